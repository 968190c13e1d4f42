"""Functions of x, read by the grammar of answers, as power series of balls and as bounds far out.

`plain` reduces what is written to a few operations; `series`, `far_out` and `slope_size` say what each of these does.
A condition on x, a maximum or an absolute value is decided on a whole interval, or the interval is halved.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, arb_series, fmpq

from backproof.answers import syntax as s
from backproof.answers.syntax import MINUS_ONE, ONE, TWO, ZERO, Add, Call, Const, Div, Expr, Mul, Num, Pow, Sym
from proofs.kernel import tails
from proofs.kernel.tails import Bounds, CannotEnclose, Quadratic
from proofs.kernel.taylor import Unsure, Variable

X = "x"
HALF = Num(Fraction(1, 2))
_LARGEST_POWER = 64


def _call(name: str, *args: Expr) -> Expr:
    return Call(name, args)


def _minus(u: Expr) -> Expr:
    return Mul((MINUS_ONE, u))


def _over(u: Expr) -> Expr:
    return Div(ONE, u)


def _exp(u: Expr) -> Expr:
    return _call("exp", u)


_ROOT_OF_2 = _call("sqrt", TWO)
_ROOT_OF_2_PI = _call("sqrt", Mul((TWO, Const("pi"))))
_SINH: Callable[[Expr], Expr] = lambda u: Mul((HALF, Add((_exp(u), _minus(_exp(_minus(u)))))))  # noqa: E731
_COSH: Callable[[Expr], Expr] = lambda u: Mul((HALF, Add((_exp(u), _exp(_minus(u))))))  # noqa: E731

# a known function -> what it is made of
MADE_OF: dict[str, Callable[..., Expr]] = {
    "relu":       lambda u: _call("max", u, ZERO),
    "min":        lambda u, v: _minus(_call("max", _minus(u), _minus(v))),
    "step":       lambda u: s.Truth(s.Compare(">", u, ZERO)),
    "sign":       lambda u: Add((s.Truth(s.Compare(">", u, ZERO)), _minus(s.Truth(s.Compare("<", u, ZERO))))),
    "sinh":       _SINH,
    "cosh":       _COSH,
    "coth":       lambda u: Div(_COSH(u), _SINH(u)),
    "sech":       lambda u: _over(_COSH(u)),
    "csch":       lambda u: _over(_SINH(u)),
    "tan":        lambda u: Div(_call("sin", u), _call("cos", u)),
    "sec":        lambda u: _over(_call("cos", u)),
    "expm1":      lambda u: Add((_exp(u), MINUS_ONE)),
    "log1p":      lambda u: _call("log", Add((ONE, u))),
    "logsigmoid": lambda u: _minus(_call("softplus", _minus(u))),
    "Phi":        lambda u: Mul((HALF, Add((ONE, _call("erf", Div(u, _ROOT_OF_2)))))),
    "phi":        lambda u: Div(_exp(Mul((Num(Fraction(-1, 2)), Pow(u, TWO)))), _ROOT_OF_2_PI),
}  # fmt: skip
BASIC = frozenset(
    {"exp", "log", "sqrt", "sin", "cos", "arctan", "arsinh", "tanh", "sigmoid", "softplus", "erf", "erfc"}
)


def plain(expr: Expr) -> Expr:
    """Reduce to numbers, x, + * / powers, the basic functions, abs, max of two, cases and conditions.

    Raises CannotEnclose, with a reason, for what is no function of x alone.
    """
    match expr:
        case Num() | Const() | Sym("x"):
            return expr
        case Add() | Mul() | Div() | Pow() | s.Cases() | s.Truth():
            return s.map_expr(expr, plain)
        case Call("max" | "min" as name, args) if len(args) != 2:
            return plain(reduce(lambda u, v: Call(name, (u, v)), args))
        case Call(name, args) if name in BASIC or name in ("abs", "max"):
            return s.map_expr(expr, plain)
        case Call(name, args) if name in MADE_OF:
            return plain(MADE_OF[name](*args))
        case Call(name, _):
            raise CannotEnclose(f"{name} is not among the functions that are enclosed")
        case Sym(name):
            raise CannotEnclose(f"{name} has no value")
        case _:
            raise CannotEnclose(f"a {type(expr).__name__.lower()} is no function of x")


def has_x(expr: Expr) -> bool:
    """Whether x occurs."""
    return any(isinstance(each, Sym) for each in s.walk(expr))


def _whole(expr: Expr) -> int | None:
    """A small whole number, if the expression is one."""
    value = _rational(expr)
    if value is None or value.denominator != 1 or abs(value) > _LARGEST_POWER:
        return None
    return int(value)


def _rational(expr: Expr) -> Fraction | None:
    match expr:
        case Num(value):
            return value
        case Mul((Num(value), other)):
            rest = _rational(other)
            return None if rest is None else value * rest
        case Div(over, under):
            top, bottom = _rational(over), _rational(under)
            return None if top is None or not bottom else top / bottom
        case _:
            return None


def number(value: Fraction) -> arb:
    """A rational as a ball."""
    return arb(fmpq(value.numerator, value.denominator))


# Power series --------------------------------------------------------------------------------------------------------


def series(expr: Expr, t: Variable) -> arb_series:
    """The power series of an expression at a point, or over an interval."""

    def of(part: Expr) -> arb_series:
        return series(part, t)

    match expr:
        case Num(value):
            return t.constant(number(value))
        case Const():
            return t.constant(arb.pi())
        case Sym():
            return t.series
        case Add(terms):
            return reduce(lambda u, v: u + v, map(of, terms))
        case Mul(factors):
            return reduce(lambda u, v: u * v, map(of, factors))
        case Div(over, under):
            return of(over) / of(under)
        case Pow(base, exponent):
            return _power(base, exponent, t)
        case Call("sqrt", (u,)):
            return _root(u, t)
        case Call("abs", (u,)):
            inside = of(u)
            return t.chosen(inside, inside, -inside)
        case Call("max", (u, v)):
            left, right = of(u), of(v)
            return t.chosen(left - right, left, right)
        case Call(name, (u,)):
            return _FUNCTIONS[name](of(u), t)
        case s.Truth(condition):
            return _chosen(((condition, ONE),), ZERO, t)
        case s.Cases(branches, otherwise):
            return _chosen(branches, otherwise, t)
        case _:
            raise CannotEnclose(f"a {type(expr).__name__.lower()} is no function of x")


def _tanh(u: arb_series, t: Variable) -> arb_series:
    return t.constant(arb(1)) - t.constant(arb(2)) / ((u + u).exp() + t.constant(arb(1)))


_FUNCTIONS: dict[str, Callable[[arb_series, Variable], arb_series]] = {
    "exp":      lambda u, t: u.exp(),
    "log":      lambda u, t: u.log(),
    "sin":      lambda u, t: u.sin(),
    "cos":      lambda u, t: u.cos(),
    "arctan":   lambda u, t: u.atan(),
    "arsinh":   lambda u, t: (u + (u * u + t.constant(arb(1))).sqrt()).log(),
    "tanh":     _tanh,
    "sigmoid":  lambda u, t: t.constant(arb(1)) / (t.constant(arb(1)) + (-u).exp()),
    "softplus": lambda u, t: (t.constant(arb(1)) + u.exp()).log(),
    "erf":      lambda u, t: u.erf(),
    "erfc":     lambda u, t: u.erfc(),
}  # fmt: skip


def _power(base: Expr, exponent: Expr, t: Variable) -> arb_series:
    whole = _whole(exponent)
    if whole is not None:
        inside, result = series(base, t), t.constant(arb(1))
        for _ in range(abs(whole)):
            result = result * inside
        return result if whole >= 0 else t.constant(arb(1)) / result
    if not has_x(base) and base == Call("exp", (ONE,)):
        return series(exponent, t).exp()
    if _rational(exponent) == Fraction(1, 2):
        return _root(base, t)
    return (series(exponent, t) * series(base, t).log()).exp()


def _root(inside: Expr, t: Variable) -> arb_series:
    """The square root; in an interval as short as they get it may reach 0, where it has no slope."""
    value = series(inside, t)
    if not t.hull or value[0] > 0 or not never_negative(inside):
        return value.sqrt()
    top = abs(value[0]).upper().sqrt()
    return arb_series([arb(0).union(top), *[arb.nan()] * t.order], prec=t.order + 1)


def never_negative(expr: Expr) -> bool:
    """Whether an expression is seen to be >= 0 wherever it is defined."""
    match expr:
        case Num(value):
            return value >= 0
        case Const() | Call("abs" | "exp" | "sqrt" | "sigmoid" | "softplus" | "erfc", _) | s.Truth():
            return True
        case Pow(base, exponent):
            whole = _whole(exponent)
            return never_negative(base) or (whole is not None and whole % 2 == 0)
        case Call("max", parts):
            return any(map(never_negative, parts))
        case Add(parts) | Mul(parts):
            return all(map(never_negative, parts))
        case Div(over, under):
            return never_negative(over) and never_negative(under)
        case _:
            return False


def _chosen(branches: tuple[tuple[s.Cond, Expr], ...], otherwise: Expr | None, t: Variable) -> arb_series:
    """The branch that applies on the whole interval; on the shortest ones, the hull of those that may."""
    found: list[arb_series] = []
    for condition, value in branches:
        holds = _holds(condition, t)
        if holds is not False:
            found.append(series(value, t))
        if holds is None and not t.hull:
            raise Unsure
        if holds:
            break
    else:
        if otherwise is None:
            raise CannotEnclose("no case applies for some x: write what it is otherwise")
        found.append(series(otherwise, t))
    if len(found) == 1:
        return found[0]
    hulls = [reduce(lambda u, v: u.union(v), (each[k] for each in found)) for k in range(t.order + 1)]
    return arb_series(hulls, prec=t.order + 1)


def _holds(condition: s.Cond, t: Variable) -> bool | None:
    """Whether a condition holds almost everywhere on the interval, or nowhere; None if that is not certain."""
    match condition:
        case s.Always(value):
            return value
        case s.Not(part):
            inner = _holds(part, t)
            return None if inner is None else not inner
        case s.All(parts) | s.Any(parts):
            answers = [_holds(each, t) for each in parts]
            decisive = isinstance(condition, s.Any)
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        case s.Compare(relation, left, right):
            gap = series(left, t) - series(right, t)
            if gap[0] == 0 and any(gap[k] != 0 for k in range(1, t.order + 1)):
                raise Unsure  # a point at which it vanishes says nothing of the interval around it
            return _compared(relation, gap[0])


def _compared(relation: s.Relation, gap: arb) -> bool | None:
    """The sign of left - right on the interval; a zero at an end of it is a single point."""
    if gap == 0:
        return relation in ("<=", "=", ">=")
    sign = 1 if gap >= 0 else -1 if gap <= 0 else 0
    if sign == 0:
        return None
    match relation:
        case "=" | "!=":
            return None if gap.contains(0) else relation == "!="
        case ">" | ">=":
            return sign > 0
        case "<" | "<=":
            return sign < 0


# Far out -------------------------------------------------------------------------------------------------------------


def far_out(expr: Expr) -> Bounds:
    """Bounds of an expression for |x| >= 1."""
    if not has_x(expr):
        value = series(expr, Variable(arb(0), 0))[0]
        if not value.is_finite():
            raise CannotEnclose("a number in it is not defined")
        return tails.constant(value)
    match expr:
        case Sym():
            return tails.polynomial(arb(0), arb(1), arb(0))
        case Add(terms):
            return tails.added([far_out(each) for each in terms])
        case Mul(factors):
            return reduce(tails.multiplied, map(far_out, factors))
        case Div(over, under):
            return tails.multiplied(far_out(over), tails.reciprocal(far_out(under)))
        case Pow(base, exponent):
            return _power_far_out(base, exponent)
        case Call("abs", (u,)):
            inside = far_out(u)
            bounds = tails.rectified(inside)
            return Bounds(inside.size, bounds.low, inside.magnitude, inside.floor)
        case Call("max", (u, v)):
            return tails.largest(far_out(u), far_out(v))
        case Call(name, (u,)):
            return _FAR_OUT[name](far_out(u))
        case s.Truth():
            return tails.within(arb(0), arb(1))
        case s.Cases(branches, otherwise):
            values = [value for _, value in branches] + ([] if otherwise is None else [otherwise])
            return reduce(tails.either, map(far_out, values))
        case _:
            raise CannotEnclose(f"a {type(expr).__name__.lower()} is no function of x")


def _sigmoid_far_out(u: Bounds) -> Bounds:
    known = tails.within(arb(0), arb(1))
    floor = None if u.magnitude is None else u.magnitude + Quadratic(arb(2).log())  # sigmoid(u) >= exp(-|u|)/2
    return Bounds(known.size, known.low, known.high, floor)


def _softplus_far_out(u: Bounds) -> Bounds:
    return tails.logarithm(tails.added([tails.constant(arb(1)), tails.exponential(u)]))


def _at_most_itself(u: Bounds) -> Bounds:
    return Bounds(u.size, None if u.magnitude is None else -u.magnitude, u.magnitude)


_FAR_OUT: dict[str, Callable[[Bounds], Bounds]] = {
    "exp":      tails.exponential,
    "log":      tails.logarithm,
    "sqrt":     lambda u: tails.real_power(u, arb(1) / 2),
    "sin":      lambda u: tails.within(arb(-1), arb(1)),
    "cos":      lambda u: tails.within(arb(-1), arb(1)),
    "arctan":   lambda u: tails.within(arb(-2), arb(2)),
    "arsinh":   _at_most_itself,
    "tanh":     lambda u: tails.within(arb(-1), arb(1)),
    "sigmoid":  _sigmoid_far_out,
    "softplus": _softplus_far_out,
    "erf":      lambda u: tails.within(arb(-1), arb(1)),
    "erfc":     lambda u: tails.within(arb(0), arb(2)),
}  # fmt: skip


def _power_far_out(base: Expr, exponent: Expr) -> Bounds:
    whole, value = _whole(exponent), _rational(exponent)
    if whole == 0:
        return tails.constant(arb(1))
    if whole is not None:
        power = tails.whole_power(far_out(base), abs(whole))
        return power if whole > 0 else tails.reciprocal(power)
    if not has_x(base):
        return tails.exponential(tails.multiplied(far_out(exponent), far_out(_call("log", base))))
    if value is None:
        raise CannotEnclose("a power with x in its base and its exponent is not bounded far out")
    power = tails.real_power(far_out(base), number(abs(value)))
    return power if value > 0 else tails.reciprocal(power)


Size = Quadratic | None  # None: identically 0


def slope_size(expr: Expr) -> Size:
    """A bound of the log of |f'(x)| for |x| >= 1, where the slope exists."""
    if not has_x(expr):
        return None
    match expr:
        case Sym():
            return Quadratic(arb(0))
        case Add(terms):
            return _sum(map(slope_size, terms))
        case Mul(factors):
            sizes = [far_out(each).size for each in factors]
            return _sum(_product(slope_size(each), *sizes[:n], *sizes[n + 1 :]) for n, each in enumerate(factors))
        case Div(over, under):
            size, low = far_out(over).size, tails.reciprocal(far_out(under)).size
            return _sum((_product(slope_size(over), low), _product(slope_size(under), size, low, low)))
        case Pow(base, exponent):
            return _power_slope(base, exponent)
        case Call("abs", (u,)):
            return slope_size(u)
        case Call("max", parts):
            return _largest(map(slope_size, parts))
        case Call(name, (u,)):
            return _product(slope_size(u), _SLOPES[name](far_out(u)))
        case s.Truth():
            return None
        case s.Cases(branches, otherwise):
            values = [value for _, value in branches] + ([] if otherwise is None else [otherwise])
            return _largest(map(slope_size, values))
        case _:
            raise CannotEnclose(f"a {type(expr).__name__.lower()} is no function of x")


