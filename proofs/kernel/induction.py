"""Induction over a natural number or a size.

The base and the step are derivations of their own, checked step by step like any other.  In the step the induction
hypothesis P(l) is an assumption about one fixed but arbitrary l, so what it may be used for is what any
assumption may be used for: nothing in the kernel knows that it is special.
"""

from dataclasses import dataclass

from sympy import Expr, Integer, Symbol, expand

from .agreement import undefined_in
from .claims import Claim, Relation
from .enumeration import least_of
from .hypotheses import Assume, Hypothesis, is_count
from .instances import Finding, compare, compare_at
from .rule import Accepted, Outcome, Refused, rule
from .settings import Setting
from .signs import is_nonnegative, is_whole
from .terms import NotATerm, names_in, substitute, with_canonical_binders
from .verdicts import EngineDisagreement, Evidence

DEPTHS = 4


@dataclass(frozen=True)
class Established:
    """A claim that a cited part has proved, and the setting in which it holds; made by the kernel alone."""

    claim: Claim
    setting: Setting


@rule("induction", equational=False)
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


@rule("instance", equational=False)
def instance(claim: Claim, setting: Setting, *, proved: Claim, holds_in: Setting, name: Symbol, value: Expr) -> Outcome:
    """
    P(l) is proved for every l >= first       value >= first is an integer
    -----------------------------------------------------------------------
                                P(value)
    """
    refused = (
        _why_not_replaced(name, value, holds_in)
        or (None if _is_instance(claim, proved, name, value) else f"{claim} is not {proved} at {name} = {value}")
        or _why_not_available(holds_in, setting, claim, name, value)
        or undefined_in(claim, setting)
    )
    if claim.relation == "iff" or refused is not None:
        found = None if claim.relation == "iff" else compare(claim, setting).counterexample
        return Refused(refused or "equivalences are not instantiated", counterexample=found)
    finding = compare(claim, setting)
    evidence = Evidence("instance", f"{proved} at {name} = {value}"), Evidence("evaluation", finding.text)
    if finding.holds is False:
        raise EngineDisagreement(f"{claim}: proved for every {name}, but {finding.counterexample}")
    if finding.holds is None:
        return Refused(f"only one engine sees it: {finding.text}", evidence=evidence)
    return Accepted(evidence)


def _is_instance(claim: Claim, proved: Claim, name: Symbol, value: Expr) -> bool:
    return "iff" not in (claim.relation, proved.relation) and _says(_at(proved, name, value), claim)


def _why_not_replaced(name: Symbol, value: Expr, holds_in: Setting) -> str | None:
    if not (isinstance(name, Symbol) and is_count(name)):
        return f"only a natural number or a size is replaced, not {name}"
    if name in holds_in.shaping or name in holds_in.range_of or name in holds_in.random:
        return f"{name} is random or the size of a family, so it can't be replaced alone"
    if not is_whole(value) or not is_nonnegative(value - least_of(name)):
        return f"{value} is not seen to be an integer that is at least {least_of(name)}"
    return None


def _why_not_available(theirs: Setting, setting: Setting, claim: Claim, name: Symbol, value: Expr) -> str | None:
    """The hypotheses of the part hold here at the value, and every name means the same."""
    for each in theirs.hypotheses:
        if name not in theirs.free_names(each):
            if each not in setting.hypotheses:
                return f"it needs a hypothesis that is not available here: {each.words}"
        elif not isinstance(each, Assume) or not _holds_here(_at(each.claim, name, value)):
            return f"the hypothesis {each.words!r} is not seen to hold at {name} = {value}"
    if not _ranged_alike(claim, setting, theirs, name, value):
        return "an index runs over another range here"
    named = (*claim.terms, value, *(side for each in theirs.assumptions for side in each.terms))
    there = [substitute(each, {name: value}) for each in named]
    if not setting.agrees_with(theirs, *there, but=frozenset(setting.range_of)):
        return "a name is random or defined in another way here"
    return None


def _holds_here(claim: Claim) -> bool:
    left, right = claim.terms
    return claim.relation == "<=" and is_nonnegative(right - left)


