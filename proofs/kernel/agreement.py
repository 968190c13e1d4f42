"""Two engines agree or a step is not accepted: the second engines of the rules, and what is made of both answers."""

from collections.abc import Callable
from functools import lru_cache

from sympy import Expr

from . import solver
from .claims import Claim, plain
from .definedness import undefined_part
from .instances import Finding, compare
from .rule import Accepted, Outcome, Refused
from .settings import Setting
from .verdicts import Counterexample, EngineDisagreement, Evidence

Second = Callable[[Claim, Setting], Finding]


def by_evaluation(claim: Claim, setting: Setting) -> Finding:
    """Evaluate at explicit points, with the declared densities."""
    return compare(claim, setting)


def by_models(claim: Claim, setting: Setting) -> Finding:
    """Evaluate at explicit points, where discrete models may stand for what is random."""
    return compare(claim, setting, loose=True)


def by_z3(claim: Claim, setting: Setting) -> Finding:
    """Ask Z3; where it knows too little of opaque atoms, evaluate an equation instead."""
    finding = solver.holds(claim, setting)
    return compare(claim, setting) if finding.holds is None and claim.relation == "=" else finding


_ENGINES: dict[Second, str] = {
    by_evaluation: "evaluation",
    by_models: "evaluation",
    by_z3: "Z3",
}


def agreed(claim: Claim, setting: Setting, first: str, rest: Expr, second: Second) -> Outcome:
    """Let the second engine speak; accept only agreement."""
    undefined = undefined_in(claim, setting)
    if undefined is not None:
        return Refused(undefined)
    finding = second(claim, setting)
    engine = _ENGINES.get(second, "Z3")
    evidence = (
        Evidence(first, "left - right is 0" if rest == 0 else f"left - right is {plain(rest)}"),
        Evidence(engine, finding.text),
    )
    match rest == 0, finding.holds:
        case True, True:
            return Accepted(evidence)
        case True, False:
            raise EngineDisagreement(
                f"{claim}: {first} proves it, {engine} refutes it: {finding.counterexample or finding.text}"
            )
        case True, _:
            return Refused(f"only one engine sees it: {engine} says: {finding.text}", evidence=evidence)
        case _:
            # a discrete stand-in may confirm a step, but what it refutes may hold for the declared density
            seen = finding.counterexample if second is not by_models else None
            found = seen or counterexample_to(claim, setting)
            return Refused("the two sides differ", rest, found, evidence)


def counterexample_to(claim: Claim, setting: Setting) -> Counterexample | None:
    """A certified counterexample to a claim about terms, if one is found."""
    if claim.relation == "iff":
        return None
    return compare(claim, setting).counterexample


@lru_cache(maxsize=512)
def undefined_in(claim: Claim, setting: Setting) -> str | None:
    """Return what may be undefined in a claim, in words; None if everything is defined."""
    if claim.relation == "iff":
        found = (undefined_in(side, setting) for side in claim.claims)
    else:
        found = (undefined_part(side, setting) for side in claim.terms)
    return next((each for each in found if each is not None), None)
