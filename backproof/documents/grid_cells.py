r"""Where on a grid a claim is about, such as the cell $(x_k, x_{k+1}]$, and the steps of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backproof.answers.syntax import MINUS_ONE, ONE, ZERO, Add, All, Cases, Compare, Cond, Entry, Expr, Sym
from backproof.documents.environment import Environment, FunctionDefinition

_TURNED: Mapping[str, str] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_OTHER_SIDE: Mapping[str, str] = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_NEIGHBOURS = (
    r"{name}_\{{?(?P<low>\w)\}}?{between}{name}_\{{(?P=low)\s*\+\s*1\}}",
    r"{name}_\{{(?P<low>\w)\s*-\s*1\}}{between}{name}_\{{?(?P=low)\}}?",
)
_A_PIECE = r"(?:piece|interval|subinterval|sub-interval|cell|box|strip)"
_PIECE = re.compile(
    rf"\b(?:in|inside|within)\s+(?:of\s+)?(?:the\s+)?{_A_PIECE}\s+(?:number\s+)?\$?(?P<number>[i-n])\$?(?![\w])"
    rf"|\b(?:in|inside|within)\s+(?:of\s+)?the\s+\$?(?P<th>[i-n])\$?(?:-|\$?\^\{{?)?th\}}?\$?\s+{_A_PIECE}"
)
_STEPS_OF_BOX = (  # \\sigma(x - x_k) - \\sigma(x - x_{{k+1}}), or x_{{k-1}} and x_k
    r"x\s*-\s*{name}_(?:\{{?(?P<low>\w)\}}?|(?P<before>\{{(?P<high>\w)\s*-\s*1\}}))\s*\)\s*-[^()$]*"
    r"\(\s*x\s*-\s*{name}_(?:\{{(?P=low)\s*\+\s*1\}}|\{{?(?P=high)\}}?)"
)
_AT_MOST = r"\\leq?(?![a-z])|≤"


@dataclass(frozen=True)
class Cell:
    """The interval between two neighbouring points of a grid; `index` is that of its left end.

    left, right: whether the ends belong to it.
    named_by_right: whether the index is that of its right end, as of $(x_{k-1}, x_k]$.
    """

    index: str
    left: bool = False
    right: bool = False
    named_by_right: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """The indices of both ends."""
        k = self.index
        return (f"({k} - 1)", k) if self.named_by_right else (k, f"({k} + 1)")


def steps_of(env: Environment) -> Mapping[str, int]:
    """The functions of the page that jump from 0 to 1 at 0, each with its value there.

    One of which only the setting says that it is a step is read as the function "step".
    """
    found = {each: 0 for name, known in env.functions.items() if known == "step" for each in (name, known)}
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
        case (Add(terms), left), (Sym(high), right) if set(terms) == {Sym(high), MINUS_ONE}:
            return Cell(high, left, right, named_by_right=True)
        case None, None:
            return _cell_in_words(re.sub(r"\s+", " ", words), variable, grid)
        case _:
            return None


def piece_of(words: str, text: str, grid: str) -> Cell | None:
    """The inside of the cell that words call piece k: the box number k of the network that the page has written."""
    pieces = [*_PIECE.finditer(words)]
    steps = _STEPS_OF_BOX.format(name=re.escape(grid))
    boxes = [*re.finditer(steps, text)]
    if not pieces or not boxes:
        return None
    letter = pieces[-1]["number"] or pieces[-1]["th"]
    return Cell(letter, named_by_right=boxes[-1]["before"] is not None)


def _cell_in_words(words: str, variable: str, grid: str) -> Cell | None:
    name = re.escape(grid)
    order = rf"\s*(?:<|\\lt|{_AT_MOST})\s*"
    found: list[tuple[re.Match[str], bool]] = []
    for number, neighbours in enumerate(_NEIGHBOURS):
        within = neighbours.format(name=name, between=r"\s*,\s*")
        interval = r"[\[(\]]\s*" + within + r"\s*(?:\\right\s*)?[\])\[]"
        chain = neighbours.format(name=name, between=order + variable + order)
        between = r"\bbetween\s*\$?\s*" + neighbours.format(name=name, between=r"\s*\$?\s*and\s*\$?\s*")
        found += [(each, number > 0) for one in (interval, chain, between) for each in re.finditer(one, words)]
    if not found:
        return None
    last, of_right = max(found, key=lambda each: each[0].start())
    if last[0].startswith("between"):
        return Cell(last["low"], named_by_right=of_right)
    if last[0][0] in "[(]":
        return Cell(last["low"], last[0][0] == "[", last[0][-1] == "]", of_right)
    relations = re.findall(rf"<|\\lt|{_AT_MOST}", last[0])
    left, right = (each not in ("<", r"\lt") for each in relations[:2])
    return Cell(last["low"], left, right, of_right)
