"""Witnesses of the chapter on step networks: the networks of NumPy at end points, between and outside."""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np

from backproof.closed_forms import number
from numerics.functions import step
from numerics.step_networks import box, box_by_difference, staircase, units_needed
from proofs.kernel.claims import Claim

from .testimony import Rng, Testimony, witness

WIDTHS = (0.5, 1.0, 3.0)
HEIGHTS = (-2.0, 0.5, 1.0)
VALUES_AT_0 = (0.0, 0.25, 0.5, 1.0, 2.0)


def _stepped(u: float, at_zero: float) -> float:
    """The step of the network, with another value at 0: a mean of H and 1 - H(-u), exact for these numbers."""
    below, above = float(step(np.array(u))), 1.0 - float(step(np.array(-u)))
    return (1 - at_zero) * below + at_zero * above


def _points(d: float) -> tuple[float, ...]:
    return (-1.0, 0.0, d / 4, d / 2, d, d + 1.0)


def _exact(cases: Iterable[tuple[float, float]]) -> Testimony:
    """Every number is a small dyadic rational, so that nothing is rounded."""
    pairs = list(cases)
    wrong = sum(claimed != measured for claimed, measured in pairs)
    return Testimony(wrong == 0, (("points", str(len(pairs))), ("different", str(wrong))))


def _boxes(claim: Claim, measured: Callable[[float, float, float], float], a: float = 0.0) -> list[tuple[float, float]]:
    return [
        (number(claim.terms[1], {"x": x, "d": d, "h": h, "a": a}), h * measured(x, d, a))
        for d in WIDTHS
        for h in HEIGHTS
        for x in _points(d)
    ]


def _facing(x: float, d: float, a: float) -> float:
    return _stepped(x, a) + _stepped(d - x, a) - 1


def _apart(x: float, d: float, a: float) -> float:
    return _stepped(x, a) - _stepped(x - d, a)


@witness("step-box", "open", "the box of NumPy", draws=False)
def open_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The threshold network `box`, whose step is 0 at 0."""
    return _exact(_boxes(claim, lambda x, d, _: float(box(d)(np.array(x)))))


@witness("step-box", "closed", "units with step(0) = 1", draws=False)
def closed_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _facing, 1.0))


@witness("step-box", "half", "units with step(0) = 1/2", draws=False)
def half_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1/2 at 0."""
    return _exact(_boxes(claim, _facing, 0.5))


@witness("step-box", "any", "units with five values at 0", draws=False)
def any_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with several values at 0."""
    return _exact(pair for a in VALUES_AT_0 for pair in _boxes(claim, _facing, a))


@witness("step-box-difference", "right-end", "the difference of NumPy", draws=False)
def right_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The threshold network `box_by_difference`, whose step is 0 at 0."""
    return _exact(_boxes(claim, lambda x, d, _: float(box_by_difference(d)(np.array(x)))))


@witness("step-box-difference", "left-end", "units with step(0) = 1", draws=False)
def left_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _apart, 1.0))


