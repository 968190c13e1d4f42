"""Per-sample SGD on MNIST, 784-32-32-10 with logistic units: scaled pixels learn, raw pixels saturate.

Weights are N(0, 1/max(n_in, n_out)), drawn layer by layer in the shape (n_in, n_out), from default_rng(80085), which
also shuffles. Inputs up to 255 push the logistic units of the raw run into saturation, where a rounding decides
whether a unit ever returns: its later figures differ from machine to machine, so it keeps to the reference's order
of operations, and a second run with one weight moved by 1e-16 shows what a rounding does.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from numerics.experiments.recipes import Experiment, Figure, Recipe, Task, all_classes, perturbed
from numerics.initializers import RandomSource
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, Run, epochs

WIDTHS = (784, 32, 32, 10)
RUN, CONTROL = "online", "perturbed"

ROUNDING = 1e-16
"""One rounding of a weight."""


def _start(rng: RandomSource) -> Network:
    layers = []
    for n_in, n_out, name in zip(WIDTHS, WIDTHS[1:], ("sigmoid", "sigmoid", "softmax"), strict=False):
        weights = rng.normal(0, np.sqrt(1 / max(n_in, n_out)), (n_in, n_out))
        layers.append(Dense(np.ascontiguousarray(weights.T), np.zeros(n_out), name))
    return Network(tuple(layers))


def _correct(epoch: int, published: str) -> Figure:
    return Figure(
        f"test images correct {_when(epoch)}", published, lambda runs: runs[RUN].history[epoch].test.correct, ".0f"
    )


def _loss(epoch: int, published: str) -> Figure:
    return Figure(f"test loss {_when(epoch)}", published, lambda runs: runs[RUN].history[epoch].test.loss, ".2f")


def _chaotic(epoch: int, published: str) -> Figure:
    return replace(
        _correct(epoch, published),
        exact=False,
        note="chaotic: units saturate; the range is that of two runs, one rounding apart, only",
        others=lambda runs: [runs[CONTROL].history[epoch].test.correct],
    )


def _when(epoch: int) -> str:
    return "before training" if epoch == 0 else f"after epoch {epoch}"


def _divergence(runs: Mapping[str, Run], tasks: Mapping[str, Task]) -> list[str]:
    pairs = zip(runs[RUN].history[1:], runs[CONTROL].history[1:], strict=True)
    shown = ", ".join(f"{ours.test.correct} and {other.test.correct} after epoch {ours.epoch}" for ours, other in pairs)
    return [f"One weight moved by {ROUNDING:.0e}: test images correct {shown}."]


ONLINE_SGD = Experiment(
    "mnist-online-sgd",
    "Per-sample SGD, 784-32-32-10 logistic, pixels 0 to 1",
    "mnist",
    (
        Recipe(
            RUN,
            all_classes(single=True),
            _start,
            lambda: np.random.default_rng(80085),
            Plan(GradientDescent(0.003), 3, batch_size=1, shuffle=True),
        ),
    ),
    tuple(
        figure
        for epoch, (loss, correct) in enumerate(
            (("2.36", "1028"), ("0.47", "8718"), ("0.32", "9118"), ("0.25", "9292"))
        )
        for figure in (_loss(epoch, loss), _correct(epoch, correct))
    ),
)


_RAW = all_classes(raw=True)


def _raw(label: str, start: Callable[[RandomSource], Network], *, control: bool = False) -> Recipe:
    plan = Plan(GradientDescent(0.003), 3, batch_size=1)
    return Recipe(label, _RAW, start, lambda: np.random.default_rng(80085), plan, engine=epochs, control=control)


ONLINE_SGD_RAW = Experiment(
    "mnist-online-sgd-raw",
    "Per-sample SGD on raw pixels 0 to 255, and the same run perturbed by 1e-16: saturated units",
    "mnist",
    (_raw(RUN, _start), _raw(CONTROL, perturbed(_start, ROUNDING), control=True)),
    (
        _loss(0, "2.37"),
        _correct(0, "880"),
        *(_chaotic(epoch, published) for epoch, published in ((1, "6500"), (2, "6538"), (3, "7007"))),
    ),
    _divergence,
)
