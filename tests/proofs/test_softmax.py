"""The softmax chapter: proved, each hypothesis needed, and the index identities once more in plain fractions."""

from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq
from sympy import Integer, exp, log

from proofs.kernel.claims import equal
from proofs.kernel.derivations import check, check_step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Point
from proofs.kernel.terms import D, delta, total
from proofs.kernel.values import differ
from proofs.kernel.verdicts import Proved, Refuted, Undecided, is_proved
from proofs.softmax import (
    CROSS_ENTROPY,
    SOFTMAX,
    TARGETS_SUM_TO_1,
    THEOREMS,
    L,
    any_targets,
    i,
    j,
    jacobian,
    k,
    losses,
    n,
    probability_targets,
    setting,
    t,
    y,
    z,
)

PARTS = [part for theorem in THEOREMS for part in theorem.parts]
DERIVATIVES = [jacobian, any_targets, probability_targets]
normalizer = total(exp(z[k]), k, n)


@pytest.mark.parametrize("part", PARTS, ids=lambda each: each.name)
def test_every_part_is_proved(part):
    assert is_proved(check(part).verdict), check(part).verdict


# Lies --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        y[i] * (1 - y[j]),
        -y[i] * y[j],
        y[i] * delta(i, j),
        y[j] * (delta(i, j) - y[j]),
        y[i] * (y[j] - delta(i, j)),
        delta(i, j) - y[i] * y[j],
    ],
    ids=str,
)
def test_a_wrong_jacobian_is_refuted(wrong):
    assert isinstance(judge(equal(D(y[i], z[j]), wrong), setting), Refuted)


@pytest.mark.parametrize("wrong", [y[j] - t[j], t[j] - y[j], y[j] * t[j], n * y[j] - t[j], -t[j] / y[j]], ids=str)
def test_a_wrong_gradient_for_any_targets_is_refuted(wrong):
    assert isinstance(judge(equal(D(L, z[j]), wrong), losses), Refuted)


def test_the_jacobian_of_the_diagonal_alone_is_true_only_where_the_indices_agree():
    verdict = judge(equal(D(y[i], z[j]), y[i] * (1 - y[i])), setting)
    assert isinstance(verdict, Refuted)
    where = dict(verdict.counterexample.where)
    assert where["i"] != where["j"]


# Every hypothesis is needed ----------------------------------------------------------------------------------------

#: part, hypothesis, the step that fails without it, and why
STEPS = [
    (jacobian, SOFTMAX, 0, "y[i] is not seen to be positive, so its logarithm may not exist"),
    (any_targets, SOFTMAX, 0, "log of y[k], which is not seen to be positive"),
    (any_targets, CROSS_ENTROPY, 0, "the two sides differ"),
    (probability_targets, SOFTMAX, 0, "the lemma needs a hypothesis that is not available here: y is the softmax of z"),
    (
        probability_targets,
        CROSS_ENTROPY,
        0,
        "the lemma needs a hypothesis that is not available here: L is the cross-entropy of the targets t and y",
    ),
    (
        probability_targets,
        TARGETS_SUM_TO_1,
        1,
        "the setting does not assume the equation Sum(t[k], (k, 1, n)) = 1",
    ),
]


def named(rows):
    return [f"{part.name} without {hypothesis.words}" for part, hypothesis, *_ in rows]


@pytest.mark.parametrize(("part", "hypothesis", "at", "reason"), STEPS, ids=named(STEPS))
def test_dropping_a_hypothesis_breaks_a_step(part, hypothesis, at, reason):
    verdict = check_step(part.derivation.links[at], part.derivation.steps[at], part.setting.without(hypothesis))
    assert isinstance(verdict, Refuted | Undecided)
    assert verdict.reason == reason


def test_no_hypothesis_is_left_untested():
    assert {(part.name, hypothesis) for part, hypothesis, *_ in STEPS} == {
        (part.name, hypothesis) for part in DERIVATIVES for hypothesis in part.setting.hypotheses
    }


