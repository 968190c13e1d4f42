"""The judge: tries every property of every function in fresh workers, and alone decides.

Order of things for one function: ordinary properties, the same cases again in a fresh worker and in another order
(hidden state shows), then purity, then the edges. The first failure among the ordinary ones is the verdict.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from backproof.submissions import diagnosis, search
from backproof.submissions.assignment import Assignment, Function
from backproof.submissions.channel import (
    Budget,
    Callback,
    Died,
    Loaded,
    Misbehaved,
    Refused,
    SubmissionFault,
    TimedOut,
    WorkerClient,
)  # fmt: skip
from backproof.submissions.compare import NOT_FINITE, Difference, plain, same_numbers
from backproof.submissions.contracts.core import Bench, Contract, Edge, Kind, Property
from backproof.submissions.contracts.lending import lent_helpers
from backproof.submissions.contracts.registry import CONTRACTS
from backproof.submissions.frames import Definition, Handle, Remote
from backproof.submissions.results import FunctionResult, Report, Verdict
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.search import Failure
from backproof.submissions.sources import Source

LOAD_SECONDS = 4.0
HANGS_ALLOWED = 2
TELLING_CASES = 8  # the smallest cases fit every layout: a single unit does not tell a row from a column


@dataclass(frozen=True)
class Finding:
    """A failed property and everything there is to say about it."""

    verdict: Verdict
    diagnosis: str
    counterexample: dict[str, Any] | None
    edge: Edge | None = (
        None  # what costs only a share of the points: an edge, or right values beside a changed argument
    )


def fresh_seed() -> int:
    """A seed that no submission can foresee."""
    return secrets.randbits(32)


@dataclass
class Grading:
    """One submission being graded."""

    sandbox: Sandbox
    assignment: Assignment
    source: Source
    seed: int = field(default_factory=lambda: fresh_seed())
    loaded: Loaded | None = None
    hangs: int = 0
    checks: int = 0
    sound: set[str] = field(default_factory=set)
    flawed: set[str] = field(default_factory=set)
    unsound: set[str] = field(default_factory=set)
    output: str = ""

    def __post_init__(self) -> None:
        limits = self.assignment
        self.budget = Budget(total=limits.total_seconds, call=limits.call_seconds)

    def run(self) -> Report:
        """Grade everything. Whatever the submission does, this returns; only the grader's own failure raises."""
        started = time.monotonic()
        notes: list[str] = []
        try:
            with self._bench("", -1, {}) as opened:
                self.loaded = opened.bench.loaded
            notes += [f"while loading: {problem}" for problem in self.loaded.problems]
        except SubmissionFault as fault:
            verdict = Verdict.TIMEOUT if isinstance(fault, TimedOut) else Verdict.ERROR
            results = tuple(
                _unjudged(item.name, item, verdict, f"while loading: {fault}") for item in self._wanted(None)
            )
            return self._report(results, notes, started)
        results = tuple(self._function(function, which, label) for function, which, label in self._plan(self.loaded))
        return self._report(results, notes, started)

    def _report(self, results: tuple[FunctionResult, ...], notes: list[str], started: float) -> Report:
        return Report(
            self.source.name,
            self.assignment.name,
            results,
            tuple(notes),
            self.sandbox.isolation.sentence(),
            self.seed,
            time.monotonic() - started,
            self.output,
        )

    def _wanted(self, loaded: Loaded | None) -> list[Function]:
        return [function for function, _, _ in self._plan(loaded)]

    def _plan(self, loaded: Loaded | None) -> list[tuple[Function, int, str]]:
        """The functions of the attempted parts, with the definition that counts and the name to report."""
        defined = set() if loaded is None else set(loaded.defined)
        attempted = [part for part in self.assignment.parts if defined & set(part.marks)] or list(self.assignment.parts)
        planned = []
        for function in self.assignment.functions:
            part = next((item for item in attempted if item.name == function.part), None)
            if function.part and part is None:
                continue
            twice = sum(
                other.name == function.name and (not other.part or any(other.part == item.name for item in attempted))
                for other in self.assignment.functions
            )
            first = part is not None and part.first and len(attempted) > 1
            label = f"{function.part}.{function.name}" if twice > 1 else function.name
            planned.append((function, 0 if first else -1, label))
        return planned

    # One function.

    def _function(self, function: Function, which: int, label: str) -> FunctionResult:
        contract = CONTRACTS[function.contract](function.options)
        assert self.loaded is not None
        if contract.needs_definition and function.name not in self.loaded.defined:
            return _unjudged(label, function, Verdict.MISSING, f"no function {function.name} is defined")
        before = self.checks
        if self.hangs > HANGS_ALLOWED:
            return _unjudged(label, function, Verdict.TIMEOUT, "not tried: too many functions did not answer")
        found = self._judge(function, which, contract)
        checks = self.checks - before
        if found is None:
            self.sound.add(function.name)
            points = function.points
            return FunctionResult(label, Verdict.CORRECT, points, points, contract.caveat, checks=checks)
        self.hangs += found.verdict is Verdict.TIMEOUT
        points = 0.0
        if found.edge is None:
            self.unsound.add(function.name)
        else:
            self.sound.add(function.name)
            self.flawed.add(function.name)
            points = round(function.points * (1 - function.edge_costs[found.edge]), 6)
        return FunctionResult(
            label, found.verdict, points, function.points, found.diagnosis, found.counterexample, checks
        )

    def _judge(self, function: Function, which: int, contract: Contract) -> Finding | None:
        convention = contract.conventions[0]
        if len(contract.conventions) > 1:
            convention = self._convention(function, which, contract)
        dearest: Finding | None = None
        for prop in contract.properties:
            if prop.kind is Kind.PROBE or (prop.kind is Kind.EDGE and self._spared(function, prop, dearest)):
                continue
            found = self._property(function, which, contract, prop, convention)
            if found is not None and found.edge is None:
                return found
            if found is not None and (dearest is None or _weight(function, dearest) < _weight(function, found)):
                dearest = found
        return dearest

    def _spared(self, function: Function, prop: Property, dearest: Finding | None) -> bool:
        """Whether an edge need not be tried: one of this cost was found, or the mistake is another function's."""
        if self.flawed & prop.excused_by - {function.name}:
            return True
        return dearest is not None and function.edge_costs[prop.edge] <= _weight(function, dearest)[0]

    def _convention(self, function: Function, which: int, contract: Contract) -> Any:
        """The first convention under which the first property's cases come out right, else one that does not raise."""
        prop = contract.properties[0]
        cases = search.draw(prop, TELLING_CASES, self.seed)
        quiet: list[Any] = []
        for convention in contract.conventions:
            try:
                with self._bench(function.name, which, function.options) as opened:
                    bench = replace(opened.bench, convention=convention)
                    tried = (search.try_case(bench, prop, case) for case in cases)
                    failure = next((found for found in tried if found is not None), None)
            except SubmissionFault:
                continue
            if failure is None:
                return convention
            if not failure.raised:
                quiet.append(convention)
        return (quiet or list(contract.conventions))[0]

    def _property(
        self, function: Function, which: int, contract: Contract, prop: Property, convention: Any
    ) -> Finding | None:
        edge = prop.kind is Kind.EDGE
        try:
            with self._bench(function.name, which, function.options) as opened:
                bench = replace(opened.bench, convention=convention)
                outcome = search.search(bench, prop, self.seed)
                self.checks += outcome.tried
                impure = None if outcome.failure else self._impurity(bench, prop, outcome.cases)
            if outcome.failure is None:
                return impure if edge else self._replay(function, which, prop, convention, outcome.cases) or impure
            return self._explain(function, which, contract, prop, convention, outcome.failure)
        except SubmissionFault as fault:
            return _fault(fault, prop)

    def _replay(
        self, function: Function, which: int, prop: Property, convention: Any, cases: tuple[Any, ...]
    ) -> Finding | None:
        with self._bench(function.name, which, function.options) as opened:
            bench = replace(opened.bench, convention=convention)
            for case in search.revisited(bench, cases):
                failure = search.try_case(bench, prop, case)
                if failure is not None:
                    text = "the answer depends on what was called before: the same case was right at first"
                    return Finding(Verdict.WRONG, text, counterexample(bench, prop, failure))
        return None

    def _impurity(self, bench: Bench, prop: Property, cases: tuple[Any, ...]) -> Finding | None:
        """A case that shows a changed argument, the first in the order of drawing, which is the order of size.

        Looked for from the last case on: on the first ones, zeros mostly, `x -= x.max()` changes nothing.
        """
        seen = (self._changed(bench, prop, case) for case in search.revisited(bench, cases))
        found = next(filter(None, seen), None)
        if found is None:
            return None
        smaller = (self._changed(bench, prop, case) for case in cases)
        return next(filter(None, smaller), found)  # one that changed an argument once has done so

    def _changed(self, bench: Bench, prop: Property, case: Any) -> Finding | None:
        """Call with arguments that stay in the worker; afterwards they must be what they were."""
        arguments = prop.call(bench, case)
        if arguments is None:
            return None
        held = [item if isinstance(item, Handle) else bench.worker.store(item) for item in arguments]
        bench.call(*held)
        for position, (handle, original) in enumerate(zip(held, arguments, strict=True), start=1):
            if not _of_numbers(original):
                continue
            now = bench.worker.fetch(handle)
            if not same_numbers(now, original):
                shown = {"call": shown_call(bench, prop, case), "expected": plain(original), "got": plain(now)}
                text = f"the values are right, but the function changes its argument {position}; work on a copy"
                return Finding(Verdict.WRONG, text, shown, Edge.MUTATION)
        return None

    def _explain(
        self, function: Function, which: int, contract: Contract, prop: Property, convention: Any, failure: Failure
    ) -> Finding:
        edge = prop.kind is Kind.EDGE
        with self._bench(function.name, which, function.options) as opened:
            bench = replace(opened.bench, convention=convention)
            named = None if edge else diagnosis.diagnose(bench, contract, prop, self.seed + 1)
            shown = counterexample(bench, prop, failure)
        if named is not None:
            return Finding(Verdict.WRONG, f"{named.says} ({named.name}). The book: {named.law}", shown)
        if edge:
            # The remark explains NaN, infinity and exceptions; of another wrong value it would be a guess.
            explained = prop.remark and (failure.raised or failure.difference.reason == NOT_FINITE)
            text = prop.remark if explained else f"{failure.difference.reason} at the edge: {prop.name}"
            return Finding(Verdict.EDGE, text, shown, prop.edge)
        if failure.raised:
            return Finding(Verdict.ERROR, f"it raised {failure.difference.got}", shown)
        return Finding(Verdict.WRONG, "", shown)

    # Workers.

    def _bench(self, name: str, which: int, options: Mapping[str, Any]) -> "_Opened":
        return _Opened(self, name, which, options)


