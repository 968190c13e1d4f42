r"""Of a one-hot label it is made use of that $t_k^2 = t_k$, and not only that its entries add up to 1."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Softmax

$y_k = e^{z_k}/\sum_j e^{z_j}$. The target $\mathbf{t}$ is one-hot, $L = -\sum_k t_k \log y_k$, with
$\frac{\partial L}{\partial z_j} = y_j - t_j$.

If c is the correct class then $L = - \log y_c$. The entries of the gradient sum to zero. For the squared length we get
$\| \nabla_{\mathbf{z}} L \|^2 = CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"(1 - y_c)^2 + \sum_{j \neq c} y_j^2", "conditional"),
        (r"(1 - y_c) + \sum_{j \neq c} y_j^2", "refuted"),
        (r"1 - 2 y^T t + y^T y", "proved"),
        (r"1 + 2 y^T t + y^T y", "refuted"),
    ],
)
def test_the_length_of_the_gradient(claim, verdict):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == verdict
