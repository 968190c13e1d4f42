"""Second engine: certified evaluation of a term at an explicit point.

Sizes become 1, 2, 3, 4; sums are added up; derivatives are coefficients of power series (jets);
expectations are added up over all outcomes of a discrete model, or integrated.  Values are exact rationals
(`fmpq`) as long as they can be, else Arb balls that contain the true value.  Nothing here uses the normal
form, the table of derivatives or the expectation calculus.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from math import isqrt
from typing import Any

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
    Poly,
    Pow,
    Rational,
    Sum,
    Symbol,
    default_sort_key,
    degree,
    erf,
    erfc,
    exp,
    log,
    oo,
    pi,
    sqrt,
    tanh,
)
from sympy import E as EULER
from sympy.tensor.indexed import Indexed

from .laws import BackwardRecursion, FunctionOf, Recursion
from .settings import Normal, Setting, Uniform, base_of, general_names
from .terms import Applied, D, E, Var, bound_variable, heaviside, is_dependent, relu, shape_of, under_binder

PRECISION = 192
_MOST_OUTCOMES = 1 << 9

Value = Any  # fmpq, arb, acb or arb_series: python-flint has no type hints
Place = tuple[Expr, tuple[int, ...]]  # a symbol with (), or a family with the indices of an entry


class CannotEvaluate(ValueError):
    """The point lies outside the domain of the term, or its evaluation is not supported."""


@dataclass(frozen=True)
class Draw:
    """A random entry: `shift + scale * u`, where u is the outcome of the seed."""

    seed: Hashable
    shift: Value
    scale: Value


@dataclass(frozen=True)
class Model:
    """A discrete distribution of the random families: independent seeds with mean 0 and variance 1.

    outcomes: (probability, value) pairs of each seed.  Entries with the same seed are dependent.
    """

    name: str
    outcomes: tuple[tuple[Value, Value], ...]
    draw: Callable[[Expr, tuple[int, ...]], Draw | None]  # None: the declared density of the setting holds


@dataclass(frozen=True)
class Point:
    """Where a term is evaluated: the sizes, indices and numbers, the entries of families, the random model."""

    setting: Setting
    values: Mapping[Place, Value]
    model: Model | None = None
    sign: Mapping[Place, int] = field(default_factory=dict)  # of an integration variable on the region of a path
    known: dict[Place, Value] = field(default_factory=dict, compare=False, repr=False)  # values by a law, found here

    def at(self, extra: Mapping[Place, Value]) -> "Point":
        """Return the point with more or other values; what a law determines does not depend on bound indices."""
        bound = all(isinstance(name, Symbol) and name.is_integer for name, _ in extra)
        return replace(self, values={**self.values, **extra}, known=self.known if bound else {})


@dataclass(frozen=True)
class Potential:
    """An instance of a differentiable function of several numbers: sum_i i u_i + (sum_i u_i)^2 + cubic sum_i u_i^3."""

    cubic: fmpq

    def value(self, arguments: list[Value]) -> Value:
        """Evaluate."""
        linear = _added(fmpq(i) * u + self.cubic * u * u * u for i, u in enumerate(arguments, start=1))
        total = _added(arguments)
        return linear + total * total

    def slope(self, arguments: list[Value], position: int) -> Value:
        """Evaluate the partial derivative with respect to the argument at a position, 1-based."""
        return fmpq(position) + 2 * _added(arguments) + 3 * self.cubic * arguments[position - 1] ** 2

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return f"sum_i i u_i + (sum_i u_i)^2 + {self.cubic} sum_i u_i^3"


@dataclass(frozen=True)
class Polynomials:
    """An instance of a sequence of differentiable functions: u^2 + l u + cubic (l + 1) u^3, where l counts them."""

    cubic: fmpq

    def value(self, number: int, order: int, u: Value) -> Value:
        """Evaluate the function (order 0) or its derivative (order 1) at u."""
        factor = self.cubic * (number + 1)
        return u * u + number * u + factor * u * u * u if order == 0 else 2 * u + number + 3 * factor * u * u

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return f"u^2 + l u + {self.cubic} (l + 1) u^3"


@dataclass(frozen=True)
class Tabulated:
    """An instance of a function of which the values at a few numbers are given, and nothing else."""

    values: tuple[tuple[fmpq, fmpq], ...]

    def value(self, number: int, order: int, u: Value) -> Value:
        """Look the value up."""
        found = [value for at, value in self.values if isinstance(u, fmpq) and at == u]
        if order != 0 or number != 0 or not found:
            raise CannotEvaluate(f"the value at {u} is not given")
        return found[0]

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return ", ".join(f"{at} -> {value}" for at, value in self.values)


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


def is_sharp(value: Value) -> bool:
    """Say whether a value is exact, or a finite ball with a radius that is small beside max(1, |value|)."""
    if isinstance(value, fmpq):
        return True
    return bool(value.is_finite() and value.rad() * 2**40 < abs(value.mid()).max(arb(1)))


def differ(left: Value, right: Value) -> bool:
    """Say whether two values are certainly different: unequal rationals or disjoint balls."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left != right)
    with ctx.workprec(PRECISION):
        return not arb(left).overlaps(arb(right))


