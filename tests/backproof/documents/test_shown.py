"""Names with a word for an index that stand for vectors."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization

Let $w_{ji}$ and $x_i$ have mean 0, with variances $\sigma^2$ and $v^2$, and $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$.

Backward it is $g^{in} = W^T g^{out}$, that is """


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$g^{in}_i = \sum_{j=1}^{n_{out}} w_{ji} g^{out}_j$.", "proved"),
        (r"$g^{in}_i = \sum_{j=1}^{n_{out}} w_{ij} g^{out}_j$.", "refuted"),
        (r"$\text{Var}(g^{in}_i) = n_{out} \sigma^2 g^2$.", "conditional"),  # if E[g_out] = 0
        (r"$\text{Var}(g^{in}_i) = n_{in} \sigma^2 g^2$.", "refuted"),
    ],
)
def test_gradients_before_and_behind_a_layer(claim, verdict):
    assert check_document(LAYER + claim).claims[-1].verdict == verdict


def test_what_is_transposed_is_no_loss():
    page = "# Softmax\n\nLet $y_i = e^{z_i} / \\sum_k e^{z_k}$ and $\\ell = -\\sum_i t_i \\log y_i$. "
    claim = check_document(page + r"The chain rule is $\nabla_z \ell = J^T \nabla_y \ell$.").claims[-1]
    assert claim.verdict == "undecided"
    assert "J" in claim.reason
