"""The judge's end of one worker: requests with deadlines, answers that are only believed to be bytes."""

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backproof.submissions import frames
from backproof.submissions.frames import BadFrame, Definition, Handle

OUTPUT_KEPT = 20_000
OUTPUT_LIMIT = 64 * 1024 * 1024
CALLBACK_LIMIT = 20_000
REPLY_LIMIT = 4 * 1024 * 1024  # twice the largest thing that is ever asked for, and small enough to look through
PATIENCE = 10.0  # how much longer than its limit a call may take by the wall clock, while others have the processors
Callback = Callable[[list[Any]], Any]


class SubmissionFault(Exception):
    """Something that a submission did instead of answering. The text says what, for the report."""


class Raised(SubmissionFault):
    """The submission's code raised an exception."""

    def __init__(self, type_name: str, text: str) -> None:
        super().__init__(text or type_name)
        self.type_name = type_name


class TimedOut(SubmissionFault):
    """No answer came in time."""


class Died(SubmissionFault):
    """The worker ended without an answer."""


class Misbehaved(SubmissionFault):
    """The answer is not a frame, or says something that no answer can say."""


class Refused(Exception):
    """A function of the judge's was called in a way that it does not allow; the submission is told why."""


@dataclass
class Budget:
    """The time that one submission has left, what a single call may take of it, and what it has taken so far.

    Seconds of computing and sleeping: waiting for a processor that others have is not counted (see `Clock`).
    """

    total: float
    call: float
    spent: float = 0.0
    starved: float = 0.0  # what was not counted

    def charge(self, seconds: float, starved: float) -> None:
        """Take off what a call took."""
        self.total -= seconds
        self.spent += seconds
        self.starved += starved

    def allowance(self) -> float:
        """Seconds for the next call. Raises `TimedOut` when nothing is left."""
        if self.total <= 0:
            raise TimedOut("the submission's total time is used up")
        return min(self.call, self.total)


class Clock:
    """How long this worker and the judge were ready to run while other processes had the processor.

    Linux counts it for every thread (the second number of schedstat). On a busy machine an honest submission is not
    charged for it; a sleeping or computing one gains nothing, because neither is waiting for a processor.
    """

    def __init__(self, pidfd: int) -> None:
        self._paths = ["/proc/thread-self/schedstat"]
        self._last = 0.0
        with contextlib.suppress(OSError, StopIteration, ValueError):
            lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
            number = int(next(line for line in lines if line.startswith("Pid:")).split()[1])
            self._paths.append(f"/proc/{number}/schedstat")

    def starved(self) -> float:
        """Seconds so far; never less than what was said before."""
        waited = 0
        for path in self._paths:
            with contextlib.suppress(OSError, ValueError, IndexError):
                waited += int(Path(path).read_text().split()[1])
        self._last = max(self._last, waited / 1e9)
        return self._last


@dataclass(frozen=True)
class Deadline:
    """A number of seconds from a start, prolonged by starvation, at most PATIENCE times as long in all."""

    started: float
    seconds: float
    starved: float
    clock: Clock

    def remaining(self) -> float:
        """Seconds left, 0 if none."""
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            left += min(self.clock.starved() - self.starved, (PATIENCE - 1) * self.seconds)
        return max(0.0, left)


@dataclass(frozen=True)
class Loaded:
    """What a submission defines, as it says itself: callables with their parameter names, and what went wrong."""

    defined: dict[str, list[str]]
    versions: dict[str, int]
    problems: tuple[str, ...]
    skippable: tuple[int, ...]


