r"""How many cells a grid has in d dimensions, where words say it: "with N pieces per coordinate there are $N^d$ cubes".

the number of boxes is $(2B/\delta)^d$       N^d = (2B/\delta)^d, where \delta = 2B/N
"""

from __future__ import annotations

import re

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Side, Statement

_ADJECTIVE = r"(?:little|small|tiny|such|different|many|d-dimensional|\$d\$-dimensional)"
_CELLS = rf"(?:{_ADJECTIVE}\s+)*(?:hyper-?)?(?:boxes|cubes|cells|pieces|bumps)"
_NUMBER_IS = re.compile(
    rf"\bnumber of (?:the )?{_CELLS} (?:is|becomes|equals|would be|will be)\s*(?:then|therefore)?\s*\$?\s*$",
    re.IGNORECASE,
)
_THERE_ARE = re.compile(
    r"\b(?:there (?:are|would be|will be)|(?:we|one|you)(?: would| will)? (?:need|get|have))"
    r"\s*(?:then|already|even|about)?\s*\$?\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\s*\$?\s*{_CELLS}\b(?!\s+(?:per|in each|along|for each|on each))", re.IGNORECASE)
_PER = (
    r"(?:(?:equal|little|small)\s+)?(?:pieces|cells|intervals|boxes|parts|bins|subdivisions|steps)?\s*"
    r"(?:per|in each|along each|for each|on each|in every|along every)\s+(?:coordinate|dimension|axis|direction|side)"
)
_PER_COORDINATE = re.compile(rf"(?<![\w\\])\$?(?P<count>\d+|[A-Za-z])\$?\s+{_PER}", re.IGNORECASE)
_WIDTH = re.compile(
    r"=\s*(?:\\d?frac\s*\{\s*2\s*B\s*\}\s*\{\s*(?P<one>[A-Za-z])\s*\}|2\s*B\s*/\s*(?P<other>[A-Za-z]))(?!\w)"
)
_DIMENSIONS = re.compile(
    r"(?<![\w\\])\$?(?P<letter>[dD])\$?[- ]dimension|(?:in|of|for) \$?(?P<name>[dD])\$? dimensions"
)
_VALUE = re.compile(  # d = 784, or d = 28 \cdot 28 = 784
    r"(?<![\w\\])[dD]\s*=\s*(?:[^$=]*=\s*)?(?P<value>\d+)(?!\s*(?:\d|\\cdot|\\times|\*|\^))"
)
_ANOTHER = re.compile(r"\b(?:half|halv\w+|doubl\w+|twice|refin\w+|finer|instead|more|fewer|other)\b", re.IGNORECASE)
_NEAR = 250
_LARGE = 60  # an exponent of a number that is not written out


def cells_said(page: Page, formula: Formula) -> Statement | None:
    """The claim of words that a formula without a relation is the number of cells in d dimensions; else None."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    if formula.display or re.search(r"[<>=,]|\\(?:sim|in|leq?|geq?|to|approx|neq?|cdots|ldots)(?![A-Za-z])", text):
        return None
    after = page.visible[formula.end : formula.end + 80]
    counted = _NUMBER_IS.search(formula.before) or (_THERE_ARE.search(formula.before) and _BEHIND.match(after))
    dimensions = [*_DIMENSIONS.finditer(page.visible, 0, formula.start)]
    sentence = END.split(page.visible[max(0, formula.start - _NEAR) : formula.start])[-1]
    if not counted or not dimensions or _ANOTHER.search(sentence):
        return None
    number = _count(sentence, text, page.visible[: formula.start])
    exponent = dimensions[-1]["letter"] or dimensions[-1]["name"]
    if not re.search(r"[A-Za-z]", text):  # an example in numbers
        values = [each["value"] for each in _VALUE.finditer(sentence)]
        if not values or int(values[-1]) > _LARGE or not (number or "").isdigit():
            return None
        exponent = values[-1]
    if number is None:
        return None
    whole = Side(formula.start, formula.start, rf"{{{number}}}^{{{exponent}}}")
    return Statement((whole, Side(formula.start, formula.end, text)), ("=",))


def _count(sentence: str, text: str, before: str) -> str | None:
    """How many cells there are along a coordinate: by the words of the sentence, or by their width on the page."""
    said = [each["count"] for each in _PER_COORDINATE.finditer(sentence)]
    if said:
        return said[-1]
    widths = [each["one"] or each["other"] for each in _WIDTH.finditer(before)]
    spoken = widths and re.search(rf"(?<![A-Za-z\\])(?:{widths[-1]}|B)(?![A-Za-z])|\\[dD]elta", text)
    return widths[-1] if spoken else None
