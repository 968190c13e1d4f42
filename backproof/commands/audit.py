"""The command `audit`: initializers and gains of libraries, held against the theorems."""

import dataclasses

from rich.console import Console

from backproof.audit.catalogue import LIBRARIES, Library
from backproof.audit.verdicts import Finding, audited

from .book import RIGHT, fail, print_json

_LEGEND = """\
derived: the variance or the gain of a proved rule; wrong: named or recommended for a rule that it does not follow;
convention, empirical: it follows from no rule, and this is where it comes from"""


def audit(library: str | None, *, as_json: bool) -> int:
    """Print the verdict on every initializer and gain of a library, or of all."""
    chosen: tuple[Library, ...] = tuple(each for each in LIBRARIES if library in (None, each))
    if not chosen:
        fail(f"there is no library '{library}' in the audit: known are {', '.join(LIBRARIES)}.")
    findings = audited(chosen)
    if as_json:
        print_json([dataclasses.asdict(each) for each in findings])
    else:
        _print(findings)
    return RIGHT


def _print(findings: tuple[Finding, ...]) -> None:
    out = Console(highlight=False, soft_wrap=True, markup=False)
    for each in findings:
        out.print(f"{each.verdict:10}  {each.library} {each.name}: {each.documented}")
        rule = {"derived": "by", "wrong": "not by"}.get(each.verdict)
        for line in (*([f"{rule} {each.theorem}"] if rule else []), *each.ours):
            out.print(f"{'':12}{line}")
    out.print(_LEGEND)
