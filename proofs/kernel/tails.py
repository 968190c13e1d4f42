"""Bounds of functions far out, closed under the operations of the formal language.

Everything holds for every real t with |t| >= 1; q(t) is a + b|t| + c t^2 with constants a, b, c.

    |f(t)| <= exp(size(t))      low(t) <= f(t) <= high(t)      |f(t)| >= exp(-floor(t))

The first is always known, the others where they are seen.  From the first follows what an integral against the
density of N(0, 1) has beyond R: with r = 1/2 - c > 0, completing the square,

    2 int_R^oo exp(a + b t + c t^2) p(t) dt  =  exp(a + b^2/(4 r)) erfc(sqrt(r) (R - b/(2 r)))/sqrt(2 r).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from flint import arb


class CannotEnclose(ValueError):
    """No enclosure was found: the message says why."""


_ZERO = arb(0)


@dataclass(frozen=True)
class Quadratic:
    """a + b|t| + c t^2."""

    a: arb
    b: arb = _ZERO
    c: arb = _ZERO

    def __add__(self, other: "Quadratic") -> "Quadratic":
        return Quadratic(self.a + other.a, self.b + other.b, self.c + other.c)

    def __neg__(self) -> "Quadratic":
        return self.times(arb(-1))

    def times(self, factor: arb) -> "Quadratic":
        """Multiply by a number."""
        return Quadratic(self.a * factor, self.b * factor, self.c * factor)

    def or_more(self, other: "Quadratic") -> "Quadratic":
        """A bound of both from above."""
        return Quadratic(self.a.max(other.a), self.b.max(other.b), self.c.max(other.c))

    @property
    def magnitude(self) -> "Quadratic":
        """A bound of the absolute value."""
        return Quadratic(abs(self.a), abs(self.b), abs(self.c))

    @property
    def is_nonnegative(self) -> bool:
        """Say whether it is seen to be >= 0."""
        return bool(self.a >= 0 and self.b >= 0 and self.c >= 0)

    @property
    def degree(self) -> int:
        """0, 1 or 2."""
        return 0 if self.b == 0 and self.c == 0 else 1 if self.c == 0 else 2


@dataclass(frozen=True)
class Bounds:
    """What is known of a function far out; None for what is not."""

    size: Quadratic
    low: Quadratic | None = None
    high: Quadratic | None = None
    floor: Quadratic | None = None

    @property
    def magnitude(self) -> Quadratic | None:
        """A bound of |f| that is no exponential."""
        if self.low is None or self.high is None:
            return None
        return self.low.magnitude.or_more(self.high.magnitude)

    @property
    def is_nonnegative(self) -> bool:
        """Say whether f >= 0 is seen."""
        return self.low is not None and self.low.is_nonnegative


def _log_of_t(times: int) -> Quadratic:
    """log|t| <= log 8 - 1 + |t|/8, the tangent at 8."""
    return Quadratic((arb(8).log() - 1) * times, arb(times) / 8)


def _log_of(magnitude: Quadratic) -> Quadratic:
    """The log of a + b|t| + c t^2 for a, b, c >= 0 and |t| >= 1."""
    total = magnitude.a + magnitude.b + magnitude.c
    return Quadratic(total.max(arb(2) ** -4096).log()) + _log_of_t(magnitude.degree)


def polynomial(constant: arb, linear: arb, square: arb) -> Bounds:
    """The function constant + linear t + square t^2."""
    low, high = Quadratic(constant, -abs(linear), square), Quadratic(constant, abs(linear), square)
    definite = linear == 0 and ((constant > 0 and square >= 0) or (constant < 0 and square <= 0))
    bare = constant == 0 and square == 0 and not linear.contains(0)  # |t| >= 1
    floor = Quadratic(-abs(constant).log()) if definite else Quadratic(-abs(linear).log()) if bare else None
    return Bounds(_log_of(high.magnitude), low, high, floor)


def constant(value: arb) -> Bounds:
    """A constant."""
    return polynomial(arb(value), arb(0), arb(0))


def within(low: arb, high: arb) -> Bounds:
    """A function with values in [low, high]."""
    size = abs(arb(low)).max(abs(arb(high)))
    return Bounds(_log_of(Quadratic(size)), Quadratic(arb(low)), Quadratic(arb(high)))


def added(parts: Sequence[Bounds]) -> Bounds:
    """A sum; of terms that are all >= 0, each one bounds it from below."""
    low = _total([each.low for each in parts])
    high = _total([each.high for each in parts])
    floor = None
    if all(each.is_nonnegative for each in parts):
        floor = min((each.floor for each in parts if each.floor is not None), key=_cost, default=None)
    known = Bounds(Quadratic(arb(0)), low, high).magnitude
    if known is not None:
        size = _log_of(known)
    else:
        size = reduce(Quadratic.or_more, (each.size for each in parts)) + Quadratic(arb(len(parts)).log())
    return Bounds(size, low, high, floor)


def multiplied(left: Bounds, right: Bounds) -> Bounds:
    """A product."""
    floor = left.floor + right.floor if left.floor is not None and right.floor is not None else None
    size = left.size + right.size
    for factor, other in ((left, right), (right, left)):
        if factor.low is not None and factor.low == factor.high and factor.low.degree == 0:  # a constant
            ends = [None if each is None else each.times(factor.low.a) for each in (other.low, other.high)]
            low, high = ends if factor.low.a >= 0 else ends[::-1]
            return Bounds(size, low, high, floor)
    low = Quadratic(arb(0)) if left.is_nonnegative and right.is_nonnegative else None
    known, others = left.magnitude, right.magnitude
    if known is None or others is None or known.degree + others.degree > 2:
        return Bounds(size, low, None, floor)
    high = Quadratic(
        known.a * others.a,
        known.a * others.b + known.b * others.a,
        known.a * others.c + known.b * others.b + known.c * others.a,
    )
    return Bounds(size, -high if low is None else low, high, floor)


def whole_power(base: Bounds, exponent: int) -> Bounds:
    """A power with a whole exponent >= 1; an even one is >= 0."""
    result = base
    for _ in range(exponent - 1):
        result = multiplied(result, base)
    if exponent % 2 == 0 and not result.is_nonnegative:
        result = Bounds(result.size, Quadratic(arb(0)), result.high, result.floor)
    return result


def reciprocal(base: Bounds) -> Bounds:
    """1/f, where |f| is bounded from below."""
    if base.floor is None:
        raise CannotEnclose("a denominator is not seen to stay away from 0 far out")
    low = Quadratic(arb(0)) if base.is_nonnegative else None
    high = None
    if base.floor.degree == 0:
        high = Quadratic(base.floor.a.exp())
        low = low or -high
    return Bounds(base.floor, low, high, base.size)


def real_power(base: Bounds, exponent: arb) -> Bounds:
    """f^p for f >= 0 and p > 0."""
    if not base.is_nonnegative:
        raise CannotEnclose("what stands under a root is not seen to be >= 0 far out")
    floor = None if base.floor is None else base.floor.times(exponent)
    high, known = None, base.magnitude
    if known is not None and exponent <= 1:  # (a + b|t| + c t^2)^p <= a^p + (b^p + c^p) |t| for 2 p <= 1
        small = [each.max(arb(0)) ** exponent if each > 0 else arb(0) for each in (known.a, known.b, known.c)]
        high = Quadratic(small[0], small[1] + small[2]) if exponent * 2 <= 1 else known + Quadratic(arb(1))
    return Bounds(base.size.times(exponent), Quadratic(arb(0)), high, floor)


def exponential(inside: Bounds) -> Bounds:
    """exp(f), where f is bounded from above."""
    if inside.high is None:
        raise CannotEnclose("an exponent is not seen to be bounded by a quadratic polynomial far out")
    high = Quadratic(inside.high.a.exp()) if inside.high.degree == 0 else None
    low = Quadratic(inside.low.a.exp()) if inside.low is not None and inside.low.degree == 0 else Quadratic(arb(0))
    return Bounds(inside.high, low, high, None if inside.low is None else -inside.low)


def logarithm(inside: Bounds) -> Bounds:
    """log(f) for f > 0 that is bounded from below."""
    if inside.floor is None or not inside.is_nonnegative:
        raise CannotEnclose("the argument of a logarithm is not seen to stay above 0 far out")
    low, high = -inside.floor, inside.size
    return Bounds(_log_of(low.magnitude.or_more(high.magnitude)), low, high)


def rectified(inside: Bounds) -> Bounds:
    """relu(f): between 0 and |f|."""
    known = inside.magnitude
    high = inside.high.or_more(Quadratic(arb(0))) if inside.high is not None and known is not None else None
    return Bounds(inside.size, Quadratic(arb(0)), high)


def largest(left: Bounds, right: Bounds) -> Bounds:
    """max(f, g)."""
    high = left.high.or_more(right.high) if left.high is not None and right.high is not None else None
    lows = [each for each in (left.low, right.low) if each is not None]
    low = next((each for each in lows if each.is_nonnegative), lows[0] if lows else None)
    return Bounds(left.size.or_more(right.size), low, high)


def either(left: Bounds, right: Bounds) -> Bounds:
    """A function that is one of two at each t."""
    low = None if left.low is None or right.low is None else -(-left.low).or_more(-right.low)
    high = None if left.high is None or right.high is None else left.high.or_more(right.high)
    floor = None if left.floor is None or right.floor is None else left.floor.or_more(right.floor)
    return Bounds(left.size.or_more(right.size), low, high, floor)


def beyond(size: Quadratic, radius: int) -> arb:
    """Bound both tails of the integral of a function of this size against the density of N(0, 1)."""
    rate = arb(1) / 2 - size.c
    if not rate > 0:
        raise CannotEnclose("it is not seen to grow so slowly that its mean exists")
    centre = size.b.max(arb(0)) / (2 * rate)
    bound = (size.a + centre**2 * rate).exp() * (rate.sqrt() * (radius - centre)).erfc() / (2 * rate).sqrt()
    return bound.upper()


def _total(parts: Sequence[Quadratic | None]) -> Quadratic | None:
    known = [each for each in parts if each is not None]
    return reduce(Quadratic.__add__, known) if len(known) == len(parts) else None


def _cost(floor: Quadratic) -> tuple[bool, bool, int]:
    return bool(floor.c > 0), bool(floor.b > 0), floor.degree
