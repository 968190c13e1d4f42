"""Limits: seconds for one claim and for one attempt at it, indices in one statement."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

SECONDS_PER_CLAIM = 8
SECONDS_PER_ATTEMPT = 3
MOST_INDICES = 8  # the kernel varies each of them


class TooLong(Exception):
    """The time for one claim, or for one attempt at it, is over."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Give up after so many seconds; only the main thread can be interrupted, elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    over = False

    def stop(signum: int, frame: Any) -> None:
        nonlocal over
        over = True
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)  # again and again: a callback from C may swallow one
    begin = monotonic()  # `left` is what a limit around this one still has
    try:
        yield
    except Exception as error:
        if over and not isinstance(error, TooLong):  # what C code makes of an exception in its callback
            raise TooLong from None
        raise
    finally:
        rest = max(left - (monotonic() - begin), 1 / 64) if left else 0
        signal.setitimer(signal.ITIMER_REAL, rest, 0.2 if left else 0)
        signal.signal(signal.SIGALRM, before)
