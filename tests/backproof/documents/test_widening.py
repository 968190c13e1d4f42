r"""What holds for any number of classes and any activation holds for ten and for the ReLU."""

import pytest

from backproof.documents.check import check_document

NETWORK = r"""# Backpropagation

$$z^{(1)} = W^{(1)} x + b^{(1)}, \quad y^{(1)} = \varphi(z^{(1)}), \quad z^{(2)} = W^{(2)} y^{(1)} + b^{(2)},
\quad p = \text{softmax}(z^{(2)})$$

with $\varphi(u) = \max(0, u)$ and a one-hot label t, the loss is $L = -\sum_{c=1}^{10} t_c \log p_c$.
"""


def last(text):
    return check_document(NETWORK + text).claims[-1]


def test_a_gradient_through_a_relu_is_proved_for_any_function():
    found = last(r"Then $\frac{\partial L}{\partial b^{(2)}_j} = p_j - t_j$.")
    assert found.verdict == "proved"
    assert found.reason.endswith("wherever the ReLU has a derivative")


@pytest.mark.slow
def test_the_elementwise_rule_at_a_softmax_layer_is_refuted():
    assert (
        last(
            r"Then $\frac{\partial L}{\partial z^{(2)}_j} = \frac{\partial L}{\partial p_j} \varphi'(z^{(2)}_j)$."
        ).verdict
        == "refuted"
    )


def test_the_slope_of_the_relu():
    text = r"Let $g(u) = \max(u, 0)$. Then $g'(u) = \begin{cases} %s & u > 0 \\ 0 & u \le 0 \end{cases}$."
    assert check_document(text % 1).claims[-1].verdict == "proved"
    assert check_document(text % 2).claims[-1].verdict == "refuted"
