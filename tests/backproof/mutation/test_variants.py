from collections import Counter
from functools import cache

import pytest

from backproof.mutation.by_hand import lies_about
from backproof.mutation.variants import BY_HAND, MOST, Variant, variants
from proofs.book import theorems
from proofs.kernel.derivations import Theorem
from proofs.kernel.language import require_claim


@cache
def made_of(name: str) -> list[Variant]:
    return list(variants(theorems()[name]))


def one(name: str, part: str, operator: str) -> list[Variant]:
    return [each for each in made_of(name) if (each.part.name, each.operator) == (part, operator)]


@pytest.mark.parametrize("theorem", theorems().values(), ids=lambda each: each.name)
def test_every_part_has_some_and_no_operator_makes_too_many(theorem: Theorem) -> None:
    made = Counter((each.part.name, each.operator) for each in made_of(theorem.name))
    assert {part for part, _ in made} == {part.name for part in theorem.parts}
    assert max(count for (_, operator), count in made.items() if operator != BY_HAND) <= MOST


@pytest.mark.parametrize("theorem", theorems().values(), ids=lambda each: each.name)
def test_they_are_well_formed_differ_from_the_claim_and_from_each_other(theorem: Theorem) -> None:
    for part in theorem.parts:
        claims = [each.claim for each in made_of(theorem.name) if each.part is part]
        assert part.claim not in claims
        assert len({str(each) for each in claims}) == len(claims)
        for each in claims:
            require_claim(each, part.setting)


def test_the_lies_by_hand_come_first_and_no_operator_repeats_them() -> None:
    part = theorems()["softmax-jacobian"].parts[0]
    by_hand = [claim for _, claim in lies_about("softmax-jacobian", part)]
    assert [each.claim for each in made_of("softmax-jacobian")[: len(by_hand)]] == by_hand
    assert all(each.operator == BY_HAND for each in made_of("softmax-jacobian")[: len(by_hand)])
    assert all(each.claim not in by_hand for each in made_of("softmax-jacobian")[len(by_hand) :])


def test_they_are_always_the_same() -> None:
    theorem = theorems()["softmax-jacobian"]
    assert [each.claim for each in variants(theorem)] == [each.claim for each in made_of("softmax-jacobian")]


def test_an_equation_keeps_its_left_side_and_an_equivalence_its_question() -> None:
    assert all(each.claim.left == each.part.claim.left for each in made_of("linear-layer-variance"))
    for each in made_of("relu-factor"):
        if each.claim.relation == "iff":
            assert each.claim.claims[0] == each.part.claim.claims[0]
            assert each.claim.claims[1].left == each.part.claim.claims[1].left


def test_an_inequality_is_made_strict_and_turned_round() -> None:
    strict, turned = one("sigmoid-derivative", "largest-slope", "relation")
    assert (strict.claim.relation, turned.claim.relation) == ("<", "<=")
    assert turned.claim.terms == strict.claim.terms[::-1]
