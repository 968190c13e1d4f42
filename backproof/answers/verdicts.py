"""What the judge says of an answer."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Word = Literal["equal", "different", "undecided", "unreadable"]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point of the declared domain, and both values there."""

    point: Mapping[str, str]
    gold: str
    candidate: str

    def as_json(self) -> dict[str, object]:
        """The point (exact rationals) and the values."""
        return {"point": dict(self.point), "gold": self.gold, "candidate": self.candidate}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict with its reason, and its certificate if the answers differ."""

    verdict: Word
    reason: str
    counterexample: Counterexample | None = None
    exceptions: str | None = None
    position: int | None = None
    piece: str | None = None
    hint: str | None = None
    read_as: str | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, object]:
        """The fields that are set, by the names of the batch format."""
        out: dict[str, object] = {"verdict": self.verdict, "reason": self.reason}
        if self.counterexample is not None:
            out["counterexample"] = self.counterexample.as_json()
        for name, value in (
            ("except", self.exceptions),
            ("position", self.position),
            ("piece", self.piece),
            ("hint", self.hint),
            ("read_as", self.read_as),
        ):
            if value is not None:
                out[name] = value
        return out

    def __bool__(self) -> bool:
        raise TypeError("a verdict is not true or false: compare verdict.verdict with 'equal'")

    def _repr_html_(self) -> str:
        rows = [f"<p><b>{self.verdict}</b>: {html.escape(self.reason)}</p>"]
        if self.exceptions:
            rows.append(f"<p>except at {html.escape(self.exceptions)}</p>")
        if self.hint:
            rows.append(f"<p>{html.escape(self.hint)}</p>")
        if self.counterexample is not None:
            cells = [*self.counterexample.point.items()]
            cells += [("reference", self.counterexample.gold), ("answer", self.counterexample.candidate)]
            head = "".join(f"<th>{html.escape(name)}</th>" for name, _ in cells)
            body = "".join(f"<td>{html.escape(value)}</td>" for _, value in cells)
            rows.append(f"<table><tr>{head}</tr><tr>{body}</tr></table>")
        if self.read_as:
            rows.append(f"<p>read as <code>{html.escape(self.read_as)}</code></p>")
        return "".join(rows)
