"""What a network says of single images: probability bars, and grids of images with their labels."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.arrays import Array
from numerics.figures.canvas import GREEN, GREY, RED, figure, plain


def class_probabilities(output: Array) -> Array:
    """The probability of each class, shape (N, classes): one logistic output y becomes the row (1 - y, y)."""
    return np.hstack([1 - output, output]) if output.shape[1] == 1 else output


def probability_bars(images: Array, probabilities: Array, truth: Sequence[int], classes: Sequence[str]) -> Figure:
    """Each image (n, height, width) above a bar per class; the true class is green, a wrong favourite red."""
    n = len(images)
    fig = figure(3.4 * n, 4.6)
    rows = fig.subplots(2, n, squeeze=False, height_ratios=[1, 1.15])
    for image, row, true, top, bars in zip(images, probabilities, truth, rows[0], rows[1], strict=True):
        _image(top, image)
        favourite = int(row.argmax())
        top.set_title(f"{classes[true]}, predicted {classes[favourite]}", color=GREEN if favourite == true else RED)
        colours = [GREEN if k == true else RED if k == favourite else GREY for k in range(len(classes))]
        plain(bars).bar(range(len(classes)), row, color=colours)
        bars.set_axisbelow(True)
        bars.grid(axis="x", visible=False)
        upright = max(len(name) for name in classes) <= 2
        bars.set_xticks(range(len(classes)), classes, rotation=0 if upright else 90)
        bars.set_ylim(0, 1)
        bars.set_ylabel("probability" if bars is rows[1][0] else "")
    return fig


def image_grid(
    images: Array,
    truth: Sequence[int],
    predictions: Sequence[int],
    classes: Sequence[str],
    title: str,
    columns: int = 8,
) -> Figure:
    """Images in rows of `columns`, each with its prediction, and with its true class where that differs."""
    shown = len(images)
    rows = max(1, -(-shown // columns))
    fig = figure(1.25 * columns, 0.7 + 1.6 * rows)
    fig.suptitle(title)
    grid = fig.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid:
        axes.set_axis_off()
    for axes, image, true, predicted in zip(grid, images, truth, predictions, strict=False):
        _image(axes, image)
        wrong = predicted != true
        said = classes[predicted] if predicted >= 0 else "NaN"
        axes.set_title(f"{said}\nis {classes[true]}" if wrong else said, fontsize=9, color=RED if wrong else GREEN)
    if shown == 0:
        fig.text(0.5, 0.4, "none", ha="center", color=GREY)
    return fig


def _image(axes: Axes, image: Array) -> None:
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
    axes.set_axis_off()
