r"""Where a ReLU is active: \mathbf 1[A > 0], \mathbb{I}(A > 0), as a bracket alone or with a letter before it."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Samples are rows: $X\in\mathbb{R}^{B\times 20}$, $W_1\in\mathbb{R}^{20\times 7}$, $W_2\in\mathbb{R}^{7\times 3}$, $A_1 = XW_1$,
$H=\max(0,A_1)$, $A_2 = HW_2$, $G_2 = \partial L/\partial A_2$, $G_1 = \partial L/\partial A_1$. Then $G_1 = CLAIM$.
"""
MASKS = (
    r"\mathbf 1[A_1>0]",
    r"\mathbf{1}[A_1>0]",
    r"\mathbb 1\{A_1>0\}",
    r"\mathbf 1_{A_1>0}",
    r"I(A_1>0)",
    r"\mathbb{I}\{A_1>0\}",
    r"[A_1>0]",
)


@pytest.mark.parametrize("mask", MASKS)
def test_a_mask_is_the_slope_of_the_relu_however_it_is_written(mask):
    found = check_document(PAGE.replace("CLAIM", rf"(G_2W_2^\top)\odot {mask}")).claims[-1]
    assert found.verdict == "proved", found.reason


@pytest.mark.parametrize("mask", [r"\mathbf 1[A_1>0]", r"I(A_1>0)"])
def test_a_sign_that_is_lost_beside_a_mask_is_found(mask):
    found = check_document(PAGE.replace("CLAIM", rf"-(G_2W_2^\top)\odot {mask}")).claims[-1]
    assert found.verdict == "refuted", found.reason


@pytest.mark.parametrize("ones", [r"\mathbf 1", r"\mathbf{1}", r"\mathbb 1"])
def test_a_one_without_a_condition_is_a_vector_of_ones(ones):
    page = PAGE.replace(
        "$G_1 = CLAIM$", rf"$\frac{{\partial L}}{{\partial c}} = CLAIM$, where $A_2 = HW_2 + {ones} c^\top$"
    )
    page = page.replace("$A_2 = HW_2$", rf"$c\in\mathbb{{R}}^3$, $A_2 = HW_2 + {ones} c^\top$")
    found = {
        claim: check_document(page.replace("CLAIM", claim)).claims[-2]
        for claim in (rf"G_2^\top {ones}", rf"2 G_2^\top {ones}")
    }
    assert [each.verdict for each in found.values()] == ["proved", "refuted"], found