def _value(term: Expr, point: Point) -> Value:
    match term:
        case Rational():
            return fmpq(int(term.p), int(term.q))
        case Symbol() | Indexed():
            return _lookup(term, point)
        case Add():
            return _added(_value(each, point) for each in term.args)
        case Mul():
            return _multiplied(_value(each, point) for each in term.args)
        case Pow():
            return _power(_value(term.base, point), _value(term.exp, point))
        case Sum():
            variable, lower, upper = bound_variable(term)
            inside = under_binder(term)
            span = range(_integer(lower, point), _integer(upper, point) + 1)
            return _added(_value(inside, point.at({(variable, ()): fmpq(each)})) for each in span)
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
            argument = _value(term.args[0], point)
            if isinstance(term, exp) and isinstance(argument, fmpq) and argument == 0:
                return fmpq(1)  # exactly, so that an assumption about a sigmoid can be seen to hold
            return FUNCTIONS[type(term)](_analytic(argument))
        case _ if term == pi:
            return arb.pi()
        case _ if term == EULER:
            return arb(1).exp()
        case _:
            raise CannotEvaluate(f"{term} ({type(term).__name__}) has no value here")


def _analytic(value: Value) -> Value:
    if isinstance(value, fmpq_series):
        raise TypeError("the series of a transcendental function has no rational coefficients")
    return arb(value) if isinstance(value, fmpq) else value


def _logarithm(value: Value) -> Value:
    if isinstance(value, arb) and not value > 0:
        raise CannotEvaluate(f"log of {value}")
    if isinstance(value, acb):  # on a path of integration the function must be analytic: not across the cut
        return value.log(analytic=True)
    return value.log()


FUNCTIONS: dict[type[Function], Callable[[Value], Value]] = {
    exp: lambda value: value.exp(),
    log: _logarithm,
    erf: lambda value: value.erf(),
    erfc: lambda value: value.erfc(),
    tanh: lambda value: 1 - 2 / ((2 * value).exp() + 1),
}


def _added(values: Iterable[Value]) -> Value:
    result: Value = fmpq(0)
    for value in values:
        result = result + value
    return result


def _multiplied(values: Iterable[Value]) -> Value:
    result: Value = fmpq(1)
    for value in values:
        result = result * value
    return result


def _power(base: Value, exponent: Value) -> Value:
    if not isinstance(exponent, fmpq):
        return FUNCTIONS[exp](_analytic(exponent * _logarithm(_analytic(base))))
    if exponent.q == 1:
        if exponent < 0 and not isinstance(base, acb | arb_series) and not (base > 0 or base < 0):
            raise CannotEvaluate(f"division by {base}")
        return _whole_power(base, int(exponent.p))
    if isinstance(base, fmpq):
        if base < 0:
            raise CannotEvaluate(f"a root of {base}")
        if exponent.q == 2:
            top, bottom = isqrt(int(base.p)), isqrt(int(base.q))
            if top**2 == base.p and bottom**2 == base.q:
                return _power(fmpq(top, bottom), fmpq(exponent.p))
        return arb(base) ** arb(exponent)
    if isinstance(base, arb):
        if not base >= 0:
            raise CannotEvaluate(f"a root of {base}")
        return base ** arb(exponent)
    return (_logarithm(base) * exponent).exp()


