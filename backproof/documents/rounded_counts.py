r"""Counts that a bound asks for: $M \geq \sqrt{2}/0.1 \approx 14.14$, so we take $M = 15$, as 14 is too few."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backproof.answers.syntax import Entry, Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.decimals import printed
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome
from backproof.documents.sides import Reading
from backproof.documents.statements import Statement

FAILS_BOUND = "it does not satisfy the bound before it"
_ORDERS = {"<": -1, "<=": -1, ">": 1, ">=": 1}  # towards what satisfies the bound
_CLOSING = r"[\s$,;:()\\\]]*"
_THEN = (  # what makes a value the one that the bound asks for
    r"(?:so|thus|hence|therefore|consequently|that is|that means|i\.\s?e\.|which means"
    r"|(?:we|I|you) (?:can |must |may )?"
    r"(?:take|choose|use|pick|set)|(?:take|choose|pick|rounded|rounding|round))"
)
_FOR = r"(?:\s(?:for|when|if)\s(?:an?\s|the\s)?(?:[a-z]+\s){0,3}\$[^$]{1,40}\$)?"  # for $\varepsilon = 0.1$
_CONCLUDED = re.compile(
    rf"(?:{_CLOSING}(?:[a-z ]{{0,30}}){_FOR}{_CLOSING}(?:\.\s+)?(?:and )?\b{_THEN}\b[^$.;=\d]{{0,50}}\$?\s*"
    r"|\s*\\(?:implies|Rightarrow|Longrightarrow|rightarrow)(?:\s|\\[,;:! ]|\\q?quad)*)",
    re.IGNORECASE,
)
_SO = re.compile(rf"\b{_THEN}\b", re.IGNORECASE)
_DOUBT = (
    r"not|no|never|cannot|too|would|but|however|fail\w*|about|around|approximately|roughly|almost|nearly|just|slightly"
    r"|below|short|wrong|already|smaller|fewer|less|half|twice|double|instead|otherwise|unless"
)
_ROUGHLY = re.compile(r"\b(?:about|around|approximately|roughly|almost|nearly)\b[^.;]*$", re.IGNORECASE)
_IN_DOUBT = re.compile(rf"\b(?:{_DOUBT})\b|n't\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:for|with|at|if|when|in|only|say|try|suppose|that|consider)\b", re.IGNORECASE
)  # so for another error
_OR = re.compile(r"\b(?:or|exclud\w+|separately|left out|ruled|impossible|as an?)\b|\\(?:pm|cdot|times)(?![A-Za-z])")


@dataclass(frozen=True)
class Bound:
    """`name relation number`, which begins at `start` of the page and ends at `end`."""

    name: Expr
    relation: str
    number: Expr
    start: int
    end: int


def bound_on(sides: Sequence[Reading], statement: Statement) -> Bound | None:
    r"""The bound of a chain N \geq a = b \approx c by the first of its sides that is a number; None for any other."""
    relations, name = statement.relations, sides[0]
    if relations[0] not in _ORDERS or not set(relations[1:]) <= {"=", "approx"}:
        return None
    if isinstance(name, Unreadable) or not isinstance(name[0], Sym | Entry):
        return None
    start, end = statement.sides[0].start, statement.sides[-1].end
    for n, side in enumerate(sides[1:]):
        if isinstance(side, Unreadable) or not _is_number(side[0]):
            continue
        number = side[0]
        if "approx" in relations[1 : n + 1]:  # rounded: the bound may be smaller by half a unit of the last digit
            if (shown := printed(statement.sides[n + 1].latex)) is None:
                continue
            number = Num(shown.value - _ORDERS[relations[0]] * shown.unit / 2)
        return Bound(name[0], relations[0], number, start, end)
    return None


def judge_count(
    sides: Sequence[Reading], bound: Bound | None, statement: Statement, text: str, env: Environment
) -> Outcome | None:
    """A whole number that words conclude from a bound which it does not satisfy; None for any other."""
    if (
        bound is None
        or statement.relations[0] not in ("=", ":=")
        or any(isinstance(each, Unreadable) for each in sides[:2])
    ):
        return None
    left, right = (each[0] for each in sides[:2] if not isinstance(each, Unreadable))
    if left != bound.name or not isinstance(right, Num) or right.value.denominator != 1:
        return None
    start, end = statement.sides[0].start, statement.sides[-1].end
    between = text[bound.end : start]
    behind = re.split(r"[.;]\s|\n\s*\n", text[end : end + 160])[0]
    if not _CONCLUDED.fullmatch(between) or _ELSEWHERE.search(_SO.split(between, 1)[-1]) or _OR.search(behind):
        return None
    if _IN_DOUBT.search(f"{between} {behind}") or _ROUGHLY.search(text[max(0, bound.start - 60) : bound.start]):
        return None
    found = judge_relation((right,), bound.relation, (bound.number,), (), env)
    beyond = Num(right.value + _ORDERS[bound.relation])
    rounded = judge_relation((beyond,), bound.relation[0], (bound.number,), (), env)
    if found.verdict != "refuted" or rounded.verdict != "proved":  # it is no whole number next to the bound
        return None
    return Outcome("refuted", FAILS_BOUND, found.counterexample)


def _is_number(expr: Expr) -> bool:
    return not any(isinstance(node, Sym | Entry) for node in walk(expr))
