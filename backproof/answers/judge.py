"""The judge: are two answers equal on the whole declared domain?

First points of the domain try to refute; then the canonical form tries to prove, in every case of the indices; then
more points, far out and at higher precision.  What neither proves nor refutes is undecided.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product as combinations
from types import MappingProxyType

from backproof.answers.arrays import Grid, Meaningless, TooHard
from backproof.answers.expansion import Expander
from backproof.answers.given import Domain as Declared
from backproof.answers.given import Finite, Given, Scalar, declare
from backproof.answers.moments import (
    Unknowns,
    has_moments,
    kinds_of_names,
    refuse_finite,
    two_valued,
    two_valued_domain,
    with_domains,
)
from backproof.answers.points import Domain, critical_of
from backproof.answers.printing import entry_text, plain
from backproof.answers.proof import Proof, prove
from backproof.answers.reading import Format, Reading, guess_format, read
from backproof.answers.refutation import HIGHEST, PRECISIONS, Difference, Search, search
from backproof.answers.syntax import Entry, Expr, Fold, Sym, children, walk
from backproof.answers.tokens import Unreadable
from backproof.answers.verdicts import Counterexample, Verdict, Word
from backproof.answers.worker import judge_within

MOST_CASES = 256
_LOCK = threading.RLock()  # the precision of Arb is a global setting


@dataclass(frozen=True, slots=True)
class Case:
    """One assignment of the indices, with the scalar expressions to compare."""

    values: Mapping[str, Fraction]
    gold: Grid
    candidate: Grid
    domain: Domain


@dataclass(frozen=True, slots=True)
class Finding:
    """What comparing two trees came to."""

    verdict: Word
    reason: str
    counterexample: Counterexample | None = None
    exceptions: tuple[str, ...] = ()
    meaningless: bool = False  # a reading in which the words have no meaning


def equal(
    gold: str,
    candidate: str,
    given: Mapping[str, str] | None = None,
    setting: str | None = None,
    format: Format | None = None,
    seconds: float | None = None,
) -> Verdict:
    """Judge an answer against a reference.

    given: each name with its domain, in the vocabulary of `backproof.answers.given`.  setting: what else a name may
    mean.  format: "latex" or "text"; guessed without it.  seconds: judge in a process of its own, which is stopped
    after that time or at 512 MB (the verdict is then undecided); use it for answers from strangers.

    Raises TypeError and ValueError (`BadGiven` for a domain that is not in the vocabulary) for a bad call, never for a
    bad answer.

    >>> equal("p - y", "-(y - p)", given={"p": "in (0,1)", "y": "real"}).verdict
    'equal'
    """
    if not isinstance(gold, str) or not isinstance(candidate, str):
        raise TypeError("gold and candidate must be strings")
    if format not in (None, "latex", "text"):
        raise ValueError(f"format: {format!r} is not known; write 'latex' or 'text'")
    names = declare(given, setting)
    if seconds is not None:
        if not seconds > 0:
            raise ValueError(f"seconds: {seconds!r} is not a positive time")
        question = {"gold": gold, "candidate": candidate, "given": dict(given or {}), "setting": setting}
        return Verdict.from_json(judge_within({**question, "format": format}, seconds))
    with _LOCK:
        return _judged(gold, candidate, names, format)


def compare_trees(gold: Expr, candidate: Expr, given: Given) -> Finding:
    """Compare two trees that were read already."""
    with _LOCK:
        return _compare(gold, candidate, given)


@lru_cache(maxsize=64)
def _read_reference(gold: str, declared: tuple[tuple[str, Declared], ...], fmt: Format) -> Reading:
    """The reference, read once for all the answers that are judged against it."""
    return read(gold, Given(MappingProxyType(dict(declared))), fmt)


def _judged(gold: str, candidate: str, given: Given, fmt: Format | None) -> Verdict:
    try:
        reference = _read_reference(gold, tuple(given.domains.items()), fmt or guess_format(gold))
    except Unreadable as error:
        return _unreadable(error, "the reference cannot be read: ", None)
    try:
        answer = read(candidate, given, fmt or guess_format(candidate))
    except Unreadable as error:
        return _unreadable(error, "", candidate)
    read_as = plain(answer.readings[0])
    found = _settle(reference, answer, given)
    if answer.left is not None and found.verdict == "equal" and _contradicts(answer, given):
        return Verdict(
            "unreadable", "the two sides of this equation are not equal", None, None, 0, None,
            "write only the answer", read_as,
        )  # fmt: skip
    exceptions = ", ".join(dict.fromkeys(found.exceptions)) or None
    word: Word = found.verdict
    return Verdict(word, found.reason, found.counterexample, exceptions, read_as=read_as, tree=answer.readings[0])


def _unreadable(error: Unreadable, prefix: str, candidate: str | None) -> Verdict:
    hint = error.hint or None
    del candidate
    return Verdict("unreadable", prefix + error.reason, None, None, error.position, error.piece or None, hint)


def _settle(reference: Reading, answer: Reading, given: Given) -> Finding:
    """One finding for all readings; readings that do not agree leave the answer undecided."""
    findings = [_compare(g, c, given) for g in reference.readings for c in answer.readings]
    findings = [f for f in findings if not f.meaningless] or findings
    words = {f.verdict for f in findings}
    if len(words) == 1:
        return findings[0]
    shown = " or ".join(plain(r) for r in (answer.readings if len(answer.readings) > 1 else reference.readings))
    return Finding("undecided", f"this can be read as {shown}: add brackets")


def _contradicts(answer: Reading, given: Given) -> bool:
    assert answer.left is not None
    return any(_compare(answer.left, r, given).verdict == "different" for r in answer.readings)


def _compare(gold: Expr, candidate: Expr, given: Given) -> Finding:
    try:
        cases = list(_cases(gold, candidate, given))
        return _judge_cases(cases)
    except TooHard as error:
        return Finding("undecided", str(error), meaningless=isinstance(error, Meaningless))
    except RecursionError:
        return Finding("undecided", "nested too deep")


def _judge_cases(cases: list[Case]) -> Finding:
    found = _shapes(cases)
    if found is not None:
        return found
    entries = [(case, g, c) for case in cases for g, c in zip(case.gold.entries, case.candidate.entries, strict=True)]
    if any(has_moments(g) or has_moments(c) for _, g, c in entries):
        return _judge_moments(entries)
    states = [Search(case.domain) for case, _, _ in entries]
    few = len(entries) > 6
    for (case, g, c), state in zip(entries, states, strict=True):
        search(g, c, case.domain.small(4 if few else 12), state, PRECISIONS[0])
        if state.found is not None:
            return _different(case, state.found)
    for (case, g, c), state in zip(entries, states, strict=True):
        search(g, c, case.domain.near(critical_of(g, c), 1 if few else 3), state, PRECISIONS[0])
        if state.found is not None:
            return _different(case, state.found)
    reasons: list[str] = []
    exceptions: list[str] = []
    compared = 0
    for (case, g, c), state in zip(entries, states, strict=True):
        proof = Proof("no", "") if reasons else prove(g, c, case.domain, state.jumps)
        if proof.kind == "proved":
            exceptions += proof.exceptions
            compared += state.compared
            continue
        reasons.append(proof.reason)
        for points, bits in (
            (case.domain.far(0), PRECISIONS[0]),
            (case.domain.small(8), PRECISIONS[1]),
            (case.domain.small(30), PRECISIONS[0]),
            (case.domain.far(2), PRECISIONS[1]),
            (case.domain.small(3), HIGHEST),
        ):
            search(g, c, points, state, bits)
            if state.found is not None:
                return _different(case, state.found)
    if reasons:
        return Finding("undecided", reasons[0] or "neither proved nor refuted")
    if not compared:
        return Finding("undecided", "the reference has no value at any point that was tried")
    scope = "" if len(cases) == 1 else f" in all {len(cases)} cases of the indices"
    return Finding("equal", f"equal on the whole declared domain{scope}", None, tuple(exceptions))


def _judge_moments(entries: list[tuple[Case, Expr, Expr]]) -> Finding:
    """Both sides with their moments: refuted by one distribution, or proved for every one."""
    for case, g, c in entries:
        kinds = kinds_of_names(g, c, case.domain)
        readings = [kinds.random, kinds.random | kinds.unsure] if kinds.random and kinds.unsure else [kinds.inside]
        found = [_with_random(case, g, c, random, kinds.outside) for random in dict.fromkeys(readings)]
        if "undecided" in (words := [f.verdict for f in found]):
            return found[words.index("undecided")]
        if len(set(words)) == 2:
            names = ", ".join(entry_text(n) for n in sorted(kinds.unsure))
            sides = "random" if words[0] == "different" else "constant"
            return Finding("undecided", f"equal if {names} is {sides}, which is not declared")
        if words[0] == "different":
            return found[0]
    return Finding("equal", "equal for every distribution of the random names")


def _with_random(case: Case, gold: Expr, candidate: Expr, random: frozenset[str], outside: frozenset[str]) -> Finding:
    chances = two_valued_domain(case.domain, random, outside)
    state = Search(chances)
    g, c = two_valued(gold, random), two_valued(candidate, random)
    for points, bits in ((chances.small(12), PRECISIONS[0]), (chances.small(8), PRECISIONS[1])):
        search(g, c, points, state, bits)
        if state.found is not None:
            found = _different(case, state.found)
            return replace(found, reason=f"{found.reason} (x(1), x(2): two values of x with equal chance)")
    if not state.compared:
        return Finding("undecided", "the reference has no value at any point that was tried")
    unknowns = Unknowns(case.domain, random)
    g, c = unknowns.reduce(gold), unknowns.reduce(candidate)
    domain = with_domains(case.domain, unknowns.domains)
    proof = prove(g, c, domain, ())
    if proof.kind != "proved":
        return Finding("undecided", "neither proved for every distribution nor refuted; it may need independence")
    return Finding("equal", "")


def _shapes(cases: list[Case]) -> Finding | None:
    for case in cases:
        if case.gold.kind != case.candidate.kind and "" in (case.gold.kind, case.candidate.kind):
            return Finding("undecided", "one side is a distribution, the other is not")
        if case.gold.shape == case.candidate.shape and case.gold.kind == case.candidate.kind:
            continue
        point = next(case.domain.small(1), {})
        values = [_grid_text(g) for g in (case.gold, case.candidate)]
        named = {entry_text(n): str(v) for n, v in {**case.values, **point}.items()}
        return Finding("different", "they are of different kinds", Counterexample(named, *values))
    return None


def _grid_text(grid: Grid) -> str:
    if grid.kind:
        return f"a {grid.kind} distribution"
    return "a number" if not grid.shape else f"an array of shape {grid.shape[0]}x{grid.shape[1]}"


def _different(case: Case, difference: Difference) -> Finding:
    point = {name: str(v) for name, v in case.values.items()}
    point |= {name: str(v) for name, v in difference.point.items()}
    shown = {entry_text(name): value for name, value in sorted(point.items())}
    where = ", ".join(f"{n} = {v}" for n, v in list(shown.items())[:8]) or "everywhere"
    reason = f"at {where} the reference is {difference.gold[:40]} and the answer is {difference.candidate[:40]}"
    return Finding("different", reason, Counterexample(shown, difference.gold, difference.candidate))


def _cases(gold: Expr, candidate: Expr, given: Given) -> Iterator[Case]:
    """All assignments of the indices and of the other names with finitely many values."""
    for tree in (gold, candidate):
        refuse_finite(tree, given)
    finite = _finite_names(gold, candidate, given)
    count = 1
    for domain in finite.values():
        count *= len(domain.values)
    if count > MOST_CASES:
        raise TooHard("too many cases of the indices")
    for picked in combinations(*(d.values for d in finite.values())):
        values = dict(zip(finite, picked, strict=True))
        expander = Expander(given, values)
        left, right = expander.expand(gold, {}), expander.expand(candidate, {})
        entries = {n: d for n, d in expander.domains.items() if isinstance(d, Finite)}
        if 2 ** len(entries) * count > MOST_CASES:
            raise TooHard("too many cases of the entries")
        if not entries:
            yield Case(values, left, right, _domain(expander.domains, given))
            continue
        for more in combinations(*(d.values for d in entries.values())):
            fixed = {**values, **dict(zip(entries, more, strict=True))}
            inner = Expander(given, fixed)
            left, right = inner.expand(gold, {}), inner.expand(candidate, {})
            yield Case(fixed, left, right, _domain(inner.domains, given))


def _finite_names(gold: Expr, candidate: Expr, given: Given) -> dict[str, Finite]:
    names: dict[str, Finite] = {}
    for tree in (gold, candidate):
        for node in walk(tree):
            inner = [i.name for i in node.indices if isinstance(i, Sym)] if isinstance(node, Entry) else []
            for name in [node.name, *inner] if isinstance(node, Sym) else inner:
                domain = given.scalar(name)
                if isinstance(domain, Finite):
                    names[name] = domain
    bound = {n.var for t in (gold, candidate) for n in walk(t) if isinstance(n, Fold)}
    free = {n for n in names if n not in bound or _free(gold, n) or _free(candidate, n)}
    return {name: names[name] for name in sorted(free)}


def _free(tree: Expr, name: str) -> bool:
    """Whether a name stands outside every fold that binds it."""
    if isinstance(tree, Sym):
        return tree.name == name
    if isinstance(tree, Fold) and tree.var == name:
        return any(side is not None and _free(side, name) for side in (tree.low, tree.high))
    return any(_free(child, name) for child in children(tree))


def _domain(domains: Mapping[str, Scalar], given: Given) -> Domain:
    kept = {n: d for n, d in domains.items() if not n.startswith("#")}
    groups: list[tuple[str, ...]] = []
    for name in given.names:
        array = given.array(name)
        if array is not None and array.simplex:
            group = tuple(f"{name}[{k}]" for k in range(1, array.shape[0] + 1))
            if any(member in kept for member in group):
                kept |= {member: array.entries for member in group}
                groups.append(group)
    return Domain(kept, groups)
