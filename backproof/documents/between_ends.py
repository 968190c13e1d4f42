r"""What an antiderivative comes to between the ends of an interval: $\left[ w^3/3 \right]_{-a}^{a}$, $F(x) \Big|_0^1$.

The name that the ends are put in for is the one that stands in the bracket and in none of the ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.syntax import Add, Div, Entry, Expr, Num, Pow, Sym, negative, walk
from backproof.documents.dimensions import replaced

_LEFT = r"(?:\\left|\\[bB]igg?l?)\s*"
_OPENING = re.compile(rf"(?P<dot>\\left\s*\.)|(?:{_LEFT})?\[")
_RIGHT = re.compile(r"\\(?:right|[bB]igg?[rm]?)\s*$")
_BAR = re.compile(r"\\(?:left|right)(?![A-Za-z])")
_CLOSING_BAR = re.compile(r"\\right\s*(?:\||\\vert|\\rvert)")
_SCRIPT = r"\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|\w"
_ENDS = re.compile(
    rf"\s*(?:_\s*(?P<low>{_SCRIPT})\s*\^\s*(?P<high>{_SCRIPT})|\^\s*(?P<high2>{_SCRIPT})\s*_\s*(?P<low2>{_SCRIPT}))"
)


@dataclass(frozen=True)
class Ends:
    """The parts of `[F]_a^b`: what stands in the bracket and its ends, with their offsets; `end` is behind it all."""

    inside: tuple[str, int]
    low: tuple[str, int]
    high: tuple[str, int]
    end: int


def between_ends(text: str, at: int) -> Ends | None:
    """The bracket with both ends that begins at an offset; None where none does."""
    opening = _OPENING.match(text, at)
    if opening is None:
        return None
    closing = _closing_bar(text, opening.end()) if opening["dot"] else _closing_bracket(text, opening.end())
    if closing is None:
        return None
    last, behind = closing
    found = _ENDS.match(text, behind)
    if found is None:
        return None
    low, high = ("low", "high") if found["low"] is not None else ("low2", "high2")
    inside = _RIGHT.sub("", text[opening.end() : last])
    parts = [(found[name].removeprefix("{").removesuffix("}"), found.start(name)) for name in (low, high)]
    return Ends((inside, opening.end()), parts[0], parts[1], found.end())


def _closing_bracket(text: str, at: int) -> tuple[int, int] | None:
    level, n = 1, at
    while n < len(text):
        if text[n] == "\\" and n + 1 < len(text) and not text[n + 1].isalpha():
            n += 2
            continue
        level += (text[n] in "([{") - (text[n] in ")]}")
        if level == 0:
            return (n, n + 1) if text[n] == "]" else None
        n += 1
    return None


def _closing_bar(text: str, at: int) -> tuple[int, int] | None:
    """Where the `\\right|` stands that belongs to a `\\left.`."""
    level = 1
    for found in _BAR.finditer(text, at):
        level += 1 if found[0] == r"\left" else -1
        if level == 0:
            bar = _CLOSING_BAR.match(text, found.start())
            return None if bar is None else (bar.start(), bar.end())
    return None


def difference(inside: Expr, low: Expr, high: Expr) -> Expr | str:
    """F(b) - F(a), or the words why it cannot be read."""
    if Sym("infty") in (low, high) or any(node == Sym("infty") for end in (low, high) for node in walk(end)):
        return "an end of this bracket is infinite"
    outside = {node.name for end in (low, high) for node in walk(end) if isinstance(node, Sym)}
    names = {node.name for node in walk(inside) if isinstance(node, Sym)} - outside
    indexed = any(isinstance(node, Entry) for node in walk(inside))
    if len(names) != 1 or indexed:
        return "it is not said for which name the ends are put in"
    (name,) = names
    return Add((replaced(inside, {name: high}), negative(replaced(inside, {name: low}))))


def is_an_entry_squared(inside: Expr, low: Expr, high: Expr) -> bool:
    """Whether the bracket rather is an entry and a power: `[x]_i^2`, `[W x]_1^2`."""
    power = (isinstance(high, Num) and high.value == Fraction(2)) or high == Sym("T")
    antiderivative = any(isinstance(node, Pow | Div) for node in walk(inside))
    return power and not (isinstance(low, Num) and antiderivative)
