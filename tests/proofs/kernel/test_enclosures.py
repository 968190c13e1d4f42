"""The rule `enclosure`: bounds of numbers are proved twice, wrong ones refuted in the thirtieth digit."""

import pytest
from flint import arb, ctx
from sympy import Expr, Integer, Integral, Rational, Symbol, erf, exp, log, pi, sqrt, tanh

from proofs.kernel import enclosures
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import check_step, step
from proofs.kernel.enclosures import enclosed, enclosure
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Normal
from proofs.kernel.judging import judge
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, heaviside, real, relu
from proofs.kernel.verdicts import EngineDisagreement, Proved, Refuted, Undecided

z, x = real("z"), real("x")
t = Symbol("t", real=True)
standard = Setting("standard", ((z, ""), (x, "")), (), (Normal(z, Integer(0), Integer(1), "z is normal"),), (z,))
shifted = Setting("shifted", ((z, ""),), (), (Normal(z, Integer(1), Integer(4), "z is normal"),), (z,))
unknown = Setting("unknown", ((z, ""),), (), (), (z,))

SECOND = E(tanh(z) ** 2)
LOW, HIGH = Rational("0.394294490397841174416459772444"), Rational("0.394294490397841174416459772445")


def verdict(left: Expr, relation: str, right: Expr, setting: Setting = standard):
    return check_step(Claim(left, relation, right), step(right, enclosure, "", relation=relation), setting)


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        (LOW, "<=", SECOND),
        (SECOND, "<", HIGH),
        (LOW, "<", sqrt(SECOND)),
        (Integer(3), "<", pi),
        (Var(tanh(z)), "<", HIGH),
    ],
)
def test_a_true_bound_is_proved_by_two_engines(left, relation, right):
    found = verdict(left, relation, right)
    assert isinstance(found, Proved)
    assert [each.engine for each in found.evidence] == ["evaluation", "Taylor polynomials"]
    assert isinstance(judge(Claim(left, relation, right), standard), Proved)


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [(HIGH, "<=", SECOND), (SECOND, "<=", LOW), (1 / sqrt(SECOND), "<", Rational(159, 100)), (pi, "<", Integer(3))],
)
def test_a_bound_that_is_wrong_in_the_30th_digit_is_refuted_with_both_values(left, relation, right):
    for found in (verdict(left, relation, right), judge(Claim(left, relation, right), standard)):
        assert isinstance(found, Refuted)
        with ctx.workprec(200):
            assert not arb(found.counterexample.left).overlaps(arb(found.counterexample.right))


@pytest.mark.parametrize(
    ("left", "right", "setting", "why"),
    [
        (Integer(0), E(exp(z**2)), standard, "may have no mean"),
        (Integer(0), E(1 / z), standard, "nonzero"),
        (Integer(0), E(log(z)), standard, "may not exist"),
        (x, SECOND, standard, "no enclosure"),
        (z, SECOND, standard, "no enclosure"),
        (Integer(0), SECOND, unknown, "no enclosure"),
        (SECOND, SECOND, standard, "overlap"),
    ],
)
def test_what_is_no_number_or_not_decided_stays_open(left, right, setting, why):
    found = verdict(left, "<=", right, setting)
    assert isinstance(found, Undecided)
    assert why in found.reason


def test_an_equation_is_not_proved_by_overlap():
    assert isinstance(verdict(SECOND, "=", SECOND), Undecided)


@pytest.mark.parametrize(
    "term",
    [
        E(relu(z) * exp(-relu(-z)) + heaviside(z, Integer(1))),
        E(1 / (1 + exp(-z)) ** 3),
        E(log(1 + exp(z)) * z),
        Integral(exp(-(t**2)) * t**2, (t, -2, 3)),
        E((erf(z) + 2) * sqrt(pi)),
    ],
    ids=str,
)
@pytest.mark.parametrize("setting", [standard, shifted], ids=lambda each: each.name)
def test_the_engines_agree_to_35_digits(term, setting):
    one, other = evaluate(term, Point(setting, {})), enclosed(term, setting)
    assert one.overlaps(other)
    assert other.rad() < arb("1e-35")
    assert one.rad() < arb("1e-35")


def test_engines_that_disagree_raise(monkeypatch):
    def off(term, setting):
        with ctx.workprec(200):
            return evaluate(term, Point(setting, {})) + arb("1e-20")

    monkeypatch.setattr(enclosures, "enclosed", off)
    with pytest.raises(EngineDisagreement, match="by Taylor polynomials"):
        verdict(LOW, "<=", SECOND)


def test_a_logarithm_on_a_path_of_integration_does_not_cross_its_cut():
    # log(exp(6 z) + 1) has branch points at distance pi/6; the square of the modulus has no closed form to lean on
    term = E(log(1 + exp(6 * z)))
    one, other = evaluate(term, Point(standard, {})), enclosed(term, standard)
    assert one.overlaps(other)
    assert one.rad() < arb("1e-30")
