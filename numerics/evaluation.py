"""How good a network is on a set of samples: mean loss, and how many it classifies correctly."""

import math
from dataclasses import dataclass

import numpy as np

from numerics.arrays import Array
from numerics.losses import loss
from numerics.network import Network

CHUNK = 4096
"""Samples evaluated at once: bounds the memory, not the result."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Inputs x (N, n_0) and targets t (N, n_L), samples as rows. Raises ValueError when their numbers differ."""

    x: Array
    t: Array

    def __post_init__(self) -> None:
        if self.x.ndim != 2 or self.t.ndim != 2 or len(self.x) != len(self.t) or len(self.x) == 0:
            raise ValueError(
                f"samples: expected x (N, n_in) and t (N, n_out) with N >= 1, got {self.x.shape} and {self.t.shape}; "
                "class labels become rows of numpy.eye, labels 0 and 1 a column t[:, numpy.newaxis]"
            )

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class Evaluation:
    """Mean loss, and how many of `total` samples are classified correctly."""

    loss: float
    correct: int
    total: int

    @property
    def accuracy(self) -> float:
        """The fraction classified correctly."""
        return self.correct / self.total


def evaluate(network: Network, samples: Samples) -> Evaluation:
    """Evaluate on all samples. The class is `predicted`; a target's class is read in the same way."""
    losses, correct = [], 0
    for start in range(0, len(samples), CHUNK):
        part = slice(start, start + CHUNK)
        cache = network.forward(samples.x[part])
        t = samples.t[part]
        losses.append(loss(network.loss).per_sample(t, cache.logits, network.layers[-1].activation))
        correct += int(np.sum(predicted(cache.output) == predicted(t)))
    total = math.fsum(float(value) for part_losses in losses for value in part_losses)
    return Evaluation(total / len(samples), correct, len(samples))


def predicted(output: Array) -> Array:
    """The class of each row, shape (N,): the position of the largest entry, or for one output whether it exceeds 1/2.

    A row with NaN has no class: it gets -1, which no target has.
    """
    classes = output[:, 0] > 0.5 if output.shape[1] == 1 else output.argmax(axis=1)
    return np.where(np.isnan(output).any(axis=1), -1, classes)
