r"""Numbers by which a definition divides, of which a page says no more."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
With $y_i = \frac{e^{z_i / \tau}}{\sum_k e^{z_k / \tau}}$ we have $CLAIM$.
"""


def verdict(claim, page=PAGE):
    return check_document(page.replace("CLAIM", claim)).claims[-1]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial y_i}{\partial z_j} = \frac{1}{\tau} y_i (\mathbf{1}(i = j) - y_j)", "proved"),
        (r"\frac{\partial y_i}{\partial z_j} = y_i (\mathbf{1}(i = j) - y_j)", "refuted"),
        (r"\frac{y_i}{y_j} = e^{(z_i - z_j)/\tau}", "proved"),
        (r"\frac{y_i}{y_j} = e^{(z_i - z_j)\tau}", "refuted"),
    ],
)
def test_both_signs_of_a_number_that_divides(claim, expected):
    assert verdict(claim).verdict == expected


def test_temperatures_are_positive():
    claim = r"\frac{\partial y_i}{\partial z_i} \geq 0"
    assert verdict(claim).verdict != "proved"
    assert verdict(claim, PAGE.replace("With", "With temperature")).verdict == "proved"
