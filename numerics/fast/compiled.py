"""Per-sample SGD compiled by Numba: the mathematics of `numerics.fast.online` without NumPy's calls.

Where most inputs are 0, as the pixels of a digit are, the first layer is visited sample by sample, the columns of the
inputs that are not 0 only: for x_j = 0 neither z = W x + b nor the update W <- W - eta delta x' involves column j.
Where most are not, the first layer is treated in blocks, as there. The upper layers are kept in one padded array V
(layers, widest, widest + 1), the bias in the last column that a layer uses. A float32 network is trained in float32.
Importing this module needs the extra `backproof[fast]`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numba
import numpy as np

from numerics.arrays import Array
from numerics.evaluation import Samples
from numerics.fast import online
from numerics.initializers import RandomSource
from numerics.network import Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Progress, with_parameters

BLOCK = 32
"""Samples per block; without calls to save, a smaller Gram matrix is cheaper."""

STRETCH = 1024
"""Samples between two reports of progress, where there are no blocks."""

SPARSE = 0.3
"""The share of inputs that are not 0 up to which it is faster to leave the others out."""

LINEAR, RELU, SIGMOID, TANH, SOFTMAX = range(5)
KINDS = {"linear": LINEAR, "relu": RELU, "sigmoid": SIGMOID, "tanh": TANH, "softmax": SOFTMAX}

_ALLOWED = {"reassoc", "contract"}
"""Sums may be reordered, so that they vectorize; NaN, infinity and division keep their meaning."""


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """Yield the network after each epoch. Raises ValueError for what `supports` rejects."""
    if not (online.supports(network, plan) and isinstance(plan.optimizer, GradientDescent)):
        raise ValueError(
            "network: the block engine does per-sample gradient descent only; use numerics.training.epochs"
        )
    state = _State.of(network)
    eta = state.first.dtype.type(plan.optimizer.step_size)
    samples = Samples(*(np.asarray(side, state.first.dtype) for side in (samples.x, samples.t)))
    glance = samples.x[:: max(1, len(samples) // 256)]
    sparse = bool(np.count_nonzero(glance) <= SPARSE * glance.size)
    for _ in range(plan.epochs):
        order = plan.order(len(samples), rng)
        if sparse:
            before = state.copy()
            _sparse_epoch(state, samples, order, eta, progress)
            if not np.isfinite(state.first).all():  # 0 times infinity is not 0: no column can be left out
                state, sparse = before, False
                _block_epoch(state, samples, order, eta, lambda visited: None)
        else:
            _block_epoch(state, samples, order, eta, progress)
        yield with_parameters(network, state.parameters())


@dataclass
class _State:
    """The parameters, changed in place: W1 (n_1, n_0), b1 (n_1), V, and the widths and kinds of the layers."""

    first: Array
    first_bias: Array
    upper: Array
    widths: Array
    kinds: Array

    @classmethod
    def of(cls, network: Network) -> "_State":
        """A copy of the network's parameters."""
        upper, widths = _padded(network)
        kinds = np.array([KINDS[layer.activation] for layer in network.layers])
        return cls(network.layers[0].weights.copy(), network.layers[0].bias.copy(), upper, widths, kinds)

    def copy(self) -> "_State":
        """The same parameters, to be changed on their own."""
        return replace(self, first=self.first.copy(), first_bias=self.first_bias.copy(), upper=self.upper.copy())

    def parameters(self) -> tuple[Array, ...]:
        """A copy, layer by layer: weights, bias, weights, bias, ..."""
        values = [self.first.copy(), self.first_bias.copy()]
        for matrix, n_in, n_out in zip(self.upper, self.widths, self.widths[1:], strict=False):
            values += [matrix[:n_out, :n_in].copy(), matrix[:n_out, n_in].copy()]
        return tuple(values)


def _block_epoch(state: _State, samples: Samples, order: Array, eta: float, progress: Progress) -> None:
    """Visit the samples in blocks, the first layer by matrix products."""
    change = np.empty_like(state.first)
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        x = samples.x[block]
        z1 = x @ state.first.T + state.first_bias
        errors = _walk(x @ x.T, z1, eta * samples.t[block], eta, state.upper, state.widths, state.kinds)
        state.first -= np.matmul(errors.T, x, out=change)
        state.first_bias -= errors.sum(axis=0)
        progress(len(block))


