"""Witnesses of the enclosed moments: the network's own activations, drawn, and a quadrature with 50 digits.

Drawn samples tie a number to what `numerics` computes; they see an error of a percent.  A bound that is wrong in its
thirtieth digit is seen by the quadrature alone: float64 has sixteen digits.
"""

from collections.abc import Callable
from math import inf, sqrt

import mpmath
import numpy as np

from backproof.closed_forms import number
from backproof.quadrature import TOLERANCE, Number, Values, precise
from numerics import functions
from numerics.arrays import Array
from numerics.monte_carlo import MeanCheck, mean_check
from proofs.kernel.claims import Claim
from proofs.kernel.terms import E, Var

from .testimony import Examination, Rng, Testimony, against_mean, witness

Function = Callable[[Array], Array]

ALPHA = 0.7  # of ELU, neither 0 nor 1
DRAWS = 100_000
STEP = 1e-20  # of a complex step, whose error is STEP^2 f'''/6
POINTS = (-4.0, -1.5, -0.5, 0.5, 1.0, 3.0)
NAMES = {"alpha": ALPHA}


def by_quadrature(*cases: Values) -> Examination:
    """Compare the two sides of a claim, computed to 50 digits, for each choice of the numbers in it."""

    def examine(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
        gaps = [(_gaps(claim, values)) for values in cases]
        figures = (("left - right", ", ".join(mpmath.nstr(each[0], 3) for each in gaps)), ("tolerance", TOLERANCE))
        return Testimony(all(_stands(claim, each) for each in gaps), figures)

    return examine


def _gaps(claim: Claim, values: Values) -> list[Number]:
    """Left minus right, of a claim about terms or of both sides of an equivalence."""
    parts = claim.claims if claim.relation == "iff" else (claim,)
    with mpmath.workdps(50):
        return [precise(left, values) - precise(right, values) for left, right in (each.terms for each in parts)]


def _stands(claim: Claim, gaps: list[Number]) -> bool:
    zero = [abs(each) <= mpmath.mpf(TOLERANCE) for each in gaps]
    match claim.relation:
        case "iff":
            return bool(zero[0] == zero[1])
        case "=":
            return bool(zero[0])
        case "<=" | "<":
            return bool(zero[0] or gaps[0] < 0)


def drawn(f: Function, power: int, variance: float, *, gain: bool = False) -> Examination:
    """Hold a bound or a value against draws of f(z)^power; of a gain, against the root of its reciprocal.

    variance: an upper bound of the variance of one sample.
    """

    def examine(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
        samples = np.real(f(rng.normal(size=DRAWS))) ** power
        check = mean_check(samples, variance=variance, false_alarm=false_alarm)
        low, high = check.estimate - check.radius, check.estimate + check.radius
        if gain:
            low, high = 1 / sqrt(high), 1 / sqrt(low) if low > 0 else inf
        return _within(claim, low, high, check)

    return examine


def _within(claim: Claim, low: float, high: float, check: MeanCheck) -> Testimony:
    """What is claimed of a mean between low and high."""
    left, right = claim.terms
    if claim.relation == "=":
        return against_mean(check, float(precise(right, {**SELU, **NAMES})))
    below = not left.has(E, Var)  # `bound <= mean`; else `mean <= bound`
    bound = number(left if below else right, {})
    stands = bound <= high if below else bound >= low
    figures = {"claimed": bound, "lower end": low, "upper end": high, "smallest detected": check.smallest_detected}
    printed = tuple((name, f"{value:.6g}") for name, value in figures.items())
    return Testimony(stands, (*printed, ("false alarm", f"{check.false_alarm:.1g}")))


def by_complex_step(f: Function) -> Examination:
    """The slope of an activation of `numerics`, on either side of 0."""

    def examine(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
        z = np.array(POINTS)
        measured = np.imag(f(np.asarray(z + 1j * STEP))) / STEP
        claimed = np.array([number(claim.terms[1], {"z": each}) for each in POINTS])
        tolerance = 64 * np.finfo(float).eps * np.maximum(1, np.abs(claimed))  # at most 64 roundings a value
        worst = float(np.max(np.abs(measured - claimed) / tolerance))
        return Testimony(worst <= 1, (("largest error / tolerance", f"{worst:.3g}"), ("points", str(len(POINTS)))))

    return examine


# |tanh|, sigmoid and the slopes of all but SiLU lie in [-1, 1], so that their squares have a variance of at most 1/4;
# the slope of SiLU is between -0.1 and 1.1: its square is at most 1.21.  |silu(z)|, |elu(z)| <= |z|, so that their
# squares have a variance of at most E[z^4] = 3; softplus(z) <= log(2) + |z|/2 + z/2, so E[softplus^4] is below
# 8 (log(2)^4 + E[relu(z)^4]) < 8 (0.24 + 1.5) < 14.
ENCLOSED: dict[str, tuple[Function, Function, float, float]] = {
    "tanh-moments": (functions.tanh, functions.tanh_derivative, 1 / 4, 1 / 4),
    "sigmoid-moments": (functions.sigmoid, functions.sigmoid_derivative, 1 / 4, 1 / 4),
    "silu-moments": (functions.silu, functions.silu_derivative, 3.0, 1.21**2 / 4),
    "softplus-moments": (functions.softplus, functions.softplus_derivative, 14.0, 1 / 4),
    "elu-gains": (functions.elu, functions.elu_derivative, 3.0, 1 / 4),
}


def register(theorem: str, part: str, examine: Examination | None = None, *cases: Values) -> None:
    """Register the quadrature, and draws if there are any, as witnesses of a part."""
    witness(theorem, part, "quadrature, 50 digits", draws=False)(by_quadrature(*(cases or ({},))))
    if examine is not None:
        witness(theorem, part, "draws of the pre-activation", draws=True)(examine)


for _theorem, (_f, _slope, _variance, _slope_variance) in ENCLOSED.items():
    witness(_theorem, "slope", "complex step", draws=False)(by_complex_step(_f))
    for _end in ("from-below", "from-above"):
        register(_theorem, f"second-moment-{_end}", drawn(_f, 2, _variance))
        register(_theorem, f"slope-second-moment-{_end}", drawn(_slope, 2, _slope_variance))
        register(_theorem, f"forward-gain-{_end}", drawn(_f, 2, _variance, gain=True))
        register(_theorem, f"backward-gain-{_end}", drawn(_slope, 2, _slope_variance, gain=True))

register("tanh-moments", "mean", drawn(functions.tanh, 1, 1.0))
register("sigmoid-moments", "mean", drawn(functions.sigmoid, 1, 1 / 4))
register("sigmoid-moments", "centred-mean", drawn(lambda z: functions.sigmoid(z) - 0.5, 1, 1 / 4))


def left(z: Array) -> Array:
    """exp(z) - 1 on the left, 0 on the right."""
    return np.where(z < 0, functions.elu(z), 0.0)


def elu(z: Array) -> Array:
    """ELU with ALPHA."""
    return np.where(z < 0, ALPHA * functions.elu(z), z)


def elu_slope(z: Array) -> Array:
    """The slope of ELU with ALPHA."""
    return np.where(z < 0, ALPHA * np.exp(np.minimum(z, 0)), 1.0)


# |left| <= 1 and |elu(z)| <= |z| for ALPHA < 1; slopes are at most 1.
register("elu-moments", "left-mean", drawn(left, 1, 1 / 4), NAMES)
register("elu-moments", "mean", drawn(elu, 1, 1.0), NAMES)
register("elu-moments", "left-second-moment", drawn(left, 2, 1 / 4), NAMES)
register("elu-moments", "no-overlap", drawn(lambda z: functions.relu(z) * left(z), 1, 1.0), NAMES)
register("elu-moments", "second-moment", drawn(elu, 2, 3.0), NAMES)
register("elu-moments", "right-slope", drawn(lambda z: functions.step(z), 1, 1 / 4), NAMES)
register("elu-moments", "left-slope", drawn(lambda z: functions.step(-z) * np.exp(np.minimum(z, 0)), 2, 1 / 4), NAMES)
register("elu-moments", "no-overlap-of-slopes", drawn(lambda z: functions.step(z) * functions.step(-z), 1, 1.0), NAMES)
register("elu-moments", "slope-second-moment", drawn(elu_slope, 2, 1 / 4), NAMES)


def _klambauer() -> dict[str, Number]:
    """alpha and lambda as equation (14) of the paper states them, and the names that the book gives to their parts."""
    with mpmath.workdps(50):
        c, d = mpmath.exp(0.5) * mpmath.erfc(1 / mpmath.sqrt(2)), mpmath.exp(2) * mpmath.erfc(mpmath.sqrt(2))
        alpha = -mpmath.sqrt(2 / mpmath.pi) / (c - 1)
        under = 2 * d + mpmath.pi * c**2 - 2 * (2 + mpmath.pi) * c + mpmath.pi + 2
        return {"c": c, "d": d, "alpha": alpha, "lambda": (1 - c) * mpmath.sqrt(2 * mpmath.pi / under)}


SELU = _klambauer()

# |selu(z)| <= 2 |z|: E[selu^2] <= 4, E[selu^4] <= 48.  As the mean is 0, so the variance is the second moment.
register("selu-fixed-point", "mean", drawn(functions.selu, 1, 4.0), SELU)
register("selu-fixed-point", "second-moment", drawn(functions.selu, 2, 48.0), SELU)
register("selu-fixed-point", "variance", drawn(functions.selu, 2, 48.0), SELU)
for _end in ("from-below", "from-above"):
    register("selu-fixed-point", f"alpha-{_end}", None, SELU)
    register("selu-fixed-point", f"lambda-{_end}", None, SELU)
