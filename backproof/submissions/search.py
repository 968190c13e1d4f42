"""Trying a property: generate cases, find a failing one, shrink it to something a person can follow by hand."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky

from backproof.submissions.channel import Raised
from backproof.submissions.compare import Difference, Threw, difference
from backproof.submissions.contracts.core import Bench, Case, Property

SHRINK_SECONDS = 1.5
GENERATE_SECONDS = 2.5
LEAST_EXAMPLES = 8
REPLAYED = 6


@dataclass(frozen=True)
class Failure:
    """The smallest failing case found, and what was wrong with it."""

    case: Case
    difference: Difference
    raised: bool


@dataclass(frozen=True)
class Outcome:
    """The result of trying a property: how many cases, some of them for a replay, and a failure or None."""

    tried: int
    cases: tuple[Case, ...]
    failure: Failure | None


class _Fails(Exception):
    """A case failed. Hypothesis shrinks it."""


class _Enough(BaseException):
    """The time for shrinking is over."""


def observe(bench: Bench, prop: Property, case: Case) -> Any:
    """What the submission does; an exception is something that it does."""
    try:
        return prop.seen(bench, case)
    except Raised as error:
        return Threw(error.type_name, str(error))


def try_case(bench: Bench, prop: Property, case: Case) -> Failure | None:
    """Whether one case fails."""
    got = observe(bench, prop, case)
    found = difference(got, prop.expect(case))
    return None if found is None else Failure(case, found, isinstance(got, Threw))


def search(bench: Bench, prop: Property, random_seed: int) -> Outcome:
    """Try a property on generated cases. Faults of the worker (no answer, an exit) pass through to the caller."""
    smallest: list[Failure] = []
    cases: list[Case] = []
    started = time.monotonic()
    deadline = [float("inf")]
    tried = [0]

    def body(case: Case) -> None:
        now = time.monotonic()
        if now > deadline[0]:
            raise _Enough
        if not smallest and tried[0] >= LEAST_EXAMPLES and now - started > GENERATE_SECONDS:
            return
        tried[0] += 1
        failure = try_case(bench, prop, case)
        if failure is not None:
            if not smallest:
                deadline[0] = time.monotonic() + SHRINK_SECONDS
            smallest.append(failure)
            raise _Fails
        if len(cases) < REPLAYED:
            cases.append(case)

    # The failure is recorded; a flaky one failed at least once on exactly that case.
    with contextlib.suppress(_Fails, _Enough, Flaky):
        _run(body, prop, random_seed, (Phase.generate, Phase.shrink))
    return Outcome(tried[0], tuple(cases), smallest[-1] if smallest else None)


def draw(prop: Property, count: int, random_seed: int) -> list[Case]:
    """Fresh cases of a property."""
    cases: list[Case] = []
    _run(cases.append, prop, random_seed, (Phase.generate,), count)
    return cases[:count]


def _run(
    body: Callable[[Case], None],
    prop: Property,
    random_seed: int,
    phases: tuple[Phase, ...],
    examples: int | None = None,
) -> None:
    def quiet(case: Case) -> None:
        body(case)

    runner = settings(
        max_examples=examples or prop.examples,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )(seed(random_seed)(given(prop.cases)(quiet)))
    runner()
