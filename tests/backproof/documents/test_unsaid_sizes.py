r"""Sums without an end, and a letter for how many terms they have."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Softmax $p_c = \frac{e^{o_c}}{\sum_{k} e^{o_k}}$ with one-hot $y$ and $\ell = - \sum_{c} y_c \log p_c$.
BATCH
If all logits are equal then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "batch", "expected"),
    [
        (r"p_c = 1/K", "", "proved"),
        (r"p_c = 2/K", "", "refuted"),
        (r"\ell = \log K", "", "proved"),
        (r"\ell = K", "", "refuted"),
        (r"p_c = 1/N", r"For a batch $L = \frac1N \sum_{i=1}^N \ell_i$.", "refuted"),  # N counts the samples
    ],
)
def test_the_letter_counts_the_terms(claim, batch, expected):
    page = PAGE.replace("BATCH", batch).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == expected
