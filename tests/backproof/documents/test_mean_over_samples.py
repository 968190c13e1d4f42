r"""Gradients for N samples, where the page has the loss of one."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Softmax

Let $z = Wx + b$ with $W \in \mathbb{R}^{K \times d}$, $x \in \mathbb{R}^d$, and $y = \text{softmax}(z)$. The target $t$ is a
one-hot vector and the loss is $L = -\sum_i t_i \log y_i$.

Averaged over N samples, $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_b L = \frac{1}{N} \sum_{n=1}^N (y^{(n)} - t^{(n)})", "conditional"),
        (r"\nabla_b L = \frac{1}{N} \sum_{n=1}^N (t^{(n)} - y^{(n)})", "refuted"),
        (r"\nabla_b L = \sum_{n=1}^N (y^{(n)} - t^{(n)})", "undecided"),  # right for the sum of the losses
        (r"\frac{\partial L}{\partial W_{kj}} = \frac{1}{N} \sum_{i=1}^N (y_j^{(i)} - t_j^{(i)}) x_k^{(i)}", "refuted"),
    ],
)
def test_a_gradient_for_many_samples(claim, expected):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected
