"""Witnesses of the other forms of softmax: shifts, factors, sums, log-sum-exp, two classes.

The logits here are moderate, so that the textbook forms can be evaluated too; HARD_LOGITS go through the stable ones.
"""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.finite_differences import jacobian_complex_step
from numerics.functions import binary_cross_entropy, cross_entropy, logsumexp, sigmoid, softmax
from proofs.kernel.claims import Claim

from .softmax import HARD_LOGITS, digit_logits
from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)

MODERATE = (np.array([0.3]), np.array([1.0, 1.0, 1.0]), np.array([-0.5, 2.0, 0.25, 1.0]), np.linspace(-3, 3, 7))
SHIFTS = (-5.0, -0.5, 0.75, 3.0)
FACTORS = (0.25, 2.0, 7.0)

#: exp of a number below 12 is off by 12 eps and its own rounding; a sum of 10 terms, two quotients and logarithms of
#: numbers between e^-12 and e^12 add fewer than 60 more.
TOLERANCE = 96 * EPS


def compare(pairs: Iterable[tuple[float, float]], scale: float = 1.0) -> Testimony:
    """Hold (claimed, measured) pairs against each other; NaN never stands."""
    errors = [abs(claimed - measured) for claimed, measured in pairs]
    figures = ("values", str(len(errors))), ("largest error", f"{max(errors):.2g}"), ("tolerance", f"{TOLERANCE:.2g}")
    return Testimony(all(error <= scale * TOLERANCE for error in errors), figures)


def values_at(claim: Claim, z: Array, main: str, **more: float) -> Array:
    """The claimed right side; row a: the index of the left side is a, and the others, if any occur, run; (n, n)."""
    n = len(z)
    names: dict[str, float | Array] = {"n": float(n), "z": z, "y": softmax(z), **more}
    values = [
        number(claim.terms[1], {**names, **dict.fromkeys("ijkl", float(other)), main: float(place)})
        for place in range(1, n + 1)
        for other in range(1, n + 1)
    ]
    return np.array(values).reshape(n, n)


def entrywise(
    claim: Claim, measure: Callable[[Array, float], Array], name: str, span: Iterable[float], main: str = "i"
) -> Testimony:
    """Compare at every moderate vector of logits and every value of one more name."""
    pairs: list[tuple[float, float]] = []
    for z in MODERATE:
        for value in span:
            measured = np.broadcast_to(measure(z, value), len(z))
            claimed = values_at(claim, z, main, **{name: value}, **({"c": float(np.log(value))} if name == "C" else {}))
            pairs += zip(claimed.ravel(), np.repeat(measured, len(z)), strict=True)
    return compare(pairs)


