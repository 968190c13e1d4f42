"""What an experiment is: recipes to run, and published figures to hold the results against.

A figure marked exact must come out the same in every printed digit on the original data; where it does not, the
experiment has failed. A figure that nobody can reproduce (a chaotic run, an unknown seed) says so in its note. Ours is
then shown with the range of other measurements of the same quantity, in a perturbed run, in neighbouring epochs or from
other seeds, and the published one is called inside the range only if it lies there. A level is a figure to be reached.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array
from numerics.datasets import Dataset
from numerics.evaluation import Samples
from numerics.fast.engines import epochs as fast_epochs
from numerics.images import Images
from numerics.initializers import RandomSource
from numerics.network import Network
from numerics.training import Engine, Plan, Progress, Record, Run, train


@dataclass(frozen=True, eq=False)
class Part:
    """Samples for the network and, row by row, the images that they came from."""

    samples: Samples
    images: Array


@dataclass(frozen=True, eq=False)
class Task:
    """What is learned: a training part, a test part, and the names of the classes that `predicted` counts."""

    training: Part
    test: Part
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """One training run. The generator made by `rng` draws the weights in `start`, then the order of the samples.

    engine: the fast one, unless the run is so chaotic that the order of its roundings is part of the recipe.
    control: a run beside another one, that shows what a small change does; no pictures are made of it.
    """

    label: str
    task: Callable[[Dataset], Task]
    start: Callable[[RandomSource], Network]
    rng: Callable[[], RandomSource]
    plan: Plan
    stop: Callable[[Record], bool] = lambda record: False
    engine: Engine = fast_epochs
    control: bool = False


Measure = Callable[[Mapping[str, Run]], float]
"""Reads a number off the runs (by label)."""


@dataclass(frozen=True)
class Figure:
    """One published number, as printed, and how to read ours off the runs.

    exact: it must come out in every printed digit. level: it is to be reached. others: further measurements of the
    same quantity, whose range is shown in range_form (otherwise in the form of the figure). repeated: the others are
    runs like ours from other seeds, so that together they are a sample of where such a run ends. decimals: to which
    the published program rounded before it printed in that form.
    """

    name: str
    published: str
    measure: Measure
    form: str
    exact: bool = True
    note: str = ""
    level: bool = False
    others: Callable[[Mapping[str, Run]], Iterable[float]] | None = None
    range_form: str = ""
    repeated: bool = False
    decimals: int | None = None

    @property
    def value(self) -> float:
        """The published number; 89.37% is 0.8937."""
        return _number(self.published)

    def printed(self, value: float) -> str:
        """A measurement as the published program would have printed it."""
        return format(value if self.decimals is None else round(value, self.decimals), self.form)


@dataclass(frozen=True)
class Comparison:
    """A figure with ours printed in the same form; `agrees` is None where the data are not the original ones.

    value: ours in full. others: the other measurements, None where the figure has none.
    """

    figure: Figure
    measured: str
    agrees: bool | None
    value: float
    others: tuple[float, ...] | None = None

    @property
    def low(self) -> float | None:
        """The least of ours and the other measurements; NaN if any is NaN, so that no range holds it."""
        return None if self.others is None else float(np.min((self.value, *self.others)))

    @property
    def high(self) -> float | None:
        """The largest of them; NaN if any is NaN."""
        return None if self.others is None else float(np.max((self.value, *self.others)))

    @property
    def range(self) -> str:
        """Both ends as printed; nothing where there is one measurement only."""
        if self.low is None or self.high is None:
            return ""
        form = self.figure.range_form or self.figure.form
        return f"{self.low:{form}} to {self.high:{form}}"

    @property
    def inside(self) -> bool | None:
        """Whether a number in the range of ours may print as the published figure; None where there is no range."""
        if self.low is None or self.high is None:
            return None
        low, high = (_number(self.figure.printed(end)) for end in (self.low, self.high))
        return low <= self.figure.value <= high

    @property
    def reached(self) -> bool | None:
        """Whether ours is at least the published level; None where the figure is no level. NaN reaches nothing."""
        return self.value >= self.figure.value if self.figure.level else None

    @property
    def standing(self) -> str:
        """Where the published figure lies among runs from several seeds; nothing where there are none."""
        if not (self.figure.repeated and self.others and self.agrees is not None):
            return ""
        values, form = (self.value, *self.others), self.figure.form
        mean, deviation = float(np.mean(values)), float(np.std(values, ddof=1))  # NaN if any run ends in NaN
        reaching = sum(value >= self.figure.value for value in values)
        away = (self.figure.value - mean) / deviation if deviation > 0 else float("nan")
        return (
            f"{len(values)} seeds give {', '.join(format(value, form) for value in values)}: mean {mean:{form}}, "
            f"standard deviation {deviation:{form}}; {self.figure.published} lies {abs(away):.1f} of these "
            f"{'below' if away < 0 else 'above'} the mean, and {reaching} of {len(values)} reach it"
        )

    @property
    def failed(self) -> bool:
        """Whether this should have been reproduced and was not."""
        return self.figure.exact and self.agrees is False


@dataclass(frozen=True)
class Experiment:
    """Recipes on one data set, the published figures, and remarks on the runs and their tasks, both by label."""

    name: str
    title: str
    dataset: str
    recipes: tuple[Recipe, ...]
    figures: tuple[Figure, ...] = ()
    remarks: Callable[[Mapping[str, Run], Mapping[str, Task]], list[str]] = field(default=lambda runs, tasks: [])

    def compare(self, runs: Mapping[str, Run], *, original: bool) -> list[Comparison]:
        """Every published figure beside ours. original: whether the runs used the original data, as published."""
        comparisons = []
        for figure in self.figures:
            value = figure.measure(runs)
            measured = figure.printed(value)
            others = None if figure.others is None else tuple(figure.others(runs))
            agrees = measured == figure.published if original else None
            comparisons.append(Comparison(figure, measured, agrees, value, others))
        return comparisons


def run_recipe(
    recipe: Recipe, task: Task, *, engine: Engine | None = None, progress: Progress = lambda visited: None
) -> Run:
    """Train by one recipe on its task, with another engine than its own if one is given."""
    rng = recipe.rng()
    return train(
        recipe.start(rng),
        task.training.samples,
        task.test.samples,
        recipe.plan,
        rng=rng,
        engine=recipe.engine if engine is None else engine,
        progress=progress,
        stop=recipe.stop,
    )


def all_classes(
    *, raw: bool = False, single: bool = False, dtype: npt.DTypeLike = np.float64
) -> Callable[[Dataset], Task]:
    """The task of telling ten classes apart, in `dtype`. raw: pixels 0 to 255. single: pixels divided in float32."""

    def task(dataset: Dataset) -> Task:
        def part(images: Images) -> Part:
            x = images.pixels(raw=raw)
            if single:
                x = images.pixels(raw=True).astype(np.float32) / np.float32(255)
            return Part(Samples(x.astype(dtype, copy=False), images.one_hot().astype(dtype, copy=False)), images.images)

        return Task(part(dataset.train), part(dataset.test), dataset.classes)

    return task


def two_classes(zero: int, one: int, *, raw: bool, first: int | None = None) -> Callable[[Dataset], Task]:
    """The task of telling class `one` (target 1) from class `zero` (target 0).

    first: train on the first so many of each class, all of `zero` before all of `one`; otherwise on all, in file order.
    """

    def task(dataset: Dataset) -> Task:
        def part(images: Images) -> Part:
            targets = (images.labels == one).astype(np.float64)
            return Part(Samples(images.pixels(raw=raw), targets[:, np.newaxis]), images.images)

        pair = (zero, one)
        training = dataset.train.only(pair) if first is None else dataset.train.first_of_each(pair, first)
        names = (dataset.classes[zero], dataset.classes[one])
        return Task(part(training), part(dataset.test.only(pair)), names)

    return task


def _number(printed: str) -> float:
    """The number that was printed, perhaps as a percentage."""
    return float(printed.rstrip("%")) / (100 if printed.endswith("%") else 1)


def train_loss(epoch: int, label: str) -> Measure:
    """Reads the training loss after `epoch` epochs off the run `label`."""
    return lambda runs: runs[label].history[epoch].train.loss


def perturbed(start: Callable[[RandomSource], Network], by: float) -> Callable[[RandomSource], Network]:
    """The same start with the first weight of the last layer moved by `by`."""

    def moved(rng: RandomSource) -> Network:
        network = start(rng)
        weights = network.layers[-1].weights.copy()
        weights[0, 0] += by
        return network.with_layer(-1, weights=weights)

    return moved
