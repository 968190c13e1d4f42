r"""What one question supposes ends with it; the head of a page, and what a question says anew of its names."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Sheet 3

The scores are $s \in \mathbb{R}^K$, the normaliser is $Z = \sum_{k=1}^{K} e^{s_k}$, and $p = \operatorname{softmax}(s)$
has the entries $p_i = e^{s_i}/Z$. The target $t \in \mathbb{R}^K$ is one-hot.

## Problem 1

For $K = 2$ we recover the sigmoid,
$$p_1 = \frac{e^{s_1}}{e^{s_1} + e^{s_2}}, \qquad p_2 = 1 - p_1.$$

## Problem 2

By the quotient rule, for $i = j$
$$\frac{\partial p_i}{\partial s_i} = SLOPE.$$

With $J = \operatorname{diag}(p) - p p^\top$ we have ROWS. Take $s = (0, \log 2, \log 5)$. Then $Z = 1 + 2 + 5 = 8$
and $p = \left(\tfrac18, \tfrac14, \tfrac58\right)$.

## Problem 3

Let $a = w^\top x + b$, $y = \sigma(a)$ with $\sigma(a) = 1/(1 + e^{-a})$, $t \in \{0, 1\}$ (a number in this problem), and
$\ell = -t \log y - (1 - t) \log(1 - y)$. With $u = 2 t - 1$ it is $\ell = \log(1 + e^{-u a})$.
"""


@pytest.mark.parametrize(
    ("slope", "rows", "expected"),
    [
        (r"\frac{e^{s_i} Z - e^{s_i} e^{s_i}}{Z^2}", r"$J \mathbf 1 = 0$", ("proved", "proved")),
        (r"\frac{e^{s_i} Z + e^{s_i} e^{s_i}}{Z^2}", r"$J \mathbf 1 = p$", ("refuted", "refuted")),
    ],
)
def test_two_classes_of_one_question_are_not_those_of_the_next(slope, rows, expected):
    found = check_document(PAGE.replace("SLOPE", slope).replace("ROWS", rows)).claims
    seen = next(each.verdict for each in found if "partial p_i" in each.latex)
    of_rows = next(each.verdict for each in found if "mathbf 1" in each.latex)
    assert (seen, of_rows) == expected
    assert found[-1].verdict == "proved"


SMOOTH = r"""Let $y_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ be the softmax, and $L = -\sum_k t_k \log y_k$ with a one-hot $t$.
Then $\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} - y_j)$ and $\frac{\partial L}{\partial z_j} = y_j - t_j$.
WORDS
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("If the target is not one-hot but any other probability vector, it stays the same.", "proved"),
        ("The targets need not sum to 1.", "undecided"),
    ],
)
def test_targets_that_are_a_distribution_add_up_to_one(words, expected):
    slope, gradient = check_document(SMOOTH.replace("WORDS", words)).claims[-2:]
    assert slope.verdict == "proved"
    assert gradient.verdict == expected or (expected == "undecided" and gradient.verdict == "conditional")


@pytest.mark.parametrize(("value", "expected"), [("1/K", "proved"), ("1/(K + 1)", "refuted")])
def test_zero_weights(value, expected):
    page = r"""Let $p = \operatorname{softmax}(s)$ and $s = W x + b$. At the start of training with $W = 0$, $b = 0$
we have $p_i = VALUE$."""
    found = check_document(page.replace("VALUE", value)).claims[-1].verdict
    assert found == expected or (expected == "refuted" and found == "undecided")
