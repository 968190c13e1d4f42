"""Two layers of threshold units in any dimension: a box is the product of its gates, a staircase a sum of boxes.

Alphabet: x in R^d; H is the Heaviside step with H(0) = 0; a gate is a combination of first-layer units that is 0 or 1.

    box          H( sum_i (H(x_i - low_i) + H(high_i - x_i)) - (2 d - 1/2) )      1 on the open box, 0 elsewhere
    staircase    sum over cells of c H( sum_i gate_i - (d - 1/2) )                one of N^d cells for each unit

The gate of the k-th of N cells along a coordinate is H(x_i - e_k) - H(x_i - e_{k+1}): open on the left, closed on the
right.  The outermost cells have one unit only and go on to infinity, so that the grid covers all of R^d.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array, as_inexact
from numerics.functions import step
from numerics.step_networks import Place, cell_edges, cell_points

MOST_CELLS = 100_000
"""Second-layer units that are built at most: each has a row of weights."""


@dataclass(frozen=True, eq=False)
class TwoLayerStepNetwork:
    """d inputs, two hidden layers of threshold units, one linear output.

    first: weights (n, d) and bias (n,).  second: weights (m, n) and bias (m,).  output_weights: (m,).
    """

    first: tuple[Array, Array]
    second: tuple[Array, Array]
    output_weights: Array

    def __post_init__(self) -> None:
        (first, first_bias), (second, second_bias) = self.first, self.second
        fits = first.shape[:1] == first_bias.shape and second.shape == (*second_bias.shape, *first_bias.shape)
        if first.ndim != 2 or not fits or self.output_weights.shape != second_bias.shape:
            raise ValueError(
                f"first: expected shapes (n, d), (n,), (m, n), (m,), (m,), got {first.shape}, {first_bias.shape}, "
                f"{second.shape}, {second_bias.shape}, {self.output_weights.shape}"
            )

    @property
    def hidden_units(self) -> tuple[int, int]:
        """The units of the two hidden layers."""
        return len(self.first[1]), len(self.second[1])

    def __call__(self, x: npt.ArrayLike) -> Array:
        """The output at each point; x has shape (..., d), the result shape (...)."""
        (first, first_bias), (second, second_bias) = self.first, self.second
        gates = step(as_inexact("x", x) @ first.T + first_bias)
        return step(gates @ second.T + second_bias) @ self.output_weights


def box_of_gates(low: npt.ArrayLike, high: npt.ArrayLike) -> TwoLayerStepNetwork:
    """1 on the open box low < x < high, shapes (d,), and 0 elsewhere: 2 d gates and one threshold."""
    low, high = as_inexact("low", low), as_inexact("high", high)
    if low.shape != high.shape or low.ndim != 1 or not np.all(low < high):
        raise ValueError(f"low: expected low < high, both of shape (d,), got {low} and {high}")
    d = len(low)
    eye = np.eye(d)
    first = np.concatenate([eye, -eye]), np.concatenate([-low, high])
    return TwoLayerStepNetwork(first, (np.ones((1, 2 * d)), np.array([0.5 - 2 * d])), np.ones(1))


def grid_staircase(
    f: Callable[[Array], npt.ArrayLike], bound: float, cells: int, dimensions: int, place: Place = "middle"
) -> TwoLayerStepNetwork:
    """A staircase for f on [-bound, bound]^d with `cells` cells along each coordinate.

    f: takes points (m, d) and returns values (m,).  d (cells - 1) units in the first layer, cells^d in the second.
    """
    if dimensions < 1:
        raise ValueError(f"dimensions: expected at least 1, got {dimensions}")
    edges = cell_edges(bound, cells)
    if cells**dimensions > MOST_CELLS:
        raise ValueError(f"cells: {cells}^{dimensions} cells are more than {MOST_CELLS}; take fewer")
    inner = edges[1:-1]
    points = np.array(list(product(cell_points(edges, place), repeat=dimensions)))
    values = as_inexact("f", f(points))
    if values.shape != (len(points),):
        raise ValueError(f"f: expected one value per point, shape ({len(points)},), got {values.shape}")
    first = np.kron(np.eye(dimensions), np.ones((len(inner), 1))), np.tile(-inner, dimensions)
    # along one coordinate: gate k is (the unit on its left, or 1) - (the unit on its right, or 0)
    gate, always = np.zeros((cells, cells - 1)), np.zeros(cells)
    for k in range(cells):
        if k > 0:
            gate[k, k - 1] = 1
        else:
            always[k] = 1
        if k < cells - 1:
            gate[k, k] = -1
    chosen = list(product(range(cells), repeat=dimensions))
    second = np.array([np.concatenate([gate[k] for k in each]) for each in chosen])
    bias = np.array([always[list(each)].sum() - (dimensions - 0.5) for each in chosen])
    return TwoLayerStepNetwork(first, (second, bias), values)
