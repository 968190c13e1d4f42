r"""A small letter for the entries or the rows of a matrix in a capital."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Initialization

Write the layer as $\mathbf{a} = W \mathbf{x}$ where $\mathbf{x} \in \mathbb{R}^{m}$. With the rows $\mathbf{w}_j^T$ of $W$ and
$w_{ji} \sim N(0, \sigma^2)$ we have

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$a_j = \mathbf{w}_j^T \mathbf{x}$", "proved"),
        (r"$a_j = 2 \mathbf{w}_j^T \mathbf{x}$", "refuted"),
        (r"$a_j = \sum_{i=1}^m w_{ji} x_i$", "proved"),
        (r"$a_j = -\sum_{i=1}^m w_{ji} x_i$", "refuted"),
    ],
)
def test_a_small_letter_may_be_the_matrix(claim: str, verdict: str) -> None:
    found = check_document(PAGE + claim).claims[-1]
    assert found.verdict == verdict
