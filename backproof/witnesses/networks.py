"""Networks of random architecture for the witnesses of back-propagation, differentiated by the complex step.

The complex step has no truncation error, so measured and claimed values differ by rounding alone; `Rounding`
bounds it layer by layer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from numerics.activations import activation
from numerics.finite_differences import COMPLEX_STEP_FLOOR, jacobian_complex_step
from numerics.network import Dense, Gradients, Network

from .testimony import Rng, Testimony

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


def identity(n: int, name: str) -> Dense:
    """A layer whose preactivations are the input, so that a loss can be differentiated with respect to them."""
    return Dense(np.eye(n), np.zeros(n), name)


def elementwise(name: str) -> Callable[[int, float], float]:
    """An activation function and its derivative, by order."""

    def value(order: int, u: float) -> float:
        z = np.array([[u]])
        y = activation(name).function(z)
        return float(y[0, 0] if order == 0 else activation(name).pullback(z, y, np.ones_like(z))[0, 0])

    return value
