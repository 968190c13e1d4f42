"""What the judge says of an answer."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from backproof.answers.printing_latex import latex
from backproof.answers.syntax import Expr

LONGEST_FORMULA = 200  # in characters of plain text; longer ones are shown as text
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
    tree: Expr | None = field(default=None, compare=False, repr=False)  # the answer as it was read

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

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Verdict:
        """The verdict that `as_json` wrote."""
        point = found.get("counterexample")
        shown = None if point is None else Counterexample(point["point"], point["gold"], point["candidate"])
        rest = (found.get(name) for name in ("except", "position", "piece", "hint", "read_as"))
        return cls(found["verdict"], found["reason"], shown, *rest)

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
            head = "".join(f"<th>{html.escape(label)}</th>" for label, _ in cells)
            body = "".join(f"<td>{html.escape(value)}</td>" for _, value in cells)
            rows.append(f"<table><tr>{head}</tr><tr>{body}</tr></table>")
        if self.tree is not None and self.read_as and len(self.read_as) < LONGEST_FORMULA:
            rows.append(f"<p>read as {_mathml(latex(self.tree))}</p>")
        elif self.read_as:
            rows.append(f"<p>read as <code>{html.escape(self.read_as)}</code></p>")
        return "".join(rows)


def _mathml(formula: str) -> str:
    """The formula as MathML, which browsers and notebooks show without a script."""
    from latex2mathml.converter import convert  # only where a verdict is shown

    markup: str = convert(formula)
    return markup
