"""Random weights of shape (n_out, n_in), every entry independent with mean 0.

Each rule is one line: the variance that it gives a weight. A uniform distribution on (-b, b) has variance b^2 / 3,
so a rule's uniform limit is b = sqrt(3 * variance): sqrt(6 / (n_in + n_out)) for Xavier, sqrt(6 / n_in) for He.

Sources: LeCun et al., Efficient BackProp (1998); Glorot and Bengio (2010); He et al. (2015).
"""

import math
from typing import Protocol, TypeAlias

import numpy as np

from numerics.arrays import Array

RandomSource: TypeAlias = np.random.Generator | np.random.RandomState
"""Generator; RandomState only to repeat an experiment published with NumPy's legacy stream."""


class Initializer(Protocol):
    """Any rule below whose variance follows from the two widths."""

    def __call__(self, n_in: int, n_out: int, *, rng: RandomSource) -> Array:
        """Draw weights of shape (n_out, n_in)."""
        ...


def lecun_normal(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Normal weights by the fan-in rule 1/n_in: keeps the variance of a linear layer's preactivations."""
    return normal(n_in, n_out, _one_over("n_in", n_in), rng=rng)


def lecun_uniform(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Uniform weights by the fan-in rule 1/n_in."""
    return uniform(n_in, n_out, _one_over("n_in", n_in), rng=rng)


def fan_out_normal(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Normal weights by the backward rule 1/n_out: keeps the variance of a linear layer's gradients."""
    return normal(n_in, n_out, _one_over("n_out", n_out), rng=rng)


def xavier_normal(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Normal weights of variance 2/(n_in + n_out), Glorot's compromise between forward and backward."""
    return normal(n_in, n_out, _xavier(n_in, n_out), rng=rng)


def xavier_uniform(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Uniform weights on +-sqrt(6/(n_in + n_out)), Glorot's compromise."""
    return uniform(n_in, n_out, _xavier(n_in, n_out), rng=rng)


def he_normal(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Normal weights of variance 2/n_in: keeps the second moment through a ReLU layer."""
    return normal(n_in, n_out, 2 * _one_over("n_in", n_in), rng=rng)


def he_uniform(n_in: int, n_out: int, *, rng: RandomSource) -> Array:
    """Uniform weights on +-sqrt(6/n_in)."""
    return uniform(n_in, n_out, 2 * _one_over("n_in", n_in), rng=rng)


def normal(n_in: int, n_out: int, variance: float, *, rng: RandomSource) -> Array:
    """Weights from N(0, variance)."""
    shape = _shape(n_in, n_out, rng)
    return rng.normal(0.0, _deviation(variance), size=shape)


def uniform(n_in: int, n_out: int, variance: float, *, rng: RandomSource) -> Array:
    """Weights uniform on (-b, b) with b = sqrt(3 * variance)."""
    shape = _shape(n_in, n_out, rng)
    limit = math.sqrt(3) * _deviation(variance)
    return rng.uniform(-limit, limit, size=shape)


def truncated_normal(n_in: int, n_out: int, variance: float, *, cutoff: float = 2.0, rng: RandomSource) -> Array:
    """Normal weights redrawn until within `cutoff` standard deviations, scaled so that `variance` is what remains.

    Without the scaling the cut would leave truncated_deviation(2)^2 = 0.7737 of the variance.
    """
    shape = _shape(n_in, n_out, rng)
    scale = _deviation(variance) / truncated_deviation(cutoff)
    draws = rng.normal(size=shape)
    while (outside := np.abs(draws) > cutoff).any():
        draws[outside] = rng.normal(size=int(outside.sum()))
    return np.asarray(scale * draws)


def truncated_deviation(cutoff: float = 2.0) -> float:
    """Standard deviation of N(0, 1) conditioned on |Z| <= c: sqrt(1 - 2 c phi(c) / (2 Phi(c) - 1)); 0.8796 at c = 2.

    Integrate z^2 phi(z) by parts over (-c, c). Raises ValueError unless cutoff > 0.
    """
    if not cutoff > 0:
        raise ValueError(f"cutoff: expected a positive number of standard deviations, got {cutoff}")
    density = math.exp(-(cutoff**2) / 2) / math.sqrt(2 * math.pi)
    return math.sqrt(1 - 2 * cutoff * density / math.erf(cutoff / math.sqrt(2)))


def _one_over(name: str, n: int) -> float:
    return 1 / _width(name, n)


def _xavier(n_in: int, n_out: int) -> float:
    return 2 / (_width("n_in", n_in) + _width("n_out", n_out))


def _deviation(variance: float) -> float:
    if not (math.isfinite(variance) and variance >= 0):
        raise ValueError(f"variance: expected a finite number >= 0, got {variance}")
    return math.sqrt(variance)


def _width(name: str, n: int) -> int:
    if n < 1:
        raise ValueError(f"{name}: expected a width >= 1, got {n}")
    return n


def _shape(n_in: int, n_out: int, rng: RandomSource) -> tuple[int, int]:
    if not isinstance(rng, np.random.Generator | np.random.RandomState):
        raise TypeError(
            f"rng: expected a numpy.random.Generator, got {type(rng).__name__}; pass numpy.random.default_rng(seed)"
        )
    return _width("n_out", n_out), _width("n_in", n_in)
