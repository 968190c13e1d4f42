"""The Xavier rule: proved, each hypothesis needed, and every part once more by arithmetic."""

from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq
from sympy import Integer, Rational, sqrt

from proofs.initialization.linear_layer import forward, v
from proofs.initialization.weights import (
    UNCORRELATED_WEIGHTS,
    WEIGHT_VARIANCE,
    ZERO_MEAN_WEIGHTS,
    i,
    j,
    l,
    n_in,
    n_out,
    sigma,
    w,
)
from proofs.initialization.xavier import (
    BACKWARD_LAYER,
    BACKWARD_VALUE,
    FORWARD_VALUE,
    GRADIENT_VARIANCE,
    NARROWING,
    UNIFORM,
    WEIGHTS_FROM_GRADIENTS,
    XAVIER,
    ZERO_MEAN_GRADIENTS,
    a,
    backward,
    backward_rule,
    backward_variance,
    between,
    both_rules,
    c,
    candidates,
    d,
    f,
    forward_rule,
    g,
    h,
    harmonic_mean,
    least_squares,
    only_minimizer,
    q,
    r,
    sizes,
    squared_errors,
    u,
    uniform,
    uniform_limit,
    uniform_mean,
    uniform_second_moment,
    uniform_variance,
    xavier_rule,
)
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check, check_step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.models import SHAPES
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Draw, Model, Point
from proofs.kernel.terms import D, E, Var, total
from proofs.kernel.values import differ
from proofs.kernel.verdicts import Proved, Refuted, Undecided

VARIANCE = n_out * sigma**2 * g**2


@pytest.mark.parametrize("part", xavier_rule.parts, ids=lambda each: each.name)
def test_every_part_is_proved(part):
    assert isinstance(check(part).verdict, Proved)


# Lies --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [n_in * sigma**2 * g**2, n_out**2 * sigma**2 * g**2, sigma**2 * g**2], ids=str)
def test_a_wrong_backward_variance_is_refuted(wrong):
    assert isinstance(judge(equal(Var(d[i]), wrong), backward), Refuted)


@pytest.mark.parametrize(
    ("claim", "setting"),
    [
        (Claim(equal(Var(a[j]), v**2), "iff", equal(sigma**2, 1 / n_out)), forward),
        (Claim(equal(Var(a[j]), v**2), "iff", equal(sigma**2, XAVIER)), forward),
        (Claim(equal(Var(d[i]), g**2), "iff", equal(sigma**2, 1 / n_in)), backward),
        (Claim(equal(1 / n_in, 1 / n_out), "iff", equal(n_in, 2 * n_out)), sizes),
        (equal(1 / n_in, 1 / n_out), sizes),
        (equal(XAVIER, (1 / n_in + 1 / n_out) / 2), sizes),
        (equal(XAVIER, 1 / (n_in + n_out)), sizes),
        (Claim(squared_errors(1 / n_in), "<=", squared_errors(q)), candidates),
        (Claim(squared_errors(q), "<=", squared_errors(XAVIER)), candidates),
        (Claim(equal(D(squared_errors(q), q), Integer(0)), "iff", equal(q, 1 / (n_in + n_out))), candidates),
        (Claim(XAVIER, "<=", 1 / n_in), sizes),
        (equal(E(c**2), r**2), uniform),
        (equal(E(c**2), r**2 / 2), uniform),
        (equal(Var(c), (2 * r) ** 2 / 3), uniform),
        (Claim(equal(Var(c), XAVIER), "iff", equal(r, sqrt(3 / (n_in + n_out)))), uniform),
    ],
    ids=str,
)
def test_a_wrong_rule_is_refuted(claim, setting):
    assert isinstance(judge(claim, setting, xavier_rule.parts), Refuted)


# Every hypothesis is needed ----------------------------------------------------------------------------------------


def double(body):
    return total(total(body, j, n_out), l, n_out)