@witness("softmax-distribution", "positive", "the network's softmax", draws=False)
def positive(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Every entry of the stable softmax, on moderate logits, where none is rounded to 0."""
    gaps = [
        number(claim.terms[1], names) - number(claim.terms[0], names)
        for z in MODERATE
        for place in range(1, len(z) + 1)
        for names in [{"n": float(len(z)), "z": z, "y": softmax(z), **dict.fromkeys("ijkl", float(place))}]
    ]
    return Testimony(all(gap > 0 for gap in gaps), (("values", str(len(gaps))), ("least gap", f"{min(gaps):.2g}")))


@witness("softmax-distribution", "sums-to-1", "the network's softmax", draws=False)
def sums_to_1(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The sum of the stable softmax, on hard logits and on those of real digits."""
    logits = [*HARD_LOGITS, *digit_logits(rng, 4)]
    return compare((number(claim.terms[1], {"n": float(len(z)), "z": z}), float(softmax(z).sum())) for z in logits)


@witness("softmax-distribution", "rows-sum-to-0", "complex step along the ones", draws=False)
def rows_sum_to_0(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the stable softmax when all logits move together."""
    pairs: list[tuple[float, float]] = []
    for z in MODERATE:

        def moved(c: Array, z: Array = z) -> Array:
            return softmax(z + c)

        measured = jacobian_complex_step(moved, np.zeros(1))[:, 0]
        pairs += zip(values_at(claim, z, "i").ravel(), np.repeat(measured, len(z)), strict=True)
    return compare(pairs)


@witness("shift-invariance", "shifted", "softmax of shifted logits", draws=False)
def shifted(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The stable softmax at z + c."""
    return entrywise(claim, lambda z, c: softmax(z + c), "c", SHIFTS)


@witness("stable-softmax", "moved", "exponentials as they are written", draws=False)
def moved(claim: Claim, rng: Rng, _: float) -> Testimony:
    """C exp(z_i), which is at most 7 exp(3)."""
    pairs: list[tuple[float, float]] = []
    for z in MODERATE:
        for factor in FACTORS:
            claimed = values_at(claim, z, "i", C=factor, c=float(np.log(factor)))
            pairs += zip(claimed.ravel(), np.repeat(factor * np.exp(z), len(z)), strict=True)
    return compare(pairs, scale=7 * float(np.exp(3)))


@witness("stable-softmax", "absorbed", "exponentials as they are written", draws=False)
def absorbed(claim: Claim, rng: Rng, _: float) -> Testimony:
    """exp(z + log C) over its sum."""
    return entrywise(claim, lambda z, c: np.exp(z + np.log(c)) / np.sum(np.exp(z + np.log(c))), "C", FACTORS)


@witness("stable-softmax", "left-behind", "exponentials as they are written", draws=False)
def left_behind(claim: Claim, rng: Rng, _: float) -> Testimony:
    """exp(z + log C) over C times its sum: the slip."""
    return entrywise(claim, lambda z, c: np.exp(z + np.log(c)) / (c * np.sum(np.exp(z + np.log(c)))), "C", FACTORS)


@witness("stable-softmax", "no-distribution", "the sum of the slip", draws=False)
def no_distribution(claim: Claim, rng: Rng, _: float) -> Testimony:
    """What the slip sums to."""
    return entrywise(
        claim, lambda z, c: np.sum(np.exp(z + np.log(c)) / (c * np.sum(np.exp(z + np.log(c))))), "C", FACTORS
    )


@witness("log-sum-exp-gradient", "gradient", "complex step", draws=False)
def gradient(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient of the stable log-sum-exp."""
    return entrywise(claim, lambda z, _: jacobian_complex_step(logsumexp, z), "c", (0.0,), main="j")


_PAIRS = [(a, b) for a in (-3.0, -0.25, 0.0, 1.5, 4.0) for b in (-2.0, 0.0, 0.5, 3.0)]


def _two(z1: float, z2: float, t1: float = 0.0) -> dict[str, float]:
    y1, y2 = softmax(np.array([z1, z2]))
    return {"z_1": z1, "z_2": z2, "y_1": float(y1), "y_2": float(y2), "g": float(sigmoid(z1 - z2)), "t_1": t1}


@witness("two-classes", "is-sigmoid", "softmax and sigmoid of the network", draws=False)
def is_sigmoid(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The first of two probabilities of the stable softmax against the claimed term in the sigmoid."""
    return compare((number(claim.terms[1], _two(a, b)), float(softmax(np.array([a, b]))[0])) for a, b in _PAIRS)


@witness("two-classes", "is-logistic-loss", "both losses of the network", draws=False)
def is_logistic_loss(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two-class cross-entropy and the stable binary cross-entropy against the claimed term."""
    pairs = []
    for a, b in _PAIRS:
        for t in (0.0, 1.0, 0.3):
            claimed = number(claim.terms[1], _two(a, b, t))
            pairs.append((claimed, float(cross_entropy(np.array([t, 1 - t]), np.array([a, b])))))
            pairs.append((claimed, float(np.sum(binary_cross_entropy(np.array([t]), np.array([a - b]))))))
    return compare(pairs, scale=12.0)  # log(1 - g) for g near 1: the rounding of g is multiplied by 1/(1 - g) <= e^7