@pytest.mark.parametrize(
    ("part", "hypothesis", "left_over"),
    [
        (jacobian, SOFTMAX, y[i] ** 2 - y[i]),  # in the case i = j
        (any_targets, SOFTMAX, t[j] - y[j] * total(t[k], k, n)),
        (any_targets, CROSS_ENTROPY, t[j] - exp(z[j]) / normalizer * total(t[k], k, n)),
        (probability_targets, CROSS_ENTROPY, t[j] - exp(z[j]) / normalizer),
        (probability_targets, TARGETS_SUM_TO_1, exp(z[j]) / normalizer * (total(t[k], k, n) - 1)),
    ],
    ids=str,
)
def test_without_a_hypothesis_the_claim_is_false_and_the_residual_shows_what_was_assumed(part, hypothesis, left_over):
    verdict = judge(part.claim, part.setting.without(hypothesis))
    assert isinstance(verdict, Refuted)
    assert residual(verdict.residual, left_over, setting.range_of) == 0
    assert verdict.counterexample.left != verdict.counterexample.right


def test_targets_that_sum_to_2_are_a_counterexample_to_y_minus_t():
    found = judge(probability_targets.claim, losses).counterexample
    targets = [Fraction(value) for name, value in found.where if name.startswith("t_")]
    assert sum(targets) != 1


# The second route --------------------------------------------------------------------------------------------------


def fractions(size):
    """Exponentials e_k of the logits, as positive rationals: d/dz_j is then e_j d/de_j."""
    return [Fraction(2 * each + 1, each + 2) for each in range(size)]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_jacobian_is_the_quotient_rule_in_fractions(size):
    e = fractions(size)
    whole = sum(e)
    for row, column in product(range(size), repeat=2):
        quotient_rule = e[column] * ((row == column) * whole - e[row]) / whole**2
        assert quotient_rule == e[row] / whole * ((row == column) - e[column] / whole)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_gradient_is_the_chain_rule_in_fractions(size):
    """dL/dz_j = -sum_k t_k / y_k * dy_k/dz_j."""
    e, targets = fractions(size), [Fraction(each, 3) - 1 for each in range(size)]
    outputs = [each / sum(e) for each in e]
    for column in range(size):
        slopes = [outputs[row] * ((row == column) - outputs[column]) for row in range(size)]
        chain = -sum(target / output * slope for target, output, slope in zip(targets, outputs, slopes, strict=True))
        assert chain == outputs[column] * sum(targets) - targets[column]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("part", DERIVATIVES, ids=lambda each: each.name)
def test_both_sides_agree_with_jets_at_every_index(part, size):
    logits = {(z, (each,)): fmpq(each * each - 3, 2) for each in range(1, size + 1)}
    targets = {(t, (each,)): fmpq(2 * each, size * (size + 1)) for each in range(1, size + 1)}
    for row, column in product(range(1, size + 1), repeat=2):
        values = {(n, ()): fmpq(size), (i, ()): fmpq(row), (j, ()): fmpq(column)}
        point = Point(part.setting, values | logits | targets)
        left, right = (evaluate(side, point) for side in part.claim.terms)
        assert not differ(left, right)
        assert differ(left, right + fmpq(1, 10**9))


# Corollaries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (equal(total(y[k], k, n), Integer(1)), equal(total(y[k], k, n), n)),
        (equal(total(D(y[k], z[j]), k, n), Integer(0)), equal(total(D(y[k], z[j]), k, n), y[j])),
        (equal(D(log(normalizer), z[j]), y[j]), equal(D(log(normalizer), z[j]), 1 / normalizer)),
        (equal(D(y[i], z[j]), D(y[j], z[i])), equal(D(y[i], z[j]), D(y[i], z[i]))),
    ],
    ids=str,
)
def test_what_follows(true, false):
    assert isinstance(judge(false, setting), Refuted)
    assert isinstance(judge(true, setting), Proved)
