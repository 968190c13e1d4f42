"""Witnesses of the chapter on back-propagation: networks of random architecture, differentiated by the complex step.

The complex step has no truncation error, so measured and claimed values differ by rounding alone; `Rounding`
bounds it layer by layer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import Entry, Values, number
from numerics.activations import activation
from numerics.finite_differences import COMPLEX_STEP_FLOOR, jacobian_complex_step
from numerics.network import Dense, Gradients, Network
from proofs.kernel.claims import Claim

from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)
HIDDEN = ("tanh", "sigmoid", "softplus")  # analytic, with |f'| <= 1 and |f''| <= 1

Case = tuple[float, float, float]  # claimed, measured, tolerance


def compare(cases: Iterator[Case]) -> Testimony:
    """Hold claimed values against measured ones; NaN never stands."""
    ratios = [abs(claimed - measured) / tolerance for claimed, measured, tolerance in cases]
    stands = bool(ratios) and all(ratio <= 1 for ratio in ratios)
    return Testimony(stands, (("entries", str(len(ratios))), ("largest error / tolerance", f"{max(ratios):.3g}")))


@dataclass(frozen=True, eq=False)
class Probe:
    """A network with a batch x (N, n_0) and targets t (N, n_L); layers are numbered from 1, the input is layer 0."""

    network: Network
    x: Array
    t: Array

    @cached_property
    def gradients(self) -> Gradients:
        """The network's own backward pass."""
        return self.network.backward(self.network.forward(self.x), self.t)

    def losses_by(self, layer: int, **name: str) -> Array:
        """The derivative of each loss with respect to `what` = weights or bias of a layer, by the complex step."""
        what = name["what"]

        def losses(value: Array) -> Array:
            return np.asarray(self.network.with_layer(layer - 1, **{what: value}).losses(self.x, self.t))

        return jacobian_complex_step(losses, getattr(self.network.layers[layer - 1], what))

    def losses_by_input(self) -> Array:
        """The derivative of the loss of the only sample with respect to its input, by the complex step."""
        by_input: Array = jacobian_complex_step(lambda x: self.network.losses(x[None, :], self.t), self.x[0])[0]
        return by_input

    def tolerance(self, layer: int) -> float:
        """A bound on the rounding of a gradient with respect to weights or biases of a layer, or to what enters it."""
        return Rounding.of(self).gradients[layer - 1]


@dataclass(frozen=True)
class Rounding:
    """First-order bounds on the rounding error of a gradient, for each layer, largest entry.

    z_l = W_l a_{l-1} + b_l inherits the error of a_{l-1} through |W_l| and adds (n + 2) eps |W_l| |a_{l-1}|; a_l
    inherits that of z_l, because |f'| <= 1, and adds 16 eps (1 + |a_l|).  delta goes down by |W_l|' and has the error
    of f', at most that of z because |f''| <= 1.  A gradient is delta times an activation.  The complex step carries
    the same products in the other order, with the same bound; the claimed value adds a few roundings: 4 times in all.
    """

    gradients: tuple[float, ...]

    @classmethod
    def of(cls, probe: Probe) -> "Rounding":
        """Bound the gradients of a network on a batch."""
        cache = probe.network.forward(probe.x)
        entering = [probe.x, *cache.activations[:-1]]
        sizes = [1 + float(np.max(np.abs(each))) for each in entering]
        errors, error = [], 0.0
        for layer, size in zip(probe.network.layers, sizes, strict=True):
            errors.append(error)
            rows = float(np.max(np.sum(np.abs(layer.weights), axis=1)))
            z = rows * error + (layer.n_in + 2) * EPS * (rows * size + float(np.max(np.abs(layer.bias))))
            error = z + 16 * EPS * (2 + float(np.max(np.abs(cache.output))) + size * rows)
        targets = 1 + float(np.max(np.sum(np.abs(probe.t), axis=1)))
        width = probe.network.layers[-1].n_out
        delta = 2 * targets + float(np.max(np.abs(cache.output)))
        slack = delta * (2 * error + (width + 20) * EPS)
        bounds = []
        for layer, size, error in reversed(list(zip(probe.network.layers, sizes, errors, strict=True))):
            columns = 1 + float(np.max(np.sum(np.abs(layer.weights), axis=0)))
            bounds.append(4 * columns * (slack * size + delta * (error + (width + 4) * EPS * size)))
            slack = columns * (slack + delta * (error + (layer.n_out + 24) * EPS))
            delta = columns * delta
        return cls(tuple(bound + COMPLEX_STEP_FLOOR for bound in reversed(bounds)))


