r"""Lists of names of which one thing is said: $\mathbf{z}, \mathbf{y} \in \mathbb{R}^n$."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.documents.outcomes import Outcome
from backproof.documents.statements import Side

_COMMA = re.compile(r"(?:\s|\\[,;: ]|~)*,(?:\s|\\[,;: ]|~|\\q?quad(?![A-Za-z]))*(?![^{(\[]*[})\]])")
_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:\s|[\\A-Za-z0-9_^{}()'+-])*")


def listed(side: Side) -> list[Side]:
    """The names of a list, each with its place; the side alone where it is none."""
    found: list[Side] = []
    at = 0
    for comma in (*_COMMA.finditer(side.latex), None):
        end = len(side.latex) if comma is None else comma.start()
        found.append(Side(side.start + at, side.start + end, side.latex[at:end]))
        at = end if comma is None else comma.end()
    return found if len(found) > 1 and all(_NAME.fullmatch(each.latex) for each in found) else [side]


def of_list(outcomes: Sequence[Outcome]) -> Outcome:
    """What is to be said of a whole list: the first wrong one, else the first open one, else the first."""
    for verdict in ("refuted", "unreadable", "undecided", "conditional", "definition"):
        for each in outcomes:
            if each.verdict == verdict:
                return each
    return outcomes[0]
