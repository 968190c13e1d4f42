"""The command train: run a published experiment, compare its figures, write history and pictures."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from backproof.staircases import draw, results, table_of
from numerics.datasets import Dataset, load_dataset
from numerics.evaluation import predicted
from numerics.experiments.catalogue import EXPERIMENTS, experiment
from numerics.experiments.recipes import Comparison, Experiment, Task, run_recipe
from numerics.figures.canvas import save
from numerics.figures.curves import divergence_curve, spread_curves, training_curves
from numerics.figures.predictions import class_probabilities, image_grid, probability_bars
from numerics.figures.step_networks import gallery
from numerics.training import Run

RIGHT, WRONG, UNUSABLE = 0, 1, 2

STEP_NETWORKS = "step-networks"
"""Not trained but constructed: the name under which their drawings are made."""

SHOWN = 24
"""Images in a grid: three rows of eight."""


def train_experiment(name: str, *, data: Path | None = None, output: Path | None = None, download: bool = False) -> int:
    """Run the experiment `name` and return the exit status.

    data: a directory with the files (otherwise $BACKPROOF_DATA, otherwise the embedded subset); download: fetch what
    is missing there. output: where history.json and the figures go, by default a folder of the experiment's name.
    1 where a reproducible figure differs on the original data, 2 for an unknown name or unusable data.
    """
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    folder = Path(name) if output is None else output
    try:
        if name == STEP_NETWORKS:
            folder.mkdir(parents=True, exist_ok=True)
            found = results()
            Console(highlight=False, soft_wrap=True).print(table_of(found))
            files = [*gallery(folder), *draw(found, folder)]
            print(f"written to {folder}: {', '.join(file.name for file in files)}")
            return RIGHT
        chosen = _find(name)
        dataset = load_dataset(chosen.dataset, data=data, download=download)
        made = {make: make(dataset) for make in dict.fromkeys(recipe.task for recipe in chosen.recipes)}
        tasks = {recipe.label: made[recipe.task] for recipe in chosen.recipes}
        folder.mkdir(parents=True, exist_ok=True)
    except (ValueError, OSError) as error:
        errors.print(f"backproof: {error}", markup=False)
        return UNUSABLE
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"{chosen.name}: {chosen.title}", markup=False)
    out.print(f"data: {dataset.name}, {dataset.source}", markup=False)
    runs = _runs(chosen, tasks)
    comparisons = chosen.compare(runs, original=dataset.original)
    remarks = chosen.remarks(runs, tasks)
    _show(out, runs, comparisons, remarks, original=dataset.original)
    files = _write(folder, chosen, dataset, tasks, runs, comparisons, remarks)
    out.print(f"written to {folder}: {', '.join(file.name for file in files)}", markup=False)
    return WRONG if any(comparison.failed for comparison in comparisons) else RIGHT


def _find(name: str) -> Experiment:
    """The experiment; ValueError suggests the nearest name, drawings included."""
    if name not in EXPERIMENTS and get_close_matches(name, [*EXPERIMENTS, STEP_NETWORKS], n=1) == [STEP_NETWORKS]:
        raise ValueError(f"experiment: {name!r} is unknown; did you mean {STEP_NETWORKS}?")
    return experiment(name)


Tasks = Mapping[str, Task]
"""By label of the run. Runs share what they can: pixels and targets in float64 fill half a gigabyte."""


def _runs(chosen: Experiment, tasks: Tasks) -> dict[str, Run]:
    runs = {}
    for recipe in chosen.recipes:
        task = tasks[recipe.label]
        with _bar(recipe.label, recipe.plan.epochs * len(task.training.samples)) as advance:
            runs[recipe.label] = run_recipe(recipe, task, progress=advance)
    return runs


@contextmanager
def _bar(label: str, visits: int) -> Iterator[Callable[[int], None]]:
    """A progress bar over samples visited, on a terminal only."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(label, total=visits)
        yield lambda visited: progress.update(bar, advance=visited)


def _show(
    out: Console, runs: Mapping[str, Run], comparisons: list[Comparison], remarks: list[str], *, original: bool
) -> None:
    for label, run in runs.items():
        last = run.last
        out.print(
            f"{label}: {last.epoch} epochs; training loss {last.train.loss:.4f}, {last.train.correct} of "
            f"{last.train.total}; test loss {last.test.loss:.4f}, {last.test.correct} of {last.test.total}",
            markup=False,
        )
    if comparisons and not original:
        out.print("The published figures belong to the original data (--data DIR); these data are not comparable.")
    if comparisons:
        rows = [("figure", "measured", "published", "verdict", "range of ours")]
        rows += [(c.figure.name, c.measured, c.figure.published, _verdict(c), c.range) for c in comparisons]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:  # not a table of rich, which would cut digits off to fit the width of the terminal
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            out.print(line.rstrip(), markup=False)
        for note in dict.fromkeys(comparison.figure.note for comparison in comparisons):
            if note:
                named = [comparison.figure.name for comparison in comparisons if comparison.figure.note == note]
                out.print(f"not exact ({', '.join(named)}): {note}", markup=False)
        for comparison in comparisons:
            if comparison.standing:
                out.print(f"{comparison.figure.name}: {comparison.standing}", markup=False)
    for remark in remarks:
        out.print(remark, markup=False)