@witness("step-box-difference", "gap", "both constructions", draws=False)
def gap(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The difference of the two constructions with several values at 0."""
    return _exact(
        pair for a in VALUES_AT_0 for pair in _boxes(claim, lambda x, d, a: _apart(x, d, a) - _facing(x, d, a), a)
    )


def _bounded(claim: Claim, worst: float, names: dict[str, float]) -> bool:
    """Whether the claimed bound covers the worst error, 1e-12 for rounding, and is not above it by more than 1 %."""
    bound = number(claim.terms[1], names)
    return bound * 0.99 <= worst and (worst < bound if claim.relation == "<" else worst <= bound + 1e-12)


def _worst(offset: float, slope: float, width: float) -> float:
    """The largest error of the staircase of |slope| x whose cell takes its value at a share `offset` of the width."""
    inside = np.linspace(0.0, width, 257)
    return float(np.max(np.abs(slope * inside - slope * offset * width)))


def _cells(claim: Claim, offset: float) -> Testimony:
    names = [{"L": slope, "w": width, "x": 0.0, "c": 0.0} for slope in (0.5, 2.0) for width in WIDTHS]
    stands = all(_bounded(claim, _worst(offset, each["L"], each["w"]), each) for each in names)
    return Testimony(stands, (("cells", str(len(names))),))


@witness("staircase-error", "left-ends", "a line, taken at left ends", draws=False)
def left_ends(claim: Claim, rng: Rng, _: float) -> Testimony:
    """A line reaches the bound, so that it is neither too small nor too large."""
    return _cells(claim, 0.0)


@witness("staircase-error", "midpoints", "a line, taken at midpoints", draws=False)
def midpoints(claim: Claim, rng: Rng, _: float) -> Testimony:
    """A line reaches the bound, so that it is neither too small nor too large."""
    return _cells(claim, 0.5)


_LINES = ((1.0, 2.0, 0.25), (2.0, 1.0, 0.125), (0.5, 4.0, 1.0), (8.0, 0.5, 2.0))  # L, B, epsilon: small and large


@witness("staircase-error", "cells", "the staircase of NumPy for a line", draws=False)
def cells(claim: Claim, rng: Rng, _: float) -> Testimony:
    """With as many cells as are needed, and with more: a line is within epsilon, and reaches it with just as many.

    So the left side is at most the error of the line with just as many, and at most the right side.
    """
    rounding = 512 * float(np.finfo(float).eps)  # fewer than 64 roundings of numbers below 8
    held = []
    for (slope, bound, error), spare in product(_LINES, (0, 3)):
        count = units_needed(slope, bound, error) + 1 + spare
        network = staircase(lambda x, slope=slope: slope * x, bound, count)  # type: ignore[misc]
        grid = np.linspace(-bound, bound, 64 * count + 1)
        worst = float(np.max(np.abs(network(grid) - slope * grid)))
        names = {"L": slope, "B": bound, "N": float(count), "epsilon": error}
        left, right = (number(side, names) for side in claim.terms)
        fits = left < right - rounding if claim.relation == "<" else left <= right + rounding
        held.append(fits and worst <= right + rounding and (left <= worst + rounding or spare > 0))
    return Testimony(all(held), (("networks", str(len(held))),))


@witness("no-sum-is-a-corner", "sum", "two functions of NumPy", draws=False)
def sum_network(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mixed difference of x^2 + y^3 at integers."""

    def mixed(x: float, u: float, y: float, v: float) -> float:
        return (u**2 + v**3) - (u**2 + y**3) - (x**2 + v**3) + (x**2 + y**3)

    places = ((-1.0, 2.0, 0.0, 3.0), (0.0, 1.0, -2.0, 5.0))
    return _exact((number(claim.terms[1], dict(zip("xuyv", each, strict=True))), mixed(*each)) for each in places)


@witness("no-sum-is-a-corner", "corner", "the product of two steps", draws=False)
def corner(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The mixed difference of the product of the steps of NumPy."""
    pairs = []
    for d in WIDTHS:
        for h in HEIGHTS:
            on = step(np.array([-d, d]))
            corner = h * np.outer(on, on)
            measured = float(corner[1, 1] - corner[1, 0] - corner[0, 1] + corner[0, 0])
            pairs.append((number(claim.terms[1], {"d": d, "h": h, "a": 0.0}), measured))
    return _exact(pairs)


@witness("threshold-of-two-gates", "both", "two layers of NumPy", draws=False)
def both(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The second threshold of the first two, at all signs of both inputs."""
    return _exact(
        (
            number(claim.terms[1], {"x": x, "y": y, "a": 0.0}),
            float(step(step(np.array(x)) + step(np.array(y)) - 1.5)),
        )
        for x in (-1.0, 0.0, 2.0)
        for y in (-1.0, 0.0, 2.0)
    )
