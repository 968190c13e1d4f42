"""Networks of threshold units on the real line: a box from two units, a staircase from many.

Alphabet: H is the Heaviside step with H(0) = 0; a unit computes H(w x + b); the output adds the units up with weights,
adds a bias, and may be a threshold itself. All arithmetic on small integers is exact.

    box           H( H(x) + H(d - x) - 1 )     is 1 on the open interval (0, d) and 0 elsewhere, end points included
    difference    H( H(x) - H(x - d) )         is 1 on (0, d]: it differs at x = d only
    staircase     c_1 + sum_k (c_{k+1} - c_k) H(x - x_k)     c_k the value of f in the k-th of n cells of [-B, B]:
                  in the middle, within L B / n of an L-Lipschitz f, because no point is further than B / n away;
                  at the left end, within 2 L B / n
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array, as_inexact
from numerics.functions import linear, step

Place = Literal["middle", "left"]
"""Where in a cell a staircase takes the value of the function."""


@dataclass(frozen=True, eq=False)
class StepNetwork:
    """One input, threshold units with weights (n,) and bias (n,), one output; `threshold`: whether it is a step too."""

    weights: Array
    bias: Array
    output_weights: Array
    output_bias: float
    threshold: bool

    def __post_init__(self) -> None:
        for name in ("weights", "bias", "output_weights"):
            object.__setattr__(self, name, as_inexact(name, getattr(self, name)))
        if not self.weights.shape == self.bias.shape == self.output_weights.shape or self.weights.ndim != 1:
            raise ValueError(
                f"weights: expected weights, bias and output_weights of one shape (n,), got {self.weights.shape}, "
                f"{self.bias.shape} and {self.output_weights.shape}"
            )

    def units(self, x: npt.ArrayLike) -> Array:
        """The outputs of the hidden units, shape x.shape + (n,)."""
        return step(as_inexact("x", x)[..., np.newaxis] * self.weights + self.bias)

    def __call__(self, x: npt.ArrayLike) -> Array:
        """The output at each x; the shape of x."""
        output = linear if not self.threshold else step
        return output(self.units(x) @ self.output_weights + self.output_bias)


def box(d: float) -> StepNetwork:
    """1 on (0, d), 0 elsewhere: H(H(x) + H(d - x) - 1)."""
    _positive("d", d)
    return StepNetwork(np.array([1.0, -1.0]), np.array([0.0, d]), np.array([1.0, 1.0]), -1.0, threshold=True)


def box_by_difference(d: float) -> StepNetwork:
    """1 on (0, d], 0 elsewhere: H(H(x) - H(x - d)), which is not the box at x = d."""
    _positive("d", d)
    return StepNetwork(np.array([1.0, 1.0]), np.array([0.0, -d]), np.array([1.0, -1.0]), 0.0, threshold=True)


def cell_edges(bound: float, cells: int) -> Array:
    """The ends of `cells` cells of equal width on [-bound, bound], shape (cells + 1,)."""
    _positive("bound", bound)
    if cells < 1:
        raise ValueError(f"cells: expected at least 1, got {cells}")
    return np.linspace(-bound, bound, cells + 1)


def cell_points(edges: Array, place: Place) -> Array:
    """Where in each cell the function is taken, shape (cells,)."""
    if place not in ("middle", "left"):
        raise ValueError(f"place: expected 'middle' or 'left', got {place!r}")
    return (edges[:-1] + edges[1:]) / 2 if place == "middle" else edges[:-1]


def staircase(f: Callable[[Array], npt.ArrayLike], bound: float, cells: int, place: Place = "middle") -> StepNetwork:
    """A staircase of `cells` cells for f on [-bound, bound]; it has cells - 1 units.

    A cell is open at its left end and closed at its right end, as H(0) = 0; the first cell has both ends.
    """
    edges = cell_edges(bound, cells)
    values = as_inexact("f", f(cell_points(edges, place)))
    if values.shape != (cells,):
        raise ValueError(f"f: expected one value per point, shape ({cells},), got {values.shape}")
    return StepNetwork(np.ones(cells - 1), -edges[1:-1], np.diff(values), float(values[0]), threshold=False)


def cells_needed(lipschitz: float, bound: float, error: float, place: Place = "middle") -> int:
    """The least number n of cells with L B / n <= error (for left ends 2 L B / n <= error).

    The numbers are taken as the rationals that they are, so that the quotient is rounded up exactly.
    """
    for name, value in (("lipschitz", lipschitz), ("bound", bound), ("error", error)):
        _positive(name, value)
    cell_points(np.zeros(2), place)
    width = Fraction(lipschitz) * Fraction(bound) / Fraction(error)
    return ceil(width if place == "middle" else 2 * width)


def units_needed(lipschitz: float, bound: float, error: float, place: Place = "middle") -> int:
    """Units of a staircase within `error` of every L-Lipschitz f on [-bound, bound]: one less than its cells."""
    return cells_needed(lipschitz, bound, error, place) - 1


def _positive(name: str, value: float) -> None:
    if not 0 < value < float("inf"):
        raise ValueError(f"{name}: expected a positive finite number, got {value}")
