"""Tasks pick the right images; comparisons fail exactly where they should."""

import numpy as np
import pytest

from numerics.datasets import load_dataset
from numerics.evaluation import Evaluation, Samples
from numerics.experiments.recipes import Experiment, Figure, Recipe, all_classes, run_recipe, train_loss, two_classes
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