def _verdict(comparison: Comparison) -> str:
    if comparison.agrees is None:
        return "not comparable"
    if comparison.agrees:
        return "same digits"
    if comparison.figure.exact:
        return "DIFFERS"
    if comparison.reached is not None:
        return "reached" if comparison.reached else "not reached"
    return {True: "inside the range", False: "outside the range", None: "not exact"}[comparison.inside]


def _write(
    folder: Path,
    chosen: Experiment,
    dataset: Dataset,
    tasks: Tasks,
    runs: Mapping[str, Run],
    comparisons: list[Comparison],
    remarks: list[str],
) -> list[Path]:
    pictured = [recipe for recipe in chosen.recipes if not recipe.control]
    shown = {recipe.label: runs[recipe.label] for recipe in pictured}
    files = [folder / "history.json", save(training_curves(shown, chosen.title), folder / "curves.png")]
    files[0].write_text(json.dumps(_history(chosen, dataset, runs, comparisons, remarks), indent=2) + os.linesep)
    match [recipe.label for recipe in chosen.recipes if recipe.control]:
        case [control]:
            title = f"{pictured[0].label} and {control}"
            parting = divergence_curve(runs[pictured[0].label], runs[control], title)
            files.append(save(parting, folder / "divergence.png"))
        case [_, *_]:
            levels = {c.figure.published: c.figure.value for c in comparisons if c.standing}
            files.append(save(spread_curves(runs, levels, chosen.title), folder / "spread.png"))
    for recipe in pictured:
        suffix = "" if len(pictured) == 1 else f"-{recipe.label.replace(' ', '-')}"
        files += _pictures(folder, suffix, tasks[recipe.label], runs[recipe.label])
    return files


def _pictures(folder: Path, suffix: str, task: Task, run: Run) -> list[Path]:
    samples, images = task.test.samples, task.test.images
    output = run.network.forward(samples.x).output
    said, truth = predicted(output), predicted(samples.t)
    first = range(min(3, len(samples)))
    bars = probability_bars(images[first], class_probabilities(output[first]), truth[first].tolist(), task.classes)
    files = [save(bars, folder / f"probabilities{suffix}.png")]
    for kind, mask in (("misclassified", said != truth), ("correct", said == truth)):
        rows = np.flatnonzero(mask)
        title = f"{kind}: {len(rows)} of {len(truth)} test images"
        if len(rows) > SHOWN:
            title += f", the first {SHOWN}"
        rows = rows[:SHOWN]
        grid = image_grid(images[rows], truth[rows].tolist(), said[rows].tolist(), task.classes, title)
        files.append(save(grid, folder / f"{kind}{suffix}.png"))
    return files


def _history(
    chosen: Experiment,
    dataset: Dataset,
    runs: Mapping[str, Run],
    comparisons: list[Comparison],
    remarks: list[str],
) -> dict[str, object]:
    return {
        "experiment": chosen.name,
        "data": {"name": dataset.name, "source": dataset.source, "original": dataset.original},
        "runs": {
            label: [
                {
                    "epoch": record.epoch,
                    **{
                        f"{part}_{key}": value
                        for part, evaluation in (("train", record.train), ("test", record.test))
                        for key, value in (
                            ("loss", _finite(evaluation.loss)),
                            ("accuracy", evaluation.accuracy),
                            ("correct", evaluation.correct),
                        )
                    },
                }
                for record in run.history
            ]
            for label, run in runs.items()
        },
        "figures": [
            {
                "name": comparison.figure.name,
                "measured": comparison.measured,
                "published": comparison.figure.published,
                "value": _finite(comparison.value),
                "others": None if comparison.others is None else [_finite(other) for other in comparison.others],
                "low": _finite(comparison.low),
                "high": _finite(comparison.high),
                "exact": comparison.figure.exact,
                "agrees": comparison.agrees,
                "reached": comparison.reached,
                "inside": comparison.inside,
                "standing": comparison.standing,
                "note": comparison.figure.note,
            }
            for comparison in comparisons
        ],
        "remarks": remarks,
    }


def _finite(value: float | None) -> float | None:
    """The value, or None where JSON has no number for it."""
    return value if value is not None and np.isfinite(value) else None
