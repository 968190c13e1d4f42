"""Witnesses about staircases: the staircases of NumPy, cell by cell, for functions with a known slope."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np

from backproof.closed_forms import Values, number
from numerics.step_networks import Place, StepNetwork, cell_edges, cell_points, cells_needed, staircase
from proofs.kernel.claims import Claim

from .points import EPS, Case, hold
from .testimony import Rng, Testimony, witness

Function = Callable[[float], float]
BOUND, CELLS = 1.5, 6


def _named(f: Function) -> Callable[..., float]:
    """A function as the values of a claim have it: with the order of the derivative before its argument."""
    return lambda order, u: f(u)


def _cubic(u: float) -> float:
    return u * u * u - 2 * u + 0.5


def _units(j: int, m: int, f: Function, p: float, q: float, w: float) -> StepNetwork:
    """j + m threshold units in NumPy: the first cell begins at p, and f is taken at q there."""
    k = np.arange(1, j + m + 1)
    values = np.array([f(q + i * w) for i in range(j + m + 1)])
    return StepNetwork(np.ones(j + m), -(p + k * w), np.diff(values), float(values[0]), threshold=False)


def _in_cells() -> Iterator[tuple[Values, StepNetwork]]:
    """Points inside cells and at their right ends, with the network; all numbers are short binary fractions."""
    for (p, w), shift, j, m, share in product(
        ((-1.0, 0.5), (0.25, 2.0)), (0.0, 0.25), (0, 1, 3), (0, 2), (0.25, 0.5, 1.0)
    ):
        q = p + shift
        yield (
            {"f": _named(_cubic), "x": p + (j + share) * w, "p": p, "q": q, "w": w, "j": j, "m": m, "n": j + m},
            _units(j, m, _cubic, p, q, w),
        )


def _measured(claim: Claim, value: Callable[[StepNetwork, float, Values], float]) -> Testimony:
    cases = [
        Case(names, value(network, float(names["x"]), names), exact=True)  # type: ignore[arg-type]
        for names, network in _in_cells()
    ]
    return hold(claim, cases)


@witness("staircase-value", "telescope", "the output weights of NumPy", draws=False)
def telescope(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The sum of the output weights of the staircase."""
    return _measured(claim, lambda network, x, names: float(np.sum(network.output_weights)))


