"""Step networks drawn twice: as a diagram with weights and biases, and as the function that they compute."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.arrays import Array
from numerics.figures.canvas import BLUE, GREEN, GREY, ORANGE, RED, figure, plain, save
from numerics.figures.diagram import draw_network
from numerics.step_networks import StepNetwork, box, box_by_difference, staircase
from numerics.threshold_layers import TwoLayerStepNetwork


def step_network_figure(network: StepNetwork, low: float, high: float, title: str) -> Figure:
    """The diagram on the left, the function on [low, high] on the right."""
    fig = figure(10, 3.6)
    fig.suptitle(title)
    left, right = fig.subplots(1, 2, width_ratios=[1.25, 1])
    n = len(network.weights)
    layers = [
        (network.weights[:, np.newaxis], network.bias),
        (network.output_weights[np.newaxis, :], np.array([network.output_bias])),
    ]
    draw_network(left, layers, [["x"], ["H"] * n, ["H" if network.threshold else "Σ"]])
    draw_steps(plain(right), network, low, high)
    right.set_xlabel("x")
    return fig


def draw_steps(axes: Axes, network: StepNetwork, low: float, high: float, label: str = "network") -> None:
    """Draw the function without vertical lines; a filled dot is its value at a jump, a hollow one a value it misses."""
    jumps = np.unique(-network.bias / network.weights)
    jumps = jumps[(jumps > low) & (jumps < high)]
    edges = np.concatenate([[low], jumps, [high]])
    levels = network((edges[:-1] + edges[1:]) / 2)
    for k, (start, end, level) in enumerate(zip(edges[:-1], edges[1:], levels, strict=True)):
        axes.plot(
            [start, end],
            [level, level],
            color=BLUE,
            linewidth=2,
            solid_capstyle="butt",
            label=label if k == 0 else None,
        )
    if len(jumps) <= 6:  # more dots would hide the staircase
        at_jumps = network(jumps)
        for x, before, after, value in zip(jumps, levels[:-1], levels[1:], at_jumps, strict=True):
            for level in {float(before), float(after)}:
                if before != after:
                    axes.plot(x, level, "o", color=BLUE, markerfacecolor="white" if level != value else BLUE, zorder=3)


def staircase_figure(f: Callable[[Array], Array], name: str, lipschitz: float, bound: float, cells: int) -> Figure:
    """A function, its staircase, and the corridor of half-width L B / n that the staircase never leaves."""
    network = staircase(f, bound, cells)
    fig = figure(7, 4)
    axes = plain(fig.subplots())
    x = np.linspace(-bound, bound, 1001)
    y, error = np.asarray(f(x)), lipschitz * bound / cells
    axes.fill_between(
        x, y - error, y + error, color=GREY, alpha=0.2, linewidth=0, label=f"within L B / n = {error:.3g}"
    )
    axes.plot(x, y, color=ORANGE, linewidth=1.5, label=name)
    draw_steps(axes, network, -bound, bound, f"{len(network.weights)} threshold units")
    axes.set_xlabel("x")
    axes.set_title(f"A staircase of {cells} cells")
    axes.legend(frameon=False)
    return fig


@dataclass(frozen=True)
class StaircaseErrors:
    """The largest error of a staircase: on a grid, certified from above, and by the theorem."""

    on_grid: float
    certified: float
    promised: float


def _up(bound: float) -> float:
    """An upper bound with five digits behind the point, rounded up."""
    return ceil(bound * 10**5) / 10**5


def certified_figure(
    f: Callable[[Array], Array], network: StepNetwork, bound: float, errors: StaircaseErrors, title: str
) -> Figure:
    """The function and its staircase on the left; on the right the error, under its certified and promised bounds."""
    fig = figure(10, 3.8)
    fig.suptitle(title)
    left, right = map(plain, fig.subplots(1, 2))
    x = np.linspace(-bound, bound, 2401)
    left.plot(x, f(x), color=ORANGE, linewidth=1.5, label="function")
    draw_steps(left, network, -bound, bound, f"{len(network.weights)} threshold units")
    left.set_xlabel("x")
    left.legend(frameon=False)
    right.plot(x, np.abs(network(x) - f(x)), color=BLUE, linewidth=1, label=f"error, at most {errors.on_grid:.5f} here")
    right.axhline(errors.certified, color=GREEN, linewidth=1.2, label=f"certified: at most {_up(errors.certified):.5f}")
    right.axhline(
        errors.promised, color=RED, linewidth=1.2, linestyle="--", label=f"theorem: at most {errors.promised:.5f}"
    )
    right.set_ylim(0, 1.45 * errors.promised)
    right.set_xlabel("x")
    right.legend(frameon=False, loc="upper right")
    return fig


def grid_figure(
    f: Callable[[Array], Array], network: TwoLayerStepNetwork, bound: float, errors: StaircaseErrors, title: str
) -> Figure:
    """A staircase in the plane, and its error, as images."""
    fig = figure(10, 4.4)
    fig.suptitle(
        f"{title}: error at most {errors.on_grid:.4f} here, certified {_up(errors.certified):.5f}, "
        f"theorem {errors.promised:.4f}"
    )
    left, right = fig.subplots(1, 2)
    side = np.linspace(-bound, bound, 321)
    x = np.stack(np.meshgrid(side, side), axis=-1)
    output = network(x)
    first, second = network.hidden_units
    for axes, values, name in (
        (left, output, f"{first} + {second} threshold units"),
        (right, np.abs(output - f(x)), "error"),
    ):
        image = axes.imshow(values, origin="lower", extent=(-bound, bound, -bound, bound), cmap="viridis", vmin=0)
        axes.set_title(name)
        axes.set_xlabel("$x_1$")
        axes.set_ylabel("$x_2$")
        fig.colorbar(image, ax=axes)
    return fig


def gallery(folder: Path) -> list[Path]:
    """Write all figures on step networks into `folder`."""
    small = staircase(np.sin, 2.0, 5)
    return [
        save(step_network_figure(box(2.0), -1, 3, "box: H(H(x) + H(2 − x) − 1)"), folder / "box.png"),
        save(
            step_network_figure(box_by_difference(2.0), -1, 3, "difference: H(H(x) − H(x − 2)), not the box at x = 2"),
            folder / "box-by-difference.png",
        ),
        save(
            step_network_figure(small, -2, 2, "a staircase of 5 cells for sin on [−2, 2]"), folder / "staircase-5.png"
        ),
        save(staircase_figure(np.sin, "sin x", 1.0, 3.0, 30), folder / "staircase-30.png"),
    ]
