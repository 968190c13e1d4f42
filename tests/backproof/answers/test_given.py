"""The vocabulary of declarations."""

from fractions import Fraction

import pytest

from backproof.answers.given import SETTINGS, Array, BadGiven, Finite, Function, Interval, declare, domain


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("real", ["0", "-7/3"], []),
        ("positive", ["1/9"], ["0", "-1"]),
        ("nonzero", ["-1"], ["0"]),
        ("in (0,1)", ["1/2"], ["0", "1", "2"]),
        ("in [0,1)", ["0"], ["1"]),
        ("in {0,1}", ["0", "1"], ["1/2"]),
        ("integer", ["-3"], ["1/2"]),
        ("integer >= 2", ["2"], ["1", "5/2"]),
        ("integer in 0..3", ["0", "3"], ["4"]),
        ("index(3)", ["1", "3"], ["0", "4"]),
    ],
)
def test_a_domain_holds_its_numbers_and_no_others(words: str, inside: list[str], outside: list[str]) -> None:
    found = domain("x", words)
    assert isinstance(found, Interval | Finite)
    assert all(found.holds(Fraction(v)) for v in inside)
    assert not any(found.holds(Fraction(v)) for v in outside)


def test_families_and_functions() -> None:
    assert domain("y", "vector(3) in (0,1)") == Array((3,), Interval(Fraction(0), True, Fraction(1), True))
    assert domain("w", "array(3,2) real") == Array((3, 2), Interval())
    assert domain("W", "matrix(2,3)") == Array((2, 3), Interval(), matrix=True)
    assert domain("d", "column(3)") == Array((3, 1), Interval(), matrix=True)
    assert domain("s", "sigmoid") == Function("sigmoid")


@pytest.mark.parametrize(
    "words", ["", "integer in 3..1", "in (1,0)", "vector(0) real", "matrix(3)", "array(99,99) real"]
)
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(BadGiven, match="which is not a domain; write one of: real, positive"):
        domain("x", words)


def test_a_name_must_be_ascii() -> None:
    with pytest.raises(BadGiven, match="is not a name; write ASCII, as in n_in, yhat_n or delta"):
        declare({"σ": "real"})


def test_given_overrides_the_setting() -> None:
    assert declare({"z": "positive"}, "logistic").domains["z"] == Interval(low=Fraction(0))


def test_every_setting_can_be_declared() -> None:
    assert all(declare(None, name).setting == name for name in SETTINGS)
