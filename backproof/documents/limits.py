"""Limits: seconds of CPU time for a page, a statement, a claim and an attempt at it, indices in one statement.

A budget is what all attempts at a claim may take together; each of them has a limit, which is what is left of the
budget where that is less.  Only limits interrupt, so that what was decided before the budget was spent stays decided.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import process_time, thread_time
from typing import Any

from backproof.documents.report import FAULT, TOO_LONG

SECONDS_PER_PAGE = 60  # and those for each of its statements
SECONDS_MORE = 2
SECONDS_PER_STATEMENT = 30  # with everything that is asked of it
SECONDS_PER_CLAIM = 6
SECONDS_PER_ATTEMPT = 3
MOST_INDICES = 8  # the kernel varies each of them


_LEAST = 1 / 32  # what an attempt gets after the budget is spent
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)  # of this thread, in its CPU time


class TooLong(Exception):
    """The time for one claim, or for one attempt at it, is over."""


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """All limits in here get so many seconds of CPU time together, and no more than a budget around has left."""
    ends, outer = thread_time() + seconds, _deadline.get()
    token = _deadline.set(ends if outer is None else min(ends, outer))
    try:
        yield
    finally:
        _deadline.reset(token)


def is_spent() -> bool:
    """Whether nothing of the budget is left; without one, never."""
    deadline = _deadline.get()
    return deadline is not None and thread_time() >= deadline


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Give up after so many seconds of CPU time of this thread, so that other load changes no verdict.

    Only the main thread can be interrupted; elsewhere there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    over = False
    started = thread_time()
    if (deadline := _deadline.get()) is not None:
        seconds = max(min(seconds, deadline - started), _LEAST)

    def stop(signum: int, frame: Any) -> None:
        nonlocal over
        if thread_time() - started < seconds:
            return  # the timer counts the other threads too
        over = True
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds, 0.2)  # again and again: a callback from C may swallow one
    begin = process_time()  # `left` is what a limit around this one still has
    try:
        yield
    except Exception as error:
        if over and not isinstance(error, TooLong):  # what C code makes of an exception in its callback
            raise TooLong from None
        raise
    finally:
        rest = max(left - (process_time() - begin), 1 / 64) if left else 0
        signal.setitimer(signal.ITIMER_PROF, rest, 0.2 if left else 0)
        signal.signal(signal.SIGPROF, before)


def why_open(error: Exception) -> str:
    """Why a claim is left open that an error has met: the time was over, or it is a fault of ours."""
    return TOO_LONG if isinstance(error, TooLong) else f"{FAULT} ({type(error).__name__}); please report it"
