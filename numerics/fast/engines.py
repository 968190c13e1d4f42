"""Which engine trains fastest what it supports."""

from collections.abc import Iterator

from numerics.evaluation import Samples
from numerics.fast import minibatch, online
from numerics.initializers import RandomSource
from numerics.network import Network
from numerics.training import Plan, Progress
from numerics.training import epochs as reference


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """The block engine for per-sample descent, the in-place engine for batches, the reference for all the rest."""
    if online.supports(network, plan):
        return online.epochs(network, samples, plan, rng=rng, progress=progress)
    if minibatch.supports(network, plan):
        return minibatch.epochs(network, samples, plan, rng=rng, progress=progress)
    return reference(network, samples, plan, rng=rng, progress=progress)
