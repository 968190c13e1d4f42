r"""Lists of the numbers of an example, where a page has no dollar signs around them.

Numbers: x = 2, w1 = 0.5, b1 = -1 and y = 1.       w_1 = 0.5, as the formulas of the page write w_1
(one neuron, x = 2, $W_1 = 0.5$, t = 1):           x = 2 and t = 1, beside what is read elsewhere

A single value may be anything; three in a row are an example, if nothing supposes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backproof.documents.extraction import FORMULA, Page
from backproof.documents.statements import Side, Statement

_FORMULA = "\x00"  # in the place of one
_VALUE = r"[A-Za-z](?:_?\d|_\w)?\s?=\s?-?\d+(?:\.\d+)?(?![\w^*/(]|\.\d|\s*[-+*/^=])"
_ITEM = rf"(?:{_VALUE}|{_FORMULA}+)"
_LIST = re.compile(
    rf"(?:(?<=:)\s+|(?<=\()|(?<=,)\s+|^[ \t]*(?:[-*•][ \t]+)?){_ITEM}(?:\s*(?:,|and|, and)\s+{_ITEM}){{2,}}",
    re.MULTILINE,
)
_SUPPOSING = re.compile(r"\b(?:for|if|when|at|let|suppose|say|e\.g|with|instead|where)\b[^.:(]*\Z", re.IGNORECASE)
_SIZES = frozenset("nNdDKMmLBHk")
_LEAST = 3


def values_listed(page: Page) -> Iterator[Statement]:
    """The values of letters in the lists of numbers of a page."""
    if not re.search(r"\\partial|\\nabla|(?<![A-Za-z])d[A-Z]/d[A-Za-z]", page.text):
        return  # no example of gradients: sizes and scales are chosen, once so and once so
    text = FORMULA.sub(lambda found: _FORMULA * len(found[0]), page.visible)
    for found in _LIST.finditer(text):
        if _SUPPOSING.search(text[max(0, found.start() - 80) : found.start()].rpartition("\n")[2]):
            continue
        plain = [each for each in re.finditer(_VALUE, found[0]) if each[0][0] not in _SIZES]
        if len(plain) < _LEAST - 1:
            continue
        for each in plain:
            name, _, value = (part.strip() for part in each[0].partition("="))
            written = re.sub(r"^([A-Za-z])(\d)$", r"\1_\2", name)
            if written != name and re.search(rf"(?<![A-Za-z\\]){written[0]}_\{{?{written[-1]}", page.text) is None:
                continue
            start, end = found.start() + each.start(), found.start() + each.end()
            yield Statement((Side(start, end, written), Side(start, end, value)), ("=",))
