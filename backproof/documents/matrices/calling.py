r"""Names that words give to what a formula has just shown: "$\frac{\partial L}{\partial o} = o - t$. I call it $e$"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CALLED = re.compile(
    r"^[\s.,;]*(?:\\end\{\w+\*?\}|\\\]|\\\))?[\s.,;]*\$*[\s.,;]*"
    r"(?:and |which |this |it )?(?:I |we |let us |let me |let's )?(?:will |'ll |shall |is |be )?"
    r"(?:call|called|denote|denoted|abbreviate|abbreviated|name)\s+"
    r"(?:(?:it|this|that)(?: (?:quantity|vector|error|term|gradient|matrix))?\s+)?(?:by |as |with )?"
    r"\$(?P<name>[^$=<>]{1,40})\$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:write|writing|use|using)\s+\$?(?P<short>[A-Za-z])\$?\s+(?:for|instead of|in place of)\s+"
    r"\$?(?P<letter>[A-Za-z])\s*(?:_\s*\{?|\^\s*\{?\s*[(\[]\s*)?(?P<number>\d)\s*[)\]]?\s*\}?\$?(?![\w^])"
)  # I write Z for Z2 here


def shortened(text: str) -> Iterator[tuple[str, str]]:
    """The letters of which a text says that they are written without the number of their layer: Z, for Z_2."""
    for found in _SHORT.finditer(text):
        if found["short"] == found["letter"]:
            yield found["short"], f"{found['letter']}_{found['number']}"


def called(after: str) -> str | None:
    """The name that the words behind a formula give to its left side; None if they give none."""
    found = _CALLED.match(after)
    return found["name"].strip() if found else None
