"""Per-sample SGD in blocks, compiled by Numba: the mathematics of `numerics.fast.online` without NumPy's calls.

The first layer is treated as there; within a block a compiled loop walks through the samples. The upper layers are
kept in one padded array V (layers, widest, widest + 1), the bias in the last column that a layer uses. Importing this
module needs the extra `backproof[fast]`.
"""

import math
from collections.abc import Iterator

import numba
import numpy as np

from numerics.arrays import Array
from numerics.evaluation import Samples
from numerics.fast.online import supports
from numerics.initializers import RandomSource
from numerics.network import Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Progress, with_parameters

BLOCK = 32
"""Samples per block; without calls to save, a smaller Gram matrix is cheaper."""

LINEAR, RELU, SIGMOID, TANH, SOFTMAX = range(5)
KINDS = {"linear": LINEAR, "relu": RELU, "sigmoid": SIGMOID, "tanh": TANH, "softmax": SOFTMAX}

_ALLOWED = {"reassoc", "contract"}
"""Sums may be reordered, so that they vectorize; NaN, infinity and division keep their meaning."""


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """Yield the network after each epoch. Raises ValueError for what `numerics.fast.online.supports` rejects."""
    if not (supports(network, plan) and isinstance(plan.optimizer, GradientDescent)):
        raise ValueError(
            "network: the block engine does per-sample gradient descent only; use numerics.training.epochs"
        )
    first, first_bias = network.layers[0].weights.copy(), network.layers[0].bias.copy()
    change = np.empty_like(first)
    upper, widths = _padded(network)
    kinds = np.array([KINDS[layer.activation] for layer in network.layers])
    eta = plan.optimizer.step_size
    for _ in range(plan.epochs):
        order = plan.order(len(samples), rng)
        for start in range(0, len(order), BLOCK):
            block = order[start : start + BLOCK]
            x = samples.x[block]
            z1 = x @ first.T + first_bias
            errors = _walk(x @ x.T, z1, eta * samples.t[block], eta, upper, widths, kinds)
            first -= np.matmul(errors.T, x, out=change)
            first_bias -= errors.sum(axis=0)
            progress(len(block))
        values = [first.copy(), first_bias.copy()]
        for matrix, n_in, n_out in zip(upper, widths, widths[1:], strict=False):
            values += [matrix[:n_out, :n_in].copy(), matrix[:n_out, n_in].copy()]
        yield with_parameters(network, tuple(values))


def _padded(network: Network) -> tuple[Array, Array]:
    """V, and the widths n_1 ... n_L of the layers."""
    widths = np.array([layer.n_out for layer in network.layers])
    upper = np.zeros((len(widths) - 1, widths.max(), widths.max() + 1))
    for matrix, layer in zip(upper, network.layers[1:], strict=True):
        matrix[: layer.n_out, : layer.n_in] = layer.weights
        matrix[: layer.n_out, layer.n_in] = layer.bias
    return upper, widths


@numba.njit(fastmath=_ALLOWED, cache=True)
def _walk(gram: Array, z1: Array, targets: Array, eta: float, upper: Array, widths: Array, kinds: Array) -> Array:
    """Visit the samples of a block, updating V; row t of the result is eta delta of the first layer at sample t."""
    depth = len(widths)
    errors = np.zeros_like(z1)
    a = np.zeros((depth, widths.max()))
    e = np.zeros((depth, widths.max()))
    for t in range(len(z1)):
        for j in range(widths[0]):
            a[0, j] = z1[t, j]
        for s in range(t):
            inner = gram[t, s] + 1
            for j in range(widths[0]):
                a[0, j] -= inner * errors[s, j]
        _apply(kinds[0], a[0, : widths[0]])
        for l in range(1, depth):
            matrix, n = upper[l - 1], widths[l - 1]
            for i in range(widths[l]):
                z = matrix[i, n]
                for j in range(n):
                    z += matrix[i, j] * a[l - 1, j]
                a[l, i] = z
            _apply(kinds[l], a[l, : widths[l]])
        total = targets[t].sum() if kinds[depth - 1] == SOFTMAX else eta  # targets carry the factor eta already
        for i in range(widths[depth - 1]):
            e[depth - 1, i] = a[depth - 1, i] * total - targets[t, i]
        for l in range(depth - 1, 0, -1):
            matrix, n = upper[l - 1], widths[l - 1]
            for j in range(n):
                e[l - 1, j] = 0
            for i in range(widths[l]):
                error = e[l, i]
                for j in range(n):
                    e[l - 1, j] += matrix[i, j] * error
                    matrix[i, j] -= error * a[l - 1, j]
                matrix[i, n] -= error
            _pull(kinds[l - 1], a[l - 1, :n], e[l - 1, :n])
        for j in range(widths[0]):
            errors[t, j] = e[0, j]
    return errors


@numba.njit(fastmath=_ALLOWED, cache=True)
def _apply(kind: int, z: Array) -> None:
    """Replace preactivations by activations."""
    if kind == SOFTMAX:
        z -= z.max()
        for j in range(len(z)):
            z[j] = math.exp(z[j])
        z /= z.sum()
    elif kind != LINEAR:
        for j in range(len(z)):
            if kind == RELU:
                z[j] = 0.0 if z[j] <= 0 else z[j]
            elif kind == TANH:
                z[j] = math.tanh(z[j])
            elif z[j] <= 0:
                decay = math.exp(z[j])
                z[j] = decay / (1 + decay)
            else:
                z[j] = 1 / (1 + math.exp(-z[j]))


@numba.njit(fastmath=_ALLOWED, cache=True)
def _pull(kind: int, a: Array, e: Array) -> None:
    """Multiply an arriving gradient by the slope, written in terms of the activation."""
    for j in range(len(a)):
        if kind == SIGMOID:
            e[j] *= a[j] * (1 - a[j])
        elif kind == TANH:
            e[j] *= 1 - a[j] * a[j]
        elif kind == RELU and a[j] <= 0:
            e[j] *= 0
