"""Every experiment runs on the embedded data; on the original data it reproduces what it says it does."""

import os
import re

import numpy as np
import pytest

from numerics.datasets import load_dataset
from numerics.evaluation import Evaluation, Samples
from numerics.experiments.catalogue import EXPERIMENTS, experiment
from numerics.experiments.recipes import Part, Task, run_recipe
from numerics.network import Dense, Network
from numerics.training import Record, Run, epochs, parameters

FULL_DATA = os.environ.get("BACKPROOF_DATA")
# Their plans are long even on the embedded images; the tests of the command run fashion-dense.
HEAVY = {"mnist-two-layer", "fashion-dense", "fashion-sgd"}


@pytest.fixture(autouse=True)
def embedded_data(monkeypatch):
    monkeypatch.delenv("BACKPROOF_DATA", raising=False)


def runs_of(name, data=None):
    chosen = experiment(name)
    dataset = load_dataset(chosen.dataset, data=data)
    return chosen, dataset, {recipe.label: run_recipe(recipe, recipe.task(dataset)) for recipe in chosen.recipes}


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow if n in HEAVY else ()) for n in EXPERIMENTS])
def test_an_experiment_needs_no_download_and_learns_something(name):
    chosen, dataset, runs = runs_of(name)
    for comparison in chosen.compare(runs, original=dataset.original):
        assert comparison.agrees is None
        assert (comparison.range == "") == (comparison.figure.others is None)
    for remark in chosen.remarks(runs, {recipe.label: recipe.task(dataset) for recipe in chosen.recipes}):
        assert remark.endswith(".")
    first = runs[chosen.recipes[0].label]
    assert first.last.train.loss < first.history[0].train.loss


def test_all_labels_of_noise_are_learned_and_none_of_them_helps():
    _, _, runs = runs_of("memorize-noise")
    last = runs["memorize"].last
    assert last.train.accuracy == 1
    assert last.epoch < 500
    # Right by chance with probability 1/10 each: 45 of 100 or more have probability 5e-20.
    assert last.test.correct < 45


@pytest.mark.parametrize("name", ["mnist-two-layer", "mnist-five-eight", "mnist-online-sgd-raw"])
def test_the_perturbed_run_begins_one_weight_apart(name):
    recipes = experiment(name).recipes
    assert [recipe.control for recipe in recipes] == [False, True]
    plain, perturbed = (recipe.start(recipe.rng()) for recipe in recipes)
    changed = [np.sum(p != q) for p, q in zip(parameters(plain), parameters(perturbed), strict=True)]
    assert changed == [0] * (len(changed) - 2) + [1, 0]


def test_fashion_from_five_seeds_differs_in_the_seed_alone():
    recipes = experiment("fashion-dense").recipes
    assert [recipe.label for recipe in recipes] == [f"seed {seed}" for seed in range(5)]
    assert [recipe.control for recipe in recipes] == [False, True, True, True, True]
    assert len({recipe.plan for recipe in recipes}) == 1
    dataset = load_dataset("fashion-mnist")
    double = recipes[0].task(dataset).training.samples
    for seed, recipe in enumerate(recipes):
        network, samples = recipe.start(recipe.rng()), recipe.task(dataset).training.samples
        alike = recipes[0].start(np.random.default_rng(seed))
        dtype = np.float32 if recipe.control else np.float64
        for p, q in zip(parameters(network), parameters(alike), strict=True):
            np.testing.assert_array_equal(p, q.astype(dtype))
            assert p.dtype == samples.x.dtype == samples.t.dtype == dtype
        np.testing.assert_array_equal(samples.x, double.x.astype(dtype))


def test_the_legacy_stream_is_drawn_first_layer_first():
    recipe, _ = experiment("mnist-five-eight").recipes
    network = recipe.start(recipe.rng())
    stream = np.random.RandomState(3)
    for layer, shape in zip(network.layers, [(256, 784), (1, 256)], strict=True):
        np.testing.assert_array_equal(layer.weights, stream.normal(0, 0.01, shape))


def test_weights_of_the_online_run_are_drawn_as_n_in_by_n_out():
    (recipe,) = experiment("mnist-online-sgd").recipes
    network, rng = recipe.start(recipe.rng()), np.random.default_rng(80085)
    for layer in network.layers:
        draws = rng.normal(0, np.sqrt(1 / max(layer.n_in, layer.n_out)), (layer.n_in, layer.n_out))
        np.testing.assert_array_equal(layer.weights, draws.T)


