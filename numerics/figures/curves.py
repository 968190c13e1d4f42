"""Loss and accuracy on the training and the test set, epoch by epoch."""

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from numerics.figures.canvas import BLUE, ORANGE, figure, plain
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