def hypothesis(claim: Claim, *fixed: Symbol, for_all: tuple[tuple[Symbol, Expr], ...] = ()) -> Assume:
    """Return P(l) as the assumption of the step, at fixed values of indices that it mentions, or for all of them."""
    return Assume(claim, "the induction hypothesis", fixed, for_all)


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
    for each in _bounds(setting, over):
        if not (isinstance(each, Assume) and _is_inherited(each.claim, over)):
            return f"the hypothesis {each.words!r} already speaks of {over}, and may hold only later"
    return None


def _bounds(setting: Setting, over: Symbol) -> tuple[Hypothesis, ...]:
    return tuple(each for each in setting.hypotheses if over in setting.free_names(each))


def _is_inherited(bound: Claim, over: Symbol) -> bool:
    """Say whether u <= v (u < v) holds at l wherever it holds at l + 1, because v - u does not grow by the step."""
    if bound.relation not in ("<=", "<"):
        return False
    gap, following = (right - left for left, right in (bound.terms, _at(bound, over, over + 1).terms))
    return is_nonnegative(expand(gap - following))


def _why_not_first(claim: Claim, setting: Setting, over: Symbol, base: Established) -> str | None:
    wanted = at_first(claim, over)
    if not _says(base.claim, wanted):
        return f"the base proves {base.claim} instead of {wanted}"
    return _why_not_here(base, setting, over, Integer(least_of(over)), ())


def _why_not_next(claim: Claim, setting: Setting, over: Symbol, step: Established) -> str | None:
    wanted = at_next(claim, over)
    if not _says(step.claim, wanted):
        return f"the step proves {step.claim} instead of {wanted}"
    return _why_not_here(step, setting, over, over + 1, (claim,))


def _why_not_here(
    established: Established, setting: Setting, over: Symbol, value: Expr, allowed: tuple[Claim, ...]
) -> str | None:
    """A base or a step counts only in a setting where every name means the same and nothing more is assumed.

    Hypotheses that speak of the variable are available at the value, as they are for the claim that is proved there.
    """
    theirs = established.setting
    bounds = _bounds(setting, over)
    available = [_at(each.claim, over, value) for each in bounds if isinstance(each, Assume)]
    for each in theirs.hypotheses:
        assumed = isinstance(each, Assume) and (
            any(_says(claim, each.claim) and _is_about_all(each, setting, over) for claim in allowed)
            or any(_says(claim, each.claim) and not each.for_all for claim in available)
        )
        if not assumed and (each not in setting.hypotheses or each in bounds):
            return f"it needs a hypothesis that is not available here: {each.words}"
    if not _ranged_alike(established.claim, theirs, setting, over, value) or over in theirs.shaping:
        return "an index of the base or the step runs over another range"
    closed = (each for each in theirs.hypotheses if isinstance(each, Assume))
    named = (over, *established.claim.terms, *(side for each in closed for side in each.claim.terms))
    if not setting.agrees_with(theirs, *named, but=frozenset(setting.range_of)):
        return "a name is random or defined in another way in the base or the step"
    return None


def _is_about_all(assumed: Assume, setting: Setting, over: Symbol) -> bool:
    """Say whether P(l) is assumed for values of its indices that it is proved for.

    In general: for all from 1 to the end of the range.  At fixed values: only if the range does not vary with l.
    """
    ranges = setting.range_of
    general = all(ranges.get(name) == upper for name, upper in assumed.for_all)
    return general and all(name in ranges and over not in names_in(ranges[name]) for name in assumed.fixed)


def _ranged_alike(claim: Claim, theirs: Setting, setting: Setting, over: Symbol, value: Expr) -> bool:
    """Say whether every index runs over the range that it has at this value of the variable."""
    indices = frozenset(theirs.range_of) & frozenset[Symbol]().union(*map(names_in, claim.terms))
    ours, mine = setting.range_of, theirs.range_of
    return all(name in ours and mine[name] == substitute(ours[name], {over: value}) for name in indices)


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
