"""Per-sample SGD in blocks: the same iterates as the reference, without touching the first layer at every sample.

Alphabet: x_t is the t-th sample of a block of B, eta the step size, delta_t = d loss_t / d z1_t. SGD subtracts
eta delta_t x_t' from W1 and eta delta_t from b1 after each sample, so within a block that starts at (W, b)

    z1_t = W_t x_t + b_t = (W x_t + b) - eta sum_{s<t} (x_s . x_t + 1) delta_s.

The first term is one matrix product for the block, the inner products are its Gram matrix, and what remains for each
sample is B n_1 multiplications instead of n_0 n_1 twice. After the block, W <- W - eta sum_s delta_s x_s'. Nothing is
approximated: only the order of the additions differs. The layers above see inputs that depend on earlier updates, so
they are updated sample by sample.

A layer is held as V = s [W | b] with a sign s, and its gradient as e = s eta delta, so that the update is
V <- V - e [a; 1]', and eta W' delta = V' e without its last entry, the bias's. The logistic layer takes s = -1:
V [a; 1] is then -z, and sigmoid(z) = 1 / (1 + exp(-z)) needs no negation. exp(-z) may overflow to infinity, whose
reciprocal is the limit 0. The first layer lies there as s W', of shape (n_0, n_1), which the products of a block read
and write faster. A float32 network is trained in float32.
"""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array
from numerics.evaluation import Samples
from numerics.fast import cells
from numerics.initializers import RandomSource
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Progress, parameters

BLOCK = 32
"""Samples per block: the cost of a Gram matrix row grows with it, the calls per sample fall."""

HIDDEN_SIGN = {"linear": 1.0, "relu": 1.0, "sigmoid": -1.0, "tanh": 1.0}
HEAD_SIGN = {"cross-entropy": 1.0, "binary-cross-entropy": -1.0}


def supports(network: Network, plan: Plan) -> bool:
    """Whether `epochs` below can train this network: per-sample gradient descent, two layers or more, one dtype."""
    dtypes = {p.dtype for p in parameters(network)}
    return (
        isinstance(plan.optimizer, GradientDescent)
        and plan.batch_size == 1
        and len(network.layers) >= 2
        and network.loss in HEAD_SIGN
        and all(layer.activation in HIDDEN_SIGN for layer in network.layers[:-1])
        and len(dtypes) == 1
        and dtypes <= set(cells.SAFE)
    )


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """Yield the network after each epoch. Raises ValueError for what `supports` rejects."""
    if not (supports(network, plan) and isinstance(plan.optimizer, GradientDescent)):
        raise ValueError(
            "network: the block engine does per-sample gradient descent only; use numerics.training.epochs"
        )
    walker = _Walker(network, plan.optimizer.step_size)
    samples = Samples(*(np.asarray(side, walker.first.dtype) for side in (samples.x, samples.t)))
    for _ in range(plan.epochs):
        order = plan.order(len(samples), rng)
        # exp(-z) = inf means sigmoid(z) = 0, see above. OpenBLAS's float32 product of a 2 by 2 matrix with an infinity
        # raises the flag for invalid operations although its result is right; NaN stays NaN with and without a flag.
        with np.errstate(over="ignore", invalid="ignore" if walker.first.dtype == np.float32 else None):
            for start in range(0, len(order), BLOCK):
                block = order[start : start + BLOCK]
                walker.walk(samples.x[block], samples.t[block])
                progress(len(block))
        yield walker.network()


class _Block:
    """Buffers for n samples, with lists of their rows: to make a view takes nearly as long as to use it.

    Row s of the upper half of `mixed` becomes e of sample s, until then 0; the lower half holds V x_t. A row of `mix`
    adds up what a sample needs: minus its inner products with the samples before it, and its own V x_t.
    """

    def __init__(self, n: int, n_1: int, n_out: int, dtype: npt.DTypeLike) -> None:
        self.mixed, self.targets = np.empty((2 * n, n_1), dtype), np.empty((n, n_out), dtype)
        self.mix = np.hstack([np.zeros((n, n), dtype), np.eye(n, dtype=dtype)])
        self.errors, self.first = self.mixed[:n], self.mixed[n:]
        self.inner = self.mix[:, : n - 1]  # none has an inner product with the last
        self.rows = list(zip(self.mix, self.errors, self.targets, strict=True))


