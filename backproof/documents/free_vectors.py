r"""Vectors that may be anything: "the logits are $a \in \mathbb{R}^K$".

What a softmax or a loss is made of is an input of it. A claim that fails for some of these vectors is wrong.
"""

from __future__ import annotations

import re

_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?\\?"
_NAME = rf"{_FONT}(?P<name>[A-Za-z]+)\s*\}}?"
_INDEX = r"(?:\s*_\s*\{?\s*\w\s*\}?)?"
_IN_REALS = re.compile(
    rf"(?<![\w\\]){_NAME}\s*\\in\s*\\(?:mathbb|mathbf)?\s*\{{?\s*(?:R|Re|reals?)\s*\}}?\s*\^\s*(?:\w(?!\w)|\{{\s*\w+\s*\}})"
)
_LOGITS = re.compile(
    r"\b(?:logits?|scores?)\b(?:\s+(?:vector|are|is|be|called|denoted(?: by)?|written(?: as)?|of one \w+))*\s*"
    rf"\$\s*{_NAME}{_INDEX}\s*(?:\$|\\in\b|=\s*\()"
)


def free_vectors(text: str) -> frozenset[str]:
    """The names that a text declares to be vectors of any real numbers, or calls the logits."""
    return frozenset(found["name"] for each in (_IN_REALS, _LOGITS) for found in each.finditer(text))
