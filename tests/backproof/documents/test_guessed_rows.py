r"""Vectors of which only the entries are known, and vector forms of what was said of the entries."""

import pytest

from backproof.documents.check import check_document

ROWS = r"""
# Backprop of a row

$x \in \mathbb{R}^{1 \times 30}$, $W_2 \in \mathbb{R}^{30 \times 10}$, $b_2 \in \mathbb{R}^{1 \times 10}$, $q \in \mathbb{R}^{1 \times 10}$,
$z_2 = x W_2 + b_2$, $q = \text{softmax}(z_2)$ and $\ell = - \sum_c t_c \log q_c$. TARGET

$$\delta_2 = \nabla_{z_2} \ell$$

Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("target", "claim", "refuted"),
    [
        ("", r"\delta_2 = q - t", False),  # t may be a row
        ("", r"\delta_2 = q - t^T", False),
        (r"$t \in \mathbb{R}^{10 \times 1}$.", r"\delta_2 = q - t", True),
        ("", r"\delta_2 = q - b_2^T", True),
    ],
)
def test_a_vector_of_which_nobody_says_that_it_is_a_column_refutes_nothing(target, claim, refuted):
    found = check_document(ROWS.replace("TARGET", target).replace("CLAIM", claim)).claims[-1]
    assert (found.verdict == "refuted") == refuted, found.reason


ENTRIES = r"""
# Hidden layer

$V \in \mathbb{R}^{7 \times 4}$, $b \in \mathbb{R}^{7}$, $W \in \mathbb{R}^{3 \times 7}$, $c \in \mathbb{R}^{3}$.

$$a_j = \sum_k V_{jk} x_k + b_j, \qquad h_j = \max(0, a_j), \qquad z_i = \sum_j W_{ij} h_j + c_i$$

$$\delta_i = \frac{\partial \ell}{\partial z_i}, \qquad \epsilon_j = \frac{\partial \ell}{\partial a_j}$$

In vector form $CLAIM$ and $\nabla_V \ell = \epsilon x^T$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\epsilon = (W^T \delta) \odot \mathbf{1}[a > 0]", "proved"),
        (r"\epsilon = (W \delta) \odot \mathbf{1}[a > 0]", "refuted"),
        (r"\epsilon = W^T \delta", "refuted"),
        ("z = W h + c", "proved"),
        ("z = 2 W h + c", "refuted"),
    ],
)
def test_the_vector_form_of_entries_is_a_claim(claim, expected):
    found = check_document(ENTRIES.replace("CLAIM", claim)).claims
    assert [each.verdict for each in found[-2:]] == [expected, "proved"]


@pytest.mark.parametrize(("place", "expected"), [("j", "proved"), ("i", "conditional")])
def test_an_entry_of_a_numbered_error_is_no_kronecker_delta(place, expected):
    page = r"""
# Backprop

$z_2 = W_2 h + b_2$, $W_2 \in \mathbb{R}^{10 \times 20}$, $h \in \mathbb{R}^{20}$ and $\delta_2 = \nabla_{z_2} \ell$.

$$\frac{\partial \ell}{\partial b_{2,j}} = \delta_{2,PLACE}$$
"""
    assert check_document(page.replace("PLACE", place)).claims[-1].verdict == expected
