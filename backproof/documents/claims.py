"""From what judging came to and the place of a link on the page to a `CheckedClaim`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backproof.documents.outcomes import Outcome
from backproof.documents.report import CheckedClaim, Origin, Step
from backproof.documents.statements import Statement

_SPELLED: Mapping[str, str] = {
    "<=": r"\leq",
    ">=": r"\geq",
    "!=": r"\neq",
    "~": r"\sim",
    "in": r"\in",
    "approx": r"\approx",
    "<-": r"\leftarrow",
    "->": r"\to",
    "prop": r"\propto",
}


@dataclass(frozen=True)
class Writer:
    """Writes the claims of the statements of one section.

    lines: the line of an offset of the page, counted from 1.
    """

    setting: str
    origin: Origin
    lines: Mapping[int, int]

    def line(self, statement: Statement, n: int) -> int:
        """The line of the side n of a statement, or of its last one."""
        return self.lines.get(statement.sides[min(n, len(statement.sides) - 1)].start, 1)

    def claim(self, statement: Statement, n: int, outcome: Outcome, step: Step | None = None) -> CheckedClaim:
        """The claim that the link n of a statement makes."""
        left, right = statement.sides[n], statement.sides[n + 1]
        relation = _SPELLED.get(statement.relations[n], statement.relations[n])
        latex = f"{left.latex} {relation} {right.latex}"
        return CheckedClaim(
            line=self.line(statement, n + 1),
            latex=latex,
            verdict=outcome.verdict,
            reason=outcome.reason,
            span=(left.start if n == 0 else right.start, right.end),
            read=latex,
            setting=self.setting,
            setting_origin=self.origin,
            step=step,
            counterexample=outcome.counterexample,
            condition=outcome.condition,
            correction=outcome.correction,
            misconception=outcome.misconception,
            exceptions=outcome.exceptions,
            used=outcome.used,
            missing=outcome.missing,
        )


def said_otherwise(claim: CheckedClaim, outcome: Outcome) -> CheckedClaim:
    """The claim with another outcome."""
    return replace(
        claim,
        verdict=outcome.verdict,
        reason=outcome.reason,
        counterexample=outcome.counterexample,
        condition=outcome.condition,
        correction=outcome.correction,
        missing=outcome.missing,
        misconception=outcome.misconception,
    )
