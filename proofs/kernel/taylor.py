"""Enclosures of integrals by Taylor polynomials with Lagrange's remainder, in real ball arithmetic.

On [c - h, c + h], for an even N and some xi in it that varies with u,

    f(c + u) = sum_{k<N} a_k u^k + a_N(xi) u^N,      int f = sum_{k<N even} 2 a_k h^(k+1)/(k+1) + 2 A h^(N+1)/(N+1),

where a_k is the k-th coefficient of f at c and the ball A holds the N-th coefficients at all points of the interval.
Both come from power series whose coefficients are balls.  An interval is halved until its remainder is small; one on
which f has a kink is halved until it is so short that its width times a bound of f is.  No complex analysis is used.
Source: W. Tucker, Validated Numerics, 2011, chapter 5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from flint import arb, arb_series, ctx

from .tails import CannotEnclose, Quadratic, beyond

_MOST_PIECES = 6000
_GUARD = 40  # bits of work beyond those that are asked for
_LARGEST_RADIUS = 200


class Unsure(ArithmeticError):
    """A kink, a jump or a pole may lie in the interval: halve it."""


@dataclass(frozen=True)
class Variable:
    """The integration variable at a point or over a whole interval, as a power series.

    hull: the interval is as short as they get: a kink in it is to be enclosed, not refused.
    """

    at: arb
    order: int
    hull: bool = False

    @property
    def series(self) -> arb_series:
        """t + u."""
        return arb_series([self.at, 1], prec=self.order + 1)

    def constant(self, value: arb) -> arb_series:
        """A constant."""
        return arb_series([value], prec=self.order + 1)

    def chosen(self, sign_of: arb_series, positive: arb_series, negative: arb_series) -> arb_series:
        """One of two series, by the sign of a third on the interval; where it is not certain, Unsure or the hull."""
        value = sign_of[0]
        if value == 0 and any(sign_of[k] != 0 for k in range(1, self.order + 1)):
            raise Unsure  # a point at which it vanishes says nothing of the interval around it
        if value >= 0:
            return positive
        if value <= 0:
            return negative
        if not self.hull:
            raise Unsure
        return self._hull(positive, negative)

    def stepped(self, sign_of: arb_series, at_zero: arb_series) -> arb_series:
        """1, 0 or the value at 0, by the sign of a series on the interval; where it is not certain, as `chosen`."""
        value, one, nought = sign_of[0], self.constant(arb(1)), self.constant(arb(0))
        if value > 0 or value < 0:
            return one if value > 0 else nought
        if all(sign_of[k] == 0 for k in range(self.order + 1)):
            return at_zero
        if not self.hull:
            raise Unsure
        return self._hull(self._hull(one, nought), at_zero)

    def _hull(self, one: arb_series, other: arb_series) -> arb_series:
        return arb_series([one[k].union(other[k]) for k in range(self.order + 1)], prec=self.order + 1)


Integrand = Callable[[Variable], arb_series]


def integral(integrand: Integrand, low: arb, high: arb, bits: int) -> arb:
    """Enclose the integral over [low, high], to about 2^-bits where the integrand allows.

    Raises CannotEnclose if it is not seen to be bounded, or needs too many pieces.
    """
    before, ctx.cap = ctx.cap, max(ctx.cap, _order(bits) + 4)
    try:
        with ctx.workprec(bits + _GUARD):
            return _integral(integrand, arb(low), arb(high), bits)
    finally:
        ctx.cap = before


def gaussian_mean(function: Integrand, size: Quadratic, bits: int) -> arb:
    """Enclose E[f(Z)] for Z ~ N(0, 1) and |f(t)| <= exp(size(t)) for |t| >= 1."""
    with ctx.workprec(bits + _GUARD):
        radius = next((r for r in range(2, _LARGEST_RADIUS) if beyond(size, r) < arb(2) ** -bits), None)
        if radius is None:
            raise CannotEnclose("it grows so fast that its tails are not seen to be small")
        tail = arb(0, beyond(size, radius))

    def weighted(t: Variable) -> arb_series:
        return function(t) * _bell(t)

    within_reach = integral(weighted, arb(-radius), arb(radius), bits)
    with ctx.workprec(bits + _GUARD):
        return within_reach + tail


def _bell(t: Variable) -> arb_series:
    x = t.at
    exponent = [-x * x / 2, -x, arb(-1) / 2]
    density: arb_series = arb_series(exponent[: t.order + 1], prec=t.order + 1).exp()
    return density / t.constant((2 * arb.pi()).sqrt())


def _order(bits: int) -> int:
    return 2 * (bits // 8)


def _integral(integrand: Integrand, low: arb, high: arb, bits: int) -> arb:
    total, pieces = arb(0), 0
    length = (high - low).upper()
    waiting = _unit_pieces(low, high)
    while waiting:
        centre, half = waiting.pop()
        pieces += 1
        if pieces > _MOST_PIECES:
            place = centre.str(6, radius=False)
            raise CannotEnclose(f"it is not bounded, changes too fast, or has too many kinks near {place}")
        short = bool(half < length * arb(2) ** -(bits + 8))
        found = _short(integrand, centre, half) if short else _smooth(integrand, centre, half, bits, half / length)
        if found is None:
            waiting += [(centre - half / 2, half / 2), (centre + half / 2, half / 2)]
        else:
            total = total + found
    return total


def _unit_pieces(low: arb, high: arb) -> list[tuple[arb, arb]]:
    """Cut [low, high] at the whole numbers; each piece as its centre and half of its length."""
    first, last = int(low.ceil().upper().unique_fmpz()), int(high.floor().lower().unique_fmpz())
    ends = [low, *(arb(k) for k in range(first, last + 1) if low < k and k < high), high]
    return [((a + b) / 2, (b - a) / 2) for a, b in pairwise(ends)]


def _smooth(integrand: Integrand, centre: arb, half: arb, bits: int, share: arb) -> arb | None:
    """Taylor's formula on one piece; None if the piece is too long for it."""
    order = _order(bits)
    try:
        whole = integrand(Variable(_ball(centre, half), order))
        if whole.prec <= order:
            raise RuntimeError(f"a power series of order {order} was cut off at {whole.prec}: this is a bug")
        last = whole[order]
        if not last.is_finite():
            return None
        remainder = 2 * last * half ** (order + 1) / (order + 1)
        if not remainder.rad() < share * arb(2) ** -bits:
            return None
        series = integrand(Variable(centre, order - 1))
    except (Unsure, ZeroDivisionError, ValueError):  # the last two are the library's, at a pole
        return None
    even = (2 * series[k] * half ** (k + 1) / (k + 1) for k in range(0, order, 2))
    result = sum(even, remainder)
    return result if result.is_finite() else None


def _short(integrand: Integrand, centre: arb, half: arb) -> arb:
    """The width times the range, on a piece that a kink keeps from Taylor's formula."""
    try:
        value = integrand(Variable(_ball(centre, half), 1, hull=True))[0]
    except (Unsure, ZeroDivisionError, ValueError):
        value = arb.nan()
    if not value.is_finite():
        raise CannotEnclose(f"it is not seen to be defined and bounded near {centre.str(6, radius=False)}")
    return value * (2 * half)


def _ball(centre: arb, half: arb) -> arb:
    """Every number that is at most `half` away from the centre."""
    return arb(centre.mid(), (half + centre.rad()).upper())
