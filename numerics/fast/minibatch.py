"""Minibatch training in place: the reference's arithmetic, without its allocations.

All parameters live in one flat vector with a view per W_l and b_l, and so do the gradient and the optimizer's
memories. Backpropagation writes matrix products straight into the gradient; the optimizer then walks over the vectors
in pieces that stay in the cache, in as few passes as its rule allows:

    Adam with m = (1-b1) M and s = (1-b2) S:   M <- b1 M + g,  S <- b2 S + g^2,  p <- p - c M / (sqrt(S) + d)
    c = eta (1-b1)/(1-b1^k) sqrt((1-b2^k)/(1-b2)),   d = epsilon sqrt((1-b2^k)/(1-b2)).
"""

import math
from collections.abc import Iterator

import numpy as np

from numerics.activations import activation
from numerics.arrays import Array
from numerics.evaluation import Samples
from numerics.initializers import RandomSource
from numerics.losses import loss
from numerics.network import Network
from numerics.optimizers import Adam, GradientDescent, Momentum, Optimizer
from numerics.training import Plan, Progress, parameters, with_parameters

PIECE = 16384
"""Entries per piece of a flat vector: five such pieces of float64 fit in half a megabyte of cache."""


def supports(network: Network, plan: Plan) -> bool:
    """Whether `epochs` below can train this network: one dtype throughout, and an optimizer of numerics.optimizers."""
    dtypes = {p.dtype for p in parameters(network)}
    return len(dtypes) == 1 and isinstance(plan.optimizer, GradientDescent | Momentum | Adam)


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """Yield the network after each epoch. Raises ValueError for what `supports` rejects."""
    if not supports(network, plan):
        raise ValueError("network: the minibatch engine needs one dtype and a known optimizer; use training.epochs")
    flat, weights, biases = _flat(network)
    slope, weight_slopes, bias_slopes = _flat(network)
    update = _Update(plan.optimizer, flat, slope)
    for _ in range(plan.epochs):
        for batch in plan.batches(plan.order(len(samples), rng)):
            _backpropagate(network, samples.x[batch], samples.t[batch], weights, biases, weight_slopes, bias_slopes)
            update()
            progress(len(batch))
        yield with_parameters(network, tuple(p.copy() for pair in zip(weights, biases, strict=True) for p in pair))


def _flat(network: Network) -> tuple[Array, list[Array], list[Array]]:
    """All parameters copied into one vector, with views of it in the shapes of the weights and of the biases."""
    flat = np.concatenate([p.ravel() for p in parameters(network)])
    weights: list[Array] = []
    biases: list[Array] = []
    start = 0
    for layer in network.layers:
        for views, p in ((weights, layer.weights), (biases, layer.bias)):
            views.append(flat[start : start + p.size].reshape(p.shape))
            start += p.size
    return flat, weights, biases


def _backpropagate(
    network: Network,
    x: Array,
    t: Array,
    weights: list[Array],
    biases: list[Array],
    weight_slopes: list[Array],
    bias_slopes: list[Array],
) -> None:
    """Write the gradient of the mean loss at (weights, biases) into the slopes."""
    layers = network.layers
    preactivations, inputs = [], [x]
    for layer, matrix, bias in zip(layers, weights, biases, strict=True):
        z = inputs[-1] @ matrix.T
        z += bias
        preactivations.append(z)
        if layer is not layers[-1]:
            inputs.append(np.maximum(z, 0) if layer.activation == "relu" else activation(layer.activation).function(z))
    delta = loss(network.loss).delta(t, preactivations[-1], layers[-1].activation)
    delta *= 1 / len(x)
    for l in reversed(range(len(layers))):
        np.matmul(delta.T, inputs[l], out=weight_slopes[l])
        np.sum(delta, axis=0, out=bias_slopes[l])
        if l > 0:
            arriving = delta @ weights[l]
            if layers[l - 1].activation == "relu":
                arriving *= preactivations[l - 1] > 0
                delta = arriving
            else:
                below = activation(layers[l - 1].activation)
                delta = below.pullback(preactivations[l - 1], inputs[l], arriving)


class _Update:
    """Calling it moves the flat parameters by one step of the optimizer."""

    def __init__(self, optimizer: Optimizer, flat: Array, slope: Array) -> None:
        self.optimizer, self.steps = optimizer, 0
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