def dense(rng: Rng, n_in: int, n_out: int, name: str) -> Dense:
    """A layer with standard normal weights and biases."""
    return Dense(rng.normal(size=(n_out, n_in)), rng.normal(size=n_out), name)


def classifier(rng: Rng, depth: int, *, samples: int = 1, first: Dense | None = None) -> Probe:
    """A softmax classifier of random widths 1..4 and random hidden activations, with soft targets that sum to 1."""
    widths = [first.n_out if first else int(rng.integers(1, 5)), *rng.integers(1, 5, size=depth - 1).tolist(), 3]
    names = [*rng.choice(HIDDEN, size=depth - 1).tolist(), "softmax"]
    layers = [dense(rng, *each) for each in zip(widths, widths[1:], names, strict=False)]
    network = Network((*([first] if first else []), *layers))
    t = rng.dirichlet(np.ones(3), size=samples)
    return Probe(network, rng.normal(size=(samples, network.layers[0].n_in)), t)


def indices(*ends: int) -> Iterator[tuple[int, ...]]:
    """All index tuples, from 1 on."""
    return product(*(range(1, end + 1) for end in ends))


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


def identity(n: int, name: str) -> Dense:
    """A layer whose preactivations are the input, so that a loss can be differentiated with respect to them."""
    return Dense(np.eye(n), np.zeros(n), name)


def _elementwise(name: str) -> Callable[[int, float], float]:
    """An activation function and its derivative, by order."""

    def value(order: int, u: float) -> float:
        z = np.array([[u]])
        y = activation(name).function(z)
        return float(y[0, 0] if order == 0 else activation(name).pullback(z, y, np.ones_like(z))[0, 0])

    return value


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
                **{"d": probe.gradients.deltas[1][0], "f": _elementwise(name)},
            }
            for k, measured in enumerate(probe.losses_by_input(), start=1):
                yield number(claim.terms[1], {**values, "k": float(k)}), float(measured), probe.tolerance(1)

    return compare(cases())


# Any depth.


def _unit(probe: Probe, layer: int, unit: int) -> float:
    """A preactivation; layer 0 is the input."""
    pre = probe.network.forward(probe.x).preactivations
    return float(probe.x[0, unit - 1] if layer == 0 else pre[layer - 1][0, unit - 1])


def _unit_by(probe: Probe, unit: Entry, parameter: Entry) -> float:
    """The derivative of a preactivation with respect to a weight or a bias, by the complex step."""
    (layer, number_of_unit), (owner, *place) = unit[1], parameter[1]
    what = {"W": "weights", "b": "bias"}[parameter[0]]
    if layer == 0:
        return 0.0  # the input is given

    def units(value: Array) -> Array:
        changed = probe.network.with_layer(owner - 1, **{what: value})
        pre = changed.forward(probe.x).preactivations[layer - 1][0]
        return np.asarray(pre, dtype=np.complex128)  # also where the units do not depend on the parameter

    jacobian = jacobian_complex_step(units, getattr(probe.network.layers[owner - 1], what))
    return float(jacobian[(number_of_unit - 1, *(i - 1 for i in place))])


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
        "f": lambda order, layer, u: _elementwise(names[layer])(order, u),
        "D": lambda unit, parameter: _unit_by(probe, unit, parameter),
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


# A batch.


def _batch_values(probe: Probe) -> dict[str, "float | Array"]:
    """The first layer of a network on a batch, with the names of the chapter."""
    first, deltas = probe.network.layers[0], probe.gradients.deltas[0]
    sizes = {"N": float(len(probe.x)), "m": float(first.n_out), "n": float(first.n_in)}
    means = {"dbar": deltas.mean(axis=0), "abar": probe.x.mean(axis=0), "G": probe.gradients.weights[0]}
    losses = probe.network.losses(probe.x, probe.t)
    named = {"W": first.weights, "b": first.bias, "a": probe.x, "d": deltas, "C": losses, "L": losses.mean()}
    return {**sizes, **named, **means}


def _each_batch(claim: Claim, rng: Rng, measure: Callable[[Probe], Array], *names: str) -> Testimony:
    """Batches of 1, 2 and 7 samples; a mean of N adds N roundings to those of its terms."""

    def cases() -> Iterator[Case]:
        for samples, depth in ((1, 2), (2, 1), (7, 3)):
            probe = classifier(rng, depth, samples=samples)
            values, measured = _batch_values(probe), measure(probe)
            allowed = (samples + 4) * probe.tolerance(1) * (1 + float(np.sum(np.abs(probe.x))))
            for entry in indices(*measured.shape):
                here: Values = {**values, **{name: float(i) for name, i in zip(names, entry, strict=True)}}
                yield number(claim.terms[1], here), float(measured[tuple(i - 1 for i in entry)]), allowed

    return compare(cases())