@pytest.mark.parametrize(
    ("bias", "words"),
    [
        (-1.0, "0 of 2 hidden units are above 0 for some training image; .*: every image gets the same answer"),
        (
            -0.5,
            r"2 of 2 hidden units are above 0 for some training image; the outputs lie between [0-9.]* and [0-9.]*\.$",
        ),
    ],
)
def test_dead_units_are_told_about(bias, words):
    hidden = Dense(np.full((2, 784), 1 / 784), np.full(2, bias), "relu")
    network = Network((hidden, Dense([[1.0, 2.0]], [0.3], "sigmoid")), "binary-cross-entropy")
    x = np.vstack([np.zeros(784), np.full(784, 0.75)])
    task = Task(Part(Samples(x, np.array([[0.0], [1.0]])), x), Part(Samples(x, np.eye(2)[:, :1]), x), ("3", "9"))
    records = tuple(Record(k, evaluation, evaluation) for k, evaluation in enumerate([Evaluation(0.7, 1, 2)] * 2))
    *_, last = experiment("mnist-threes-nines").remarks({"step 10": Run(network, records)}, {"step 10": task})
    assert re.search(words, last)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(
        ValueError, match=r"'fashion-dens' is unknown; did you mean fashion-dense\? Choose one of mnist-"
    ):
        experiment("fashion-dens")
    with pytest.raises(ValueError, match=r"experiment: 'zzz' is unknown; Choose one of mnist-online-sgd, "):
        experiment("zzz")
    assert all(name == chosen.name for name, chosen in EXPERIMENTS.items())


def homework(samples, delta, sigmoid, loss):
    """Losses before updates 1 to 10 of the run 5 or 8, as a program of one page computes them, samples as columns."""
    rng = np.random.RandomState(3)
    w1, w2 = rng.normal(0, 0.01, (256, 784)), rng.normal(0, 0.01, (1, 256))
    b1, b2 = np.zeros((256, 1)), np.zeros((1, 1))
    x, t = samples.x.T, samples.t.T
    m, losses = x.shape[1], []
    for _ in range(10):
        a1 = sigmoid(w1 @ x + b1)
        a2 = sigmoid(w2 @ a1 + b2)
        losses.append(float(loss(a2, t)))
        d2 = delta(a2, t)
        d1 = (w2.T @ d2) * a1 * (1 - a1)
        w2, b2 = w2 - 0.01 * (d2 @ a1.T) / m, b2 - 0.01 * d2.sum(axis=1, keepdims=True) / m
        w1, b1 = w1 - 0.01 * (d1 @ x.T) / m, b1 - 0.01 * d1.sum(axis=1, keepdims=True) / m
    return losses


@pytest.mark.data
def test_every_arrangement_of_the_arithmetic_prints_the_published_loss_before_update_10():
    dataset = load_dataset("mnist", data=FULL_DATA)
    samples = experiment("mnist-five-eight").recipes[0].task(dataset).training.samples
    turned = Samples(samples.x[::-1], samples.t[::-1])
    deltas = [lambda a, t: a - t, lambda a, t: (-(t / a) + (1 - t) / (1 - a)) * a * (1 - a)]
    sigmoids = [lambda z: 1 / (1 + np.exp(-z)), lambda z: 0.5 * (1 + np.tanh(z / 2))]
    losses = [
        lambda a, t: -np.mean(t * np.log(a) + (1 - t) * np.log(1 - a)),
        lambda a, t: (-(t @ np.log(a).T + (1 - t) @ np.log(1 - a).T) / t.shape[1]).item(),
    ]
    ways = list(zip([samples, turned, samples, turned], deltas * 2, sigmoids + sigmoids[::-1], losses * 2, strict=True))
    tenths = [homework(*way)[9] for way in ways]
    # In ten updates on 2000 samples the roundings of one arrangement stay far below 1e-13.
    assert max(tenths) - min(tenths) < 1e-13
    assert {f"{tenth:.8f}" for tenth in tenths} == {"0.61614323"}
    assert {f"{round(tenth, 9):.8f}" for tenth in tenths} == {"0.61614324"}  # rounded twice, as published


def test_a_figure_is_rounded_as_the_published_program_rounds_it():
    figures = experiment("mnist-five-eight").figures
    tenth = next(figure for figure in figures if "update 10" in figure.name)
    assert tenth.exact
    assert (tenth.printed(0.616143234689), tenth.printed(0.6161432344)) == ("0.61614324", "0.61614323")


@pytest.mark.data
@pytest.mark.slow
def test_the_reference_engine_gives_the_same_figures_as_the_fast_one():
    chosen = experiment("mnist-online-sgd")
    dataset = load_dataset("mnist", data=FULL_DATA)
    runs = {"online": run_recipe(chosen.recipes[0], chosen.recipes[0].task(dataset), engine=epochs)}
    assert all(comparison.agrees for comparison in chosen.compare(runs, original=True))
