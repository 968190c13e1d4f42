"""What judging one relation came to, in words for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.documents.declarations import Problem
from backproof.documents.report import Counterexample, Verdict

UNREAD_CONDITION = "it stands under a condition that is not understood"  # then nobody may call it wrong


@dataclass(frozen=True)
class Outcome:
    """What judging came to; see `CheckedClaim` for the fields."""

    verdict: Verdict
    reason: str
    counterexample: Counterexample | None = None
    condition: str | None = None
    correction: str | None = None
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    misconception: str | None = None
    any_loss: bool = False  # proved whatever the loss is
    is_about_shapes: bool = False  # refuted because rows and columns do not fit
    for_some: bool = False  # refuted because a number is one of several values that the other side has


NOT_JUDGED = Outcome("undecided", "it is not judged")  # what follows in a chain behind an assignment


def lacking(*hypotheses: str) -> Outcome:
    """What is to be said of a claim that holds under hypotheses of which the page does not speak."""
    condition = ", ".join(hypotheses)
    return Outcome("conditional", f"holds if {condition}", condition=condition, missing=hypotheses)


def reason_of(problem: Problem) -> str:
    """Why a claim is proved, and for which sizes."""
    sizes = sorted(str(each) for each in problem.setting.sizes)
    general = f", for every {', '.join(sizes)}" if sizes else ""
    return "two engines of the kernel agree" + general


def plain_name(name: str) -> str:
    """A name of the kernel as the page writes it."""
    return name.split("·")[0]


def rounded(value: str) -> str:
    """A ball of Arb with as many digits as a person reads."""
    if re.fullmatch(r"\[\+/- [^\]]*\]", value):
        return "0"
    found = re.fullmatch(r"\[?(-?\d+\.\d+(?:e[+-]?\d+)?)(?: \+/- [^\]]*)?\]?", value)
    if not found:
        return value
    digits, _, power = found[1].partition("e")
    whole, _, decimals = digits.partition(".")
    return f"{whole}.{decimals[:6]}" + (f"e{power}" if power else "")
