"""Judging bare claims: what is true is never refuted, what is false is never proved."""

import re
from itertools import pairwise

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Rational, Symbol, exp, log, pi, sqrt, tanh

from proofs.initialization.linear_layer import forward_variance
from proofs.initialization.xavier import c as weight
from proofs.initialization.xavier import candidates, forward_rule, n_in, n_out, q, squared_errors, uniform, xavier_rule
from proofs.initialization.xavier import r as limit
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, derive, step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Assume, Mean, Variance
from proofs.kernel.judging import judge, reduce
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Point
from proofs.kernel.rules import algebra
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, Var, delta, family, index, positive, real, relu, size, total
from proofs.kernel.verdicts import Proved, Refuted, Undecided
from proofs.softmax import SOFTMAX, TARGETS_SUM_TO_1, losses, probability_targets
from proofs.softmax import L as loss
from proofs.softmax import j as position
from proofs.softmax import setting as softmax
from proofs.softmax import t as target
from proofs.softmax import y as probability
from proofs.softmax import z as logit

n = size("n")
i, j, k = index("i"), index("j"), index("k")
z, w = family("z", n), family("w", n)
x, c, d = real("x"), real("c"), real("d")
p, s = positive("p"), positive("s")

numbers = Setting("numbers", ((x, ""), (c, ""), (d, ""), (p, "")), ())
families = Setting("families", ((n, ""), (z[i], ""), (x, "")), ((i, n), (j, n)))
coin = Setting(
    "coin", ((n, ""), (w[i], ""), (s, "")), ((i, n),), (Mean(w[i], Integer(0), ""), Variance(w[i], s**2, "")), (w,)
)
jacobian_of_softmax = probability[i] * (delta(i, j) - probability[j])

PROVED = [
    (equal((x + c) ** 2, x**2 + 2 * x * c + c**2), numbers),
    (equal(log(p**2), 2 * log(p)), numbers),
    (equal(sqrt(p**2 * 4), 2 * p), numbers),
    (equal(D(x**3, x), 3 * x**2), numbers),
    (equal(D(tanh(x), x), 1 - tanh(x) ** 2), numbers),
    (equal(total(z[k] + 1, k, n), total(z[k], k, n) + n), families),
    (equal(total(total(z[i] * z[k], k, n), i, n), total(z[k], k, n) ** 2), families),
    (equal(total(probability[k], k, n), Integer(1)), softmax),
    (equal(D(probability[i], logit[j]), jacobian_of_softmax), softmax),
    (equal(D(loss, logit[position]), probability[position] * total(target[k], k, n) - target[position]), losses),
    (equal(E(w[i] ** 2), s**2), coin),
    (equal(Var(3 * w[i]), 9 * s**2), coin),
    (Claim(Integer(0), "<=", x**2), numbers),
    (Claim(-exp(x), "<", Integer(0)), numbers),
    (Claim(2 * x * c, "<=", x**2 + c**2), numbers),
    (Claim(equal(p * x, p * c), "iff", equal(x, c)), numbers),
    (Claim(equal(2 * x, Integer(4)), "iff", equal(x, Integer(2))), numbers),
    (Claim(squared_errors(2 / (n_in + n_out)), "<=", squared_errors(q)), candidates),
]

REFUTED = [
    (equal((x + c) ** 2, x**2 + c**2), numbers),
    (equal(log(p + 1), log(p) + 1), numbers),
    (equal(sqrt(x**2 + c**2), x + c), numbers),
    (equal(D(x**3, x), 3 * x**3), numbers),
    (equal(relu(x), x), numbers),
    (equal(pi, Rational(22, 7)), numbers),
    (equal(total(z[k], k, n) ** 2, total(z[k] ** 2, k, n)), families),
    (equal(total(x, k, n), x), families),
    (equal(z[i], z[j]), families),
    (equal(D(probability[i], logit[j]), probability[i] * (1 - probability[j])), softmax),
    (equal(D(probability[i], logit[j]), -probability[i] * probability[j]), softmax),
    (equal(D(loss, logit[position]), probability[position] - target[position]), losses),
    (equal(E(w[i] ** 2), s), coin),
    (equal(E(w[i] ** 4), 3 * s**4), coin),
    (equal(Var(3 * w[i]), 3 * s**2), coin),
    (equal(Var(total(w[k], k, n)), n**2 * s**2), coin),
    (Claim(Integer(0), "<", x**2), numbers),
    (Claim(x, "<=", x**2), numbers),
    (Claim(exp(x), "<=", 1 + x), numbers),
    (Claim(equal(x**2, c**2), "iff", equal(x, c)), numbers),
    (Claim(equal(x * c, x * d), "iff", equal(c, d)), numbers),
    (Claim(equal(x + 1, Integer(0)), "iff", equal(x**2 - 1, Integer(0))), numbers),
    (Claim(equal(x, x), "iff", equal(Integer(1), Integer(2))), numbers),
    (Claim(squared_errors(1 / n_in), "<=", squared_errors(q)), candidates),
]

