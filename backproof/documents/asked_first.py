"""Pages that ask several questions first and answer them below, in lines that are no headings.

Q1. (3 pts) Let $S_i = ...$         the names of Q1
Q2. (4 pts) Let $C = ...$           those of Q2
**Q1.** By the quotient rule ...    S_i again, and nothing of Q2
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from backproof.documents.extraction import Page, Part

_KIND = r"(?:Question|Problem|Exercise|Task|Aufgabe|Frage|Q)"
_MARK = re.compile(
    rf"^[ \t]*(?:\#{{1,6}}[ \t]*|\*{{1,3}}|\\(?:sub)*section\*?\{{)?{_KIND}\.?[ \t]*(?P<number>\d+)\b(?![ \t]*,)",
    re.IGNORECASE | re.MULTILINE,
)


def answered_below(page: Page) -> Page:
    """The page with a section for each question and each answer, where all are asked before they are answered.

    Any other page is left as it is.
    """
    marks = [(found.start(), found["number"]) for found in _MARK.finditer(page.visible)]
    counts = Counter(number for _, number in marks)
    order = [number for _, number in marks]
    half = len(order) // 2
    if len(counts) < 2 or set(counts.values()) != {2} or order[:half] != order[half:]:
        return page
    parts: list[Part] = []
    for part in page.parts:
        inside = [(at, f"Q{number}") for at, number in marks if part.start <= at < part.end]
        starts = [(part.start, part.title), *inside]
        ends = [at for at, _ in inside] + [part.end]
        parts += [Part(title, at, end) for (at, title), end in zip(starts, ends, strict=True) if at < end]
    return replace(page, parts=tuple(parts))
