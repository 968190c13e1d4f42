"""False bounds of means in which ReLUs and steps stand whose argument is no mere variable: refused, each and all.

Both engines resolve such a ReLU by the sign of its argument on each half-line.  A wrong sign, a wrong value at 0 or a
tail that is forgotten would make one of these lies true; the truth beside it shows that the question is read.
"""

import pytest
from flint import arb
from sympy import Expr, Integer, Rational, erf, exp, pi, sqrt, tanh

from proofs.kernel.claims import Claim
from proofs.kernel.derivations import check_step, step
from proofs.kernel.enclosures import enclosed, enclosure
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Normal
from proofs.kernel.judging import judge
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.tails import CannotEnclose
from proofs.kernel.terms import E, heaviside, real, relu
from proofs.kernel.values import CannotEvaluate
from proofs.kernel.verdicts import Refuted, Undecided, is_proved

z = real("z")
standard = Setting("standard", ((z, ""),), (), (Normal(z, Integer(0), Integer(1), "z is normal"),), (z,))
LITTLE = Rational(1, 10**30)

MEANS = [  # f(z) and E[f(z)], by hand
    (exp(-(relu(-z) ** 2)), Rational(1, 2) + 1 / (2 * sqrt(3))),
    (exp(-2 * relu(z) ** 2), Rational(1, 2) + 1 / (2 * sqrt(5))),
    (exp(-relu(-(z**2))), Integer(1)),
    (exp(-relu(z**2)), 1 / sqrt(3)),
    (relu(-(z**3)), 2 / sqrt(2 * pi)),
    (relu(z * relu(-z)), Integer(0)),
    (relu(-z * relu(-z)), Rational(1, 2)),
    (relu(-relu(-z)), Integer(0)),
    (relu(-exp(-relu(z))), Integer(0)),
    (relu(z**2 + 1), Integer(2)),
    (relu(Integer(-1)) + z**2, Integer(1)),
    (relu(Integer(2)) * z**2, Integer(2)),
    (heaviside(Integer(-3), Integer(1)) + z**2, Integer(1)),
    (heaviside(z**3, Integer(1)), Rational(1, 2)),
    (heaviside(-(z**2), Integer(1)), Integer(0)),
    (heaviside(relu(-z), Rational(1, 2)), Rational(3, 4)),
    (heaviside(relu(-z) * relu(z), Rational(1, 2)), Rational(1, 2)),
    (heaviside(tanh(z), Integer(1)) * z**2, Rational(1, 2)),
    (relu(erf(z)) + relu(-erf(z)) - 2 * relu(erf(z)), Integer(0)),
    (z**2 * exp(-(relu(-z) ** 2)), Rational(1, 2) + 1 / (2 * sqrt(27))),
]


def bounded(left: Expr, right: Expr) -> object:
    return check_step(Claim(left, "<=", right), step(right, enclosure, "", relation="<="), standard)


@pytest.mark.parametrize(("body", "mean"), MEANS, ids=[str(body) for body, _ in MEANS])
def test_a_mean_is_bounded_on_both_sides_and_no_lie_in_the_30th_digit_is(body: Expr, mean: Expr) -> None:
    assert is_proved(bounded(mean - LITTLE, E(body)))
    assert is_proved(bounded(E(body), mean + LITTLE))
    assert isinstance(bounded(mean + LITTLE, E(body)), Refuted)
    assert isinstance(bounded(E(body), mean - LITTLE), Refuted)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(E(exp(-(relu(-z) ** 2))), "<=", 1 / sqrt(3)),  # both sides taken for the left one
        Claim(E(exp(-relu(-(z**2)))), "<=", 1 / sqrt(3)),  # relu(-z^2) taken for z^2
        Claim(E(relu(-(z**3))), "<=", Integer(0)),
        Claim(Integer(1), "<=", E(relu(-(z**2)))),
        Claim(E(relu(-(z**2))), "<", Integer(0)),
        Claim(E(heaviside(relu(-z), Integer(1))), "<=", Rational(1, 2)),  # the value at 0 forgotten
        Claim(Integer(1), "<=", E(heaviside(-(z**2), Integer(0)))),
        Claim(1 / sqrt(E(exp(-2 * relu(-z) ** 2))), "<=", Integer(1)),
    ],
    ids=str,
)
def test_the_judge_refutes_what_a_wrong_sign_would_make_true(claim: Claim) -> None:
    assert isinstance(judge(claim, standard), Refuted)


@pytest.mark.parametrize(
    "body",
    [
        exp(relu(z) ** 2 / 2),
        exp(relu(-z) ** 2),
        exp(relu(z) ** 3),
        exp(-(z**3)),
        exp(relu(z**2)),
        exp(relu(-(z**3)) - relu(z) ** 4),
        exp(-relu(z**2) + z**4),
        exp(heaviside(z, Integer(0)) * z**2),
    ],
    ids=str,
)
def test_a_mean_that_does_not_exist_has_no_value_and_no_bound(body: Expr) -> None:
    with pytest.raises(CannotEvaluate):
        evaluate(E(body), Point(standard, {}))
    with pytest.raises(CannotEnclose):
        enclosed(E(body), standard)
    for claim in (Claim(E(body), "<=", Integer(10) ** 100), Claim(Integer(0), "<=", E(body))):
        assert isinstance(bounded(*claim.terms), Undecided)


@pytest.mark.parametrize("body", [relu(z - 1), heaviside(z - 1, Integer(0)), relu(z**2 - z), exp(-(relu(1 - z) ** 2))])
def test_a_kink_elsewhere_is_not_taken_for_one_at_0(body: Expr) -> None:
    with pytest.raises(CannotEvaluate, match=r"the sign of|growth"):
        evaluate(E(body), Point(standard, {}))
    assert isinstance(enclosed(E(body), standard), arb)
    assert isinstance(bounded(Integer(5), E(body)), Undecided)
