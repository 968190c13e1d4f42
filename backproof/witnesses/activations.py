"""Witnesses of the chapter on activations: Monte Carlo over standard normal pre-activations.

The distribution function is the standard library's, which shares nothing with the proofs.  Every sample is bounded
by a polynomial of the pre-activation, and the bound on its variance makes the radius of the estimate rigorous.
"""

from collections.abc import Callable
from math import erf, sqrt

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.monte_carlo import mean_check
from proofs.kernel.claims import Claim

from .testimony import Examination, Rng, Testimony, against_mean, witness

Array = npt.NDArray[np.float64]
Activation = Callable[[Array], Array]

A = 0.3  # the slope of leaky ReLU, neither 0 nor 1
DRAWS = 200_000
_erf = np.vectorize(erf, otypes=[float])


def leaky(z: Array) -> Array:
    """Leaky ReLU as a choice, not by relu."""
    return np.where(z > 0, z, A * z)


def relu(z: Array) -> Array:
    """ReLU."""
    return np.maximum(z, 0.0)


def left(z: Array) -> Array:
    """ReLU of -z."""
    return np.maximum(-z, 0.0)


def overlap(z: Array) -> Array:
    """The product of both sides."""
    return relu(z) * left(z)


def scaled_erf(z: Array) -> Array:
    """erf(z / sqrt(2))."""
    result: Array = _erf(z / sqrt(2))
    return result


def cdf(z: Array) -> Array:
    """The distribution function of N(0, 1)."""
    return (1 + scaled_erf(z)) / 2


def gelu(z: Array) -> Array:
    """z times the distribution function."""
    return z * cdf(z)


def of_moment(f: Activation, power: int, bound: float) -> Examination:
    """E[f(z)^power] over draws of z; bound: an upper bound of the variance of one sample."""

    def examine(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
        samples = f(rng.normal(size=DRAWS)) ** power
        check = mean_check(samples, variance=bound, false_alarm=false_alarm)
        return against_mean(check, number(claim.terms[1], {"a": A}))

    return examine


def register(theorem: str, part: str, f: Activation, power: int, bound: float) -> None:
    """Register a moment of an activation as the witness of a part."""
    witness(theorem, part, "draws of the pre-activation", draws=True)(of_moment(f, power, bound))


# |leaky(z)| <= |z| and relu(z)^2 is z^2 on the right half: E[leaky^4] = 3 (1 + A^4)/2, E[relu^4] = 3/2.
register("leaky-relu-moments", "right-mean", relu, 1, 1 / 2)
register("leaky-relu-moments", "left-mean", left, 1, 1 / 2)
register("leaky-relu-moments", "right-second-moment", relu, 2, 3 / 2)
register("leaky-relu-moments", "left-second-moment", left, 2, 3 / 2)
register("leaky-relu-moments", "no-overlap", overlap, 1, 1.0)
register("leaky-relu-moments", "leaky-mean", leaky, 1, (1 + A**2) / 2)
register("leaky-relu-moments", "leaky-second-moment", leaky, 2, 3 * (1 + A**4) / 2)
register("relu-gain", "relu-second-moment", relu, 2, 3 / 2)
register("relu-gain", "relu-forward-gain", lambda z: sqrt(2) * relu(z), 2, 6.0)
# A variable in [0, 1] has a variance of at most 1/4, one in [-1, 1] of at most 1.
register("normal-cdf-moments", "normal-cdf-mean", cdf, 1, 1 / 4)
register("normal-cdf-moments", "normal-cdf-second-moment", cdf, 2, 1 / 4)
register("erf-moments", "erf-mean", scaled_erf, 1, 1.0)
register("erf-moments", "erf-second-moment", scaled_erf, 2, 1 / 4)
# |gelu(z)| <= |z|: E[gelu^2] <= 1, E[gelu^4] <= 3.
register("gelu-moments", "gelu-mean", gelu, 1, 1.0)
register("gelu-moments", "gelu-second-moment", gelu, 2, 3.0)
