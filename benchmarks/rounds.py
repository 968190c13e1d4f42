"""Interleaved timing: every contestant once per round, on one processor, so that a busy machine slows all of them."""

import os
import statistics
import time
from collections.abc import Callable, Mapping

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def one_thread() -> None:
    """Call before importing NumPy, torch or JAX: one thread each, all on one processor."""
    os.environ.update(ONE_THREAD)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def interleaved(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of each contestant in each round, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            start = time.process_time()
            run()
            if number > 0:
                seconds[name].append(time.process_time() - start)
    return seconds


def report(seconds: Mapping[str, list[float]], ours: str, samples: int, targets: Mapping[str, float]) -> None:
    """Microseconds per sample, and how many times faster `ours` is: median and range over the rounds."""
    print(f"{'contestant':34} {'us/sample':>10} {'ratio to ' + ours:>36}")
    for name, times in seconds.items():
        ratios = [theirs / mine for theirs, mine in zip(times, seconds[ours], strict=True)]
        target = f"  (wanted {targets[name]:g})" if name in targets else ""
        print(
            f"{name:34} {statistics.median(times) / samples * 1e6:10.2f} "
            f"{statistics.median(ratios):20.2f} [{min(ratios):.2f}, {max(ratios):.2f}]{target}"
        )
