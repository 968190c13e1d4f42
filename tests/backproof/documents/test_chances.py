r"""Probabilities of signs, digits of multiples of a scale, and the leaky ReLU."""

import pytest

from backproof.documents.check import check_document

NORMAL = r"""
# ReLU

Let $a \sim N(0, s^2)$ and let $\alpha$ be the slope; for leaky ReLU (slope $\alpha$ for negative a) we find
$CLAIM$.
"""
LAYER = r"""
# Initialization

The weights have mean zero and variance $\sigma^2$, the inputs are independent of them.

$$a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$$

Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("page", "claim", "expected"),
    [
        (NORMAL, r"P(a > 0) = \frac{1}{2}", "proved"),
        (NORMAL, r"\Pr(\text{relu}(a) = 0) = \frac14", "refuted"),
        (LAYER, r"P(a_j > 0) = P(a_j < 0) = \frac{1}{2}", "conditional"),
        (LAYER, r"P(a_j > 0) = \frac{1}{4}", "refuted"),
        (LAYER, r"P(x_i > 0) = \frac{1}{2}", "undecided"),  # of the inputs nothing is said
        (NORMAL, r"\mathbb{E}[\text{relu}(a)] \approx 0.399 s", "proved"),
        (NORMAL, r"\mathbb{E}[\text{relu}(a)] \approx 0.36 s", "refuted"),
        (NORMAL, r"\mathbb{E}[\text{lrelu}(a)^2] = \frac{1 + \alpha^2}{2} s^2", "proved"),
        (NORMAL, r"\mathbb{E}[\text{lrelu}(a)^2] = \frac{1 + \alpha}{2} s^2", "refuted"),
    ],
)
def test_a_probability_a_digit_and_a_slope(page, claim, expected):
    assert check_document(page.replace("CLAIM", claim)).claims[-1].verdict == expected
