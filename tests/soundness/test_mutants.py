"""Mutants: no lie that an operator makes gets past the kernel, none past the witnesses, and the rest are proved."""

from collections import Counter
from functools import cache

import pytest

from backproof.mutation.kills import kill
from backproof.mutation.operators import OPERATORS
from backproof.mutation.variants import BY_HAND, RELATION, Variant, variants
from proofs.book import theorems
from proofs.kernel.derivations import Theorem


@cache
def all_variants() -> list[Variant]:
    return [each for theorem in theorems().values() for each in variants(theorem)]


def check(variant: Variant) -> None:
    """Refuted by the kernel and refused by a witness, or proved and not refused."""
    seen = kill(variant)
    if seen.kernel == "proved":
        assert seen.numeric == "stands", (seen.claim, seen.certificate, seen.numeric, seen.witness)
    else:
        assert seen.kernel in ("refuted", "undefined"), (seen.claim, seen.certificate)
        assert seen.numeric == "refused", (seen.claim, seen.kernel, seen.certificate)


def test_every_operator_makes_variants_of_the_book_and_more_than_400_together() -> None:
    made = Counter(each.operator for each in all_variants())
    assert made.keys() == {*OPERATORS, BY_HAND, RELATION}
    assert made.total() > 400
    strict = [each for each in all_variants() if (each.part.claim.relation, each.claim.relation) == ("<=", "<")]
    assert len(strict) >= sum(part.claim.relation == "<=" for each in theorems().values() for part in each.parts) > 10


@pytest.mark.parametrize("third", [1, 2])
@pytest.mark.parametrize("operator", [BY_HAND, RELATION, *OPERATORS])
def test_a_variant_is_refused_twice_or_proved(operator: str, third: int) -> None:
    made = [each for each in all_variants() if each.operator == operator]
    check(made[len(made) * third // 3])


@pytest.mark.slow
@pytest.mark.parametrize("theorem", theorems().values(), ids=theorems())
def test_every_variant_is_refused_twice_or_proved(theorem: Theorem) -> None:
    for variant in variants(theorem):
        check(variant)


def test_an_operator_that_changes_nothing_of_matter_would_be_seen_as_proved() -> None:
    proved = [
        each for each in all_variants() if each.operator == "transposed" and each.theorem.name == "softmax-jacobian"
    ]
    assert [kill(each).kernel for each in proved] == ["proved"]
