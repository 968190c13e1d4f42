"""A diagram shows every weight and every bias once."""

import numpy as np
import pytest
from matplotlib.patches import Circle

from numerics.figures.diagram import network_diagram
from numerics.network import Dense, Network


def test_every_unit_is_a_circle_and_every_parameter_a_text():
    hidden = Dense([[1, -2], [0.5, 3], [-0.25, 7]], [0.1, 0, -1], "relu")
    figure = network_diagram(Network((hidden, Dense([[11, 12, -1.5]], [0.3])), "squared-error"), "title")
    (axes,) = figure.axes
    assert sum(isinstance(patch, Circle) for patch in axes.patches) == 2 + 3 + 1
    texts = sorted(text.get_text() for text in axes.texts)
    units = ["$x_1$", "$x_2$", "relu", "relu", "relu", "Σ"]
    numbers = ["1", "−2", "0.5", "3", "−0.25", "7", "0.1", "0", "−1", "11", "12", "−1.5", "0.3"]
    assert texts == sorted(units + numbers)


def test_an_illegible_diagram_is_refused():
    with pytest.raises(ValueError, match="layers: expected at most 6 units in a layer of a diagram, got 7"):
        network_diagram(Network((Dense(np.ones((1, 7)), np.zeros(1)),), "squared-error"))
