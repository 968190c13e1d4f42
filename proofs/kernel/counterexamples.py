"""How values and counterexamples are printed: the names that matter, the laws of a model, enough digits."""

from flint import arb, ctx, fmpq
from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed

from .hypotheses import base_of
from .point import Model, Place, Point
from .terms import E, Var
from .values import PRECISION, Value
from .verdicts import Counterexample


def counterexample_at(point: Point, left: Expr, right: Expr, values: tuple[Value, Value]) -> Counterexample:
    """Describe the point by the names that the two terms mention."""
    named = {base_of(each) for each in point.setting.unfold(left - right).atoms(Symbol, Indexed)}
    random = frozenset(point.setting.random) if (left - right).has(E, Var) else frozenset()
    where = [(_name(place), str(value)) for place, value in point.values.items() if place[0] in named - random]
    if point.model is not None:
        where += [(f"law of {each}", _law(point.model, each, point)) for each in point.setting.random if each in named]
    return Counterexample(tuple(where), *shown_apart(*values))


def _law(model: Model, family: Expr, point: Point) -> str:
    entries = [place for place in point.values if place[0] == family]
    draws = [model.draw(*place) for place in entries]
    if not draws or draws[0] is None:
        return "as declared"
    values = ", ".join(f"{draws[0].shift + draws[0].scale * u} with probability {p}" for p, u in draws[0].outcomes)
    shared = "" if len({draw.seed for draw in draws if draw}) == len(draws) else "; entries share their draw"
    return f"{values}{shared}"


def _name(place: Place) -> str:
    return str(place[0]) + (f"_{','.join(map(str, place[1]))}" if place[1] else "")


def shown(value: Value, digits: int = 15) -> str:
    """Print a value: a rational, or a ball with its radius."""
    return str(value) if isinstance(value, fmpq) else str(arb(value).str(digits))


def shown_apart(left: Value, right: Value) -> tuple[str, str]:
    """Print two values that differ, with so many digits that it is seen; a rational beside a ball as a decimal too."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return shown(left), shown(right)
    with ctx.workprec(PRECISION):
        balls = arb(left), arb(right)
        digits = next((each for each in (15, 25, 35, 45) if not _alike(*balls, each)), 55)
        if digits == 15:
            return shown(left), shown(right)
        return shown(balls[0], digits), shown(balls[1], digits)


def _alike(left: arb, right: arb, digits: int) -> bool:
    """Say whether two balls overlap once they are printed with so many digits."""
    return bool(arb(left.str(digits)).overlaps(arb(right.str(digits))))
