r"""Growth at infinity: a calculus of series in t and e^t, for t going to infinity.

A `Series` is a sum of terms c e^{q t} t^m, the largest of which decides the limit, and of a remainder that is at most a
constant times some e^{q t} t^m.  Coefficients are trees without t.  Each rule is a theorem of calculus; what no rule
fits has no limit here.

    exp(a t + b + e)  =  e^b e^{a t} (1 + O(e))             log(c e^{q t} (1 + e))  =  q t + log c + e + O(e^2)
    1/(c s (1 + e))   =  1/(c s) (1 - e + O(e^2))           f(b + e)  =  f(b) + O(e) for f with a bounded slope near b
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.syntax import ONE, ZERO, Add, Call, Const, Div, Expr, Fold, Mul, Num, Pow, Sym, negative, walk
from backproof.documents.conversion import is_built_positive

Scale = tuple[Fraction, Fraction]  # (q, m) for e^{q t} t^m
_FLAT: Scale = (Fraction(0), Fraction(0))
_LINE: Scale = (Fraction(0), Fraction(1))
_CONTINUOUS = frozenset(("exp", "sigmoid", "tanh", "relu", "abs", "softplus", "erf"))
INFINITY, MINUS_INFINITY = Sym("infty"), negative(Sym("infty"))


class NoLimit(ValueError):
    """No rule gives the limit."""


@dataclass(frozen=True)
class Series:
    """Terms by scale, and the scale of the remainder, if there is one."""

    terms: tuple[tuple[Scale, Expr], ...]
    rest: Scale | None = None

    @property
    def lead(self) -> tuple[Scale, Expr]:
        """The largest term.  Raises NoLimit where the remainder may be as large."""
        if not self.terms:
            raise NoLimit("everything cancels but a remainder")
        scale, value = max(self.terms, key=lambda each: each[0])
        if self.rest is not None and self.rest >= scale:
            raise NoLimit("the remainder is as large as the rest")
        return scale, value


@dataclass
class Growth:
    """Series of expressions in one variable; `positive`: names of positive numbers.

    A rate is a number, or a number times one positive name, the same everywhere: else they could not be compared.
    """

    positive: frozenset[str]
    unit: Expr | None = None

    def limit(self, expr: Expr, variable: str, point: Expr, side: int) -> Expr:
        """The limit as the variable goes to a point, from the right (1) or the left (-1).  Raises NoLimit."""
        minus = (Mul((Num(Fraction(-1)), INFINITY)), MINUS_INFINITY, Sym("-infty"))
        if point == INFINITY:
            start = _series({_LINE: ONE})
        elif point in minus:
            start = _series({_LINE: Num(Fraction(-1))})
        else:
            small = (Fraction(0), Fraction(-1))
            start = _series({_FLAT: point, small: Num(Fraction(side))})
        found = self.series(expr, variable, start)
        if not found.terms and found.rest is not None and found.rest < _FLAT:
            return ZERO
        if not found.terms and found.rest is None:
            return ZERO
        scale, value = found.lead
        if scale < _FLAT:
            return ZERO
        if scale == _FLAT:
            return value
        return INFINITY if self.known_sign(value) > 0 else MINUS_INFINITY

    def series(self, expr: Expr, variable: str, start: Series) -> Series:
        """The series of an expression, where `start` is that of the variable."""
        if Sym(variable) not in walk(expr):
            return _series({_FLAT: expr})
        match expr:
            case Sym():
                return start
            case Add(terms):
                return _sum([self.series(each, variable, start) for each in terms])
            case Mul(factors):
                value = _series({_FLAT: ONE})
                for each in factors:
                    value = _product(value, self.series(each, variable, start))
                return value
            case Div(over, under):
                return _product(self.series(over, variable, start), self.inverse(self.series(under, variable, start)))
            case Pow(Call("exp", (Num(Fraction(numerator=1, denominator=1)),)), exponent):
                return self.exponential(self.series(exponent, variable, start))
            case Pow(base, Num(value)) if value.denominator == 1 and 0 < abs(value) <= 12:
                inside = self.series(base, variable, start)
                inside = inside if value > 0 else self.inverse(inside)
                power = inside
                for _ in range(abs(int(value)) - 1):
                    power = _product(power, inside)
                return power
            case Fold("sum", var, low, high, None, body) if var != variable:
                inside = self.series(body, variable, start)
                folded = [(scale, Fold("sum", var, low, high, None, value)) for scale, value in inside.terms]
                return Series(tuple(folded), inside.rest)
            case Call("max", (one, other)) if ZERO in (one, other):
                return self.call("relu", self.series(other if one == ZERO else one, variable, start))
            case Call(function, (argument,)):
                return self.call(function, self.series(argument, variable, start))
            case _:
                raise NoLimit(f"no rule for {type(expr).__name__}")

    def call(self, function: str, inside: Series) -> Series:
        """The series of a function."""
        one = _series({_FLAT: ONE})
        match function:
            case "exp":
                return self.exponential(inside)
            case "sigmoid":
                return self.inverse(_sum([one, self.exponential(_times(Fraction(-1), inside))]))
            case "tanh":
                falling = self.exponential(_times(Fraction(-2), inside))
                over = _sum([one, _times(Fraction(-1), falling)])
                return _product(over, self.inverse(_sum([one, falling])))
            case "sigmoid'":
                value = self.call("sigmoid", inside)
                return _product(value, _sum([one, _times(Fraction(-1), value)]))
            case "tanh'":
                value = self.call("tanh", inside)
                return _sum([one, _times(Fraction(-1), _product(value, value))])
            case "softplus":
                return self.logarithm(_sum([one, self.exponential(inside)]))
            case "log":
                return self.logarithm(inside)
            case "relu" | "abs" if _grows(inside):
                if self.known_sign(inside.lead[1]) > 0:
                    return inside
                return _times(Fraction(-1), inside) if function == "abs" else _series({})
            case "step" if inside.terms and inside.lead[0] != _FLAT:
                return _series({_FLAT: ONE} if self.known_sign(inside.lead[1]) > 0 else {})
            case _ if function in _CONTINUOUS and not _grows(inside):
                return self.continuous(function, inside)
            case _:
                raise NoLimit(f"no rule for {function}")

    def continuous(self, function: str, inside: Series) -> Series:
        """f(b + o(1)) = f(b) + o(1), and the remainder is of the size of what is added: f is locally Lipschitz."""
        value = dict(inside.terms).get(_FLAT, ZERO)
        return Series(((_FLAT, Call(function, (value,))),), _below(inside))

    def exponential(self, inside: Series) -> Series:
        """exp(a t + b + o(1)) = e^b e^{a t} (1 + o(1))."""
        terms = dict(inside.terms)
        growing = {scale: value for scale, value in terms.items() if scale > _FLAT}
        if set(growing) - {_LINE} or (inside.rest is not None and inside.rest >= _FLAT):
            raise NoLimit("an exponent that is not linear")
        rate = self.rate(growing.get(_LINE, ZERO))
        constant = terms.get(_FLAT, ZERO)
        value = ONE if constant == ZERO else Call("exp", (constant,))
        below = _below(inside)
        scale = (rate, Fraction(0))
        return Series(((scale, value),), None if below is None else _plus(scale, below))

    def logarithm(self, inside: Series) -> Series:
        """log(c e^{q t} (1 + o(1))) = q t + log c + o(1) for c > 0."""
        scale, value = inside.lead
        if scale[1] or self.sign(value) <= 0:
            raise NoLimit("the logarithm of a power, or of what is not seen to be positive")
        terms: dict[Scale, Expr] = {}
        if scale[0]:
            terms[_LINE] = _multiplied(Num(scale[0]), self.unit or ONE)
        if value != ONE:
            terms[_FLAT] = Call("log", (value,))
        small, rest = _relative(inside, scale, value)
        return _sum([Series(tuple(terms.items()), rest), small])

    def inverse(self, inside: Series) -> Series:
        """1/(c s (1 + o(1))) = 1/(c s) (1 + o(1)) for c other than 0."""
        scale, value = inside.lead
        if not self.sign(value):
            raise NoLimit("a denominator that may be zero")
        small, rest = _relative(inside, scale, value)
        turned = _series({_minus(_FLAT, scale): value if value == ONE else Div(ONE, value)})
        return _product(turned, Series(_sum([_series({_FLAT: ONE}), _times(Fraction(-1), small)]).terms, rest))

    def rate(self, value: Expr) -> Fraction:
        """A rate of growth: q, or q times the unit.  Raises NoLimit."""
        factor = Fraction(1)
        unit: Expr | None = None
        for each in value.factors if isinstance(value, Mul) else (value,):
            if isinstance(each, Num):
                factor *= each.value
            elif isinstance(each, Sym) and each.name in self.positive and unit is None:
                unit = each
            else:
                raise NoLimit("a rate of growth that is no number")
        if factor:
            unit = ONE if unit is None else unit
            if self.unit not in (None, unit):
                raise NoLimit("rates of growth that cannot be compared")
            self.unit = unit
        return factor

    def known_sign(self, value: Expr) -> int:
        """1 or -1.  Raises NoLimit where it is not seen."""
        found = self.sign(value)
        if not found:
            raise NoLimit("a sign that is not seen")
        return found

    def sign(self, value: Expr) -> int:
        """1 or -1 where it is seen; 0 where it is not."""
        match value:
            case Num(number):
                return (number > 0) - (number < 0)
            case Const():
                return 1
            case Mul(factors):
                found = 1
                for each in factors:
                    found *= self.sign(each)
                return found
            case Div(over, under):
                return self.sign(over) * self.sign(under)
            case Fold("sum", _, _, _, None, body):
                return self.sign(body)
            case _:
                return 1 if is_built_positive(value, self.positive) else 0


def _series(terms: dict[Scale, Expr]) -> Series:
    return Series(tuple((scale, value) for scale, value in terms.items() if value != ZERO))


def _sum(parts: list[Series]) -> Series:
    terms: dict[Scale, Expr] = {}
    for part in parts:
        for scale, value in part.terms:
            terms[scale] = _added(terms[scale], value) if scale in terms else value
    rests = [part.rest for part in parts if part.rest is not None]
    return Series(_series(terms).terms, max(rests) if rests else None)


def _added(one: Expr, other: Expr) -> Expr:
    if isinstance(one, Num) and isinstance(other, Num):
        return Num(one.value + other.value)
    if _negated(one) == other or _negated(other) == one:
        return ZERO
    return Add((one, other))


def _negated(value: Expr) -> Expr:
    match value:
        case Num(number):
            return Num(-number)
        case Mul((Num(number), *rest)) if number == -1:
            return rest[0] if len(rest) == 1 else Mul(tuple(rest))
        case _:
            return Mul((Num(Fraction(-1)), value))


def _times(factor: Fraction, series: Series) -> Series:
    return _product(_series({_FLAT: Num(factor)}), series)


def _product(one: Series, other: Series) -> Series:
    terms: list[Series] = []
    for scale, value in one.terms:
        for scale_, value_ in other.terms:
            terms.append(_series({_plus(scale, scale_): _multiplied(value, value_)}))
    rests = []
    for first, second in ((one, other), (other, one)):
        if first.rest is not None:
            rests += [_plus(first.rest, scale) for scale, _ in second.terms]
            rests += [] if second.rest is None else [_plus(first.rest, second.rest)]
    return Series(_sum(terms).terms, max(rests) if rests else None)


def _multiplied(one: Expr, other: Expr) -> Expr:
    if isinstance(one, Num) and isinstance(other, Num):
        return Num(one.value * other.value)
    if one == ONE or other == ONE:
        return other if one == ONE else one
    if one == ZERO or other == ZERO:
        return ZERO
    return Mul(
        (*(one.factors if isinstance(one, Mul) else (one,)), *(other.factors if isinstance(other, Mul) else (other,)))
    )


def _relative(inside: Series, scale: Scale, value: Expr) -> tuple[Series, Scale | None]:
    """e, exactly, and how large the square of e and the remainder are, where a series is c s (1 + e)."""
    turned = {
        _minus(other, scale): each if value == ONE else Div(each, value)
        for other, each in inside.terms
        if other != scale
    }
    rests = [] if inside.rest is None else [_minus(inside.rest, scale)]
    if turned:
        most = max(turned)
        rests.append(_plus(most, most))
    return _series(turned), max(rests) if rests else None


def _grows(series: Series) -> bool:
    """Whether a series is not seen to stay bounded."""
    scales = [scale for scale, _ in series.terms] + ([] if series.rest is None else [series.rest])
    return any(scale > _FLAT for scale in scales)


def _below(series: Series) -> Scale | None:
    """The largest of what vanishes.  Raises NoLimit where the remainder does not."""
    if series.rest is not None and series.rest >= _FLAT:
        raise NoLimit("a remainder that does not vanish")
    small = [scale for scale, _ in series.terms if scale < _FLAT] + ([] if series.rest is None else [series.rest])
    return max(small) if small else None


def _plus(one: Scale, other: Scale) -> Scale:
    return one[0] + other[0], one[1] + other[1]


def _minus(one: Scale, other: Scale) -> Scale:
    return one[0] - other[0], one[1] - other[1]
