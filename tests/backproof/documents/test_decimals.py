r"""Printed decimals are right to the last digit, or they are wrong."""

from fractions import Fraction

import pytest

from backproof.documents.check import check_document
from backproof.documents.decimals import Printed, printed


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
