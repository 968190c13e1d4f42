"""Values of the first engine: exact rationals as long as they can be, else Arb balls; and what may stand for one."""

from collections.abc import Callable, Iterable
from math import isqrt
from typing import Any

from flint import acb, arb, arb_series, ctx, fmpq, fmpq_series
from sympy import Function, erf, erfc, exp, log, tanh

Value = Any  # fmpq, arb, acb or arb_series: python-flint has no type hints


PRECISION = 192  # bits


class CannotEvaluate(ValueError):
    """The point lies outside the domain of the term, or its evaluation is not supported."""


def added(values: Iterable[Value]) -> Value:
    """Sum; of nothing, 0."""
    several = iter(values)
    result: Value = next(several, fmpq(0))
    for value in several:
        result = result + value
    return result


def multiplied(values: Iterable[Value]) -> Value:
    """Multiply; of nothing, 1."""
    several = iter(values)
    result: Value = next(several, fmpq(1))
    for value in several:
        result = result * value
    return result


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


def analytic(value: Value) -> Value:
    """As a ball, of which transcendental functions are known."""
    if isinstance(value, fmpq_series):
        raise TypeError("the series of a transcendental function has no rational coefficients")
    return arb(value) if isinstance(value, fmpq) else value


def logarithm(value: Value) -> Value:
    """The natural logarithm of what is certainly positive."""
    if isinstance(value, arb) and not value > 0:
        raise CannotEvaluate(f"log of {value}")
    if isinstance(value, acb):  # on a path of integration the function must be analytic: not across the cut
        return value.log(analytic=True)
    return value.log()


FUNCTIONS: dict[type[Function], Callable[[Value], Value]] = {
    exp: lambda value: value.exp(),
    log: logarithm,
    erf: lambda value: value.erf(),
    erfc: lambda value: value.erfc(),
    tanh: lambda value: 1 - 2 / ((2 * value).exp() + 1),
}


def power(base: Value, exponent: Value) -> Value:
    """A power where it is certainly defined and real; exact where both are rational and so is the power."""
    if not isinstance(exponent, fmpq):
        return FUNCTIONS[exp](analytic(exponent * logarithm(analytic(base))))
    if exponent.q == 1:
        if exponent < 0 and not isinstance(base, acb | arb_series) and not (base > 0 or base < 0):
            raise CannotEvaluate(f"division by {base}")
        return whole_power(base, int(exponent.p))
    if isinstance(base, fmpq):
        if base < 0:
            raise CannotEvaluate(f"a root of {base}")
        if exponent.q == 2:
            top, bottom = isqrt(int(base.p)), isqrt(int(base.q))
            if top**2 == base.p and bottom**2 == base.q:
                return power(fmpq(top, bottom), fmpq(exponent.p))
        return arb(base) ** arb(exponent)
    if isinstance(base, arb):
        if not base >= 0:
            raise CannotEvaluate(f"a root of {base}")
        return base ** arb(exponent)
    return (logarithm(base) * exponent).exp()


def whole_power(base: Value, exponent: int) -> Value:
    """Multiply: the library's own power of a ball around 0 is not a number."""
    if exponent < 0:
        return 1 / whole_power(base, -exponent)
    half = whole_power(base, exponent // 2) if exponent > 1 else fmpq(1)
    return half * half * base if exponent % 2 else half * half


def stepped(value: Value, at_zero: Value) -> Value:
    """The step of a value whose sign is certain."""
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


def rectified(value: Value) -> Value:
    """The larger of a value and 0, where it is certain which."""
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


def are_rational(left: Value, right: Value) -> bool:
    """Say whether both values are rational numbers, so that comparing them is exact."""
    return isinstance(left, fmpq) and isinstance(right, fmpq)
