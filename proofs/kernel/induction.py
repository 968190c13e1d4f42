"""Induction over a natural number or a size.

The base and the step are derivations of their own, checked step by step like any other.  In the step the induction
hypothesis P(l) is an assumption about one fixed but arbitrary l, so what it may be used for is what any
assumption may be used for: nothing in the kernel knows that it is special.
"""

from dataclasses import dataclass

from sympy import Expr, Integer, Symbol

from .claims import Claim, Relation
from .instances import Finding, compare_at, least_of
from .rules import Accepted, Outcome, Refused, _rule, undefined_in
from .settings import Assume, Hypothesis, Setting, is_count
from .terms import NotATerm, substitute, with_canonical_binders
from .verdicts import EngineDisagreement, Evidence

DEPTHS = 4


@dataclass(frozen=True)
class Established:
    """A claim that a cited part has proved, and the setting in which it holds; made by the kernel alone."""

    claim: Claim
    setting: Setting


@_rule("induction", equational=False)
def induction(claim: Claim, setting: Setting, *, over: Symbol, base: Established, step: Established) -> Outcome:
    """
    P(first)        P(l + 1) in the setting with the hypothesis P(l), for every l >= first
    ---------------------------------------------------------------------------------------
               P(l) for every integer l >= first, the least value of l
    """
    if claim.relation == "iff":
        return Refused("induction proves relations between terms, not equivalences")
    if not (isinstance(base, Established) and isinstance(step, Established)):
        raise NotATerm("the base and the step of an induction are cited as parts")
    refused = (
        _why_no_variable(over, claim, setting)
        or _why_not_first(claim, setting, over, base)
        or _why_not_next(claim, setting, over, step)
        or undefined_in(claim, setting)
    )
    finding = _at_depths(claim, setting, over)
    if refused is not None:
        return Refused(refused, counterexample=finding.counterexample)
    evidence = Evidence("induction", "base and step proved"), Evidence("instances", finding.text)
    if finding.holds is False:
        raise EngineDisagreement(f"{claim}: base and step are proved, but {finding.counterexample}")
    if finding.holds is None:
        return Refused(f"only one engine sees it: {finding.text}", evidence=evidence)
    return Accepted(evidence)


def hypothesis(claim: Claim) -> Assume:
    """Return P(l) as the assumption of the step."""
    return Assume(claim, "the induction hypothesis")


def at_first(claim: Claim, over: Symbol) -> Claim:
    """Return P(first), what the base must prove."""
    return _at(claim, over, Integer(least_of(over)))


def at_next(claim: Claim, over: Symbol) -> Claim:
    """Return P(l + 1), what the step must prove."""
    return _at(claim, over, over + 1)


def _at(claim: Claim, over: Symbol, value: Expr) -> Claim:
    left, right = (substitute(side, {over: value}) for side in claim.terms)
    return Claim(left, claim.relation, right)


def _why_no_variable(over: Symbol, claim: Claim, setting: Setting) -> str | None:
    """The variable ranges over all integers from its least value on, and nothing is known of it."""
    if not (isinstance(over, Symbol) and is_count(over)):
        return f"induction runs over a natural number or a size, not over {over}"
    if over not in setting.names or over in setting.range_of:
        return f"{over} must be a name of the alphabet that is not bounded by a range"
    if over in setting.shaping or over in setting.random or setting.definition_of(over) is not None:
        return f"{over} is random, defined or the size of a family, so it can't be varied alone"
    if not any(side.has(over) for side in claim.terms):
        return f"{claim} does not mention {over}"
    bound = next((each for each in setting.hypotheses if over in setting.free_names(each)), None)
    return None if bound is None else f"the hypothesis {bound.words!r} already speaks of {over}"


def _why_not_first(claim: Claim, setting: Setting, over: Symbol, base: Established) -> str | None:
    wanted = at_first(claim, over)
    if not _says(base.claim, wanted):
        return f"the base proves {base.claim} instead of {wanted}"
    return _why_not_here(base, setting, over, ())


def _why_not_next(claim: Claim, setting: Setting, over: Symbol, step: Established) -> str | None:
    wanted = at_next(claim, over)
    if not _says(step.claim, wanted):
        return f"the step proves {step.claim} instead of {wanted}"
    more = tuple(each for each in step.setting.hypotheses if each not in setting.hypotheses)
    for each in more:
        if not isinstance(each, Assume) or not _says(claim, each.claim):
            return f"the step assumes more than the claim at {over}: {each.words}"
    return _why_not_here(step, setting, over, more)


def _why_not_here(
    established: Established, setting: Setting, over: Symbol, allowed: tuple[Hypothesis, ...]
) -> str | None:
    """A base or a step counts only in a setting where every name means the same and nothing more is assumed."""
    theirs = established.setting
    missing = [each.words for each in theirs.hypotheses if each not in (*setting.hypotheses, *allowed)]
    if missing:
        return f"it needs a hypothesis that is not available here: {missing[0]}"
    named = (over, *established.claim.terms, *(side for each in theirs.assumptions for side in each.terms))
    if over in theirs.shaping or not setting.agrees_with(theirs, *named):
        return "a name is random, defined or ranged in another way in the base or the step"
    return None


def _says(have: Claim, wanted: Claim) -> bool:
    """Say whether a claim has the sides of another, up to bound names, and a relation that implies the other's."""
    if have.relation == "iff" or not _implies(have.relation, wanted.relation):
        return False
    pairs = zip(have.terms, wanted.terms, strict=True)
    return all(with_canonical_binders(mine) == with_canonical_binders(theirs) for mine, theirs in pairs)


def _implies(have: Relation, wanted: Relation) -> bool:
    return have == wanted or (wanted == "<=" and have in ("=", "<"))


def _at_depths(claim: Claim, setting: Setting, over: Symbol) -> Finding:
    """Compare the two sides at the four smallest values of the variable; each of them must be seen."""
    seen = 0
    for depth in range(least_of(over), least_of(over) + DEPTHS):
        finding = compare_at(claim, setting, {over: depth})
        if finding.holds is not True:
            return finding
        seen += 1
    return Finding(True, f"holds at {seen} values of {over}, from {least_of(over)} on")
