"""Kills: what the kernel alone and the numeric witnesses alone say of a variant.

A variant that the kernel proves is no lie: the operator changed nothing that matters.  Every other one must be
refuted by the kernel, with a counterexample, and refused by a witness.  What is neither proved nor refuted is open:
either the kernel or the theorem has to be looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Literal

import numpy as np
from sympy import Expr, Integer, Pow, Rational, log

from backproof.pages.formulas import Text, claim_text
from backproof.verify import FALSE_ALARM, SEED
from backproof.witnesses import all_witnesses
from backproof.witnesses.testimony import Witness
from proofs.book import theorems
from proofs.kernel.claims import Claim, equal
from proofs.kernel.counterexamples import shown
from proofs.kernel.derivations import Part, check
from proofs.kernel.enumeration import points
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, substitute, subterms
from proofs.kernel.values import CannotEvaluate
from proofs.kernel.verdicts import Refuted, Undecided, is_proved

from .bounds import asked_of_z3
from .chains import chained
from .stepwise import equal_by_cases, follows_by_signs
from .unrolling import equal_by_unrolling
from .variants import Variant, variants_of

Says = Literal["refuted", "undefined", "proved", "one engine", "open"]
Hears = Literal["refused", "unread", "stands", "silent"]


_MOST_POINTS = 60  # as many as the kernel compares at


@dataclass(frozen=True)
class Kill:
    """The two answers on a variant, in plain words, so that it can be sent from one process to another.

    kernel: `refuted` with a counterexample; `undefined` with a place where it says nothing; `proved`;
        `one engine` where Z3 alone says that an inequality holds; else `open`.
    certificate: the counterexample, the place, what was proved, or why it is open.
    numeric: a witness has `refused` it; or it `stands`; `unread` if none refused it and one gives no value to a name
        that it mentions; `silent` without witnesses.
    witness: the name of the one that refused.
    """

    theorem: str
    part: str
    operator: str
    claim: str
    kernel: Says
    certificate: str
    numeric: Hears
    witness: str
    seconds: float

    @property
    def is_open(self) -> bool:
        """Say whether the kernel can tell neither that it is a lie nor that it is none."""
        return self.kernel == "open"

    @property
    def is_unheard(self) -> bool:
        """Say whether no witness can say anything of it, because one gives no value to a name in it."""
        return self.numeric == "unread"

    @property
    def is_missed(self) -> bool:
        """Say whether the two witnesses part: a lie that the numbers let pass, or a truth that they refuse."""
        if self.kernel in ("proved", "one engine"):
            return self.numeric == "refused"
        return self.kernel in ("refuted", "undefined") and self.numeric in ("stands", "silent")


def kill(variant: Variant) -> Kill:
    """Put a variant to the kernel and to the witnesses of its part."""
    started = perf_counter()
    kernel, certificate = _judged(variant)
    numeric, witness = _heard(variant)
    where = variant.theorem.name, variant.part.name, variant.operator, claim_text(variant.claim, Text())
    return Kill(*where, kernel, certificate, numeric, witness, perf_counter() - started)


def kills_of(theorem: str, part: str) -> tuple[Kill, ...]:
    """Judge the variants of a part that is given by name, so that another process can be asked to."""
    book = theorems()
    members = {each.name: each for each in book[theorem].parts}
    return tuple(kill(each) for each in variants_of(book[theorem], members[part]))


def _judged(variant: Variant) -> tuple[Says, str]:
    setting, known = variant.part.setting, _known(variant.part, variant.theorem.parts)
    for available in ((), known):  # most lies need no theorem to be refuted
        verdict = judge(variant.claim, setting, available)
        if isinstance(verdict, Refuted):
            return "refuted", str(verdict.counterexample)
    if is_proved(verdict):
        return "proved", f"{verdict.claim}, by {_route(variant.claim)}"
    bridges = tuple(_bridges(variant.part.claim, variant.claim)) if is_proved(check(variant.part).verdict) else ()
    for bridge in bridges:
        rules = _rules_for(bridge, setting, known)
        if rules:
            return "proved", f"{bridge}, by {rules}, and the original"
    chain = chained(variant.claim, setting)
    if chain is not None:
        links = (chain.derivation.start, *(each.to for each in chain.derivation.steps))
        return "proved", f"{' <= '.join(map(str, links))}, by order"
    place = undefined_at(variant.claim, setting) or vanishing_denominator(variant.claim, setting, known)
    if place is not None:
        return "undefined", place
    if variant.claim.relation != "iff":
        answers = [asked_of_z3(each, setting) for each in (variant.claim, *bridges)]
        if answers[0][0] == "false":
            return "refuted", answers[0][1]
        signed = follows_by_signs(variant.claim, variant.part)
        if signed is not None:
            return "proved", f"{signed.claim}, by {', '.join(sorted(signed.rules))}, and the original"
        if variant.claim.relation != "=" and any(answer == "true" for answer, _ in answers):
            return "one engine", "Z3 alone finds no values for which it fails"
    assert isinstance(verdict, Undecided)
    return "open", verdict.reason


def _rules_for(bridge: Claim, setting: Setting, known: Sequence[Part]) -> str:
    """The names of the rules that prove a bridge; empty if none is found that do."""
    if any(is_proved(judge(bridge, setting, available)) for available in (known, ())):  # a part may lead elsewhere
        return _route(bridge)
    searches = (
        lambda: equal_by_unrolling(bridge, setting, known),
        lambda: (equal_by_cases(bridge, setting),),
        lambda: (chained(bridge, setting),),
    )
    for search in searches:
        parts = [each for each in search() if each is not None]
        if parts:
            return ", ".join(sorted({rule for each in parts for rule in each.rules}))
    return ""


def _route(claim: Claim) -> str:
    """How the judge proves a claim of this kind."""
    return {"=": "reductions and normal form", "iff": "equivalence"}.get(claim.relation, "order")


def _bridges(original: Claim, variant: Claim) -> Iterator[Claim]:
    """Each of these, with the original, implies the variant: the two answers agree, or a bound is only weaker.

    The variant must ask what the original asks: with another question or relation there is no bridge.
    """
    if original.relation != variant.relation:
        return
    if original.relation == "iff":
        (question, answer), (asked, other) = original.claims, variant.claims
        if question == asked:
            yield Claim(answer, "iff", other)
            if answer.left == other.left:
                yield equal(answer.terms[1], other.terms[1])
        return
    (left, right), (low, high) = original.terms, variant.terms
    if left == low:
        yield Claim(right, "=" if original.relation == "=" else "<=", high)
    elif right == high and original.relation != "=":
        yield Claim(low, "<=", left)
    if original.relation != "=":
        for factor in (Rational(1, 2), Integer(2)):  # factor left <= factor right follows from the original
            if right == high and (low - factor * left).expand() == 0:
                yield Claim(factor * right, "<=", right)
            if left == low and (high - factor * right).expand() == 0:
                yield Claim(left, "<=", factor * left)


def _known(part: Part, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that may be used: those of the theorem and those that its derivation cites."""
    cited = (value for each in part.derivation.steps for _, value in each.cites if isinstance(value, Part))
    return tuple(dict.fromkeys((*parts, *cited)))