OPEN = [
    (Claim(1 + x, "<=", exp(x)), numbers, "is not seen to be nonnegative"),
    (equal(abs(x), x), numbers, "is not part of the formal language"),
    (equal(D(relu(x), x), Integer(0)), numbers, "no derivative of relu is in the table"),
    (equal(Symbol("i") * x, x), numbers, "i is not declared real"),
    (equal(z[k], z[k]), families, "the index k of .* is neither declared nor bound"),
    (Claim(Claim(x, "<=", c), "iff", Claim(x + 1, "<=", c + 1)), numbers, "this rule proves equations between terms"),
]


def named(rows):
    return [str(claim) for claim, *_ in rows]


@pytest.mark.parametrize(("claim", "setting"), PROVED, ids=named(PROVED))
def test_a_true_claim_is_proved(claim, setting):
    verdict = judge(claim, setting)
    assert isinstance(verdict, Proved), verdict
    assert verdict.claim == claim


@pytest.mark.parametrize(("claim", "setting"), REFUTED, ids=named(REFUTED))
def test_a_false_claim_is_refuted_with_a_certificate(claim, setting):
    verdict = judge(claim, setting)
    assert isinstance(verdict, Refuted), verdict
    found = verdict.counterexample
    assert found.left != found.right or claim.relation == "<"


@pytest.mark.parametrize(("claim", "setting", "reason"), OPEN, ids=named(OPEN))
def test_a_claim_beyond_the_kernel_is_left_open_and_the_reason_said(claim, setting, reason):
    verdict = judge(claim, setting)
    assert isinstance(verdict, Undecided), verdict
    assert re.search(reason, verdict.reason), verdict.reason


# The counterexample is one -----------------------------------------------------------------------------------------


def test_the_counterexample_of_an_equation_can_be_checked_by_hand():
    found = judge(equal((x + c) ** 2, x**2 + c**2), numbers).counterexample
    values = {name: Rational(value) for name, value in found.where}
    assert str((values["x"] + values["c"]) ** 2) == found.left
    assert str(values["x"] ** 2 + values["c"] ** 2) == found.right
    assert found.left != found.right


def test_the_counterexample_of_an_equivalence_says_which_side_holds():
    found = judge(Claim(equal(x**2, c**2), "iff", equal(x, c)), numbers).counterexample
    assert (found.left, found.right) == ("true", "false")
    values = dict(found.where)
    assert values["x"] != values["c"]
    assert values["x"].lstrip("-") == values["c"].lstrip("-")


def test_a_counterexample_satisfies_the_hypotheses():
    ordered = numbers.having(Assume(Claim(x, "<", c), ""))
    found = judge(equal(x, c), ordered).counterexample
    values = {name: Rational(value) for name, value in found.where}
    assert values["x"] < values["c"]


def test_a_refuted_claim_shows_what_is_left():
    verdict = judge(equal((x + c) ** 2, x**2 + c**2), numbers)
    assert residual(verdict.residual, 2 * x * c, {}) == 0


def test_what_is_false_without_a_hypothesis_is_true_with_it():
    gradient = equal(D(loss, logit[position]), probability[position] - target[position])
    assert isinstance(judge(gradient, losses), Refuted)
    assert isinstance(judge(gradient, losses.having(TARGETS_SUM_TO_1)), Undecided)
    assert isinstance(judge(gradient, losses.having(TARGETS_SUM_TO_1), [probability_targets]), Proved)


