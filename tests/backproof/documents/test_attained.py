"""Strict bounds that are attained are wrong; those that are not strict are right."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = r"""# Softmax

Let $q_i = \frac{\exp(u_i)}{\sum_{k=1}^n \exp(u_k)}$ for $i = 1, \dots, n$ and any scores $u$, and $m = \max_k u_k$.

"""
SIGMOID = r"""# Sigmoid

Let $\varphi(x) = \frac{1}{1 + e^{-x}}$.

"""


def last(page):
    return check_document(page).claims[-1]


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (SOFTMAX, r"The entries have $q_i (1 - q_i) \le \frac14$.", r"The entries have $q_i (1 - q_i) < \frac14$."),
        (
            SOFTMAX + r"The Jacobian is $J_{ij} = \frac{\partial q_i}{\partial u_j}$." + "\n\n",
            r"Its diagonal has $J_{ii} \le \frac14$.",
            r"Its diagonal has $J_{ii} < \frac14$.",
        ),
        (SOFTMAX, r"$$\sum_{k=1}^n \exp(u_k - m) \le n$$", r"$$\sum_{k=1}^n \exp(u_k - m) < n$$"),
        (SIGMOID, r"The slope is small, $\varphi'(x) \le \frac14$.", r"The slope is small, $\varphi'(x) < \frac14$."),
    ],
)
def test_a_strict_bound_that_is_attained_is_wrong(page, right, wrong):
    assert last(page + right).verdict == "proved"
    found = last(page + wrong)
    assert found.verdict == "refuted"
    assert found.counterexample.left == found.counterexample.right or "0.25" in found.counterexample.left


@pytest.mark.parametrize(
    "page",
    [
        SOFTMAX + r"The entries have $q_i (1 - q_i) < 1$.",
        SOFTMAX + r"The entries have $q_i (1 - q_i) < \frac14$ unless one of them is $\frac12$.",
        SOFTMAX + r"For scores that differ, $\sum_{k=1}^n \exp(u_k - m) < n$.",
        SOFTMAX + r"There is little to do where $q_i (1 - q_i) < \frac14$ holds.",
        SOFTMAX + r"As $q_i > \frac12$ we have $q_i (1 - q_i) < \frac14$.",
        SOFTMAX + r"In a confident prediction $q_i (1 - q_i) < \frac14$.",
        SIGMOID + r"In a saturated unit $\varphi'(x) < \frac14$.",
        SIGMOID + r"For nonzero inputs $\varphi'(x) < \frac14$.",
        SIGMOID + r"If $\varphi'(x) < \frac14$, the gradient shrinks.",
        SIGMOID + r"For $x > 0$ we have $\varphi'(x) < \frac14$.",
        SIGMOID + r"The slope is small, $\varphi'(x) < 1$.",
    ],
)
def test_a_strict_bound_that_is_not_attained_by_what_the_words_speak_of_is_not_wrong(page):
    assert last(page).verdict != "refuted"
