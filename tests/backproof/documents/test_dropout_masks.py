r"""Masks of dropout, of which the page says \(P(m_j = 1)\)."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

_PAGE = (
    "# Dropout\n\nEvery hidden output is multiplied by an independent mask $m_j \\in \\{{0, 1\\}}$ with ${chance}$: "
    "$\\tilde h_j = \\frac{{m_j}}{{q}} h_j$. The $h_j$ are fixed numbers.\n\n$${claim}$$\n"
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{E}[m_j] = q", "proved"),
        (r"\text{Var}(m_j) = q(1 - q)", "proved"),
        (r"\text{Var}(m_j) = q", "refuted"),
        (r"\mathbb{E}[\tilde h_j] = h_j", "proved"),
        (r"\mathbb{E}[\tilde h_j] = q h_j", "refuted"),
        (r"\text{Var}(\tilde h_j) = \frac{1 - q}{q} h_j^2", "proved"),
        (r"\text{Var}(\tilde h_j) = \frac{h_j^2}{q}", "refuted"),
        (r"\mathbb{E}[\tilde h_j^2] = \frac{h_j^2}{q}", "proved"),
        (r"\text{Var}(\sum_j c_j \tilde h_j) = \frac{1 - q}{q} \sum_j c_j^2 h_j^2", "proved"),
        (r"\text{Var}(\sum_j c_j \tilde h_j) = \frac{1 - q}{q} (\sum_j c_j h_j)^2", "refuted"),
    ],
)
def test_a_mask_with_its_probability(claim, expected):
    assert check_document(_PAGE.format(chance="P(m_j = 1) = q", claim=claim)).claims[-1].verdict == expected


def test_the_probability_that_it_is_0():
    page = _PAGE.format(chance="P(m_j = 0) = 1 - q", claim=r"\mathbb{E}[m_j] = q")
    assert check_document(page).claims[-1].verdict == "proved"
    assert check_document(page.replace("= 1 - q", "= q")).claims[-1].verdict == "refuted"


def test_a_label_is_no_mask():
    page = "# Logistic regression\n\nLet $y \\in \\{0, 1\\}$ and $P(y = 1) = p$.\n\n$$y^2 = p$$\n"
    assert check_document(page).claims[-1].verdict != "proved"
