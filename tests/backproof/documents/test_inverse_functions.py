"""Inverses of functions are no reciprocals."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
The sigmoid is $\sigma(z) = \frac{1}{1 + e^{-z}}$, and $\psi(u) = 2 u + 1$. Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\sigma^{-1}(p) = \log \frac{p}{1 - p}", "proved"),
        (r"\sigma^{-1}(p) = \log \frac{1 - p}{p}", "refuted"),
        (r"\sigma^{-1}(p) = 1 + e^{-p}", "refuted"),
        (r"\sigma(z)^{-1} = 1 + e^{-z}", "proved"),
        (r"\psi^{-1}(v) = \frac{v - 1}{2}", "proved"),
        (r"\psi^{-1}(v) = \frac{v + 1}{2}", "refuted"),
        (r"\psi^{-1}(v) = \frac{1}{2 v + 1}", "refuted"),
        (r"g^{-1}(y) = 2 y", "undecided"),
    ],
)
def test_the_inverse_undoes_the_function(claim, expected):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected
