"""`backproof grade`: judge submissions and report.

Exit status: 0 full points everywhere, 1 points were lost, 2 unusable input or the grader itself could not work.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from backproof.submissions import reports
from backproof.submissions.assignment import InvalidAssignment, load
from backproof.submissions.grading import Job, Unusable, grade_all
from backproof.submissions.results import Report
from backproof.submissions.sandbox import InfrastructureError


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    assignment: str
    json: bool = False
    gradescope: Path | None = None
    html: Path | None = None
    jobs: int = 1
    require_isolation: bool = False
    seed: int | None = None


def run(submissions: list[Path], options: Options) -> int:
    """Grade, write every report that was asked for, and return the exit status."""
    if options.gradescope is not None and len(submissions) != 1:
        _complain(f"--gradescope writes one results.json: give one submission, not {len(submissions)}")
        return 2
    if options.gradescope is not None:
        options.gradescope.unlink(missing_ok=True)  # a stale result must not survive a failed grading
    try:
        load(options.assignment)
        outcomes = _grade(submissions, options)
    except InvalidAssignment as error:
        return _failed(str(error), options)
    except InfrastructureError as error:
        return _failed(f"infrastructure error: {error}", options)
    except Exception as error:  # the boundary: whatever broke here is the grader's fault, never 0 points
        return _failed(f"infrastructure error: {type(error).__name__}: {error}", options)
    return _report(outcomes, options)


def _grade(submissions: list[Path], options: Options) -> list[Report | Unusable]:
    jobs = [Job(path, options.assignment, options.require_isolation, options.seed) for path in submissions]
    outcomes: list[Report | Unusable] = []
    shown = sys.stderr.isatty() and not options.json and len(jobs) > 1
    with Progress(console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("grading", total=len(jobs))
        for outcome in grade_all(jobs, options.jobs):
            outcomes.append(outcome)
            progress.advance(task)
    return outcomes


def _report(outcomes: list[Report | Unusable], options: Options) -> int:
    graded = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    unusable = [outcome for outcome in outcomes if isinstance(outcome, Unusable)]
    for outcome in unusable:
        _complain(outcome.reason)
    if options.gradescope is not None:
        value = reports.gradescope(graded[0]) if graded else reports.gradescope_unusable(unusable[0].reason)
        reports.write_json(options.gradescope, value)
    if options.html is not None:
        reports.write_bytes(options.html, reports.as_html(graded).encode())
    if options.json:
        values = [reports.as_json(report) for report in graded]
        print(json.dumps(values[0] if len(outcomes) == 1 and values else values, indent=2, allow_nan=False))
    else:
        reports.print_terminal(graded)
    if unusable:
        return 2
    return 0 if all(report.score >= report.max_score for report in graded) else 1


def _failed(reason: str, options: Options) -> int:
    _complain(reason)
    if options.gradescope is not None:
        reports.write_json(options.gradescope, reports.gradescope_failure(reason))
    return 2


def _complain(text: str) -> None:
    print(reports.clean(text), file=sys.stderr)
