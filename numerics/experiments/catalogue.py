"""The experiments by name."""

import difflib

from numerics.experiments.fashion import FASHION_DENSE, FASHION_SGD
from numerics.experiments.full_batch import FIVE_EIGHT, THREES_NINES, TWO_LAYER
from numerics.experiments.noise import MEMORIZE_NOISE
from numerics.experiments.online_sgd import ONLINE_SGD, ONLINE_SGD_RAW
from numerics.experiments.recipes import Experiment

EXPERIMENTS = {
    experiment.name: experiment
    for experiment in (
        ONLINE_SGD,
        ONLINE_SGD_RAW,
        FIVE_EIGHT,
        TWO_LAYER,
        THREES_NINES,
        MEMORIZE_NOISE,
        FASHION_DENSE,
        FASHION_SGD,
    )
}


def experiment(name: str) -> Experiment:
    """Return the experiment called `name`; ValueError suggests the nearest name and lists all."""
    if name in EXPERIMENTS:
        return EXPERIMENTS[name]
    near = difflib.get_close_matches(name, EXPERIMENTS, n=1)
    suggestion = f"did you mean {near[0]}? " if near else ""
    raise ValueError(f"experiment: {name!r} is unknown; {suggestion}Choose one of {', '.join(EXPERIMENTS)}")
