"""Is a sample mean consistent with a theorem? An answer whose false-alarm probability is proved, not approximated.

Alphabet: X_1 ... X_N independent with the same mean mu and known variance v; alpha the false-alarm probability allowed,
beta the probability allowed of missing a deviation; k (odd) blocks of m samples; h = (k+1)/2.

Two estimators, one report. Neither uses a normal approximation; both need the variance only.

Median of means. By Cantelli's (one-sided Chebyshev) inequality a block mean exceeds mu + r with probability at most
p = 1/(1 + m r^2/v). The median exceeds it only if h of the k independent blocks do: P <= B(k, p), the binomial tail
P(Bin(k, p) >= h), evaluated in exact rational arithmetic. With p_k(q) the largest p such that B(k, p) <= q,

    radius             r  = sqrt(k v/N) sqrt(1/p_k(alpha/2) - 1)        (alpha/2 on either side)
    smallest_detected  r + sqrt(k v/N) sqrt(1/p_k(beta) - 1)            (one side: the estimate must leave the radius)

and k is the odd number that minimizes smallest_detected.

Catoni's estimator (O. Catoni, Ann. Inst. H. Poincare 48, 2012): theta with sum_i psi(c (X_i - theta)) = 0 for
psi(u) = sign(u) log(1 + |u| + u^2/2). As exp(+-psi(u)) <= 1 +- u + u^2/2, Markov's inequality gives, with L = log(1/q),

    theta <= mu + (c v + 2L/(c N)) / (1 + sqrt(1 - c^2 v - 2L/N))   except with probability q, and likewise below.

With c = sqrt((L_a + L_b)/(N v)), L_a = log(2/alpha) and L_b = log(1/beta), smallest_detected is near
2 sqrt((L_a + L_b) v/N), hardly more than for a normal X, with seven times fewer samples than the median of means.
`mean_check` uses it; `median_of_means_check` has the plainer proof.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array

MISS = 1e-6
"""beta: a deviation of smallest_detected or more goes unnoticed with at most this probability."""


@dataclass(frozen=True)
class MeanCheck:
    """An estimate of a mean, with what it can rule out.

    false_alarm bounds P(|estimate - mu| > radius). A true mean at least smallest_detected away from the claimed one is
    found inconsistent with probability at least 1 - 1e-6, if the variance is then at most alternative_variance.
    """

    estimate: float
    radius: float
    false_alarm: float
    smallest_detected: float
    samples: int
    variance: float
    alternative_variance: float
    method: str

    def consistent_with(self, value: float) -> bool:
        """Whether `value` lies within the radius; for the true mean, true except with probability false_alarm."""
        if not math.isfinite(value):
            raise ValueError(f"value: expected a finite claimed mean, got {value}")
        return abs(self.estimate - value) <= self.radius


def mean_check(
    samples: npt.ArrayLike, *, variance: float, false_alarm: float, alternative_variance: float | None = None
) -> MeanCheck:
    """Check by Catoni's estimator. `samples` has shape (N,), independent, of exactly known (or bounded) variance.

    The variance under a wrong theorem is `alternative_variance`, by default `variance`; it only affects
    smallest_detected. Raises ValueError when N is too small for `false_alarm`, naming the N that suffices.
    """
    x = _sample(samples)
    other = _variances(variance, alternative_variance)
    reach, detected, c = _catoni_plan(len(x), variance, other, _probability(false_alarm))
    low, high = _catoni_bracket(x, c, width=reach * 1e-9)
    rounding = high - low  # the root lies in between: add the whole bracket to what is claimed
    return MeanCheck(
        (low + high) / 2, reach + rounding, false_alarm, detected + 2 * rounding, len(x), variance, other, "Catoni"
    )


def median_of_means_check(
    samples: npt.ArrayLike, *, variance: float, false_alarm: float, alternative_variance: float | None = None
) -> MeanCheck:
    """The same check by the median of k block means; the last N mod k samples are not used."""
    x = _sample(samples)
    other = _variances(variance, alternative_variance)
    plan = _median_plan(_probability(false_alarm), other / variance)
    m = len(x) // plan.blocks
    if m == 0:
        raise ValueError(
            f"samples: got {len(x)}, but false_alarm = {false_alarm} needs at least {plan.blocks}, one in each block"
        )
    means = x[: m * plan.blocks].reshape(plan.blocks, m).mean(axis=1)
    radius = plan.radius * math.sqrt(variance / m)
    detected = plan.detected * math.sqrt(variance / m)
    return MeanCheck(
        float(np.median(means)), radius, plan.false_alarm, detected, len(x), variance, other, "median of means"
    )


def samples_needed(
    deviation: float, *, variance: float, false_alarm: float, alternative_variance: float | None = None
) -> int:
    """The least N, but for a margin of 1e-8, at which `mean_check` has smallest_detected <= deviation."""
    if not deviation > 0:
        raise ValueError(f"deviation: expected a positive number, got {deviation}")
    other = _variances(variance, alternative_variance)
    deviation /= 1 + 1e-8  # `mean_check` adds two brackets of 1e-9 radii
    low = high = _catoni_minimum(_probability(false_alarm))
    while _catoni_plan(high, variance, other, false_alarm)[1] > deviation:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _catoni_plan(middle, variance, other, false_alarm)[1] > deviation:
            low = middle
        else:
            high = middle
    return high


def _catoni_plan(n: int, variance: float, other: float, false_alarm: float) -> tuple[float, float, float]:
    """(radius, smallest detected deviation, c) for n samples; c minimizes the leading terms of the second."""
    alarm, miss = math.log(2 / false_alarm), math.log(1 / MISS)
    least = _catoni_minimum(false_alarm)
    if n < least:
        raise ValueError(f"samples: got {n}, but false_alarm = {false_alarm} needs at least {least}")
    c = math.sqrt(2 * (alarm + miss) / (n * (variance + other)))

    def reach(v: float, log: float) -> float:
        return (c * v + 2 * log / (c * n)) / (1 + math.sqrt(1 - c**2 * v - 2 * log / n))

    radius = reach(variance, alarm)
    return radius, radius + reach(other, miss), c


def _catoni_minimum(false_alarm: float) -> int:
    """The N from which c^2 v + 2L/N <= 2 (L_a + L_b + max)/N is at most 1/2; at 1 the bound would end."""
    alarm, miss = math.log(2 / false_alarm), math.log(1 / MISS)
    return math.ceil(4 * (alarm + miss + max(alarm, miss)))


def _catoni_bracket(x: Array, c: float, width: float) -> tuple[float, float]:
    """An interval around the root of the decreasing sum_i psi(c (x_i - theta)), of length `width` where floats allow.

    Newton's method from the mean; the signs at both ends are then checked, so a failure to converge only widens it.
    The sum rounds by less than 1e-13 of its size, far below a width of 1e-9 radii for N < 1e8.
    """

    def influence(theta: float) -> float:
        u = c * (x - theta)
        return float(np.sum(np.copysign(np.log1p(np.abs(u) + u * u / 2), u)))

    theta, move = float(x.mean()), math.inf
    for _ in range(20):
        u = np.abs(c * (x - theta))
        move = influence(theta) / (c * float(np.sum((1 + u) / (1 + u + u * u / 2))))
        theta += move
        if abs(move) < width / 4:
            break
    half = width / 2
    while not influence(theta - half) >= 0 >= influence(theta + half):
        half *= 2
    return theta - half, theta + half


@dataclass(frozen=True)
class _MedianPlan:
    """k, and radius and smallest detected deviation in units of sqrt(v/m)."""

    blocks: int
    radius: float
    detected: float
    false_alarm: float


@lru_cache(maxsize=128)
def _median_plan(false_alarm: float, ratio: float) -> _MedianPlan:
    def reach(k: int, q: float) -> float:
        p = largest_block_probability(k, q)
        return math.sqrt(1 / p - 1)

    def detected(k: int) -> float:
        return reach(k, false_alarm / 2) + math.sqrt(ratio) * reach(k, MISS)

    # sqrt(k) * detected(k) falls, then rises; beyond 6 log(2/alpha) blocks it only rises.
    last = max(9, math.ceil(6 * math.log(2 / min(false_alarm, MISS))))
    k = min(range(1, last, 2), key=lambda k: math.sqrt(k) * detected(k))
    tail = 2 * binomial_tail(k, Fraction(largest_block_probability(k, false_alarm / 2)))
    return _MedianPlan(k, reach(k, false_alarm / 2), detected(k), float(tail))


def binomial_tail(k: int, p: Fraction) -> Fraction:
    """P(Bin(k, p) >= (k+1)/2), exactly: the probability that a majority of k blocks is off."""
    return sum((math.comb(k, j) * p**j * (1 - p) ** (k - j) for j in range((k + 1) // 2, k + 1)), Fraction(0))


def largest_block_probability(k: int, q: float) -> float:
    """A p, within 1e-9 of the largest, such that binomial_tail(k, p) <= q.

    Bisection in floating point, then a step down by 1e-10 that exceeds its rounding error, as the exact tail confirms.
    """
    low, high = 0.0, 0.5
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        tail = math.fsum(math.comb(k, j) * middle**j * (1 - middle) ** (k - j) for j in range((k + 1) // 2, k + 1))
        if tail > q:
            high = middle
        else:
            low = middle
    return low * (1 - 1e-10)


def _sample(samples: npt.ArrayLike) -> Array:
    x = np.asarray(samples, dtype=np.float64)
    if x.ndim != 1 or not np.isfinite(x).all():
        raise ValueError(
            f"samples: expected finite numbers of shape (N,), got shape {x.shape} with {np.sum(~np.isfinite(x))} "
            "not finite; each entry must be an independent draw, so flattening a batch is not enough"
        )
    return x


def _variances(variance: float, alternative: float | None) -> float:
    for name, value in (("variance", variance), ("alternative_variance", alternative)):
        if value is not None and not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name}: expected a finite number > 0, got {value}; compare a constant exactly instead")
    return variance if alternative is None else alternative


def _probability(q: float) -> float:
    if not 0 < q < 1:
        raise ValueError(f"false_alarm: expected a probability between 0 and 1, got {q}")
    return q
