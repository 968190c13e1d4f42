"""Loss and accuracy on the training and the test set, epoch by epoch, and how far runs part."""

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from numerics.figures.canvas import BLUE, GREY, ORANGE, figure, plain
from numerics.training import Run

MARKED = 30
"""Up to this many epochs every one gets a dot."""


def training_curves(runs: Mapping[str, Run], title: str) -> Figure:
    """One row per run: its losses on the left, its accuracies on the right."""
    fig = figure(9, 0.4 + 3.2 * len(runs))
    fig.suptitle(title)
    rows = fig.subplots(len(runs), 2, squeeze=False)
    for (loss_axes, accuracy_axes), (label, run) in zip(rows, runs.items(), strict=True):
        epochs = [record.epoch for record in run.history]
        marker = "o" if len(epochs) <= MARKED else ""
        for name, colour in (("train", BLUE), ("test", ORANGE)):
            evaluations = [getattr(record, name) for record in run.history]
            text = {"train": "training set", "test": "test set"}[name]
            style = {"color": colour, "marker": marker, "markersize": 3.5, "linewidth": 1.6, "label": text}
            loss_axes.plot(epochs, [evaluation.loss for evaluation in evaluations], **style)
            accuracy_axes.plot(epochs, [evaluation.accuracy for evaluation in evaluations], **style)
        for axes, what in ((loss_axes, "loss"), (accuracy_axes, "accuracy")):
            plain(axes)
            axes.set_xlabel("epoch")
            axes.set_ylabel(what)
            axes.set_title(f"{what}, {label}" if len(runs) > 1 else what, fontsize=10)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.legend(frameon=False)
        losses = [value for record in run.history for value in (record.train.loss, record.test.loss)]
        positive = [loss for loss in losses if loss > 0]
        if positive and max(positive) > 50 * min(positive):  # on a linear scale the small losses would be a flat line
            loss_axes.set_yscale("log")
        accuracy_axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    return fig


def divergence_curve(run: Run, control: Run, title: str) -> Figure:
    """The distance of the training losses of two runs, epoch by epoch, on a logarithmic scale.

    Epochs after which both losses are the same number have no point there.
    """
    gaps = [abs(a.train.loss - b.train.loss) for a, b in zip(run.history, control.history, strict=True)]
    points = [(record.epoch, gap) for record, gap in zip(run.history, gaps, strict=True) if gap > 0]
    fig = figure(6.5, 3.8)
    axes = plain(fig.subplots())
    axes.set_title(title, fontsize=10)
    axes.set_xlabel("epoch")
    axes.set_ylabel("difference of the training losses")
    axes.set_xlim(-0.02 * len(gaps), 1.02 * (len(gaps) - 1))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if points:
        axes.plot(*zip(*points, strict=True), color=BLUE, marker="o", markersize=2.5, linewidth=1.2)
        axes.set_yscale("log")
    else:
        axes.text(0.5, 0.5, "none", ha="center", color=GREY, transform=axes.transAxes)
    return fig


def spread_curves(runs: Mapping[str, Run], levels: Mapping[str, float], title: str) -> Figure:
    """The test accuracies of runs that differ in their seed, and published levels as dashed lines, by their names.

    The first run stands out. Epoch 0, a network that guesses, would flatten all the others and is left out.
    """
    first, *others = runs
    names = {first: first, **({others[-1]: ", ".join(others)} if others else {})}
    fig = figure(8, 4.2)
    axes = plain(fig.subplots())
    axes.set_title(title, fontsize=10)
    axes.set_xlabel("epoch")
    axes.set_ylabel("test accuracy")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    for label, run in runs.items():
        colour, width, above = (ORANGE, 1.8, 3) if label == first else (GREY, 0.9, 2)
        epochs, accuracies = zip(*((record.epoch, record.test.accuracy) for record in run.history[1:]), strict=True)
        name = names.get(label, "_")  # which a legend leaves out
        (line,) = axes.plot(epochs, accuracies, marker="o", markersize=2.5, label=name)
        line.set(color=colour, linewidth=width, zorder=above)
    for name, level in levels.items():
        axes.axhline(level, color=BLUE, linewidth=1, linestyle="--", label=f"published {name}")
    axes.legend(frameon=False, loc="lower right")
    return fig
