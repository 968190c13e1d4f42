"""The rules that turn a gradient into a step.

Alphabet: p is any parameter array, g its gradient, eta the step size. All operations are entry by entry.

    GradientDescent   p <- p - eta g
    Momentum          v <- mu v + g,  p <- p - eta v                                      (v starts at 0)
    Adam              m <- b1 m + (1-b1) g,  s <- b2 s + (1-b2) g^2,                      (both start at 0)
                      p <- p - eta (m / (1-b1^k)) / (sqrt(s / (1-b2^k)) + epsilon)        (k counts the steps)

Nothing is changed in place: a step returns new parameters and a new state.

Sources: Polyak (1964), in the form of Sutskever et al. (2013) with eta outside; Kingma and Ba (2015), Algorithm 1.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from numerics.arrays import Array

Parameters: TypeAlias = tuple[Array, ...]
"""Arrays in a fixed order: W_1, b_1, W_2, b_2, ... Gradients come in the same order."""


@dataclass(frozen=True, eq=False)
class State:
    """What an optimizer remembers: the number of steps taken, and per memory one array for each parameter."""

    steps: int
    memories: tuple[Parameters, ...] = ()


class Optimizer(Protocol):
    """Any rule below."""

    def start(self, parameters: Parameters) -> State:
        """The state before the first step."""
        ...

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> tuple[Parameters, State]:
        """Parameters and state after one step."""
        ...


@dataclass(frozen=True)
class GradientDescent:
    """Walk against the gradient; with batches of one sample, per-sample SGD."""

    step_size: float

    def __post_init__(self) -> None:
        _positive("step_size", self.step_size)

    def start(self, parameters: Parameters) -> State:
        """Nothing to remember."""
        return State(0)

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> tuple[Parameters, State]:
        """p - eta g."""
        moved = tuple(p - self.step_size * g for p, g in zip(parameters, gradients, strict=True))
        return moved, State(state.steps + 1)


@dataclass(frozen=True)
class Momentum:
    """Walk against a geometrically weighted sum of the gradients so far."""

    step_size: float
    momentum: float = 0.9

    def __post_init__(self) -> None:
        _positive("step_size", self.step_size)
        _fraction("momentum", self.momentum)

    def start(self, parameters: Parameters) -> State:
        """v = 0."""
        return State(0, (_zeros(parameters),))

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> tuple[Parameters, State]:
        """v = mu v + g, then p - eta v."""
        (velocity,) = state.memories
        velocity = tuple(self.momentum * v + g for v, g in zip(velocity, gradients, strict=True))
        moved = tuple(p - self.step_size * v for p, v in zip(parameters, velocity, strict=True))
        return moved, State(state.steps + 1, (velocity,))


@dataclass(frozen=True)
class Adam:
    """Walk by the mean gradient over its root mean square, both with forgetting and corrected for their start at 0."""

    step_size: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _positive("step_size", self.step_size)
        _fraction("beta1", self.beta1)
        _fraction("beta2", self.beta2)
        _positive("epsilon", self.epsilon)

    def start(self, parameters: Parameters) -> State:
        """m = 0 and s = 0."""
        return State(0, (_zeros(parameters), _zeros(parameters)))

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> tuple[Parameters, State]:
        """Update both means, correct them, and step."""
        k = state.steps + 1
        first, second = state.memories
        first = tuple(self.beta1 * m + (1 - self.beta1) * g for m, g in zip(first, gradients, strict=True))
        second = tuple(self.beta2 * s + (1 - self.beta2) * g**2 for s, g in zip(second, gradients, strict=True))
        moved = tuple(
            p - self.step_size * (m / (1 - self.beta1**k)) / (np.sqrt(s / (1 - self.beta2**k)) + self.epsilon)
            for p, m, s in zip(parameters, first, second, strict=True)
        )
        return moved, State(k, (first, second))


def _zeros(parameters: Parameters) -> Parameters:
    return tuple(np.zeros_like(p) for p in parameters)


def _positive(name: str, value: float) -> None:
    if not 0 < value < float("inf"):
        raise ValueError(f"{name}: expected a positive finite number, got {value}")


def _fraction(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name}: expected a number in [0, 1), got {value}")
