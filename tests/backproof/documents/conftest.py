import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from backproof.documents.check import check_document
from backproof.documents.report import CheckedClaim, Report

WRITTEN = Path(__file__).parent / "written"
SLOW = ("backprop.tex", "cross-entropy.tex", "relu.md", "initialization-slips.md")  # judged on request
_AROUND = " .,;&\n\\$"  # what may stand after a claim that is not part of it


@dataclass(frozen=True)
class Label:
    """A claim of a written document: where it stands, and what is true of it."""

    document: str
    line: int
    claim: str
    expected: str
    occurrence: int


def _labels() -> tuple[Label, ...]:
    return tuple(Label(**json.loads(line)) for line in (WRITTEN / "labels.jsonl").read_text().splitlines())


LABELS = _labels()
DOCUMENTS = tuple(dict.fromkeys(each.document for each in LABELS))


@cache
def _report(document: str) -> Report:
    return check_document((WRITTEN / document).read_text())


def _end(text: str, end: int) -> int:
    while end and text[end - 1] in _AROUND:
        end -= 1
    return end


def _verdicts(document: str) -> list[tuple[Label, CheckedClaim | None]]:
    """Each label with what was said of it: the claim that ends where the label does."""
    report = _report(document)
    by_end = {_end(report.text, each.span[1]): each for each in report.claims}
    found: list[tuple[Label, CheckedClaim | None]] = []
    for label in (each for each in LABELS if each.document == document):
        at = -1
        for _ in range(label.occurrence + 1):
            at = report.text.index(label.claim, at + 1)
        found.append((label, by_end.get(_end(report.text, at + len(label.claim)))))
    return found


@pytest.fixture(scope="session")
def labels() -> tuple[Label, ...]:
    return LABELS


@pytest.fixture(scope="session")
def slow_documents() -> tuple[str, ...]:
    return SLOW


@pytest.fixture(scope="session")
def report_of() -> Callable[[str], Report]:
    """The report of a written document; checked once."""
    return _report


@pytest.fixture(scope="session")
def verdicts_of() -> Callable[[str], list[tuple[Label, CheckedClaim | None]]]:
    return _verdicts


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", [each for each in DOCUMENTS if each not in SLOW])
