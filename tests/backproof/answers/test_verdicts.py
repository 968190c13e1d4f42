"""The verdict as JSON, in a notebook, and in a condition."""

import pytest

from backproof.answers.judge import equal
from backproof.answers.verdicts import Verdict


def test_json_holds_the_fields_that_are_set() -> None:
    found = equal("x", "2*x", {"x": "real"}).as_json()
    assert set(found) == {"verdict", "reason", "counterexample", "read_as"}
    assert found["reason"] == "at x = 1 the reference is 1 and the answer is 2"


def test_a_notebook_shows_the_counterexample_and_escapes_the_answer() -> None:
    shown = equal("x", "2*x", {"x": "real"})._repr_html_()
    assert "<b>different</b>" in shown
    assert "<th>x</th><th>reference</th><th>answer</th>" in shown
    assert "<script>" not in equal("x", "<script>", {"x": "real"})._repr_html_()


def test_a_verdict_is_not_a_boolean() -> None:
    with pytest.raises(TypeError, match=r"compare verdict\.verdict with 'equal'"):
        bool(equal("x", "x", {"x": "real"}))


@pytest.mark.parametrize(
    ("gold", "candidate", "shown"),
    [
        ("c", "c*tanh(20)", "0.999999999999999991503291489417"),
        ("1/3", "0.3333", "3333/10000"),
        ("0", "exp(-1000)", "5.07595889754946e-435"),
    ],
)
def test_values_are_shown_with_the_digits_that_differ(gold: str, candidate: str, shown: str) -> None:
    found = equal(gold, candidate, {"c": "real"}, format="text").counterexample
    assert found is not None
    assert found.candidate == shown


def test_a_notebook_shows_the_answer_as_a_formula() -> None:
    shown = equal("x/2", "x/(1+1)", {"x": "real"})._repr_html_()
    assert "<mfrac>" in shown
    assert "<code>" not in shown


def test_a_verdict_comes_back_from_json() -> None:
    for candidate in ("2*x", "x + 0", "x +", "H(x)*x"):
        found = equal("x", candidate, {"x": "real", "H": "step"})
        again = Verdict.from_json(found.as_json())
        assert again == found
        assert again.read_as == found.read_as