class _Walker:
    """The parameters of one network in the form above, changed in place as it walks."""

    def __init__(self, network: Network, step_size: float) -> None:
        *hidden, head = network.layers
        self.template, self.step_size = network, step_size
        self.signs = [*(HIDDEN_SIGN[layer.activation] for layer in hidden), HEAD_SIGN[network.loss]]
        self.first = np.ascontiguousarray(self.signs[0] * network.layers[0].weights.T)
        self.first_bias = self.signs[0] * network.layers[0].bias
        names, widths = [layer.activation for layer in hidden], [layer.n_out for layer in hidden]
        shapes = [(layer.n_out, layer.n_in + 1) for layer in network.layers[1:]]
        dtype = self.first.dtype
        self.matrices, flat = cells.views([math.prod(shape) for shape in shapes], dtype)
        self.changes, flat_changes = cells.views([math.prod(shape) for shape in shapes], dtype)
        self.upper = [vector.reshape(shape) for vector, shape in zip(flat, shapes, strict=True)]
        changes = [vector.reshape(shape) for vector, shape in zip(flat_changes, shapes, strict=True)]
        for matrix, sign, layer in zip(self.upper, self.signs[1:], network.layers[1:], strict=True):
            np.copyto(matrix, sign * np.column_stack([layer.weights, layer.bias]))

        all_inputs, inputs = cells.views([width + 1 for width in widths], dtype)
        all_slopes, slopes = cells.views([width + 1 for width in widths], dtype)
        z = [np.empty(width, dtype) for width in [*widths, head.n_out]]
        arriving = [np.empty(width + 1, dtype) for width in widths]  # [W' e; b' e], of which the last is not read
        errors = [np.empty(len(matrix), dtype) for matrix in self.upper]
        self.forward: list[cells.Operation] = []
        self.backward = cells.slopes(names, widths, all_inputs, all_slopes)
        for l, name in enumerate(names):
            self.forward += cells.apply(name, z[l], inputs[l][:-1])
            self.forward.append(partial(self.upper[l].dot, inputs[l], z[l + 1]))
        for l in reversed(range(len(hidden))):
            self.backward.append(partial(errors[l].dot, self.upper[l], arriving[l]))
            self.backward.append(partial(errors[l][:, np.newaxis].dot, inputs[l][np.newaxis, :], changes[l]))
            if l > 0:
                self.backward.append(partial(np.multiply, slopes[l][:-1], arriving[l][:-1], errors[l - 1]))
        self.head = cells.HEADS[network.loss](z[-1], errors[-1], step_size)
        self.z1, self.slope1, self.arriving1 = z[0], slopes[0][:-1], arriving[0][:-1]
        self.change = np.empty_like(self.first)
        self.blocks: dict[int, _Block] = {}

    def walk(self, x: Array, t: Array) -> None:
        """Visit the samples of one block in order."""
        n = len(x)
        if n not in self.blocks:
            self.blocks[n] = _Block(n, len(self.z1), t.shape[1], self.first.dtype)
        block = self.blocks[n]
        mixed, errors = block.mixed, block.errors
        errors.fill(0)
        np.add(x @ self.first, self.first_bias, out=block.first)
        np.negative(np.tril(x @ x[:-1].T + 1, -1), out=block.inner)
        np.multiply(t, self.step_size, out=block.targets)
        totals = t.sum(axis=1).tolist()
        z1, slope1, arriving1, matrices, changes = self.z1, self.slope1, self.arriving1, self.matrices, self.changes
        forward, head, backward, multiply, subtract = self.forward, self.head, self.backward, np.multiply, np.subtract
        for (weights, error1, target), total in zip(block.rows, totals, strict=True):
            weights.dot(mixed, z1)
            for operation in forward:
                operation()
            head(target, total)
            for operation in backward:
                operation()
            multiply(slope1, arriving1, error1)
            subtract(matrices, changes, matrices)
        np.matmul(x.T, errors, out=self.change)
        self.first -= self.change
        self.first_bias -= errors.sum(axis=0)

    def network(self) -> Network:
        """The network as it is now, in the usual form."""
        matrices = [(self.first.T, self.first_bias), *((matrix[:, :-1], matrix[:, -1]) for matrix in self.upper)]
        layers = (
            Dense(np.ascontiguousarray(sign * weights), sign * bias, layer.activation)
            for sign, (weights, bias), layer in zip(self.signs, matrices, self.template.layers, strict=True)
        )
        return Network(tuple(layers), self.template.loss)