# What is known -----------------------------------------------------------------------------------------------------


def test_a_known_part_is_used_only_in_a_setting_with_its_hypotheses():
    rule = forward_rule.claim
    assert isinstance(judge(rule, forward_rule.setting, [forward_variance]), Proved)
    weaker = forward_rule.setting.without(forward_variance.setting.hypotheses[1])
    assert not isinstance(judge(rule, weaker, [forward_variance]), Proved)


def test_a_known_part_that_is_not_proved_is_not_used():
    wishful = Part("wishful", "", numbers, derive(x, step(x + 1, algebra, "I wish")))
    assert isinstance(judge(equal(x, x + 1), numbers, [wishful]), Refuted)


UNIFORM_PARTS = [part for part in xavier_rule.parts if part.setting == uniform]


def test_the_variance_of_a_uniform_weight_needs_the_known_parts():
    claim = equal(Var(weight), limit**2 / 3)
    assert isinstance(judge(claim, uniform), Undecided)
    assert isinstance(judge(claim, uniform, UNIFORM_PARTS), Proved)
    assert isinstance(judge(equal(Var(weight), limit**2 / 2), uniform, UNIFORM_PARTS), Refuted)


# Reducing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "setting", "expected"),
    [
        (D(x**2, x), numbers, 2 * x),
        (Var(2 * w[i]), coin, 4 * s**2),
        (total(E(w[k]) + 1, k, n), coin, n),
        (probability[i] * total(exp(logit[k]), k, n), softmax, exp(logit[i])),
    ],
    ids=str,
)
def test_reducing_carries_out_what_a_term_contains(term, setting, expected):
    assert residual(reduce(term, setting), expected, setting.range_of) == 0


def test_reducing_unfolds_only_the_definitions_of_the_setting():
    assert reduce(probability[i], softmax.without(SOFTMAX)) == probability[i]


# Properties --------------------------------------------------------------------------------------------------------

terms = st.recursive(
    st.sampled_from([x, c, p, Integer(2), Rational(-1, 2)]),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a: a**2, inner),
        st.builds(lambda a: 1 / (1 + a**2), inner),
    ),
    max_leaves=4,
)
rationals = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))


@settings(max_examples=40, deadline=None)
@given(terms, terms, rationals, rationals)
def test_a_proved_equation_holds_at_every_point(left, right, at_x, at_c):
    point = Point(numbers, {(x, ()): at_x, (c, ()): at_c, (p, ()): fmpq(7, 5)})
    same = evaluate(left, point) == evaluate(right, point)
    assert same or not isinstance(judge(equal(left, right), numbers), Proved)


@settings(max_examples=40, deadline=None)
@given(terms, terms)
def test_a_true_equation_is_never_refuted(left, right):
    assert isinstance(judge(equal((left + right) ** 2, left**2 + 2 * left * right + right**2), numbers), Proved)


@settings(max_examples=40, deadline=None)
@given(terms, terms)
def test_no_claim_is_both_less_and_greater(left, right):
    less, greater = judge(Claim(left, "<", right), numbers), judge(Claim(right, "<", left), numbers)
    assert not (isinstance(less, Proved) and isinstance(greater, Proved))


def test_a_counterexample_is_found_where_an_assumption_speaks_of_another_name() -> None:
    """u may be below -1, but only if M, which the claim does not mention, is large."""
    u, h, bound = real("u"), positive("h"), positive("M")
    names = ((h, ""), (u, ""), (bound, ""))
    bounded = Setting("bounded", names, (), (Assume(Claim(-bound, "<=", u), "u is at least -M"),))
    assert isinstance(judge(Claim(-h / 2, "<=", h * u / 2), bounded), Refuted)


def test_many_tied_names_are_tried_without_listing_every_combination() -> None:
    names = [real(f"x{number}") for number in range(9)]
    chain = tuple(Assume(Claim(a, "<=", b), f"{a} <= {b}") for a, b in pairwise(names))
    verdict = judge(Claim(names[-1], "<=", names[0]), Setting("chain", tuple((each, "") for each in names), (), chain))
    assert isinstance(verdict, Refuted)
