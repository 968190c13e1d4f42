"""`backproof check`: a document, claim by claim; or a file of claims."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import NoReturn

from rich.progress import Progress as Bar

from backproof.documents.check import check_claim, check_document
from backproof.documents.extraction import Format
from backproof.documents.report import Report
from backproof.documents.settings import SETTINGS

_FORMATS: dict[str, Format] = {".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".ipynb": "notebook"}


def run(document: Path | None, setting: str | None, as_json: bool, html: Path | None, batch: Path | None) -> int:
    """The exit status of the command."""
    if setting is not None and setting not in SETTINGS:
        _unusable(f"--setting: {setting!r} is not known; write one of: {', '.join(SETTINGS)}")
    if batch is not None:
        if document is not None:
            _unusable("--batch takes a file of claims; leave out DOCUMENT")
        return check_file(batch, setting)
    if document is None:
        _unusable("DOCUMENT is missing; write: backproof check answers.md")
    report = _report(document, setting, quiet=as_json)
    if html is not None:
        _unusable("--html: there is no page yet")
    print(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    return report.exit_status


def _report(document: Path, setting: str | None, quiet: bool) -> Report:
    try:
        text = document.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _unusable(f"{document} cannot be read: {error}")
    with Bar(disable=quiet or not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("checking claims", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=max(done, total))

        try:
            return check_document(text, setting, _FORMATS.get(document.suffix.lower()), progress)
        except ValueError as error:
            _unusable(str(error))


def check_file(path: Path, setting: str | None) -> int:
    """Check each line of a file of claims; one JSON object a line is printed for each."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _unusable(f"--batch: {path} cannot be read: {error}")
    seen: Counter[str] = Counter()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        answer = _answer(line, number, setting)
        seen[str(answer["verdict"])] += 1
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    if not seen:
        _unusable(f"--batch: {path} holds no claims")
    if seen["refuted"]:
        return 1
    if seen["unreadable"]:
        return 2
    return 3 if seen["undecided"] else 0


def _answer(line: str, number: int, setting: str | None) -> dict[str, object]:
    """What is to be said of one line."""
    try:
        question = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return {"id": None, "verdict": "unreadable", "reason": f"line {number} is not JSON: {error}"}
    if not isinstance(question, dict) or not isinstance(question.get("claim"), str):
        identifier = question.get("id") if isinstance(question, dict) else None
        return {"id": identifier, "verdict": "unreadable", "reason": f"line {number} has no claim"}
    identifier, previous = question.get("id"), question.get("previous")
    try:
        checked = check_claim(
            question["claim"], question.get("setting") or setting, previous if isinstance(previous, str) else None
        )
    except ValueError as error:
        return {"id": identifier, "verdict": "unreadable", "reason": str(error)}
    answer = checked.as_dict()
    answer.pop("line")
    return {"id": identifier, "verdict": answer.pop("verdict"), "reason": answer.pop("reason"), **answer}


def _unusable(message: str) -> NoReturn:
    print(f"backproof check: {message}", file=sys.stderr)
    raise SystemExit(2)
