"""A network can learn labels that have nothing to do with the images: 100 images of noise, 100 real labels.

Source: C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding deep learning requires rethinking
generalization (2017). On other noise it is right as often as chance.
"""

from collections.abc import Mapping

import numpy as np

from numerics.datasets import Dataset
from numerics.evaluation import Samples
from numerics.experiments.recipes import Experiment, Part, Recipe, Task
from numerics.images import Images
from numerics.initializers import RandomSource, he_normal
from numerics.network import Network
from numerics.optimizers import Adam
from numerics.training import Plan, Run

IMAGES = 100


def _noise(dataset: Dataset) -> Task:
    """Uniform noise with the first 100 training labels; for the test, other noise with the first 100 test labels."""
    rng = np.random.default_rng(100)

    def part(images: Images) -> Part:
        noise = Images(rng.integers(256, size=(IMAGES, 28, 28), dtype=np.uint8), images.labels[:IMAGES])
        return Part(Samples(noise.pixels(), noise.one_hot()), noise.images)

    return Task(part(dataset.train), part(dataset.test), dataset.classes)


def _start(rng: RandomSource) -> Network:
    return Network.initialized(
        (784, 256, 10), hidden="relu", head="softmax", loss="cross-entropy", initializer=he_normal, rng=rng
    )


def _steps(runs: Mapping[str, Run], tasks: Mapping[str, Task]) -> list[str]:
    last = runs["memorize"].last
    return [
        f"{last.train.correct} of {last.train.total} labels of noise are known after {last.epoch} steps; "
        f"on other noise {last.test.correct} of {last.test.total} are right."
    ]


MEMORIZE_NOISE = Experiment(
    "memorize-noise",
    "100 images of noise with real labels: full-batch Adam until all are known",
    "mnist",
    (
        Recipe(
            "memorize",
            _noise,
            _start,
            lambda: np.random.default_rng(0),
            Plan(Adam(1e-3), 500),
            stop=lambda record: record.train.accuracy == 1,
        ),
    ),
    remarks=_steps,
)
