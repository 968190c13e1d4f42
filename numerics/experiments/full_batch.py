"""Full-batch gradient descent on MNIST, one hidden layer: two digits, ten digits, and two step sizes.

The first two experiments use raw pixels and NumPy's legacy generator with seed 3, and each has a perturbed run beside
it. Two digits are stable: one weight moved by 1e-10 moves the losses by less, so that no order of the roundings (1e-16)
can change a printed digit. Ten digits are chaotic: 1e-16 in one weight grows until, from about epoch 50, the printed
digits differ.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from numerics.datasets import Dataset
from numerics.evaluation import Samples
from numerics.experiments.recipes import (
    Experiment,
    Figure,
    Part,
    Recipe,
    Task,
    perturbed,
    train_loss,
    two_classes,
)
from numerics.images import Images
from numerics.initializers import RandomSource
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Run

ROUNDING = 1e-16
"""One rounding of a weight, where the run is chaotic."""

NUDGE = 1e-10
"""A million roundings of a weight, where the run is stable."""


def _legacy() -> np.random.RandomState:
    return np.random.RandomState(3)


def _one_hidden(n_out: int, head: str, loss: str) -> Callable[[RandomSource], Network]:
    """784-256-n_out: W1 (256, 784), then W2 (n_out, 256), from N(0, 0.01^2); biases 0."""

    def start(rng: RandomSource) -> Network:
        first, second = rng.normal(0, 0.01, (256, 784)), rng.normal(0, 0.01, (n_out, 256))
        return Network((Dense(first, np.zeros(256), "sigmoid"), Dense(second, np.zeros(n_out), head)), loss)

    return start


def _pair(
    task: Callable[[Dataset], Task], start: Callable[[RandomSource], Network], plan: Plan, by: float
) -> tuple[Recipe, ...]:
    """The run and, beside it, the same run with one weight moved."""
    return (
        Recipe("descent", task, start, _legacy, plan),
        Recipe("perturbed", task, perturbed(start, by), _legacy, plan, control=True),
    )


ROUNDED = 9
"""The published programs print `round(loss, 9)` with 8 decimals: 0.6161432347 becomes 0.616143235, then 0.61614324."""

FIVE_EIGHT = Experiment(
    "mnist-five-eight",
    "5 or 8: full-batch descent, 784-256-1 logistic, raw pixels, and the same run with a weight moved by 1e-10",
    "mnist",
    _pair(
        two_classes(5, 8, raw=True, first=1000),
        _one_hidden(1, "sigmoid", "binary-cross-entropy"),
        Plan(GradientDescent(0.01), 100),
        NUDGE,
    ),
    (
        *(
            Figure(
                f"loss before update {update}",
                published,
                train_loss(update - 1, "descent"),
                ".8f",
                others=lambda runs, update=update: [train_loss(update - 1, "perturbed")(runs)],  # type: ignore[misc]
                range_form=".12f",
                decimals=ROUNDED,
            )
            for update, published in (
                (1, "0.69134019"),
                (10, "0.61614324"),
                (20, "0.53130191"),
                (30, "0.44487540"),
                (40, "0.36816196"),
                (50, "0.30720631"),
                (60, "0.26108315"),
                (70, "0.22618011"),
                (80, "0.19929726"),
                (90, "0.17817257"),
                (100, "0.16124393"),
            )
        ),
        Figure("training accuracy", "0.972", lambda runs: runs["descent"].last.train.accuracy, ""),
        Figure("test accuracy", "0.9469453376205788", lambda runs: runs["descent"].last.test.accuracy, ""),
    ),
)


def _first_thousand(dataset: Dataset) -> Task:
    """Training: the first 1000 of each digit, one digit after the other; test: everything."""

    def part(images: Images) -> Part:
        return Part(Samples(images.pixels(raw=True), images.one_hot()), images.images)

    return Task(part(dataset.train.first_of_each(tuple(range(10)), 1000)), part(dataset.test), dataset.classes)


def _divergence(runs: Mapping[str, Run], tasks: Mapping[str, Task]) -> list[str]:
    plain, other = runs["descent"].history, runs["perturbed"].history
    gaps = [abs(a.train.loss - b.train.loss) for a, b in zip(plain, other, strict=True)]
    shown = ", ".join(f"{gaps[update - 1]:.0e} at {update}" for update in range(10, 151, 20))
    return [
        f"One weight moved by {ROUNDING:.0e}: the losses before an update differ by {shown}.",
        f"Test accuracy at the end: {plain[-1].test.accuracy:.4f}, perturbed {other[-1].test.accuracy:.4f}.",
    ]


def _chaotic(name: str, published: str, read: Callable[[Run], float], form: str) -> Figure:
    """A figure that one rounding changes, with ours of both runs."""
    return Figure(
        name,
        published,
        lambda runs: read(runs["descent"]),
        form,
        exact=False,
        note="chaotic from about epoch 50: one rounding decides; the range is that of two runs only",
        others=lambda runs: [read(runs["perturbed"])],
    )


TWO_LAYER = Experiment(
    "mnist-two-layer",
    "Ten digits: full-batch descent, 784-256-10, raw pixels, and the same run perturbed by 1e-16",
    "mnist",
    _pair(_first_thousand, _one_hidden(10, "softmax", "cross-entropy"), Plan(GradientDescent(0.1), 150), ROUNDING),
    (
        *(
            Figure(
                f"loss before update {update}", published, train_loss(update - 1, "descent"), ".8f", decimals=ROUNDED
            )
            for update, published in (
                (1, "2.31565061"),
                (10, "1.39690532"),
                (20, "0.87004367"),
                (30, "0.65785500"),
                (40, "0.46428951"),
            )
        ),
        _chaotic("loss before update 50", "0.39505617", lambda run: run.history[49].train.loss, ".8f"),
        _chaotic("loss before update 150", "0.17701038", lambda run: run.history[149].train.loss, ".8f"),
        _chaotic("training accuracy", "0.9608", lambda run: run.last.train.accuracy, ".4f"),
        _chaotic("test accuracy", "0.9245", lambda run: run.last.test.accuracy, ".4f"),
    ),
    _divergence,
)


def _small_everywhere(rng: RandomSource) -> Network:
    """784-200-1, weights and biases from N(0, 0.01^2), drawn W1, b1, W2, b2."""
    hidden = Dense(rng.normal(0, 0.01, (200, 784)), rng.normal(0, 0.01, 200), "relu")
    return Network((hidden, Dense(rng.normal(0, 0.01, (1, 200)), rng.normal(0, 0.01, 1), "sigmoid")), _BINARY)


_BINARY = "binary-cross-entropy"


def _what_the_steps_do(runs: Mapping[str, Run], tasks: Mapping[str, Task]) -> list[str]:
    remarks = []
    for label, run in runs.items():
        losses = [record.train.loss for record in run.history]
        rises = sum(after > before for before, after in pairwise(losses))
        guessing = sum(record.train.accuracy < 0.52 for record in run.history[1:])
        updates = len(losses) - 1
        remarks.append(
            f"{label}: the training loss ends at {losses[-1]:.4f}, was at most {max(losses):.4f}, and rose in {rises} "
            f"of {updates} updates; test accuracy {run.last.test.accuracy:.4f} at the end."
        )
        if guessing > updates / 2:
            remarks.append(
                f"{label}: after {guessing} of {updates} updates less than 52 % of the training images were right, as "
                "when one class is said for all: the step overshoots the minimum and lands beyond it again and again."
            )
        cache = run.network.forward(tasks[label].training.samples.x)
        alive = int((cache.activations[0] > 0).any(axis=0).sum())
        low, high = cache.output.min(), cache.output.max()
        remarks.append(
            f"{label}: at the end {alive} of {run.network.layers[0].n_out} hidden units are above 0 for some training "
            f"image; the outputs lie between {low:.4f} and {high:.4f}"
            + (": every image gets the same answer, and only the last bias still moves." if alive == 0 else ".")
        )
    return remarks


_THREES_AND_NINES = two_classes(3, 9, raw=False)

THREES_NINES = Experiment(
    "mnist-threes-nines",
    "3 or 9: full-batch descent, 784-200-1 ReLU, step sizes 0.1 and 10",
    "mnist",
    tuple(
        Recipe(
            f"step {step:g}",
            _THREES_AND_NINES,
            _small_everywhere,
            lambda: np.random.default_rng(0),
            Plan(GradientDescent(step), 100),
        )
        for step in (0.1, 10.0)
    ),
    remarks=_what_the_steps_do,
)
