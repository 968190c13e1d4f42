"""Gains of activations at a standard normal pre-activation, as certified enclosures.

    E[f(z)] and E[f(z)^2], E[f'(z)^2] for z ~ N(0, 1);   forward gain 1/sqrt(E[f^2]), backward gain 1/sqrt(E[f'^2])

Any expression in x is an activation.  Its integrals are enclosed by Taylor polynomials with remainder, cut into pieces
by its kinks, wherever they are; what lies far out is bounded by the structure of the expression, and added to the
radius.  Where that bound, or the enclosure, is not found, the quantity is undecided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb, arb_series, ctx

from backproof.answers.syntax import Expr
from backproof.jets import far_out, plain, series, slope_size
from proofs.kernel.tails import CannotEnclose, Quadratic
from proofs.kernel.taylor import Variable, gaussian_mean

_GUARD = 24  # bits beyond the digits that are asked for


@dataclass(frozen=True)
class Undecided:
    """No enclosure, and why."""

    reason: str


Enclosure = Any  # arb or Undecided: python-flint has no type hints


@dataclass(frozen=True)
class Gains:
    """Enclosures: every true value lies in its ball."""

    mean: Enclosure
    second_moment: Enclosure
    slope_second_moment: Enclosure
    forward_gain: Enclosure
    backward_gain: Enclosure


def enclose(expression: Expr, digits: int = 40) -> Gains:
    """Return enclosures of the moments and gains of an expression in x, with so many digits where f is smooth.

    The slope is taken where it exists: at all but a few points, for what has kinks or jumps.
    """
    bits = int(digits * 3.33) + _GUARD
    with ctx.workprec(bits + 60):
        try:
            f = plain(expression)
        except CannotEnclose as error:
            return Gains(*[Undecided(str(error))] * 5)

        def value(t: Variable) -> arb_series:
            return series(f, t)

        def slope(t: Variable) -> arb_series:
            return series(f, Variable(t.at, t.order + 1, t.hull)).derivative()

        mean = _moment(value, lambda: far_out(f).size, 1, bits)
        second = _moment(value, lambda: far_out(f).size, 2, bits)
        slopes = _moment(slope, lambda: slope_size(f), 2, bits)
        return Gains(mean, second, slopes, _gain(second), _gain(slopes))


def _moment(
    f: Callable[[Variable], arb_series], size: Callable[[], Quadratic | None], power: int, bits: int
) -> Enclosure:
    """E[f(z)^power]; size: a bound of log|f| far out, None for f = 0 there."""
    try:
        bound = size() or Quadratic(arb(-1000))
        return gaussian_mean(lambda t: f(t) if power == 1 else f(t) * f(t), bound.times(arb(power)), bits)
    except CannotEnclose as error:
        return Undecided(str(error))


def _gain(moment: Enclosure) -> Enclosure:
    if isinstance(moment, Undecided):
        return moment
    if not moment > 0:
        return Undecided("the second moment is not seen to be more than 0, so that no factor makes it 1")
    return 1 / moment.sqrt()
