"""Per-sample SGD on MNIST, 784-32-32-10 with logistic units: scaled pixels learn, raw pixels saturate.

Weights are N(0, 1/max(n_in, n_out)), drawn layer by layer in the shape (n_in, n_out), from default_rng(80085), which
also shuffles. Inputs up to 255 push the logistic units of the raw run into saturation, where a rounding decides
whether a unit ever returns: its later figures differ from machine to machine, so it keeps to the reference's order
of operations.
"""

import numpy as np

from numerics.experiments.recipes import Experiment, Figure, Recipe, all_classes
from numerics.fast.engines import epochs as fast_epochs
from numerics.initializers import RandomSource
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, epochs

WIDTHS = (784, 32, 32, 10)
RUN = "online"


def _start(rng: RandomSource) -> Network:
    layers = []
    for n_in, n_out, name in zip(WIDTHS, WIDTHS[1:], ("sigmoid", "sigmoid", "softmax"), strict=False):
        weights = rng.normal(0, np.sqrt(1 / max(n_in, n_out)), (n_in, n_out))
        layers.append(Dense(np.ascontiguousarray(weights.T), np.zeros(n_out), name))
    return Network(tuple(layers))


def _figures(published: tuple[tuple[str, str], ...], exact_epochs: int, note: str) -> tuple[Figure, ...]:
    figures = []
    for epoch, (loss, correct) in enumerate(published):
        exact = epoch < exact_epochs
        when = "before training" if epoch == 0 else f"after epoch {epoch}"
        shared = {"exact": exact, "note": "" if exact else note}
        if loss:
            figures.append(
                Figure(
                    f"test loss {when}",
                    loss,
                    lambda runs, epoch=epoch: runs[RUN].history[epoch].test.loss,  # type: ignore[misc]
                    ".2f",
                    **shared,  # type: ignore[arg-type]
                )
            )
        figures.append(
            Figure(
                f"test images correct {when}",
                correct,
                lambda runs, epoch=epoch: runs[RUN].history[epoch].test.correct,  # type: ignore[misc]
                "d",
                **shared,  # type: ignore[arg-type]
            )
        )
    return tuple(figures)


def _experiment(name: str, title: str, *, raw: bool, figures: tuple[Figure, ...]) -> Experiment:
    plan = Plan(GradientDescent(0.003), 3, batch_size=1, shuffle=not raw)
    task = all_classes(raw=raw, single=not raw)
    recipe = Recipe(
        RUN, task, _start, lambda: np.random.default_rng(80085), plan, engine=epochs if raw else fast_epochs
    )
    return Experiment(name, title, "mnist", (recipe,), figures)


ONLINE_SGD = _experiment(
    "mnist-online-sgd",
    "Per-sample SGD, 784-32-32-10 logistic, pixels 0 to 1",
    raw=False,
    figures=_figures((("2.36", "1028"), ("0.47", "8718"), ("0.32", "9118"), ("0.25", "9292")), 4, ""),
)

ONLINE_SGD_RAW = _experiment(
    "mnist-online-sgd-raw",
    "Per-sample SGD on raw pixels 0 to 255: saturated units",
    raw=True,
    figures=_figures(
        (("2.37", "880"), ("", "6500"), ("", "6538"), ("", "7007")), 1, "chaotic: saturated units, 60 to 73 %"
    ),
)