def undefined_at(claim: Claim, setting: Setting) -> str | None:
    """Return a point of the setting where a claim is certainly undefined, in words, if one is found.

    There a denominator is exactly 0, or what stands under a root or in a logarithm is certainly negative (or 0).
    """
    sides = [side for each in (claim.claims if claim.relation == "iff" else (claim,)) for side in each.terms]
    for term, faults in {part: _faults(part) for side in sides for part in subterms(side)}.items():
        for point in islice(points(setting, False), _MOST_POINTS) if faults else ():
            try:
                value = evaluate(term.base if isinstance(term, Pow) else term.args[0], point)
            except CannotEvaluate:
                continue
            if ("zero" in faults and value == 0) or ("negative" in faults and value < 0):
                where = ", ".join(
                    f"{name} = {point.values[name, ()]}"
                    for name in sorted(term.free_symbols, key=str)
                    if (name, ()) in point.values
                )
                return (
                    f"{f'at {where}: ' if where else ''}{term} is undefined, because the value inside is {shown(value)}"
                )
    return None


def vanishing_denominator(claim: Claim, setting: Setting, known: Sequence[Part]) -> str | None:
    """Return a denominator that the kernel proves to be 0, in words."""
    sides = [side for each in (claim.claims if claim.relation == "iff" else (claim,)) for side in each.terms]
    for term in {part for side in sides for part in subterms(side) if "zero" in _faults(part)}:
        inside = term.base if isinstance(term, Pow) else term.args[0]
        if inside.has(E) and is_proved(judge(equal(inside, Integer(0)), setting, known)):
            return f"{term} is undefined, because the value inside is proved to be 0"
    return None


def _faults(term: Expr) -> frozenset[str]:
    """What must not happen to the argument of an operation."""
    match term:
        case log():
            return frozenset({"zero", "negative"})
        case Pow() if isinstance(term.exp, Rational):
            return frozenset({"zero"} if term.exp < 0 else ()) | frozenset({"negative"} if term.exp.q % 2 == 0 else ())
        case _:
            return frozenset()


def _heard(variant: Variant) -> tuple[Hears, str]:
    """Let the witnesses of the part examine the variant, those that draw nothing first, until one refuses."""
    known = all_witnesses()
    share = FALSE_ALARM / max(1, sum(each.draws for each in known))
    place = variant.theorem.name, variant.part.name
    mine = [(number, each) for number, each in enumerate(known) if (each.theorem, each.part) == place]
    heard: Hears = "stands" if mine else "silent"
    for number, each in sorted(mine, key=lambda pair: pair[1].draws):
        answer = _examined(each, variant.claim, variant.part.setting, number, share if each.draws else 0.0)
        if answer == "refused":
            return answer, each.name
        heard = answer if answer == "unread" else heard
    return heard, ""


def _examined(witness: Witness, claim: Claim, setting: Setting, number: int, share: float) -> Hears:
    """Let one witness examine a claim; of an index that it does not run over, it hears the claim at 1."""
    try:
        with np.errstate(all="ignore"):  # a wrong formula may overflow
            testimony = witness.examine(claim, np.random.default_rng([SEED, number]), share)
    except KeyError as missing:
        first = _at_first(claim, str(missing.args[0]), setting)
        return "unread" if first == claim else _examined(witness, first, setting, number, share)
    except (ValueError, ArithmeticError):  # what is claimed has no value, or one that cannot be, as Var < 0
        return "refused"
    return "stands" if testimony.stands else "refused"


def _at_first(claim: Claim, name: str, setting: Setting) -> Claim:
    """The claim where an index is 1: what holds for all its values holds for the first."""
    return with_replaced(claim, {index: Integer(1) for index, _ in setting.ranges if index.name == name})


def with_replaced(claim: Claim, values: Mapping[Expr, Expr]) -> Claim:
    """A claim with names replaced by terms."""
    if claim.relation == "iff":
        first, second = (with_replaced(each, values) for each in claim.claims)
        return Claim(first, "iff", second)
    left, right = (substitute(side, values) for side in claim.terms)
    return Claim(left, claim.relation, right)
