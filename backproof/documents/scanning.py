"""Patterns in the text of a page, which is searched once, however many of its formulas ask what is said before them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache


@lru_cache(maxsize=256)
def is_said(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is found anywhere in a text."""
    return pattern.search(text) is not None


def said_before(pattern: re.Pattern[str], text: str, end: int, start: int = 0) -> tuple[re.Match[str], ...]:
    """What is found of a pattern in a text between two offsets, in the order of the text."""
    found, starts, ends = _found(pattern, text)
    return found[bisect_left(starts, start) : bisect_right(ends, end)]


def first_after(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """The first place of a pattern in a text from an offset on."""
    found, starts, _ = _found(pattern, text)
    at = bisect_left(starts, start)
    return found[at] if at < len(found) else None


@lru_cache(maxsize=256)
def _found(pattern: re.Pattern[str], text: str) -> tuple[tuple[re.Match[str], ...], list[int], list[int]]:
    """All places of a pattern, where they start and where they end."""
    found = tuple(pattern.finditer(text))
    return found, [each.start() for each in found], [each.end() for each in found]
