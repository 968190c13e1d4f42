"""Two layers of thresholds: a box is open in any dimension, a staircase is constant on half-open cells."""

from itertools import product

import numpy as np
import pytest

from numerics.finite_differences import EPS
from numerics.threshold_layers import TwoLayerStepNetwork, box_of_gates, grid_staircase


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_box_is_open_on_every_face(d):
    low, high = -np.arange(d) - 1.0, np.arange(d) + 0.5
    for share in product((-1, 0, 1, 2, 3), repeat=d):
        x = low + np.array(share) * (high - low) / 2
        assert box_of_gates(low, high)(x) == float(np.all((low < x) & (x < high)))


def test_a_box_in_n_dimensions_has_2_n_gates_and_one_threshold():
    assert box_of_gates(np.zeros(5), np.ones(5)).hidden_units == (10, 1)


@pytest.mark.parametrize(("cells", "dimensions"), [(1, 1), (4, 1), (3, 2), (2, 3)])
def test_a_grid_has_a_unit_for_each_cell(cells, dimensions):
    network = grid_staircase(lambda x: np.arange(len(x)), 1.0, cells, dimensions)
    assert network.hidden_units == (dimensions * (cells - 1), cells**dimensions)
    centers = (np.arange(cells) + 0.5) * 2 / cells - 1
    points = np.array(list(product(centers, repeat=dimensions)))
    assert network(points).tolist() == list(range(cells**dimensions))


def test_a_cell_is_open_on_the_left_and_closed_on_the_right():
    network = grid_staircase(lambda x: x[:, 0] + 10 * x[:, 1], 1.0, 2, 2)
    below, above = -0.5, 0.5
    for x, y in product((-1.0, 0.0, np.nextafter(0, 1), 1.0), repeat=2):
        expected = (above if x > 0 else below) + 10 * (above if y > 0 else below)
        assert network([x, y]) == expected


@pytest.mark.parametrize("place", ["middle", "left"])
def test_the_error_of_a_grid_staircase_is_bounded_by_the_distance_in_a_cell(place):
    rng = np.random.default_rng(3)
    network = grid_staircase(lambda x: np.abs(x).max(axis=1), 1.0, 8, 2, place)
    points = rng.uniform(-1, 1, (2000, 2))
    worst = np.abs(network(points) - np.abs(points).max(axis=1)).max()
    # |x| in the largest norm has slope 1; values and edges are multiples of 1/8, so only |x| - c is rounded
    assert worst <= (1 if place == "middle" else 2) / 8 + 4 * EPS


def test_senseless_layers_are_refused():
    for make, message in (
        (lambda: box_of_gates([0], [0]), "low: expected low < high"),
        (lambda: grid_staircase(np.sum, 1.0, 100, 3), r"cells: 100\^3 cells are more than 100000; take fewer"),
        (lambda: grid_staircase(np.sum, 1.0, 2, 0), "dimensions: expected at least 1, got 0"),
        (lambda: grid_staircase(np.sum, 1.0, 2, 2), r"f: expected one value per point, shape \(4,\), got \(\)"),
        (
            lambda: TwoLayerStepNetwork((np.ones((2, 1)), np.ones(3)), (np.ones((1, 2)), np.ones(1)), np.ones(1)),
            "first: expected shapes",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            make()
