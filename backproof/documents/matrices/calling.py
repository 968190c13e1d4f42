r"""Names that words give to what a formula has just shown: "$\frac{\partial L}{\partial o} = o - t$. I call it $e$".

They say $e := \frac{\partial L}{\partial o}$; "this vector $g$", behind \frac{\partial L}{\partial o_i}, is the whole
of the gradient by o.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from backproof.documents.statements import Side, Statement

_CALLED = re.compile(
    r"^[\s.,;]*(?:\\end\{\w+\*?\}|\\\]|\\\))?[\s.,;]*\$*[\s.,;]*"
    r"(?:and |which |this |it )?(?:I |we |let us |let me |let's )?(?:will |'ll |shall |is |be )?"
    r"(?:call|called|denote|denoted|abbreviate|abbreviated|name)\s+"
    r"(?:(?:it|this|that)(?: (?:quantity|(?P<array>vector|matrix)|error|term|gradient))?\s+)?(?:by |as |with )?"
    r"(?:\$(?P<name>[^$=<>]{1,40})\$|(?P<letter>[A-Za-z])(?=\s*[.,;:)\n]|\s+(?:and|then|so)\b))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:write|writing|use|using)\s+\$?(?P<short>[A-Za-z])\$?\s+(?:for|instead of|in place of)\s+"
    r"\$?(?P<letter>[A-Za-z])\s*(?:_\s*\{?|\^\s*\{?\s*[(\[]\s*)?(?P<number>\d)\s*[)\]]?\s*\}?\$?(?![\w^])"
)  # I write Z for Z2 here
_ENTRY = re.compile(r"_\s*(?:\{\s*[a-z]\s*[a-z]?\s*\}|[a-z])(?=\s*\}*\s*\Z)")  # of what it is differentiated by
_INDEXED = re.compile(r"_\s*\{?\s*[a-z]")


def shortened(text: str) -> Iterator[tuple[str, str]]:
    """The letters of which a text says that they are written without the number of their layer: Z, for Z_2."""
    for found in _SHORT.finditer(text):
        if found["short"] == found["letter"]:
            yield found["short"], f"{found['letter']}_{found['number']}"


def names_given(text: str, found: Iterable[Statement]) -> Iterator[Statement]:
    """The names that the words behind equations of a page give to their left sides, as definitions."""
    for each in found:
        if each.relations[:1] != ("=",):
            continue
        end = each.sides[-1].end
        words = _CALLED.match(text[end : end + 160])
        if words is None:
            continue
        which = "name" if words["name"] else "letter"
        left = each.sides[0].latex
        whole = _ENTRY.sub("", left) if words["array"] and not _INDEXED.search(words[which]) else left
        name = Side(end + words.start(which), end + words.end(which), words[which].strip())
        yield replace(each, sides=(name, replace(name, start=name.end, latex=whole)), relations=(":=",), connective="")
