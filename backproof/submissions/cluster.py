"""Running gradings on a Dask cluster: the same function of the same jobs, with the judges on other machines.

Every worker of the cluster needs Backproof and sees the submissions under the same absolute paths. Each grading has a
sandbox of its own there; what a cluster's worker loses is an infrastructure error, never a verdict.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

CONNECT_SECONDS = 10
T = TypeVar("T")
R = TypeVar("R")


class NoCluster(Exception):
    """The scheduler cannot be used: Dask is not installed, or nothing answers at the address."""


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address such as tcp://host:8786."""
    try:
        from distributed import Client  # optional: only --scheduler needs it
    except ImportError as error:
        raise NoCluster("--scheduler needs Dask: pip install 'backproof[scale]', or grade with --jobs N") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"no Dask scheduler answers at {address!r}; start one with `dask scheduler`") from error
    with client:
        yield client


def ordered(client: Any, function: Callable[[T], R], items: list[T], lost: Callable[[T, str], R]) -> Iterator[R]:
    """The results in the order of the items; `lost` says what stands for one that the cluster did not deliver."""
    futures = client.map(function, items, pure=False, retries=1)
    for item, future in zip(items, futures, strict=True):
        try:
            yield future.result()
        except Exception as error:  # the boundary: whatever the cluster failed at is not the submission's fault
            yield lost(item, f"infrastructure error: {type(error).__name__}: {error}")
