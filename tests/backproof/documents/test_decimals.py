r"""Printed decimals are right to the last digit, or they are wrong."""

from fractions import Fraction

import pytest

from backproof.documents.check import check_document
from backproof.documents.decimals import Printed, printed
from backproof.documents.spelling import with_digits_joined


@pytest.mark.parametrize(
    ("latex", "number"),
    [
        ("0.0357", Printed(Fraction(357, 10000), Fraction(1, 10000), 3)),
        ("0{,}1050", Printed(Fraction(105, 1000), Fraction(1, 10000), 4)),
        (r"4.5 \cdot 10^{-5}", Printed(Fraction(45, 1000000), Fraction(1, 1000000), 2)),
        ("1000", Printed(Fraction(1000), Fraction(1000), 1)),
        ("10^{236}", Printed(Fraction(10) ** 236, Fraction(10) ** 236, 1)),
        ("1{,}234", None),  # a little more than one, or a thousand
        (r"\frac12", None),
    ],
)
def test_what_is_printed_is_a_value_and_the_unit_of_its_last_digit(latex, number):
    assert printed(latex) == number


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\ln 10 \approx 2.303", "proved"),
        (r"\ln 10 \approx 2.302", "proved"),
        (r"\ln 10 \approx 2.31", "refuted"),
        (r"\sigma(2) \approx 0{,}8808", "proved"),
        (r"\sigma'(2) \approx 0.150", "refuted"),
        (r"\frac{1}{\sqrt{2\pi}} \approx 0.399", "proved"),
        (r"2^{784} \approx 10^{236}", "proved"),
        (r"2^{784} \approx 10^{238}", "refuted"),
        (r"1/28 = 0.0357", "conditional"),
        (r"1/28 = 0.0367", "refuted"),
        (r"z \approx 0.3", "undecided"),
    ],
)
def test_a_decimal_is_right_to_the_printed_digits(claim, verdict):
    text = rf"Logistic regression with the sigmoid $\sigma(z) = \frac{{1}}{{1+e^{{-z}}}}$. Then ${claim}$."
    assert check_document(text).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("latex", "read"),
    [
        (r"2 ^ {1 0} = 1 0 2 4.", r"2 ^ {10} = 1024."),
        (r"\approx 0. 0 0 1", r"\approx 0.001"),
        (r"2 5 6 \times 7 8 4", r"256 \times 784"),
        (r"\frac 1 2 x", r"\frac 1 2 x"),
        (r"x ^ 2 3", r"x ^ 2 3"),
        (r"x_1 2", r"x_1 2"),
        (r"10 20", r"10 20"),
    ],
)
def test_digits_that_were_set_apart_are_one_number(latex, read):
    assert with_digits_joined(latex) == read


@pytest.mark.parametrize(("number", "said"), [("0. 3 3", "proved"), ("0. 3 4", "refuted")])
def test_a_rounding_is_judged_by_its_digits_however_they_are_set(number, said):
    assert check_document(rf"So $1/3 \approx {number}$.").claims[-1].verdict == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"(1 - 10^{-4})^{500} \approx 0.9512", "proved"),
        (r"(1 - 10^{-4})^{500} \approx 0.9521", "refuted"),
        (r"\left(1 - \frac{1}{300}\right)^{200} \approx 0.513", "proved"),
        (r"1 - 0.9^{50} \approx 0.9948", "proved"),
        (r"1 - 0.9^{50} \approx 0.9938", "refuted"),
        (r"100 \cdot 0.95^{40} \approx 12.85", "proved"),
        (r"\lceil 50000 / 128 \rceil = 391", "proved"),
        (r"\lceil 50000 / 128 \rceil = 390", "refuted"),
        (r"\lfloor 50000 / 128 \rfloor = 390", "proved"),
    ],
)
def test_powers_of_many_digits_and_whole_numbers_of_steps_are_judged(claim, said):
    assert check_document(rf"So ${claim}$.").claims[-1].verdict == said


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\tanh'(2) = 1 - 0.964^2", "conditional"),
        (r"\tanh'(2) = 1 - 0.946^2", "refuted"),
        (r"\tanh'(2) = 1 - 0.964", "refuted"),
        (r"e^{-1} = 1 - 0.632", "conditional"),
        (r"e^{-1} = 1 - 0.623", "refuted"),
        (r"\log 2 = 1 - 0.3", "refuted"),  # of a digit or two, nobody says that they are rounded
    ],
)
def test_numbers_made_of_rounded_ones(claim: str, expected: str) -> None:
    assert str(check_document(f"# Activations\n\nWe have ${claim}$.").claims[-1].verdict) == expected
