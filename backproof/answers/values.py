"""Known functions at one value, as a rational or as an Arb ball; outside its domain a function is `Undefined`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any as Anything

from flint import arb, fmpq, fmpz

Value = Anything  # fmpq or arb
LARGEST_EXACT = 4096  # bits of an exact power


class Undefined(Exception):
    """The expression has no real value here."""


class LogOfZero(Undefined):
    """Minus infinity: a factor 0 beside it is a matter of convention."""


class Unclear(Exception):
    """Not decided at this precision, or a matter of convention."""


def is_zero(x: Value) -> bool:
    """Whether a value is exactly zero."""
    return bool(x == 0)


def ball(x: Value) -> arb:
    """The value as a ball."""
    return x if isinstance(x, arb) else arb(x)


def sign(x: Value) -> int:
    """-1, 0 or 1; `Unclear` for a ball that contains 0."""
    if isinstance(x, fmpq):
        return int(x > 0) - int(x < 0)
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
