r"""Gradients by the letter of their index: D_H beside D_O = \partial L / \partial O; and no D_KL, no D_N."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.matrices.d_words import d_words, with_indexed

slow = pytest.mark.slow

SHOWN = r"$$D_O = \frac{\partial L}{\partial O}$$"
PAGE = r"""# Five classes

One sample per row: $X \in \mathbb{R}^{N \times 12}$, $U \in \mathbb{R}^{12 \times 6}$, $V \in \mathbb{R}^{6 \times 5}$.

$$Z = X U + c, \quad H = \sigma(Z), \quad O = H V + d, \quad \sigma(u) = \frac{1}{1 + e^{-u}}$$

with the outputs $q_{nk} = \frac{e^{o_{nk}}}{\sum_l e^{o_{nl}}}$, where $o_{nk} = \sum_j H_{nj} V_{jk} + d_k$, and one-hot targets $t_{nk}$.

$$L = -\frac{1}{N} \sum_{n=1}^N \sum_k t_{nk} \log q_{nk}$$

"""


def last(page, equation):
    return check_document(f"{page}$${equation}$$").claims[-1].verdict


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"\frac{\partial L}{\partial V} = H^T D_O", "proved"),
        (r"\frac{\partial L}{\partial V} = D_O^T H", "refuted"),
        (r"D_H = D_O V^T", "proved"),
        (r"D_H = D_O V", "refuted"),
        (r"D_H = V^T D_O", "refuted"),
        (r"D_Z = D_H \odot H \odot (1 - H)", "proved"),
        pytest.param(r"D_Z = D_H \odot H", "refuted", marks=slow),
        (r"\frac{\partial L}{\partial U} = X^T D_Z", "proved"),
        pytest.param(r"\frac{\partial L}{\partial U} = \frac{1}{N} X^T D_Z", "refuted", marks=slow),
    ],
)
def test_the_index_says_by_what(equation, expected):
    assert last(PAGE + SHOWN + "\n\n", equation) == expected


def test_without_such_a_line_it_may_be_anything():
    assert last(PAGE, r"D_H = D_O V") != "refuted"


def test_other_indices_stay_what_they_are():
    page = SHOWN + r" and $D_{KL}(p \| q)$, $D_n$"
    assert d_words(page) >= {"dO"}
    assert with_indexed(r"D_H + D_{KL} + D_n", page) == r"dH + D_{KL} + D_n"
    assert with_indexed("D_H", r"$D_H = W D_O$") == "D_H"