@witness("staircase-value", "on", "a staircase of NumPy", draws=False)
def behind(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The units with thresholds left of x, without the bias."""

    def value(network: StepNetwork, x: float, names: Values) -> float:
        j = int(names["j"])  # type: ignore[arg-type]
        return float(network.units(x)[:j] @ network.output_weights[:j])

    return _measured(claim, value)


@witness("staircase-value", "cell", "a staircase of NumPy", draws=False)
def cell(claim: Claim, rng: Rng, _: float) -> Testimony:
    """All units, without the bias."""
    return _measured(claim, lambda network, x, names: float(network(x)) - network.output_bias)


@witness("staircase-value", "value", "a staircase of NumPy", draws=False)
def value(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The whole network."""
    return _measured(claim, lambda network, x, names: float(network(x)))


@witness("staircase-value", "left-end", "a staircase of NumPy", draws=False)
def left_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """All units at the left end of the interval, without the bias."""
    return _measured(claim, lambda network, x, names: float(network(names["p"])) - network.output_bias)  # type: ignore[arg-type]


def _functions(slope: float) -> Iterator[Function]:
    """Functions with this Lipschitz constant: lines both ways, a corner, on four levels."""
    for level in (0.0, 0.5, 5.0, -5.0):
        yield lambda u, level=level: slope * u + level  # type: ignore[misc]
        yield lambda u, level=level: level - slope * u  # type: ignore[misc]
        yield lambda u, level=level: slope * abs(u - 1 / 3) + level  # type: ignore[misc]


def _errors(claim: Claim, place: Place) -> Testimony:
    """Hold a claimed bound against the staircase of NumPy; its left side may also be another quantity.

    A Lipschitz function may be bent beyond its cell, so each function is also taken with other values far away.
    Roundings: a dozen of numbers of at most 32.
    """
    slack, points, attained = 512 * EPS, 0, 0.0
    stands = tied = True
    for slope, (bound, count) in product((0.5, 2.0), ((BOUND, CELLS), (2.0, 2), (0.25, 4))):
        edges = cell_edges(bound, count)
        first, width = float(cell_points(edges, place)[0]), 2 * bound / count
        for f in _functions(slope):
            network = staircase(np.vectorize(f), bound, count, place)
            for j, share in product(range(count), (1 / 64, 0.25, 0.5, 0.75, 1.0)):
                x = float(edges[j]) + share * width
                names: dict[str, float | Callable[..., float]] = {
                    "f": _named(f),
                    "x": x,
                    "p": float(edges[0]),
                    "q": first,
                    "w": width,
                    "L": slope,
                    "j": j,
                    "m": count - 1 - j,
                }
                names["s"] = float(network(x))
                error = abs(f(x) - float(network(x)))
                left, right = (number(side, names) for side in claim.terms)
                stands = stands and _holds(claim, left, right, slack)
                tied = tied and abs(left - error) <= slack
                points, attained = points + 1, max(attained, error / (slope * width))
    figures = ("points", str(points)), ("left side is the error of the network", "yes" if tied else "no")
    return Testimony(stands, (*figures, ("largest error / (L w)", f"{attained:.6g}")))


def _holds(claim: Claim, left: float, right: float, slack: float) -> bool:
    fits = left < right - slack if claim.relation == "<" else left <= right + slack
    return fits and bool(np.isfinite([left, right]).all())


@witness("staircase-error", "left-ends", "staircases of NumPy, values at left ends", draws=False)
def left_ends(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Lines reach the bound, so that a smaller one does not stand."""
    return _errors(claim, "left")


@witness("staircase-error", "midpoints", "staircases of NumPy, values at midpoints", draws=False)
def midpoints(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Lines reach the bound, so that a smaller one does not stand."""
    return _errors(claim, "middle")


def _attained(claim: Claim, place: Place) -> Testimony:
    cases = []
    for slope, (bound, count) in product((0.5, 3.0), ((2.0, 4), (1.0, 8))):
        network = staircase(lambda x, slope=slope: slope * x, bound, count, place)  # type: ignore[misc]
        edges = cell_edges(bound, count)
        for j in range(count):
            end, width = float(edges[j + 1]), 2 * bound / count
            names = {"L": slope, "w": width, "p": -bound, "j": j}
            cases.append(Case(names, abs(slope * end - float(network(end))), exact=True))
    return hold(claim, cases)


@witness("staircase-error", "left-attained", "the staircase of NumPy for a line", draws=False)
def left_attained(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The error at the right end of each cell."""
    return _attained(claim, "left")


@witness("staircase-error", "midpoint-attained", "the staircase of NumPy for a line", draws=False)
def midpoint_attained(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The error at the right end of each cell."""
    return _attained(claim, "middle")


TASKS = (  # slope, bound, epsilon: from one cell to 43, bounds and slopes on both sides of 1
    (1.0, 2.0, 0.25),
    (2.0, 1.0, 0.125),
    (0.5, 4.0, 0.5),
    (0.5, 0.25, 2.0),
    (4.0, 8.0, 0.75),
    (3.0, 0.5, 1.5),
    (0.25, 2.0, 0.5),
    (0.25, 2.0, 1.0),
    (4.0, 0.5, 0.5),
    (8.0, 1.0, 2.0),
    (1.0, 1.5, 1.0),
)


def _counted(claim: Claim, place: Place, more: Iterable[int]) -> Testimony:
    """Staircases of NumPy for lines, with as many cells as needed, and with `more`: is the claim true of them?"""
    slack, stands, attained, networks = 512 * EPS, True, 0.0, 0
    for (slope, bound, error), extra in product(TASKS, more):
        count = cells_needed(slope, bound, error, place) + extra
        if count < 1:
            continue
        network = staircase(lambda x, slope=slope: slope * x, bound, count, place)  # type: ignore[misc]
        edges = cell_edges(bound, count)
        worst = float(np.max(np.abs(network(edges[1:]) - slope * edges[1:])))
        names = {"L": slope, "B": bound, "N": float(count), "epsilon": error}
        left, right = (number(side, names) for side in claim.terms)
        stands = stands and _holds(claim, left, right, slack)
        attained, networks = max(attained, worst / error), networks + 1
    return Testimony(
        stands and networks > 0, (("networks", str(networks)), ("largest error / epsilon", f"{attained:.6g}"))
    )


@witness("staircase-units", "left-cells", "the staircase of NumPy for a line, left ends", draws=False)
def left_cells(claim: Claim, rng: Rng, _: float) -> Testimony:
    """As many cells as are needed, and more."""
    return _counted(claim, "left", (0, 1, 7))


@witness("staircase-units", "cells", "the staircase of NumPy for a line, midpoints", draws=False)
def cells(claim: Claim, rng: Rng, _: float) -> Testimony:
    """As many cells as are needed, and more."""
    return _counted(claim, "middle", (0, 1, 7))


@witness("staircase-units", "too-few", "the staircase of NumPy for a line, midpoints", draws=False)
def too_few(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Fewer cells than are needed."""
    return _counted(claim, "middle", (-1, -2))
