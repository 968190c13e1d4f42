r"""What words say of a variance after several layers: "$n \sigma^2 = 2$, after 5 layers a factor of $32$".

The factor of one layer is the left side of the equation before, if the sentence gives a number for each of its letters,
and else its value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Side, Statement

_AFTER = re.compile(
    r"\bafter\s+\$?\s*(?P<layers>\d{1,3})\s*\$?\s+layers?,?\s+"
    r"(?:(?:this|that|it|which|there|we|the variance)\s+"
    r"(?:is|are|has|have|gets?|gives?|makes?|grows|shrinks|changes)\s+)?"
    r"(?:(?:already|by|only|about|exactly)\s+)*(?:an?\s+|the\s+)?factor\s+(?:of\s+|is\s+)?\$?\s*$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\s*(?:\\times|\\cdot|[-+\d.^{}/\s])+\s*")
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_LETTERS = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?")
_NEAR = 120


def power_said(page: Page, formula: Formula, last: Statement | None, given: Sequence[str]) -> Statement | None:
    """The claim that the factor of one layer to the power of their number is the formula; None where words say none.

    last: the statement before;  given: the conditions of its sentence.
    """
    found = _AFTER.search(formula.before)
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    if found is None or last is None or formula.display or not _PLAIN.fullmatch(text):
        return None
    if last.relations != ("=",) or r"\sigma" not in last.sides[0].latex or formula.start - last.sides[1].end > _NEAR:
        return None
    values = dict(each.replace(" ", "").split("=", 1) for each in given if each.count("=") == 1)
    known = all(each in values for each in _LETTERS.findall(last.sides[0].latex.replace(" ", "")))
    if not known and not _NUMBER.fullmatch(last.sides[1].latex):
        return None
    base = last.sides[0 if known else 1].latex
    whole = Side(formula.start, formula.start, rf"\left({base}\right)^{{{found['layers']}}}")
    return Statement((whole, Side(formula.start, formula.end, text)), ("=",))
