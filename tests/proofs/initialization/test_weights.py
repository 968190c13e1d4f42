"""The alphabet of the chapter: what is assumed of the weights, and that it may fail if it is not."""

from itertools import product

import pytest
from flint import fmpq

from proofs.initialization.weights import (
    ALPHABET,
    RANGES,
    UNCORRELATED_WEIGHTS,
    WEIGHT_VARIANCE,
    WEIGHTS,
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
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.models import SHAPES
from proofs.kernel.point import Draw, Model, Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, delta, total
from proofs.kernel.verdicts import Proved, Refuted, Undecided

setting = Setting("weights", ALPHABET, RANGES, WEIGHTS, (w,))
SECOND_MOMENT = equal(E(w[j, i] * w[l, k]), sigma**2 * delta(i, k) * delta(j, l))
SUM_OF_A_ROW = equal(Var(total(w[j, i], i, n_in)), n_in * sigma**2)


def test_the_fans_bound_the_indices():
    assert dict(RANGES) == {i: n_in, k: n_in, j: n_out, l: n_out}
    assert w.shape == (n_out, n_in)


def test_a_transposed_weight_is_no_weight():
    verdict = judge(equal(E(w[i, j]), E(w[i, j])), setting)
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the index i of w[i, j] runs to n_in, its place to n_out"


@pytest.mark.parametrize("claim", [SECOND_MOMENT, SUM_OF_A_ROW], ids=str)
def test_the_hypotheses_give_the_second_moments(claim):
    assert isinstance(judge(claim, setting), Proved)


@pytest.mark.parametrize(
    "wrong",
    [
        equal(E(w[j, i] * w[l, k]), sigma**2 * delta(i, k)),
        equal(E(w[j, i] * w[l, k]), sigma**2),
        equal(Var(total(w[j, i], i, n_in)), n_in**2 * sigma**2),
        equal(Var(total(w[j, i], i, n_in)), n_out * sigma**2),
        equal(Var(w[j, i]), sigma),
    ],
    ids=str,
)
def test_wrong_second_moments_are_refuted(wrong):
    assert isinstance(judge(wrong, setting), Refuted)


@pytest.mark.parametrize(
    ("hypothesis", "claim"),
    [
        (ZERO_MEAN_WEIGHTS, equal(E(w[j, i] ** 2), sigma**2)),
        (WEIGHT_VARIANCE, equal(E(w[j, i] ** 2), sigma**2)),
        (UNCORRELATED_WEIGHTS, SUM_OF_A_ROW),
    ],
    ids=lambda each: getattr(each, "words", ""),
)
def test_without_a_hypothesis_there_is_a_law_that_breaks_the_claim(hypothesis, claim):
    verdict = judge(claim, setting.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert "law of w = " in str(verdict.counterexample)
    assert isinstance(judge(claim, setting), Proved)


@pytest.mark.parametrize("shape", SHAPES)
def test_second_moments_are_exact_in_every_model_and_at_every_index(shape):
    model = Model(shape, lambda name, entry: Draw(entry, fmpq(0), fmpq(3, 2), SHAPES[shape]))
    sizes = {(n_in, ()): fmpq(3), (n_out, ()): fmpq(2), (sigma, ()): fmpq(3, 2)}
    left, right = SECOND_MOMENT.terms
    for row, column, other_row, other_column in product((1, 2), (1, 2, 3), (1, 2), (1, 2, 3)):
        indices = {(j, ()): row, (i, ()): column, (l, ()): other_row, (k, ()): other_column}
        point = Point(setting, sizes | {name: fmpq(each) for name, each in indices.items()}, model)
        assert evaluate(left, point) == evaluate(right, point)
