"""Bernoulli's inequality in both directions, and what it does not say."""

import dataclasses

import pytest

from proofs.bernoulli import DECAY, GROWTH, L, decays, grows, r, setting
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, check
from proofs.kernel.judging import judge
from proofs.kernel.verdicts import Proved, Refuted


@pytest.mark.parametrize("part", [grows, decays], ids=lambda part: part.name)
def test_it_is_proved_for_every_exponent(part: Part) -> None:
    assert isinstance(check(part).verdict, Proved), check(part).steps
    assert part.claim in (GROWTH, DECAY)


@pytest.mark.parametrize(
    "lie",
    [
        Claim(GROWTH.right, "<=", GROWTH.left),
        Claim(1 + (L + 1) * (r - 1), "<=", r**L),
        Claim(1 + L * (r - 1), "<=", r ** (2 * L)),
        Claim(GROWTH.left, "<", GROWTH.right),
        Claim(DECAY.right, "<=", DECAY.left),
        Claim(r**L * (1 + (L + 1) * (1 / r - 1)), "<=", DECAY.right),
    ],
    ids=str,
)
def test_lies_about_it_are_refuted(lie: Claim) -> None:
    assert isinstance(judge(lie, setting), Refuted)
    for part in (grows, decays):
        (link,) = part.derivation.steps
        tampered = dataclasses.replace(link, relation=lie.relation, to=lie.right)
        chain = dataclasses.replace(part.derivation, start=lie.left, steps=(tampered,))
        assert not isinstance(check(dataclasses.replace(part, derivation=chain)).verdict, Proved)
