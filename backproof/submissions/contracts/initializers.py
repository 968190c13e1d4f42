"""Initial weights: mean, variance, shape of the distribution, no two entries equal; with stated false-alarm rates.

Each check alarms on a right initializer with probability at most ALARM = 1e-12 (one submission makes fewer than 100
such checks, so a whole run of 10 000 submissions stays below 1e-6):

- mean: the mean of n normal draws is normal with deviation sigma/sqrt(n); |Z| > 7.2 has probability 6e-13.
- variance: Laurent-Massart: P(chi2_n - n >= 2 sqrt(n x) + 2x) <= e^-x and P(n - chi2_n >= 2 sqrt(n x)) <= e^-x;
  x = 28.4 gives 2 e^-x < 1e-12.
- distribution: Dvoretzky-Kiefer-Wolfowitz: P(sup |F_n - F| > d) <= 2 exp(-2 n d^2); d = sqrt(14.2 / n) gives < 1e-12.
- equality: two of n normal draws in double precision coincide with probability below n^2 2^-50; only a share of
  more than 1 % of repeated entries counts, so a single coincidence is never an alarm.
"""

import math

import numpy as np

from backproof.submissions.compare import Array, Difference

ALARM = 1e-12
_MEAN_DEVIATES, _TAIL, _DKW = 7.2, 28.4, 14.2
_ERF = np.frompyfunc(math.erf, 1, 1)


def normal_defect(weights: Array, variance: float, where: str, *, normal: bool = True) -> Difference | None:
    """Why these are not independent draws of mean 0 and this variance (and normal), or None."""
    n, sigma = weights.size, math.sqrt(variance)
    repeated = repeated_defect(weights, where)
    if repeated is not None:
        return repeated
    mean = float(weights.mean())
    if abs(mean) > _MEAN_DEVIATES * sigma / math.sqrt(n):
        return Difference(f"mean of {where}", 0.0, mean, f"the mean differs from 0 by more than chance ({ALARM:g})")
    chi2 = float((weights**2).sum() / variance)
    low, high = n - 2 * math.sqrt(n * _TAIL), n + 2 * math.sqrt(n * _TAIL) + 2 * _TAIL
    if not low <= chi2 <= high:
        got = float((weights**2).mean())
        return Difference(
            f"variance of {where}", variance, got, f"the variance differs by more than chance ({ALARM:g})"
        )
    ordered = np.sort(weights.ravel()) / sigma
    cdf = 0.5 * (1 + np.asarray(_ERF(ordered / math.sqrt(2)), dtype=float))
    steps = np.arange(n + 1) / n
    distance = float(np.maximum(np.abs(steps[1:] - cdf), np.abs(steps[:-1] - cdf)).max())
    if normal and distance > math.sqrt(_DKW / n):
        return Difference(
            f"distribution of {where}", "normal", f"distance {distance:.3g}", "the entries are not normal"
        )
    return None


def repeated_defect(weights: Array, where: str) -> Difference | None:
    """Whether entries repeat (one draw filling a row or the matrix), or None."""
    distinct = np.unique(weights).size
    if weights.size > 1 and distinct < 0.99 * weights.size:
        got = f"{distinct} different values among {weights.size} entries"
        return Difference(where, "independent entries", got, "entries repeat: they are not independent draws")
    return None