class _Opened:
    """A fresh worker with the submission loaded, killed on the way out."""

    def __init__(self, grading: Grading, name: str, which: int, options: Mapping[str, Any]) -> None:
        self.grading, self.name, self.which, self.options = grading, name, which, options

    def __enter__(self) -> "_Opened":
        grading = self.grading
        loaded, callbacks = self._open()
        self.bench = Bench(
            self.worker,
            loaded,
            self.name,
            self.which,
            self.options,
            callbacks,
            sound=frozenset(grading.sound),
            flawed=frozenset(grading.flawed),
            unsound=frozenset(grading.unsound),
            renew=self._renewed,
        )
        return self

    def _open(self) -> tuple[Loaded, dict[int, Callback]]:
        """Start a worker and load the submission into it."""
        grading = self.grading
        self.worker = grading.sandbox.spawn(Budget(total=LOAD_SECONDS, call=LOAD_SECONDS))
        try:
            callbacks: dict[int, Callback] = {}
            lends = {}
            for number, (lent, function) in enumerate(_lent(grading.assignment), start=1):
                # A lent helper must not answer for the submission's own function of that name.
                callbacks[number] = _withheld if lent == self.name else function
                lends[lent] = Remote(number)
            before = min(LOAD_SECONDS, grading.budget.total)
            self.worker.budget = Budget(total=before, call=before)
            loaded = self.worker.load(
                grading.source.cells,
                notebook=grading.source.notebook,
                companions=grading.source.companions,
                skip=grading.loaded.skippable if grading.loaded else (),
                lends=lends,
                callbacks=callbacks,
            )
            grading.budget.charge(self.worker.budget.spent, self.worker.budget.starved)
            self.worker.budget = grading.budget
        except BaseException:
            self.worker.close()
            raise
        return loaded, callbacks

    def _renewed(self) -> WorkerClient:
        """Another fresh worker in place of this one: nothing that the submission remembers is left."""
        self.worker.close()
        self._open()
        return self.worker

    def __exit__(self, *exception: object) -> None:
        if not self.grading.output:
            self.grading.output = self.worker.text.decode("utf-8", "replace")
        self.worker.close()


