"""`backproof check`: a document claim by claim, or a file of claims.

Exit status: 0 all right; 1 something is refuted; 2 unusable input; 3 something is undecided.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import Progress

from backproof.documents.check import check_claim, check_document
from backproof.documents.extraction import Format
from backproof.documents.page import html_page
from backproof.documents.report import Report
from backproof.documents.settings import SETTINGS
from backproof.documents.terminal import print_report

LARGEST = 4_000_000  # bytes of a document
_FORMATS: dict[str, Format] = {".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".ipynb": "notebook"}


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    setting: str | None = None
    json: bool = False
    html: Path | None = None


def run(document: Path | None, batch: Path | None, options: Options) -> int:
    """The exit status of the command."""
    if options.setting is not None and options.setting not in SETTINGS:
        _unusable(f"--setting: {options.setting!r} is not known; write one of: {', '.join(SETTINGS)}")
    if batch is not None:
        if document is not None or options.html is not None:
            _unusable("--batch takes a file of claims; leave out DOCUMENT and --html")
        return check_file(batch, options.setting)
    if document is None:
        _unusable("DOCUMENT is missing; write: backproof check homework.md")
    text = _text(document)
    try:
        report = _checked(text, document, options)
    except ValueError as error:
        _unusable(f"{document}: {error}")
    if options.html is not None:
        try:
            options.html.write_text(html_page(report, document.name), encoding="utf-8")
        except OSError as error:
            _unusable(f"--html: {options.html} cannot be written: {error.strerror}")
    if options.json:
        print(json.dumps(report.as_dict(), indent=1, ensure_ascii=False))
    else:
        print_report(report, document.name)
    return report.exit_status


def _checked(text: str, document: Path, options: Options) -> Report:
    shown = sys.stderr.isatty() and not options.json
    with Progress(console=Console(stderr=True), disable=not shown, transient=True) as bar:
        task = bar.add_task("checking", total=None)
        return check_document(
            text,
            options.setting,
            _FORMATS.get(document.suffix.lower()),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _text(document: Path) -> str:
    try:
        data = document.read_bytes()
    except OSError as error:
        _unusable(f"{document} cannot be read: {error.strerror}")
    if len(data) > LARGEST:
        _unusable(f"{document} has {len(data)} bytes; at most {LARGEST} are checked: split it")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        _unusable(f"{document} is not UTF-8 text: {error.reason} at byte {error.start}")


def check_file(path: Path, setting: str | None = None) -> int:
    """Check each line of a file of claims as it is read, and print a verdict a line."""
    seen: Counter[str] = Counter()
    try:
        lines = path.open("rb")
    except OSError as error:
        _unusable(f"--batch: {path} cannot be read: {error.strerror}")
    with lines:
        for question in _questions(lines):
            answer = _answer(question, setting)
            seen[answer["verdict"]] += 1
            print(json.dumps({"id": question.get("id"), **answer}, ensure_ascii=False), flush=True)
    if not seen:
        _unusable(f"--batch: {path} holds no claims")
    if seen["refuted"]:
        return 1
    return 2 if seen["unreadable"] else 3 if seen["undecided"] else 0


def _questions(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The question on each line; a line that holds none says why, and no other line suffers."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            yield {"problem": f"line {number} is not UTF-8: {error.reason} at its byte {error.start + 1}"}
        except (json.JSONDecodeError, RecursionError) as error:
            yield {"problem": f"line {number} is not JSON: {error}"}
        else:
            yield question if isinstance(question, dict) else {"problem": f"line {number} is not a JSON object"}


def _answer(question: dict[str, Any], setting: str | None) -> dict[str, Any]:
    begin = monotonic()
    problem = question.get("problem") or _problem(question)
    if problem is not None:
        return {"verdict": "unreadable", "reason": problem, "seconds": 0.0}
    try:
        claim = check_claim(question["claim"], question.get("setting") or setting, question.get("previous"))
    except ValueError as error:
        return {"verdict": "unreadable", "reason": str(error), "seconds": 0.0}
    except Exception as error:  # one claim at which Backproof fails must not take the others with it
        words = f"a fault of Backproof, not of the claim: {type(error).__name__}: {error}"
        return {"verdict": "undecided", "reason": words, "seconds": round(monotonic() - begin, 3)}
    fields = {name: value for name, value in claim.as_dict().items() if name != "line"}
    return {**fields, "seconds": round(monotonic() - begin, 3)}


def _problem(question: dict[str, Any]) -> str | None:
    if not isinstance(question.get("claim"), str):
        return 'the claim is missing; write {"id": 1, "claim": "\\\\varphi\' = ...", "setting": "logistic"}'
    for name in ("setting", "previous"):
        if not isinstance(question.get(name), str | None):
            return f"{name} must be a string"
    return None


def _unusable(message: str) -> NoReturn:
    print(f"backproof check: {message}", file=sys.stderr)
    raise SystemExit(2)