@witness("batch-gradient", "weights", "complex step of the mean loss", draws=False)
def batch_weights(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the mean loss, not of its terms."""
    return _each_batch(claim, rng, lambda probe: probe.losses_by(1, what="weights").mean(axis=0), "j", "k")


@witness("batch-gradient", "biases", "complex step of the mean loss", draws=False)
def batch_biases(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the mean loss with respect to the biases."""
    return _each_batch(claim, rng, lambda probe: probe.losses_by(1, what="bias").mean(axis=0), "j")


@witness("averaging-first", "covariance", "the network's gradient minus the product of the means", draws=False)
def averaging_first(claim: Claim, rng: Rng, _: float) -> Testimony:
    """What the backward pass gives, minus the outer product of the averaged deltas and the averaged inputs."""

    def lost(probe: Probe) -> Array:
        means = np.outer(probe.gradients.deltas[0].mean(axis=0), probe.x.mean(axis=0))
        return np.asarray(probe.gradients.weights[0] - means)

    return _each_batch(claim, rng, lost, "j", "k")


@witness("rank-one-sum", "image", "the network's gradient times a vector", draws=False)
def rank_one_image(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient of the backward pass, multiplied by NumPy with a vector."""

    def cases() -> Iterator[Case]:
        for samples in (1, 2, 5):
            probe = classifier(rng, 2, samples=samples)
            v = rng.normal(size=probe.x.shape[1])
            values = {**_batch_values(probe), "v": v}
            scale = (1 + float(np.sum(np.abs(probe.x)))) * (1 + float(np.sum(np.abs(v))))
            allowed = (samples + 4) * probe.tolerance(1) * scale
            for j, measured in enumerate(probe.gradients.weights[0] @ v, start=1):
                yield number(claim.terms[1], {**values, "j": float(j)}), float(measured), allowed

    return compare(cases())


def _matrices(rng: Rng) -> Iterator[tuple[Array, Array, dict[str, "float | Array"], float]]:
    """Random matrices with their names; every entry below has at most N + 8 roundings of products of four entries."""
    for m, N, n in ((1, 1, 1), (2, 3, 4), (4, 2, 3), (3, 6, 2)):
        A, B = rng.normal(size=(m, N)), rng.normal(size=(N, n))
        outer = np.einsum("js,sk->sjk", A, B)
        values = {"m": float(m), "N": float(N), "n": float(n), "A": A, "B": B, "P": A @ B, "R": outer}
        largest = (1 + np.max(np.abs(A))) * (1 + np.max(np.abs(B)))
        yield A, B, values, float((N + 8) * EPS * N * largest**2)


@witness("rank-one-sum", "sum-of-outer-products", "NumPy's matrix product", draws=False)
def sum_of_outer_products(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The entries of A @ B."""

    def cases() -> Iterator[Case]:
        for A, B, values, allowed in _matrices(rng):
            for (j, k), measured in np.ndenumerate(A @ B):
                here: Values = {**values, "j": float(j + 1), "k": float(k + 1)}
                yield number(claim.terms[1], here), float(measured), allowed

    return compare(cases())


@witness("rank-one-sum", "vanishing-minors", "minors of NumPy's outer products", draws=False)
def vanishing_minors(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Every two-by-two minor of every outer product."""

    def cases() -> Iterator[Case]:
        for A, B, values, allowed in _matrices(rng):
            (m, N), n = A.shape, B.shape[1]
            for s, j, c, k, e in indices(N, m, m, n, n):
                R = np.outer(A[:, s - 1], B[s - 1])
                minor = R[j - 1, k - 1] * R[c - 1, e - 1] - R[j - 1, e - 1] * R[c - 1, k - 1]
                names = {"s": s, "j": j, "c": c, "k": k, "e": e}
                here: Values = {**values, **{name: float(i) for name, i in names.items()}}
                yield number(claim.terms[1], here), float(minor), allowed

    return compare(cases())


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
    scalars = {"b": only.bias[0], "z": z[0], "g": y[0], "y": t[0]}
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
            values: Values = {"m": float(n), "f": _elementwise(name), "z": probe.x[0], "y": y, "t": probe.t[0]}
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
            elementwise = _elementwise(name) if name != "softmax" else 0.0
            values: Values = {"n": float(n), "z": probe.x[0], "y": y[0], "v": y[0], "g": g, "f": elementwise}
            measured = probe.losses_by_input() - change(y[0], g)
            for j, i in indices(n, n):  # i is another index, in case a wrong claim speaks of one
                here = {**values, "i": float(i), "j": float(j)}
                yield number(claim.terms[1], here), float(measured[j - 1]), 4 * probe.tolerance(1)

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
