"""Fashion-MNIST with a deep ReLU network, 784-256-128-64-10: Adam, and plain minibatch SGD.

The published runs state no seed, so their figures are a level to reach, not digits to repeat. Weights are Glorot's
uniform ones, seed 0; no seed was looked for.
"""

import numpy as np

from numerics.experiments.recipes import Experiment, Figure, Recipe, all_classes
from numerics.initializers import RandomSource, xavier_uniform
from numerics.network import Network
from numerics.optimizers import Adam, GradientDescent
from numerics.training import Plan

WIDTHS = (784, 256, 128, 64, 10)


def _start(rng: RandomSource) -> Network:
    return Network.initialized(
        WIDTHS, hidden="relu", head="softmax", loss="cross-entropy", initializer=xavier_uniform, rng=rng
    )


def _recipe(label: str, plan: Plan) -> Recipe:
    return Recipe(label, all_classes(), _start, lambda: np.random.default_rng(0), plan)


_NO_SEED = "a level to reach: the published run states no seed"

FASHION_DENSE = Experiment(
    "fashion-dense",
    "Fashion-MNIST, 784-256-128-64-10 ReLU, Adam 1e-3, batches of 128",
    "fashion-mnist",
    (_recipe("adam", Plan(Adam(1e-3), 30, batch_size=128, shuffle=True)),),
    (
        Figure("test accuracy at the end", "89.37%", lambda r: r["adam"].last.test.accuracy, ".2%", False, _NO_SEED),
        Figure(
            "best test accuracy of an epoch",
            "89.40%",
            lambda runs: max(record.test.accuracy for record in runs["adam"].history),
            ".2%",
            False,
            _NO_SEED,
        ),
    ),
)

FASHION_SGD = Experiment(
    "fashion-sgd",
    "Fashion-MNIST, the same network, SGD 0.01, batches of 64",
    "fashion-mnist",
    (_recipe("sgd", Plan(GradientDescent(0.01), 50, batch_size=64, shuffle=True)),),
    (
        Figure("test loss at the end", "0.3566", lambda r: r["sgd"].last.test.loss, ".4f", False, _NO_SEED),
        Figure("test accuracy at the end", "86%", lambda r: r["sgd"].last.test.accuracy, ".0%", False, _NO_SEED),
    ),
)
