"""Bars and grids say what the network said, and colour it right."""

import numpy as np
from matplotlib.colors import to_hex

from numerics.figures.canvas import GREEN, GREY, RED
from numerics.figures.predictions import class_probabilities, image_grid, probability_bars

IMAGES = np.zeros((3, 4, 4), dtype=np.uint8)


def test_one_logistic_output_becomes_two_probabilities():
    np.testing.assert_array_equal(class_probabilities(np.array([[0.25]])), [[0.75, 0.25]])
    rows = np.array([[0.25, 0.5, 0.25]])
    assert class_probabilities(rows) is rows


def test_bars_are_the_probabilities_green_for_the_truth_and_red_for_a_wrong_favourite():
    rows = np.array([[0.1, 0.7, 0.2], [0.1, 0.7, 0.2]])
    figure = probability_bars(IMAGES[:2], rows, [1, 0], ["a", "b", "c"])
    right, wrong = figure.axes[2:]
    for axes, colours in ((right, [GREY, GREEN, GREY]), (wrong, [GREEN, RED, GREY])):
        assert [bar.get_height() for bar in axes.patches] == [0.1, 0.7, 0.2]
        assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == colours
    assert [axes.get_title() for axes in figure.axes[:2]] == ["b, predicted b", "a, predicted b"]


def test_a_grid_names_the_prediction_and_the_truth_where_they_differ():
    figure = image_grid(IMAGES, [0, 1, 1], [0, 0, -1], ["a", "b"], "title", columns=2)
    assert [axes.get_title() for axes in figure.axes] == ["a", "a\nis b", "NaN\nis b", ""]
    assert len(figure.axes[3].images) == 0


def test_a_grid_of_nothing_says_so():
    figure = image_grid(IMAGES[:0], [], [], ["a"], "misclassified: 0 of 3")
    assert "none" in [text.get_text() for text in figure.texts]
