"""A judge in its own process: limits, malformed questions, recovery."""

import pytest

from backproof import equal
from backproof.answers.worker import Watchdog, answer

QUESTION = {"gold": "p - y", "candidate": "-(y - p)", "given": {"p": "real", "y": "real"}, "format": "text"}


def test_a_worker_answers_and_says_how_long_it_took() -> None:
    with Watchdog() as judge:
        found = judge.judge(QUESTION)
        assert found["verdict"] == "equal"
        assert 0 <= found["seconds"] < 2


def test_a_worker_that_is_out_of_time_is_replaced() -> None:
    with Watchdog(seconds=0.0) as judge:
        assert judge.judge(QUESTION)["reason"] == "the judge gave up: more than 0 s"
        judge.seconds = 5.0
        assert judge.judge(QUESTION)["verdict"] == "equal"


def test_a_malformed_question_is_unreadable() -> None:
    assert answer({"gold": "p"})["reason"] == "the field 'candidate' is missing or not a string"
    assert answer({**QUESTION, "format": "pdf"})["reason"] == "the format 'pdf' is not known; write latex or text"
    assert answer({**QUESTION, "given": ["p"]})["reason"] == "the field 'given' must map names to domains"
    assert answer({**QUESTION, "given": {"p": "prob"}})["reason"].startswith("given: 'p' is declared as 'prob'")


def test_the_library_call_can_be_guarded_too() -> None:
    given = {"p": "real", "y": "real"}
    guarded, plain = (equal("p - y", "p + y", given, seconds=s) for s in (30.0, None))
    assert (guarded.verdict, guarded.counterexample) == (plain.verdict, plain.counterexample)
    assert equal("p - y", "-(y - p)", given, seconds=1e-9).reason == "the judge gave up: more than 1e-09 s"
    assert equal("p - y", "-(y - p)", given, seconds=30.0).verdict == "equal"
    with pytest.raises(ValueError, match="positive"):
        equal("p", "p", given, seconds=0)
