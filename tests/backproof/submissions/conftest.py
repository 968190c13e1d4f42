import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backproof.submissions import assignment
from backproof.submissions.judge import Grading
from backproof.submissions.results import FunctionResult, Report
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.sources import read

Grade = Callable[..., dict[str, FunctionResult]]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(autouse=True)
def _repeatable(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI every test draws the same cases each time, as Hypothesis does there; elsewhere the seed is fresh."""
    if os.environ.get("CI"):
        fixed = zlib.crc32(request.node.nodeid.encode())
        monkeypatch.setattr("backproof.submissions.judge.fresh_seed", lambda: fixed)


@pytest.fixture
def report(sandbox: Sandbox, tmp_path: Path) -> Callable[..., Report]:
    """Grade a text as a .py file (or a list of cells as a notebook) against an assignment (a name, or TOML text)."""

    def run(submission: str | list[object], task: str) -> Report:
        if isinstance(submission, str):
            path = tmp_path / "submission.py"
            path.write_text(submission)
        else:
            path = tmp_path / "submission.ipynb"
            path.write_text(json.dumps({"cells": submission, "metadata": {}, "nbformat": 4}))
        shipped = task in assignment.SHIPPED
        return Grading(sandbox, assignment.load(task) if shipped else assignment.parse(task, "test"), read(path)).run()

    return run


@pytest.fixture
def grade(report: Callable[..., Report]) -> Grade:
    """The results by function name."""
    return lambda submission, task: {result.name: result for result in report(submission, task).functions}
