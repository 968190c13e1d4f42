"""Which engine trains fastest what it supports."""

import importlib.util
from collections.abc import Iterator

from numerics.evaluation import Samples
from numerics.fast import minibatch, online
from numerics.initializers import RandomSource
from numerics.network import Network
from numerics.training import Plan, Progress
from numerics.training import epochs as reference

WORTH_COMPILING = 50_000
"""Samples visited from which on the seconds of Numba's first compilation are won back."""


def epochs(
    network: Network, samples: Samples, plan: Plan, *, rng: RandomSource, progress: Progress = lambda visited: None
) -> Iterator[Network]:
    """The block engine for per-sample descent, the in-place engine for batches, the reference for all the rest.

    With `backproof[fast]` installed, long runs are compiled.
    """
    compile_it = plan.epochs * len(samples) >= WORTH_COMPILING and importlib.util.find_spec("numba") is not None
    if compile_it and online.supports(network, plan):
        from numerics.fast import compiled  # here, because Numba is optional and slow to import

        return compiled.epochs(network, samples, plan, rng=rng, progress=progress)
    if online.supports(network, plan):
        return online.epochs(network, samples, plan, rng=rng, progress=progress)
    if minibatch.supports(network, plan):
        return minibatch.epochs(network, samples, plan, rng=rng, progress=progress, compiled=compile_it)
    return reference(network, samples, plan, rng=rng, progress=progress)
