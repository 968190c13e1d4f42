"""Step networks: where they are exact, where they are not, and how close a staircase stays."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.finite_differences import EPS
from numerics.step_networks import StepNetwork, box, box_by_difference, cells_needed, staircase, units_needed

widths = st.integers(1, 1000).map(lambda n: n / 8)


@given(d=widths, x=st.integers(-2000, 2000).map(lambda n: n / 16))
def test_the_box_is_exact_at_every_point_and_the_difference_at_all_but_d(d, x):
    inside = 1.0 if 0 < x < d else 0.0
    assert box(d)(x) == inside
    assert box_by_difference(d)(x) == (1.0 if x == d else inside)


def test_the_end_points_tell_the_two_networks_apart():
    points = [0.0, np.nextafter(0, 1), 1.0, np.nextafter(2, 0), 2.0, np.nextafter(2, 3)]
    np.testing.assert_array_equal(box(2)(points), [0, 1, 1, 1, 0, 0])
    np.testing.assert_array_equal(box_by_difference(2)(points), [0, 1, 1, 1, 1, 0])


@given(
    slope=st.floats(0.1, 5),
    bound=st.floats(0.5, 10),
    cells=st.integers(2, 60),
    where=st.lists(st.floats(-1, 1), min_size=1, max_size=20).map(np.array),
)
def test_a_staircase_stays_within_l_b_over_n(slope, bound, cells, where):
    x = where * bound
    network = staircase(lambda x: slope * np.abs(x), bound, cells)
    error = np.abs(network(x) - slope * np.abs(x))
    # Rounding: a threshold is off by a few eps bound, the sum of `cells` differences by cells eps of its size.
    assert error.max() <= slope * bound / cells + 4 * (cells + 4) * EPS * slope * bound
    assert len(network.weights) == cells - 1


def test_the_bound_is_attained_by_a_straight_line():
    assert abs(staircase(lambda x: 3 * x, 2.0, 8)(2.0) - 6) == 3 * 2 / 8


@given(
    lipschitz=st.floats(0.01, 50),
    bound=st.floats(0.01, 20),
    error=st.floats(0.01, 10),
    place=st.sampled_from(["middle", "left"]),
)
def test_the_cells_needed_suffice_and_one_less_does_not(lipschitz, bound, error, place):
    cells = cells_needed(lipschitz, bound, error, place)
    total = Fraction(lipschitz) * Fraction(bound) * (1 if place == "middle" else 2)
    assert total <= cells * Fraction(error)
    assert total > (cells - 1) * Fraction(error)
    assert units_needed(lipschitz, bound, error, place) == cells - 1


def test_the_quotient_is_rounded_up_exactly():
    big = float(2**53 + 2)
    assert cells_needed(big, 1.0, 1.0) == 2**53 + 2
    assert cells_needed(big, 1.5, 1.0) == 3 * 2**52 + 3
    assert cells_needed(1.0, 0.3, 0.1) == 3  # 0.3 is less than 3 times the float 0.1
    assert cells_needed(0.1 + 0.2, 1.0, 0.1) == 4  # and this is more
    assert units_needed(1.0, 1.0, 5.0) == 0


def test_left_ends_are_off_by_the_whole_width():
    line = staircase(lambda x: 3 * x, 2.0, 8, "left")
    assert abs(line(2.0) - 6) == 2 * 3 * 2 / 8
    assert line(-2.0) == -6


def test_one_cell_is_a_constant_without_units():
    constant = staircase(lambda x: x + 7, 1.0, 1)
    assert constant([-1, 0, 1]).tolist() == [7, 7, 7]
    assert len(constant.weights) == 0


def test_nan_is_not_a_side_of_a_step():
    assert np.isnan(box(1.0)(np.nan))


def test_senseless_networks_are_refused():
    for make, message in (
        (lambda: box(0), "d: expected a positive finite number, got 0"),
        (lambda: staircase(np.sin, 1, 0), "cells: expected at least 1, got 0"),
        (lambda: staircase(np.sin, 1, 3, "right"), "place: expected 'middle' or 'left', got 'right'"),
        (lambda: staircase(lambda x: 1.0, 1, 3), r"f: expected one value per point, shape \(3,\), got \(\)"),
        (lambda: units_needed(1, 1, float("inf")), "error: expected a positive finite number, got inf"),
        (
            lambda: StepNetwork([1], [0, 1], [1], 0.0, True),
            r"weights: expected weights, bias and output_weights of one shape \(n,\), got \(1,\), \(2,\) and \(1,\)",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            make()
