"""Gains of activations at a standard normal pre-activation, as certified enclosures.

    E[f(z)] and E[f(z)^2], E[f'(z)^2] for z ~ N(0, 1);   forward gain 1/sqrt(E[f^2]), backward gain 1/sqrt(E[f'^2])

Integrals over [-CUT, CUT] are enclosed in ball arithmetic (Arb), cut at 0, where ReLU and its kin have a kink.  Every
activation and its slope are bounded by A + A|t|, so what lies beyond the cut is at most

    2 int_CUT^oo (A + A|t|)^2 p(t) dt  <=  4 A^2 (2 Q(CUT) + CUT p(CUT)),     Q(c) = erfc(c/sqrt(2))/2,

and is added to the radius.  Source: F. Johansson, Numerical integration in arbitrary-precision ball arithmetic, 2018.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, arb, ctx, fmpq

CUT = 18  # the density there is below 1e-70
DIGITS = 40
Function = Callable[[acb, bool], acb]


@dataclass(frozen=True)
class Activation:
    """An activation on each side of 0, with its slope.

    bound: A with |f(t)|, |f'(t)| <= A + A|t| for every real t.
    proved: quantity, theorem and part that states its closed form.
    """

    name: str
    formula: str
    left: Function
    left_slope: Function
    right: Function
    right_slope: Function
    bound: int
    proved: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Gains:
    """Enclosures: every true value lies in its ball."""

    mean: arb
    second_moment: arb
    slope_second_moment: arb
    forward_gain: arb
    backward_gain: arb


def enclose(activation: Activation) -> Gains:
    """Return enclosures of the moments of an activation."""
    before, ctx.dps = ctx.dps, DIGITS + 20
    try:
        f, slope = (activation.left, activation.right), (activation.left_slope, activation.right_slope)
        mean, second, slopes = (_moment(each, n, activation.bound) for each, n in ((f, 1), (f, 2), (slope, 2)))
        return Gains(mean, second, slopes, 1 / second.sqrt(), 1 / slopes.sqrt())
    finally:
        ctx.dps = before


def _moment(sides: tuple[Function, Function], power: int, bound: int) -> arb:
    left, right = (
        acb.integral(lambda t, analytic, f=f: f(t, analytic) ** power * _density(t), acb(low), acb(high)).real
        for f, low, high in ((sides[0], -CUT, 0), (sides[1], 0, CUT))
    )
    return left + right + arb(0, _tail(bound))


def _tail(bound: int) -> arb:
    """The bound of the integral beyond the cut, for power 2; for power 1 too, since A + A|t| >= 1 there."""
    cut = arb(CUT)
    beyond = (cut / arb(2).sqrt()).erfc() / 2
    density = (-(cut**2) / 2).exp() / (2 * arb.pi()).sqrt()
    return (4 * bound**2 * (2 * beyond + cut * density)).upper()


def _density(t: acb) -> acb:
    return (-t * t / 2).exp() / acb(2 * arb.pi()).sqrt()


def _sigmoid(t: acb) -> acb:
    return 1 / (1 + (-t).exp())


def _cdf(t: acb) -> acb:
    return (1 + (t / acb(2).sqrt()).erf()) / 2


def _smooth(name: str, formula: str, f: Function, slope: Function, *proved: tuple[str, str, str]) -> Activation:
    return Activation(name, formula, f, slope, f, slope, 1, proved)


def _exponential(alpha: arb, scale: arb) -> tuple[Function, Function, Function, Function]:
    """ELU times a scale: on the left, its slope, on the right, its slope."""
    return (
        lambda t, _: scale * alpha * (t.exp() - 1),
        lambda t, _: scale * alpha * t.exp(),
        lambda t, _: scale * t,
        lambda t, _: acb(scale),
    )


def _selu_constants() -> tuple[arb, arb]:
    """alpha and lambda of G. Klambauer et al., Self-normalizing neural networks, 2017, eq. (14)."""
    before, ctx.dps = ctx.dps, DIGITS + 30
    try:
        c, d = (1 / arb(2).sqrt()).erfc() * arb("0.5").exp(), arb(2).sqrt().erfc() * arb(2).exp()
        pi = arb.pi()
        alpha = (2 / pi).sqrt() / (1 - c)
        scale = (1 - c) * (2 * pi).sqrt() / (2 * d + pi * c**2 - 2 * (2 + pi) * c + pi + 2).sqrt()
        return alpha, scale
    finally:
        ctx.dps = before


def _linear_sides(slope: fmpq) -> tuple[Function, Function, Function, Function]:
    return lambda t, _: t * slope, lambda t, _: acb(slope), lambda t, _: t, lambda t, _: acb(1)


def activations() -> dict[str, Activation]:
    """Return the activations by name."""
    members = (
        Activation(
            "relu",
            "max(z, 0)",
            *_linear_sides(fmpq(0)),
            1,
            (
                ("mean", "leaky-relu-moments", "right-mean"),
                ("second_moment", "relu-gain", "relu-second-moment"),
            ),
        ),
        Activation("leaky-relu", "z for z > 0, z/100 for z < 0", *_linear_sides(fmpq(1, 100)), 1),
        Activation("elu", "z for z > 0, exp(z) - 1 for z < 0", *_exponential(arb(1), arb(1)), 1),
        Activation("selu", "lambda (z for z > 0, alpha (exp(z) - 1) for z < 0)", *_exponential(*_selu_constants()), 2),
        _smooth("tanh", "tanh(z)", lambda t, _: t.tanh(), lambda t, _: 1 - t.tanh() ** 2),
        _smooth("sigmoid", "1/(1 + exp(-z))", lambda t, _: _sigmoid(t), lambda t, _: _sigmoid(t) * (1 - _sigmoid(t))),
        _smooth(
            "silu",
            "z/(1 + exp(-z))",
            lambda t, _: t * _sigmoid(t),
            lambda t, _: _sigmoid(t) * (1 + t * (1 - _sigmoid(t))),
        ),
        _smooth(
            "softplus",
            "log(1 + exp(z))",
            lambda t, analytic: (1 + t.exp()).log(analytic=analytic),
            lambda t, _: _sigmoid(t),
        ),
        _smooth(
            "erf",
            "erf(z/sqrt(2))",
            lambda t, _: (t / acb(2).sqrt()).erf(),
            lambda t, _: 2 * _density(t),
            ("mean", "erf-moments", "erf-mean"),
            ("second_moment", "erf-moments", "erf-second-moment"),
        ),
        _smooth(
            "gelu",
            "z Phi(z)",
            lambda t, _: t * _cdf(t),
            lambda t, _: _cdf(t) + t * _density(t),
            ("mean", "gelu-moments", "gelu-mean"),
            ("second_moment", "gelu-moments", "gelu-second-moment"),
        ),
    )
    return {each.name: each for each in members}
