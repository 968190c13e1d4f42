r"""Arrows: $\sigma(z) \to 1$ as $z \to \infty$ is the equation $\lim_{z \to \infty} \sigma(z) = 1$."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backproof.documents.statements import Side, Statement

_AS = re.compile(
    r"(?:^|[^A-Za-z])(?:as|for|when|if|where|with|let|letting|in the limit(?: of)?|f[üu]r|wenn|falls|bei|im Limes)\s*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*")
_POINT = re.compile(r"\s*(?:[+-]?\s*\\infty|[+-]?\d+)\s*(?:\^\s*\{?[+-]\}?)?\s*")
_AFTER = re.compile(r"[\s,(]*(?:as|for|when|if|f[üu]r|wenn|falls|bei|in the limit(?: of)?)\s*", re.IGNORECASE)
_WORDS = re.compile(r"\\(?:text|mbox|mathrm)\s*\{\s*(?:as|for|when|if|f[üu]r|wenn)\s*\}\s*(\\?[A-Za-z]+)\s*$")
_GOING = re.compile(
    r"\\(?:text|mbox|mathrm)\s*\{\s*(?:as|for|when|if|f[üu]r|wenn)\s*\}\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*"
)
_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


@dataclass
class Arrows:
    """What goes where, at a place of the page."""

    going: str | None = None  # "As z goes to infinity, ...": until the end of the sentence
    _written: Statement | None = None  # the last arrow, before it became a limit

    def read(self, found: list[Statement], before: str) -> tuple[Statement | None, bool]:
        """The last arrow as a limit, if this formula says of what; and whether the formula says only that."""
        if _END.search(before):
            self.going = self._written = None
        if len(found) != 1 or found[0].relations != ("->",) or not _is_going(found[0]) or not _AS.search(before):
            return None, False
        going = rf"{found[0].sides[0].latex} \to {found[0].sides[1].latex}"
        if self._written is not None and _AFTER.fullmatch(before):
            return as_limit(self._written, going), True
        self.going = going
        return None, True

    def on(self, statement: Statement) -> Statement:
        """An arrow after "as z goes to infinity" as a limit."""
        self._written = None
        if statement.relations == ("->", "->"):  # f \to a \text{ as } z \to \infty
            words = _WORDS.search(statement.sides[1].latex)
            if words is None:
                return statement
            value = replace(statement.sides[1], latex=statement.sides[1].latex[: words.start()])
            one = replace(statement, sides=(statement.sides[0], value), relations=("->",))
            return as_limit(one, rf"{words[1]} \to {statement.sides[2].latex}")
        if statement.relations != ("->",) or _is_going(statement):
            return statement
        self._written = statement
        return statement if self.going is None else as_limit(statement, self.going)


def with_limits(found: list[Statement]) -> list[Statement]:
    r"""The statements of a formula, with a = b \to 0 \quad \text{as } n \to \infty as a = b and a limit."""
    out: list[Statement] = []
    for each in found:
        going = _GOING.fullmatch(each.sides[0].latex) if each.relations == ("->",) else None
        if going is None or not out or out[-1].relations[-1:] != ("->",) or not _POINT.fullmatch(each.sides[1].latex):
            out.append(each)
            continue
        last = out.pop()
        if len(last.relations) > 1:
            out.append(replace(last, sides=last.sides[:-1], relations=last.relations[:-1]))
        arrow = replace(last, sides=last.sides[-2:], relations=("->",))
        out.append(as_limit(arrow, rf"{going['name']} \to {each.sides[1].latex}"))
    return out


def as_limit(statement: Statement, going: str) -> Statement:
    """`f \\to a` as `\\lim_{going} f = a`."""
    first = statement.sides[0]
    limit = Side(first.start, first.end, rf"\lim_{{{going}}} {first.latex}")
    return replace(statement, sides=(limit, *statement.sides[1:]), relations=("=",))


def _is_going(statement: Statement) -> bool:
    return bool(_NAME.fullmatch(statement.sides[0].latex) and _POINT.fullmatch(statement.sides[1].latex))