#: hypothesis, the step of `backward_variance` that fails without it, what it leaves
LEDGER = [
    (BACKWARD_LAYER, 0, Var(d[i]) - Var(total(w[j, i] * u[j], j, n_out))),
    (
        WEIGHTS_FROM_GRADIENTS,
        3,
        double(E(w[j, i] * w[l, i] * u[j] * u[l]))
        - total(E(w[j, i] * u[j]), j, n_out) ** 2
        - double(E(w[j, i] * w[l, i]) * E(u[j] * u[l]))
        + total(E(w[j, i]) * E(u[j]), j, n_out) ** 2,
    ),
    (ZERO_MEAN_WEIGHTS, 4, double(E(w[j, i]) * E(w[l, i]) * E(u[j] * u[l]))),
    (WEIGHT_VARIANCE, 4, g**2 * total(E(w[j, i] ** 2), j, n_out) - VARIANCE),
    (UNCORRELATED_WEIGHTS, 4, double(E(w[j, i] * w[l, i]) * E(u[j] * u[l])) - VARIANCE),
    (ZERO_MEAN_GRADIENTS, 4, sigma**2 * total(E(u[j]) ** 2, j, n_out)),
    (GRADIENT_VARIANCE, 4, sigma**2 * total(E(u[j] ** 2), j, n_out) - VARIANCE),
]


