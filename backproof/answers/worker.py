"""A judge in a process of its own, so that no answer can take more than its time and memory.

The worker reads one question a line and answers one verdict a line.  The parent kills it when the time is up, and
starts another for the next answer.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any as Anything

SECONDS = 1.6
MEGABYTES = 512
STARTUP_SECONDS = 60.0
ANSWERS = 400  # a worker is replaced after so many answers, before the caches of its engines fill its memory


class Watchdog:
    """Judges one answer after the other in a worker, and replaces a worker that does not come back."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers = 0
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Watchdog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def judge(self, question: Mapping[str, Anything]) -> dict[str, Anything]:
        """The verdict's fields, with the seconds it took."""
        if self._answers >= ANSWERS:
            self.stop()
        worker = self._worker()
        self._answers += 1
        started = time.perf_counter()
        found = None
        if worker.stdin is not None:
            with contextlib.suppress(BrokenPipeError, OSError):
                worker.stdin.write(json.dumps(dict(question)) + "\n")
                worker.stdin.flush()
                found = self._line(self.seconds)
        seconds = round(time.perf_counter() - started, 4)
        if not found:
            self.stop()
            why = f"more than {self.seconds:g} s" if found is None else f"more than {MEGABYTES} MB, or an error"
            return {"verdict": "undecided", "reason": f"the judge gave up: {why}", "seconds": seconds}
        verdict: dict[str, Anything] = json.loads(found)
        return {**verdict, "seconds": seconds}

    def stop(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process.wait()
            self._process = None

    def _line(self, seconds: float) -> str | None:
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def _worker(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        command = [sys.executable, "-m", "backproof.answers.worker"]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", env=environment,
        )  # fmt: skip
        self._process, self._lines, self._answers = process, queue.Queue(), 0
        threading.Thread(target=_pump, args=(process, self._lines), daemon=True).start()
        if self._line(STARTUP_SECONDS) is None:
            self.stop()
            raise RuntimeError("the judge's worker did not start; run: python -m backproof.answers.worker")
        return process


_SHARED = Watchdog()
_SHARED_LOCK = threading.Lock()
atexit.register(_SHARED.stop)


def judge_within(question: Mapping[str, Anything], seconds: float) -> dict[str, Anything]:
    """The verdict's fields, from a worker that this process keeps; at most so many seconds of time."""
    with _SHARED_LOCK:
        _SHARED.seconds = seconds
        return _SHARED.judge(question)


def _pump(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError):
        for line in process.stdout:
            lines.put(line)
    lines.put("")


def answer(question: Mapping[str, Anything]) -> dict[str, Anything]:
    """The verdict on one question; a malformed question is unreadable."""
    from backproof.answers.given import BadGiven
    from backproof.answers.judge import equal

    for name in ("gold", "candidate"):
        if not isinstance(question.get(name), str):
            return {"verdict": "unreadable", "reason": f"the field {name!r} is missing or not a string"}
    fmt, given = question.get("format"), question.get("given")
    if fmt not in (None, "latex", "text"):
        return {"verdict": "unreadable", "reason": f"the format {fmt!r} is not known; write latex or text"}
    if given is not None and not isinstance(given, dict):
        return {"verdict": "unreadable", "reason": "the field 'given' must map names to domains"}
    try:
        return equal(question["gold"], question["candidate"], given, question.get("setting"), fmt).as_json()
    except BadGiven as error:
        return {"verdict": "unreadable", "reason": str(error)}
    except MemoryError:
        return {"verdict": "undecided", "reason": f"gave up: more than {MEGABYTES} MB"}


def limit_memory() -> None:
    """Let the operating system refuse more memory than an answer may have."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        size = MEGABYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def main() -> None:
    """Answer questions until the input ends."""
    import backproof.answers.judge  # noqa: F401  (loaded before the first question's time starts)

    limit_memory()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
