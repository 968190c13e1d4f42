"""Witnesses of the heads, and of the elementwise rule: the complex step of output layers and of softmax layers."""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from backproof.closed_forms import Values, number
from numerics.network import Network
from proofs.kernel.claims import Claim

from .networks import HIDDEN, Array, Case, Probe, classifier, compare, dense, elementwise, identity, indices
from .testimony import Rng, Testimony, witness

# Heads.


def _head(claim: Claim, rng: Rng, names: tuple[str, ...], what: str, head: str, outputs: int) -> Testimony:
    """One layer with its loss, differentiated with respect to its weights or biases."""

    def cases() -> Iterator[Case]:
        for n_in in (1, 3, 4):
            network = Network((dense(rng, n_in, outputs, head),), _LOSSES[head])
            t = rng.dirichlet(np.ones(outputs), size=1) if outputs > 1 else rng.uniform(size=(1, 1))
            probe = Probe(network, rng.normal(size=(1, n_in)), t)
            values, measured = _head_values(probe, head), probe.losses_by(1, what=what)[0]
            for entry in indices(*measured.shape):
                names_here = {name: float(i) for name, i in zip(names, entry[len(entry) - len(names) :], strict=True)}
                value = float(measured[tuple(i - 1 for i in entry)])
                yield number(claim.terms[1], {**values, **names_here}), value, probe.tolerance(1)

    return compare(cases())


_LOSSES = {"softmax": "cross-entropy", "sigmoid": "binary-cross-entropy"}


def _head_values(probe: Probe, head: str) -> Values:
    only = probe.network.layers[0]
    cache = probe.network.forward(probe.x)
    sizes = {"m": float(only.n_out), "n": float(only.n_in), "a": probe.x[0]}
    z, y, t = cache.logits[0], cache.output[0], probe.t[0]
    if head == "softmax":
        return {**sizes, "W": only.weights, "b": only.bias, "z": z, "y": y, "t": t}
    scalars = {"b": only.bias[0], "z": z[0], "g": y[0], "y": t[0], "L": probe.network.losses(probe.x, probe.t)[0]}
    return {**sizes, "w": only.weights[0], **{name: float(value) for name, value in scalars.items()}}


@witness("softmax-head", "weights", "complex step of a softmax layer", draws=False)
def softmax_weights(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the cross-entropy with respect to the weights of the last layer."""
    return _head(claim, rng, ("j", "k"), "weights", "softmax", 3)


@witness("softmax-head", "biases", "complex step of a softmax layer", draws=False)
def softmax_biases(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the cross-entropy with respect to the biases of the last layer."""
    return _head(claim, rng, ("j",), "bias", "softmax", 3)


@witness("logistic-head", "weights", "complex step of a sigmoid unit", draws=False)
def logistic_weights(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the logistic loss with respect to the weights."""
    return _head(claim, rng, ("k",), "weights", "sigmoid", 1)


@witness("logistic-head", "bias", "complex step of a sigmoid unit", draws=False)
def logistic_bias(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the logistic loss with respect to the bias."""
    return _head(claim, rng, (), "bias", "sigmoid", 1)


@witness("squared-error-head", "delta", "complex step of an output layer", draws=False)
def squared_error(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of half the squared error with respect to the preactivations."""

    def cases() -> Iterator[Case]:
        for name, n in product(HIDDEN, (1, 3)):
            probe = Probe(
                Network((identity(n, name),), "squared-error"), rng.normal(size=(1, n)), rng.normal(size=(1, n))
            )
            y = probe.network.forward(probe.x).output[0]
            values: Values = {"m": float(n), "f": elementwise(name), "z": probe.x[0], "y": y, "t": probe.t[0]}
            for j, measured in enumerate(probe.losses_by_input(), start=1):
                yield number(claim.terms[1], {**values, "j": float(j)}), float(measured), probe.tolerance(1)

    return compare(cases())


# The elementwise rule, and a softmax layer within a network.


def _first_activation(claim: Claim, rng: Rng, name: str, change: Callable[[Array, Array], Array]) -> Testimony:
    """A layer whose preactivations are the input, under two more; `change(y, g)` is subtracted from the measured."""

    def cases() -> Iterator[Case]:
        for n in (1, 2, 4):
            probe = classifier(rng, 2, first=identity(n, name))
            y = probe.network.forward(probe.x).activations[0]
            above = Network(probe.network.layers[1:])
            g = above.backward(above.forward(y), probe.t).inputs[0]
            slopes = elementwise(name) if name != "softmax" else 0.0
            values: Values = {"n": float(n), "z": probe.x[0], "y": y[0], "v": y[0], "g": g, "f": slopes}
            measured = probe.losses_by_input() - change(y[0], g)
            for j, slope in enumerate(measured, start=1):
                yield number(claim.terms[1], {**values, "j": float(j)}), float(slope), 4 * probe.tolerance(1)

    return compare(cases())


def _nothing(y: Array, g: Array) -> Array:
    return np.zeros_like(y)


@witness("elementwise-rule", "hidden-layer", "complex step of a network", draws=False)
def hidden_layer(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the loss by hidden preactivations; the slope of SiLU is not even, and below 1.1."""
    return _first_activation(claim, rng, "silu", _nothing)


@witness("elementwise-rule", "softmax-layer", "complex step of a network with a softmax inside", draws=False)
def softmax_layer(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The same where the hidden layer is a softmax."""
    return _first_activation(claim, rng, "softmax", _nothing)


@witness("elementwise-rule", "what-the-elementwise-rule-misses", "the measured derivative minus that rule", draws=False)
def what_is_missed(claim: Claim, rng: Rng, _: float) -> Testimony:
    """What is measured at a softmax, minus the product with the diagonal of its Jacobian."""
    return _first_activation(claim, rng, "softmax", lambda y, g: y * (1 - y) * g)
