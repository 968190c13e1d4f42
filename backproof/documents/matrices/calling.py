r"""Names that words give to what a formula has just shown: "$\frac{\partial L}{\partial o} = o - t$. I call it $e$"."""

from __future__ import annotations

import re

_CALLED = re.compile(
    r"^[\s.,;]*(?:\\end\{\w+\*?\}|\\\]|\\\))?[\s.,;]*\$*[\s.,;]*"
    r"(?:and |which |this |it )?(?:I |we |let us |let me |let's )?(?:will |'ll |shall |is |be )?"
    r"(?:call|called|denote|denoted|abbreviate|abbreviated|name)\s+"
    r"(?:(?:it|this|that)(?: (?:quantity|vector|error|term|gradient|matrix))?\s+)?(?:by |as |with )?"
    r"\$(?P<name>[^$=<>]{1,40})\$",
    re.IGNORECASE,
)


def called(after: str) -> str | None:
    """The name that the words behind a formula give to its left side; None if they give none."""
    found = _CALLED.match(after)
    return found["name"].strip() if found else None
