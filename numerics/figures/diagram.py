"""Diagrams of small networks: a circle per unit, a line per weight with the weight on it, a stub per bias."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from numerics.arrays import Array
from numerics.figures.canvas import BLUE, GREY, ORANGE, figure
from numerics.network import Network

RADIUS = 0.24
LEVEL = 2.4
"""Distance between layers; units of a layer are 1 apart."""

LEGIBLE = 6
"""Layers with more units than this are refused: their weights could not be read."""


def draw_network(axes: Axes, layers: Sequence[tuple[Array, Array]], names: Sequence[Sequence[str]]) -> None:
    """Draw layers given as (weights (n_out, n_in), bias (n_out,)); names has a text per unit, inputs first.

    Raises ValueError for a layer with more than 6 units.
    """
    widths = [layers[0][0].shape[1], *(len(bias) for _, bias in layers)]
    if max(widths) > LEGIBLE:
        raise ValueError(f"layers: expected at most {LEGIBLE} units in a layer of a diagram, got {max(widths)}")
    places = [[(LEVEL * l, (n - 1) / 2 - k) for k in range(n)] for l, n in enumerate(widths)]
    for l, (weights, bias) in enumerate(layers):
        for (out, into), weight in np.ndenumerate(weights):
            _edge(axes, places[l][into], places[l + 1][out], weight, lift=_position(into, out, weights.shape))
        for place, value in zip(places[l + 1], bias, strict=True):
            _bias(axes, place, value)
    for column, labels in zip(places, names, strict=True):
        for place, label in zip(column, labels, strict=True):
            _unit(axes, place, label, BLUE if label != "x" else GREY)
    axes.set_xlim(-0.5, LEVEL * len(layers) + 0.5)
    axes.set_ylim(-max(widths) / 2 - 0.25, max(widths) / 2)
    axes.set_aspect("equal")
    axes.set_axis_off()


def network_diagram(network: Network, title: str = "") -> Figure:
    """The diagram of a small network, its units named after their activations."""
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    inputs = [f"$x_{k + 1}$" for k in range(network.layers[0].n_in)]
    names = [inputs, *([SYMBOLS.get(layer.activation, layer.activation)] * layer.n_out for layer in network.layers)]
    fig = figure(2.6 * (len(layers) + 1), 1.2 * max(len(column) for column in names) + 1.4)
    axes = fig.subplots()
    draw_network(axes, layers, names)
    axes.set_title(title)
    return fig


SYMBOLS = {"sigmoid": "σ", "linear": "Σ", "softmax": "soft", "leaky-relu": "leaky"}
"""Short names for the circles."""


def _position(into: int, out: int, shape: tuple[int, ...]) -> float:
    """Where on its line a weight is written: crossing lines get different places."""
    return 0.38 if 1 in shape else 0.22 + 0.14 * ((out + 2 * into) % 3)


def _edge(axes: Axes, start: tuple[float, float], end: tuple[float, float], value: float, *, lift: float) -> None:
    axes.plot([start[0], end[0]], [start[1], end[1]], color=BLUE, linewidth=1.1, zorder=1)
    x, y = (a + lift * (b - a) for a, b in zip(start, end, strict=True))
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, y, _number(value), ha="center", va="center", fontsize=9, color=BLUE, bbox=box)


def _bias(axes: Axes, place: tuple[float, float], value: float) -> None:
    """A short line into the unit from below, with the bias beside it."""
    x, y = place
    axes.plot([x, x], [y, y - 2.1 * RADIUS], color=ORANGE, linewidth=1.4, zorder=1)
    axes.text(x + 0.06, y - 1.6 * RADIUS, _number(value), ha="left", va="center", fontsize=9, color=ORANGE)


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _unit(axes: Axes, place: tuple[float, float], label: str, colour: str) -> None:
    axes.add_patch(Circle(place, RADIUS, facecolor="white", edgecolor=colour, linewidth=1.5, zorder=3))
    axes.text(*place, label, ha="center", va="center", fontsize=9, zorder=4)
