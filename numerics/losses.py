"""The losses a network may name: each computed from the logits, with its gradient with respect to them.

Alphabet: t are targets, z the preactivations of the last layer, y = f(z) its activations, all of shape (N, n).
The two cross-entropies belong to one activation each, their head, because only then do y and the logarithm fuse
into a formula that never overflows and whose gradient is y sum(t) - t, respectively y - t.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numerics import functions
from numerics.activations import activation
from numerics.arrays import Array


@dataclass(frozen=True)
class Loss:
    """Loss of each sample, shape (N,), and its gradient with respect to that sample's logits, shape (N, n)."""

    heads: tuple[str, ...]
    per_sample: Callable[[Array, Array, str], Array]
    delta: Callable[[Array, Array, str], Array]


def loss(name: str) -> Loss:
    """Return the loss called `name`; ValueError lists the known names."""
    if name not in LOSSES:
        raise ValueError(f"loss: {name!r} is unknown; choose one of {', '.join(sorted(LOSSES))}")
    return LOSSES[name]


def _cross_entropy(t: Array, z: Array, head: str) -> Array:
    return functions.cross_entropy(t, z)


def _cross_entropy_delta(t: Array, z: Array, head: str) -> Array:
    return np.asarray(functions.softmax(z) * t.sum(axis=-1, keepdims=True) - t)


def _binary_cross_entropy(t: Array, z: Array, head: str) -> Array:
    return np.asarray(functions.binary_cross_entropy(t, z).sum(axis=-1))


def _binary_cross_entropy_delta(t: Array, z: Array, head: str) -> Array:
    return np.asarray(functions.sigmoid(z) - t)


def _squared_error(t: Array, z: Array, head: str) -> Array:
    return np.asarray(0.5 * ((activation(head).function(z) - t) ** 2).sum(axis=-1))


def _squared_error_delta(t: Array, z: Array, head: str) -> Array:
    y = activation(head).function(z)
    return activation(head).pullback(z, y, y - t)


LOSSES = {
    "cross-entropy":        Loss(("softmax",), _cross_entropy, _cross_entropy_delta),
    "binary-cross-entropy": Loss(("sigmoid",), _binary_cross_entropy, _binary_cross_entropy_delta),
    "squared-error":        Loss((), _squared_error, _squared_error_delta),
}  # fmt: skip
"""Loss by name; an empty tuple of heads means that any activation may precede it."""
