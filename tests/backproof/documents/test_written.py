"""Documents written for these tests, right ones and subtly wrong ones, with a label for each claim."""

from collections import Counter
from pathlib import Path

WRITTEN = Path(__file__).parent / "written"
ALARM_FREE = ("right", "definition", "conditional", "except")


def test_there_are_enough_documents_and_claims_of_every_kind(labels):
    counts = Counter(each.expected for each in labels)
    assert len({each.document for each in labels}) >= 12
    assert len(labels) >= 100
    assert counts["wrong"] >= 40
    assert {Path(each.document).suffix for each in labels} == {".md", ".tex", ".ipynb"}


def test_every_label_stands_in_its_document_at_its_line(document, labels, report_of):
    text = report_of(document).text
    for label in (each for each in labels if each.document == document):
        at = -1
        for _ in range(label.occurrence + 1):
            at = text.index(label.claim, at + 1)
        assert abs(text.count("\n", 0, at) + 1 - label.line) <= (1 if document.endswith(".ipynb") else 0), label


def test_nothing_wrong_is_called_proved_or_a_definition(document, verdicts_of):
    passed = [
        (label.line, label.claim, found.verdict)
        for label, found in verdicts_of(document)
        if label.expected == "wrong" and found is not None and found.verdict in ("proved", "definition", "conditional")
    ]
    assert not passed


def test_nothing_right_is_called_wrong(document, verdicts_of):
    alarms = [
        (label.line, label.claim, found.reason)
        for label, found in verdicts_of(document)
        if label.expected in ALARM_FREE and found is not None and found.verdict == "refuted"
    ]
    assert not alarms


def test_every_refutation_has_a_counterexample(document, report_of):
    for claim in report_of(document).claims:
        if claim.verdict == "refuted":
            assert claim.counterexample is not None, claim.latex
            assert claim.counterexample.left != claim.counterexample.right


def test_every_label_was_found_as_a_claim(document, verdicts_of):
    assert [label.claim for label, found in verdicts_of(document) if found is None] == []
