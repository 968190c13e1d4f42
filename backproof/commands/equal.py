"""`backproof equal`: one pair on the command line, or a file of pairs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any as Anything
from typing import NoReturn

from rich.console import Console
from rich.table import Table

from backproof.answers.given import BadGiven, declare
from backproof.answers.worker import Watchdog

EXIT = {"equal": 0, "different": 1, "unreadable": 2, "undecided": 3}
OUTCOMES = ("right", "false equal", "false different", "undecided", "unreadable")


def run(
    gold: str | None,
    candidate: str | None,
    setting: str | None,
    given: str | None,
    fmt: str | None,
    batch: Path | None,
    as_json: bool,
) -> int:
    """The exit status of the command."""
    if batch is not None:
        if gold is not None or candidate is not None:
            _unusable("--batch takes a file; leave out GOLD and CANDIDATE")
        if given is not None or setting is not None or fmt is not None:
            _unusable("--batch reads given, setting and format from each line of the file")
        return judge_file(batch)
    if gold is None or candidate is None:
        _unusable("GOLD and CANDIDATE are missing; write: backproof equal 'p - y' '-(y - p)' --given '{...}'")
    if fmt not in (None, "latex", "text"):
        _unusable(f"--format: {fmt!r} is not known; write latex or text")
    question = {
        "gold": gold,
        "candidate": candidate,
        "setting": setting,
        "format": fmt,
        "given": _given(given, setting),
    }
    with Watchdog() as judge:
        verdict = judge.judge(question)
    if as_json:
        print(json.dumps(verdict))
    else:
        _show(verdict, candidate)
    return EXIT[verdict["verdict"]]


def judge_file(path: Path) -> int:
    """Judge each line of a file as it is read; the table at the end goes to stderr."""
    seen: Counter[str] = Counter()
    labelled: Counter[tuple[str, str]] = Counter()
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        _unusable(f"--batch: {path} cannot be read: {error.strerror}")
    with lines, Watchdog() as judge:
        for question, problem in _questions(lines):
            if problem is None:
                verdict = judge.judge(question)
            else:
                verdict = {"verdict": "unreadable", "reason": problem, "seconds": 0.0}
            seen[verdict["verdict"]] += 1
            if "expected" in question:
                fmt = str(question.get("format") or "guessed")
                labelled[fmt, _outcome(str(question["expected"]), verdict["verdict"])] += 1
            print(json.dumps({"id": question.get("id"), **verdict}), flush=True)
    if labelled:
        _table(labelled)
    if not seen:
        _unusable(f"--batch: {path} holds no pairs")
    return next((EXIT[word] for word in ("different", "unreadable", "undecided") if seen[word]), 0)


def _questions(lines: Iterator[str] | Anything) -> Iterator[tuple[dict[str, Anything], str | None]]:
    try:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                question = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield {"id": None}, f"line {number} is not JSON: {error}"
                continue
            if not isinstance(question, dict):
                yield {"id": None}, f"line {number} is not a JSON object"
                continue
            yield question, None
    except UnicodeDecodeError as error:
        yield {"id": None}, f"the file is not UTF-8: {error.reason} at byte {error.start}"


def _outcome(expected: str, verdict: str) -> str:
    if verdict == "equal" and expected != "equal":
        return "false equal"
    if verdict == "different" and expected == "equal":
        return "false different"
    if verdict == expected or (expected == "not-equal" and verdict != "equal"):
        return "right"
    return verdict


def _table(labelled: Counter[tuple[str, str]]) -> None:
    table = Table("format", "pairs", *OUTCOMES)
    for fmt in sorted({fmt for fmt, _ in labelled}):
        counts = [labelled[fmt, outcome] for outcome in OUTCOMES]
        table.add_row(fmt, str(sum(counts)), *map(str, counts))
    Console(stderr=True).print(table)


def _given(text: str | None, setting: str | None) -> dict[str, str]:
    """The declarations of --given, checked before any judging."""
    try:
        given = json.loads(text) if text is not None else {}
    except (json.JSONDecodeError, RecursionError) as error:
        _unusable(f'--given is not JSON: {error}; write it as \'{{"p": "in (0,1)"}}\'')
    if not isinstance(given, dict):
        _unusable('--given must be a JSON object, as in \'{"p": "in (0,1)"}\'')
    try:
        declare(given, setting)
    except BadGiven as error:
        _unusable(str(error))
    return given


def _show(verdict: dict[str, Anything], candidate: str) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{verdict['verdict']}[/bold]: ", end="")
    console.print(verdict["reason"], markup=False)
    if "except" in verdict:
        console.print(f"except at {verdict['except']}", markup=False)
    if "position" in verdict and "\n" not in candidate and len(candidate) < 200:
        console.print("  " + candidate, markup=False, soft_wrap=True)
        console.print("  " + " " * verdict["position"] + "^", markup=False)
    if "hint" in verdict:
        console.print(verdict["hint"], markup=False)
    if found := verdict.get("counterexample"):
        table = Table(*found["point"], "reference", "answer")
        table.add_row(*found["point"].values(), found["gold"], found["candidate"])
        console.print(table)
    if "read_as" in verdict:
        console.print(f"read as {verdict['read_as']}", markup=False)


def _unusable(message: str) -> NoReturn:
    print(f"backproof equal: {message}", file=sys.stderr)
    raise SystemExit(2)
