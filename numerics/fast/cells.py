"""The small vector operations of per-sample SGD, each bound once to its buffers.

For vectors of 32 numbers the time goes into calling NumPy, not into arithmetic, so every call counts: outputs are
written in place, constants are arrays, and a function knows its arguments. The alphabet is that of
`numerics.fast.online`: V = s [W | b], inputs [a; 1], error e = s eta delta, and for the logistic layer z is negated.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class Unit:
    """Buffers of one hidden layer and the two functions on them: z -> [a; 1], and arriving gradient -> e."""

    z: Array
    inputs: Array
    arriving: Array
    apply: Callable[[], object]
    pull: Callable[[Array], object]


def unit(name: str, n: int) -> Unit:
    """A hidden layer of n units with the activation `name`, a key of `functions` below."""
    z, inputs, arriving, slope = np.empty(n), np.ones(n + 1), np.empty(n), np.empty(n)
    a = inputs[:-1]
    one = np.ones(n)
    add, exp, multiply, reciprocal, subtract = np.add, np.exp, np.multiply, np.reciprocal, np.subtract

    def apply_sigmoid() -> None:  # z is the negated preactivation
        exp(z, z)
        add(z, one, z)
        reciprocal(z, a)

    def pull_sigmoid(error: Array) -> None:  # the sign -1 of e turns a (1 - a) into a (a - 1)
        subtract(a, one, slope)
        multiply(slope, a, slope)
        multiply(slope, arriving, error)

    def pull_tanh(error: Array) -> None:
        multiply(a, a, slope)
        subtract(one, slope, slope)
        multiply(slope, arriving, error)

    def pull_relu(error: Array) -> None:
        np.heaviside(z, 0.0, slope)
        multiply(slope, arriving, error)

    functions: dict[str, tuple[Callable[[], object], Callable[[Array], object]]] = {
        "linear":  (lambda: np.copyto(a, z),         lambda error: np.copyto(error, arriving)),
        "relu":    (lambda: np.maximum(z, 0, out=a), pull_relu),
        "sigmoid": (apply_sigmoid,                   pull_sigmoid),
        "tanh":    (lambda: np.tanh(z, a),           pull_tanh),
    }  # fmt: skip
    return Unit(z, inputs, arriving, *functions[name])


def link(matrix: Array, below: Unit, z: Array, error: Array) -> tuple[Callable[[], object], Callable[[], object]]:
    """The layer above `below`: z = V [a; 1], and on the way back V' e, then V - e [a; 1]'."""
    inputs, arriving, transposed = below.inputs, below.arriving, matrix[:, :-1].T
    column, row, change = error[:, np.newaxis], inputs[np.newaxis, :], np.empty_like(matrix)
    forward, backward, outer, subtract = matrix.dot, transposed.dot, column.dot, np.subtract

    def retreat() -> None:
        backward(error, arriving)
        outer(row, change)
        subtract(matrix, change, matrix)

    return lambda: forward(inputs, z), retreat


SAFE = (1e-200, 1e200)
"""While the sum of exp(z) lies here, softmax needs no shift: what underflows is below 1e-100 of the sum."""

Head = Callable[[Array, float], None]
"""Turns the logits into e, given eta t and eta sum(t)."""


def _softmax_head(z: Array, error: Array, step_size: float) -> Head:
    y = np.empty(len(z))
    exp, multiply, subtract, total = np.exp, np.multiply, np.subtract, np.ones(len(z)).dot

    def head(target: Array, scaled_sum: float) -> None:
        exp(z, y)
        normalizer = total(y)
        if not SAFE[0] < normalizer < SAFE[1]:
            exp(z - z.max(), y)
            normalizer = total(y)
        multiply(y, scaled_sum / normalizer, y)
        subtract(y, target, error)

    return head


def _sigmoid_head(z: Array, error: Array, step_size: float) -> Head:
    one = np.ones(len(z))

    def head(target: Array, scaled_sum: float) -> None:  # z is the negated logit, e = -eta (y - t)
        np.exp(z, z)
        np.add(z, one, z)
        np.divide(step_size, z, z)
        np.subtract(target, z, error)

    return head


HEADS = {"cross-entropy": _softmax_head, "binary-cross-entropy": _sigmoid_head}
