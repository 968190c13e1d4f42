"""Witnesses about more than one input: two layers of thresholds, sums, and grids in NumPy."""

from collections.abc import Iterable
from itertools import product
from math import prod

import numpy as np

from backproof.closed_forms import Values, number
from numerics.functions import step
from numerics.threshold_layers import TwoLayerStepNetwork, box_of_gates, grid_staircase
from proofs.kernel.claims import Claim

from .points import Case, agree, hold
from .testimony import Rng, Testimony, witness


@witness("threshold-of-gates", "both", "two layers of NumPy", draws=False)
def both(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The second threshold of the first two, at all signs of both inputs."""
    cases = []
    for x, y in product((-1.0, 0.0, 2.0), repeat=2):
        on = step(step(np.array(x)) + step(np.array(y)) - 1.5)
        cases.append(Case({"x": x, "y": y, "a": 0.0}, float(on), exact=True))
    return hold(claim, cases)


def _gates(n: int) -> TwoLayerStepNetwork:
    """n gates, each a step of one coordinate, and one threshold of their sum."""
    second = np.ones((1, n)), np.array([0.5 - n])
    return TwoLayerStepNetwork((np.eye(n), np.zeros(n)), second, np.ones(1))


def _inputs() -> Iterable[tuple[float, ...]]:
    for n in (1, 2, 3, 4):
        yield from product((-1.0, 0.0, 2.0), repeat=n)


@witness("threshold-of-gates", "at-most", "gates of NumPy", draws=False)
def at_most(claim: Claim, rng: Rng, _: float) -> Testimony:
    """How many gates are on; where one more or fewer is spoken of, the families are long enough."""
    stands, points = True, 0
    for z in _inputs():
        names: Values = {"z": np.array((*z, -1.0, -1.0)), "n": len(z)}
        left, right = (number(side, names) for side in claim.terms)
        stands = stands and (left < right if claim.relation == "<" else left <= right)
        points += 1
    return Testimony(bool(stands), (("points", str(points)),))


@witness("threshold-of-gates", "product", "two layers of NumPy in 1 to 4 dimensions", draws=False)
def all_on(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The second layer of thresholds, and the product of the gates."""
    cases = []
    for z in _inputs():
        on = step(np.array((*z, -1.0, -1.0)))
        products = [prod(on[:count].tolist()) for count in range(len(on) + 1)]
        names: Values = {"z": np.array((*z, -1.0, -1.0)), "n": len(z), "a": 0.0, "P": products.__getitem__}
        cases.append(Case(names, float(_gates(len(z))(np.array(z))), exact=True))
    return hold(claim, cases)


@witness("threshold-of-gates", "zero-or-one", "gates of NumPy", draws=False)
def zero_or_one(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The square of the product of the gates."""
    cases = []
    for z in _inputs():
        on = step(np.array((*z, -1.0, -1.0)))
        products = [prod(on[:count].tolist()) for count in range(len(on) + 1)]
        names: Values = {"z": np.array((*z, -1.0, -1.0)), "n": len(z), "P": products.__getitem__}
        cases.append(Case(names, products[len(z)] ** 2, exact=True))
    return hold(claim, cases)


@witness("threshold-of-gates", "product", "boxes of NumPy in 1 to 3 dimensions", draws=False)
def boxes(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The box with two gates for each coordinate: what its gates are steps of is the distance from a face."""
    cases = []
    for d in (1, 2, 3):
        high = np.arange(1, d + 1) / 2
        network = box_of_gates(np.zeros(d), high)
        for share in product((-0.5, 0.0, 0.5, 1.0), repeat=d):
            x = np.array(share) * high
            distances = np.concatenate([x, high - x, [-1.0]])
            on = step(distances)
            products = [prod(on[:count].tolist()) for count in range(len(on) + 1)]
            names: Values = {"z": distances, "n": 2 * d, "a": 0.0, "P": products.__getitem__}
            cases.append(Case(names, float(network(x)), exact=True))
    return hold(claim, cases)


@witness("no-sum-is-a-corner", "sum", "functions of NumPy", draws=False)
def sum_network(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mixed difference of x^2 + y^3 + a sum of other coordinates, at integers."""
    cases = []
    for x, u, y, v in ((-1.0, 2.0, 0.0, 3.0), (0.0, 1.0, -2.0, 5.0)):
        z = np.array([1.0, -2.0, 3.0])

        def network(first: float, second: float, others: np.ndarray = z) -> float:
            return first**2 + second**3 + float(np.sum(np.arange(1, 4) * others))

        measured = network(u, v) - network(u, y) - network(x, v) + network(x, y)
        names: Values = {"x": x, "u": u, "y": y, "v": v, "z": z, "n": 3}
        cases.append(Case(names, measured, exact=True))
    return hold(claim, cases)


@witness("no-sum-is-a-corner", "others", "steps of NumPy", draws=False)
def others(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The product of gates that are all on."""
    cases = []
    for n, d in product((0, 1, 3), (0.5, 2.0)):
        on = float(np.prod(step(np.full(n, d))))
        cases.append(Case({"n": n, "d": d, "a": 0.0, "Q": lambda count: 1.0}, on, exact=True))
    return hold(claim, cases)


@witness("no-sum-is-a-corner", "corner", "the product of steps in 2 to 4 dimensions", draws=False)
def corner(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mixed difference of the box of NumPy that covers one corner."""
    cases = []
    for n, d, h in product((0, 1, 2), (0.5, 1.0, 3.0), (-2.0, 0.5, 1.0)):
        cases.append(Case({"d": d, "h": h, "n": n, "a": 0.0}, _mixed_difference(n, d, h), exact=True))
    return hold(claim, cases)


@witness("no-sum-is-a-corner", "none", "the product of steps in 2 to 4 dimensions", draws=False)
def none(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mixed difference of boxes of several heights, 0 among them."""
    cases = []
    for n, d, h in product((0, 1, 2), (0.5, 3.0), (-2.0, 0.0, 0.5, 1.0)):
        names: Values = {"d": d, "h": h, "n": n, "a": 0.0}
        cases.append((names, _mixed_difference(n, d, h)))
    return agree(claim, cases)


def _mixed_difference(n: int, d: float, height: float) -> float:
    """Of the box of NumPy that covers one corner, in n + 2 dimensions."""
    network = _gates(n + 2)

    def at(x: float, y: float) -> float:
        return float(network(np.array([x, y, *([d] * n)])))

    return height * (at(d, d) - at(d, -d) - at(-d, d) + at(-d, -d))


def _cells(cells: int, dimensions: int) -> float:
    """The second-layer units of a grid staircase of NumPy."""
    return float(grid_staircase(lambda x: x[:, 0], 1.0, cells, dimensions).hidden_units[1])


@witness("cells-of-a-grid", "count", "grids of NumPy", draws=False)
def count(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The second-layer units of a staircase."""
    cases = [Case({"n": n, "N": N}, _cells(N, n), exact=True) for n, N in product((1, 2, 3), (1, 2, 3, 4))]
    return hold(claim, cases)


@witness("cells-of-a-grid", "halved", "grids of NumPy", draws=False)
def halved(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The second-layer units of a staircase with cells of half the width."""
    cases = [Case({"n": n, "N": N}, _cells(2 * N, n), exact=True) for n, N in product((1, 2, 3), (1, 2, 3))]
    return hold(claim, cases)
