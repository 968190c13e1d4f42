"""What is said of every layer, or of any depth, is not proved by the layers of one network."""

import pytest

from backproof.documents.check import check_document

NETWORK = r"""Backpropagation. $z^{(1)} = W^{(1)} x$, $a^{(1)} = \sigma(z^{(1)})$, $z^{(2)} = W^{(2)} a^{(1)}$, $L$ is any loss
and $\delta^{(l)} = \frac{\partial L}{\partial z^{(l)}}$. """
LAYER = (
    r"Initialization. $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with $w \sim N(0, 1/n)$, independent, $E[x]=0$, $Var(x)=v^2$. "
)
GRADIENT = r"$\frac{\partial L}{\partial W^{(l)}} = \delta^{(l)} a^{(l-1)T}$."


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (NETWORK + "For any depth we have " + GRADIENT, "undecided"),
        (NETWORK + "For both layers we have " + GRADIENT, "proved"),
        (NETWORK + r"In every layer it is $\frac{\partial a^{(1)}_i}{\partial z^{(1)}_i} = \sigma'(z^{(1)}_i)$.", "undecided"),
        (LAYER + r"So, no matter how deep the network is, $Var(a_j) = v^2$.", "undecided"),
        (LAYER + r"So $Var(a_j) = v^2$.", "proved"),
        (r"Backpropagation. For any depth $\nabla_{W^{(l)}} L = \delta^{(l)} a^{(l-1)T}$.", "proved"),  # of any network
    ],
)  # fmt: skip
def test_a_proof_for_one_network_is_none_for_any_depth(text, verdict):
    assert check_document(text).claims[-1].verdict == verdict
