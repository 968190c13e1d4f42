"""Equations between terms of a recursion over layers, as derivations that the kernel checks.

The judge leaves `sum_i d_i dz_i/dv` as it is, because nothing unfolds z.  Here both sides of an equation are written by
the recursion at one layer, differentiated, and rid of the derivatives that a proved part of the theorem knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed

from proofs.kernel import derivatives
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, Step, check, derive, step
from proofs.kernel.hypotheses import is_count
from proofs.kernel.induction import instance
from proofs.kernel.laws import Recursion
from proofs.kernel.layers import recursion, unrolled
from proofs.kernel.rewriting import instantiated
from proofs.kernel.rules import algebra, derivative, lemma
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, NotATerm, substitute
from proofs.kernel.verdicts import is_proved


def equal_by_unrolling(claim: Claim, setting: Setting, known: Sequence[Part]) -> tuple[Part, ...]:
    """Return proved parts that give a = c, b = d and c = d for an equation a = b; none if they are not found."""
    if claim.relation != "=":
        return ()
    laws = [each for each in setting.hypotheses if isinstance(each, Recursion)]
    found = (_unrolled_at(claim, law, layer, setting, known) for law in laws for layer in _layers(claim, law))
    return next((each for each in found if each and all(is_proved(check(part).verdict) for part in each)), ())


def _unrolled_at(
    claim: Claim, law: Recursion, layer: Expr, setting: Setting, known: Sequence[Part]
) -> tuple[Part, ...]:
    lemmas = [each for part in known for each in _instances(part, layer - 1)]
    try:
        chains = [_written_out(side, law, layer, setting, lemmas) for side in claim.terms]
    except NotATerm:
        return ()
    left, right = (chain[-1].to if chain else side for side, chain in zip(claim.terms, chains, strict=True))
    parts = [_part(side, chain, setting) for side, chain in zip(claim.terms, chains, strict=True) if chain]
    return (*parts, _part(left, [step(right, algebra, "the same, multiplied out")], setting))


def _layers(claim: Claim, law: Recursion) -> list[Expr]:
    """The layers at which the two sides mention what the recursion determines."""
    entries = (each for side in claim.terms for each in side.atoms(Indexed) if each.base == law.entry.base)
    return sorted({each.indices[0] for each in entries}, key=str)


def _part(start: Expr, steps: Sequence[Step], setting: Setting) -> Part:
    return Part("unrolled", "the recursion written out", setting, derive(start, *steps))


def _written_out(term: Expr, law: Recursion, layer: Expr, setting: Setting, lemmas: Sequence[Part]) -> list[Step]:
    """The steps from a term to where it has no derivative any more that could be taken, or replaced by a lemma."""
    steps: list[Step] = []

    def go(to: Expr, following: Step) -> Expr:
        if to != term:
            steps.append(following)
        return to

    forward = unrolled(term, law, layer, setting)
    term = go(forward, step(forward, recursion, "the recursion", law=law, layer=layer))
    taken = derivatives.evaluate(term)
    term = go(taken, step(taken, derivative, "product rule and chain rule"))
    for part in lemmas:
        fewer = instantiated(term, part.claim, part.setting.range_of, setting.range_of)
        term = go(fewer, step(fewer, lemma, part.words, part=part))
    return steps


def _instances(part: Part, value: Expr) -> Iterator[Part]:
    """A proved part about a derivative at layer q, at another layer; the kernel says whether it holds there."""
    left, right = part.claim.terms if part.claim.relation == "=" else (None, None)
    if not (isinstance(left, D) and isinstance(left.args[0], Indexed)):
        return
    name = left.args[0].indices[0]
    if not (isinstance(name, Symbol) and is_count(name)):
        return
    at = {name: value}
    there = replace(
        part.setting,
        ranges=tuple((index, substitute(upper, at)) for index, upper in part.setting.ranges),
        hypotheses=tuple(each for each in part.setting.hypotheses if name not in part.setting.free_names(each)),
    )
    link = step(substitute(right, at), instance, f"{name} = {value}", part=part, name=name, value=value)
    yield Part(f"{part.name} at {value}", part.words, there, derive(substitute(left, at), link))