def _lent(assignment: Assignment) -> list[tuple[str, Callback]]:
    return [(function.name, lent_helpers()[function.contract]) for function in assignment.functions if function.lend]


def _withheld(arguments: list[Any]) -> Any:
    raise Refused("the judge's helper is not lent to the function that it would answer for")


def _unjudged(label: str, function: Function, verdict: Verdict, why: str) -> FunctionResult:
    return FunctionResult(label, verdict, 0.0, function.points, why)


def _weight(function: Function, found: Finding) -> tuple[float, bool]:
    """What a failing costs; of two that cost the same, the one on ordinary input is said."""
    assert found.edge is not None
    return function.edge_costs[found.edge], found.verdict is Verdict.WRONG


def _of_numbers(value: Any) -> bool:
    """Whether an argument consists of numbers alone: functions and caches are not compared."""
    match value:
        case list() | tuple():
            return all(_of_numbers(item) for item in value)
        case Remote() | Handle() | Definition():
            return False
        case _:
            return True


def _fault(fault: SubmissionFault, prop: Property) -> Finding:
    verdict = Verdict.TIMEOUT if isinstance(fault, TimedOut) else Verdict.ERROR
    match fault:
        case TimedOut() | Died() | Misbehaved():
            pass
        case _:
            verdict = Verdict.ERROR
    if prop.kind is Kind.EDGE:
        return Finding(Verdict.EDGE, str(fault), None, prop.edge)
    return Finding(verdict, str(fault), None)


def shown_call(bench: Bench, prop: Property, case: Any) -> str:
    """The call as a person would write it."""
    if prop.show is not None:
        return prop.show(case)
    arguments = prop.arguments(case) if prop.arguments is not None else [case]
    return f"{bench.name}({', '.join(str(plain(item)) for item in arguments)})"


def counterexample(bench: Bench, prop: Property, failure: Failure) -> dict[str, Any]:
    """A failure as the report shows it."""
    difference: Difference = failure.difference
    return {
        "call": shown_call(bench, prop, failure.case)[:2000],
        "where": difference.where,
        "expected": difference.expected,
        "got": difference.got,
        "reason": difference.reason,
        "property": prop.name,
    }
