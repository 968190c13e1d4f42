"""Checking: a document, or one claim, becomes a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from backproof.documents.report import CheckedClaim, Report

Format = Literal["markdown", "latex", "notebook"]
Progress = Callable[[int, int], None]  # claims done, claims in all


def check_document(
    text: str, setting: str | None = None, format: Format | None = None, progress: Progress | None = None
) -> Report:
    """Check a document claim by claim.

    setting: one of `SETTINGS`; chosen section by section where it is None.
    format: guessed from the text where it is None.
    Raises ValueError for an unknown setting or format, and for a notebook that is not JSON.
    """
    return Report(text, ())


def check_claim(claim: str, setting: str | None = None, previous: str | None = None) -> CheckedClaim:
    """Check one claim; with `previous`, also whether it follows from that one."""
    return CheckedClaim(1, claim, "undecided", "nothing is judged yet")
