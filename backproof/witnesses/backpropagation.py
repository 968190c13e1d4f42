"""Witnesses of back-propagation through one layer and through any depth: the complex step of random networks."""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from backproof.closed_forms import Entry, Values, number
from numerics.finite_differences import COMPLEX_STEP_FLOOR, jacobian_complex_step
from proofs.kernel.claims import Claim

from .networks import HIDDEN, Array, Case, Probe, classifier, compare, elementwise, identity, indices
from .testimony import Rng, Testimony, witness

# One layer: the first layer of a deeper network; what lies above it is the differentiable function.


def _layer_values(probe: Probe) -> dict[str, "float | Array"]:
    first = probe.network.layers[0]
    z = probe.network.forward(probe.x).preactivations[0][0]
    named = {"W": first.weights, "b": first.bias, "a": probe.x[0], "z": z, "d": probe.gradients.deltas[0][0]}
    return {
        **named,
        "m": float(first.n_out),
        "n": float(first.n_in),
        "C": float(probe.network.mean_loss(probe.x, probe.t)),
    }


def _each_layer(claim: Claim, rng: Rng, measure: Callable[[Probe], Array], *names: str) -> Testimony:
    def cases() -> Iterator[Case]:
        for depth in (1, 2, 3):
            probe = classifier(rng, depth)
            values, measured = _layer_values(probe), measure(probe)
            for entry in indices(*measured.shape):
                here: Values = {**values, **{name: float(i) for name, i in zip(names, entry, strict=True)}}
                value = float(measured[tuple(i - 1 for i in entry)])
                yield number(claim.terms[1], here), value, probe.tolerance(1)

    return compare(cases())