def _at_most(bound: arb) -> Callable[[Bounds], Quadratic]:
    return lambda _: Quadratic(bound.log())


# the log of a bound of |g'(u)|
_SLOPES: dict[str, Callable[[Bounds], Quadratic]] = {
    "exp":      lambda u: tails.exponential(u).size,
    "log":      lambda u: tails.reciprocal(u).size,
    "sqrt":     lambda u: tails.reciprocal(tails.real_power(u, arb(1) / 2)).size,
    "sin":      _at_most(arb(1)),
    "cos":      _at_most(arb(1)),
    "arctan":   _at_most(arb(1)),
    "arsinh":   _at_most(arb(1)),
    "tanh":     _at_most(arb(1)),
    "sigmoid":  _at_most(arb(1)),
    "softplus": _at_most(arb(1)),
    "erf":      _at_most(arb(2)),
    "erfc":     _at_most(arb(2)),
}  # fmt: skip


def _power_slope(base: Expr, exponent: Expr) -> Size:
    """p u^(p-1) u' for a number p;  c^u log(c) u' for a number c."""
    value = _rational(exponent)
    if value == 0:
        return None
    if value is not None:
        factor = Quadratic(number(abs(value)).log())
        return _product(slope_size(base), factor, far_out(Pow(base, Num(value - 1))).size)
    if has_x(base):
        raise CannotEnclose("a power with x in its base and its exponent is not bounded far out")
    return _product(slope_size(exponent), far_out(Pow(base, exponent)).size, far_out(_call("log", base)).size)


def _product(slope: Size, *others: Quadratic) -> Size:
    return None if slope is None else reduce(Quadratic.__add__, others, slope)


def _sum(parts: Any) -> Size:
    known = [each for each in parts if each is not None]
    return None if not known else reduce(Quadratic.or_more, known) + Quadratic(arb(len(known)).log())


def _largest(parts: Any) -> Size:
    known = [each for each in parts if each is not None]
    return None if not known else reduce(Quadratic.or_more, known)
