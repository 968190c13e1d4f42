"""Restrictions in plain words behind a formula, where no dollar signs mark them.

$f'(z) = 1$ if z > 0 and 0 if z < 0          one statement, by cases
$f(x) = h$ if x > 0                          a condition
$f'(z) = 1$ when the neuron is active        a condition that is not understood: the formula is never called wrong
$E[f(u)] = 0$ for symmetric $u$              the same
$h_1 + h_2 = 2$ inside of the box            the same
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.documents.clauses import by_cases
from backproof.documents.statements import Side, Statement

_RELATION = r"(?:<=|>=|!=|==?|<|>|≤|≥|≠)"
_PLAIN = rf"[A-Za-z](?:_[A-Za-z0-9])?\s*{_RELATION}\s*-?(?:\d+(?:\.\d+)?|[A-Za-z](?:_[A-Za-z0-9])?)(?![\w$])"
_IF = r"(?:if|when|whenever|for(?:\s+(?:all|any|every|each))?)"
_CONDITION = re.compile(rf"\s*,?\s*{_IF}\s+(?P<condition>{_PLAIN})")
_OTHER_CASE = re.compile(
    rf"\s*,?\s*(?:and|but|or)?\s*(?P<value>-?\d+)\s+(?:{_IF}\s+(?P<condition>{_PLAIN})|(?:otherwise|else|elsewhere)(?![A-Za-z]))"
)
GREEK = "alpha|beta|gamma|delta|varepsilon|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|omega|Delta"
_SPELLED = {"<=": r"\leq", ">=": r"\geq", "!=": r"\neq", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "==": "="}
_OF_KIND = re.compile(
    r"\s*,?\s*(?P<words>for\s+(?:(?:an?|all|any|every|each)\s+)?(?:[a-z-]+\s+)?(?:symmetric|cent(?:ered|red)|zero-mean|unbiased|gaussian"
    r"|normal|uniform|standardi[sz]ed|normali[sz]ed|orthogonal|orthonormal|invertible|diagonal|square|one-hot|balanced|small"
    r"|large|positive|negative|non-?negative|non-?zero|even|odd|convex|linear|unit|equal|identical|constant|saturated)\b"
    r"(?:\s+[a-z]+){0,2})\s*(?:\$|[.,;]|\Z)",
    re.IGNORECASE,
)
_DIAGONAL = re.compile(
    r"[\s,(]*(?:(?:is|are|only|all|and)\s+)*(?P<which>on|off|outside|away from)\s+the\s+(?:main\s+)?diagonal\b"
)
_BEFORE_DIAGONAL = re.compile(
    r"\b(?P<which>on|off|outside|away from)(?:\s+the\s+(?:main\s+)?|[\s-]+)diagonal\b"
    r"(?=[^.;:$\n]{0,60}:?[\s*]*\$*\s*\Z)",
    re.IGNORECASE,
)
_DERIVATIVE = re.compile(
    r"\\(?:d?frac)\s*\{\s*(?:\\partial|d)(?P<of>.*?)\}\s*\{\s*(?:\\partial|d)(?P<by>.*?)\}\s*\Z", re.DOTALL
)
_INDEX = re.compile(r"_\s*(?:\{\s*(?P<one>[a-z])\s*\}|(?P<other>[a-z]))")
_ENTRY = re.compile(r"_\s*\{\s*(?P<row>[a-z])\s*,?\s*(?P<column>[a-z])\s*\}\s*\Z")
_UNREAD = re.compile(
    r"\s*,?\s*(?P<words>(?:only\s+)?(?:if|when|whenever|unless|provided|as long as)\s+"
    r"(?!(?:we|you|one|I)\b)(?!and only)[A-Za-z][^.$;:\n]{2,60})"
)
_PARTS = (
    r"(?:the|its|this|that|every|an?)\s+(?:\w+\s+){0,2}"
    r"(?:box|boxes|interval|region|cell|cube|hypercube|square|rectangle|bump|step|steps|jump|jumps|edge|edges|ends?"
    r"|boundary|boundaries|border|thresholds?|middle|strip|plateau|support|corner|corners|centre|center|line|side|sides)\b"
)
_PLACE = re.compile(
    r"\s*,?\s*(?P<words>(?:(?:only|everywhere|but|just)\s+)?"
    r"(?:(?:inside|outside|within|between|beyond|left|right|on|in|at|before|behind|after)(?:\s+(?:of|both|either|each|all))*"
    rf"\s+{_PARTS}|(?:inside|outside|elsewhere|everywhere else)\b))"
)
_OPENS_NEXT = re.compile(r"(?:\s+of\s+(?:it|this|them|these))?\s*:?\s*\Z")  # up to the next formula
_PLACE_BEFORE = re.compile(
    rf"\b(?:inside|outside|within|between|beyond|before|behind|left|right)(?:\s+of)?\s+{_PARTS}"
    r"|\b(?:to\s+the\s+)?(?:left|right)\s+of\s*(?:it\b|\$|that\b)",
    re.IGNORECASE,
)


def says_where(sentence: str) -> bool:
    """Whether the words before a formula say on which part of the line it is said: "left of the box, ..."."""
    return _PLACE_BEFORE.search(sentence) is not None


def restricted_by_words(statement: Statement, after: str) -> Statement:
    """The statement under the condition with which the words go on, if there is one."""
    if not statement.relations or statement.conditions:
        return statement
    if (diagonal := _on_or_off_diagonal(statement, after)) is not None:
        return replace(statement, conditions=(diagonal,))
    found = _CONDITION.match(after)
    if found is None:
        place = _PLACE.match(after)
        if place is not None and place[0].lstrip().startswith(",") and _OPENS_NEXT.match(after, place.end()):
            place = None  # "outside of it $r = 1$, inside of it $r = 2$"
        unread = _UNREAD.match(after) or _OF_KIND.match(after) or place
        return statement if unread is None else replace(statement, clause=(*statement.clause, unread["words"].strip()))
    condition, rest = spelled(found["condition"]), after[found.end() :]
    other = _OTHER_CASE.match(rest)
    if set(statement.relations) == {"="} and other is not None:
        value = statement.sides[-1]
        second = spelled(other["condition"]) if other["condition"] else r"\text{otherwise}"
        rows = rf"{value.latex} & {condition} \\ {other['value']} & {second}"
        cases = Side(value.start, value.end, rf"\begin{{cases}} {rows} \end{{cases}}")
        return replace(statement, sides=(*statement.sides[:-1], cases))
    return by_cases(statement, condition, rest) or replace(statement, conditions=(condition,))


def behind_diagonal(statement: Statement, before: str) -> Statement:
    """The statement under the condition of "off the diagonal $J_{ij} = ...$", if words before it say so."""
    said = [*_BEFORE_DIAGONAL.finditer(before)]
    if not said or not statement.relations or statement.conditions:
        return statement
    diagonal = _of_indices(statement, said[-1]["which"])
    return statement if diagonal is None else replace(statement, conditions=(diagonal,))


def _on_or_off_diagonal(statement: Statement, after: str) -> str | None:
    r"""`i \neq j`, of "$\frac{\partial y_i}{\partial z_j} = -y_i y_j$ off the diagonal"; None without such words."""
    said = _DIAGONAL.match(after.removeprefix("$"))
    return None if said is None else _of_indices(statement, said["which"])


def _of_indices(statement: Statement, which: str) -> str | None:
    """The condition on the two indices of the left-hand side."""
    left = statement.sides[0].latex
    if (entry := _ENTRY.search(left)) is not None:
        row, column = entry["row"], entry["column"]
    elif (derivative := _DERIVATIVE.search(left)) is not None:
        one, other = (_INDEX.search(derivative[part]) for part in ("of", "by"))
        if one is None or other is None:
            return None
        row, column = (each["one"] or each["other"] for each in (one, other))
    else:
        return None
    if row == column:
        return None
    return f"{row} = {column}" if which == "on" else rf"{row} \neq {column}"


def spelled(condition: str) -> str:
    """A condition in plain text as LaTeX."""
    condition = re.sub(rf"(?<![A-Za-z\\])(?=(?:{GREEK})(?![A-Za-z]))", r"\\", condition)
    return re.sub(_RELATION, lambda found: f" {_SPELLED.get(found[0], found[0])} ", condition)
