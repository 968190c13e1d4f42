"""Tasks pick the right images; comparisons fail exactly where they should."""

import numpy as np
import pytest

from numerics.datasets import load_dataset
from numerics.evaluation import Evaluation, Samples
from numerics.experiments.recipes import (
    Experiment,
    Figure,
    Recipe,
    all_classes,
    perturbed,
    run_recipe,
    train_loss,
    two_classes,
)
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Record, Run, epochs


@pytest.fixture(autouse=True)
def embedded_data(monkeypatch):
    monkeypatch.delenv("BACKPROOF_DATA", raising=False)


def runs_with_loss(loss):
    evaluation = Evaluation(loss, 3, 4)
    return {"run": Run(Network((Dense([[1.0]], [0.0]),), "squared-error"), (Record(0, evaluation, evaluation),))}


def figure(published, *, exact=True):
    return Figure("loss", published, train_loss(0, "run"), ".4f", exact)


@pytest.mark.parametrize(
    ("published", "exact", "original", "agrees", "failed"),
    [
        ("0.1235", True, True, True, False),
        ("0.1234", True, True, False, True),
        ("0.1234", False, True, False, False),
        ("0.1234", True, False, None, False),
        ("0.123", True, True, False, True),
    ],
)
def test_an_exact_figure_fails_on_original_data_when_any_printed_digit_differs(
    published, exact, original, agrees, failed
):
    experiment = Experiment("name", "title", "mnist", (), (figure(published, exact=exact),))
    (comparison,) = experiment.compare(runs_with_loss(0.12346), original=original)
    assert (comparison.measured, comparison.agrees, comparison.failed) == ("0.1235", agrees, failed)


def test_nan_never_equals_a_published_figure():
    experiment = Experiment("name", "title", "mnist", (), (figure("0.5000"),))
    (comparison,) = experiment.compare(runs_with_loss(float("nan")), original=True)
    assert comparison.failed


@pytest.mark.parametrize(
    ("others", "published", "shown", "inside"),
    [
        ([0.2, 0.1], "0.15", "0.1000 to 0.2000", True),
        ([0.2, 0.13], "0.1234", "0.1235 to 0.2000", False),
        ([], "0.1235", "0.1235 to 0.1235", True),
        ([], "0.1236", "0.1235 to 0.1235", False),
        ([float("nan")], "0.1235", "nan to nan", False),
    ],
)
def test_the_range_is_that_of_ours_and_the_others_and_nan_holds_nothing(others, published, shown, inside):
    figure = Figure("loss", published, train_loss(0, "run"), ".4f", exact=False, others=lambda runs: others)
    (comparison,) = Experiment("name", "title", "mnist", (), (figure,)).compare(runs_with_loss(0.12346), original=True)
    assert (comparison.range, comparison.inside, comparison.reached) == (shown, inside, None)


@pytest.mark.parametrize(("published", "reached"), [("75%", True), ("75.01%", False), ("0.7", True)])
def test_a_level_is_reached_from_its_value_on(published, reached):
    figure = Figure("a", published, lambda runs: runs["run"].last.test.accuracy, ".0%", exact=False, level=True)
    (comparison,) = Experiment("name", "title", "mnist", (), (figure,)).compare(runs_with_loss(0.1), original=True)
    assert (comparison.reached, comparison.inside, comparison.range) == (reached, None, "")
    nan = Figure("a", published, train_loss(0, "run"), ".0%", exact=False, level=True)
    (comparison,) = Experiment("n", "t", "mnist", (), (nan,)).compare(runs_with_loss(float("nan")), original=True)
    assert comparison.reached is False


def test_a_published_level_is_told_its_place_among_runs_from_several_seeds():
    def comparison(others, *, repeated=True, original=True):
        figure = Figure(
            "a", "75%", lambda runs: 0.72, ".0%", exact=False, level=True, others=lambda runs: others, repeated=repeated
        )
        return Experiment("n", "t", "mnist", (), (figure,)).compare({}, original=original)[0]

    assert comparison([0.74, 0.76]).standing == (
        "3 seeds give 72%, 74%, 76%: mean 74%, standard deviation 2%; 75% lies 0.5 of these above the mean, and 1 of 3 "
        "reach it"
    )
    assert "75% lies 0.3 of these below the mean, and 1 of 2 reach it" in comparison([0.82]).standing
    assert "and 0 of 2 reach it" in comparison([float("nan")]).standing
    assert "75% lies nan of these" in comparison([0.72]).standing  # without a spread nothing is near or far
    assert comparison([0.74]).range == "72% to 74%"
    for nothing_to_tell in (comparison([0.74], repeated=False), comparison([0.74], original=False), comparison([])):
        assert nothing_to_tell.standing == ""


def test_a_perturbed_start_differs_in_one_weight_of_the_last_layer_and_draws_the_same():
    def start(rng):
        return Network(
            (Dense(rng.normal(size=(2, 3)), np.zeros(2)), Dense(rng.normal(size=(2, 2)), np.zeros(2), "softmax"))
        )

    plain, moved = start(np.random.default_rng(1)), perturbed(start, 1e-10)(np.random.default_rng(1))
    np.testing.assert_array_equal(plain.layers[0].weights, moved.layers[0].weights)
    assert (plain.layers[1].weights != moved.layers[1].weights).tolist() == [[True, False], [False, False]]
    assert abs(moved.layers[1].weights[0, 0] - plain.layers[1].weights[0, 0] - 1e-10) < 1e-15


def test_two_classes_are_taken_in_order_or_from_the_file():
    dataset = load_dataset("mnist")
    first = two_classes(5, 8, raw=True, first=7)(dataset)
    np.testing.assert_array_equal(first.training.samples.t[:, 0], [0] * 7 + [1] * 7)
    assert first.classes == ("5", "8")
    np.testing.assert_array_equal(first.training.images, dataset.train.first_of_each((5, 8), 7).images)
    assert first.training.samples.x.max() == 255
    everything = two_classes(3, 9, raw=False)(dataset)
    labels = dataset.train.labels[np.isin(dataset.train.labels, (3, 9))]
    np.testing.assert_array_equal(everything.training.samples.t[:, 0], labels == 9)
    assert len(everything.test.samples) == 20
    assert everything.training.samples.x.max() == 1


def test_single_precision_pixels_are_rounded_once():
    dataset = load_dataset("mnist")
    single, double = (all_classes(single=single)(dataset).training.samples.x for single in (True, False))
    np.testing.assert_array_equal(single, double.astype(np.float32))
    assert single.dtype == np.float64
    assert (single != double).any()


def test_one_generator_draws_the_weights_and_then_the_order():
    dataset = load_dataset("mnist")
    seen = []

    def start(rng):
        seen.append(rng)
        return Network((Dense(rng.normal(size=(10, 784)) / 100, np.zeros(10), "softmax"),))

    plan = Plan(GradientDescent(0.1), 1, 50, shuffle=True)
    recipe = Recipe("run", all_classes(), start, lambda: np.random.default_rng(4), plan)
    run = run_recipe(recipe, recipe.task(dataset), engine=epochs)
    rng = np.random.default_rng(4)
    network = start(rng)
    (again,) = epochs(network, Samples(dataset.train.pixels(), dataset.train.one_hot()), plan, rng=rng)
    np.testing.assert_array_equal(run.network.layers[0].weights, again.layers[0].weights)
