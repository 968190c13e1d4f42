"""The report for a terminal.  What a document says is shown, never interpreted: no markup, no control characters."""

from __future__ import annotations

import re

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backproof.documents.explanation import MARKS, STEP_FAILS, explanation, first_wrong, summary_text
from backproof.documents.report import CheckedClaim, Report

_QUIET = ("proved", "definition", "out-of-scope")


def shown(text: str, most: int = 2000) -> str:
    """One line of printable text of bounded length."""
    line = re.sub(r"\s+", " ", text).strip()
    line = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return line if len(line) <= most else line[: most - 4] + " ..."


def claim_lines(claim: CheckedClaim) -> RenderableType:
    """One claim: a line, and what is to be said of it."""
    mark = MARKS[claim.verdict]
    broken = claim.step is not None and claim.step.verdict == "does not follow"
    head = Text(f"{mark.sign} {mark.word}", style=mark.colour)
    if broken:
        head.append(f"  {STEP_FAILS.sign} {STEP_FAILS.word}", style=STEP_FAILS.colour)
    head.append("  " + shown(claim.latex, 240), style="default")
    said = explanation(claim)
    if claim.verdict in _QUIET and not broken:
        said = tuple(each for each in said if each.label in ("except at", "would need", "step"))
    details = Table.grid(padding=(0, 1))
    details.add_column(style="dim", justify="right", no_wrap=True)
    details.add_column(ratio=1)
    for each in said:
        details.add_row(each.label, Text(shown(each.text)))
    row = Table.grid(padding=(0, 1))
    row.add_column(style="dim", justify="right", width=5, no_wrap=True)
    row.add_column(ratio=1)
    row.add_row(str(claim.line), head)
    return Group(row, Padding(details, (0, 0, 0, 8))) if said else row


def terminal(report: Report, name: str) -> RenderableType:
    """The whole report."""
    parts: list[RenderableType] = [Text(shown(name, 200), style="bold")]
    sections = iter(report.sections)
    coming = next(sections, None)
    for claim in report.claims:
        while coming is not None and coming.first_line <= claim.line:
            if coming.last_line >= claim.line:
                title = f"{shown(coming.title, 80)}: " if coming.title else ""
                words = f"\n{title}read in the setting {coming.setting} ({shown(coming.why, 160)})"
                parts.append(Text(words, style="dim"))
            coming = next(sections, None)
        parts.append(claim_lines(claim))
    parts.append(Text("\n" + summary_text(report)))
    wrong = first_wrong(report)
    if wrong is not None:
        parts.append(Text(f"the first wrong line is line {wrong.line}", style="red"))
    return Group(*parts)


def print_report(report: Report, name: str, console: Console | None = None) -> None:
    """Print it."""
    (console or Console(highlight=False)).print(terminal(report, name))
