r"""A network for two classes and then one for ten, with the samples as rows: \mathcal{L}_{data}, G_2, \|W\|_F^2, \ell."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
BINARY = r"""# Two classes
The rows of $X \in \mathbb{R}^{M \times D}$ are the samples; $\mathbf{1}$ is the column of $M$ ones.
$$U = X V_1 + \mathbf{1} c_1, \quad F = \sigma(U), \quad s = F v_2 + \mathbf{1} \gamma, \quad p = \sigma(s)$$
with $V_1 \in \mathbb{R}^{D \times J}$, $c_1 \in \mathbb{R}^{1 \times J}$, $v_2 \in \mathbb{R}^{J \times 1}$ and a number $\gamma$. For the sigmoid
$\sigma'(u) = \sigma(u) (1 - \sigma(u))$, and $\tanh(u) = 2 \sigma(2u) - 1$. The loss is
$$\mathcal{L} = -\frac{1}{M} \sum_{n=1}^{M} \left[ y_n \log p_n + (1 - y_n) \log (1 - p_n) \right].$$
"""
CLASSES = r"""# Ten classes
The rows of $X \in \mathbb{R}^{M \times D}$ are the samples. Now the hidden units are ReLUs.
$$H = \max(0, X V_1 + \mathbf{1} c_1), \quad U_2 = H V_2 + \mathbf{1} c_2, \quad Q_{nk} = \frac{\exp (U_2)_{nk}}{\sum_{l} \exp (U_2)_{nl}}$$
with $V_2 \in \mathbb{R}^{J \times K}$, $c_2 \in \mathbb{R}^{1 \times K}$ and $Q \in \mathbb{R}^{M \times K}$. With the one-hot matrix $Y \in \mathbb{R}^{M \times K}$
$$\mathcal{L}_{data} = - \frac{1}{M} \sum_{n} \sum_{k} Y_{nk} \log Q_{nk}.$$
"""
ERROR = r"""
$$G_2 = \frac{\partial \mathcal{L}_{data}}{\partial U_2}$$
"""


def verdict_of(text: str, claim: str) -> str:
    return check_document(f"{text}\n\n$${claim}$$\n").claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \mathcal{L}}{\partial s_n} = \frac{1}{M} (p_n - y_n)", "proved"),
        pytest.param(r"\frac{\partial \mathcal{L}}{\partial s_n} = p_n - y_n", "refuted", marks=slow),
        (r"\nabla_{v_2} \mathcal{L} = \frac{1}{M} F^T (p - y)", "proved"),
        pytest.param(
            r"\frac{\partial \mathcal{L}}{\partial \gamma} = \frac{1}{M} \mathbf{1}^T (p - y)", "proved", marks=slow
        ),
        pytest.param(r"\frac{\partial \mathcal{L}}{\partial \gamma} = \mathbf{1}^T (p - y)", "refuted", marks=slow),
        pytest.param(r"\ell_n = - y_n s_n + \log(1 + e^{s_n})", "proved", marks=slow),
        pytest.param(r"\ell_n = - y_n s_n - \log(1 + e^{s_n})", "refuted", marks=slow),
    ],
)
def test_the_slope_that_a_page_gives_to_sigma_says_that_it_is_the_sigmoid(claim, verdict):
    assert verdict_of(BINARY, claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \mathcal{L}_{data}}{\partial U_2} = \frac{1}{M} (Q - Y)", "proved"),
        pytest.param(r"\frac{\partial \mathcal{L}_{data}}{\partial V_2} = H^T G_2", "proved", marks=slow),
        pytest.param(r"\frac{\partial \mathcal{L}_{data}}{\partial V_2} = \frac{1}{M} H^T G_2", "refuted", marks=slow),
        pytest.param(r"\frac{\partial \mathcal{L}_{data}}{\partial c_2} = \mathbf{1}^T G_2", "proved", marks=slow),
        pytest.param(r"\frac{\partial \mathcal{L}_{data}}{\partial c_2} = G_2 \mathbf{1}_K", "refuted", marks=slow),
    ],
)
def test_a_matrix_of_labels_beside_labels_that_are_numbers(claim, verdict):
    assert verdict_of(BINARY + CLASSES + ERROR, claim) == verdict


@pytest.mark.parametrize(("claim", "verdict"), [(r"2 \lambda W", "proved"), (r"\lambda W", "refuted")])
def test_the_gradient_of_a_penalty_is_that_of_any_matrix(claim, verdict):
    assert verdict_of("Backpropagation.", rf"\frac{{\partial}}{{\partial W}} \lambda \| W \|_F^2 = {claim}") == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\log p_c = z_c - m - \log \sum_k e^{z_k - m}", "proved"),
        pytest.param(r"\log p_c = z_c - \log \sum_k e^{z_k - m}", "refuted", marks=slow),
        (r"\frac{\partial \ell}{\partial p_k} = -\frac{t_k}{p_k}", "proved"),
    ],
)
def test_what_has_no_index_is_none_of_what_the_samples_have(claim, verdict):
    said = r"For the softmax I subtract $m_n = \max_k (U_2)_{nk}$. For one row $z$ with the maximum $m$ and $p = \text{softmax}(z)$, and with the cross entropy $\ell = -\sum_k t_k \log p_k$,"
    assert verdict_of(BINARY + CLASSES + said, claim) == verdict


TOTAL = r"""
$$\mathcal{L} = \mathcal{L}_{data} + \lambda (\| V_1 \|_F^2 + \| V_2 \|_F^2)$$
"""


@pytest.mark.parametrize(
    ("penalty", "verdict"),
    [
        pytest.param(r"2 \lambda V_2", "proved", marks=slow),
        pytest.param(r"\lambda V_2", "refuted", marks=slow),
    ],
)
def test_the_loss_of_another_section_is_a_loss_and_a_penalty_now(penalty, verdict):
    claim = rf"\frac{{\partial \mathcal{{L}}}}{{\partial V_2}} = \frac{{1}}{{M}} H^T (Q - Y) + {penalty}"
    assert verdict_of(BINARY + CLASSES + TOTAL, claim) == verdict
