r"""Sums over all classes, and a number for how many classes there are."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Softmax

DECLARED $q_i = e^{z_i} / \sum_l e^{z_l}$ with $z_i = \sum_j A_{ij} h_j$.

Smooth labels: $t_i = (1 - \varepsilon) \delta_{iy} + \varepsilon / 7$ with the true class $y$. Then $CLAIM$.
"""
SEVEN = r"$A \in \mathbb{R}^{7 \times 20}$."
FIVE = r"$A \in \mathbb{R}^{5 \times 20}$."
GRADIENT = r"-\sum_i \frac{t_i}{q_i} q_i (\delta_{ij} - q_j) = q_j - t_j"


@pytest.mark.parametrize(
    ("declared", "claim", "expected"),
    [
        ("", r"\sum_i t_i = 1", "conditional"),
        (SEVEN, GRADIENT, "proved"),
        ("", GRADIENT, "conditional"),
        (FIVE, GRADIENT, "refuted"),
        ("", GRADIENT.replace("q_j - t_j", "2 q_j - t_j"), "refuted"),
    ],
)
def test_the_sums_have_as_many_terms_as_the_labels_are_divided_by(declared, claim, expected):
    page = PAGE.replace("DECLARED", declared).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == expected
