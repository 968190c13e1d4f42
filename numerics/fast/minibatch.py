"""Minibatch training in place: the reference's arithmetic, without its allocations.

All parameters live in one flat vector with a view per W_l and b_l, and so do the gradient and the optimizer's
memories. W_l lies there transposed, because the product A_{l-1} W_l' is fastest with W_l' row by row. Backpropagation
writes matrix products straight into the gradient; the optimizer then walks over the vectors in pieces that stay in the
cache, in as few passes as its rule allows:

    Adam with m = (1-b1) M and s = (1-b2) S:   M <- b1 M + g,  S <- b2 S + g^2,  p <- p - c M / (sqrt(S) + d)
    c = eta (1-b1)/(1-b1^k) sqrt((1-b2^k)/(1-b2)),   d = epsilon sqrt((1-b2^k)/(1-b2)).
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from numerics.activations import activation
from numerics.arrays import Array
from numerics.evaluation import Samples
from numerics.initializers import RandomSource
from numerics.losses import loss
from numerics.network import Network
from numerics.optimizers import Adam, GradientDescent, Momentum, Optimizer
from numerics.training import Plan, Progress, parameters, with_parameters

PIECE = 49152
"""Entries per piece of a flat vector: five such pieces fit in a second-level cache of 2 MB, in float32 twice."""


def supports(network: Network, plan: Plan) -> bool:
    """Whether `epochs` below can train this network: one dtype throughout, and an optimizer of numerics.optimizers."""
    dtypes = {p.dtype for p in parameters(network)}
    return len(dtypes) == 1 and isinstance(plan.optimizer, GradientDescent | Momentum | Adam)


def epochs(
    network: Network,
    samples: Samples,
    plan: Plan,
    *,
    rng: RandomSource,
    progress: Progress = lambda visited: None,
    compiled: bool = False,
) -> Iterator[Network]:
    """Yield the network after each epoch. Raises ValueError for what `supports` rejects.

    compiled: let Numba make Adam's step in one pass; needs `backproof[fast]`.
    """
    if not supports(network, plan):
        raise ValueError("network: the minibatch engine needs one dtype and a known optimizer; use training.epochs")
    flat, weights, biases = _flat(network)
    slope, weight_slopes, bias_slopes = _flat(network)
    update = _Update(plan.optimizer, flat, slope, compiled=compiled)
    rows = min(len(samples), plan.batch_size or len(samples))
    backpropagate = _Backpropagation(network, rows, weights, biases, weight_slopes, bias_slopes)
    batch_x = np.empty((rows, samples.x.shape[1]), samples.x.dtype)
    whole = plan.batch_size is None and not plan.shuffle
    for _ in range(plan.epochs):
        for batch in plan.batches(plan.order(len(samples), rng)):
            if whole:
                backpropagate(samples.x, samples.t)
            else:
                x = np.take(samples.x, batch, axis=0, out=batch_x[: len(batch)], mode="clip")
                backpropagate(x, samples.t[batch])
            update()
            progress(len(batch))
        pairs = zip(weights, biases, strict=True)
        yield with_parameters(network, tuple(p.copy(order="C") for pair in pairs for p in pair))


def _flat(network: Network) -> tuple[Array, list[Array], list[Array]]:
    """All parameters copied into one vector, with views of it in the shapes of the weights and of the biases."""
    flat = np.concatenate([p.T.ravel() for p in parameters(network)])
    weights: list[Array] = []
    biases: list[Array] = []
    start = 0
    for layer in network.layers:
        for views, p in ((weights, layer.weights), (biases, layer.bias)):
            views.append(flat[start : start + p.size].reshape(p.T.shape).T)
            start += p.size
    return flat, weights, biases


class _Backpropagation:
    """Calling it writes the gradient of the mean loss at (weights, biases) into the slopes.

    Every matrix of a pass is written into a buffer made once: asking the system for fresh memory takes longer than
    an addition does.
    """

    def __init__(
        self,
        network: Network,
        rows: int,
        weights: list[Array],
        biases: list[Array],
        weight_slopes: list[Array],
        bias_slopes: list[Array],
    ) -> None:
        self.network = network
        self.weights, self.biases = weights, biases
        self.weight_slopes, self.bias_slopes = weight_slopes, bias_slopes
        self.z, self.arriving = (
            [np.empty((rows, layer.n_out), layer.weights.dtype) for layer in network.layers] for _ in range(2)
        )
        self.ones = np.ones(rows, network.layers[0].weights.dtype)

    def __call__(self, x: Array, t: Array) -> None:
        n, layers = len(x), self.network.layers
        inputs = [x]
        for l, layer in enumerate(layers):
            z = np.matmul(inputs[-1], self.weights[l].T, out=self.z[l][:n])
            z += self.biases[l]
            if layer.activation == "relu" and layer is not layers[-1]:
                inputs.append(np.maximum(z, 0, out=z))  # of the preactivation only its sign is needed again
            elif layer is not layers[-1]:
                inputs.append(activation(layer.activation).function(z))
        if self.network.loss == "cross-entropy":
            delta = _softmax_delta(t, self.z[-1][:n])
        else:
            delta = loss(self.network.loss).delta(t, self.z[-1][:n], layers[-1].activation)
        delta *= 1 / n
        for l in reversed(range(len(layers))):
            np.matmul(inputs[l].T, delta, out=self.weight_slopes[l].T)
            np.matmul(self.ones[:n], delta, out=self.bias_slopes[l])
            if l > 0:
                z, arriving = self.z[l - 1][:n], np.matmul(delta, self.weights[l], out=self.arriving[l - 1][:n])
                if layers[l - 1].activation == "relu":
                    arriving *= z > 0
                    delta = arriving
                else:
                    delta = activation(layers[l - 1].activation).pullback(z, inputs[l], arriving)


def _softmax_delta(t: Array, z: Array) -> Array:
    """softmax(z) sum(t) - t row by row, written over z."""
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z *= t.sum(axis=1, keepdims=True) / z.sum(axis=1, keepdims=True)
    z -= t
    return z


class _Update:
    """Calling it moves the flat parameters by one step of the optimizer."""

    def __init__(self, optimizer: Optimizer, flat: Array, slope: Array, *, compiled: bool) -> None:
        self.optimizer, self.steps = optimizer, 0
        self.one_pass: Callable[..., None] | None = None
        if compiled:
            from numerics.fast.compiled_adam import adam  # here, because Numba is optional and slow to import

            self.one_pass = adam
        memories = [np.zeros_like(flat), np.zeros_like(flat)]
        pieces = [slice(start, start + PIECE) for start in range(0, len(flat), PIECE)]
        self.pieces = [
            (flat[piece], slope[piece], memories[0][piece], memories[1][piece], np.empty_like(flat[piece]))
            for piece in pieces
        ]

    def __call__(self) -> None:
        self.steps += 1
        match self.optimizer:
            case GradientDescent(step_size):
                for p, g, _, _, _ in self.pieces:
                    g *= step_size
                    p -= g
            case Momentum(step_size, momentum):
                for p, g, v, _, work in self.pieces:
                    v *= momentum
                    v += g
                    np.multiply(v, step_size, out=work)
                    p -= work
            case Adam(step_size, beta1, beta2, epsilon):
                grown = math.sqrt((1 - beta2**self.steps) / (1 - beta2))
                c = step_size * (1 - beta1) / (1 - beta1**self.steps) * grown
                if self.one_pass is not None:
                    scalar = self.pieces[0][0].dtype.type
                    for p, g, m, s, _ in self.pieces:
                        self.one_pass(p, g, m, s, scalar(beta1), scalar(beta2), scalar(c), scalar(epsilon * grown))
                    return
                for p, g, m, s, work in self.pieces:
                    m *= beta1
                    m += g
                    g *= g
                    s *= beta2
                    s += g
                    np.sqrt(s, out=work)
                    work += epsilon * grown
                    np.divide(m, work, out=work)
                    work *= c
                    p -= work
