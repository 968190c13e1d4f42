"""The curves show the recorded numbers."""

import numpy as np

from numerics.evaluation import Evaluation
from numerics.figures.curves import divergence_curve, spread_curves, training_curves
from numerics.network import Dense, Network
from numerics.training import Record, Run

NETWORK = Network((Dense([[1.0]], [0.0]),), "squared-error")


def run(losses):
    records = (Record(k, Evaluation(loss, k, 10), Evaluation(2 * loss, 10 - k, 10)) for k, loss in enumerate(losses))
    return Run(NETWORK, tuple(records))


def test_every_record_is_a_point_of_its_curve():
    figure = training_curves({"a": run([1.0, 0.5, 0.25])}, "title")
    loss_axes, accuracy_axes = figure.axes
    for axes, train, test in ((loss_axes, [1, 0.5, 0.25], [2, 1, 0.5]), (accuracy_axes, [0, 0.1, 0.2], [1, 0.9, 0.8])):
        lines = {line.get_label(): line for line in axes.get_lines()}
        np.testing.assert_array_equal(lines["training set"].get_xydata(), np.column_stack([[0, 1, 2], train]))
        np.testing.assert_array_equal(lines["test set"].get_xydata(), np.column_stack([[0, 1, 2], test]))


def test_each_run_has_its_row_and_far_losses_a_logarithmic_scale():
    figure = training_curves({"near": run([1.0, 0.5]), "far": run([1.0, 1e-4])}, "title")
    assert [axes.get_yscale() for axes in figure.axes[::2]] == ["linear", "log"]
    assert [axes.get_title() for axes in figure.axes[::2]] == ["loss, near", "loss, far"]


def test_a_run_that_ends_in_nan_is_still_drawn(tmp_path):
    training_curves({"a": run([1.0, float("nan")])}, "title").savefig(tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 1000


def test_the_distance_of_two_runs_is_drawn_where_there_is_one():
    figure = divergence_curve(run([1.0, 0.5, 0.25]), run([1.0, 0.5 + 2**-40, 0.75]), "title")
    (line,) = figure.axes[0].get_lines()
    np.testing.assert_array_equal(line.get_xydata(), [[1, 2**-40], [2, 0.5]])
    assert figure.axes[0].get_yscale() == "log"
    same = divergence_curve(run([1.0]), run([1.0]), "title")
    assert [text.get_text() for text in same.axes[0].texts] == ["none"]


def test_runs_from_several_seeds_are_drawn_together_from_the_first_epoch_on():
    figure = spread_curves({"seed 0": run([1.0, 0.5]), "seed 1": run([1.0, 0.5, 0.25])}, {"89%": 0.89}, "title")
    (axes,) = figure.axes
    *runs, level = axes.get_lines()
    np.testing.assert_array_equal(runs[0].get_xydata(), [[1, 0.9]])
    np.testing.assert_array_equal(runs[1].get_xydata(), [[1, 0.9], [2, 0.8]])
    assert list(level.get_ydata()) == [0.89, 0.89]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["seed 0", "seed 1", "published 89%"]
