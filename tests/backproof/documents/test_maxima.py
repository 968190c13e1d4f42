r"""Claims in which the maximum of some numbers stands."""

import pytest

from backproof.documents.check import check_document

STABLE = r"Let $x \in \mathbb{R}^K$ and $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$, and let $m = \max_j x_j$. "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"1 \leq \sum_k e^{x_k - m}", "proved"),
        (r"1 < \sum_k e^{x_k - m}", "conditional"),
        (r"\sum_k e^{x_k - m} \leq K", "proved"),
        (r"\log \sum_k e^{x_k} \leq m + \log K", "proved"),
        (r"\log \sum_k e^{x_k - m} \leq 0", "refuted"),
        (r"\log \sum_k e^{x_k} \geq m + \log K", "refuted"),
        (r"\log p_i = x_i - \log \sum_k e^{x_k - m}", "refuted"),
    ],
)
def test_bounds_by_a_maximum(claim, verdict):
    assert check_document(f"{STABLE}Then ${claim}$.").claims[-1].verdict == verdict


def test_a_counterexample_says_which_number_is_the_largest():
    found = check_document(rf"{STABLE}Then $\sum_k e^{{x_k - m}} \leq 1$.").claims[-1]
    assert found.counterexample is not None
    assert found.counterexample.where[:3] == (("K", "2"), ("x_1", "m"), ("x_2", "m - 1"))
