"""Assignments: a TOML file that says which functions a course asks for, and which contract each has to keep.

title = "Back-propagation from scratch"
edge_cost = 0.25                    # the share of a function's points that failing at an edge costs: one number, or
                                    # one a kind, { extreme = 0.25, empty = 0, mutation = 0.25, order = 0.25 }

[limits]                            # seconds, all optional
call = 2.0
total = 12.0

[[part]]                            # optional: parts of a course sheet that define the same names
name = "binary"
marks = ["CrossEntropyLoss"]        # the part is attempted if one of these is defined
definition = "first"                # which definition counts when a notebook redefines a name: "first" or "last"

[[function]]
name = "softmax"
contract = "softmax"                # see CONTRACTS
points = 2
part = "binary"                     # optional
edge_cost = { extreme = 0.5 }       # optional; kinds that are not named cost what they cost above
lend = true                         # optional: a missing import of this helper is lent by the judge, for no points
[function.options]                  # optional: what the contract wants to know
classes = 10

The kinds of edges:
extreme     overflow and saturation: preactivations of 1e4, probabilities of exactly 0 and 1
empty       a batch of no samples, where a function works sample by sample (a mean over none is 0/0: never asked for)
mutation    an argument is changed while the values are right: the verdict is "wrong", at this price
order       a one-sided difference where a central one is asked for
Several edges cost what the dearest of them costs. Without an entry `empty` costs nothing, the others a quarter.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from backproof.submissions.contracts.core import Edge
from backproof.submissions.contracts.registry import CONTRACTS

EDGE_COSTS = {Edge.EXTREME: 0.25, Edge.EMPTY: 0.0, Edge.MUTATION: 0.25, Edge.ORDER: 0.25}
SHIPPED = ("backprop-from-scratch", "threes-nines", "two-layer")


class InvalidAssignment(Exception):
    """The assignment cannot be used. The text names the file, the entry, and what to change."""


@dataclass(frozen=True)
class Part:
    """A part of an assignment; attempted if one of its marks is defined."""

    name: str
    marks: tuple[str, ...]
    first: bool = False


@dataclass(frozen=True)
class Function:
    """One thing to grade: the name in the submission, its contract, its points."""

    name: str
    contract: str
    points: float
    edge_costs: Mapping[Edge, float]
    part: str = ""
    lend: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """A validated assignment."""

    name: str
    title: str
    functions: tuple[Function, ...]
    parts: tuple[Part, ...]
    call_seconds: float = 2.0
    total_seconds: float = 12.0
    text: str = ""

    @property
    def points(self) -> float:
        """All points that can be had."""
        return sum(function.points for function in self.functions)


def load(name_or_path: str) -> Assignment:
    """A shipped assignment by its name, or one from a TOML file."""
    if name_or_path in SHIPPED:
        text = resources.files("backproof.submissions").joinpath(f"assignments/{name_or_path}.toml").read_text("utf-8")
        return parse(text, name_or_path)
    path = Path(name_or_path)
    if path.suffix != ".toml":
        raise InvalidAssignment(
            f"assignment {name_or_path!r} is unknown: give one of {', '.join(SHIPPED)} or the path of a .toml file"
        )
    try:
        return parse(path.read_text("utf-8"), path.stem)
    except OSError as error:
        raise InvalidAssignment(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InvalidAssignment(f"{path}: is not UTF-8 text; save it as UTF-8") from error


def parse(text: str, name: str) -> Assignment:
    """An assignment from the text of a TOML file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidAssignment(f"assignment {name}: not valid TOML: {error}") from error
    reader = _Table(table, f"assignment {name}")
    title = reader.take("title", str, name)
    edge_costs = reader.edge_costs(EDGE_COSTS)
    limits = _Table(reader.take("limits", dict, {}), f"assignment {name}, [limits]")
    call, total = limits.positive("call", 2.0), limits.positive("total", 12.0)
    limits.finish()
    parts = tuple(_part(entry, f"assignment {name}, part {k}") for k, entry in enumerate(reader.tables("part"), 1))
    functions = tuple(
        _function(entry, f"assignment {name}, function {k}", edge_costs, {part.name for part in parts})
        for k, entry in enumerate(reader.tables("function"), 1)
    )
    reader.finish()
    if not functions:
        raise InvalidAssignment(f"assignment {name}: has no [[function]]; add one for each function to grade")
    seen: set[tuple[str, str]] = set()
    for function in functions:
        if (function.part, function.name) in seen:
            raise InvalidAssignment(f"assignment {name}: function {function.name!r} is listed twice; remove one")
        seen.add((function.part, function.name))
    return Assignment(name, title, functions, parts, call, total, text)


