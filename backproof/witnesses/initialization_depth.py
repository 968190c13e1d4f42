"""Witnesses of depth: signals through real networks whose weights run through all sign patterns.

Weights +-sigma, every pattern once, have mean zero, variance sigma^2, are uncorrelated and symmetric, exactly.  So the
mean square of a network's output over all patterns of all its weights is the variance that the theorem speaks of.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from math import sqrt

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import Values, number
from numerics.network import Dense, Network
from proofs.kernel.claims import Claim

from .initialization import linear
from .initialization_rules import backward_moment, forward_moment, signs
from .points import EPS, Case, hold
from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]

V, SIGMAS = 1.5, (0.4, 1.25)  # below and above 1, and so are the factors n sigma^2
FANS = (1, 2, 4)
DEEPEST = 3
INDICES = dict.fromkeys("ijkl", 7.0)


def geometric(r: float) -> Callable[[int], float]:
    """The recursion q_0 = V^2, q_{k+1} = r q_k, as it is written."""

    def variance(layer: int) -> float:
        return V**2 if layer == 0 else r * variance(layer - 1)

    return variance


@witness("depth", "output-mean", "a layer on inputs with a mean", draws=False)
def output_mean(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mean output over all weights, for inputs that have a mean of their own."""
    cases = []
    for n_in, sigma in product(FANS, SIGMAS):
        output = linear(sigma * signs(n_in)).forward(V * signs(n_in) + 3.0).output
        names = {"n_in": n_in, "n_out": 3, "sigma": sigma, "E(x[i])": 3.0, "E(w[j, i])": 0.0}
        cases.append(Case(names, float(np.mean(output)), scale=10.0))
    return hold(claim, cases)


def _one_layer(claim: Claim, fan: str, moment: Callable[[int, float, float], float], share: float) -> Testimony:
    """A layer of this fan on inputs of variance q_L, which r = share n sigma^2 should take to q_{L+1}."""
    cases = []
    for n, sigma, depth in product(FANS, SIGMAS, range(DEEPEST)):
        r = share * n * sigma**2
        q = geometric(r)
        names: Values = {"q": q, "r": r, "L": depth, "v": V, "sigma": sigma, "n_in": 3, "n_out": 3, fan: n, **INDICES}
        measured = moment(n, sigma, sqrt(q(depth)))
        cases.append(Case(names, measured, scale=1 + measured))
    return hold(claim, cases)


