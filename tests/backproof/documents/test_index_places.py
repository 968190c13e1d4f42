"""An index that counts the inputs of a layer stands at no place of its one output."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Backpropagation: $\mathbf{z}^{(1)} = \mathbf{W}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{h}^{(1)} = \varphi(\mathbf{z}^{(1)})$,
$\mathbf{z}^{(2)} = \mathbf{W}^{(2)} \mathbf{h}^{(1)} + \mathbf{b}^{(2)}$ and $\mathbf{y}^{(2)} = \varphi(\mathbf{z}^{(2)})$ where $\mathbf{x} \in \mathbb{R}^{50}$,
$W^{(1)} \in \mathbb{R}^{30 \times 50}$, $W^{(2)} \in \mathbb{R}^{1 \times 30}$ and $\mathbf{b}^{(2)} \in \mathbb{R}$. The loss is
$Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)})$ and $\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} Loss_i$.

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial z_k^{(2)}}{\partial h_j^{(1)}} = W_{kj}^{(2)}", "proved"),
        (r"\frac{\partial z_k^{(2)}}{\partial h_j^{(1)}} = W_{jk}^{(2)}", "refuted"),
        (r"\frac{\partial Loss_i}{\partial h_j^{(1)}} = \sum_k \delta_k^{(2)} W_{jk}^{(2)}", "refuted"),
    ],
)
def test_an_index_at_the_place_of_one_row(claim: str, verdict: str) -> None:
    assert check_document(PAGE + f"$${claim}$$").claims[-1].verdict == verdict


def test_the_letter_of_a_sample_counts_no_entries() -> None:
    page = PAGE + r"$$\frac{\partial Loss_i}{\partial h_i^{(1)}} = \delta_i^{(2)} W_{ij}^{(2)}$$"
    assert check_document(page).claims[-1].verdict != "refuted"
