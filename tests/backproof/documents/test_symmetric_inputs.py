"""What ReLU makes of a number that the page calls symmetric, with dollar signs around its letter or without them."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization

The layer is $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ . Everything is independent and $E[w_{ji}] = E[x_i] = 0$ .

"""


def _said(text: str) -> str:
    return check_document(LAYER + text).claims[-1].verdict


@pytest.mark.parametrize(
    "words",
    [
        r"$z = \max(0, a)$ , a symmetric with variance 2. Then $E[z^2] = {} E[a^2]$.",
        r"$z = \max(0, a)$ and $E[z^2] = {} E[a^2]$ for symmetric a.",
        r"Let $z = \max(0, a_j)$ with a_j symmetric about 0: $E[z^2] = {} E[a_j^2]$.",
        r"Let $z = \max(0, q)$ , q is symmetric. Then $E[z^2] = {} E[q^2]$.",
    ],
)
def test_it_keeps_half_of_the_second_moment(words):
    assert _said(words.replace("{}", r"\frac12")) == "proved"
    assert _said(words.replace("{}", r"\frac14")) == ("undecided" if "for symm" in words else "refuted")


def test_an_article_before_symmetric_is_no_letter_and_what_is_denied_is_not_said():
    assert _said(r"Let $z = \max(0, a)$ for a symmetric law of the bias. $E[z^2] = \frac12 E[a^2]$.") != "proved"
    assert _said(r"Let $z = \max(0, q)$ , q is not symmetric. Then $E[z^2] = \frac12 E[q^2]$.") != "proved"
    assert _said(r"Let $z = \max(0, q)$ , q is asymmetric. Then $E[z^2] = \frac12 E[q^2]$.") != "proved"
