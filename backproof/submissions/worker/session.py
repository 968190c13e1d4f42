"""A worker's life: read a request, do it to the submission, answer. Every answer is only a claim to the judge."""

import ast
import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from backproof.submissions import frames
from backproof.submissions.frames import BadFrame, Definition, Handle, Remote
from backproof.submissions.worker import lockdown, placeholders, program

Tree = Any


class CalledBack(Exception):
    """The judge refused or failed a call of one of its functions."""


class Worker:
    """The state of one worker: the channel, the loaded program, and the values that stay here."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self.program: program.Program | None = None
        self.kept: dict[int, Any] = {}
        self.opaque = 0

    def receive(self) -> Tree:
        """The next frame, or the end of this process when the judge has hung up."""
        header = self._exactly(frames.HEADER.size)
        return frames.decode(self._exactly(frames.body_length(header)))

    def _exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            part = os.read(self.channel, min(count, 1 << 20))
            if not part:
                os._exit(0)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def send(self, value: Tree) -> None:
        """Write one frame."""
        data = memoryview(frames.encode(value))
        while data:
            data = data[os.write(self.channel, data) :]

    def answer(self, request: Tree) -> Tree:
        """Carry out one request."""
        match request:
            case {"do": "load"}:
                return self.load(request)
            case {"do": "call", "target": target, "arguments": arguments, "keep": keep}:
                function = self.revive(target)
                return self.reply(function(*[self.revive(item) for item in arguments]), keep)
            case {"do": "item", "of": Handle(number=number), "index": index, "keep": keep}:
                return self.reply(self.kept[number][index], keep)
            case {"do": "store", "value": value, "keep": keep}:
                self.kept[keep] = self.revive(value)
                return {"is": "value", "value": None}
            case {"do": "fetch", "of": Handle(number=number)}:
                return self.reply(self.kept[number], -1)
            case {"do": "global", "path": path}:
                return self.reply(self.at(path), -1)
            case {"do": "assign", "path": path, "value": value}:
                self.assign(path, value)
                return {"is": "value", "value": None}
            case {"do": "self-test"}:
                return {"is": "value", "value": lockdown.holes()}
            case _:
                raise BadFrame("unknown request")

    def reply(self, value: Any, keep: int) -> Tree:
        """A result on its way back; with `keep` >= 0 the object itself stays here under that number."""
        if keep >= 0:
            self.kept[keep] = value
        return {"is": "value", "value": self.flatten(value, 0)}

    def load(self, request: Tree) -> Tree:
        """Run the submission's top level and describe what it defined."""
        placeholders.install()
        if request["companions"]:
            sys.meta_path.insert(0, Companions(request["companions"]))
        lent = {name: self.revive(stub) for name, stub in request["lends"].items()}

        def lend(statement: ast.stmt) -> dict[str, Any]:
            names = statement.names if isinstance(statement, ast.ImportFrom) else []
            return {alias.asname or alias.name: lent[alias.name] for alias in names if alias.name in lent}

        cells = request["cells"]
        self.program = program.run(
            cells,
            filename=program.MODULE,
            tolerant=request["notebook"],
            skip=set(request["skip"]),
            lend=lend,
        )
        defined = {}
        for name, value in list(self.program.module.__dict__.items()):
            if callable(value) and not isinstance(value, RemoteFunction) and isinstance(name, str):
                versions = len(self.program.history.get(name, ()))
                defined[name] = {"parameters": parameters(value), "versions": versions}
        return {
            "is": "loaded",
            "defined": defined,
            "problems": self.program.problems,
            "skippable": self.program.skippable,
        }

    def at(self, path: list[Any]) -> Any:
        """A global of the submission, or an item inside one."""
        if self.program is None:
            raise BadFrame("nothing is loaded")
        value = self.program.module.__dict__[path[0]]
        for index in path[1:]:
            value = value[index]
        return value

    def assign(self, path: list[Any], value: Any) -> None:
        """Give a global a new value: in place where it is an array of that shape, so that its aliases see it."""
        current = self.at(path)
        if type(current) is np.ndarray and current.shape == value.shape and current.dtype == value.dtype:
            current[...] = value
        elif len(path) == 1 and self.program is not None:
            self.program.module.__dict__[path[0]] = value
        else:
            self.at(path[:-1])[path[-1]] = value

    def revive(self, value: Tree) -> Any:
        """A decoded value with its markers replaced by the things they stand for."""
        match value:
            case Handle(number=number):
                return self.kept[number]
            case Remote(number=number):
                return RemoteFunction(self, number)
            case Definition(name=name, which=which):
                if self.program is None:
                    raise BadFrame("nothing is loaded")
                return self.program.lookup(name, which)
            case list():
                return [self.revive(item) for item in value]
            case tuple():
                return tuple(self.revive(item) for item in value)
            case dict():
                return {key: self.revive(item) for key, item in value.items()}
            case _:
                return value

    def flatten(self, value: Any, depth: int) -> Tree:
        """A result as a tree that a frame can hold; what it cannot hold is named by its type."""
        kind = type(value)
        if isinstance(value, np.generic) and not isinstance(value, np.flexible | np.object_):
            value, kind = np.asarray(value), np.ndarray
        if value is None or kind in (bool, float, str):
            return value
        if kind is int and -(2**63) <= value < 2**63:
            return value
        if kind is np.ndarray and value.dtype.char not in "gG" and value.dtype.kind in "biufc":
            return value
        if kind in (list, tuple) and depth < frames.MAX_DEPTH - 4 and len(value) <= frames.MAX_ITEMS // 2:
            return kind([self.flatten(item, depth + 1) for item in value])
        if kind is dict and depth < frames.MAX_DEPTH - 4 and all(type(key) is str for key in value):
            return {key: self.flatten(item, depth + 1) for key, item in value.items()}
        self.opaque += 1
        return Handle(-self.opaque, kind.__name__[:80])


class RemoteFunction:
    """A function of the judge's. There is nothing to look into: only its number is here."""

    def __init__(self, worker: Worker, number: int) -> None:
        self._worker, self._number = worker, number

    def __call__(self, *arguments: Any) -> Any:
        """Ask the judge."""
        tree = [self._worker.flatten(item, 0) for item in arguments]
        self._worker.send({"is": "callback", "number": self._number, "arguments": tree})
        reply = self._worker.receive()
        if reply.get("is") == "value":
            return self._worker.revive(reply["value"])
        raise CalledBack(str(reply.get("text")))


class Companions(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The other modules of a submission that is a folder, imported from the text that the judge sent along."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> Any:
        """A spec for a module that came along, or None."""
        return importlib.util.spec_from_loader(fullname, self) if fullname in self.sources else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's text."""
        exec(compile(self.sources[module.__name__], module.__name__, "exec", dont_inherit=True), module.__dict__)


def parameters(function: Callable[..., Any]) -> list[str]:
    """The names of a plain function's positional parameters (none for anything else that can be called)."""
    code = getattr(function, "__code__", None)
    return [str(name) for name in code.co_varnames[: code.co_argcount]] if code is not None else []


def serve(channel: int) -> None:
    """Answer requests until the judge hangs up."""
    worker = Worker(channel)
    worker.send({"is": "ready"})
    while True:
        request = worker.receive()
        try:
            answer = worker.answer(request)
            frames.encode(answer)
        except BaseException as error:  # whatever the submission raised is an answer, SystemExit included
            answer = {"is": "raised", "type": type(error).__name__[:80], "text": program.describe(error)[:1000]}
        worker.send(answer)
