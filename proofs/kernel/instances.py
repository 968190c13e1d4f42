"""Second engine, continued: two terms are compared at explicit points and models."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from flint import arb, ctx, fmpq
from sympy import Integral, Symbol

from .claims import Claim, Relation
from .counterexamples import counterexample_at
from .enumeration import LARGEST_SIZE, level_points, points, points_with
from .evaluation import evaluate
from .models import has_densities
from .point import Place, Point
from .settings import Setting
from .terms import E, Var
from .values import PRECISION, CannotEvaluate, Value, are_rational, differ, is_sharp
from .verdicts import Counterexample

_MOST_INTEGRALS = 6  # an enclosure of an integral costs as much as a hundred evaluations


@dataclass(frozen=True)
class Finding:
    """What a comparison saw: `holds` is None where nothing could be compared."""

    holds: bool | None
    text: str
    counterexample: Counterexample | None = None


def compare_at(claim: Claim, setting: Setting, fixed: Mapping[Symbol, int]) -> Finding:
    """Compare the two terms of a claim where some of its counting numbers have given values."""
    return compare(claim, setting, fixed={(name, ()): fmpq(value) for name, value in fixed.items()})


def compare(
    claim: Claim, setting: Setting, *, loose: bool = False, limit: int = 60, fixed: Mapping[Place, Value] | None = None
) -> Finding:
    """Compare the two terms of a claim at up to `limit` points.

    loose: let a discrete variable with the same mean and variance stand in for one with a density; this
    corroborates steps that use nothing but moments, and must not be used to refute.
    """
    return _compared(claim, setting, loose, limit, None if fixed is None else tuple(fixed.items()))


@lru_cache(maxsize=512)  # a step, a diagnosis and a second look ask the same; the points are always the same
def _compared(
    claim: Claim, setting: Setting, loose: bool, limit: int, fixed: tuple[tuple[Place, Value], ...] | None
) -> Finding:
    (left, right), relation = claim.terms, claim.relation
    integrates = any(
        side.has(Integral) or (side.has(E, Var) and not loose and has_densities(setting)) for side in (left, right)
    )
    compared, exact = 0, True
    obstacle = "no point satisfies the hypotheses"
    available = points(setting, loose) if fixed is None else points_with(setting, dict(fixed), loose)
    for point in _spread(available, limit) if integrates else islice(available, limit):
        if integrates and compared == _MOST_INTEGRALS:
            break
        try:
            values = evaluate(left, point), evaluate(right, point)
        except CannotEvaluate as error:
            obstacle = str(error)
            continue
        if not all(map(is_sharp, values)):
            obstacle = "an enclosure is too wide to compare"
            continue
        compared += 1
        exact = exact and all(isinstance(each, fmpq) for each in values)
        if violates(values[0], relation, values[1]):
            return Finding(False, "differs", counterexample_at(point, left, right, values))
    if not compared:
        return Finding(None, f"could not be evaluated: {obstacle}")
    kind = "exactly equal" if exact else "Arb balls of 192 bits overlap"
    return Finding(
        True, f"{kind if relation == '=' else 'holds'} at {compared} points, sizes 1..{LARGEST_SIZE} and some larger"
    )


def _spread(available: Iterable[Point], limit: int) -> Iterator[Point]:
    """The first points in another order: every seventh first, so that a few of them already vary much."""
    known = list(islice(available, limit))
    for start in range(7):
        yield from known[start::7]


def violates(left: Value, relation: Relation, right: Value) -> bool:
    """Say whether a relation certainly fails between two values."""
    match relation:
        case "=":
            return differ(left, right)
        case "<=":
            return _certainly(left, right, strictly=True)
        case "<":
            return _certainly(left, right, strictly=False)
        case _:
            raise ValueError(f"terms are not compared with {relation!r}")


def _certainly(left: Value, right: Value, *, strictly: bool) -> bool:
    """Say whether left > right (or left >= right) for certain."""
    if not are_rational(left, right):
        with ctx.workprec(PRECISION):  # a rational beside a ball is rounded to this precision, not to that of a float
            left, right = arb(left), arb(right)
    return bool(left > right) if strictly else bool(left >= right)


def compare_level(claim: Claim, setting: Setting) -> Counterexample | None:
    """Return a point at which all numbers are 0, or all 1, and a claim about two terms fails; None if none is seen."""
    left, right = claim.terms
    for point in level_points(setting):
        try:
            values = evaluate(left, point), evaluate(right, point)
        except CannotEvaluate:
            continue
        if all(map(is_sharp, values)) and violates(values[0], claim.relation, values[1]):
            return counterexample_at(point, left, right, values)
    return None