@pytest.mark.parametrize(("hypothesis", "at", "left_over"), LEDGER, ids=[row[0].words for row in LEDGER])
def test_dropping_a_hypothesis_breaks_a_step_and_leaves_a_residual(hypothesis, at, left_over):
    chain = backward_variance.derivation
    verdict = check_step(chain.links[at], chain.steps[at], backward.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert residual(verdict.residual, left_over, backward.range_of) == 0


@pytest.mark.parametrize("hypothesis", backward.hypotheses, ids=lambda each: each.words)
def test_dropping_a_hypothesis_makes_the_backward_variance_false(hypothesis):
    verdict = judge(backward_variance.claim, backward.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.left != verdict.counterexample.right


@pytest.mark.parametrize(
    ("part", "hypothesis"),
    [
        *((forward_rule, each) for each in forward.hypotheses),
        *((backward_rule, each) for each in backward.hypotheses),
        (uniform_limit, UNIFORM),
    ],
    ids=lambda each: getattr(each, "words", ""),
)
def test_a_rule_rests_on_every_hypothesis_of_its_lemma(part, hypothesis):
    chain = part.derivation
    verdict = check_step(chain.links[0], chain.steps[0], part.setting.without(hypothesis))
    assert isinstance(verdict, Undecided)
    assert verdict.reason == f"the lemma needs a hypothesis that is not available here: {hypothesis.words}"


@pytest.mark.parametrize(
    ("hypothesis", "left_over"),
    [
        (FORWARD_VALUE, 2 / (1 / f + n_out) - XAVIER),
        (BACKWARD_VALUE, 2 / (n_in + 1 / h) - XAVIER),
    ],
    ids=["forward", "backward"],
)
def test_the_harmonic_mean_needs_both_definitions(hypothesis, left_over):
    chain = harmonic_mean.derivation
    verdict = check_step(chain.links[0], chain.steps[0], harmonic_mean.setting.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert residual(verdict.residual, left_over, {}) == 0


@pytest.mark.parametrize("at", [0, 1])
def test_between_needs_a_layer_that_does_not_narrow(at):
    chain = between.derivation
    verdict = check_step(chain.links[at], chain.steps[at], sizes)
    assert isinstance(verdict, Undecided)
    assert "is not seen to be nonnegative" in verdict.reason


def test_in_a_narrowing_layer_the_two_rules_change_places():
    found = judge(between.claim, between.setting.without(NARROWING)).counterexample
    where = {name: int(value) for name, value in found.where}
    assert where["n_in"] > where["n_out"]


@pytest.mark.parametrize("part", [uniform_mean, uniform_second_moment], ids=lambda each: each.name)
def test_without_its_distribution_a_weight_has_no_density(part):
    chain = part.derivation
    verdict = check_step(chain.links[0], chain.steps[0], uniform.without(UNIFORM))
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the setting declares no density of c"


@pytest.mark.parametrize("part", [uniform_mean, uniform_second_moment, uniform_variance], ids=lambda each: each.name)
def test_without_its_distribution_a_coin_is_a_counterexample(part):
    verdict = judge(part.claim, uniform.without(UNIFORM))
    assert isinstance(verdict, Refuted)
    assert "law of c = " in str(verdict.counterexample)


def test_no_hypothesis_is_left_untested():
    tested = {row[0] for row in LEDGER} | set(forward.hypotheses)
    assert tested | {FORWARD_VALUE, BACKWARD_VALUE, NARROWING, UNIFORM} == set(xavier_rule.hypotheses)


@pytest.mark.parametrize("part", [both_rules, least_squares, only_minimizer], ids=lambda each: each.name)
def test_what_is_about_numbers_alone_has_no_hypothesis(part):
    assert part.setting.hypotheses == ()


# The second route --------------------------------------------------------------------------------------------------


def point_at(size, shape, tied):
    """n_out = size, n_in = 4: going backward, the sum runs over the outputs."""

    def draw(name, entry):
        return Draw(
            (str(name), () if tied and name == u else entry), fmpq(0), fmpq(2) if name == w else fmpq(3), SHAPES[shape]
        )

    numbers = {n_in: 4, n_out: size, sigma: 2, g: 3, i: 1, j: 1, l: 1}
    values = {(name, ()): fmpq(value) for name, value in numbers.items()}
    return Point(backward, values, Model(shape, draw))


@pytest.mark.parametrize("tied", [False, True], ids=["gradients apart", "gradients all one draw"])
@pytest.mark.parametrize("shape", ["fair coin", "skewed coin"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_backward_variance_is_exact_at_three_sizes(size, shape, tied):
    """A polynomial in n_out of degree 2 at most, and n_in does not occur."""
    point = point_at(size, shape, tied)
    assert evaluate(Var(d[i]), point) == evaluate(VARIANCE, point) == 36 * size


FANS = list(product([Fraction(1), Fraction(2), Fraction(5), Fraction(784)], repeat=2))


@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_the_compromise_by_arithmetic(fan_in, fan_out):
    """The gap is (n_in + n_out) (q - 2/(n_in + n_out))^2, at three values of q: a polynomial of degree 2 in q."""

    def errors(variance):
        return (fan_in * variance - 1) ** 2 / fan_in + (fan_out * variance - 1) ** 2 / fan_out

    best = 2 / (fan_in + fan_out)
    assert best == 2 / (1 / (1 / fan_in) + 1 / (1 / fan_out))
    assert min(1 / fan_in, 1 / fan_out) <= best <= max(1 / fan_in, 1 / fan_out)
    for candidate in (Fraction(0), Fraction(1), Fraction(-3, 7)):
        assert errors(candidate) - errors(best) == (fan_in + fan_out) * (candidate - best) ** 2


def test_the_two_rules_meet_only_in_a_square_layer():
    assert all((1 / fan_in == 1 / fan_out) == (fan_in == fan_out) for fan_in, fan_out in FANS)


@pytest.mark.parametrize("reach", [fmpq(1, 3), fmpq(1), fmpq(5)])
@pytest.mark.parametrize("part", [uniform_mean, uniform_second_moment, uniform_variance], ids=lambda each: each.name)
def test_the_moments_of_a_uniform_weight_lie_in_their_enclosures(part, reach):
    point = Point(uniform, {(r, ()): reach})
    left, right = (evaluate(side, point) for side in part.claim.terms)
    assert not differ(left, right)
    assert differ(left, right + fmpq(1, 10**12))


@pytest.mark.parametrize(("fan_in", "fan_out"), [(3, 3), (2, 4), (24, 30)])
def test_the_uniform_limit_has_the_variance_of_the_compromise(fan_in, fan_out):
    limit_squared = Rational(6, fan_in + fan_out)
    assert limit_squared / 3 == Rational(2, fan_in + fan_out)
    point = Point(uniform, {(n_in, ()): fmpq(fan_in), (n_out, ()): fmpq(fan_out)})
    there = point.at({(r, ()): evaluate(sqrt(6 / (n_in + n_out)), point)})
    assert not differ(evaluate(Var(c), there), evaluate(XAVIER, there))
