"""Whether samples are rows or columns, where words speak of both; shapes that are given behind an equation."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""The layer is $z = W x + b$ with $W \in \mathbb{R}^{30 \times 70}$, $b \in \mathbb{R}^{30}$.
The loss is $L_i = -y_i \log p_i$, $L = \frac{1}{N} \sum_{i=1}^N L_i$, and $\delta_i = \frac{\partial L_i}{\partial z_i}$.

%s

$$\nabla_W L = %s$$
"""
COLUMNS = r"A matrix with the columns $a_i$ times one with rows $b_i^T$ is a sum. %s"


@pytest.mark.parametrize(
    ("words", "gradient", "refuted"),
    [
        (COLUMNS % "", r"\frac{1}{N} \Delta X^T", False),
        (COLUMNS % "Each sample is a row of $X$.", r"\frac{1}{N} \Delta X^T", True),
        (COLUMNS % "Each sample is a column of $X$.", r"\frac{1}{N} \Delta^T X", True),
    ],
)
def test_words_about_samples_count_before_words_about_any_matrix(words, gradient, refuted):
    assert (check_document(LAYER % (words, gradient)).claims[-1].verdict == "refuted") == refuted


OUTPUT = r"""The last layer has $W^{(2)} \in \mathbb{R}^{5 \times 30}$ and $p = \text{softmax}(z^{(2)}) \in \mathbb{R}^{5}$.

The error is $\delta^{(2)} = p - %s$ with the one-hot vector of the label.

$$\delta^{(1)} = \left( %s \delta^{(2)} \right) \odot h \odot (1 - h)$$

$$\nabla_{W^{(2)}} L = \delta^{(2)} h^T \in \mathbb{R}^{%s}$$
"""


@pytest.mark.parametrize(
    ("label", "matrix", "shape", "hidden", "outer"),
    [
        (r"\mathbf{1}_{y_i}", "W^{(2)T}", r"5 \times 30", "definition", "proved"),
        ("t", "W^{(2)}", r"5 \times 30", "refuted", "undecided"),  # the transpose is lost; what follows is right
        (r"\mathbf{1}_{y_i}", "W^{(2)}", r"5 \times 30", "refuted", "undecided"),
        ("t", "W^{(2)T}", r"30 \times 5", "definition", "refuted"),
    ],
)
def test_the_shape_of_an_output_shows_that_a_transpose_is_lost(label, matrix, shape, hidden, outer):
    claims = check_document(OUTPUT % (label, matrix, shape)).claims
    assert claims[2].verdict == "definition"  # the shape of p is given
    assert (claims[-3].verdict, claims[-1].verdict) == (hidden, outer)


def test_the_shape_of_what_is_known_is_not_given_once_more():
    page = r"$W \in \mathbb{R}^{5 \times 30}$, $x \in \mathbb{R}^{30}$ and $z = W x \in \mathbb{R}^{%s}$."
    assert [check_document(page % size).claims[-1].verdict for size in (5, 30)] == ["proved", "refuted"]
