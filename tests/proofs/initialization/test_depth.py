"""Depth: one recursion for the variances, decided for every factor; what the proofs must not be able to say."""

import dataclasses

import pytest
from flint import fmpq
from sympy import Integer, sqrt

from proofs.bernoulli import L, r
from proofs.initialization.depth import (
    CENTRED,
    SYMMETRIC,
    at_depth,
    depth,
    half,
    keeps,
    numbers,
    p,
    q,
    relu_layer,
    v,
)
from proofs.initialization.weights import i
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check, derive, step
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.point import Point
from proofs.kernel.rules import lemma
from proofs.kernel.terms import E, relu
from proofs.kernel.verdicts import Proved, Refuted


def with_base(base, part=at_depth):
    """The same induction from another base."""
    (link,) = part.derivation.steps
    cites = tuple((name, base if name == "base" else cited) for name, cited in link.cites)
    chain = dataclasses.replace(part.derivation, steps=(dataclasses.replace(link, cites=cites),))
    return dataclasses.replace(part, derivation=chain)


@pytest.mark.parametrize("part", depth.parts, ids=lambda each: each.name)
def test_every_part_is_proved(part):
    assert isinstance(check(part).verdict, Proved), check(part).verdict


def test_the_induction_needs_its_base():
    at_1 = dataclasses.replace(
        at_depth, derivation=derive(q[1], *dict(at_depth.derivation.steps[0].cites)["base"].derivation.steps)
    )
    assert not isinstance(check(with_base(at_1)).verdict, Proved)


@pytest.mark.parametrize(
    ("factor", "layers"), [(fmpq(3, 2), 40), (fmpq(9, 10), 60), (fmpq(1), 20)], ids=["explodes", "vanishes", "keeps"]
)
def test_the_recursion_reaches_what_the_bounds_promise(factor, layers):
    point = Point(numbers, {(r, ()): factor, (v, ()): fmpq(2)})
    ratio = evaluate(q[layers], point) / 4
    assert ratio == factor**layers
    if factor > 1:
        assert ratio > layers * (factor - 1)
    elif factor < 1:
        assert ratio < 1 / (layers * (1 / factor - 1))


@pytest.mark.parametrize(
    ("claim", "setting"),
    [
        (equal(q[L], r * v**2), numbers),
        (equal(q[L], r ** (L + 1) * v**2), numbers),
        (equal(q[L], v**2), numbers),
        (Claim(1 + (L + 1) * (r - 1), "<=", q[L] / v**2), numbers),
        (Claim(q[L] / v**2 * (1 + L * (r - 1)), "<=", Integer(1)), numbers),
        (equal(q[L], L * v**2), keeps.setting),
        (equal(E(relu(p[i]) ** 2), E(p[i] ** 2)), relu_layer.setting),
    ],
    ids=str,
)
def test_false_claims_are_refuted(claim, setting):
    assert isinstance(judge(claim, setting, depth.parts), Refuted)


def test_half_of_the_second_moment_needs_a_symmetric_distribution():
    skewed = half.setting.without(SYMMETRIC)
    assert CENTRED in skewed.hypotheses, "a mean of zero is not enough"
    assert isinstance(judge(half.claim, skewed, depth.parts), Refuted)


def test_the_variance_of_relu_is_not_what_the_next_layer_sees():
    wrong = dataclasses.replace(
        half, derivation=derive(E(relu(p[i]) ** 2), step(E(p[i] ** 2) / sqrt(2), lemma, "a lie", part=half))
    )
    assert not isinstance(check(wrong).verdict, Proved)
