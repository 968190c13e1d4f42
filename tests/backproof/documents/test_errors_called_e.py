r"""Errors e_j of a hidden layer: e_j^{(n)} is that of sample n, and e x^T no multiple of 2.718...; exp(z_l) beside z_k."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
PAGE = r"""Backpropagation. $a_j = \sum_i U_{ji} x_i + c_j$, $h_j = \tanh(a_j)$, $z_k = \sum_j V_{kj} h_j + d_k$, $p_k = \frac{e^{z_k}}{\sum_l e^{z_l}}$
with $x \in \mathbb{R}^D$, $U \in \mathbb{R}^{H \times D}$, $V \in \mathbb{R}^{K \times H}$. Let $e_j := \frac{\partial L}{\partial a_j}$ and
$\bar{L} = \frac{1}{N} \sum_{n=1}^N L^{(n)}$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial U} = e x^T", "proved"),
        pytest.param(r"\frac{\partial L}{\partial U} = x e^T", "refuted", marks=slow),
        (r"\frac{\partial \bar{L}}{\partial U_{ji}} = \frac{1}{N} \sum_n e_j^{(n)} x_i^{(n)}", "proved"),
        (r"\frac{\partial \bar{L}}{\partial c_j} = \sum_n e_j^{(n)}", "refuted"),
    ],
)
def test_errors_of_a_hidden_layer(claim, verdict):
    assert check_document(f"{PAGE}\n\n$${claim}$$\n").claims[-1].verdict == verdict


JACOBIAN = r"""With $p \in \mathbb{R}^K$, $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$, the $K \times K$ Jacobian is

$$J = \text{diag}(p) - %s$$

The sum of a row is

$$\sum_j J_{ij} = \sum_j p_i (\delta_{ij} - p_j)$$

and $\frac{\partial p_i}{\partial z_j} = p_i \delta_{ij} - p_i p_j$.
"""


@pytest.mark.parametrize(
    ("product", "verdicts"),
    [("p p^T", ["definition", "proved", "proved"]), ("p^T p", ["refuted", "undecided", "proved"])],
)
def test_a_definition_that_is_wrong_makes_no_later_line_wrong(product, verdicts):
    found = check_document(JACOBIAN.replace("%s", product)).claims
    assert [each.verdict for each in found][2:] == verdicts