def _sparse_epoch(state: _State, samples: Samples, order: Array, eta: float, progress: Progress) -> None:
    """Visit the samples one by one, the inputs that are not 0 only."""
    columns = np.ascontiguousarray(state.first.T)
    for start in range(0, len(order), STRETCH):
        stretch = order[start : start + STRETCH]
        layers = state.first_bias, state.upper, state.widths, state.kinds
        _walk_sparse(samples.x, stretch, eta * samples.t[stretch], eta, columns, *layers)
        progress(len(stretch))
    state.first = np.ascontiguousarray(columns.T)


def _padded(network: Network) -> tuple[Array, Array]:
    """V, and the widths n_1 ... n_L of the layers."""
    widths = np.array([layer.n_out for layer in network.layers])
    upper = np.zeros((len(widths) - 1, widths.max(), widths.max() + 1), network.layers[0].weights.dtype)
    for matrix, layer in zip(upper, network.layers[1:], strict=True):
        matrix[: layer.n_out, : layer.n_in] = layer.weights
        matrix[: layer.n_out, layer.n_in] = layer.bias
    return upper, widths


@numba.njit(fastmath=_ALLOWED, cache=True)
def _walk(gram: Array, z1: Array, targets: Array, eta: float, upper: Array, widths: Array, kinds: Array) -> Array:
    """Visit the samples of a block, updating V; row t of the result is eta delta of the first layer at sample t."""
    errors = np.zeros_like(z1)
    a = np.zeros((len(widths), widths.max()), upper.dtype)
    e = np.zeros_like(a)
    for t in range(len(z1)):
        for j in range(widths[0]):
            a[0, j] = z1[t, j]
        for s in range(t):
            inner = gram[t, s] + 1
            for j in range(widths[0]):
                a[0, j] -= inner * errors[s, j]
        _visit(a, e, targets[t], eta, upper, widths, kinds)
        for j in range(widths[0]):
            errors[t, j] = e[0, j]
    return errors


@numba.njit(fastmath=_ALLOWED, cache=True)
def _walk_sparse(
    x: Array, order: Array, targets: Array, eta: float, columns: Array, bias: Array, upper: Array, widths: Array,
    kinds: Array,
) -> None:  # fmt: skip
    """Visit the samples in that order, updating V, b1 and the columns (n_0, n_1) of W1 whose input is not 0."""
    a = np.zeros((len(widths), widths.max()), upper.dtype)
    e = np.zeros_like(a)
    n_0, n_1 = columns.shape
    live = np.empty(n_0 + 1, np.int64)
    for t in range(len(order)):
        sample = x[order[t]]
        count = 0
        for j in range(n_0):  # no branch, since no processor could predict it
            live[count] = j
            count += sample[j] != 0
        z = a[0]
        for i in range(n_1):
            z[i] = bias[i]
        for c in range(count):
            value, column = sample[live[c]], columns[live[c]]
            for i in range(n_1):
                z[i] += value * column[i]
        _visit(a, e, targets[t], eta, upper, widths, kinds)
        error = e[0]
        for i in range(n_1):
            bias[i] -= error[i]
        for c in range(count):
            value, column = sample[live[c]], columns[live[c]]
            for i in range(n_1):
                column[i] -= value * error[i]


@numba.njit(fastmath=_ALLOWED, cache=True)
def _visit(a: Array, e: Array, target: Array, eta: float, upper: Array, widths: Array, kinds: Array) -> None:
    """From z of the first layer in a[0] to eta delta of every layer in e, updating V; `target` is eta t."""
    depth = len(widths)
    _apply(kinds[0], a[0, : widths[0]])
    for l in range(1, depth):
        matrix, n = upper[l - 1], widths[l - 1]
        for i in range(widths[l]):
            z = matrix[i, n]
            for j in range(n):
                z += matrix[i, j] * a[l - 1, j]
            a[l, i] = z
        _apply(kinds[l], a[l, : widths[l]])
    total = target.sum() if kinds[depth - 1] == SOFTMAX else eta
    for i in range(widths[depth - 1]):
        e[depth - 1, i] = a[depth - 1, i] * total - target[i]
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
