r"""A loss with a penalty that has a letter of its own, \mathcal{L}_\lambda, and the slope of a ReLU at its value."""

import pytest

from backproof.documents.check import check_document

PENALTY = r"""
# Weight decay

$z_1 = W_1 x + b_1$, $h = \tanh(z_1)$, $z_2 = W_2 h + b_2$, $\ell = \frac{1}{2} \|z_2 - t\|^2$ and
$\mathcal{L} = \frac{1}{N} \sum_{n=1}^N \ell_n$.

$$\mathcal{L}_\lambda = \mathcal{L} + \frac{\lambda}{2} \left( \|W_1\|_F^2 + \|W_2\|_F^2 \right)$$

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_{W_2} \mathcal{L}_\lambda = \nabla_{W_2} \mathcal{L} + \lambda W_2", "proved"),
        (r"\nabla_{W_2} \mathcal{L}_\lambda = \nabla_{W_2} \mathcal{L} + 2 \lambda W_2", "refuted"),
        (r"\nabla_{b_2} \mathcal{L}_\lambda = \nabla_{b_2} \mathcal{L}", "proved"),
        (r"\nabla_{b_2} \mathcal{L}_\lambda = 0", "refuted"),
    ],
)
def test_a_penalty_is_beside_the_loss(claim, expected):
    assert check_document(PENALTY.replace("CLAIM", claim)).claims[-1].verdict == expected


UNITS = r"""
# Backprop through a ReLU

$$a_j = \sum_k U_{jk} x_k + b_j, \qquad h_j = \max(0, a_j), \qquad z_i = \sum_j W_{ij} h_j + c_i$$

$$\delta_i = \frac{\partial \ell}{\partial z_i}$$

$$\frac{\partial \ell}{\partial a_j} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbf{1}[h_j > 0] \sum_i W_{ij} \delta_i", "proved"),
        (r"\mathbf{1}[x_j > 0] \sum_i W_{ij} \delta_i", None),
    ],
)
def test_a_unit_is_active_where_its_value_is_positive(claim, expected):
    verdict = check_document(UNITS.replace("CLAIM", claim)).claims[-1].verdict
    assert verdict == expected if expected else verdict != "proved"


@pytest.mark.parametrize(
    ("numerator", "denominator", "claim", "expected"),
    [
        (r"e^{z_i}", r"\sum_l e^{z_l}", r"\arg\max_i p_i = \arg\max_i z_i", "proved"),
        (r"e^{z_i - m}", r"\sum_l e^{z_l - m}", r"\arg\max_i p_i = \arg\max_i z_i", "proved"),
        (r"e^{z_i}", r"\sum_l e^{z_l}", r"\arg\max_i p_i = \arg\min_i z_i", "refuted"),
        (r"e^{-z_i}", r"\sum_l e^{-z_l}", r"\arg\max_i p_i = \arg\max_i z_i", None),
        (r"e^{z_i}", r"e^{z_i} + 1", r"\arg\max_i p_i = \arg\max_i z_i", None),
    ],
)
def test_a_softmax_by_its_entries_keeps_the_order(numerator, denominator, claim, expected):
    page = r"# Softmax" + "\n\n" + rf"$$p_i = \frac{{{numerator}}}{{{denominator}}}$$" + "\n\n" + f"$${claim}$$"
    verdict = check_document(page).claims[-1].verdict
    assert verdict == expected if expected else verdict not in ("proved", "refuted")


SUMS = r"""
# Weight decay

$$u_j = \sum_k W^{(1)}_{jk} x_k + b^{(1)}_j, \quad h_j = \max(0, u_j), \quad z_c = \sum_j W^{(2)}_{cj} h_j + b^{(2)}_c$$

$$L = \frac{1}{N} \sum_{n=1}^N \ell^{(n)}$$

$$L_\lambda = L + PENALTY$$

$$\nabla_{W^{(l)}} L_\lambda = \nabla_{W^{(l)}} L + CLAIM$$
"""


@pytest.mark.parametrize(
    ("penalty", "claim", "expected"),
    [
        (r"\frac{\lambda}{2} \left( \|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2 \right)", r"\lambda W^{(l)}", {"proved"}),
        (
            r"\frac{\lambda}{2} \left( \|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2 \right)",
            r"\frac{\lambda}{2} W^{(l)}",
            {"refuted"},
        ),
        (
            r"\lambda \sqrt{\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2}",
            r"\lambda W^{(l)}",
            {"refuted", "undecided", "unreadable"},
        ),
        (
            r"\lambda \sqrt{\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2}",
            r"\lambda W^{(l)} / \|W^{(l)}\|_F",
            {"refuted", "undecided", "unreadable"},  # right without the other layer, and wrong with it
        ),
    ],
)
def test_a_loss_of_any_kind_stands_on_both_sides(penalty, claim, expected):
    text = SUMS.replace("PENALTY", penalty).replace("CLAIM", claim)
    assert check_document(text).claims[-1].verdict in expected


ROWS = r"""
Let $X \in \mathbb{R}^{M \times 20}$ with one sample per row, $Z = X W + b$ with $W \in \mathbb{R}^{20 \times 6}$ and
$b \in \mathbb{R}^{1 \times 6}$, and $P = \text{softmax}(Z)$, where the softmax works on each row. The loss of sample n
with the label $y_n$ is $\ell_n = -\log p_{n, y_n}$, and the mean is $L = \frac{1}{M} \sum_{n=1}^{M} \ell_n$. With
one-hot rows it is $L = -\frac{1}{M} \sum_{n=1}^{M} \sum_{c=1}^{6} Y_{nc} \log P_{nc}$.

$$L_{reg} = L + \frac{\lambda}{2} \|W\|_F^2$$

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L_{reg}}{\partial W} = \frac{\partial L}{\partial W} + \lambda W", "proved"),
        (r"\frac{\partial L_{reg}}{\partial W} = \frac{\partial L}{\partial W} + 2 \lambda W", "refuted"),
        (r"\frac{\partial L_{reg}}{\partial b} = \frac{\partial L}{\partial b}", "proved"),
    ],
)
def test_the_slope_of_a_penalized_loss_is_made_of_that_of_the_mean(claim, expected):
    assert check_document(ROWS.replace("CLAIM", claim)).claims[-1].verdict == expected
