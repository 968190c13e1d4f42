"""Documents written for these tests, right ones and subtly wrong ones, with a label for each claim."""

import re
from collections import Counter
from pathlib import Path

import pytest

from backproof.documents.extraction import extract
from backproof.documents.page import html_page
from backproof.documents.report import DECIDED, FAULT

WRITTEN = Path(__file__).parent / "written"
ALARM_FREE = ("right", "definition", "conditional", "except")


def test_there_are_enough_documents_and_claims_of_every_kind(labels):
    counts = Counter(each.expected for each in labels)
    assert len({each.document for each in labels}) >= 12
    assert len(labels) >= 100
    assert counts["wrong"] >= 40
    assert {Path(each.document).suffix for each in labels} == {".md", ".tex", ".ipynb"}


@pytest.mark.parametrize("name", ["softmax-slips.md", "logistic-slips.tex", "sigmoid-lab.ipynb"])
def test_every_label_stands_in_its_document_at_its_line(name, labels):
    text = extract((WRITTEN / name).read_text()).text
    document = name
    for label in (each for each in labels if each.document == document):
        at = -1
        for _ in range(label.occurrence + 1):
            at = text.index(label.claim, at + 1)
        assert abs(text.count("\n", 0, at) + 1 - label.line) <= (1 if document.endswith(".ipynb") else 0), label


def test_a_document_is_judged_as_its_labels_say(document, verdicts_of, report_of):
    """One test a document, so that each is checked once: no lie passes, no alarm is false, nothing is overlooked."""
    for label, found in verdicts_of(document):
        assert found is not None, f"line {label.line}: {label.claim} was not taken for a claim"
        if label.expected == "wrong":
            assert found.verdict not in ("proved", "definition"), (label.line, label.claim, found.reason)
        if label.expected in ALARM_FREE:
            assert found.verdict != "refuted", (label.line, label.claim, found.reason)
        if label.expected == "except":
            assert (found.verdict, bool(found.exceptions)) == ("proved", True)
    for claim in report_of(document).claims:
        assert FAULT not in claim.reason, (claim.line, claim.latex)
        if claim.verdict == "refuted" and claim.counterexample is not None:
            assert claim.counterexample.left != claim.counterexample.right
    page = html_page(report_of(document), document)
    assert len(re.findall(r'class="note ', page)) == len(report_of(document).claims)


@pytest.mark.slow
def test_every_written_document_is_judged_as_its_labels_say(slow_documents, verdicts_of, report_of):
    for each in slow_documents:
        test_a_document_is_judged_as_its_labels_say(each, verdicts_of, report_of)


@pytest.mark.slow
def test_nearly_all_claims_are_decided_and_all_wrong_ones_are_found(verdicts_of, labels):
    found = [pair for document in dict.fromkeys(each.document for each in labels) for pair in verdicts_of(document)]
    decided = [claim for _, claim in found if claim is not None and claim.verdict in DECIDED]
    assert len(decided) >= 0.9 * len(found)
    assert [
        label.claim
        for label, claim in found
        if label.expected == "wrong" and claim.verdict not in ("refuted", "conditional")
    ] == []
