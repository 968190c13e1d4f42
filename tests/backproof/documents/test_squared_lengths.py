"""Squared lengths of vectors of random numbers."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Initialization

The entries of $\mathbf{x}$ are independent with mean 0 and variance $v^2$, the weights $w_{ji}$ are independent with mean 0
and variance $\sigma^2$, and $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$. Then $\mathbb{E}[CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\|\mathbf{x}\|^2] = n_{in} v^2", "proved"),
        (r"\|\mathbf{x}\|^2] = v^2", "refuted"),
        (r"\|\mathbf{a}\|^2] = n_{out} n_{in} \sigma^2 v^2", "proved"),
        (r"\|\mathbf{a}\|^2] = n_{in} \sigma^2 v^2", "refuted"),
        (r"\|\mathbf{w}_j\|^2] = n_{in} \sigma^2", "proved"),
    ],
)
def test_squared_lengths(claim: str, expected: str) -> None:
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected
