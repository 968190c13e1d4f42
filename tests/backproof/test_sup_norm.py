"""Certified errors: never below what a point shows, never above what is true, and exact where that is known."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from backproof.sup_norm import sup_error
from numerics.step_networks import StepNetwork, box, staircase
from numerics.threshold_layers import box_of_gates, grid_staircase

EPS = float(np.finfo(float).eps)
CUBE = lambda t: t[0] * t[0] * t[0]  # noqa: E731


def test_the_error_of_a_line_is_half_a_cell():
    found = sup_error(staircase(lambda x: 2 * x, 1.0, 8), lambda t: 2 * t[0], -1, 1)
    assert found.lower <= 0.25 <= found.upper
    assert found.upper - found.lower <= 1e-6


@pytest.mark.parametrize("cells", [1, 3, 10])
def test_the_error_of_a_cube_is_at_an_end(cells):
    network = staircase(lambda x: x**3, 1.0, cells)
    middle = Fraction(cells - 1, cells)
    true = float(1 - middle**3)
    found = sup_error(network, CUBE, -1, 1)
    assert found.lower - 8 * EPS <= true <= found.upper + 8 * EPS  # edges and values of the network are rounded


def test_a_value_at_one_point_only_counts():
    spike = StepNetwork([1.0, -1.0], [0.0, 0.0], [1.0, 1.0], 0.0, threshold=False)  # 0 at 0, 1 elsewhere
    found = sup_error(spike, lambda t: arb(1), -1, 1)
    assert found.lower <= 1 <= found.upper
    assert found.lower > 0.999


def test_a_peak_between_the_points_of_a_coarse_grid_is_seen():
    flat = staircase(lambda x: 0 * x, 1.0, 2)
    peak = lambda t: 1 / (1 + 10**8 * (t[0] - arb("0.123456")) ** 2)  # noqa: E731
    grid = np.linspace(-1, 1, 101)
    assert max(1 / (1 + 1e8 * (grid - 0.123456) ** 2)) < 0.01
    found = sup_error(flat, peak, -1, 1)
    assert 0.999 < found.lower <= 1 <= found.upper < 1.001


def test_a_wrong_weight_is_seen():
    network = staircase(np.sin, 3.0, 24)
    right = sup_error(network, lambda t: t[0].sin(), -3, 3)
    weights = network.output_weights.copy()
    weights[7] += 0.01
    wrong = sup_error(replace(network, output_weights=weights), lambda t: t[0].sin(), -3, 3)
    assert wrong.lower > right.upper


def test_an_undecided_enclosure_is_no_bound():
    assert sup_error(staircase(np.abs, 1.0, 2), lambda t: t[0].log(), -1, 1).upper == float("inf")


def test_the_plane_is_covered_by_closed_boxes():
    network = grid_staircase(lambda x: x[:, 0] - x[:, 1], 1.0, 4, 2)
    found = sup_error(network, lambda t: t[0] - t[1], -1, 1, relative=1e-3)
    assert found.lower <= 0.5 <= found.upper
    assert found.upper - found.lower <= 1e-3


def test_networks_that_are_not_read_are_refused():
    with pytest.raises(ValueError, match="expected a linear output, got a threshold"):
        sup_error(box(1.0), CUBE, -1, 1)
    with pytest.raises(ValueError, match="of one coordinate each"):
        sup_error(box_of_gates([0, 0], [1, 1]), CUBE, -1, 1)
