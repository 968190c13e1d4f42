"""Staircases of real functions: the error that the theorem promises, the certified one, and the largest on a grid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np
from flint import arb, fmpq
from matplotlib.figure import Figure
from rich.table import Table

from numerics.arrays import Array
from numerics.figures.canvas import save
from numerics.figures.step_networks import StaircaseErrors, certified_figure, grid_figure
from numerics.step_networks import Place, StepNetwork, staircase
from numerics.threshold_layers import TwoLayerStepNetwork, grid_staircase

from .sup_norm import Enclosure, SupNorm, sup_error

_PER_CELL = 200  # points of the dense grid in a cell, its two ends besides


@dataclass(frozen=True)
class Target:
    """A function on [-bound, bound], for NumPy and for balls, and a number that its slope never exceeds there."""

    name: str
    values: Callable[[Array], Array]
    enclosure: Enclosure
    slope: Fraction
    bound: float


def _bspline(x: Array) -> Array:
    """The cubic B-spline: 2/3 - x^2 + |x|^3/2 for |x| <= 1, (2 - |x|)^3/6 up to 2, 0 beyond."""
    u = np.abs(x)
    return np.where(u <= 1, 2 / 3 - u**2 + u**3 / 2, np.maximum(2 - u, 0) ** 3 / 6)


def _bspline_ball(t: Sequence[arb]) -> arb:
    """The same; a ball that meets a knot belongs to the pieces on both of its sides."""
    u = abs(t[0])
    pieces = []
    if not u > 1:
        pieces.append(arb(fmpq(2, 3)) - u * u * (1 - u / 2))
    if not (u < 1 or u > 2):
        pieces.append((2 - u) * (2 - u) * (2 - u) / 6)
    if not u < 2:
        pieces.append(arb(0))
    whole = pieces[0]
    for each in pieces[1:]:
        whole = whole.union(each)
    return whole


def _largest(t: Sequence[arb]) -> arb:
    return abs(t[0]).max(abs(t[1]))


TARGETS = (
    Target("sin", np.sin, lambda t: t[0].sin(), Fraction(1), 3.0),
    Target("exp", np.exp, lambda t: t[0].exp(), Fraction("2.718281829"), 1.0),  # e = 2.71828182845...
    Target("abs", np.abs, lambda t: abs(t[0]), Fraction(1), 1.0),
    Target("spline", _bspline, _bspline_ball, Fraction(2, 3), 2.5),  # |slope| is largest at 2/3
)
PLANE = Target("max-norm", lambda x: np.abs(x).max(axis=-1), _largest, Fraction(1), 1.0)  # in the largest norm
CELLS, PLANE_CELLS = 24, 8


@dataclass(frozen=True)
class Result:
    """What a staircase of a target does: its network and its errors.

    promised: L B / n for midpoints, 2 L B / n for left ends, by the theorem `staircase-error`.
    on_grid: the largest error of NumPy at the points of a dense grid, a lower bound up to rounding.
    """

    target: Target
    place: Place
    network: StepNetwork | TwoLayerStepNetwork
    promised: float
    certified: SupNorm
    on_grid: float


def line_result(target: Target, place: Place, cells: int = CELLS) -> Result:
    """The staircase of a function of one number."""
    network = staircase(target.values, target.bound, cells, place)
    x = np.linspace(-target.bound, target.bound, cells * _PER_CELL + 1)
    on_grid = float(np.max(np.abs(network(x) - target.values(x))))
    certified = sup_error(network, target.enclosure, -target.bound, target.bound)
    return Result(target, place, network, _promised(target, place, cells), certified, on_grid)


def plane_result(target: Target, place: Place, cells: int = PLANE_CELLS) -> Result:
    """The staircase of a function of two numbers, from two layers of thresholds."""
    network = grid_staircase(target.values, target.bound, cells, 2, place)
    side = np.linspace(-target.bound, target.bound, 16 * cells + 1)
    x = np.stack(np.meshgrid(side, side), axis=-1)
    on_grid = float(np.max(np.abs(network(x) - target.values(x))))
    certified = sup_error(network, target.enclosure, -target.bound, target.bound, relative=1e-3)
    return Result(target, place, network, _promised(target, place, cells), certified, on_grid)


def _promised(target: Target, place: Place, cells: int) -> float:
    return float(target.slope * Fraction(target.bound) / cells * (1 if place == "middle" else 2))


def results() -> tuple[Result, ...]:
    """Every target, at midpoints and at left ends."""
    places: tuple[Place, Place] = ("middle", "left")
    lines = (line_result(target, place) for target in TARGETS for place in places)
    return (*lines, *(plane_result(PLANE, place) for place in places))


def table_of(found: Sequence[Result]) -> Table:
    """The errors as a table for a terminal: grid <= certified <= promised."""
    table = Table(box=None, pad_edge=False)
    for heading in ("function", "values at", "units", "on a grid", "certified", "theorem"):
        table.add_column(heading, no_wrap=True)
    for each in found:
        network = each.network
        units = (
            str(len(network.weights)) if isinstance(network, StepNetwork) else "{} + {}".format(*network.hidden_units)
        )
        certified = f"<= {ceil(each.certified.upper * 10**6) / 10**6:.6f}"
        table.add_row(each.target.name, each.place, units, f"{each.on_grid:.6f}", certified, f"{each.promised:.6f}")
    return table


def draw(found: Sequence[Result], folder: Path) -> list[Path]:
    """Write a figure for each result into a folder, which exists."""
    return [save(_figure(each), folder / f"staircase-{each.target.name}-{each.place}.png") for each in found]


def _figure(result: Result) -> Figure:
    errors = StaircaseErrors(result.on_grid, result.certified.upper, result.promised)
    target, network = result.target, result.network
    title = f"{target.name}, values at the {'midpoints' if result.place == 'middle' else 'left ends'}"
    if isinstance(network, StepNetwork):
        return certified_figure(target.values, network, target.bound, errors, title)
    return grid_figure(target.values, network, target.bound, errors, title)