@witness("depth", "linear-layer", "all sign patterns through a layer", draws=False)
def linear_layer(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Forward."""
    return _one_layer(claim, "n_in", forward_moment, 1.0)


@witness("depth", "backward-layer", "all sign patterns back through a layer", draws=False)
def backward_layer(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Backward."""
    return _one_layer(claim, "n_out", backward_moment, 1.0)


def _relu_moment(n_in: int, sigma: float, spread: float) -> float:
    """E[b^2] behind ReLU, for pre-activations +-spread."""
    identity = Dense(np.eye(n_in), np.zeros(n_in), "relu")
    after = Dense(sigma * signs(n_in), np.zeros(2**n_in), "linear")
    return float(np.mean(Network((identity, after), loss="squared-error").forward(spread * signs(n_in)).output ** 2))


@witness("depth", "relu-layer", "all sign patterns through ReLU and a layer", draws=False)
def relu_layer(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Through ReLU; the pre-activations are symmetric, and far from normal."""
    return _one_layer(claim, "n_in", _relu_moment, 0.5)


def _halves(measure: Callable[[Array], Array]) -> Iterator[Case]:
    """Means over symmetric samples through the network's ReLU."""
    for half in ((0.5, 2.0), (0.25, 1.0, 3.0), (1.0, 0.0)):
        p = np.array([*half, *(-each for each in half)])
        layer = Network((Dense(np.eye(1), np.zeros(1), "relu"),), loss="squared-error")
        right, left = (layer.forward(side * p[:, None]).output[:, 0] for side in (1.0, -1.0))
        means = {
            "E(p[i])": np.mean(p),
            "E(p[i]**2)": np.mean(p**2),
            "Var(p[i])": np.mean(p**2) - np.mean(p) ** 2,
            "E(relu(p[i]))": np.mean(right),
            "E(relu(p[i])**3)": np.mean(right**3),
            "Var(relu(p[i]))": np.mean(right**2) - np.mean(right) ** 2,
            "Var(relu(-p[i]))": np.mean(left**2) - np.mean(left) ** 2,
            "E(relu(p[i])**2)": np.mean(right**2),
            "E(relu(-p[i])**2)": np.mean(left**2),
        }
        yield Case({name: float(value) for name, value in means.items()}, float(np.mean(measure(p))))


@witness("depth", "other-half", "symmetric samples through ReLU", draws=False)
def other_half(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The left half, cut out by NumPy."""
    return hold(claim, _halves(lambda p: np.where(p < 0, p, 0.0) ** 2))


@witness("depth", "half", "symmetric samples through ReLU", draws=False)
def half(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The right half, cut out by NumPy."""
    return hold(claim, _halves(lambda p: np.where(p > 0, p, 0.0) ** 2))


@cache
def deep_moment(activation: str, n: int, depth: int) -> float:
    """E[z^2] of the last pre-activations over all networks of sign patterns, with weights +-1 and inputs +-V."""
    matrices = [np.reshape(each, (n, n)) for each in signs(n * n)] if depth else []
    layers = [Dense(each, np.zeros(n), activation) for each in matrices]
    last = [Dense(each, np.zeros(n), "linear") for each in matrices]
    first = Dense(np.eye(n), np.zeros(n), activation if depth else "linear")
    x = V * signs(n)
    squares = [
        np.mean(Network((first, *inner, outer), loss="squared-error").forward(x).output ** 2)
        for inner in product(layers, repeat=max(0, depth - 1))
        for outer in last
    ]
    return float(np.mean(squares)) if depth else float(np.mean(linear(np.eye(n)).forward(x).output ** 2))


_NETWORKS = (*((1, depth) for depth in range(DEEPEST + 2)), *((2, depth) for depth in range(DEEPEST + 1)), (3, 1))


def _deep(claim: Claim, activation: str, share: float) -> Testimony:
    """The output of networks with weights +-sigma: that for weights +-1 times sigma^depth, as ReLU passes sigma > 0."""
    cases = []
    for (n, depth), sigma in product(_NETWORKS, SIGMAS):
        r = share * n * sigma**2
        measured = deep_moment(activation, n, depth) * sigma ** (2 * depth)
        names: Values = {"q": geometric(r), "r": r, "L": depth, "v": V, "sigma": sigma, "n_in": n}
        cases.append(Case(names, measured, scale=1 + measured))
    return hold(claim, cases)


@witness("depth", "at-depth", "networks of all sign patterns", draws=False)
def at_depth(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Linear networks of up to four layers."""
    return _deep(claim, "linear", 1.0)


@witness("depth", "linear-network", "networks of all sign patterns", draws=False)
def linear_network(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Linear networks of up to four layers, by width and deviation."""
    return _deep(claim, "linear", 1.0)


@witness("depth", "relu-network", "ReLU networks of all sign patterns", draws=False)
def relu_network(claim: Claim, rng: Rng, _: float) -> Testimony:
    """ReLU networks of up to four layers, by width and deviation."""
    return _deep(claim, "relu", 0.5)


@cache
def _chain(r: float, v: float) -> tuple[float, ...]:
    """The mean square after 0, 1, 2, ... orthogonal layers, scaled so that each multiplies it by r."""
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    layers = tuple(Dense(sqrt(r) * turn, np.zeros(2), "linear") for _layer in range(_LONGEST))
    signal = v * np.array([[1.0, -1.0]])
    passes = (Network(layers[:depth], loss="squared-error").forward(signal).output for depth in range(1, _LONGEST + 1))
    return (v**2, *(float(np.mean(each**2)) for each in passes))


_LONGEST = 12
_FACTORS = (0.125, 0.5, 0.875, 1.0, 1.25, 2.0, 3.0)


def _through_chains(claim: Claim) -> Testimony:
    """Both sides for factors below, at and above 1 and all depths; an order must hold beyond or up to rounding."""
    gaps = []
    for r, v, depth in product(_FACTORS, (0.5, V), range(_LONGEST)):  # one deviation below 1, one above
        left, right = (
            number(each, {"q": _chain(r, v).__getitem__, "L": depth, "v": v, "r": r}) for each in claim.terms
        )
        gaps.append((right - left, 1000 * EPS * (1 + abs(left) + abs(right))))
    holds: dict[str, Callable[[float, float], bool]] = {
        "<=": lambda gap, rounding: gap >= -rounding,
        "<": lambda gap, rounding: gap > rounding,
        "=": lambda gap, rounding: abs(gap) <= rounding,
    }
    stands = all(holds[claim.relation](*each) for each in gaps)
    return Testimony(stands, (("points", str(len(gaps))), ("smallest gap", f"{min(gap for gap, _ in gaps):.3g}")))


for _part in ("explodes", "vanishes"):

    @witness("depth", _part, "chains of orthogonal layers", draws=False)
    def power_against_line(claim: Claim, rng: Rng, _: float) -> Testimony:
        """The bound on the mean square of a signal; 12 layers of two products each round it some 50 times."""
        return _through_chains(claim)


@witness("depth", "keeps", "a chain of layers that keep the second moment", draws=False)
def keeps(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Orthogonal layers: the mean square of a signal is the same after every depth."""
    cases = []
    for v, depth in product((0.5, V), (0, 1, 5, _LONGEST)):
        chain = _chain(1.0, v)
        cases.append(Case({"q": chain.__getitem__, "r": 1.0, "L": depth, "v": v}, chain[depth], scale=10.0))
    return hold(claim, cases)
