r"""Quadratic forms: $v^T J v > 0$ for all $v \neq 0$ is wrong of J = diag(p) - p p^T, for v = (1, ..., 1) gives 0.

That a vector is not 0 says nothing else of its entries: what holds of all vectors holds of those, and a form that is 0
for one of them is not positive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.syntax import ONE, TWO, ZERO, Add, Call, Compare, Cond, Expr, Mul, Sym, Transpose, negative, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import IS_RANGE, Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.report import Counterexample

_INDEX = "i"
_SOME = re.compile(
    r"\b(?:some|exists?|there (?:is|are)|unless|except|parallel|orthogonal|perpendicular|multiples?|subspace|constant"
    r"|equal|sums?|distinct|differ\w*|if|when\w*|where\w*|whose|with|such|subject|satisf\w*|restrict\w*|cent(?:er|re)d"
    r"|zero-sum|almost|typical\w*|usual\w*|mostly)\b"
    r"|\\(?:perp|parallel|nparallel|notin|not|in|sum|exists)(?![a-z])",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|any|every|each)\b|\\forall", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;](?:\s|$)|\n\s*\n")
_REACH = 160  # characters behind a formula


def of_form(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of an open bound of a quadratic form by 0, for vectors that are not 0."""
    is_open = outcome.verdict == "undecided" or outcome.reason == IS_RANGE
    if not is_open or link.relation not in ("<", ">", "<=", ">=") or len(link.left) + len(link.right) > 2:
        return outcome
    sides = (link.left[0], link.right[0])
    form = next((each for each in sides if each != ZERO), ZERO)
    vector = _vector(form, env)
    if vector is None or ZERO not in sides or any(not _is_not_zero(each, vector) for each in link.given):
        return outcome
    if link.relation in ("<=", ">="):
        found = replace(link, conditions=(), clause=()).judged_in(env)
        return found if found.verdict == "proved" else outcome
    said = _SENTENCE.split(passage.text[passage.start : passage.start + _REACH])[0]
    before = re.split(r"[.;,:]\s|\n\s*\n", passage.said[-_REACH:])[-1]
    if _SOME.search(f"{before} {said}") or not (link.given or _ALL.search(f"{before} {said}")):
        return outcome
    for body, shown in _candidates():
        there = env.defining(Definition(vector, (_INDEX,), body))
        if judge_relation((form,), "=", (ZERO,), (), there).verdict == "proved":
            point = Counterexample(((vector, shown),), "0", "0", link.relation)
            return Outcome("refuted", f"the form is 0 for {vector} = {shown}", point)
    return outcome


def _vector(form: Expr, env: Environment) -> str | None:
    """The free vector v of v^T A v."""
    match form:
        case Mul((Transpose(Sym(name)), *_, Sym(other))) if name == other and env.arrays.get(name) == 1:
            differentiated = any(isinstance(each, Call) and each.function == "D" for each in walk(form))
            known = name in env.definitions or name in env.laws
            return None if known or differentiated else name
        case _:
            return None


def _is_not_zero(cond: Cond, vector: str) -> bool:
    """Whether a condition says that a vector is not 0, and no more."""
    match cond:
        case Compare("!=", Sym(name), other) if name == vector:
            return other in (ZERO, Sym("0"))
        case _:
            return False


def _candidates() -> Iterator[tuple[Expr, str]]:
    """Vectors for which a form may be 0, by their entries, and as they are written."""
    first, second = (Call("kronecker", (Sym(_INDEX), number)) for number in (ONE, TWO))
    yield ONE, "(1, ..., 1)"
    yield first, "(1, 0, ..., 0)"
    yield Add((first, negative(second))), "(1, -1, 0, ..., 0)"