class WorkerClient:
    """One locked-down worker, held by its channel and its pidfd."""

    def __init__(self, channel: socket.socket, output: int, pid: int, pidfd: int, budget: Budget) -> None:
        self._channel, self._output, self._pid, self._pidfd = channel, output, pid, pidfd
        self.budget = budget
        self.text = bytearray()
        self._written = 0
        self._closed = False
        self._kept = 0
        self._clock = Clock(pidfd)
        channel.setblocking(False)
        os.set_blocking(output, False)

    def __enter__(self) -> "WorkerClient":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # What one can ask of a worker.

    def load(
        self,
        cells: list[str],
        *,
        notebook: bool,
        companions: Mapping[str, str],
        skip: tuple[int, ...],
        lends: Mapping[str, Any],
        callbacks: Mapping[int, Callback],
    ) -> Loaded:
        """Run the submission's top level."""
        request = {
            "do": "load",
            "cells": cells,
            "notebook": notebook,
            "companions": dict(companions),
            "skip": list(skip),
            "lends": dict(lends),
        }
        match self._request(request, callbacks):
            case {"is": "loaded", "defined": dict(defined), "problems": list(problems), "skippable": list(skippable)}:
                return _loaded(defined, problems, skippable)
            case _:
                raise Misbehaved("the worker's description of the submission cannot be read")

    def call(
        self,
        target: Definition | Handle,
        arguments: list[Any],
        *,
        keep: Handle | None = None,
        callbacks: Mapping[int, Callback] | None = None,
    ) -> Any:
        """Call a function of the submission; with `keep`, its result also stays in the worker under that handle."""
        number = -1 if keep is None else keep.number
        request = {"do": "call", "target": target, "arguments": arguments, "keep": number}
        return self._value(request, callbacks or {})

    def new_handle(self) -> Handle:
        """A fresh number for something that is to stay in the worker."""
        self._kept += 1
        return Handle(self._kept, "kept")

    def store(self, value: Any) -> Handle:
        """Put a value into the worker and keep it there."""
        handle = self.new_handle()
        self._value({"do": "store", "value": value, "keep": handle.number}, {})
        return handle

    def fetch(self, handle: Handle) -> Any:
        """What a kept value looks like now."""
        return self._value({"do": "fetch", "of": handle}, {})

    def item(self, handle: Handle, index: int) -> Handle:
        """An item of a kept value, kept in its turn."""
        kept = self.new_handle()
        self._value({"do": "item", "of": handle, "index": index, "keep": kept.number}, {})
        return kept

    def read_global(self, path: list[Any]) -> Any:
        """A global of the submission, or an item in it."""
        return self._value({"do": "global", "path": path}, {})

    def assign(self, path: list[Any], value: Any) -> None:
        """Give a global, or an item in it, a new value."""
        self._value({"do": "assign", "path": path, "value": value}, {})

    def self_test(self) -> list[str]:
        """What the worker could do although it must not."""
        found = self._value({"do": "self-test"}, {})
        return [str(item) for item in found]

    def wait_until_ready(self, seconds: float) -> bool:
        """Whether the worker reports, within that time, that its lockdown is complete."""
        try:
            return bool(self._receive(Deadline(time.monotonic(), seconds, 0.0, Clock(-1))) == {"is": "ready"})
        except SubmissionFault:
            return False

    # How it is asked.

    def _value(self, request: dict[str, Any], callbacks: Mapping[int, Callback]) -> Any:
        match self._request(request, callbacks):
            case {"is": "value", "value": value}:
                return value
            case _:
                raise Misbehaved("the worker's answer is neither a value nor an exception")

    def _request(self, request: dict[str, Any], callbacks: Mapping[int, Callback]) -> Any:
        started, starved = time.monotonic(), self._clock.starved()
        deadline = Deadline(started, self.budget.allowance(), starved, self._clock)
        try:
            self._send(request, deadline)
            for _ in range(CALLBACK_LIMIT):
                match self._receive(deadline):
                    case {"is": "callback", "number": int(number), "arguments": list(arguments)}:
                        self._send(_called_back(callbacks, number, arguments), deadline)
                    case {"is": "raised", "type": str(type_name), "text": str(text)}:
                        raise Raised(type_name[:80], text[:1000])
                    case reply:
                        return reply
            raise TimedOut(f"more than {CALLBACK_LIMIT} calls of a function that it was given")
        finally:
            waited = self._clock.starved() - starved
            self.budget.charge(max(0.0, time.monotonic() - started - waited), waited)

    def _send(self, value: Any, deadline: Deadline) -> None:
        data = memoryview(frames.encode(value))
        while data:
            try:
                data = data[self._channel.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise Died("it ended before it could be asked") from error

    def _receive(self, deadline: Deadline) -> Any:
        try:
            length = frames.body_length(self._exactly(frames.HEADER.size, deadline), REPLY_LIMIT)
            return frames.decode(self._exactly(length, deadline))
        except BadFrame as error:
            raise Misbehaved(f"its answer is not a frame: {error}") from error

    def _exactly(self, count: int, deadline: Deadline) -> bytes:
        parts: list[bytes] = []
        while count:
            try:
                part = self._channel.recv(min(count, 1 << 20))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError as error:
                raise Died("it broke its channel") from error
            if not part:
                raise Died("it ended without an answer (an exit, a crash, or a limit on memory or processor time)")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _wait(self, event: int, deadline: Deadline) -> None:
        poll = select.poll()
        poll.register(self._channel, event)
        if self._output >= 0:
            poll.register(self._output, select.POLLIN)
        # Checked first: a worker that always has one more byte to say must not escape it.
        if (remaining := deadline.remaining()) <= 0:
            raise TimedOut(f"no answer within {self.budget.call:g} s")
        ready = poll.poll(1000 * remaining)
        if any(descriptor == self._output for descriptor, _ in ready):
            self._drain()

    def _drain(self) -> None:
        """Read captured output. It is text for a person, cut short, and nothing ever parses it."""
        try:
            part = os.read(self._output, 1 << 16)
        except BlockingIOError:
            return
        if not part:
            os.close(self._output)
            self._output = -1
        self._written += len(part)
        self.text += part[: max(0, OUTPUT_KEPT - len(self.text))]
        if self._written > OUTPUT_LIMIT:
            raise TimedOut(f"it printed more than {OUTPUT_LIMIT >> 20} MB")

    def close(self) -> None:
        """Kill the worker, whatever it is doing, and wait until it is gone."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            else:
                os.kill(self._pid, signal.SIGKILL)
        if self._pidfd >= 0:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            poll.poll(2000)
            os.close(self._pidfd)
        self._channel.close()
        if self._output >= 0:
            os.close(self._output)


def _called_back(callbacks: Mapping[int, Callback], number: int, arguments: list[Any]) -> dict[str, Any]:
    function = callbacks.get(number)
    if function is None:
        raise Misbehaved("it called a function that it was not given")
    try:
        return {"is": "value", "value": function(arguments)}
    except Refused as error:
        return {"is": "raised", "text": str(error)}
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # the arguments' fault, not the grader's
        return {"is": "raised", "text": f"this function cannot be called like that ({type(error).__name__})"}


def _loaded(defined: dict[str, Any], problems: list[Any], skippable: list[Any]) -> Loaded:
    names: dict[str, list[str]] = {}
    versions: dict[str, int] = {}
    for name, entry in defined.items():
        match entry:
            case {"parameters": list(parameters), "versions": int(count)}:
                names[name] = [item for item in parameters if type(item) is str]
                versions[name] = count
            case _:
                raise Misbehaved("the worker's description of the submission cannot be read")
    return Loaded(
        names,
        versions,
        tuple(item[:500] for item in problems[:20] if type(item) is str),
        tuple(item for item in skippable if type(item) is int),
    )
