"""Hypothesis without a deadline: how long an example takes says nothing about whether it is right.

No test sees the cache of the person who runs it. Each process keeps to one thread in matrix products: tests run in as
many processes as there are processors, and threads that wait for each other would take longer than the products do.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

SLOW_CASES = Path(__file__).parent / "slow_cases.txt"

settings.register_profile("patient", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "patient")

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # read when NumPy is imported, which no plugin has done yet

_FULL_DATA = bool(os.environ.get("BACKPROOF_DATA"))
_CACHE = TemporaryDirectory(prefix="backproof-tests-")  # removed when the process ends
os.environ["BACKPROOF_CACHE"] = _CACHE.name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cases that take long, whose test or file has quicker ones, run on request, as the slow suites do.

    Tests of the full data sets are skipped where these are not at hand, whatever was asked for.
    """
    slow = frozenset(SLOW_CASES.read_text().splitlines())
    absent = pytest.mark.skip(reason="BACKPROOF_DATA names no folder with the full data sets")
    for each in items:
        if each.nodeid in slow:
            each.add_marker(pytest.mark.slow)
        if each.get_closest_marker("data") is not None and not _FULL_DATA:
            each.add_marker(absent)
