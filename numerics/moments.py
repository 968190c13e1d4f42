"""Exact moments of the quantities that a Monte Carlo check averages.

Alphabet: m_r = E[X^r] are raw moments, k_r cumulants. Two facts do all the work:
independent factors multiply raw moments, E[(XY)^r] = E[X^r] E[Y^r]; independent terms add cumulants.

So for a preactivation a = sum_k w_k x_k with n independent terms: `product(w, x).sum_of(n)`, and with the inputs held
fixed (a real image): `w.weighted_by(x)`. The variance of a^2 is then `variance_of_square`, without any normality.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Moments:
    """Raw moments E[X], E[X^2], E[X^3], E[X^4], and whether -X is known to be distributed like X."""

    m1: float
    m2: float
    m3: float
    m4: float
    symmetric: bool = False

    @property
    def variance(self) -> float:
        """Var(X)."""
        return self.m2 - self.m1**2

    @property
    def variance_of_square(self) -> float:
        """Var(X^2) = E[X^4] - E[X^2]^2."""
        return self.m4 - self.m2**2

    @property
    def relu(self) -> "Moments":
        """Even moments of relu(X) for symmetric X: half of X's. E[relu(X)] is not among them; it is set to NaN.

        relu(X)^r = X^r where X > 0, which by symmetry carries half of the even moments. ValueError if not symmetric.
        """
        if not self.symmetric:
            raise ValueError("relu: half the moments only for a symmetric X; these moments are not marked symmetric")
        return Moments(math.nan, self.m2 / 2, math.nan, self.m4 / 2)

    def sum_of(self, n: int) -> "Moments":
        """Moments of X_1 + ... + X_n, independent copies of X."""
        if n < 1:
            raise ValueError(f"n: expected at least one term, got {n}")
        return _from_cumulants([n * k for k in self._cumulants()], self.symmetric)

    def weighted_by(self, x: npt.ArrayLike) -> "Moments":
        """Moments of sum_k x_k X_k for fixed real weights x, any shape, and independent copies X_k."""
        weights = np.asarray(x, dtype=np.float64)
        return _from_cumulants(
            [k * float(np.sum(weights**r)) for r, k in enumerate(self._cumulants(), start=1)], self.symmetric
        )

    def _cumulants(self) -> list[float]:
        m1, m2, m3, m4 = self.m1, self.m2, self.m3, self.m4
        return [
            m1,
            m2 - m1**2,
            m3 - 3 * m1 * m2 + 2 * m1**3,
            m4 - 4 * m1 * m3 - 3 * m2**2 + 12 * m1**2 * m2 - 6 * m1**4,
        ]


def _from_cumulants(k: list[float], symmetric: bool) -> Moments:
    k1, k2, k3, k4 = k
    return Moments(
        k1,
        k2 + k1**2,
        k3 + 3 * k1 * k2 + k1**3,
        k4 + 4 * k1 * k3 + 3 * k2**2 + 6 * k1**2 * k2 + k1**4,
        symmetric,
    )


def gaussian(variance: float, mean: float = 0.0) -> Moments:
    """Moments of N(mean, variance): its cumulants beyond the second vanish."""
    if not variance >= 0:
        raise ValueError(f"variance: expected a number >= 0, got {variance}")
    return _from_cumulants([mean, variance, 0.0, 0.0], symmetric=mean == 0)


def uniform(low: float, high: float) -> Moments:
    """Moments of the uniform distribution: E[X^r] = (high^(r+1) - low^(r+1)) / ((r+1)(high - low)), cancelled."""
    if not low < high:
        raise ValueError(f"low: expected low < high, got {low} and {high}")
    m1, m2, m3, m4 = (sum(low**i * high ** (r - i) for i in range(r + 1)) / (r + 1) for r in range(1, 5))
    return Moments(m1, m2, m3, m4, symmetric=low == -high)


def bernoulli(p: float) -> Moments:
    """Moments of an indicator of probability p, such as ReLU's mask [a > 0]: all equal p."""
    if not 0 <= p <= 1:
        raise ValueError(f"p: expected a probability, got {p}")
    return Moments(p, p, p, p)


def empirical(values: npt.ArrayLike) -> Moments:
    """Exact moments of an entry picked at random from `values` (say, the pixels of an image)."""
    v = np.asarray(values, dtype=np.float64).ravel()
    if v.size == 0 or not np.isfinite(v).all():
        raise ValueError(f"values: expected at least one finite number and nothing else, got shape {v.shape}")
    m1, m2, m3, m4 = (float(np.mean(v**r)) for r in range(1, 5))
    return Moments(m1, m2, m3, m4)


def product(x: Moments, y: Moments) -> Moments:
    """Moments of XY for independent X and Y; symmetric as soon as one of them is."""
    return Moments(x.m1 * y.m1, x.m2 * y.m2, x.m3 * y.m3, x.m4 * y.m4, x.symmetric or y.symmetric)


def gaussian_relu_mean(variance: float) -> float:
    """E[relu(a)] = s / sqrt(2 pi) for a ~ N(0, s^2)."""
    return math.sqrt(variance / (2 * math.pi))


def gaussian_relu_variance(variance: float) -> float:
    """Var(relu(a)) = (1/2 - 1/(2 pi)) s^2 for a ~ N(0, s^2)."""
    return (0.5 - 0.5 / math.pi) * variance