def _part(entry: Any, where: str) -> Part:
    reader = _Table(entry, where)
    name = reader.need("name", str)
    marks = tuple(reader.strings("marks"))
    definition = reader.take("definition", str, "last")
    reader.finish()
    if definition not in ("first", "last"):
        raise InvalidAssignment(f'{where}: definition is {definition!r}; write "first" or "last"')
    return Part(name, marks, definition == "first")


def _function(entry: Any, where: str, edge_costs: Mapping[Edge, float], parts: set[str]) -> Function:
    reader = _Table(entry, where)
    name = reader.need("name", str)
    where = reader.where = f"{where} ({name})"
    contract = reader.need("contract", str)
    if contract not in CONTRACTS:
        known = ", ".join(sorted(CONTRACTS))
        raise InvalidAssignment(f"{where}: contract {contract!r} is unknown; choose one of {known}")
    points = reader.need("points", (int, float))
    if isinstance(points, bool) or not 0 <= points <= 1000:
        raise InvalidAssignment(f"{where}: points is {points!r}; write a number from 0 to 1000")
    part = reader.take("part", str, "")
    if part and part not in parts:
        raise InvalidAssignment(f"{where}: part {part!r} is not declared; add a [[part]] with that name")
    function = Function(
        name,
        contract,
        float(points),
        reader.edge_costs(edge_costs),
        part,
        reader.take("lend", bool, False),
        reader.take("options", dict, {}),
    )
    reader.finish()
    return function


class _Table:
    """A TOML table that is read once, key by key, so that what is left over was misspelt."""

    def __init__(self, table: Any, where: str) -> None:
        if not isinstance(table, dict):
            raise InvalidAssignment(f"{where}: expected a table, got {table!r}")
        self.left, self.where, self.known = dict(table), where, list[str]()

    def need(self, key: str, kind: Any) -> Any:
        if key not in self.left:
            raise InvalidAssignment(f"{self.where}: {key} is missing; add it")
        return self.take(key, kind, None)

    def take(self, key: str, kind: Any, default: Any) -> Any:
        self.known.append(key)
        value = self.left.pop(key, default)
        if not isinstance(value, kind):
            expected = "a number" if isinstance(kind, tuple) else f"of type {kind.__name__}"
            raise InvalidAssignment(f"{self.where}: {key} is {value!r}; it must be {expected}")
        return value

    def share(self, key: str, default: float) -> float:
        value = self.take(key, (int, float), default)
        if isinstance(value, bool) or not 0 <= value <= 1:
            raise InvalidAssignment(f"{self.where}: {key} is {value!r}; write a share from 0 to 1")
        return float(value)

    def edge_costs(self, default: Mapping[Edge, float]) -> Mapping[Edge, float]:
        """`edge_cost`: one share for all kinds of edges, or a table of shares."""
        if not isinstance(self.left.get("edge_cost"), dict):
            given = "edge_cost" in self.left
            share = self.share("edge_cost", 0.0)
            return dict.fromkeys(Edge, share) if given else default
        table = _Table(self.take("edge_cost", dict, {}), f"{self.where}, edge_cost")
        costs = {edge: table.share(edge.value, default[edge]) for edge in Edge}
        table.finish()
        return costs

    def positive(self, key: str, default: float) -> float:
        value = self.take(key, (int, float), default)
        if isinstance(value, bool) or not 0 < value <= 3600:
            raise InvalidAssignment(f"{self.where}: {key} is {value!r}; write seconds, more than 0 and at most 3600")
        return float(value)

    def strings(self, key: str) -> list[str]:
        value = self.take(key, list, [])
        if not all(isinstance(item, str) for item in value):
            raise InvalidAssignment(f"{self.where}: {key} is {value!r}; write a list of names")
        return [str(item) for item in value]

    def tables(self, key: str) -> list[Any]:
        return list(self.take(key, list, []))

    def finish(self) -> None:
        for key in self.left:
            known = ", ".join(self.known)
            raise InvalidAssignment(f"{self.where}: {key!r} is not a known entry; known are {known}")
