"""`backproof grade`: judge submissions and report.

Exit status: 0 full points everywhere, 1 points were lost, 2 unusable input or the grader itself could not work.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from rich.console import Console
from rich.progress import Progress

from backproof.submissions import reports
from backproof.submissions.assignment import InvalidAssignment, load
from backproof.submissions.cluster import NoCluster
from backproof.submissions.grading import Job, NotGraded, Outcome, Unusable, grade_all
from backproof.submissions.results import Report


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    assignment: str
    json: bool = False
    gradescope: Path | None = None
    html: Path | None = None
    jobs: int = 1
    scheduler: str = ""
    require_isolation: bool = False
    seed: int | None = None


def run(submissions: list[Path], options: Options) -> int:
    """Grade, write every report that was asked for, and return the exit status."""
    if options.gradescope is not None and len(submissions) != 1:
        _complain(f"--gradescope writes one results.json: give one submission, not {len(submissions)}")
        return 2
    if options.scheduler and options.jobs > 1:
        _complain("--jobs and --scheduler exclude each other: the cluster decides how much runs at the same time")
        return 2
    if options.gradescope is not None:
        options.gradescope.unlink(missing_ok=True)  # a stale result must not survive a failed grading
    try:
        load(options.assignment)
        outcomes = _grade(submissions, options)
    except (InvalidAssignment, NoCluster) as error:
        return _failed(str(error), options)
    return _report(outcomes, options)


def _grade(submissions: list[Path], options: Options) -> list[Outcome]:
    jobs = [Job(path, options.assignment, options.require_isolation, options.seed) for path in submissions]
    outcomes: list[Outcome] = []
    shown = sys.stderr.isatty() and not options.json and len(jobs) > 1
    with Progress(console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("grading", total=len(jobs))
        for outcome in grade_all(jobs, options.jobs, options.scheduler):
            outcomes.append(outcome)
            progress.advance(task)
    return outcomes


def _report(outcomes: list[Outcome], options: Options) -> int:
    graded = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Report)]
    for outcome in failed:
        _complain(f"{outcome.path}: {outcome.reason}" if isinstance(outcome, NotGraded) else outcome.reason)
    if options.gradescope is not None:
        reports.write_json(options.gradescope, _gradescope(outcomes[0]))
    if options.html is not None:
        reports.write_bytes(options.html, reports.as_html(graded).encode())
    if options.json:
        values = [reports.as_json(report) for report in graded]
        print(json.dumps(values[0] if len(outcomes) == 1 and values else values, indent=2, allow_nan=False))
    else:
        reports.print_terminal(graded)
    if failed:
        return 2
    return 0 if all(report.score >= report.max_score for report in graded) else 1


def _gradescope(outcome: Outcome) -> dict[str, Any]:
    match outcome:
        case Report():
            return reports.gradescope(outcome)
        case Unusable(reason=reason):
            return reports.gradescope_unusable(reason)
        case NotGraded(reason=reason):
            return reports.gradescope_failure(reason)
        case _ as never:
            assert_never(never)


def _failed(reason: str, options: Options) -> int:
    _complain(reason)
    if options.gradescope is not None:
        reports.write_json(options.gradescope, reports.gradescope_failure(reason))
    return 2


def _complain(text: str) -> None:
    print(reports.clean(text), file=sys.stderr)
