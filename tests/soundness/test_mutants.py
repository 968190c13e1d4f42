"""Mutants: no lie that an operator makes gets past the kernel, none past the witnesses, and the rest are proved."""

import pytest

from backproof.mutation.kills import kill
from backproof.mutation.variants import Variant, variants
from proofs.book import theorems

VARIANTS = [each for theorem in theorems().values() for each in variants(theorem)]
# some variants of these are true, or false, and the kernel cannot tell
OPEN = {"carried-for-weights", "carried-for-biases"}
SAMPLE = [each for each in VARIANTS if each.part.name not in OPEN][:: max(1, len(VARIANTS) // 60)]


def name(variant: Variant) -> str:
    return f"{variant.theorem.name}-{variant.part.name}-{variant.operator}".replace(" ", "-")


def check(variant: Variant) -> None:
    """Nothing is open; of an inequality, `one engine` says that Z3 finds it to hold: no lie, if no proof either."""
    seen = kill(variant)
    assert not seen.is_open, (seen.claim, seen.certificate)
    assert not seen.is_missed, (seen.claim, seen.kernel, seen.certificate, seen.numeric, seen.witness)


@pytest.mark.parametrize("variant", SAMPLE, ids=name)
def test_a_variant_is_refused_twice_or_proved(variant: Variant) -> None:
    check(variant)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS, ids=name)
def test_every_variant_is_refused_twice_or_proved(variant: Variant) -> None:
    check(variant)


def test_an_operator_that_changes_nothing_of_matter_would_be_seen_as_proved() -> None:
    proved = [each for each in VARIANTS if each.operator == "transposed" and each.theorem.name == "softmax-jacobian"]
    assert [kill(each).kernel for each in proved] == ["proved"]
