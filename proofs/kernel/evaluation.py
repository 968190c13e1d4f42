"""Second engine: certified evaluation of a term at an explicit point.

Sizes become 1, 2, 3, 4; sums are added up; derivatives are coefficients of power series (jets);
expectations are added up over all outcomes of a discrete model, or integrated.  Values are exact rationals
(`fmpq`) as long as they can be, else Arb balls that contain the true value.  Nothing here uses the normal
form, the table of derivatives or the expectation calculus.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from math import prod
from typing import Any, TypeVar

from flint import acb, arb, arb_series, ctx, fmpq, fmpq_series
from sympy import (
    Add,
    Dummy,
    Expr,
    Function,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    default_sort_key,
    exp,
    oo,
    pi,
    sqrt,
)
from sympy import E as EULER
from sympy.tensor.indexed import Indexed

from . import half_lines
from .half_lines import HalfLines
from .hypotheses import Normal, Uniform, base_of, general_names
from .laws import BackwardRecursion, FunctionOf, Recursion
from .point import Draw, Place, Point
from .settings import Setting
from .stand_ins import Polynomials, Potential, Tabulated
from .terms import Applied, D, E, Var, bound_variable, heaviside, is_dependent, relu, shape_of, under_binder
from .values import (
    FUNCTIONS,
    PRECISION,
    CannotEvaluate,
    Value,
    added,
    analytic,
    multiplied,
    power,
    rectified,
    stepped,
)

_MOST_OUTCOMES = 1 << 9
T = TypeVar("T")


def evaluate(term: Expr, point: Point) -> Value:
    """Return the exact value or a ball around it.

    Raises CannotEvaluate where the term is undefined or not supported at this point.
    """
    with ctx.workprec(PRECISION):
        try:
            return _value(term, point)
        except CannotEvaluate:
            raise
        except (ZeroDivisionError, ValueError, TypeError, OverflowError) as error:  # of the library, at a bad point
            raise CannotEvaluate(f"{term} has no value here: {error}") from error


def _value(term: Expr, point: Point) -> Value:
    match term:
        case Rational():
            return fmpq(int(term.p), int(term.q))
        case Symbol() | Indexed():
            return _lookup(term, point)
        case Add():
            return added(_value(each, point) for each in term.args)
        case Mul():
            return multiplied(_value(each, point) for each in term.args)
        case Pow():
            return power(_value(term.base, point), _value(term.exp, point))
        case Sum():
            here = term, tuple(point.values.get((each, ())) for each in _index_names(term))
            if (known := point.known.get(here)) is None:
                known = point.known[here] = _total(term, point)
            return known
        case KroneckerDelta():
            return fmpq(int(_integer(term.args[0], point) == _integer(term.args[1], point)))
        case relu():
            return _relu(term.args[0], point)
        case heaviside():
            return _step(term, point)
        case Applied():
            name, order, *which, inside = term.args
            number = _integer(which[0], point) if which else 0
            return _instance(name, point).value(number, int(order), _value(inside, point))
        case D():
            return _jet(term.args[0], term.args[1], point)
        case E():
            return _expectation(term.args[0], point)
        case Var():
            mean = _expectation(term.args[0], point)
            return _expectation(term.args[0] ** 2, point) - mean * mean
        case Integral():
            return _integral(term, point)
        case Function() if type(term) in FUNCTIONS:
            return _applied(type(term), _value(term.args[0], point))
        case _ if term == pi:
            return arb.pi()
        case _ if term == EULER:
            return arb(1).exp()
        case _:
            raise CannotEvaluate(f"{term} ({type(term).__name__}) has no value here")


def _applied(function: type[Function], argument: Value) -> Value:
    if function is exp and isinstance(argument, fmpq) and argument == 0:
        return fmpq(1)  # exactly, so that an assumption about a sigmoid can be seen to hold
    return FUNCTIONS[function](analytic(argument))


@lru_cache(maxsize=4096)
def _index_names(term: Expr) -> tuple[Symbol, ...]:
    return tuple(each for each in sorted(term.free_symbols, key=str) if isinstance(each, Symbol) and each.is_integer)


def _total(term: Sum, point: Point) -> Value:
    variable, lower, upper = bound_variable(term)
    inside = under_binder(term)
    span = range(_integer(lower, point), _integer(upper, point) + 1)
    return added(_value(inside, point.within({(variable, ()): fmpq(each)})) for each in span)


def _integer(term: Expr, point: Point) -> int:
    if isinstance(term, Integer):
        return int(term.p)
    value = _value(term, point)
    if not isinstance(value, fmpq) or value.q != 1:
        raise CannotEvaluate(f"{term} must be an integer, not {value}")
    return int(value.p)


def place_of(term: Expr, point: Point) -> Place:
    """Return the symbol or the family entry that a term names at this point."""
    if isinstance(term, Indexed):
        return term.base, tuple(_integer(each, point) for each in term.indices)
    return term, ()


def _lookup(term: Expr, point: Point) -> Value:
    place = place_of(term, point)
    if is_dependent(term):
        if place not in point.known:
            point.known[place] = _by_law(term, place, point)
        return point.known[place]
    if (value := point.values.get(place)) is not None:
        return value
    definition = point.setting.definition_of(term)
    if definition is None:
        raise CannotEvaluate(f"{term} has no value at this point")
    if place not in point.known:
        point.known[place] = _value(definition.body, point.within(index_values(definition.entry, place)))
    return point.known[place]


def _by_law(term: Expr, place: Place, point: Point) -> Value:
    """Evaluate a dependent name by the recursion or the function that the setting declares."""
    for law in point.setting.laws_of(term):
        match law:
            case Recursion(entry=entry, start=start, following=following, first=first):
                layer, *others = place[1]
                if layer < first:
                    break
                before = point.within(index_values(entry, (place[0], (layer - 1, *others))))
                return _value(start if layer == first else following, before)
            case BackwardRecursion(entry=entry, last=last, body=body):
                if place[1][0] < _integer(last, point):
                    return _value(body, point.within(index_values(entry, place)))
            case FunctionOf(entry=entry) if base_of(entry) == place[0]:
                inside = point.within(index_values(entry, place))
                return _instance(term, point).value(_arguments(law, inside))
            case FunctionOf():
                found = _partial(law, place, point)
                if found is not None:
                    return found
    raise CannotEvaluate(f"{term} has no value at this point")


def _instance(name: Expr, point: Point) -> Any:
    """The concrete function that stands for an unknown one at this point."""
    chosen = point.values.get(place_of(name, point))
    if not isinstance(chosen, Potential | Polynomials | Tabulated):
        raise CannotEvaluate(f"{name} stands for no function at this point")
    return chosen


def _arguments(law: FunctionOf, point: Point) -> list[Value]:
    """The numbers that an entry is a function of, in order."""
    size = shape_of(law.of)[law.of.indices.index(law.over)]
    return [_lookup(law.of, point.within({(law.over, ()): fmpq(i)})) for i in range(1, _integer(size, point) + 1)]


def _partial(law: FunctionOf, place: Place, point: Point) -> Value | None:
    """The partial derivative at a place, or None if the law speaks of other places."""
    general = general_names(law)
    pairs = list(zip(law.partial.indices, place[1], strict=True))
    bound: dict[Place, Value] = {(name, ()): fmpq(value) for name, value in pairs if name in general}
    here = point.within(bound)
    if any(_integer(index, here) != value for index, value in pairs):
        return None
    return _instance(law.entry, here).slope(_arguments(law, here), _integer(law.over, here))


def _relu(argument: Expr, point: Point) -> Value:
    value = _value(argument, point)
    return _gated(value, argument, _signs_on_path(argument, point)) if isinstance(value, acb) else rectified(value)


def _gated(value: Value, argument: Expr, possible: half_lines.Signs) -> Value:
    """The larger of 0 and the value of an argument on a path of integration, which has one of the possible signs."""
    if -1 in possible and 1 in possible:
        raise CannotEvaluate(f"the sign of {argument} on a path of integration")
    return value if 1 in possible else value * 0  # times 0, so that what is no number stays none


def _step(term: Expr, point: Point) -> Value:
    value = _value(term.args[0], point)
    if not isinstance(value, acb):
        return stepped(value, _value(term.args[1], point))
    possible = _signs_on_path(term.args[0], point)
    if len(possible) > 1:
        raise CannotEvaluate(f"the sign of {term.args[0]} on a path of integration")
    return value * 0 + (_value(term.args[1], point) if 0 in possible else int(1 in possible))


def _signs_on_path(term: Expr, point: Point) -> half_lines.Signs:
    """The signs of a term where each variable of integration keeps its sign, which it does on a path."""
    names = {each: sign for each in term.atoms(Symbol, Indexed) if (sign := point.sign.get(place_of(each, point)))}
    return half_lines.signs(term, HalfLines(names, lambda part: _value(part, point)))


def _jet(term: Expr, variable: Expr, point: Point) -> Value:
    """The derivative as the coefficient of h in the power series of f(x + h)."""
    if any(isinstance(each, arb_series | fmpq_series) for each in point.values.values()):
        raise CannotEvaluate("a derivative within a sum of derivatives is not supported")  # two steps h would mix
    if isinstance(_lookup(variable, point), acb):
        raise CannotEvaluate("a derivative within an integral is not supported")
    if point.setting.mean_varies_with(term, variable):
        raise CannotEvaluate("the derivative of a mean by what the law depends on is not supported")
    if isinstance(term, D):
        return _second_jet(term.args[0], term.args[1], variable, point)
    return _coefficient(term, (variable,), point, 1)


def _second_jet(term: Expr, first: Expr, second: Expr, point: Point) -> Value:
    """A second derivative: that along u + v is that along u, that along v, and twice the mixed one."""
    if term.has(D):
        raise CannotEvaluate("a third derivative is not supported")
    along = [_coefficient(term, each, point, 2) for each in ((first, second), (first,), (second,))]
    return along[0] - along[1] - along[2]


def _coefficient(term: Expr, variables: tuple[Expr, ...], point: Point, order: int) -> Value:
    """The coefficient of h^order in f(x + h v), where v is the sum of the unit vectors of the variables."""
    places = [place_of(variable, point) for variable in variables]
    for exact in (True, False):
        moved: dict[Place, Value] = {}
        for place, variable in zip(places, variables, strict=True):
            value = _lookup(variable, point)
            slope = places.count(place)
            if exact and not isinstance(value, fmpq):
                break
            start = value if exact else arb(value)
            moved[place] = (fmpq_series if exact else arb_series)([start, slope], prec=order + 1)
        else:
            try:
                series = _value(term, point.at(moved))
            except (ValueError, TypeError, NotImplementedError, ZeroDivisionError):
                if not exact:
                    raise
                continue  # not a rational function of it
            return series[order] if isinstance(series, arb_series | fmpq_series) else fmpq(0)
    raise CannotEvaluate("a derivative by something without a value")


def written_out(term: Expr, point: Point) -> Expr:
    """Unfold the definitions and write out the sums of a term: entries have explicit indices afterwards."""
    if isinstance(term, Symbol | Indexed):
        definition = point.setting.definition_of(term)
        place = place_of(term, point)
        if definition is not None and place not in point.values:
            return written_out(definition.body, point.within(index_values(definition.entry, place)))
        if isinstance(term, Indexed) and not (term.is_integer and place in point.values):
            return term.base[tuple(map(Integer, place[1]))]
        if term in point.setting.random:
            return term
        bound = point.values.get(place)
        return Rational(int(bound.p), int(bound.q)) if isinstance(bound, fmpq) else term
    if isinstance(term, Sum):
        variable, lower, upper = bound_variable(term)
        span = range(_integer(lower, point), _integer(upper, point) + 1)
        return Add(*(written_out(under_binder(term), point.within({(variable, ()): fmpq(each)})) for each in span))
    if isinstance(term, Integral):
        variable, lower, upper = bound_variable(term)
        inside = Dummy(variable.name, real=True)  # hides a value of the same name
        body = written_out(under_binder(term).xreplace({variable: inside}), point)
        return Integral(body, (inside, written_out(lower, point), written_out(upper, point)))
    return term.func(*(written_out(each, point) for each in term.args)) if term.args else term


def index_values(entry: Expr, place: Place) -> dict[Place, Value]:
    """Give the index names of a general entry the values of a concrete one."""
    names = entry.indices if isinstance(entry, Indexed) else ()
    return {(name, ()): fmpq(each) for name, each in zip(names, place[1], strict=True)}


def _expectation(term: Expr, point: Point) -> Value:
    """Sum over the outcomes of the model; an entry with a declared density is integrated instead."""
    term = written_out(term, point)
    entries = sorted(term.atoms(Symbol, Indexed), key=default_sort_key)
    random = [each for each in entries if base_of(each) in point.setting.random]
    draws = {each: point.model.draw(*place_of(each, point)) for each in random} if point.model else {}
    left = [each for each in random if draws.get(each) is None]
    outcomes = {draw.seed: draw.outcomes for draw in draws.values() if draw is not None}
    seeds = list(outcomes)
    if point.model is None or not seeds:
        return _integrated(term, left, point)
    if prod(map(len, outcomes.values())) > _MOST_OUTCOMES:
        raise CannotEvaluate(f"{len(seeds)} random entries have too many outcomes")
    drawn = {entry: _drawn(draw, seeds.index(draw.seed)) for entry, draw in draws.items() if draw is not None}
    places = {place_of(entry, point): value_of for entry, value_of in drawn.items()}

    def slow(part: Expr) -> Callable[[Outcome], Value]:
        return lambda seeds: _integrated(part, left, point.at({place: of(seeds) for place, of in places.items()}))

    value_at = slow(term) if left else _compiled(term, drawn, slow, point)
    result: Value = fmpq(0)
    for outcome in product(*outcomes.values()):
        chance = multiplied(chance for chance, _ in outcome)
        result = result + chance * value_at([value for _, value in outcome])
    return result


Outcome = list[Value]  # the values of the seeds


def _drawn(draw: Draw, slot: int) -> Callable[[Outcome], Value]:
    return lambda outcome: draw.shift + draw.scale * outcome[slot]


def _compiled(
    term: Expr,
    leaves: Mapping[Expr, Callable[[T], Value]],
    slow: Callable[[Expr], Callable[[T], Value]],
    point: Point,
    *,
    on_path: bool = False,
) -> Callable[[T], Value]:
    """Return the function that a term is of what its leaves depend on, so that arithmetic runs fast.

    What has no such leaf is evaluated once.  slow: the function for a term that is no arithmetic.
    on_path: the leaf is a variable of integration, which keeps the sign that the point says.
    """

    def compiled(part: Expr) -> Callable[[T], Value]:
        return _compiled(part, leaves, slow, point, on_path=on_path)

    if term in leaves:
        return leaves[term]
    if not term.atoms(Symbol, Indexed) & leaves.keys():
        constant = _value(term, point)
        return lambda at: constant
    if isinstance(term, Add | Mul):
        parts = [compiled(each) for each in term.args]
        together = added if isinstance(term, Add) else multiplied
        return lambda at: together(part(at) for part in parts)
    if isinstance(term, Pow):
        base, exponent = (compiled(each) for each in term.args)
        return lambda at: power(base(at), exponent(at))
    if isinstance(term, relu):
        inside, elsewhere = compiled(term.args[0]), slow(term)
        possible = lru_cache(partial(_signs_on_path, term.args[0], point))  # the same all along the path

        def rectified_at(at: T) -> Value:
            value = inside(at)
            if not isinstance(value, acb):
                return rectified(value)
            return _gated(value, term.args[0], possible()) if on_path else elsewhere(at)

        return rectified_at
    if type(term) in FUNCTIONS:
        argument, function = compiled(term.args[0]), type(term)
        return lambda at: _applied(function, argument(at))
    return slow(term)


def _integrated(term: Expr, entries: list[Expr], point: Point) -> Value:
    """E over the entries that have a declared density, one at most."""
    if not entries:
        return _value(term, point)
    if len(entries) > 1:
        raise CannotEvaluate(f"an expectation over {len(entries)} continuous variables is not supported")
    (entry,) = entries
    hypotheses = (each for each in point.setting.hypotheses if isinstance(each, Normal | Uniform))
    density = next((each for each in hypotheses if base_of(each.entry) == base_of(entry)), None)
    if density is None:
        raise CannotEvaluate(f"the distribution of {entry} is not given")
    ends = (density.low, density.high) if isinstance(density, Uniform) else (density.mean, density.variance)
    if entry == density.entry and term.free_symbols == {entry} and not any(each.free_symbols for each in ends):
        return _closed_mean(term, density)
    return _mean_by_density(term, entry, density, point)


@lru_cache(maxsize=1024)
def _closed_mean(term: Expr, density: Normal | Uniform) -> Value:
    """A mean that depends on nothing but the density, at the precision of `evaluate`."""
    return _mean_by_density(term, density.entry, density, Point(Setting("", (), ()), {}))


def _mean_by_density(term: Expr, entry: Expr, density: Normal | Uniform, point: Point) -> Value:
    here = point.within(index_values(density.entry, place_of(entry, point)))
    variable = Dummy("variable", real=True)
    term = term.xreplace({entry: variable})
    if isinstance(density, Uniform):
        low, high = _value(density.low, here), _value(density.high, here)
        if not low < high:
            raise CannotEvaluate(f"[{low}, {high}] is not an interval")
        return _path_integral(term, variable, analytic(low), analytic(high), point) / (high - low)
    mean, variance = _value(density.mean, here), _value(density.variance, here)
    if not variance > 0:
        raise CannotEvaluate(f"{variance} is not the variance of a normal density")
    center, spread = Dummy("center", real=True), Dummy("spread", positive=True)
    weight = exp(-((variable - center) ** 2) / (2 * spread)) / sqrt(2 * pi * spread)
    weighted = Integral(term * weight, (variable, -oo, oo))
    return _integral(weighted, point.at({(center, ()): mean, (spread, ()): variance}))


def _integral(term: Integral, point: Point) -> Value:
    if not term.free_symbols and not term.has(Indexed):
        return _closed_integral(term)
    return _open_integral(term, point)


@lru_cache(maxsize=1024)
def _closed_integral(term: Integral) -> Value:
    """An integral that depends on nothing, at the precision of `evaluate`."""
    return _open_integral(term, Point(Setting("", (), ()), {}))


def _open_integral(term: Integral, point: Point) -> Value:
    term = written_out(term, point)  # its variable is fresh now, whatever the point says of its name
    if not isinstance(term, Integral):
        return _value(term, point)
    variable, lower, upper = bound_variable(term)
    integrand = under_binder(term)
    if lower.is_infinite or upper.is_infinite:
        low, tail = _end(lower, integrand, variable, point)
        high, other = _end(upper, integrand, variable, point)
        return _path_integral(integrand, variable, low, high, point) + tail + other
    low, high = analytic(_value(lower, point)), analytic(_value(upper, point))
    return _path_integral(integrand, variable, low, high, point)


def _end(limit: Expr, integrand: Expr, variable: Symbol, point: Point) -> tuple[Value, Value]:
    """Where a path of integration ends, and a ball around what lies beyond it."""
    if not limit.is_infinite:
        return analytic(_value(limit, point)), fmpq(0)
    sign = 1 if limit == oo else -1
    found = half_lines.reach(integrand, HalfLines({variable: sign}, lambda term: _value(term, point)), PRECISION)
    return sign * found.radius, found.tail


def _path_integral(term: Expr, variable: Symbol, low: Value, high: Value, point: Point) -> Value:
    """Integrate over [low, high], cut at 0, where ReLU has its kink."""
    if not low <= high:
        raise CannotEvaluate(f"[{low}, {high}] is not an interval")
    place = (variable, ())
    result = arb(0)
    for a, b, sign in ((low, high.min(arb(0)), -1), (low.max(arb(0)), high, 1)):
        if not a < b:
            continue
        here = replace(point, sign={**point.sign, place: sign})
        integrand = _compiled(term, {variable: lambda x: x}, partial(_along, variable, here), here, on_path=True)
        result = result + acb.integral(lambda x, _, f=integrand: acb(f(x)), acb(a), acb(b), eval_limit=20_000).real
    return result


def _along(variable: Symbol, point: Point, term: Expr) -> Callable[[Value], Value]:
    """The function that a term is of a variable of integration, whatever kind of term it is."""
    return lambda x: _value(term, point.at({(variable, ()): x}))
