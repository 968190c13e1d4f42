"""Fashion-MNIST with a deep ReLU network, 784-256-128-64-10: Adam, and plain minibatch SGD.

The published runs state neither seed nor weights to start from, so their figures are levels to reach and numbers to
lie near, not digits to repeat. Each run starts as its kind of program does by default: the Adam run from Glorot's
uniform weights and biases 0, the SGD run from weights and biases uniform within +-1/sqrt(n_in). The seed is 0; none was
looked for. With a constant step size the test loss moves from epoch to epoch, so ours are shown with the range over the
last ten. From seeds 0 to 4 the SGD run ends at test losses 0.3450, 0.3642, 0.3767, 0.3247 and 0.3581, and accuracies
87.82, 87.20, 86.70, 88.60 and 87.46 %. One rounding decides where a run ends: two orders of the same additions took the
Adam run from seed 0 to 89.51 % and to 89.04 % (best of an epoch 89.51 and 89.33), on either side of the published
89.37 %, and the standard error of an accuracy on 10000 images is 0.31 points. A single run that reaches the level, or
does not, proves little; it is printed as it is.
"""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from numerics.evaluation import Evaluation
from numerics.experiments.recipes import Experiment, Figure, Recipe, all_classes
from numerics.initializers import RandomSource, xavier_uniform
from numerics.network import Dense, Network
from numerics.optimizers import Adam, GradientDescent
from numerics.training import Plan, Run

WIDTHS = (784, 256, 128, 64, 10)

LAST = 10
"""Epochs over whose ends the range is taken."""


def _glorot(rng: RandomSource) -> Network:
    return Network.initialized(
        WIDTHS, hidden="relu", head="softmax", loss="cross-entropy", initializer=xavier_uniform, rng=rng
    )


def _fan_in(rng: RandomSource) -> Network:
    """Weights, then biases, of each layer uniform within +-1/sqrt(n_in)."""
    layers = []
    for n_in, n_out in pairwise(WIDTHS):
        limit = 1 / math.sqrt(n_in)
        weights, bias = rng.uniform(-limit, limit, (n_out, n_in)), rng.uniform(-limit, limit, n_out)
        layers.append(Dense(weights, bias, "softmax" if n_out == WIDTHS[-1] else "relu"))
    return Network(tuple(layers))


def _recipe(label: str, start: Callable[[RandomSource], Network], plan: Plan) -> Recipe:
    return Recipe(label, all_classes(), start, lambda: np.random.default_rng(0), plan)


def _figure(name: str, published: str, label: str, read: Callable[[Evaluation], float], form: str) -> Figure:
    """Ours at the end, with the range over the last epochs; an accuracy is a level."""

    def others(runs: Mapping[str, Run]) -> list[float]:
        return [read(record.test) for record in runs[label].history[-LAST:]]

    return Figure(
        name,
        published,
        lambda runs: read(runs[label].last.test),
        form,
        exact=False,
        note="the published seed is unknown, and one rounding decides ours; the range is that of our last ten epochs",
        level=form.endswith("%"),
        others=others,
    )


FASHION_DENSE = Experiment(
    "fashion-dense",
    "Fashion-MNIST, 784-256-128-64-10 ReLU, Adam 1e-3, batches of 128",
    "fashion-mnist",
    (_recipe("adam", _glorot, Plan(Adam(1e-3), 30, batch_size=128, shuffle=True)),),
    (
        _figure("test accuracy at the end", "89.37%", "adam", lambda test: test.accuracy, ".2%"),
        Figure(
            "best test accuracy of an epoch",
            "89.40%",
            lambda runs: max(record.test.accuracy for record in runs["adam"].history),
            ".2%",
            exact=False,
            level=True,
        ),
    ),
)

FASHION_SGD = Experiment(
    "fashion-sgd",
    "Fashion-MNIST, the same network, SGD 0.01, batches of 64",
    "fashion-mnist",
    (_recipe("sgd", _fan_in, Plan(GradientDescent(0.01), 50, batch_size=64, shuffle=True)),),
    (
        _figure("test loss at the end", "0.3566", "sgd", lambda test: test.loss, ".4f"),
        _figure("test accuracy at the end", "86%", "sgd", lambda test: test.accuracy, ".2%"),
    ),
)
