r"""Tables of cases: what each neuron, and their sum, is where x lies in some range.

| $x$ | $u_1$ | $u_2$ | $u_1 + u_2$ |
|---|---|---|---|
| $x \le 0$ | 0 | 1 | 1 |                  u_1 = 0, u_2 = 1, u_1 + u_2 = 1 for x \le 0
| 0 < x < d | 1 | 1 | 1 + 1 = 2 |          u_1 + u_2 = 1 + 1 = 2 for 0 < x < d

Each cell is a claim under the condition of its row; also "middle row: $y = h$" below the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backproof.documents.restrictions import spelled
from backproof.documents.statements import Side, Statement

_TABLE = re.compile(
    r"^[ \t]*\|(?P<head>.+)\|[ \t]*\n[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\n"
    r"(?P<rows>(?:[ \t]*\|.+\|[ \t]*(?:\n|\Z))+)",
    re.MULTILINE,
)
_CELL = re.compile(r"[^|]+")
_NAME = r"(?:\\[A-Za-z]+|[A-Za-z])(?:_(?:\{\w+\}|\w))?"
_PLAIN = re.compile(rf"(?:{_NAME}|\d+(?:\.\d+)?|[-+*/^(){{}}\s.]|\\(?:cdot|left|right|frac|tfrac)(?![A-Za-z]))+")
_RANGE = re.compile(  # 0 < x < d, x = d
    r"(?=[^|]*(?<![A-Za-z\\])[xtuz](?![A-Za-z]))[^=|]*(?:<=?|>=?|≤|≥|\\(?:leq?|geq?)(?![A-Za-z]))[^=|]*"
    r"|\s*[xtuz]\s*=\s*[^=<>|]+"
)
_GREEK = re.compile(r"(?<![A-Za-z\\])(delta|Delta|epsilon|alpha|beta|sigma|theta|tau)(?![A-Za-z])")
_FILLED = r"(?:,|\s|:|we have|it is|this is|then|both|the sum is)*\$*\s*\Z"
_LABEL = re.compile(
    r"\b(?:(?P<which>first|second|third|fourth|middle|last)\s+(?:row|case|line)\s*:|others?(?: rows?| cases?)?\s*:"
    rf"|(?P<side>inside|outside)\s+(?:of\s+)?(?:it|the box|the interval)\b){_FILLED}",
    re.IGNORECASE,
)
_ROW_BEFORE = re.compile(r"\b(?P<which>first|second|third|fourth|middle|last)\s+(?:row|case|line)\s*:", re.IGNORECASE)
_BELOW = r"(?:<=?|≤|\\leq?(?![A-Za-z]))"
_BETWEEN = re.compile(rf"(?P<low>[^<>=\\]+?)\s*{_BELOW}\s*[xtuz]\s*{_BELOW}\s*(?P<high>[^<>=]+)")
_ORDER = ("first", "second", "third", "fourth")
_NEAR = 400  # characters between a table and a word about one of its rows


@dataclass(frozen=True)
class CaseTable:
    """A table of cases: where it stands, its rows with their conditions, and which ends of a range are in order."""

    start: int
    end: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Side, ...]], ...]

    @property
    def ordered(self) -> tuple[str, ...]:
        """p < q, where a row is that of p < x < q: the rows are parts of the line, whatever the others say."""
        found = (_BETWEEN.fullmatch(condition) for condition, _ in self.rows)
        return tuple(f"{each['low'].strip()} < {each['high'].strip()}" for each in found if each is not None)

    def statements(self) -> Iterator[tuple[int, Statement]]:
        """Its cells, as statements under conditions: where each stands."""
        for condition, cells in self.rows:
            for head, cell in zip(self.heads, cells, strict=True):
                values = [each.strip() for each in cell.latex.split("=")]
                sides = tuple(Side(cell.start, cell.end, each) for each in (head, *values))
                relations = ("=",) * len(values)
                yield cell.start, Statement(sides, relations, clause=(condition, *self.ordered), claimed=True)  # type: ignore[arg-type]


def case_tables(text: str) -> list[CaseTable]:
    """The tables of a page whose first column says where x lies, and whose other columns have a formula each."""
    found = [_table(each) for each in _TABLE.finditer(text)]
    return [each for each in found if each is not None]


def row_named(tables: Sequence[CaseTable], text: str, at: int) -> tuple[str, ...]:
    """The conditions of the rows of the last table of which the words right before a formula speak: "middle row:"."""
    before = [each for each in tables if each.end <= at <= each.end + _NEAR]
    condition = _named(before[-1], text, at) if before else None
    return () if condition is None else (condition, *before[-1].ordered)


def _named(table: CaseTable, text: str, at: int) -> str | None:
    label = _LABEL.search(text[max(0, at - 60) : at])
    if label is None:
        return None
    rows = [condition for condition, _ in table.rows]
    if label["which"]:
        return _row(rows, label["which"])
    named = [_row(rows, each["which"]) for each in _ROW_BEFORE.finditer(text, table.end, at)]
    if label["side"]:
        named = [each for each in rows if _BETWEEN.fullmatch(each)]
    if not named or None in named or (label["side"] and len(named) > 1):
        return None
    if label["side"] and label["side"].lower() == "inside":
        return named[0]
    return r" \text{ or } ".join(each for each in rows if each not in named) or None


def _row(rows: Sequence[str], which: str) -> str | None:
    which = which.lower()
    if which == "middle":
        return rows[len(rows) // 2] if len(rows) % 2 else None
    number = len(rows) - 1 if which == "last" else _ORDER.index(which)
    return rows[number] if number < len(rows) else None


def _table(found: re.Match[str]) -> CaseTable | None:
    heads = [_formula(each[0]) for each in _CELL.finditer(found["head"])][1:]
    rows: list[tuple[str, tuple[Side, ...]]] = []
    at = found.start("rows")
    for line in found["rows"].splitlines(keepends=True):
        inside = line.rstrip().strip().strip("|")
        offset = at + line.index(inside)
        cells = [(each[0], offset + each.start()) for each in _CELL.finditer(inside)]
        condition = _undressed(cells[0][0]) if cells else ""
        values = [_value(*each) for each in cells[1:]]
        if _RANGE.fullmatch(condition) is None or len(values) != len(heads) or None in values:
            return None
        rows.append((spelled(condition), tuple(each for each in values if each is not None)))
        at += len(line)
    named = tuple(each for each in heads if each is not None and re.search("[A-Za-z]", each))
    if not named or len(named) != len(heads) or not rows:
        return None
    return CaseTable(found.start(), found.end(), named, tuple(rows))


def _undressed(cell: str) -> str:
    cell = cell.strip().removeprefix("$").removesuffix("$").strip()
    return _GREEK.sub(r"\\\1", cell)


def _formula(cell: str) -> str | None:
    """What a cell is, in LaTeX; None where words stand in it."""
    latex = _undressed(cell)
    return latex if latex and _PLAIN.fullmatch(latex) and not re.search(r"(?<![\\A-Za-z])[A-Za-z]{2,}", latex) else None


def _value(cell: str, at: int) -> Side | None:
    parts = [_formula(each) for each in _undressed(cell).split("=")]
    if None in parts:
        return None
    start = at + len(cell) - len(cell.lstrip())
    return Side(start, start + len(cell.strip()), " = ".join(each for each in parts if each is not None))
