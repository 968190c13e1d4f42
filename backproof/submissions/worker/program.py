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

from backproof.submissions.worker.magics import without_magics

MODULE = "submission"
STATEMENT_SECONDS = 1.0
DEMO_SECONDS = 0.1
MAX_PROBLEMS = 20


class OutOfTime(BaseException):
    """A top-level statement took longer than it may."""


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
    signal.signal(signal.SIGALRM, _alarm)
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


def _alarm(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


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
    started = time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, STATEMENT_SECONDS)
        try:
            code = compile(ast.Module([statement], []), name, "exec", flags, dont_inherit=True)
            exec(code, program.module.__dict__)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:  # the submission's own failure: recorded, and the next statement runs
        if isinstance(error, ImportError):
            program.module.__dict__.update(lend(statement))
        else:
            program.skippable.append(position)
        if len(program.problems) < MAX_PROBLEMS:
            program.problems.append(f"{name}, line {statement.lineno}: {describe(error)}")
    else:
        if time.perf_counter() - started > DEMO_SECONDS and isinstance(statement, ast.Expr):
            program.skippable.append(position)
    for bound in _bound(statement):
        value = program.module.__dict__.get(bound)
        if callable(value):
            program.history.setdefault(bound, []).append(value)


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