def _whole_power(base: Value, exponent: int) -> Value:
    """Multiply: the library's own power of a ball around 0 is not a number."""
    if exponent < 0:
        return 1 / _whole_power(base, -exponent)
    half = _whole_power(base, exponent // 2) if exponent > 1 else fmpq(1)
    return half * half * base if exponent % 2 else half * half


def _integer(term: Expr, point: Point) -> int:
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
    if place in point.values:
        return point.values[place]
    definition = point.setting.definition_of(term)
    if definition is None:
        raise CannotEvaluate(f"{term} has no value at this point")
    return _value(definition.body, point.at(index_values(definition.entry, place)))


def _by_law(term: Expr, place: Place, point: Point) -> Value:
    """Evaluate a dependent name by the recursion or the function that the setting declares."""
    for law in point.setting.laws_of(term):
        match law:
            case Recursion(entry=entry, start=start, following=following, first=first):
                layer, *others = place[1]
                if layer < first:
                    break
                before = point.at(index_values(entry, (place[0], (layer - 1, *others))))
                return _value(start if layer == first else following, before)
            case BackwardRecursion(entry=entry, last=last, body=body):
                if place[1][0] < _integer(last, point):
                    return _value(body, point.at(index_values(entry, place)))
            case FunctionOf(entry=entry) if base_of(entry) == place[0]:
                inside = point.at(index_values(entry, place))
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
    return [_lookup(law.of, point.at({(law.over, ()): fmpq(i)})) for i in range(1, _integer(size, point) + 1)]


def _partial(law: FunctionOf, place: Place, point: Point) -> Value | None:
    """The partial derivative at a place, or None if the law speaks of other places."""
    general = general_names(law)
    pairs = list(zip(law.partial.indices, place[1], strict=True))
    bound: dict[Place, Value] = {(name, ()): fmpq(value) for name, value in pairs if name in general}
    here = point.at(bound)
    if any(_integer(index, here) != value for index, value in pairs):
        return None
    return _instance(law.entry, here).slope(_arguments(law, here), _integer(law.over, here))


def _relu(argument: Expr, point: Point) -> Value:
    value = _value(argument, point)
    if isinstance(value, acb):
        return value if _sign_on_path(argument, point) > 0 else acb(0)
    return _rectified(value)


def _sign_on_path(argument: Expr, point: Point) -> int:
    """The sign of a variable, or of its negative, on a path of integration, where it keeps it."""
    for name, sign in ((argument, 1), (-argument, -1)):
        if isinstance(name, Symbol | Indexed) and place_of(name, point) in point.sign:
            return sign * point.sign[place_of(name, point)]
    raise CannotEvaluate(f"the sign of {argument} on a path of integration")


def _step(term: Expr, point: Point) -> Value:
    value = _value(term.args[0], point)
    if isinstance(value, acb):
        return acb(int(_sign_on_path(term.args[0], point) > 0))
    return _stepped(value, _value(term.args[1], point))


def _stepped(value: Value, at_zero: Value) -> Value:
    if isinstance(value, arb_series | fmpq_series):  # the jet is constant on either side of the jump
        value = value[0]
        if value == 0:
            raise CannotEvaluate("a step has no derivative at 0")
    if value > 0:
        return fmpq(1)
    if value < 0:
        return fmpq(0)
    if value == 0:
        return at_zero
    raise CannotEvaluate(f"the sign of {value} is not certain")


def _rectified(value: Value) -> Value:
    if isinstance(value, arb_series):  # the jet of relu(u): that of u where u > 0, of 0 where u < 0
        if value[0] > 0:
            return value
        if value[0] < 0:
            return fmpq(0)
        raise CannotEvaluate("relu has no derivative at 0")
    if value >= 0:
        return value
    if value <= 0:
        return fmpq(0)
    raise CannotEvaluate(f"the sign of {value} is not certain")


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
            return written_out(definition.body, point.at(index_values(definition.entry, place)))
        if isinstance(term, Indexed) and not (term.is_integer and place in point.values):
            return term.base[tuple(map(Integer, place[1]))]
        if term in point.setting.random:
            return term
        bound = point.values.get(place)
        return Rational(int(bound.p), int(bound.q)) if isinstance(bound, fmpq) else term
    if isinstance(term, Sum):
        variable, lower, upper = bound_variable(term)
        span = range(_integer(lower, point), _integer(upper, point) + 1)
        return Add(*(written_out(under_binder(term), point.at({(variable, ()): fmpq(each)})) for each in span))
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
    seeds = list(dict.fromkeys(draw.seed for draw in draws.values() if draw is not None))
    if point.model is None or not seeds:
        return _integrated(term, left, point)
    if len(point.model.outcomes) ** len(seeds) > _MOST_OUTCOMES:
        raise CannotEvaluate(f"{len(seeds)} random entries have too many outcomes")
    drawn = {entry: (draw, seeds.index(draw.seed)) for entry, draw in draws.items() if draw is not None}
    value_at = _compiled(term, left, drawn, point)
    result: Value = fmpq(0)
    for outcome in product(point.model.outcomes, repeat=len(seeds)):
        chance = _multiplied(chance for chance, _ in outcome)
        result = result + chance * value_at([value for _, value in outcome])
    return result


Outcome = list[Value]  # the values of the seeds


def _compiled(
    term: Expr, left: list[Expr], drawn: Mapping[Expr, tuple[Draw, int]], point: Point
) -> Callable[[Outcome], Value]:
    """Return the function from the values of the seeds to the value of the term, so that arithmetic runs fast."""
    if term in drawn:
        draw, slot = drawn[term]
        return lambda outcome: draw.shift + draw.scale * outcome[slot]
    if not term.atoms(Symbol, Indexed) & (drawn.keys() | set(left)):
        constant = _value(term, point)
        return lambda outcome: constant
    if isinstance(term, Add | Mul) and not left:
        parts = [_compiled(each, left, drawn, point) for each in term.args]
        together = _added if isinstance(term, Add) else _multiplied
        return lambda outcome: together(part(outcome) for part in parts)
    if isinstance(term, Pow) and not left and term.exp.is_Integer and term.exp > 0:
        base, exponent = _compiled(term.base, left, drawn, point), int(term.exp)
        return lambda outcome: _whole_power(base(outcome), exponent)
    if isinstance(term, relu) and not left:
        inside = _compiled(term.args[0], left, drawn, point)
        return lambda outcome: _rectified(inside(outcome))
    places = {place_of(entry, point): pair for entry, pair in drawn.items()}

    def slow(outcome: Outcome) -> Value:
        values = {place: draw.shift + draw.scale * outcome[slot] for place, (draw, slot) in places.items()}
        return _integrated(term, left, point.at(values))

    return slow


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
    here = point.at(index_values(density.entry, place_of(entry, point)))
    variable = Dummy("variable", real=True)
    term = term.xreplace({entry: variable})
    if isinstance(density, Uniform):
        low, high = _value(density.low, here), _value(density.high, here)
        if not low < high:
            raise CannotEvaluate(f"[{low}, {high}] is not an interval")
        return _path_integral(term, variable, _analytic(low), _analytic(high), point) / (high - low)
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
        reach = _reach(integrand, variable, point)
        low = -reach.radius if lower == -oo else _analytic(_value(lower, point))
        high = reach.radius if upper == oo else _analytic(_value(upper, point))
        sides = int(lower == -oo) + int(upper == oo)
        return _path_integral(integrand, variable, low, high, point) + sides * reach.tail
    low, high = _analytic(_value(lower, point)), _analytic(_value(upper, point))
    return _path_integral(integrand, variable, low, high, point)


def _path_integral(term: Expr, variable: Symbol, low: Value, high: Value, point: Point) -> Value:
    """Integrate over [low, high], cut at 0, where ReLU has its kink."""
    if not low <= high:
        raise CannotEvaluate(f"[{low}, {high}] is not an interval")
    place = (variable, ())
    result = arb(0)
    for a, b, sign in ((low, high.min(arb(0)), -1), (low.max(arb(0)), high, 1)):
        if not a < b:
            continue

        def integrand(x: Value, _: bool, sign: int = sign) -> Value:
            return acb(_value(term, replace(point.at({place: x}), sign={**point.sign, place: sign})))

        result = result + acb.integral(integrand, acb(a), acb(b), eval_limit=20_000).real
    return result


@dataclass(frozen=True)
class Reach:
    """Beyond `radius`, each tail of an integral is at most the ball `tail` around 0."""

    radius: Value
    tail: Value


@dataclass(frozen=True)
class Decay:
    """|f(x)| <= factor * |x|**degree * exp(slope |x| - rate x^2) for |x| >= 1, with slope >= 0."""

    factor: Value
    degree: int = 0
    rate: Value = field(default_factory=lambda: arb(0))
    slope: Value = field(default_factory=lambda: arb(0))

    @property
    def is_slow(self) -> bool:
        """Say whether it is a bound by a constant times |x|."""
        return self.degree <= 1 and bool(self.rate >= 0 and self.slope == 0)


def _reach(integrand: Expr, variable: Expr, point: Point) -> Reach:
    """Bound the tails.  For R^2 >= degree / rate and R >= 1,

    integral over x > R of x^d exp(-r x^2)  <=  R^(d-1) exp(-r R^2) / r,
    because x^(d-1) exp(-r x^2 / 2) decreases there and x exp(-r x^2 / 2) has the antiderivative -exp(-r x^2 / 2) / r.
    A slope gives way to half of the rate:  b x - r x^2 <= b^2 / (2 r) - (r/2) x^2.
    """
    decay = _decay(integrand, variable, point)
    factor, rate = decay.factor, decay.rate
    if not rate > 0:
        raise CannotEvaluate(f"the tails of {integrand} are not seen to decay like a Gaussian")
    if decay.slope > 0:
        factor, rate = factor * (decay.slope**2 / (2 * rate)).exp(), rate / 2
    radius = arb(1).max(((arb(decay.degree) + 2 * PRECISION) / rate).sqrt()).upper()
    bound = factor * radius ** (decay.degree - 1) * (-rate * radius**2).exp() / rate
    return Reach(radius, arb(0, bound.upper()))


def _decay(term: Expr, variable: Expr, point: Point) -> Decay:
    if not term.has(variable):
        return Decay(abs(_analytic(_value(term, point))))
    if term == variable:
        return Decay(arb(1), 1)
    match term:
        case Mul():
            parts = [_decay(each, variable, point) for each in term.args]
            factor = _multiplied(part.factor for part in parts)
            degree_ = sum(part.degree for part in parts)
            return Decay(factor, degree_, _added(part.rate for part in parts), _added(part.slope for part in parts))
        case Add():
            parts = [_decay(each, variable, point) for each in term.args]
            slowest, steepest = parts[0].rate, parts[0].slope
            for part in parts[1:]:
                slowest, steepest = slowest.min(part.rate), steepest.max(part.slope)
            return Decay(_added(part.factor for part in parts), max(part.degree for part in parts), slowest, steepest)
        case Pow() if term.exp.is_Integer and term.exp > 0:
            part, times = _decay(term.base, variable, point), int(term.exp)
            return Decay(part.factor**times, part.degree * times, part.rate * times, part.slope * times)
        case Pow() if term.exp.is_Integer:
            return Decay(_least(term.base, variable, point) ** int(term.exp))
        case exp() if term.exp.is_polynomial(variable) and degree(term.exp, variable) == 2:
            square, linear, constant = (
                _analytic(_value(each, point)) for each in Poly(term.exp, variable).all_coeffs()
            )
            if not square < 0:
                raise CannotEvaluate(f"{term} does not decay")
            # -r x^2 + b x + c <= -(r/2) x^2 + b^2 / (2 r) + c
            return Decay((linear**2 / (-2 * square) + constant).exp(), 0, -square / 2)
        case exp():
            part = _decay(term.exp, variable, point)  # |u| <= b |x|, so exp(u) <= exp(b |x|)
            if not part.is_slow:
                raise CannotEvaluate(f"no bound for the growth of {term} is known")
            return Decay(arb(1), 0, slope=part.factor)
        case log():
            # c <= u <= a |x|^d exp(b |x|), so |log u| <= (|log c| + |log a| + d + b) |x|
            part = _decay(term.args[0], variable, point)
            low = _least(term.args[0], variable, point)
            if not (part.rate >= 0 and part.factor > 0):
                raise CannotEvaluate(f"no bound for the growth of {term} is known")
            return Decay(abs(low.log()) + abs(part.factor.log()) + part.degree + part.slope, 1)
        case relu():
            return _decay(term.args[0], variable, point)
        case heaviside():
            return Decay(arb(1) + abs(_analytic(_value(term.args[1], point))))
        case erf() | tanh():
            return Decay(arb(1))
        case erfc():
            return Decay(arb(2))
        case _:
            raise CannotEvaluate(f"no bound for the growth of {term} is known")


def _least(term: Expr, variable: Expr, point: Point) -> Value:
    """A positive constant that a sum of a positive constant and positive terms is at least."""
    summands = Add.make_args(term)
    moving = [each for each in summands if each.has(variable)]
    least = arb(_added(_analytic(_value(each, point)) for each in summands if each not in moving))
    if not (least > 0 and all(_is_positive_out(each, variable, point) for each in moving)):
        raise CannotEvaluate(f"{term} is not seen to stay away from 0")
    return least


def _is_positive_out(term: Expr, variable: Expr, point: Point) -> bool:
    """Say whether a term is c exp(u), c relu(u) or c u^(2 k), or a product of such, with c >= 0."""
    match term:
        case exp() | relu():
            return True
        case Pow():
            return bool(term.exp.is_Integer and (term.exp % 2 == 0 or _is_positive_out(term.base, variable, point)))
        case Mul():
            return all(_is_positive_out(each, variable, point) for each in term.args)
        case _:
            return not term.has(variable) and bool(_analytic(_value(term, point)) >= 0)
