"""Gradients as students write them, of pages that declare few shapes: each right claim stands beside wrong twins."""

import pytest

from backproof.documents.check import check_document

LOGISTIC = r"""Logistic regression. We have $m$ samples $\mathbf{x}^{(i)} \in \mathbb{R}^n$ with labels $y^{(i)} \in \{0, 1\}$.
$$z = \mathbf{w}^T \mathbf{x} + b, \qquad g = \sigma(z) = \frac{1}{1 + e^{-z}}$$
$$L(g, y) = -\left( y \log g + (1 - y) \log(1 - g) \right)$$
The cost is $J(\mathbf{w}, b) = \frac{1}{m} \sum_{i=1}^m L(g^{(i)}, y^{(i)})$. The samples are the columns of $X \in \mathbb{R}^{n \times m}$,
and $Y \in \mathbb{R}^{1 \times m}$. With $G = \sigma(\mathbf{w}^T X + b)$:
"""
ROWS = r"""Backpropagation. The samples are the rows of $X \in \mathbb{R}^{N \times D}$, and
$W_1 \in \mathbb{R}^{D \times H}$, $w_2 \in \mathbb{R}^{H \times 1}$.
$$Z_1 = X W_1 + b_1, \quad G_1 = \sigma(Z_1), \quad z_2 = G_1 w_2 + b_2, \quad g_2 = \sigma(z_2)$$
with the sigmoid $\sigma$. The cost is $J = \frac{1}{N} \sum_{n=1}^{N} L_n$.
"""
ONE_OF_MANY = r"""Backpropagation. For a row $x \in \mathbb{R}^{1 \times n}$, $W \in \mathbb{R}^{n \times m}$ and $b \in \mathbb{R}^{1 \times m}$
put $s = x W + b$, $h = \varphi(s)$ and $\bar{s} := \frac{\partial E}{\partial s}$. For a batch $X \in \mathbb{R}^{N \times n}$
the loss is the mean $E = \frac1N \sum_{r=1}^N E_r$.
"""


def verdicts(page: str, claims: list[str]) -> list[str]:
    found = check_document(page + "\n".join(f"$${each}$$" for each in claims)).claims
    return [each.verdict for each in found[-len(claims) :]]


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        pytest.param(
            LOGISTIC,
            [r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (g^{(i)} - y^{(i)})"],
            [r"\frac{\partial J}{\partial b} = \sum_{i=1}^m (g^{(i)} - y^{(i)})"],
            id="logistic",
        ),
        pytest.param(
            LOGISTIC,
            [r"\nabla_{\mathbf{w}} J = \frac{1}{m} X (G - Y)^T"],
            [r"\nabla_{\mathbf{w}} J = X (G - Y)^T", r"\nabla_{\mathbf{w}} J = \frac{1}{m} X (Y - G)^T"],
            marks=pytest.mark.slow,
            id="logistic, by weights",
        ),
        pytest.param(
            ROWS,
            [
                r"\frac{\partial J}{\partial w_2} = G_1^T \frac{\partial J}{\partial z_2}",
                r"\frac{\partial J}{\partial b_2} = \sum_{n=1}^{N} \left( \frac{\partial J}{\partial z_2} \right)_n",
                r"\frac{\partial J}{\partial G_1} = \frac{\partial J}{\partial z_2} w_2^T",
            ],
            [
                r"\frac{\partial J}{\partial w_2} = \frac{1}{N} G_1^T \frac{\partial J}{\partial z_2}",
                r"\frac{\partial J}{\partial Z_1} = \frac{\partial J}{\partial G_1} \odot Z_1 \odot (1 - Z_1)",
                r"\frac{\partial J}{\partial W_1} = \left( \frac{\partial J}{\partial Z_1} \right)^T X",
            ],
            id="rows",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            ONE_OF_MANY,
            [r"\bar{s} = \bar{h} \odot \varphi'(s)"],
            [r"\bar{s} = \bar{h} \odot \varphi'(h)", r"\bar{s} = \bar{h}"],
            id="one of many",
        ),
    ],
)
def test_right_gradients_are_proved_and_their_twins_refuted(page, right, wrong):
    expected = ["proved"] * len(right) + ["refuted"] * len(wrong)
    assert verdicts(page, right + wrong) == expected


def test_a_mean_loss_is_not_taken_for_the_loss_of_a_sample():
    assert verdicts(ONE_OF_MANY, [r"\frac{\partial E}{\partial W} = x^T \bar{s}"]) != ["refuted"]
    assert verdicts(ROWS, [r"\frac{\partial J}{\partial z_2} = g_2 - y"]) == ["undecided"]


def test_sigma_is_not_tanh_where_tanh_has_a_name_of_its_own():
    page = r"Backpropagation. $h = \tanh(s)$, $y = \sigma(h)$. "
    assert verdicts(page, [r"\frac{dy}{dh} = 1 - y^2"]) != ["proved"]
