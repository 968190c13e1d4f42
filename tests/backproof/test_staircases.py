"""Staircases of real functions: grid <= certified <= promised, for each of them."""

import numpy as np
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from backproof.staircases import PLANE, TARGETS, line_result, plane_result
from numerics.step_networks import cells_needed

EPS = float(np.finfo(float).eps)
SLACK = 256 * EPS  # edges and values of the network are rounded: some tens of roundings of numbers below 4


@pytest.mark.parametrize("place", ["middle", "left"])
@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each.name)
def test_the_certified_error_lies_between_the_grid_and_the_theorem(target, place):
    result = line_result(target, place, 12)
    assert result.on_grid - SLACK <= result.certified.upper <= result.promised + SLACK + 2e-6 * result.promised
    assert result.certified.lower <= result.promised + SLACK
    assert result.certified.upper - result.certified.lower <= 2e-6 * result.promised
    assert result.certified.lower >= 0.9 * result.on_grid


def test_the_certified_error_in_the_plane_lies_between_the_grid_and_the_theorem():
    result = plane_result(PLANE, "middle", 4)
    assert result.on_grid - SLACK <= result.certified.upper <= 1.002 * result.promised


@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each.name)
def test_as_many_cells_as_the_theorem_asks_for_are_enough(target):
    cells = cells_needed(float(target.slope) * (1 + EPS), target.bound, 0.1)
    assert line_result(target, "middle", cells).certified.upper <= 0.1 + 1e-6


@given(middle=st.floats(-3, 3), radius=st.floats(0, 1), share=st.floats(-1, 1))
def test_the_balls_of_the_spline_hold_its_values(middle, radius, share):
    target = next(each for each in TARGETS if each.name == "spline")
    whole = target.enclosure([arb(middle, radius)])
    x = middle + share * radius
    near = arb(float(target.values(np.array(x))), 64 * EPS)
    assert whole.overlaps(near)


def test_a_slope_is_never_exceeded():
    for target in TARGETS:
        x = np.linspace(-target.bound, target.bound, 2001)
        steepest = np.max(np.abs(np.diff(target.values(x)) / np.diff(x)))
        assert 0.99 * float(target.slope) <= steepest * (1 + 1e-9) <= float(target.slope) * (1 + 1e-9)
