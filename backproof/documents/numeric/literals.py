r"""Literal arrays in LaTeX: \begin{bmatrix} 1 & 2 \end{bmatrix}, (1, 2, 3)^T, [1, 2, 3], [[1, 2], [3, 4]].

Each is taken out of its side, and a mark stands in its place, so that the rest is read like any formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN = r"(?:\\left\s*|\\[bB]igg?l?\s*)?(?P<open>[\[(])"
_MATRIX = re.compile(
    r"(?:(?:\\left\s*|\\[bB]igg?l?\s*)?(?P<open>[\[(|])\s*)?"
    r"\\begin\{(?P<kind>[bpvBV]?matrix\*?|smallmatrix|array)\}\s*(?:\{[lcr|@ ]*\}|\[[lcr]\])?(?P<body>.*?)"
    r"\\end\{(?P=kind)\}(?:\s*(?:\\right\s*|\\[bB]igg?r?\s*)?(?P<close>[\])|]))?",
    re.DOTALL,
)
_BRACKET = re.compile(_OPEN)
_ENTRY = r"[-+]?\s*(?:\d|\.\d|\\d?frac|\\tfrac|\\text|[A-Za-z\\(-])"
_BEFORE = re.compile(  # what may stand before a list: (1, 2) behind a name holds the arguments of a function
    r"(?:^|[-+*/=<>,;&({\[|]|\d|\\(?:cdot|times|odot|circ|quad|qquad|approx|left|leftarrow|lVert|\||[,;:! ])"
    r"|\\(?:text|operatorname|mathrm)\s*\{[^{}]*\}\s*(?:\\left\s*)?\()\s*$"
)
_UP = re.compile(r"\s*\^\s*(?:\{\s*)?(?:T|\\top|\\intercal|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?)(?:\s*\})?")
_SPACE = re.compile(r"\\(?:[,;:! ]|q?quad\b)|~")
_NUMBER = r"[-+]?\s*(?:\d+(?:\.\d+)?|\.\d+|\(\s*-\s*\d+(?:\.\d+)?\s*\))"
_PLAIN = re.compile(rf"\s*{_NUMBER}(?:\s*(?:[-+*/]|\\cdot)?\s*{_NUMBER})*\s*")  # 2, 1/2, 2 - 1


@dataclass(frozen=True)
class Literal:
    """An array as it is written: the LaTeX of its entries, row by row.

    listed: (1, 2), of which it is not said whether it is a column.
    """

    rows: tuple[tuple[str, ...], ...]
    listed: bool = False


@dataclass(frozen=True)
class Marked:
    """A side in which a mark stands for each literal array."""

    latex: str
    literals: tuple[tuple[str, Literal], ...]


def mark(n: int) -> str:
    """The name that stands for the literal n: literala, ..., literalz, literalba, ..."""
    letters = ""
    while n or not letters:
        n, last = divmod(n, 26)
        letters = chr(ord("a") + last) + letters
    return "literal" + letters


def marked(latex: str, first: int = 0) -> Marked:
    """The side with marks for its arrays; the first mark is that of the number `first`."""
    found: list[tuple[str, Literal]] = []
    at = 0
    while at < len(latex):
        matrix = _MATRIX.match(latex, at)
        if matrix is not None and matrix["kind"] == "array" and matrix["open"] is None:
            matrix = None
        literal, end = (None, at) if matrix is None else (_matrix(matrix["body"]), matrix.end())
        if matrix is not None and matrix["open"] is None and matrix["close"] is not None:
            end = matrix.end() - len(matrix["close"])
            end = latex.rindex("}", 0, end) + 1
        if literal is None and (bracket := _BRACKET.match(latex, at)) is not None:
            literal, end = _listed(latex, bracket)
        if literal is None:
            at += 1
            continue
        name = mark(first + len(found))
        if literal.listed and (up := _UP.match(latex, end)) is not None:
            literal, end = Literal(tuple(zip(*literal.rows, strict=True))), up.end()
        found.append((name, literal))
        put = rf" \text{{{name}}} "
        latex = latex[:at] + put + latex[end:]
        at += len(put)
    return Marked(latex, tuple(found))


def is_of_numbers(latex: str) -> bool:
    """Whether a side is one array of plain numbers, and nothing else."""
    found = marked(re.sub(r"\s*\.\s*$", "", latex))
    return (
        len(found.literals) == 1
        and found.latex.strip() == rf"\text{{{found.literals[0][0]}}}"
        and all(_PLAIN.fullmatch(each) for row in found.literals[0][1].rows for each in row)
    )


def _matrix(body: str) -> Literal | None:
    if r"\begin" in body or r"\dots" in body or r"\vdots" in body or r"\cdots" in body or r"\ddots" in body:
        return None
    rows = [row for row in _cut(re.sub(r"\\hline", "", body), r"\\\\(?:\s*\[[^\]]*\])?") if row.strip()]
    return _rectangular([tuple(each.strip() for each in _cut(row, "&")) for row in rows], False)


def _rectangular(rows: list[tuple[str, ...]], listed: bool) -> Literal | None:
    if not rows or len({len(row) for row in rows}) != 1 or not all(each for row in rows for each in row):
        return None
    return Literal(tuple(rows), listed)


def _listed(latex: str, bracket: re.Match[str]) -> tuple[Literal | None, int]:
    """(a, b, c), [a, b], [[a, b], [c, d]], [a, b; c, d] from a bracket on; where it ends."""
    inside, end = _inside(latex, bracket.start("open"))
    if inside is None or not _BEFORE.search(latex[: bracket.start()]):
        return None, end
    nested = [each.strip() for each in _cut(inside, ",")]
    if len(nested) > 1 and all(re.fullmatch(r"\[.*\]", each, re.DOTALL) for each in nested):
        return _rectangular([tuple(one.strip() for one in _cut(each[1:-1], ",")) for each in nested], False), end
    rows = [tuple(_SPACE.sub(" ", each).strip() for each in _cut(row, ",")) for row in _cut(inside, ";")]
    if len(rows) == 1 and len(rows[0]) < 2:
        return None, end
    if not all(
        re.match(_ENTRY, each) and not re.search(r"[<>=]|\\(?:in|to|dots|ldots|cdots)\b", each)
        for row in rows
        for each in row
    ):
        return None, end
    return _rectangular(rows, len(rows) == 1), end


def _inside(latex: str, start: int) -> tuple[str | None, int]:
    """What stands in the bracket at start, and where it ends; None where nothing closes it."""
    closing, level = {"(": ")", "[": "]"}[latex[start]], 0
    for n in range(start, len(latex)):
        if latex[n] == latex[start]:
            level += 1
        elif latex[n] == closing:
            level -= 1
            if level == 0:
                inside = re.sub(r"\\(?:right|[bB]igg?r?)\s*$", "", latex[start + 1 : n])
                return inside, n + 1
    return None, start


def _cut(text: str, separator: str) -> list[str]:
    """The pieces between separators that stand in no bracket."""
    pieces, level, begin, n = list[str](), 0, 0, 0
    pattern = re.compile(separator)
    while n < len(text):
        found = pattern.match(text, n)
        if found and level == 0:
            pieces.append(text[begin:n])
            begin = n = found.end()
            continue
        level += (text[n] in "([{") - (text[n] in ")]}")
        n += 2 if text[n] == "\\" and n + 1 < len(text) and not text[n + 1].isalpha() else 1
    pieces.append(text[begin:])
    return pieces
