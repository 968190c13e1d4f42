"""Reports of a grading: JSON, Gradescope's results.json, HTML, and a table for a terminal.

Only the judge writes them. Text that comes from a submission (exception messages, printed output) is cut short,
stripped of control characters and escaped: it is shown, never interpreted.
"""

import html
import json
import os
import secrets
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from backproof.submissions.results import FunctionResult, Report, Verdict

MOST_TEXT = 4000
MOST_OUTPUT = 8000
MARKS = {
    Verdict.CORRECT: ("correct", "green"),
    Verdict.WRONG: ("wrong", "red"),
    Verdict.EDGE: ("fails at an edge", "yellow"),
    Verdict.MISSING: ("missing", "red"),
    Verdict.ERROR: ("error", "red"),
    Verdict.TIMEOUT: ("no answer in time", "red"),
}


def clean(text: str, most: int = MOST_TEXT) -> str:
    """Printable text of bounded length."""
    shown = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text[: most + 1])
    return shown if len(text) <= most else shown[:most] + " ..."


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {clean(str(key), 100): _cleaned(item) for key, item in value.items()}
        case _:
            return value


def as_json(report: Report) -> dict[str, Any]:
    """The report as `--json` prints it."""
    cleaned = _cleaned(report.to_json())
    assert isinstance(cleaned, dict)
    return cleaned


def explanation(result: FunctionResult) -> str:
    """What a person is told about one function."""
    lines = [result.diagnosis] if result.diagnosis else []
    if result.verdict is Verdict.CORRECT and not lines:
        lines = [f"{result.checks} generated checks passed"]
    if result.counterexample is not None:
        shown = result.counterexample
        lines.append(f"call:     {shown.get('call', '')}")
        if "where" in shown:
            lines.append(f"where:    {shown['where']}: {shown.get('reason', '')}")
        lines.append(f"expected: {_short(shown.get('expected'))}")
        lines.append(f"got:      {_short(shown.get('got'))}")
    return clean("\n".join(lines))


def _short(value: Any) -> str:
    return clean(value if isinstance(value, str) else json.dumps(value, allow_nan=False), 1200)


def gradescope(report: Report) -> dict[str, Any]:
    """Gradescope's results.json."""
    tests = [
        {
            "name": clean(result.name, 100),
            "number": str(number),
            "score": result.points,
            "max_score": result.max_points,
            "status": "passed" if result.verdict is Verdict.CORRECT else "failed",
            "output": f"{MARKS[result.verdict][0]}\n{explanation(result)}",
            "output_format": "text",
            "visibility": "visible",
        }
        for number, result in enumerate(report.functions, start=1)
    ]
    notes = clean("\n".join([*report.notes, report.isolation, f"seed {report.seed}"]), MOST_OUTPUT)
    return {
        "score": report.score,
        "execution_time": round(report.seconds, 3),
        "output": notes,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def gradescope_unusable(reason: str) -> dict[str, Any]:
    """results.json for a submission that cannot be read: no points, and the reason."""
    return {"score": 0.0, "output": clean(reason), "output_format": "text", "visibility": "visible", "tests": []}


def gradescope_failure(reason: str) -> dict[str, Any]:
    """results.json when the grader itself failed: deliberately without a score, so that nobody is given 0 points."""
    return {
        "output": clean(f"infrastructure error, not graded: {reason}"),
        "output_format": "text",
        "visibility": "visible",
    }


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file so that no reader ever sees half of it, and no link that lies in wait is followed."""
    data = json.dumps(value, allow_nan=False, indent=1).encode()
    write_bytes(path, data + b"\n")


def write_bytes(path: Path, data: bytes) -> None:
    """Create a new file beside `path` (O_EXCL) and rename it there."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def terminal(report: Report) -> RenderableType:
    """A table for a person."""
    table = Table(title=Text(f"{clean(report.submission, 200)}: {report.score:g} of {report.max_score:g} points"))
    table.add_column("function", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    for result in report.functions:
        words, colour = MARKS[result.verdict]
        points = f"{result.points:g}/{result.max_points:g}"
        table.add_row(Text(clean(result.name, 100)), Text(words, style=colour), points)
    details = [
        Text.assemble((f"\n{clean(result.name, 100)}\n", "bold"), explanation(result))
        for result in report.functions
        if result.verdict not in (Verdict.CORRECT, Verdict.MISSING)
    ]
    notes = [Text(clean(note, 300), style="dim") for note in report.notes]
    return Group(table, *details, *notes)


def print_terminal(reports: list[Report]) -> None:
    """Print the tables."""
    console = Console()
    for report in reports:
        console.print(terminal(report))
    for sentence in dict.fromkeys(report.isolation for report in reports):  # said once
        console.print(Text(sentence, style="dim"))


_STYLE = """body{font:16px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;
border-bottom:1px solid #d8d8de}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0;font-size:.85rem}
.correct{color:#176a2b}.edge{color:#8a5a00}.wrong,.error,.missing,.timeout{color:#a3161d}small{color:#60606a}"""


def as_html(reports: list[Report]) -> str:
    """A page without scripts and without anything from the network."""
    sections = "\n".join(_section(report) for report in reports)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Backproof grading</title>'
        f"<style>{_STYLE}</style></head><body>\n{sections}\n</body></html>\n"
    )


def _section(report: Report) -> str:
    rows = "\n".join(
        f"<tr><td><code>{html.escape(clean(result.name, 100))}</code></td>"
        f'<td class="{result.verdict.value}">{MARKS[result.verdict][0]}</td>'
        f"<td>{result.points:g}/{result.max_points:g}</td><td><pre>{html.escape(explanation(result))}</pre></td></tr>"
        for result in report.functions
    )
    notes = "".join(f"<br>{html.escape(clean(note, 300))}" for note in (*report.notes, report.isolation))
    return (
        f"<h1>{html.escape(clean(report.submission, 200))}</h1>"
        f"<p><strong>{report.score:g} of {report.max_score:g} points</strong> "
        f"({html.escape(report.assignment)}, seed {report.seed})</p>"
        "<table><thead><tr><th>Function</th><th>Verdict</th><th>Points</th><th>What happened</th></tr></thead>"
        f"<tbody>\n{rows}\n</tbody></table><p><small>{report.seconds:.1f} s{notes}</small></p>"
    )
