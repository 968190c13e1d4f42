"""What a person is told about one claim, the same in every report: a verdict in a word, then labelled sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backproof.documents.misconceptions import MISCONCEPTIONS
from backproof.documents.report import CheckedClaim, Counterexample, Report, Verdict

_SAYS: Mapping[str, str] = {each.name: each.says for each in MISCONCEPTIONS}
_RELATIONS: Mapping[str, str] = {
    "=": "is not",
    "<=": "is not at most",
    "<": "is not below",
    ">=": "is not at least",
    "approx": "does not round to",
}


@dataclass(frozen=True)
class Mark:
    """A verdict at a glance: a sign, a word, a colour of the terminal."""

    sign: str
    word: str
    colour: str


MARKS: Mapping[Verdict, Mark] = {
    "proved": Mark("✓", "proved", "green"),
    "refuted": Mark("✗", "wrong", "red"),
    "conditional": Mark("?", "holds under a condition", "yellow"),
    "definition": Mark("≔", "definition", "blue"),
    "undecided": Mark("–", "undecided", "magenta"),
    "unreadable": Mark("!", "cannot be read", "magenta"),
    "out-of-scope": Mark("·", "not checked", "bright_black"),
}
STEP_FAILS = Mark("↯", "does not follow", "yellow")


@dataclass(frozen=True)
class Said:
    """One labelled sentence about a claim."""

    label: str
    text: str


def explanation(claim: CheckedClaim) -> tuple[Said, ...]:
    """All that is to be said of a claim, the most helpful first."""
    said: list[Said] = []
    if claim.verdict == "refuted" and claim.read and claim.read != claim.latex:
        said.append(Said("read as", claim.read))
    if claim.counterexample is not None:
        said.append(Said("counterexample", counterexample_text(claim.counterexample)))
    if claim.correction is not None:
        said.append(Said("right would be", claim.correction))
    if claim.misconception is not None:
        says = _SAYS.get(claim.misconception)
        said.append(Said("what happened", claim.misconception + (f": {says}" if says else "")))
    if claim.condition is not None:
        said.append(Said("holds exactly if", claim.condition))
    if claim.exceptions:
        said.append(Said("except at", ", ".join(claim.exceptions)))
    if claim.missing:
        said.append(Said("would need", "; ".join(claim.missing)))
    if claim.used and claim.verdict in ("proved", "conditional"):
        said.append(Said("using", "; ".join(claim.used)))
    if claim.reason and _adds(claim):
        said.append(Said("why", claim.reason))
    if claim.step is not None and claim.step.verdict != "follows":
        line = claim.step.previous_line
        after = "the line before" if line is None else f"line {line}"
        words = "does not follow from" if claim.step.verdict == "does not follow" else "it is not known to follow from"
        said.append(Said("step", f"{words} {after}: {claim.step.reason}"))
    return tuple(said)


def _adds(claim: CheckedClaim) -> bool:
    """Whether the reason says more than the labelled parts do."""
    return claim.counterexample is None or claim.correction is None


def counterexample_text(found: Counterexample) -> str:
    """`at n = 2: the left side is 4, the right side is 2`."""
    where = ", ".join(f"{name} = {value}" for name, value in found.where)
    sides = f"the left side is {found.left}, the right side is {found.right}"
    relation = _RELATIONS.get(found.relation, f"{found.relation} fails between")
    if found.relation != "=":
        sides += f" ({found.left} {relation} {found.right})"
    return f"at {where}: {sides}" if where else f"always: {sides}"


def summary_text(report: Report) -> str:
    """`12 claims: 9 proved, 1 wrong, 2 definitions; 4 paragraphs without formulas were not checked`."""
    counts = report.summary
    parts = [
        f"{counts[verdict]} {counted_word(mark, counts[verdict])}" for verdict, mark in MARKS.items() if counts[verdict]
    ]
    text = f"{_counted(counts['claims'], 'claim')}" + (": " + ", ".join(parts) if parts else "")
    if counts["steps_that_do_not_follow"]:
        text += f"; {_counted(counts['steps_that_do_not_follow'], 'step')} not following from the line before"
    if counts["prose"]:
        text += f"; {_counted(counts['prose'], 'paragraph')} without formulas not checked"
    return text


def counted_word(mark: Mark, number: int) -> str:
    """`1 definition`, `2 definitions`."""
    plural = {"definition": "definitions", "holds under a condition": "hold under a condition"}
    return mark.word if number == 1 else plural.get(mark.word, mark.word)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def first_wrong(report: Report) -> CheckedClaim | None:
    """The first claim of the page that is wrong."""
    return next((each for each in report.claims if each.verdict == "refuted"), None)
