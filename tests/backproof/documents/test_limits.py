"""A limit counts the work of a claim, not the load of the machine."""

import subprocess
import sys
import threading
from time import sleep, thread_time

import pytest

from backproof.documents.check import check_claim
from backproof.documents.limits import TooLong, budget, time_limit

CLAIM = r"\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} - y_j)"


def _work(seconds):
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def test_work_beyond_the_limit_is_stopped():
    with pytest.raises(TooLong), time_limit(0.1):
        _work(5)


def test_waiting_and_the_work_of_others_do_not_count():
    other = threading.Thread(target=_work, args=(0.4,))
    with time_limit(0.2):
        other.start()
        sleep(0.5)
        _work(0.05)
    other.join()


def test_a_limit_within_a_limit_leaves_the_outer_one_its_rest():
    def inner_then_more():
        with pytest.raises(TooLong), time_limit(0.05):
            _work(5)
        _work(5)

    with pytest.raises(TooLong), time_limit(0.2):
        inner_then_more()


def test_the_limits_in_a_budget_share_it():
    begin = thread_time()
    with budget(0.2):
        for _ in range(4):
            with pytest.raises(TooLong), time_limit(1):
                _work(5)
    assert thread_time() - begin < 2  # apart, the four would take 4 seconds
    with time_limit(1):  # afterwards they are their own again
        _work(0.3)


def test_a_verdict_is_the_same_beside_busy_processes():
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        found = check_claim(CLAIM, "softmax")
    finally:
        for each in busy:
            each.kill()
            each.wait()
    assert found.verdict == "proved"
