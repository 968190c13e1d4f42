"""The factor 2 of ReLU: proved, each hypothesis needed, and the moments enclosed or added up."""

import pytest
from flint import arb, fmpq
from sympy import Integer, Rational, pi, sqrt

from proofs.initialization.relu import (
    ACTIVATION,
    NEXT_LAYER,
    NORMAL,
    WEIGHTS_FROM_PRE_ACTIVATIONS,
    after_relu,
    b,
    gaussian,
    next_layer,
    p,
    relu_factor,
    relu_mean,
    relu_rule,
    relu_second_moment,
    relu_variance,
    s,
)
from proofs.initialization.weights import (
    UNCORRELATED_WEIGHTS,
    WEIGHT_VARIANCE,
    ZERO_MEAN_WEIGHTS,
    i,
    j,
    k,
    l,
    n_in,
    n_out,
    sigma,
    w,
)
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check, check_step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.models import SHAPES
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Draw, Model, Point
from proofs.kernel.terms import E, Var, relu, total
from proofs.kernel.values import differ
from proofs.kernel.verdicts import Proved, Refuted, Undecided


@pytest.mark.parametrize("part", relu_factor.parts, ids=lambda each: each.name)
def test_every_part_is_proved(part):
    assert isinstance(check(part).verdict, Proved)


@pytest.mark.parametrize(
    "wrong",
    [
        equal(E(relu(p[i]) ** 2), s**2),
        equal(E(relu(p[i]) ** 2), s / 2),
        equal(E(relu(p[i])), s / 2),
        equal(E(relu(p[i])), sqrt(2 / pi) * s),
        equal(E(relu(p[i])), Integer(0)),
        equal(Var(relu(p[i])), s**2 / 2),
        equal(Var(relu(p[i])), Var(p[i]) / 2),
        equal(Var(relu(p[i])), (Rational(1, 2) - 1 / pi) * s**2),
        equal(Var(relu(p[i])), E(relu(p[i]) ** 2)),
    ],
    ids=str,
)
def test_a_wrong_moment_of_relu_is_refuted(wrong):
    assert isinstance(judge(wrong, gaussian), Refuted)


@pytest.mark.parametrize("factor", [1 / n_in, 2 / n_out, 4 / n_in, 2 / n_in**2], ids=str)
def test_a_wrong_rule_is_refuted(factor):
    wrong = Claim(equal(Var(b[j]), s**2), "iff", equal(sigma**2, factor))
    assert isinstance(judge(wrong, next_layer, relu_factor.parts), Refuted)
    assert isinstance(judge(relu_rule.claim, next_layer, relu_factor.parts), Proved)


# Every hypothesis is needed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [relu_second_moment, relu_mean], ids=lambda each: each.name)
def test_without_normality_there_is_no_density(part):
    chain = part.derivation
    verdict = check_step(chain.links[0], chain.steps[0], part.setting.without(NORMAL))
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the setting declares no density of p[i]"


@pytest.mark.parametrize("part", [relu_second_moment, relu_mean, relu_variance], ids=lambda each: each.name)
def test_without_normality_a_coin_is_a_counterexample(part):
    verdict = judge(part.claim, part.setting.without(NORMAL))
    assert isinstance(verdict, Refuted)
    assert "law of p = " in str(verdict.counterexample)


SQUARES = sigma**2 * total(E(relu(p[i]) ** 2), i, n_in)


def double(body):
    return total(total(body, i, n_in), k, n_in)


#: hypothesis, the step of `after_relu` that fails without it, what it leaves
LEDGER = [
    (NEXT_LAYER, 0, Var(b[j]) - Var(total(w[j, i] * relu(p[i]), i, n_in))),
    (
        ZERO_MEAN_WEIGHTS,
        2,
        double(E(w[j, i]) * E(w[j, k]) * E(relu(p[i]) * relu(p[k]))) - total(E(w[j, i]) * E(relu(p[i])), i, n_in) ** 2,
    ),
    (WEIGHT_VARIANCE, 2, total(E(w[j, i] ** 2) * E(relu(p[i]) ** 2), i, n_in) - SQUARES),
    (UNCORRELATED_WEIGHTS, 2, double(E(w[j, i] * w[j, k]) * E(relu(p[i]) * relu(p[k]))) - SQUARES),
    (
        WEIGHTS_FROM_PRE_ACTIVATIONS,
        2,
        double(E(w[j, i] * w[j, k] * relu(p[i]) * relu(p[k]))) - total(E(w[j, i] * relu(p[i])), i, n_in) ** 2 - SQUARES,
    ),
]


