"""The linear layer: proved, each hypothesis needed, and exact at three sizes in discrete models."""

import pytest
from flint import fmpq
from sympy import Integer

from proofs.initialization.linear_layer import (
    INPUT_VARIANCE,
    LAYER,
    WEIGHTS_FROM_INPUTS,
    ZERO_MEAN_INPUTS,
    a,
    forward,
    forward_variance,
    linear_layer_variance,
    v,
    x,
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
from proofs.kernel.claims import equal
from proofs.kernel.derivations import check, check_step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Independent, Mean, Uncorrelated
from proofs.kernel.judging import judge
from proofs.kernel.models import SHAPES
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Draw, Model, Point
from proofs.kernel.terms import E, Var, family, real, total
from proofs.kernel.verdicts import Proved, Refuted

VARIANCE = n_in * sigma**2 * v**2


def double(body):
    return total(total(body, i, n_in), k, n_in)


def test_every_part_is_proved():
    assert linear_layer_variance.parts == (forward_variance,)
    assert isinstance(check(forward_variance).verdict, Proved)


def test_it_says_n_in_sigma_squared_v_squared():
    assert forward_variance.claim == equal(Var(a[j]), VARIANCE)


@pytest.mark.parametrize(
    "wrong",
    [
        n_in**2 * sigma**2 * v**2,
        n_out * sigma**2 * v**2,
        sigma**2 * v**2,
        n_in * sigma * v,
        n_in * (sigma**2 + v**2),
        -VARIANCE,
        (n_in - 1) * sigma**2 * v**2,
        VARIANCE / 2,
    ],
    ids=str,
)
def test_a_wrong_variance_is_refuted(wrong):
    assert isinstance(judge(equal(Var(a[j]), wrong), forward), Refuted)


# Every hypothesis is needed ----------------------------------------------------------------------------------------

#: hypothesis, the step that fails without it, what the step leaves, what the whole claim leaves
LEDGER = [
    (LAYER, 0, Var(a[j]) - Var(total(w[j, i] * x[i], i, n_in)), -VARIANCE),
    (
        WEIGHTS_FROM_INPUTS,
        3,
        double(E(w[j, i] * w[j, k] * x[i] * x[k]))
        - total(E(w[j, i] * x[i]), i, n_in) ** 2
        - double(E(w[j, i] * w[j, k]) * E(x[i] * x[k]))
        + total(E(w[j, i]) * E(x[i]), i, n_in) ** 2,
        double(E(w[j, i] * w[j, k] * x[i] * x[k])) - total(E(w[j, i] * x[i]), i, n_in) ** 2 - VARIANCE,
    ),
    (
        ZERO_MEAN_WEIGHTS,
        4,
        double(E(w[j, i]) * E(w[j, k]) * E(x[i] * x[k])),
        double(E(w[j, i]) * E(w[j, k]) * E(x[i] * x[k])),
    ),
    (
        UNCORRELATED_WEIGHTS,
        4,
        double(E(w[j, i] * w[j, k]) * E(x[i] * x[k])) - VARIANCE,
        double(E(w[j, i] * w[j, k]) * E(x[i] * x[k])) - VARIANCE,
    ),
    (
        WEIGHT_VARIANCE,
        4,
        v**2 * total(E(w[j, i] ** 2), i, n_in) - VARIANCE,
        v**2 * total(E(w[j, i] ** 2), i, n_in) - VARIANCE,
    ),
    (ZERO_MEAN_INPUTS, 5, sigma**2 * total(E(x[i]) ** 2, i, n_in), sigma**2 * total(E(x[i]) ** 2, i, n_in)),
    (
        INPUT_VARIANCE,
        5,
        sigma**2 * total(E(x[i] ** 2), i, n_in) - VARIANCE,
        sigma**2 * total(E(x[i] ** 2), i, n_in) - VARIANCE,
    ),
]
named = [row[0].words for row in LEDGER]


def test_no_hypothesis_is_left_untested():
    assert {row[0] for row in LEDGER} == set(linear_layer_variance.hypotheses) == set(forward.hypotheses)


@pytest.mark.parametrize(("hypothesis", "at", "left_over", "_"), LEDGER, ids=named)
def test_dropping_a_hypothesis_breaks_a_step_and_leaves_a_residual(hypothesis, at, left_over, _):
    chain = forward_variance.derivation
    verdict = check_step(chain.links[at], chain.steps[at], forward.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert residual(verdict.residual, left_over, forward.range_of) == 0


@pytest.mark.parametrize(("hypothesis", "_", "__", "left_over"), LEDGER, ids=named)
def test_dropping_a_hypothesis_makes_the_claim_false_for_some_law(hypothesis, _, __, left_over):
    verdict = judge(forward_variance.claim, forward.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert residual(verdict.residual, left_over, forward.range_of) == 0
    assert ("law of w = " in str(verdict.counterexample)) == (hypothesis is not LAYER)


def test_one_weight_that_is_repeated_has_n_squared_times_the_variance():
    found = judge(forward_variance.claim, forward.without(UNCORRELATED_WEIGHTS)).counterexample
    assert "entries share their draw" in str(found)
    assert int(dict(found.where)["n_in"]) > 1


def test_that_the_inputs_are_independent_of_each_other_is_not_assumed():
    assert not any(isinstance(each, Uncorrelated) and each.entry.base == x for each in forward.hypotheses)
    assert not any(isinstance(each, Independent) and each.families == (x,) for each in forward.hypotheses)


def test_inputs_with_a_mean_count_with_their_second_moment():
    m = real("m")
    shifted = forward.without(ZERO_MEAN_INPUTS).having_variable(m).having(Mean(x[i], m, "inputs have mean m"))
    assert isinstance(judge(equal(Var(a[j]), VARIANCE), shifted), Refuted)
    assert isinstance(judge(equal(Var(a[j]), n_in * sigma**2 * (v**2 + m**2)), shifted), Proved)


# The second route --------------------------------------------------------------------------------------------------
#
# Var(a_j) is a double sum over 1..n_in of terms that depend on the sizes only through i = k: a polynomial in n_in
# of degree 2 at most.  Exact equality at 3 sizes is equality at all.


def point_at(size, shape, tied):
    def draw(name, entry):
        seed = (str(name), () if tied and name == x else entry)
        return Draw(seed, fmpq(0), fmpq(2) if name == w else fmpq(3), SHAPES[shape])

    numbers = {n_in: size, n_out: 1, sigma: 2, v: 3, i: 1, j: 1, k: 1, l: 1}
    values = {(name, ()): fmpq(value) for name, value in numbers.items()}
    return Point(forward, values, Model(shape, draw))


@pytest.mark.parametrize("tied", [False, True], ids=["inputs apart", "inputs all one draw"])
@pytest.mark.parametrize("shape", ["fair coin", "skewed coin"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_variance_is_exact_at_three_sizes(size, shape, tied):
    point = point_at(size, shape, tied)
    assert evaluate(Var(a[j]), point) == evaluate(VARIANCE, point) == 36 * size


@pytest.mark.parametrize("wrong", [n_in**2 * sigma**2 * v**2, (2 * n_in - 1) * sigma**2 * v**2], ids=str)
def test_three_sizes_tell_a_wrong_polynomial(wrong):
    points = [point_at(size, "fair coin", False) for size in (1, 2, 3)]
    assert any(evaluate(wrong, point) != evaluate(Var(a[j]), point) for point in points)


def test_the_mean_of_an_output_is_zero():
    """One of the two means is enough."""
    assert isinstance(
        judge(equal(E(a[j]), Integer(0)), forward.without(ZERO_MEAN_WEIGHTS)), Proved
    )  # inputs have mean 0
    neither = forward.without(ZERO_MEAN_WEIGHTS).without(ZERO_MEAN_INPUTS)
    assert isinstance(judge(equal(E(a[j]), Integer(0)), neither), Refuted)


def test_a_family_of_another_name_has_no_variance_here():
    stranger = family("stranger", n_in)
    assert not isinstance(judge(equal(Var(stranger[i]), v**2), forward), Proved)
