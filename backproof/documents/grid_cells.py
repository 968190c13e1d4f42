r"""Where on a grid a claim is about, such as the cell $(x_k, x_{k+1}]$, and the steps of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backproof.answers.syntax import ONE, ZERO, Add, All, Cases, Compare, Cond, Entry, Expr, Sym
from backproof.documents.environment import Environment, FunctionDefinition

_TURNED: Mapping[str, str] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_OTHER_SIDE: Mapping[str, str] = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_NEIGHBOURS = r"{name}_\{{?(?P<low>\w)\}}?{between}{name}_\{{(?P=low)\s*\+\s*1\}}"
_AT_MOST = r"\\leq?(?![a-z])|≤"


@dataclass(frozen=True)
class Cell:
    """The interval between two neighbouring points of a grid; `index` is that of its left end.

    left, right: whether the ends belong to it.
    """

    index: str
    left: bool = False
    right: bool = False


def steps_of(env: Environment) -> Mapping[str, int]:
    """The functions of the page that jump from 0 to 1 at 0, each with its value there."""
    found = {name: 0 for name, known in env.functions.items() if known == "step"}
    for name, known in env.functions.items():
        if isinstance(known, FunctionDefinition) and isinstance(known.body, Cases):
            value = _at_jump(known.body, Sym(known.parameter))
            if value is not None:
                found[name] = value
    return found


def _at_jump(body: Cases, inside: Sym) -> int | None:
    """The value at 0 of cases that are 1 on the right of 0 and 0 on the left; None for any others."""
    first, value = body.branches[0]
    if not isinstance(first, Compare) or (first.left, first.right) != (inside, ZERO):
        return None
    match body.branches[1:], body.otherwise:
        case (), rest if rest is not None:
            pass
        case ((Compare(relation, left, right), rest),), None:
            if (left, right) != (inside, ZERO) or relation != _OTHER_SIDE.get(first.relation):
                return None
        case _:
            return None
    table: Mapping[tuple[str, Expr, Expr], int] = {
        (">", ONE, ZERO): 0,
        (">=", ONE, ZERO): 1,
        ("<", ZERO, ONE): 1,
        ("<=", ZERO, ONE): 0,
    }
    return table.get((first.relation, value, rest))


def cell_of(conditions: Iterable[Cond], words: str, variable: str, grid: str) -> Cell | None:
    """The cell of which the conditions of a claim speak, or the last one that the words before it name."""
    ends: dict[str, tuple[Expr, bool]] = {}
    for cond in conditions:
        for each in cond.parts if isinstance(cond, All) else (cond,):
            match each:
                case Compare(("<" | "<=") as relation, Entry(family, (index,)), Sym(name)) if name == variable:
                    if family == grid:
                        ends["left"] = index, relation == "<="
                case Compare(("<" | "<=") as relation, Sym(name), Entry(family, (index,))) if name == variable:
                    if family == grid:
                        ends["right"] = index, relation == "<="
                case _:
                    pass
    match ends.get("left"), ends.get("right"):
        case (Sym(low), left), (Add(terms), right) if set(terms) == {Sym(low), ONE}:
            return Cell(low, left, right)
        case None, None:
            return _cell_in_words(re.sub(r"\s+", " ", words), variable, grid)
        case _:
            return None


def _cell_in_words(words: str, variable: str, grid: str) -> Cell | None:
    name = re.escape(grid)
    interval = r"[\[(\]]\s*" + _NEIGHBOURS.format(name=name, between=r"\s*,\s*") + r"\s*(?:\\right\s*)?[\])\[]"
    chain = _NEIGHBOURS.format(name=name, between=rf"\s*(?:<|\\lt|{_AT_MOST})\s*{variable}\s*(?:<|\\lt|{_AT_MOST})\s*")
    found = [*re.finditer(interval, words), *re.finditer(chain, words)]
    if not found:
        return None
    last = max(found, key=lambda each: each.start())
    if last[0][0] in "[(]":
        return Cell(last["low"], last[0][0] == "[", last[0][-1] == "]")
    relations = re.findall(rf"<|\\lt|{_AT_MOST}", last[0])
    return Cell(last["low"], *(each not in ("<", r"\lt") for each in relations[:2]))
