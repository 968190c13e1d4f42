import os

import pytest

from backproof.processes import available, spread


def spread_list(function, tasks, jobs, done=lambda _: None):  # type: ignore[no-untyped-def]
    return list(spread(function, tasks, jobs=jobs, done=done))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks_and_each_is_counted(jobs: int) -> None:
    counted: list[int] = []
    assert spread_list(pow, [(2, 3), (5, 2), (7, 1)], jobs, counted.append) == [8, 25, 7]
    assert counted == [1, 2, 3]


def test_one_task_stays_in_this_process_and_two_do_not() -> None:
    assert spread_list(os.getpid, [()], 4) == [os.getpid()]
    assert os.getpid() not in spread_list(os.getpid, [(), ()], 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_task_is_raised(jobs: int) -> None:
    with pytest.raises(ZeroDivisionError):
        spread_list(divmod, [(1, 1), (1, 0)], jobs)


def test_there_is_at_least_one_processor() -> None:
    assert available() >= 1
