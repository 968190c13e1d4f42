"""One look for all figures: colours, and a figure that belongs to no window and no global state."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, GREY = "#2a6fbb", "#d9822b", "#2f8f5b", "#b8322f", "#8a8a8a"


def figure(width: float, height: float) -> Figure:
    """An empty figure of the given size in inches."""
    fig = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(fig)
    return fig


def plain(axes: Axes) -> Axes:
    """Remove the upper and right frame and add a faint grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25, linewidth=0.6)
    return axes


def save(fig: Figure, path: Path) -> Path:
    """Write the figure as PNG; the folder must exist."""
    fig.savefig(path, dpi=150, facecolor="white")
    return path
