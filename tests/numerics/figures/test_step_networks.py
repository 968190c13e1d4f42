"""What is drawn is the function: levels between the jumps, filled dots at the values."""

import numpy as np

from numerics.figures.canvas import figure
from numerics.figures.step_networks import draw_steps, gallery
from numerics.step_networks import box, box_by_difference


def drawn(network):
    axes = figure(4, 3).subplots()
    draw_steps(axes, network, -1.0, 3.0)
    levels = [line.get_xydata().tolist() for line in axes.get_lines() if line.get_marker() == "None"]
    dots = {
        tuple(np.ravel(line.get_xydata())): line.get_markerfacecolor() != "white"
        for line in axes.get_lines()
        if line.get_marker() == "o"
    }
    return levels, dots


def test_the_box_and_the_difference_differ_in_the_dots_at_two():
    levels, dots = drawn(box(2.0))
    assert levels == [[[-1, 0], [0, 0]], [[0, 1], [2, 1]], [[2, 0], [3, 0]]]
    assert dots == {(0.0, 0.0): True, (0.0, 1.0): False, (2.0, 1.0): False, (2.0, 0.0): True}
    same_levels, other_dots = drawn(box_by_difference(2.0))
    assert same_levels == levels
    assert other_dots == dots | {(2.0, 1.0): True, (2.0, 0.0): False}


def test_the_gallery_is_written(tmp_path):
    files = gallery(tmp_path)
    assert sorted(file.name for file in files) == [
        "box-by-difference.png",
        "box.png",
        "staircase-30.png",
        "staircase-5.png",
    ]
    for file in files:
        assert file.read_bytes().startswith(b"\x89PNG")
