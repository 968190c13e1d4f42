"""The blocks of a document, as a reader sees them: headings, paragraphs, lists, displayed formulas, code.

Only what a page needs is recognized; everything else is shown as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from backproof.documents.extraction import Formula, Page

Kind = Literal["heading", "item", "paragraph", "code"]
_OPENING = re.compile(r"(?:\$\$|\$|\\\[|\\\(|\\begin\{(?P<name>[a-z]+\*?)\})\s*\Z")
_CLOSING = re.compile(r"\s*(?:\$\$|\$|\\\]|\\\)|\\end\{[a-z]+\*?\})")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_LISTING = re.compile(r"\\begin\{(verbatim|lstlisting|minted)\}(.*?)\\end\{\1\}", re.DOTALL)
_SECTION = re.compile(r"\\(?:sub)*(?:section|paragraph|chapter)\*?\{([^{}]*)\}")
_STRUCTURE = re.compile(
    r"\\(?:begin|end)\{(?:document|itemize|enumerate|proof|center|abstract)\}(?:\[[^\]]*\])?|\\maketitle"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(
    r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|[a-z][.)])[ \t]|[ \t]*#{1,6}[ \t]|[ \t]*\\item\b|[ \t]*\\(?:sub)*section)"
)


@dataclass(frozen=True)
class Placed:
    """A formula with its delimiters: `$x$` from the first dollar to the last."""

    formula: Formula
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A stretch of the source, with the formulas in it."""

    kind: Kind
    start: int
    end: int
    formulas: tuple[Placed, ...] = ()


def placed(page: Page, formula: Formula) -> Placed:
    """Where a formula begins and ends on the page, delimiters included."""
    opening = _OPENING.search(page.text[max(0, formula.start - 40) : formula.start])
    closing = _CLOSING.match(page.text, formula.end)
    start = formula.start if opening is None else max(0, formula.start - 40) + opening.start()
    return Placed(formula, start, formula.end if closing is None else closing.end())


def blocks(page: Page) -> tuple[Block, ...]:
    """The blocks from first to last; a displayed formula never falls apart."""
    formulas = tuple(placed(page, each) for each in page.formulas)
    code = sorted(
        (found.start(), found.end())
        for pattern in (_FENCE, _LISTING)
        for found in pattern.finditer(page.text)
        if not any(each.start <= found.start() < each.end for each in formulas)
    )
    found: list[Block] = []
    at = 0
    for start, end in [*code, (len(page.text), len(page.text))]:
        if start < at:
            continue
        found += _prose(page, at, start, formulas)
        if end > start:
            found.append(Block("code", start, end))
        at = end
    return tuple(found)


def _prose(page: Page, start: int, end: int, formulas: tuple[Placed, ...]) -> list[Block]:
    cuts = [start]
    for found in _BREAK.finditer(page.text, start, end):
        if not any(each.start < found.end() and found.start() < each.end for each in formulas):
            cuts.append(found.end())
    cuts.append(end)
    out: list[Block] = []
    for first, last in pairwise(cuts):
        text = page.text[first:last]
        stripped = text.strip()
        if not stripped or not _COMMENT.sub("", _STRUCTURE.sub("", stripped)).strip():
            continue
        begin = first + len(text) - len(text.lstrip())
        inside = tuple(each for each in formulas if begin <= each.start < last)
        out.append(Block(_kind(stripped), begin, begin + len(stripped), inside))
    return out


def _kind(text: str) -> Kind:
    if re.match(r"#{1,6}[ \t]", text) or _SECTION.match(text):
        return "heading"
    return "item" if re.match(r"(?:[-*+]|\d+[.)]|[a-z][.)])[ \t]|\\item\b", text) else "paragraph"


def plain_words(text: str, kind: Kind) -> str:
    """Words without the marks of a heading or of a list."""
    text = _STRUCTURE.sub("", text)
    if kind == "heading":
        text = re.sub(r"^\s*#{1,6}[ \t]+|[ \t]+#+\s*$", "", text)
        return _SECTION.sub(r"\1", text)
    return re.sub(r"^\s*(?:[-*+][ \t]|\\item\b)[ \t]*", "", text) if kind == "item" else text
