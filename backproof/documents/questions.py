"""Which question each section of a page belongs to: an answer goes on with the question that has its number.

    ## Problem 1        sigma is a step
    ## Problem 2        sigma^2 is the variance of the weights
    # Answers
    ## 1                sigma is a step again

What one question says of a letter says nothing about that letter in another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backproof.documents.extraction import Part

ALL = 0  # the question of what stands before the first one: it holds for each of them

_NUMBERED = re.compile(r"\b(?:question|problem|exercise|task|aufgabe|frage|q)\s*(\d+)", re.IGNORECASE)
_ANSWERED = re.compile(
    r"(?:(?:my\s+)?(?:answers?|solutions?|lösung(?:en)?|antwort(?:en)?)\s*(?:(?:to|for|of|zu)\s*)?)?\(?(\d+)[.:)]?"
    r"\s*(?:[(\[][^)\]]*[)\]])?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:my\s+)?(?:answers|solutions|lösungen|antworten)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d]{2}")
_ANOTHER_PART = re.compile(r"\b(?:part|teil|homework|sheet|blatt)\b", re.IGNORECASE)
_MARKED = re.compile(r"(#{1,6})[ \t]|\\((?:sub)*)section")
_BOLD = 7  # no heading is deeper than a line in bold


@dataclass(frozen=True)
class Question:
    """The question of a section.

    number: counted from 1 in the order of the page, or `ALL`;  begins: whether the section opens it, or takes it up.
    """

    number: int
    begins: bool


def questions(parts: Sequence[Part], text: str) -> tuple[Question, ...]:
    """The question of each section of a page."""
    out: list[Question] = []
    known: dict[str, int] = {}
    now, level, count = ALL, 0, 0  # level: that of the heading of the question
    for part in parts:
        own = _level(part, text)
        called = _NUMBERED.search(part.title)
        if called is None and (level == 0 or own <= level):
            called = _ANSWERED.fullmatch(part.title.strip())
            if called is not None and own == _BOLD and not (called[1] in known and _WORD.match(part.title.strip())):
                called = None  # a number alone, or one of no question, in a line of its own
        if called is not None:
            if called[1] not in known:
                count += 1
                known[called[1]] = count
            now, level = known[called[1]], own
        elif own <= level and _ANSWERS.match(part.title):
            now, level = ALL, 0
        elif own <= level and _ANOTHER_PART.search(part.title):
            known, level = {}, 0
        out.append(Question(now, called is not None))
    return tuple(out)


def of_question(text: str, parts: Sequence[Part], of: Sequence[Question], number: int) -> str:
    """The text of a page with the other questions blanked out, character for character."""
    pieces = (
        text[part.start : part.end]
        if each.number in (number, ALL)
        else re.sub(r"[^\n]", " ", text[part.start : part.end])
        for part, each in zip(parts, of, strict=True)
    )
    return "".join(pieces)


def _level(part: Part, text: str) -> int:
    found = _MARKED.match(text, part.start)
    if found is None:
        return _BOLD
    return len(found[1]) if found[1] else 1 + len(found[2]) // len("sub")
