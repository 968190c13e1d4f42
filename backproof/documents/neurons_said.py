r"""What words say of the weight and the bias of one of two hidden neurons: "the second has bias $-d$".

y_2 = \sigma(x - d)        b_2 = -d, held against the neuron as the page writes it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backproof.documents.clauses import END
from backproof.documents.extraction import Page
from backproof.documents.statements import Side, Statement

_NAME = r"(?:\d+(?:\.\d+)?|\\[A-Za-z]+(?![A-Za-z])|[a-z](?![A-Za-z]))(?:_(?:\{\w+\}|\w))?"
_VALUE = r"\$?\s*(?P<{}>-?\s?{}(?:\s*[-+]\s*{})*)\s*\$?(?![\w^*/]|\s*[-+*/=])"
_BIAS, _WEIGHT = (_VALUE.format(each, _NAME, _NAME) for each in ("bias", "weight"))
_SAID = re.compile(
    r"\b(?:the\s+)?(?P<which>first|second)(?:\s+hidden)?(?:\s+(?:one|neuron|unit))?\s+(?:then\s+)?(?:has|gets|with|uses)\s+"
    rf"(?:(?:the\s+|an?\s+)?(?:input\s+)?weight\s+{_WEIGHT}\s*(?:,|and|,\s*and)\s+)?(?:the\s+|an?\s+)?bias\s+{_BIAS}",
    re.IGNORECASE,
)
_NEURONS = re.compile(r"\b(?:neurons?|units?|ones?)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:output|not|never|would|if|instead|wrong\w*|box|layer|another|other)\b|n't\b", re.IGNORECASE)
_NEAR = 350  # characters between a neuron and what is said of it
_NUMBERS = {"first": 1, "second": 2}


def neurons_said(page: Page) -> Iterator[tuple[int, Statement]]:
    """The claims of words about the weight and the bias of the first or the second hidden neuron, with their places."""
    for found in _SAID.finditer(page.visible):
        near = page.visible[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        before = END.split(page.visible[max(0, found.start() - _NEAR) : found.start()])[-1]
        number = _NUMBERS[found["which"].lower()]
        written = re.search(rf"_\{{?{number}\}}?\s*(?:\([a-z]\)\s*)?&?=\s*\\?[A-Za-z]+\s*(?:\\left)?\(", near)
        if written is None or _OTHER.search(before + found[0]) or not _NEURONS.search(near):
            continue
        for group, letter in (("weight", "w"), ("bias", "b")):
            if found[group] is not None:
                start, end = found.span(group)
                sides = (Side(start, start, f"{letter}_{number}"), Side(start, end, found[group]))
                yield start, Statement(sides, ("=",), claimed=True)
