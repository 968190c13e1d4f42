"""The activations a layer may name: each with its value and with its pullback.

Alphabet: z is a preactivation, y = f(z), g = dL/dy the gradient that arrives from above, all of shape (N, n).
The pullback returns dL/dz. For an elementwise f it is g f'(z); softmax couples the entries of a row, and its
Jacobian y_i (delta_ij - y_j) turns g into y (g - sum_k g_k y_k).
"""

from collections.abc import Callable
from dataclasses import dataclass

from numerics import functions
from numerics.arrays import Array


@dataclass(frozen=True)
class Activation:
    """A function of a layer's preactivations and the pullback (z, y, g) -> dL/dz of a gradient through it."""

    function: Callable[[Array], Array]
    pullback: Callable[[Array, Array, Array], Array]


def activation(name: str) -> Activation:
    """Return the activation called `name`; ValueError lists the known names."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation: {name!r} is unknown; choose one of {', '.join(sorted(ACTIVATIONS))}")
    return ACTIVATIONS[name]


def _elementwise(function: Callable[[Array], Array], derivative: Callable[[Array], Array]) -> Activation:
    return Activation(function, lambda z, y, g: g * derivative(z))


def _softmax_pullback(z: Array, y: Array, g: Array) -> Array:
    coupled: Array = y * (g - (g * y).sum(axis=-1, keepdims=True))
    return coupled


ACTIVATIONS = {
    "elu":        _elementwise(functions.elu,        functions.elu_derivative),
    "gelu":       _elementwise(functions.gelu,       functions.gelu_derivative),
    "leaky-relu": _elementwise(functions.leaky_relu, functions.leaky_relu_derivative),
    "linear":     _elementwise(functions.linear,     functions.linear_derivative),
    "relu":       _elementwise(functions.relu,       functions.relu_derivative),
    "selu":       _elementwise(functions.selu,       functions.selu_derivative),
    "sigmoid":    _elementwise(functions.sigmoid,    functions.sigmoid_derivative),
    "silu":       _elementwise(functions.silu,       functions.silu_derivative),
    "softplus":   _elementwise(functions.softplus,   functions.softplus_derivative),
    "tanh":       _elementwise(functions.tanh,       functions.tanh_derivative),
    "softmax":    Activation(functions.softmax, _softmax_pullback),
}  # fmt: skip