@pytest.mark.parametrize(("hypothesis", "at", "left_over"), LEDGER, ids=[row[0].words for row in LEDGER])
def test_dropping_a_hypothesis_breaks_a_step_and_leaves_a_residual(hypothesis, at, left_over):
    chain = after_relu.derivation
    verdict = check_step(chain.links[at], chain.steps[at], next_layer.without(hypothesis))
    assert isinstance(verdict, Refuted | Undecided)
    assert verdict.reason == "the two sides differ"
    assert residual(verdict.residual, left_over, next_layer.range_of) == 0


@pytest.mark.parametrize(
    ("part", "at"), [(relu_variance, 1), (after_relu, 3), (relu_rule, 0)], ids=lambda each: getattr(each, "name", "")
)
def test_without_normality_the_lemma_is_not_available(part, at):
    chain = part.derivation
    verdict = check_step(chain.links[at], chain.steps[at], part.setting.without(NORMAL))
    assert isinstance(verdict, Undecided)
    assert verdict.reason == f"the lemma needs a hypothesis that is not available here: {NORMAL.words}"


@pytest.mark.parametrize("hypothesis", next_layer.hypotheses, ids=lambda each: each.words)
def test_the_rule_rests_on_every_hypothesis_of_the_layer(hypothesis):
    chain = relu_rule.derivation
    verdict = check_step(chain.links[0], chain.steps[0], next_layer.without(hypothesis))
    assert isinstance(verdict, Undecided)
    assert verdict.reason == f"the lemma needs a hypothesis that is not available here: {hypothesis.words}"


def test_without_the_activation_nothing_is_said_of_its_variance():
    part = next(each for each in relu_factor.parts if ACTIVATION in each.setting.hypotheses)
    chain = part.derivation
    verdicts = [
        check_step(link, step, part.setting.without(ACTIVATION))
        for link, step in zip(chain.links, chain.steps, strict=False)
    ]
    assert any(isinstance(each, Refuted | Undecided) for each in verdicts)


def test_no_hypothesis_is_left_untested():
    assert {row[0] for row in LEDGER} | {NORMAL, ACTIVATION} == set(relu_factor.hypotheses)


# The second route --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spread", [fmpq(1, 2), fmpq(1), fmpq(7, 3)])
@pytest.mark.parametrize("part", [relu_second_moment, relu_mean, relu_variance], ids=lambda each: each.name)
def test_the_moments_of_relu_lie_in_their_enclosures(part, spread):
    point = Point(gaussian, {(n_in, ()): fmpq(1), (i, ()): fmpq(1), (k, ()): fmpq(1), (s, ()): spread})
    left, right = (arb(evaluate(side, point)) for side in part.claim.terms)
    assert not differ(left, right)
    assert differ(left, right + arb(10) ** -12)


def point_at(size, shape):
    """Weights with sigma = 2; pre-activations with s = 3 from a symmetric law instead of the normal one.

    Half of the second moment of any symmetric law is left by relu, so the variance of the next layer is the same.
    """

    def draw(name, entry):
        return Draw((str(name), entry), fmpq(0), fmpq(2) if name == w else fmpq(3), SHAPES[shape])

    numbers = {n_in: size, n_out: 1, sigma: 2, s: 3, i: 1, j: 1, k: 1, l: 1}
    values = {(name, ()): fmpq(value) for name, value in numbers.items()}
    return Point(next_layer, values, Model(shape, draw))


@pytest.mark.parametrize(("size", "shape"), [(1, "fair coin"), (2, "fair coin"), (3, "fair coin"), (1, "sparse coin")])
def test_the_variance_of_the_next_layer_is_exact_at_three_sizes(size, shape):
    """A polynomial in n_in of degree 2 at most: three sizes are all."""
    point = point_at(size, shape)
    assert evaluate(Var(b[j]), point) == evaluate(n_in * sigma**2 * s**2 / 2, point) == 18 * size


def test_a_skewed_law_has_another_second_moment_after_relu():
    """The theorem needs the symmetry that normality brings."""
    point = point_at(1, "skewed coin")
    assert evaluate(Var(b[j]), point) != evaluate(n_in * sigma**2 * s**2 / 2, point)