@witness("layer-gradients", "weights", "complex step of a network", draws=False)
def layer_weights(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the loss with respect to the first weights, whatever lies above."""
    return _each_layer(claim, rng, lambda probe: probe.losses_by(1, what="weights")[0], "j", "k")


@witness("layer-gradients", "biases", "complex step of a network", draws=False)
def layer_biases(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the loss with respect to the first biases."""
    return _each_layer(claim, rng, lambda probe: probe.losses_by(1, what="bias")[0], "j")


@witness("layer-gradients", "inputs", "complex step of a network", draws=False)
def layer_inputs(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the loss with respect to what enters the first layer."""
    return _each_layer(claim, rng, Probe.losses_by_input, "k")


@witness("delta-recursion", "delta-recursion", "complex step of a network", draws=False)
def delta_recursion(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the loss with respect to the first preactivations, from the deltas of the second layer."""

    def cases() -> Iterator[Case]:
        for name, depth in product(HIDDEN, (1, 2, 3)):
            probe = classifier(rng, depth, first=identity(int(rng.integers(1, 5)), name))
            second = probe.network.layers[1]
            values: Values = {
                **{"m": float(second.n_out), "n": float(second.n_in), "W": second.weights, "b": second.bias},
                **{"u": probe.x[0], "z": probe.network.forward(probe.x).preactivations[1][0]},
                **{"d": probe.gradients.deltas[1][0], "f": elementwise(name)},
            }
            for k, measured in enumerate(probe.losses_by_input(), start=1):
                yield number(claim.terms[1], {**values, "k": float(k)}), float(measured), probe.tolerance(1)

    return compare(cases())


# Any depth.


def _unit(probe: Probe, layer: int, unit: int) -> float:
    """A preactivation; layer 0 is the input."""
    pre = probe.network.forward(probe.x).preactivations
    return float(probe.x[0, unit - 1] if layer == 0 else pre[layer - 1][0, unit - 1])


def _derivative(probe: Probe, entry: Entry, parameter: Entry) -> float:
    """The derivative of a preactivation or a delta with respect to a weight or a bias, by the complex step."""
    (name, (layer, *unit)), (owner, *place) = entry, parameter[1]
    what = {"W": "weights", "b": "bias"}[parameter[0]]
    if name not in "zd":
        return float(entry == parameter)  # another parameter, or the input
    if layer == 0:
        return 0.0  # the input is given

    def units(value: Array) -> Array:
        changed = probe.network.with_layer(owner - 1, **{what: value})
        cache = changed.forward(probe.x)
        known = cache.preactivations if name == "z" else changed.backward(cache, probe.t).deltas
        return np.asarray(known[layer - 1][0], dtype=np.complex128)  # also where they do not depend on the parameter

    jacobian = jacobian_complex_step(units, getattr(probe.network.layers[owner - 1], what))
    return float(jacobian[tuple(i - 1 for i in (*unit, *place))])


def _width(probe: Probe, layer: int) -> int:
    """The number of units of a layer; layer 0 is the input."""
    layers = probe.network.layers
    return layers[0].n_in if layer == 0 else layers[layer - 1].n_out


def _network_values(probe: Probe) -> dict[str, "float | Array | Callable[..., float]"]:
    layers, deltas = probe.network.layers, probe.gradients.deltas
    names = ["linear", *(layer.activation for layer in layers)]
    return {
        "n": lambda layer: _width(probe, layer),
        "W": lambda layer, i, k: layers[layer - 1].weights[i - 1, k - 1],
        "b": lambda layer, i: layers[layer - 1].bias[i - 1],
        "x": probe.x[0],
        "z": lambda layer, i: _unit(probe, layer, i),
        "d": lambda layer, i: deltas[layer - 1][0, i - 1],
        "f": lambda order, layer, u: elementwise(names[layer])(order, u),
        "D": lambda unit, parameter: _derivative(probe, unit, parameter),
    }


def _parameters(probe: Probe, what: str) -> Iterator[tuple[int, dict[str, float], float]]:
    """Each parameter: the layers below its own, its names, and the measured derivative of the loss."""
    depth = len(probe.network.layers)
    for below in range(depth):
        measured = probe.losses_by(below + 1, what=what)[0]
        for entry in indices(*measured.shape):
            names = {"l": float(below), "p": float(depth - below - 1)}
            names |= {name: float(i) for name, i in zip("jk", entry, strict=False)}
            yield below, names, float(measured[tuple(i - 1 for i in entry)])


def _gradient(what: str) -> Callable[[Claim, Rng, float], Testimony]:
    def examine(claim: Claim, rng: Rng, _: float) -> Testimony:
        def cases() -> Iterator[Case]:
            for depth in (1, 2, 3, 4):
                probe = classifier(rng, depth)
                values = _network_values(probe)
                for below, names, measured in _parameters(probe, what):
                    yield number(claim.terms[1], {**values, **names}), measured, probe.tolerance(below + 1)

        return compare(cases())

    return examine


def _carried(what: str) -> Callable[[Claim, Rng, float], Testimony]:
    def examine(claim: Claim, rng: Rng, _: float) -> Testimony:
        """The sum at each layer from the parameter's own on; with |f'| <= 1 its rounding is that of the gradient."""

        def cases() -> Iterator[Case]:
            for depth in (1, 2, 3):
                probe = classifier(rng, depth)
                values = _network_values(probe)
                for below, names, _ in list(_parameters(probe, what))[::2]:
                    for between in range(depth - below):
                        here = {**values, **names, "q": float(between)}
                        left, right = (number(side, here) for side in claim.terms)
                        yield right, left, probe.tolerance(below + 1)

        return compare(cases())

    return examine


def _unmoved(what: str) -> Callable[[Claim, Rng, float], Testimony]:
    def examine(claim: Claim, rng: Rng, _: float) -> Testimony:
        """The units up to the layer below the parameter; their derivative is exactly 0."""

        def cases() -> Iterator[Case]:
            probe = classifier(rng, 3)
            values = _network_values(probe)
            for below, names, _ in list(_parameters(probe, what))[::2]:
                for layer in range(below + 1):
                    for (g,) in indices(_width(probe, layer)):
                        here = {**values, **names, "q": float(layer), "g": float(g)}
                        left, right = (number(side, here) for side in claim.terms)
                        yield right, left, COMPLEX_STEP_FLOOR

        return compare(cases())

    return examine


for _part, _what in (("weights", "weights"), ("biases", "bias")):
    for _name, _examine in (
        (_part, _gradient(_what)),
        (f"carried-for-{_part}", _carried(_what)),
        (f"units-below-{_part}", _unmoved(_what)),
    ):
        witness("backpropagation", _name, "complex step of networks of depth 1 to 4", draws=False)(_examine)
