"""Second engine of the rule `cases`: exact evaluation at a point of every cell, end points included.

The points are those of the setting, each moved to the zeros of the forms and to the ends of what is assumed, between
two of them, and beyond.
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from flint import fmpq
from sympy import Expr, Indexed, Symbol

from .assumptions import satisfying
from .claims import Claim
from .counterexamples import counterexample_at
from .enumeration import points
from .evaluation import evaluate, place_of
from .instances import Finding, violates
from .point import Place, Point
from .settings import Setting
from .values import CannotEvaluate

Signs = tuple[int, ...]
_MOST_BASES = 12
_MOST_MOVES = 400  # of one base point


def compare_on_cells(claim: Claim, setting: Setting, forms: tuple[Expr, ...], cells: list[Signs]) -> Finding:
    """Evaluate both sides on every cell; a cell without a point leaves the question open."""
    left, right = claim.terms
    gaps = tuple(setting.unfold(high - low) for low, high in (each.terms for each in setting.assumptions))
    seen: set[Signs] = set()
    compared = 0
    for base in islice(points(setting, False), _MOST_BASES):
        for point in islice(_moved(base, (*forms, *gaps), _movable(base, forms)), _MOST_MOVES):
            try:
                values = evaluate(left, point), evaluate(right, point)
                at = [evaluate(form, point) for form in forms]
            except CannotEvaluate:
                continue
            if not all(isinstance(each, fmpq) for each in values):
                continue
            if violates(values[0], claim.relation, values[1]):
                return Finding(False, "differs", counterexample_at(point, left, right, values))
            seen.add(tuple((each > 0) - (each < 0) for each in at))
            compared += 1
    missing = [signs for signs in cells if signs not in seen]
    if missing:
        return Finding(None, f"no exact point has the signs {missing[0]} of {forms}")
    how = "exactly equal" if claim.relation == "=" else "holds exactly"
    return Finding(True, f"{how} at {compared} points, on each of {len(cells)} cells, end points included")


def _movable(point: Point, forms: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The numbers of the forms that may take any value; where there are none, those that are positive."""
    names = {name for form in forms for name in form.free_symbols if _has_value(name, point)}
    free = sorted((name for name in names if not name.is_integer), key=str)
    return tuple(name for name in free if not name.is_positive) or tuple(free)


def _has_value(name: Expr, point: Point) -> bool:
    return isinstance(name, Symbol | Indexed) and place_of(name, point) in point.values


def _moved(point: Point, forms: tuple[Expr, ...], names: tuple[Expr, ...]) -> Iterator[Point]:
    """Move each name to every zero of a form, between two of them, and beyond the outermost, where that is allowed."""
    if not names:
        solved = satisfying(point)
        if solved is not None:
            yield solved
        return
    name, *others = names
    place = place_of(name, point)
    ordered = sorted(set(_zeros(forms, place, point)))
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    beyond = [ordered[0] - 1, ordered[-1] + 1] if ordered else [point.values[place]]
    for value in (*ordered, *between, *beyond):
        if not name.is_positive or value > 0:
            yield from _moved(point.at({place: value}), forms, tuple(others))


def _zeros(forms: tuple[Expr, ...], place: Place, point: Point) -> Iterator[fmpq]:
    """Where a form that is linear in one number is 0."""
    for form in forms:
        try:
            at = [evaluate(form, point.at({place: fmpq(each)})) for each in (0, 1, 2)]
        except CannotEvaluate:
            continue
        slope = at[1] - at[0]
        if slope != 0 and at[2] - at[1] == slope:
            yield -at[0] / slope
