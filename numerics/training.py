"""Training with history: batches in, one evaluated network per epoch out.

An engine walks through the data epoch by epoch and yields the network after each. `epochs` below is the reference:
a forward pass, a backward pass and an optimizer's step per batch, exactly as the textbook has it. Faster engines
(numerics.fast) take the same arguments and are tested to yield the same networks up to rounding.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from numerics.arrays import Array
from numerics.evaluation import Evaluation, Samples, evaluate
from numerics.initializers import RandomSource
from numerics.network import Dense, Network
from numerics.optimizers import Optimizer, Parameters


@dataclass(frozen=True)
class Plan:
    """How long to train, in what batches, by which optimizer.

    batch_size None means the whole set (full-batch descent). shuffle: each epoch visits rng.permutation(N); otherwise
    file order. A last batch that is smaller is a batch like any other. Raises ValueError for sizes below 1.
    """

    optimizer: Optimizer
    epochs: int
    batch_size: int | None = None
    shuffle: bool = False

    def __post_init__(self) -> None:
        if self.epochs < 0:
            raise ValueError(f"epochs: expected a number >= 0, got {self.epochs}")
        if self.batch_size is not None and self.batch_size < 1:
            raise ValueError(f"batch_size: expected at least 1, or None for the whole set, got {self.batch_size}")

    def order(self, n: int, rng: RandomSource) -> Array:
        """The order in which the next epoch visits n samples."""
        return rng.permutation(n) if self.shuffle else np.arange(n)

    def batches(self, order: Array) -> Iterator[Array]:
        """Consecutive pieces of an order."""
        size = len(order) if self.batch_size is None else self.batch_size
        return (order[start : start + size] for start in range(0, len(order), size))


Progress = Callable[[int], None]
"""Called with the number of samples just visited."""


class Engine(Protocol):
    """Anything that trains like `epochs`."""

    def __call__(
        self, network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress
    ) -> Iterator[Network]:
        """Yield the network after each of plan.epochs epochs."""
        ...


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """The reference engine: yield the network after each of plan.epochs epochs."""
    current = parameters(network)
    state = plan.optimizer.start(current)
    for _ in range(plan.epochs):
        for batch in plan.batches(plan.order(len(samples), rng)):
            gradients = network.backward(network.forward(samples.x[batch]), samples.t[batch])
            both = tuple(g for pair in zip(gradients.weights, gradients.biases, strict=True) for g in pair)
            current, state = plan.optimizer.step(current, both, state)
            network = with_parameters(network, current)
            progress(len(batch))
        yield network


def parameters(network: Network) -> Parameters:
    """W_1, b_1, W_2, b_2, ..."""
    return tuple(p for layer in network.layers for p in (layer.weights, layer.bias))


def with_parameters(network: Network, values: Parameters) -> Network:
    """The same architecture with other weights and biases, in the order of `parameters`."""
    layers = (
        Dense(weights, bias, layer.activation)
        for layer, weights, bias in zip(network.layers, values[::2], values[1::2], strict=True)
    )
    return Network(tuple(layers), network.loss)


@dataclass(frozen=True)
class Record:
    """A network evaluated on both sets after `epoch` epochs; epoch 0 is before any update."""

    epoch: int
    train: Evaluation
    test: Evaluation


@dataclass(frozen=True, eq=False)
class Run:
    """The trained network and one record per epoch, epoch 0 first."""

    network: Network
    history: tuple[Record, ...]

    @property
    def last(self) -> Record:
        """The record of the trained network."""
        return self.history[-1]


def train(
    network: Network,
    training: Samples,
    test: Samples,
    plan: Plan,
    *,
    rng: RandomSource,
    engine: Engine = epochs,
    progress: Progress = lambda visited: None,
    stop: Callable[[Record], bool] = lambda record: False,
) -> Run:
    """Train by `plan`, evaluating before the first epoch and after each; a record that `stop` accepts is the last."""
    history = [Record(0, evaluate(network, training), evaluate(network, test))]
    for epoch, after in enumerate(engine(network, training, plan, rng=rng, progress=progress), start=1):
        network = after
        history.append(Record(epoch, evaluate(network, training), evaluate(network, test)))
        if stop(history[-1]):
            break
    return Run(network, tuple(history))
