"""The parts of a contract: properties, misconceptions, and the bench on which a submission is tried.

A property draws a case, observes what the submission does with it, and knows what is right. A misconception is a
wrong way to compute the same thing: if it reproduces the submission exactly, it is the diagnosis.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from backproof.submissions.channel import Callback, Loaded, WorkerClient
from backproof.submissions.compare import Expectation
from backproof.submissions.frames import Definition, Handle, Remote

Case = Any


class Kind(Enum):
    """What failing a property means."""

    ORDINARY = "wrong on ordinary input"
    EDGE = "fails at an edge"
    PROBE = "not promised: tried only to name a misconception"


class Edge(Enum):
    """The kinds of edges; an assignment says what each costs."""

    EXTREME = "extreme"  # overflow and saturation
    EMPTY = "empty"  # a batch of no samples
    MUTATION = "mutation"  # the values are right, but an argument is changed: wrong, for a share of the points
    ORDER = "order"  # a difference quotient of first order


@dataclass
class Bench:
    """One worker with the submission loaded, and what the assignment calls its functions."""

    worker: WorkerClient
    loaded: Loaded
    name: str
    which: int = -1
    options: Mapping[str, Any] = field(default_factory=dict)
    callbacks: dict[int, Callback] = field(default_factory=dict)
    convention: Any = None
    sound: frozenset[str] = frozenset()  # functions of this submission that are right on ordinary input
    flawed: frozenset[str] = frozenset()  # those among them that fail at an edge
    unsound: frozenset[str] = frozenset()  # functions of this submission that are wrong
    renew: Callable[[], WorkerClient] | None = None

    def restart(self) -> None:
        """Forget whatever the submission remembers: go on with a fresh worker."""
        if self.renew is not None:
            self.worker = self.renew()

    def call(self, *arguments: Any, name: str | None = None, keep: Handle | None = None) -> Any:
        """Call the function under test (or another of the submission's functions)."""
        target = Definition(name or self.name, self.which)
        return self.worker.call(target, list(arguments), keep=keep, callbacks=self.callbacks)

    def lend(self, function: Callback) -> Remote:
        """A stub for a function of the judge's, to be passed as an argument."""
        number = len(self.callbacks) + 1
        self.callbacks[number] = function
        return Remote(number)

    def parameters(self, name: str | None = None) -> list[str]:
        """The parameter names that the submission declares."""
        return self.loaded.defined.get(name or self.name, [])


@dataclass(frozen=True)
class Property:
    """One promise. `arguments` is there for a plain call; anything else brings its own `observe`.

    `excused_by`: functions of the submission that this one is likely to call. One that is itself flawed at an edge
    excuses this one from its edges, so that one mistake costs once.
    """

    name: str
    cases: st.SearchStrategy[Case]
    expect: Callable[[Case], Expectation]
    arguments: Callable[[Case], list[Any]] | None = None
    observe: Callable[[Bench, Case], Any] | None = None
    show: Callable[[Case], str] | None = None
    kind: Kind = Kind.ORDINARY
    edge: Edge = Edge.EXTREME
    excused_by: frozenset[str] = frozenset()
    examples: int = 30
    pure: bool = True
    held: Callable[[Bench, Case], list[Any]] | None = None  # with `observe`: the call whose arguments must not change
    remark: str = ""  # said with a failure: what this edge is about

    def call(self, bench: Bench, case: Case) -> list[Any] | None:
        """The arguments of the call that must leave them as they are, or None."""
        if not self.pure:
            return None
        if self.held is not None:
            return self.held(bench, case)
        return self.arguments(case) if self.arguments is not None else None

    def seen(self, bench: Bench, case: Case) -> Any:
        """What the submission does with a case."""
        if self.observe is not None:
            return self.observe(bench, case)
        assert self.arguments is not None, f"property {self.name} has neither arguments nor observe"
        return bench.call(*self.arguments(case))


@dataclass(frozen=True)
class Raises:
    """A misconception's outcome: an exception of this type."""

    type_name: str


@dataclass(frozen=True)
class Misconception:
    """A wrong variant of a property's right answer, said in words, with the line of mathematics that it violates."""

    name: str
    says: str
    law: str
    variant: Callable[[Case], Expectation | Raises]
    on: str = "values"  # the property whose cases it is compared on


@dataclass(frozen=True)
class Contract:
    """Everything that is promised of one function. `conventions`: harmless choices, the first that fits is used."""

    name: str
    properties: tuple[Property, ...]
    misconceptions: tuple[Misconception, ...] = ()
    conventions: tuple[Any, ...] = (None,)
    needs_definition: bool = True
    caveat: str = ""  # said with "correct", where little is asked
