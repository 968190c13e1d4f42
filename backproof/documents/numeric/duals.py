"""Numbers with their derivatives by the entries of one array: exact rationals where possible, else Arb balls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, fmpq

from backproof.answers.values import SCALAR, Unclear, Value, ball, divide, exponential, is_zero, logarithm, power, sign


@dataclass(frozen=True, slots=True)
class Dual:
    """A value, and its derivative by each entry of the array that varies; no slopes where nothing varies.

    log_of: the rational number of which a value that is not rational is the logarithm; e^{log 2} is 2 exactly.
    """

    value: Value
    slopes: tuple[Value, ...] = ()
    log_of: fmpq | None = None


ZERO = Dual(fmpq(0))
_HIGHEST = 64  # power of a number whose logarithm stands in an example


def _exponential(x: Dual) -> fmpq | None:
    """e to a value, where that is known to be a rational number."""
    return fmpq(1) if isinstance(x.value, fmpq) and is_zero(x.value) else x.log_of


def _log_of_sum(a: Dual, b: Dual) -> fmpq | None:
    one, other = _exponential(a), _exponential(b)
    return None if one is None or other is None else one * other


def _log_of_product(a: Dual, b: Dual) -> fmpq | None:
    for factor, each in ((a.value, b.log_of), (b.value, a.log_of)):
        if each is not None and isinstance(factor, fmpq) and factor.q == 1 and abs(factor) <= _HIGHEST:
            return each ** int(factor.p)
    return None


def mixed(a: Value, b: Value, of: Callable[[Value, Value], Value]) -> Value:
    """An operation on two values; balls where one is a ball."""
    return of(a, b) if isinstance(a, fmpq) and isinstance(b, fmpq) else of(ball(a), ball(b))


def plus(a: Value, b: Value) -> Value:
    """The sum of two values."""
    return mixed(a, b, lambda x, y: x + y)


def times(a: Value, b: Value) -> Value:
    """The product of two values; zero times anything is zero exactly."""
    if (isinstance(a, fmpq) and is_zero(a)) or (isinstance(b, fmpq) and is_zero(b)):
        return fmpq(0)
    return mixed(a, b, lambda x, y: x * y)


def _combined(a: Dual, b: Dual, by_a: Value, by_b: Value) -> tuple[Value, ...]:
    n = max(len(a.slopes), len(b.slopes))
    left = a.slopes or (fmpq(0),) * n
    right = b.slopes or (fmpq(0),) * n
    return tuple(plus(times(by_a, x), times(by_b, y)) for x, y in zip(left, right, strict=True))


def add(a: Dual, b: Dual) -> Dual:
    """a + b."""
    log_of = _log_of_sum(a, b)
    value = fmpq(0) if log_of == 1 else plus(a.value, b.value)
    return Dual(value, _combined(a, b, fmpq(1), fmpq(1)), log_of)


def multiply(a: Dual, b: Dual) -> Dual:
    """a b."""
    return Dual(times(a.value, b.value), _combined(a, b, b.value, a.value), _log_of_product(a, b))


def quotient(a: Dual, b: Dual) -> Dual:
    """a / b."""
    inverse = divide(fmpq(1), b.value)
    down = times(fmpq(-1), times(a.value, times(inverse, inverse)))
    return Dual(times(a.value, inverse), _combined(a, b, inverse, down))


def raised(a: Dual, b: Dual) -> Dual:
    """a ** b, with a constant exponent, or a positive base."""
    value = power(a.value, b.value)
    if not any(not is_zero(each) for each in b.slopes):
        if not a.slopes or is_zero(b.value):
            return Dual(value)
        down = times(b.value, power(a.value, plus(b.value, fmpq(-1))) if b.value != 1 else fmpq(1))
        return Dual(value, tuple(times(down, each) for each in a.slopes))
    log = logarithm(a.value)
    return Dual(value, _combined(a, b, times(value, divide(b.value, a.value)), times(value, log)))


def _sigmoid_slope(x: Value, y: Value) -> Value:
    return times(y, plus(fmpq(1), times(fmpq(-1), y)))


def _tanh_slope(x: Value, y: Value) -> Value:
    return plus(fmpq(1), times(fmpq(-1), times(y, y)))


def side_of_zero(x: Value) -> int:
    """The sign of a value at a kink, where zero itself is a matter of convention.  Raises Unclear there."""
    s = sign(x)
    if s == 0:
        raise Unclear("the derivative at a kink is a matter of convention")
    return s


_SLOPES: dict[str, Callable[[Value, Value], Value]] = {
    "exp": lambda x, y: y,
    "log": lambda x, y: divide(fmpq(1), x),
    "sqrt": lambda x, y: divide(fmpq(1), times(fmpq(2), y)),
    "sigmoid": _sigmoid_slope,
    "tanh": _tanh_slope,
    "relu": lambda x, y: fmpq(int(side_of_zero(x) > 0)),
    "abs": lambda x, y: fmpq(side_of_zero(x)),
    "softplus": lambda x, y: SCALAR["sigmoid"](x),
    "sin": lambda x, y: SCALAR["cos"](x),
    "cos": lambda x, y: times(fmpq(-1), SCALAR["sin"](x)),
    "step": lambda x, y: fmpq(0 * side_of_zero(x)),
    "sign": lambda x, y: fmpq(0 * side_of_zero(x)),
}


def called(name: str, x: Dual) -> Dual:
    """A function of one number, or its derivative, `tanh'`.  Raises Unclear, and Undefined."""
    if name.endswith("'"):
        inner = called(name[:-1], Dual(x.value, (fmpq(1),)))
        if any(not is_zero(each) for each in x.slopes) or name.endswith("''"):
            raise Unclear("a second derivative")
        return Dual(inner.slopes[0])
    value = _at_logarithm(name, x.log_of) or _value(name, x.value)
    log_of = x.value if name == "log" and isinstance(x.value, fmpq) and x.value != 1 else None
    if not any(not is_zero(each) for each in x.slopes):
        return Dual(value, tuple(fmpq(0) for _ in x.slopes), log_of)
    if name not in _SLOPES:
        raise Unclear(f"the derivative of {name}")
    down = _SLOPES[name](x.value, value)
    return Dual(value, tuple(times(down, each) for each in x.slopes), log_of)


def _at_logarithm(name: str, number: fmpq | None) -> Value | None:
    """A function at the logarithm of a rational number, where it is rational; None elsewhere."""
    if number is None:
        return None
    match name:
        case "exp":
            return number
        case "sigmoid":
            return number / (1 + number)
        case "tanh":
            return (number * number - 1) / (number * number + 1)
        case _:
            return None


def _value(name: str, x: Value) -> Value:
    if name in ("step", "sign"):
        s = sign(x)
        if s == 0 and name == "step":
            raise Unclear("the value of a step at 0")
        return fmpq(s if name == "sign" else int(s > 0))
    if name == "exp":
        return exponential(x)
    if name in ("floor", "ceil") and isinstance(x, fmpq):
        return fmpq(x.floor() if name == "floor" else x.ceil())
    if name not in SCALAR:
        raise Unclear(name)
    found = SCALAR[name](x)
    if isinstance(found, arb) and not found.is_finite():
        raise Unclear("too large, or too close to a singularity")
    return found
