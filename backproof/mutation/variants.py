"""Variants of a theorem: the lies written by hand, and every operator put to every part.

What is ill-formed or unchanged is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, Theorem
from proofs.kernel.language import require_claim
from proofs.kernel.settings import Setting
from proofs.kernel.terms import NotATerm, with_canonical_binders

from .by_hand import lies_about
from .operators import OPERATORS

BY_HAND, RELATION = "by hand", "relation"
MOST = 4  # variants of one part by one operator; more places of a long formula show the same slip again


@dataclass(frozen=True)
class Variant:
    """A claim in the place of a part's claim, and the operator that made it; or `by hand`."""

    theorem: Theorem
    part: Part
    operator: str
    claim: Claim


def variants(theorem: Theorem) -> Iterator[Variant]:
    """Yield the variants of a theorem, part by part, always the same in the same order."""
    for part in theorem.parts:
        yield from variants_of(theorem, part)


def variants_of(theorem: Theorem, part: Part) -> Iterator[Variant]:
    """Yield the variants of one part: at most `MOST` an operator, spread over the formula, no claim twice."""
    seen = {_canonical(part.claim)}
    for _, claim in lies_about(theorem.name, part):
        seen.add(_canonical(claim))
        yield Variant(theorem, part, BY_HAND, claim)
    for name, claims in _changed(part.claim, part.setting).items():
        fresh: dict[object, Claim] = {}
        for claim in claims:
            key = _canonical(claim)
            if key not in seen and key not in fresh and _is_well_formed(claim, part.setting):
                fresh[key] = claim
        chosen = _spread(list(fresh))
        seen.update(chosen)
        for key in chosen:
            yield Variant(theorem, part, name, fresh[key])


def _spread(keys: list[object]) -> list[object]:
    """At most `MOST` of the keys, first and last among them, evenly spaced."""
    if len(keys) <= MOST:
        return keys
    return [keys[position * (len(keys) - 1) // (MOST - 1)] for position in range(MOST)]


def _changed(claim: Claim, setting: Setting) -> dict[str, Iterator[Claim]]:
    """The changed claims by operator.

    An equation keeps its left side, an equivalence its first equation and what is solved for: that is the question,
    the rest is the answer.  An inequality is changed on both sides, and in its relation.
    """
    if claim.relation in ("<=", "<"):
        return {
            RELATION: _relations(claim),
            **{name: _either_side(claim, name, setting) for name in OPERATORS},
        }
    return {name: _answers(claim, name, setting) for name in OPERATORS}


def _answers(claim: Claim, name: str, setting: Setting) -> Iterator[Claim]:
    if claim.relation == "iff":
        question, solved = claim.claims
        for each in OPERATORS[name](solved.terms[1], setting):
            yield Claim(question, "iff", equal(solved.terms[0], each))
    else:
        left, right = claim.terms
        for each in OPERATORS[name](right, setting):
            yield equal(left, each)


def _either_side(claim: Claim, name: str, setting: Setting) -> Iterator[Claim]:
    left, right = claim.terms
    for each in OPERATORS[name](right, setting):
        yield Claim(left, claim.relation, each)
    for each in OPERATORS[name](left, setting):
        yield Claim(each, claim.relation, right)


def _relations(claim: Claim) -> Iterator[Claim]:
    """`<` for `<=`, and the wrong way round."""
    left, right = claim.terms
    yield Claim(left, "<", right)
    yield Claim(right, claim.relation, left)


def _is_well_formed(claim: Claim, setting: Setting) -> bool:
    try:
        require_claim(claim, setting)
    except NotATerm:
        return False
    return True


def _canonical(claim: Claim) -> object:
    """What two claims share that differ in the names of bound variables alone."""
    if claim.relation == "iff":
        return tuple(map(_canonical, claim.claims))
    sides: tuple[Expr, ...] = tuple(map(with_canonical_binders, claim.terms))
    return claim.relation, sides
