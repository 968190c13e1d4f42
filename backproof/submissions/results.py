"""What a grading says: one verdict a function, points, the diagnosis, and a counterexample to follow by hand."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Verdict(Enum):
    """The six things that can be said of a function."""

    CORRECT = "correct"
    WRONG = "wrong"
    EDGE = "edge"
    MISSING = "missing"
    ERROR = "error"
    TIMEOUT = "timeout"


@dataclass(frozen=True)
class FunctionResult:
    """One function's verdict."""

    name: str
    verdict: Verdict
    points: float
    max_points: float
    diagnosis: str = ""
    counterexample: dict[str, Any] | None = None
    checks: int = 0

    def to_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "name": self.name,
            "verdict": self.verdict.value,
            "points": self.points,
            "max": self.max_points,
            "diagnosis": self.diagnosis,
            "counterexample": self.counterexample,
        }


@dataclass(frozen=True)
class Report:
    """A whole submission's grading."""

    submission: str
    assignment: str
    functions: tuple[FunctionResult, ...]
    notes: tuple[str, ...]
    isolation: str
    seed: int
    seconds: float
    output: str = ""

    @property
    def score(self) -> float:
        """Points earned."""
        return round(sum(function.points for function in self.functions), 6)

    @property
    def max_score(self) -> float:
        """Points that could be earned."""
        return round(sum(function.max_points for function in self.functions), 6)

    def to_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "submission": self.submission,
            "assignment": self.assignment,
            "score": self.score,
            "max": self.max_score,
            "functions": [function.to_json() for function in self.functions],
            "notes": list(self.notes),
            "isolation": self.isolation,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
        }
