"""Trying a property: generate cases, find a failing one, shrink it to something a person can follow by hand."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from backproof.submissions.channel import Raised, SubmissionFault
from backproof.submissions.compare import Difference, Threw, difference, plain
from backproof.submissions.contracts.core import Bench, Case, Property
from backproof.submissions.frames import BadFrame

SHRINK_SECONDS = 1.5
GENERATE_SECONDS = 2.5
REVISIT_SECONDS = 1.0
LEAST_EXAMPLES = 8


@dataclass(frozen=True)
class Failure:
    """The smallest failing case found, and what was wrong with it."""

    case: Case
    difference: Difference
    raised: bool


@dataclass(frozen=True)
class Outcome:
    """The result of trying a property: how many cases, those that passed, and a failure or None."""

    tried: int
    cases: tuple[Case, ...]
    failure: Failure | None


class UnfinishedSearch(Exception):
    """A search ended without a failure, yet not every case was seen to pass. The grader's fault: never a pass."""


class _Fails(Exception):
    """A case failed. Hypothesis shrinks it."""


class _Enough(BaseException):
    """The time for shrinking is over."""


class _Faulted(BaseException):
    """The worker is gone. Not an `Exception`, or Hypothesis would take it for a failing case and try again."""

    def __init__(self, fault: SubmissionFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


# What reading a result of an unforeseen form can raise here, in the judge. It is the result's fault, not the grader's.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, BadFrame)


def observe(bench: Bench, prop: Property, case: Case) -> Any:
    """What the submission does; an exception is something that it does."""
    try:
        return prop.seen(bench, case)
    except Raised as error:
        return Threw(error.type_name, str(error))
    except _UNREADABLE as error:
        return Threw(type(error).__name__, f"its result has a form that cannot be read ({type(error).__name__})")


def try_case(bench: Bench, prop: Property, case: Case) -> Failure | None:
    """Whether one case fails."""
    got = observe(bench, prop, case)
    expected = prop.expect(case)
    try:
        found = difference(got, expected)
    except _UNREADABLE:
        found = Difference("result", plain(expected), plain(got), "its result has a form that cannot be compared")
    return None if found is None else Failure(case, found, isinstance(got, Threw))


def search(bench: Bench, prop: Property, random_seed: int) -> Outcome:
    """Try a property on generated cases. Faults of the worker (no answer, an exit) pass through to the caller."""
    smallest: list[Failure] = []
    cases: list[Case] = []

    def now() -> float:
        return _own_time(bench)

    started = now()
    deadline = [float("inf")]
    tried, passed = [0], [0]

    def tick() -> None:
        """Looks at the clock before every draw, also before those that a filter then refuses."""
        if now() > deadline[0]:
            raise _Enough

    def body(case: Case) -> None:
        if not smallest and tried[0] >= LEAST_EXAMPLES and now() - started > GENERATE_SECONDS:
            return
        tried[0] += 1
        try:
            failure = try_case(bench, prop, case)
        except SubmissionFault as fault:
            raise _Faulted(fault) from fault
        if failure is not None:
            if not smallest:
                deadline[0] = now() + SHRINK_SECONDS
            smallest.append(failure)
            raise _Fails
        passed[0] += 1
        cases.append(case)

    # A failure is recorded; a flaky one failed at least once on exactly that case.
    try:
        with contextlib.suppress(_Fails, _Enough, Flaky):
            _run(body, prop, random_seed, (Phase.generate, Phase.shrink), tick=tick)
    except _Faulted as stopped:
        raise stopped.fault from None
    if not smallest and not 0 < passed[0] == tried[0]:
        raise UnfinishedSearch(f"property {prop.name!r}: {passed[0]} of {tried[0]} cases were decided")
    return Outcome(tried[0], tuple(cases), smallest[-1] if smallest else None)


def revisited(bench: Bench, cases: tuple[Case, ...]) -> Iterator[Case]:
    """The passed cases from the last to the first, which are the trivial ones, as long as there is time for it."""
    started = _own_time(bench)
    for number, case in enumerate(reversed(cases)):
        if number >= LEAST_EXAMPLES and _own_time(bench) - started > REVISIT_SECONDS:
            return
        yield case


def _own_time(bench: Bench) -> float:
    """The judge's and the submission's own time: a busy machine neither ends a search early nor prolongs it."""
    return time.thread_time() + bench.worker.budget.spent


def draw(prop: Property, count: int, random_seed: int) -> list[Case]:
    """Fresh cases of a property."""
    cases: list[Case] = []
    _run(cases.append, prop, random_seed, (Phase.generate,), count)
    return cases[:count]


def _clock(tick: Callable[[], None]) -> st.SearchStrategy[None]:
    return st.builds(tick)


class _Drawn:
    """A case without a long `repr`, which Hypothesis would print for every failure."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __repr__(self) -> str:
        return "case"


def _run(
    body: Callable[[Case], None],
    prop: Property,
    random_seed: int,
    phases: tuple[Phase, ...],
    examples: int | None = None,
    tick: Callable[[], None] = lambda: None,
) -> None:
    def quiet(drawn: _Drawn) -> None:
        body(drawn.case)

    runner = settings(
        max_examples=examples or prop.examples,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )(seed(random_seed)(given(st.tuples(_clock(tick), prop.cases).map(lambda pair: _Drawn(pair[1])))(quiet)))
    runner()
