"""What checking a document comes to: one `CheckedClaim` a claim, in the order of the page, and a `Report` of all.

Lines are counted from 1.  A span is a pair of offsets into the source text, end exclusive: `text[start:end]` is the
LaTeX of the claim as it was written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["proved", "refuted", "conditional", "definition", "undecided", "unreadable", "out-of-scope"]
StepVerdict = Literal["follows", "does not follow", "undecided"]
Origin = Literal["option", "document", "default"]

DECIDED: frozenset[Verdict] = frozenset({"proved", "refuted", "conditional", "definition"})
FAULT = "a fault of Backproof's own met this claim"
TOO_LONG = "this takes too long, and is left open"
VERDICTS: tuple[Verdict, ...] = (
    "proved", "refuted", "conditional", "definition", "undecided", "unreadable", "out-of-scope",
)  # fmt: skip


@dataclass(frozen=True)
class Counterexample:
    """Where a claim fails: the values chosen, and both sides there, printed."""

    where: tuple[tuple[str, str], ...]  # ("n", "1"), ("z_1", "0") ...
    left: str
    right: str
    relation: str = "="  # the relation that is false of `left` and `right`

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"where": dict(self.where), "left": self.left, "relation": self.relation, "right": self.right}


@dataclass(frozen=True)
class Step:
    """Does a line follow from the line before it, whether or not either is true?"""

    verdict: StepVerdict
    reason: str
    previous_line: int | None = None  # None where the previous line was given outside a document

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        out: dict[str, Any] = {"verdict": self.verdict, "reason": self.reason}
        return out if self.previous_line is None else {**out, "previous_line": self.previous_line}


@dataclass(frozen=True)
class CheckedClaim:
    """One claim: where it stands, what was read, and what is to be said of it.

    span: offsets of `latex` in the source text; (0, 0) for a claim that came without a document.
    read: the claim as it was understood, in plain text; empty where it could not be read.
    setting_origin: why this setting: --setting, the document's own words, or the default.
    condition: for `conditional`, exactly when it holds ("sigma^2 = 1/n_in").
    correction: what would be right instead of the right-hand side, as plain text.
    misconception: the name of a known misconception that produces the wrong side.
    exceptions: points at which a claim that is `proved` fails ("x = d"); `except` in JSON.
    used: the words of the hypotheses that the proof rests on; missing: those that would be needed.
    """

    line: int
    latex: str
    verdict: Verdict
    reason: str
    span: tuple[int, int] = (0, 0)
    read: str = ""
    setting: str = "general"
    setting_origin: Origin = "default"
    step: Step | None = None
    counterexample: Counterexample | None = None
    condition: str | None = None
    correction: str | None = None
    misconception: str | None = None
    exceptions: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON: fields that say nothing are left out."""
        out: dict[str, Any] = {"line": self.line, "latex": self.latex, "verdict": self.verdict, "reason": self.reason}
        optional = {
            "span": list(self.span) if self.span != (0, 0) else None,
            "read": self.read,
            "setting": self.setting,
            "setting_origin": self.setting_origin,
            "step": self.step and self.step.as_dict(),
            "counterexample": self.counterexample and self.counterexample.as_dict(),
            "condition": self.condition,
            "correction": self.correction,
            "misconception": self.misconception,
            "except": list(self.exceptions),
            "used": list(self.used),
            "missing": list(self.missing),
        }
        return {**out, **{name: value for name, value in optional.items() if value}}


@dataclass(frozen=True)
class Section:
    """A stretch of the document that is read in one setting: its first and last line, and why this setting."""

    first_line: int
    last_line: int
    title: str
    setting: str
    origin: Origin
    why: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "first_line": self.first_line,
            "last_line": self.last_line,
            "title": self.title,
            "setting": self.setting,
            "origin": self.origin,
            "why": self.why,
        }


@dataclass(frozen=True)
class Report:
    """All that is said of a document.

    text: the source as it was checked; lines and spans refer to it.
    prose: stretches of prose without formulas, which nobody checked.
    """

    text: str
    claims: tuple[CheckedClaim, ...]
    sections: tuple[Section, ...] = ()
    prose: int = 0
    seconds: float = 0.0

    @property
    def summary(self) -> Mapping[str, int]:
        """How many claims got each verdict."""
        return summarize(self.claims, self.prose)

    @property
    def exit_status(self) -> int:
        """0 all right; 1 something is refuted; 2 nothing could be read; 3 something is undecided."""
        if self.summary["refuted"]:
            return 1
        readable = [each for each in self.claims if each.verdict not in ("unreadable", "out-of-scope")]
        if not readable:
            return 2
        return 3 if self.summary["undecided"] or self.summary["unreadable"] else 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "claims": [each.as_dict() for each in self.claims],
            "summary": dict(self.summary),
            "sections": [each.as_dict() for each in self.sections],
            "seconds": round(self.seconds, 3),
        }


def summarize(claims: Iterable[CheckedClaim], prose: int) -> dict[str, int]:
    """How many claims got each verdict, how many there are, how many steps fail, how much prose was not checked."""
    claims = tuple(claims)
    counts = Counter(each.verdict for each in claims)
    broken = sum(1 for each in claims if each.step is not None and each.step.verdict == "does not follow")
    return {
        "claims": len(claims),
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "steps_that_do_not_follow": broken,
        "prose": prose,
    }
