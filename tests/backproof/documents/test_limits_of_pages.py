"""A page that takes too long is left open where it does, and the rest of it is read."""

import time

import pytest

from backproof.documents import check
from backproof.documents.check import check_document
from backproof.documents.limits import budget, is_spent
from backproof.documents.report import TOO_LONG
from backproof.documents.walk import Walker

PAGE = "# Sums\n\n$1 + 1 = 2$.\n\n# More\n\n$2 + 2 = 4$ and $3 + 3 = 6$.\n"


def test_a_statement_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = Walker._checked

    def endless(self, statement):
        while statement.sides[0].latex == "2 + 2":
            pass
        return checked(self, statement)

    monkeypatch.setattr(Walker, "_checked", endless)
    monkeypatch.setattr("backproof.documents.walk.SECONDS_PER_STATEMENT", 0.2)
    said = [(each.latex, each.verdict) for each in check_document(PAGE).claims]
    assert said == [("1 + 1 = 2", "proved"), ("2 + 2 = 4", "undecided"), ("3 + 3 = 6", "proved")]


def test_a_section_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(found, walker):
        while walker.text and any(each.sides[0].latex == "2 + 2" for each in found):
            pass

    monkeypatch.setattr(check, "hoist", lambda found, walker: endless(list(found), walker))
    monkeypatch.setattr(check, "SECONDS_PER_STATEMENT", 0.2)
    claims = check_document(PAGE).claims
    assert [each.verdict for each in claims] == ["proved", "undecided", "undecided"]
    assert claims[1].reason == TOO_LONG


def test_a_page_whose_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "SECONDS_PER_PAGE", -10)
    claims = check_document(PAGE).claims
    assert {(each.verdict, each.reason) for each in claims} == {("undecided", TOO_LONG)}


def test_a_budget_is_no_longer_than_the_one_around_it() -> None:
    with budget(0):
        time.sleep(0)
        assert is_spent()
        with budget(10):
            assert is_spent()
    assert not is_spent()
