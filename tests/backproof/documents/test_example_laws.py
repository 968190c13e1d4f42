"""A law in numbers as an example, standard deviations called sd, and decimals that hang on a letter of a law."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

UNIFORM = r"Initialization of the weights. Let $w \sim \mathcal U(-a, a)$, so $\text{Var}(w) = a^2/3$."
NORMAL = r"Initialization of the weights. Let $q \sim \mathcal N(0, s^2)$."


def verdicts(text: str) -> list[str]:
    """The verdict of the last formula first."""
    return [each.verdict for each in check_document(text).claims][::-1]


@pytest.mark.parametrize(
    "example",
    [
        r"Example $\mathcal U(-0.1, 0.1)$: $\text{Var}(w) = 0.01/3$",
        r"For $\mathcal{U}(-0.3, 0.3)$ we have $\operatorname{Var}(w) = 0.03$",
        r"Example $\mathcal U(-0.1, 0.1)$: $\text{Var}(w) = 0.01/3 \approx 0.0033$, $\text{sd}(w) \approx 0.058$",
    ],
)
def test_an_example_in_numbers_has_the_moments_of_its_own_law(example: str) -> None:
    assert verdicts(f"{UNIFORM}\n\n{example}.")[0] == "proved"


@pytest.mark.parametrize(
    "example",
    [
        r"Example $\mathcal U(-0.1, 0.1)$: $\text{Var}(w) = 0.01/12$",
        r"Example $\mathcal U(-0.1, 0.1)$: $\operatorname{sd}(w) \approx 0.033$",
        r"For $\mathcal{U}(-0.3, 0.3)$ we have $\text{Var}(w) = 0.09$",
    ],
)
def test_an_example_in_numbers_is_held_against_its_law(example: str) -> None:
    assert verdicts(f"{UNIFORM}\n\n{example}.")[0] == "refuted"


@pytest.mark.parametrize(("value", "expected"), [("0.2", "proved"), ("0.04", "refuted")])
def test_a_normal_law_in_numbers_is_an_example_too(value: str, expected: str) -> None:
    text = rf"{NORMAL} Example $\mathcal N(0, 0.04)$: $\operatorname{{sd}}(q) = {value}$."
    assert verdicts(text)[0] == expected


def test_an_example_of_another_kind_of_law_says_nothing_of_the_name() -> None:
    assert verdicts(rf"{NORMAL} Example $\mathcal U(0, 1)$: $\text{{Var}}(q) = 1/12$.")[0] != "proved"


def test_an_example_ends_with_its_sentence() -> None:
    text = rf"{UNIFORM} Example $\mathcal U(-0.1, 0.1)$. In general $\text{{Var}}(w) = 0.01/3$."
    assert verdicts(text)[0] != "proved"


@pytest.mark.parametrize("name", ["sd", "SD", "stddev", "std"])
def test_a_standard_deviation_is_the_root_of_the_variance(name: str) -> None:
    said = rf"{UNIFORM} Then $\operatorname{{{name}}}(w) = "
    assert verdicts(rf"{said}\frac{{a}}{{\sqrt 3}}$.")[0] == "proved"
    assert verdicts(rf"{said}\frac{{a}}{{3}}$.")[0] == "refuted"


def test_decimals_are_not_wrong_for_one_value_of_a_letter_of_the_law() -> None:
    assert verdicts(rf"{UNIFORM} We find $\text{{std}}(w) \approx 0.058$.")[0] == "undecided"
    assert (
        verdicts(r"Initialization. $w \sim \mathcal U(-0.3, 0.3)$. Then $\text{std}(w) \approx 0.30$.")[0] == "refuted"
    )


@pytest.mark.parametrize(
    ("law", "value", "expected"),
    [
        (r"U(-1/\sqrt n, 1/\sqrt n)", r"\frac{1}{12 n}", {"refuted"}),
        (r"U(-1/\sqrt n, 1/\sqrt n)", r"\frac{1}{3 n}", {"proved", "conditional"}),
        (r"\mathcal U(-2/n, 2/n)", r"\frac{4}{n^2}", {"refuted"}),
        (r"\mathcal U(-r, r)", r"\frac{2}{n}", {"proved", "conditional", "undecided"}),  # r is to be found
    ],
)
def test_a_law_in_letters_is_that_of_its_item(law: str, value: str, expected: set[str]) -> None:
    text = rf"{UNIFORM} There are $n$ inputs." + "\n\n" + rf"- ${law}$: $\text{{Var}}(w) = {value}$."
    assert verdicts(text)[0] in expected
