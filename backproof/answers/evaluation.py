"""The certified evaluator: a scalar expression at an exact rational point, as a rational or as an Arb ball.

Undefined (1/0, the log or root of a negative) is an outcome, not an error; what a convention decides (0^0, 0 log 0,
a cube root of a negative) is `Unclear` and never used as evidence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any as Anything

from flint import arb, ctx, fmpq, fmpz

from backproof.answers.syntax import (
    ONE,
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Const,
    Div,
    Expr,
    Fold,
    Mul,
    Not,
    Num,
    Pow,
    Sym,
    Truth,
    walk,
)

Value = Anything  # fmpq or arb
LARGEST_EXACT = 4096  # bits of an exact power
LONGEST_SUM = 400
EULER = Call("exp", (ONE,))


class Undefined(Exception):
    """The expression has no real value here."""


class LogOfZero(Undefined):
    """Minus infinity: a factor 0 beside it is a matter of convention."""


class Unclear(Exception):
    """Not decided at this precision, or a matter of convention."""


@dataclass
class Evaluator:
    """Evaluates at one point; notes whether a step was evaluated exactly at its jump."""

    point: Mapping[str, fmpq]
    continuous: frozenset[str]
    jumps: list[Expr] = field(default_factory=list)

    def value(self, expr: Expr) -> Value:
        """The value, or `Undefined` or `Unclear`."""
        match expr:
            case Num(value):
                return fmpq(value.numerator, value.denominator)
            case Const():
                return arb.pi()
            case Sym(name):
                return self.point[name]
            case Add(terms):
                total: Value = fmpq(0)
                for term in terms:
                    total = total + self.value(term)
                return total
            case Mul(factors):
                return self.product(factors)
            case Div(over, under):
                return divide(self.value(over), self.value(under))
            case Pow(base, exponent):
                if base == EULER:
                    return exponential(self.value(exponent))
                return power(self.value(base), self.value(exponent))
            case Call(name, args):
                return self.call(name, args)
            case Cases(branches, otherwise):
                for condition, value in branches:
                    if self.true(condition):
                        return self.value(value)
                if otherwise is None:
                    raise Undefined("no case applies")
                return self.value(otherwise)
            case Truth(condition):
                return fmpq(1 if self.true(condition) else 0)
            case Fold():
                return self.fold(expr)
            case _:
                raise Unclear(type(expr).__name__)

    def product(self, factors: tuple[Expr, ...]) -> Value:
        total: Value = fmpq(1)
        infinite: LogOfZero | None = None
        for factor in factors:
            try:
                total = total * self.value(factor)
            except LogOfZero as error:
                infinite = error
        if infinite is not None:
            if is_zero(total):
                raise Unclear("0 log 0")
            raise infinite
        return total

    def call(self, name: str, args: tuple[Expr, ...]) -> Value:
        values = [self.value(a) for a in args]
        if name in ("max", "min"):
            best = values[0]
            for other in values[1:]:
                best = larger(best, other) if name == "max" else -larger(-best, -other)
            return best
        if name == "mod":
            a, b = values
            return a - b * self.floor(divide(a, b), args)
        x = values[0]
        if name == "floor":
            return self.floor(x, args)
        if name == "ceil":
            return -self.floor(-x, args)
        if name in ("step", "sign"):
            s = sign(x)
            if s == 0 and not self.jump(args[0]) and name == "step":
                raise Unclear("the value of a step at 0")
            return fmpq(s if name == "sign" else int(s > 0))
        if name in SCALAR:
            found = SCALAR[name](x)
            if isinstance(found, arb) and not found.is_finite():
                raise Unclear("too large, or too close to a singularity")
            return found
        raise Unclear(name)

    def floor(self, x: Value, args: tuple[Expr, ...]) -> Value:
        if isinstance(x, fmpq):
            if x.q == 1:
                for arg in args:
                    self.jump(arg)
            return fmpq(x.floor())
        whole = x.floor().unique_fmpz()
        if whole is None:
            raise Unclear("the floor of a number close to an integer")
        return fmpq(whole)

    def jump(self, expr: Expr) -> bool:
        """Note that a step is evaluated exactly at its jump, if it is a jump along a continuous variable."""
        moving = any(isinstance(node, Sym) and node.name in self.continuous for node in walk(expr))
        if moving:
            self.jumps.append(expr)
        return moving

    def true(self, cond: Cond) -> bool:
        match cond:
            case Compare(relation, left, right):
                s = sign(self.value(left) - self.value(right))
                if relation in ("=", "!="):
                    return (s == 0) == (relation == "=")
                if s == 0:
                    self.jump(Add((left, Mul((Num(Fraction(-1)), right)))))
                return {"<": s < 0, "<=": s <= 0, ">": s > 0, ">=": s >= 0}[relation]
            case All(parts):
                return all([self.true(p) for p in parts])
            case Any(parts):
                return any([self.true(p) for p in parts])
            case Not(part):
                return not self.true(part)
            case Always(value):
                return value

    def fold(self, fold: Fold) -> Value:
        assert fold.low is not None and fold.high is not None
        low, high = self.value(fold.low), self.value(fold.high)
        if not (isinstance(low, fmpq) and isinstance(high, fmpq)) or low.q != 1 or high.q != 1:
            raise Unclear("the bounds of a sum")
        if high - low > LONGEST_SUM or high < low - 1:
            raise Unclear("a sum of many terms")
        total: Value = fmpq(0 if fold.kind == "sum" else 1)
        for n in range(int(low.p), int(high.p) + 1):
            inner = Evaluator({**self.point, fold.var: fmpq(n)}, self.continuous, self.jumps)
            term = inner.value(fold.body)
            total = total + term if fold.kind == "sum" else total * term
        return total


def is_zero(x: Value) -> bool:
    """Whether a value is exactly zero."""
    return bool(x == 0)


def ball(x: Value) -> arb:
    """The value as a ball."""
    return x if isinstance(x, arb) else arb(x)


def sign(x: Value) -> int:
    """-1, 0 or 1; `Unclear` for a ball that contains 0."""
    if isinstance(x, fmpq):
        return (x > 0) - (x < 0)
    if x > 0:
        return 1
    if x < 0:
        return -1
    if x.is_zero():
        return 0
    raise Unclear("the sign of a number close to 0")


def larger(x: Value, y: Value) -> Value:
    """The maximum of two values."""
    if isinstance(x, fmpq) and isinstance(y, fmpq):
        return x if x >= y else y
    return ball(x).max(ball(y))


def divide(over: Value, under: Value) -> Value:
    """The quotient; undefined at 0."""
    if sign(under) == 0:
        raise Undefined("division by zero")
    return over / under


def exponential(x: Value) -> Value:
    """exp, with exp(0) exact."""
    if isinstance(x, fmpq) and x == 0:
        return fmpq(1)
    found = ball(x).exp()
    if not found.is_finite():
        raise Unclear("too large")
    return found


def root(x: Value) -> Value:
    """The square root; undefined for a negative number."""
    s = sign(x)
    if s < 0:
        raise Undefined("square root of a negative number")
    if isinstance(x, fmpq):
        p, q = math.isqrt(int(x.p)), math.isqrt(int(x.q))
        if p * p == x.p and q * q == x.q:
            return fmpq(p, q)
    return ball(x).sqrt()


def cube_root(x: Value) -> Value:
    """The cube root; of a negative number it is a matter of convention."""
    s = sign(x)
    if s < 0:
        raise Unclear("the cube root of a negative number")
    return ball(x).root(3) if s else fmpq(0)


def logarithm(x: Value) -> Value:
    """The natural logarithm; undefined for a negative number."""
    s = sign(x)
    if s < 0:
        raise Undefined("logarithm of a negative number")
    if s == 0:
        raise LogOfZero("logarithm of zero")
    if isinstance(x, fmpq) and x == 1:
        return fmpq(0)
    return ball(x).log()


def power(base: Value, exponent: Value) -> Value:
    """base^exponent over the reals."""
    if isinstance(exponent, fmpq) and exponent.q == 1:
        return integer_power(base, exponent.p)
    s = sign(base)
    if s == 0:
        t = sign(exponent)
        if t < 0:
            raise Undefined("division by zero")
        return fmpq(0)
    if s < 0:
        if isinstance(exponent, fmpq) and int(exponent.q) % 2 == 0:
            raise Undefined("root of a negative number")
        raise Unclear("a broken power of a negative number")
    if isinstance(exponent, fmpq) and exponent.q == 2:
        half = root(base)
        return integer_power(half, exponent.p)
    return finite(ball(base) ** ball(exponent))


def integer_power(base: Value, n: fmpz) -> Value:
    """base^n for an integer n."""
    if n == 0 and sign(base) == 0:
        raise Unclear("0^0")
    if n < 0:
        return divide(fmpq(1), integer_power(base, -n))
    if isinstance(base, fmpq):
        bits = int(base.p).bit_length() + int(base.q).bit_length()
        if base in (0, 1) or n * bits <= LARGEST_EXACT:
            return base ** int(n)
    size = finite(abs(ball(base)) ** arb(n)) if sign(base) else fmpq(0)
    return -size if sign(base) < 0 and n % 2 else size


def finite(x: arb) -> arb:
    """The ball, unless it says nothing."""
    if not x.is_finite():
        raise Unclear("too large")
    return x


def factorial(x: Value) -> Value:
    """n! for a nonnegative integer n."""
    if not isinstance(x, fmpq) or x.q != 1 or x < 0:
        raise Unclear("the factorial of this number")
    if x <= 200:
        return fmpq(math.factorial(int(x.p)))
    return finite(arb(x + 1).gamma())


def _real(method: Callable[[arb], arb], at_zero: int | None = None) -> Callable[[Value], Value]:
    def function(x: Value) -> Value:
        if at_zero is not None and isinstance(x, fmpq) and x == 0:
            return fmpq(at_zero)
        return method(ball(x))

    return function


def _inside(x: Value, closed: bool) -> None:
    inner = 1 - x * x
    s = sign(inner)
    if s < 0 or (s == 0 and not closed):
        raise Undefined("outside (-1, 1)")


def _arc(method: Callable[[arb], arb], closed: bool) -> Callable[[Value], Value]:
    def function(x: Value) -> Value:
        _inside(x, closed)
        return method(ball(x))

    return function


def _sigmoid(x: Value) -> Value:
    return 1 / (1 + exponential(-x))


def _arcosh(x: Value) -> Value:
    if sign(x - 1) < 0:
        raise Undefined("outside [1, inf)")
    return ball(x).acosh()


def _absolute(x: Value) -> Value:
    return abs(x) if isinstance(x, arb) else (x if x >= 0 else -x)


def _over(function: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda x: divide(fmpq(1), function(x))


def _cotangent(x: Value) -> Value:
    return divide(ball(x).cos(), _real(arb.sin, 0)(x))


SCALAR: dict[str, Callable[[Value], Value]] = {
    "exp":        exponential,
    "log":        logarithm,
    "sqrt":       root,
    "cbrt":       cube_root,
    "abs":        _absolute,
    "relu":       lambda x: larger(x, fmpq(0)),
    "sin":        _real(arb.sin, 0),
    "cos":        _real(arb.cos, 1),
    "tan":        _real(arb.tan, 0),
    "cot":        _cotangent,
    "sec":        _real(arb.sec, 1),
    "csc":        _over(_real(arb.sin, 0)),
    "arcsin":     _arc(arb.asin, True),
    "arccos":     _arc(arb.acos, True),
    "arctan":     _real(arb.atan, 0),
    "sinh":       _real(arb.sinh, 0),
    "cosh":       _real(arb.cosh, 1),
    "tanh":       _real(arb.tanh, 0),
    "coth":       lambda x: divide(_real(arb.cosh)(x), _real(arb.sinh, 0)(x)),
    "sech":       _real(arb.sech, 1),
    "csch":       _over(_real(arb.sinh, 0)),
    "arsinh":     _real(arb.asinh, 0),
    "arcosh":     _arcosh,
    "artanh":     _arc(arb.atanh, False),
    "sigmoid":    _sigmoid,
    "logit":      lambda x: logarithm(x) - logarithm(1 - x),
    "softplus":   lambda x: logarithm(1 + exponential(x)),
    "logsigmoid": lambda x: -logarithm(1 + exponential(-x)),
    "log1p":      lambda x: logarithm(1 + x),
    "expm1":      lambda x: exponential(x) - 1,
    "erf":        _real(arb.erf, 0),
    "erfc":       _real(arb.erfc, 1),
    "Phi":        lambda x: (1 + _real(arb.erf, 0)(x / arb(2).sqrt() if x != 0 else fmpq(0))) / 2,
    "phi":        lambda x: (-ball(x) * x / 2).exp() / (2 * arb.pi()).sqrt(),
    "factorial":  factorial,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression is at a point."""

    kind: str  # "value", "undefined" or "unclear"
    value: Value | None = None
    reason: str = ""
    jumps: tuple[Expr, ...] = ()


def evaluate(expr: Expr, point: Mapping[str, fmpq], continuous: frozenset[str], bits: int) -> Outcome:
    """The outcome at a point, with balls of the given precision."""
    before = ctx.prec
    ctx.prec = bits
    evaluator = Evaluator(point, continuous)
    try:
        found = evaluator.value(expr)
        if isinstance(found, arb) and not found.is_finite():
            return Outcome("unclear", reason="not finite")
        return Outcome("value", found, jumps=tuple(evaluator.jumps))
    except Undefined as error:
        return Outcome("undefined", reason=str(error), jumps=tuple(evaluator.jumps))
    except (Unclear, OverflowError, ZeroDivisionError) as error:
        return Outcome("unclear", reason=str(error))
    finally:
        ctx.prec = before


def differ(left: Value, right: Value, bits: int) -> bool:
    """Whether two values are certainly different."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left != right)
    before, ctx.prec = ctx.prec, bits
    try:
        return not ball(left).overlaps(ball(right))
    finally:
        ctx.prec = before
