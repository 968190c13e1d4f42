"""Work spread over processes: plain names go in, plain results come out, in the order of the tasks."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")


def available() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    function: Callable[..., Result], tasks: Sequence[tuple[Any, ...]], *, jobs: int, done: Callable[[int], None]
) -> Iterator[Result]:
    """Call a function of a module once for each tuple of arguments; yield the results in the order of the tasks.

    One job, or one task, stays in this process.  `done` is told after each call how many are finished.
    An error in a call is raised here, and the rest is given up.
    """
    if jobs == 1 or len(tasks) < 2:
        for number, task in enumerate(tasks, 1):
            result = function(*task)
            done(number)
            yield result
        return
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(function, *task) for task in tasks]
        try:
            for number, each in enumerate(as_completed(futures), 1):
                each.result()
                done(number)
            yield from (each.result() for each in futures)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
