"""Running a submission's top level, statement by statement: a demo that fails or dawdles does not end the grading."""

import __future__

import ast
import linecache
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from backproof.submissions.worker.magics import without_magics

MODULE = "submission"
STATEMENT_SECONDS = 1.0
DEMO_SECONDS = 0.1
TICK_SECONDS = 0.05
ASLEEP_SECONDS = 0.0005  # of computing in a tick: less than that is sleeping, however busy the machine is
MAX_PROBLEMS = 20


class OutOfTime(BaseException):
    """A top-level statement took longer than it may."""


class Stopwatch:
    """Ends a statement that computes or sleeps too long. Waiting for a processor that others have is not counted."""

    def __init__(self) -> None:
        self.used = 0.0
        self._wall = self._computing = 0.0

    def __enter__(self) -> "Stopwatch":
        self.used, self._wall, self._computing = 0.0, time.monotonic(), time.process_time()
        signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self._count()

    def stop(self) -> None:
        """No more ticks."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _count(self) -> None:
        wall, computing = time.monotonic(), time.process_time()
        computed = computing - self._computing
        self.used += computed if computed > ASLEEP_SECONDS else wall - self._wall
        self._wall, self._computing = wall, computing

    def _tick(self, number: int, frame: FrameType | None) -> None:
        self._count()
        if self.used > STATEMENT_SECONDS:
            raise OutOfTime


@dataclass
class Program:
    """A loaded submission: its module, every definition in order, what went wrong, what to skip next time."""

    module: ModuleType
    history: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skippable: list[int] = field(default_factory=list)

    def lookup(self, name: str, which: int) -> Any:
        """The `which`-th definition of a name (-1: the one that the module ended with)."""
        if which >= 0 and which < len(self.history.get(name, ())):
            return self.history[name][which]
        return self.module.__dict__[name]


def run(
    cells: list[str], *, filename: str, tolerant: bool, skip: set[int], lend: Callable[[ast.stmt], dict[str, Any]]
) -> Program:
    """Execute the cells. `tolerant` (a notebook): a cell that is not Python is skipped instead of ending the run."""
    module = ModuleType(MODULE)
    module.__dict__["__file__"] = filename
    sys.modules[MODULE] = module
    program = Program(module)
    position, flags = 0, 0
    for number, cell in enumerate(cells, start=1):
        name = filename if len(cells) == 1 else f"{filename}, cell {number}"
        linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
        try:
            tree = _parsed(cell, name, flags)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            where = f"{name}, line {error.lineno}" if isinstance(error, SyntaxError) else name
            program.problems.append(f"{where}: {type(error).__name__}: {getattr(error, 'msg', error)}")
            if not tolerant:
                break
            continue
        for statement in tree.body:
            flags |= _future(statement)
            if position not in skip:
                _execute(statement, name, flags, position, program, lend)
            position += 1
    return program


def _parsed(cell: str, name: str, flags: int) -> ast.Module:
    """The cell's syntax tree; magics are taken out only of a cell that is not Python as it stands."""

    def parse(text: str) -> ast.Module:
        tree = compile(text, name, "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        return tree

    try:
        return parse(cell)
    except SyntaxError:
        cleaned = without_magics(cell)
        if cleaned == cell:
            raise
        return parse(cleaned)


def _future(statement: ast.stmt) -> int:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        features = (getattr(__future__, alias.name, None) for alias in statement.names)
        return sum(feature.compiler_flag for feature in features if feature is not None)
    return 0


def _execute(
    statement: ast.stmt,
    name: str,
    flags: int,
    position: int,
    program: Program,
    lend: Callable[[ast.stmt], dict[str, Any]],
) -> None:
    watch, before = Stopwatch(), _extent(program.module)
    try:
        with watch:
            code = compile(ast.Module([statement], []), name, "exec", flags, dont_inherit=True)
            exec(code, program.module.__dict__)
    except BaseException as error:  # the submission's own failure: recorded, and the next statement runs
        watch.stop()  # again: a tick may have cut the first one short
        if isinstance(error, ImportError):
            program.module.__dict__.update(lend(statement))
        else:
            program.skippable.append(position)
        if len(program.problems) < MAX_PROBLEMS:
            program.problems.append(f"{name}, line {statement.lineno}: {describe(error)}")
    else:
        if watch.used > DEMO_SECONDS and isinstance(statement, ast.Expr) and _extent(program.module) == before:
            program.skippable.append(position)
    for bound in _bound(statement):
        value = program.module.__dict__.get(bound)
        if callable(value):
            program.history.setdefault(bound, []).append(value)


def _extent(module: ModuleType) -> dict[str, int]:
    """The globals' names, and how many arrays a list has: a call that makes parameters is no demo, however slow."""

    def arrays(value: Any) -> int:
        return sum(type(item) is np.ndarray for item in value) if type(value) is list else 0

    return {name: arrays(value) for name, value in list(module.__dict__.items())}


def _bound(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return []


def describe(error: BaseException) -> str:
    """`TypeError: ... (line 12: the source)`, from the innermost line that belongs to the submission."""
    if isinstance(error, OutOfTime):
        return f"stopped after {STATEMENT_SECONDS:g} s at top level"
    try:
        text = str(error)[:300]
    except BaseException:
        text = "(its message cannot be read)"
    lines = [entry for entry in traceback.extract_tb(error.__traceback__) if "/" not in entry.filename]
    own = [entry for entry in lines if entry.filename.startswith(MODULE)]
    where = f" (line {own[-1].lineno}: {(own[-1].line or '').strip()[:120]})" if own else ""
    return f"{type(error).__name__}: {text}{where}"
