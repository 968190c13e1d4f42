"""The rule `cases`: every sign, every end point, every value at 0; lies first."""

import pytest
from sympy import Integer, Rational, exp, sqrt

from proofs.kernel.cases import cases
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, derive, step
from proofs.kernel.hypotheses import Assume
from proofs.kernel.rule import Accepted, Refused
from proofs.kernel.rules import order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, NotATerm, family, heaviside, index, positive, real, relu, size, total

x, h, a = real("x"), real("h"), real("a")
d = positive("d")
e = real("e")
n, k = size("n"), index("k")
z = family("z", n)
setting = Setting("boxes", ((x, "input"), (d, "width"), (h, "height"), (a, "value at 0"), (e, "a number")), ())
ABOVE = setting.having(Assume(Claim(Integer(0), "<", e), "e is above 0"))


def two_sided(at_zero):
    return heaviside(x, at_zero) + heaviside(d - x, at_zero) - 1


def box(left, right):
    return heaviside(x, Integer(left)) * heaviside(d - x, Integer(right))


@pytest.mark.parametrize(
    ("at_zero", "left", "right"),
    [(at, left, right) for at in (0, 1) for left in (0, 1) for right in (0, 1) if not at == left == right],
)
def test_a_wrong_end_point_is_refuted_there(at_zero, left, right):
    outcome = cases.apply(equal(h * two_sided(Integer(at_zero)), h * box(left, right)), setting, of=(x, x - d))
    assert isinstance(outcome, Refused)
    where = dict(outcome.counterexample.where)
    assert where["x"] in ("0", where["d"])


@pytest.mark.parametrize("at_zero", [0, 1])
def test_the_right_box_is_accepted(at_zero):
    claim = equal(h * two_sided(Integer(at_zero)), h * box(at_zero, at_zero))
    assert isinstance(cases.apply(claim, setting, of=(x, x - d)), Accepted)


def test_a_half_at_0_is_neither_open_nor_closed():
    for at_zero in (0, 1):
        claim = equal(two_sided(Rational(1, 2)), box(at_zero, at_zero))
        assert isinstance(cases.apply(claim, setting, of=(x, x - d)), Refused)


@pytest.mark.parametrize("of", [(x,), (x - d,), (d,), (x, x + d)], ids=str)
def test_without_a_form_that_matters_nothing_is_proved(of):
    half = box(0, 0) + (box(1, 1) - box(0, 0)) / 2
    assert isinstance(cases.apply(equal(two_sided(Rational(1, 2)), half), setting, of=(x, x - d)), Accepted)
    assert isinstance(cases.apply(equal(two_sided(Rational(1, 2)), half), setting, of=of), Refused)


def test_the_sign_of_another_argument_is_what_follows_on_the_cell():
    on = equal(heaviside(x * d + 1, a), Integer(1))
    assert isinstance(cases.apply(on, setting.having(Assume(Claim(Integer(0), "<=", x), "right")), of=(x,)), Accepted)
    assert isinstance(cases.apply(on, setting, of=(x,)), Refused)


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        (heaviside(x, Integer(0)), "<=", heaviside(x, Integer(1)) - Rational(1, 2)),
        (heaviside(x, Integer(1)), "<=", heaviside(x, Integer(0))),
        (heaviside(x, Integer(0)), "<", heaviside(x, Integer(1))),
        (heaviside(x - d, Integer(1)), "<=", heaviside(x, a)),
        (relu(x), "<=", x),
        (relu(x), "<", relu(x) + x**2),
    ],
    ids=str,
)
def test_a_false_inequality_is_refuted(left, relation, right):
    outcome = cases.apply(Claim(left, relation, right), setting, of=(x, x - d))
    assert isinstance(outcome, Refused)
    assert outcome.counterexample is not None


def test_a_true_inequality_is_accepted():
    assert isinstance(
        cases.apply(Claim(heaviside(x - d, Integer(1)), "<=", heaviside(x, Integer(0))), setting, of=(x, x - d)),
        Accepted,
    )
    assert isinstance(cases.apply(Claim(x, "<=", relu(x)), setting, of=(x,)), Accepted)
    assert isinstance(cases.apply(Claim(x, "<", relu(x) + d), setting, of=(x,)), Accepted)


def test_an_entry_of_a_family_and_a_sum_that_is_only_bounded():
    many = total(heaviside(z[k], Integer(0)), k, n)
    here = Setting("gates", ((z[k], "inputs"), (n, "how many"), (d, "a number")), ((k, n),))
    claim = equal(heaviside(many - n - d, Integer(0)), Integer(0))
    assert isinstance(cases.apply(claim, here, of=(d,)), Refused)
    bound = Part(
        "bound",
        "every gate is at most 1",
        here.having(Assume(Claim(many, "<=", n), "the sum is bounded")),
        derive(many, step(n, order, "assumed", relation="<=", gap=n - many)),
    )
    missing = cases.apply(claim, here, of=(d,), proved=bound.claim, holds_in=bound.setting)
    assert "not available here" in missing.reason
    assert isinstance(cases.apply(claim, bound.setting, of=(d,), proved=bound.claim, holds_in=bound.setting), Accepted)
    wrong = equal(heaviside(many - n + d, Integer(0)), Integer(0))
    assert isinstance(cases.apply(wrong, bound.setting, of=(d,)), Refused)


def test_a_case_is_left_out_only_if_the_hypotheses_exclude_it():
    claim = equal(heaviside(e, Integer(0)), Integer(1))
    refused = cases.apply(claim, setting, of=(e,))
    assert isinstance(refused, Refused)
    assert refused.counterexample is not None
    assert isinstance(cases.apply(claim, ABOVE, of=(e,)), Accepted)


def test_contradicting_hypotheses_prove_nothing():
    nowhere = ABOVE.having(Assume(Claim(e, "<", Integer(0)), "e is below 0"))
    assert isinstance(cases.apply(equal(e, Integer(7)), nowhere, of=(e,)), Refused)


def test_on_the_branch_of_zero_the_equation_holds():
    same = heaviside(x, Integer(1)) - heaviside(x, Integer(0))
    assert isinstance(cases.apply(equal(same * x, Integer(0)), setting, of=(x,)), Accepted)
    assert isinstance(cases.apply(equal(same * (x + 1), Integer(0)), setting, of=(x,)), Refused)


def test_relu_is_a_step_times_its_argument_whatever_the_value_at_0():
    assert isinstance(cases.apply(equal(relu(x - d), (x - d) * heaviside(x - d, a)), setting, of=(x - d,)), Accepted)
    assert isinstance(cases.apply(equal(relu(x), heaviside(x, a)), setting, of=(x,)), Refused)


def test_a_derivative_is_not_decided_at_one_point():
    assert isinstance(cases.apply(equal(D(relu(x), x), heaviside(x, a)), setting, of=(x,)), Refused)


@pytest.mark.parametrize("of", [(), x, (1 / d,), (exp(x),), (x * sqrt(2),), (real("q"),), (Integer(1),)], ids=str)
def test_only_polynomials_in_declared_numbers_are_cited(of):
    with pytest.raises(NotATerm):
        cases.apply(equal(x, x), setting, of=of)


@pytest.mark.parametrize("at_zero", [Integer(2), Integer(-1), x + 1], ids=str)
def test_the_value_at_0_is_0_or_a_half_or_1_or_a_name(at_zero):
    with pytest.raises(NotATerm, match="the value at 0"):
        cases.apply(equal(heaviside(x, at_zero), x), setting, of=(x,))
