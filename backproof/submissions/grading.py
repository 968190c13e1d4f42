"""Grading several submissions: one after the other in one sandbox, or in parallel, each process with its own."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from backproof.submissions import cluster
from backproof.submissions.assignment import Assignment, load
from backproof.submissions.judge import Grading
from backproof.submissions.results import Report
from backproof.submissions.sandbox import InfrastructureError, Sandbox
from backproof.submissions.sources import UnusableSubmission, read


@dataclass(frozen=True)
class Job:
    """One submission to grade."""

    path: Path
    assignment: str
    require_isolation: bool = False
    seed: int | None = None


@dataclass(frozen=True)
class Unusable:
    """A submission that could not be read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class NotGraded:
    """The grader itself failed on this submission. No verdict, no points, and the others go on."""

    path: Path
    reason: str


Outcome = Report | Unusable | NotGraded


def grade_one(path: Path, assignment: Assignment, sandbox: Sandbox, seed: int | None = None) -> Report | Unusable:
    """Grade one submission in a running sandbox."""
    try:
        source = read(path)
    except UnusableSubmission as error:
        return Unusable(path, str(error))
    grading = Grading(sandbox, assignment, source)
    if seed is not None:
        grading.seed = seed
    return grading.run()


def _alone(job: Job) -> Outcome:
    try:
        with Sandbox(require_isolation=job.require_isolation) as sandbox:
            return grade_one(job.path, load(job.assignment), sandbox, job.seed)
    except InfrastructureError as error:
        return NotGraded(job.path, f"infrastructure error: {error}")
    except Exception as error:  # the boundary: whatever broke in here is the grader's fault, never 0 points
        return NotGraded(job.path, f"infrastructure error: {type(error).__name__}: {error}")


def grade_all(jobs: list[Job], processes: int = 1, scheduler: str = "") -> Iterator[Outcome]:
    """Grade the submissions, in order: here, or on the Dask cluster whose scheduler has this address."""
    if scheduler:
        with cluster.connected(scheduler) as client:
            yield from cluster.ordered(client, _alone, [_anywhere(job) for job in jobs], _lost)
        return
    if processes <= 1 or len(jobs) <= 1:
        yield from map(_alone, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(min(processes, len(jobs)), maxtasksperchild=16) as pool:
        yield from pool.imap(_alone, jobs)


def _anywhere(job: Job) -> Job:
    """The same job for a process with another working directory."""
    file = Path(job.assignment)
    return replace(job, path=job.path.resolve(), assignment=str(file.resolve()) if file.is_file() else job.assignment)


def _lost(job: Job, reason: str) -> Outcome:
    return NotGraded(job.path, reason)
