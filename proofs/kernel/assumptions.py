"""The relations that a setting assumes, at a point: whether they hold, exactly, and a point near by where they do."""

from itertools import product

from flint import fmpq
from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed, IndexedBase

from .claims import Claim
from .evaluation import evaluate
from .hypotheses import Assume, Normal, Uniform, Variance, base_of
from .point import Point
from .values import CannotEvaluate, are_rational


def satisfying(point: Point) -> Point | None:
    """Return the point if the assumed relations hold there, adjusting one entry of a linear equation if needed."""
    for claim in point.setting.assumptions:
        if _holds(claim, point):
            continue
        adjusted = _adjusted(claim, point) if claim.relation == "=" else None
        if adjusted is None:
            return None
        point = adjusted
    return point if satisfies_assumptions(point) else None


def satisfies_assumptions(point: Point) -> bool:
    """Say whether the assumed relations of the setting hold at a point, exactly."""
    laws = (each for each in point.setting.hypotheses if isinstance(each, Variance | Normal | Uniform))
    return (
        all(_holds(claim, point) for claim in point.setting.assumptions)
        and all(_holds_for_all(each, point) for each in point.setting.general_assumptions)
        and all(_is_law(each, point) for each in laws)
    )


def _holds_for_all(assumed: Assume, point: Point) -> bool:
    """Say whether an assumption holds, exactly, for all values of its general indices."""
    try:
        ends = [int(evaluate(upper, point).p) for _, upper in assumed.for_all]
    except CannotEvaluate:
        return False
    names = [(name, ()) for name, _ in assumed.for_all]
    choices = product(*(range(1, end + 1) for end in ends))
    return all(_holds(assumed.claim, point.at(dict(zip(names, map(fmpq, each), strict=True)))) for each in choices)


def _is_law(hypothesis: Variance | Normal | Uniform, point: Point) -> bool:
    """A variance is not negative, that of a normal density is positive, an interval is not empty."""
    try:
        match hypothesis:
            case Variance(value=value):
                return bool(evaluate(value, point) >= 0)
            case Normal(variance=value):
                return bool(evaluate(value, point) > 0)
            case Uniform(low=low, high=high):
                return bool(evaluate(low, point) < evaluate(high, point))
    except CannotEvaluate:
        return True  # the point says nothing of the law


def _holds(claim: Claim, point: Point) -> bool:
    if claim.relation == "iff":
        raise ValueError("an assumption relates terms, not claims")
    try:
        left, right = (evaluate(side, point) for side in claim.terms)
    except CannotEvaluate:
        return False
    if not are_rational(left, right):
        return False
    match claim.relation:
        case "=":
            return bool(left == right)
        case "<=":
            return bool(left <= right)
        case "<":
            return bool(left < right)


def _adjusted(claim: Claim, point: Point) -> Point | None:
    """Solve an equation for the last entry in which it is linear; sizes and indices stay what they are."""
    left, right = claim.terms
    difference = left - right
    named = {base_of(each) for each in point.setting.unfold(difference).atoms(Symbol, Indexed)}
    for place in reversed([place for place in point.values if place[0] in named and not _counts(place[0])]):
        try:
            at_0, at_1 = (evaluate(difference, point.at({place: fmpq(each)})) for each in (0, 1))
            if not are_rational(at_0, at_1) or at_0 == at_1:
                continue
            solved = point.at({place: at_0 / (at_0 - at_1)})
            if evaluate(difference, solved) == 0:
                return solved
        except CannotEvaluate:
            continue
    return None


def _counts(base: Expr) -> bool:
    """Whether a name is that of a counting number: another size would leave indices without an entry."""
    return bool((base.label if isinstance(base, IndexedBase) else base).is_integer)
