"""The small vector operations of per-sample SGD, each bound once to its buffers.

For vectors of 32 numbers the time goes into calling NumPy, not into arithmetic, so every call counts. Outputs are
written in place, constants are arrays, an operation is a `partial` of a NumPy function with its arguments, and what can
wait is done for all layers at once: the slopes of all hidden units, and the subtraction of all changes. The alphabet
is that of `numerics.fast.online`: V = s [W | b], inputs [a; 1], error e = s eta delta; for the logistic layer z is
negated, and the sign of e turns its slope a (1 - a) into a (a - 1).
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array

Operation = Callable[[], object]
"""Reads and writes the buffers that it is bound to."""


def views(sizes: Sequence[int], dtype: npt.DTypeLike) -> tuple[Array, list[Array]]:
    """One vector of ones, and consecutive pieces of it of the given sizes."""
    whole = np.ones(sum(sizes), dtype)
    ends = np.cumsum(sizes)
    return whole, [whole[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def apply(name: str, z: Array, a: Array) -> list[Operation]:
    """Turn z into the activation a; z is overwritten."""
    match name:
        case "linear":
            return [partial(np.copyto, a, z)]
        case "relu":
            return [partial(np.maximum, z, 0.0, out=a)]
        case "tanh":
            return [partial(np.tanh, z, a)]
        case "sigmoid":
            return [partial(np.exp, z, z), partial(np.add, z, np.ones_like(z), z), partial(np.reciprocal, z, a)]
    raise ValueError(f"activation: {name!r} has no cell; choose one of linear, relu, sigmoid, tanh")


def slopes(names: Sequence[str], widths: Sequence[int], inputs: Array, out: Array) -> list[Operation]:
    """Fill `out` with the slopes at the activations in `inputs`, [a; 1] of each layer after the other.

    Neighbouring layers of one kind share their operations; the places of the ones get numbers that nobody reads.
    """
    operations: list[Operation] = []
    start = 0
    for name, group in groupby(zip(names, widths, strict=True), key=lambda pair: pair[0]):
        end = start + sum(width + 1 for _, width in group)
        a, slope, one = inputs[start:end], out[start:end], np.ones(end - start, out.dtype)
        match name:
            case "relu":
                operations.append(partial(np.heaviside, a, 0.0, slope))
            case "tanh":
                operations += [partial(np.multiply, a, a, slope), partial(np.subtract, one, slope, slope)]
            case "sigmoid":
                operations += [partial(np.subtract, a, one, slope), partial(np.multiply, slope, a, slope)]
        start = end
    return operations


SAFE = {np.dtype(np.float64): (1e-200, 1e200), np.dtype(np.float32): (1e-25, 1e30)}
"""While the sum of exp(z), over eta, lies here, softmax needs no shift: what underflows is below 1e-12 of the sum in
float32 (whose eps is 1e-7), and below 1e-100 in float64. In other dtypes nothing is computed here."""

Head = Callable[[Array, float], None]
"""Turns the logits into e, given eta t and sum(t)."""


def softmax_head(z: Array, error: Array, step_size: float) -> Head:
    """e = eta (y sum(t) - t)."""
    low, high = SAFE[z.dtype]
    y, sums = np.empty_like(z), np.empty_like(z)
    exp, divide, subtract = np.exp, np.divide, np.subtract
    add_up = np.full((len(z), len(z)), 1 / step_size, z.dtype).dot  # the sum over eta, in every entry

    def head(target: Array, target_sum: float) -> None:
        exp(z, y)
        add_up(y, sums)
        if not low < sums.item(0) < high:
            exp(z - z.max(), y)
            add_up(y, sums)
        divide(y, sums, y)
        if target_sum != 1:
            np.multiply(y, target_sum, y)
        subtract(y, target, error)

    return head


def sigmoid_head(z: Array, error: Array, step_size: float) -> Head:
    """e = -eta (y - t) for z the negated logit."""
    one = np.ones_like(z)

    def head(target: Array, target_sum: float) -> None:
        np.exp(z, z)
        np.add(z, one, z)
        np.divide(step_size, z, z)
        np.subtract(target, z, error)

    return head


HEADS = {"cross-entropy": softmax_head, "binary-cross-entropy": sigmoid_head}
