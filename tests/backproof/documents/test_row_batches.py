r"""Two layers, samples in rows: a sigmoid that is called s, ten classes after one output, one-hot labels."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

BINARY = r"""
# Two layers

One sample per row. $X \in \mathbb{R}^{N \times 20}$,

$$\begin{aligned}
Z_1 &= X W_1 + \mathbf{1} b_1^T \\
A_1 &= s(Z_1) \\
z_2 &= A_1 w_2 + b_2 \mathbf{1} \\
\hat{y} &= s(z_2)
\end{aligned}$$

where $W_1 \in \mathbb{R}^{20 \times 6}$, $b_1 \in \mathbb{R}^{6}$, $w_2 \in \mathbb{R}^{6}$, $b_2 \in \mathbb{R}$ and $\mathbf{1} \in \mathbb{R}^N$.

$$s(t) = \frac{1}{1+e^{-t}}$$

```
W1 = rng.normal(size=(20, 6)); b2 = 0.0
```

The loss is the mean $L = \frac{1}{N} \sum_{i=1}^N \ell_i$ of $\ell_i = -y_i \log \hat{y}_i - (1-y_i) \log(1-\hat{y}_i)$, and

$$\delta_2 = \frac{\partial L}{\partial z_2}$$

"""
CLASSES = (
    BINARY
    + r"""
$$\Delta_1 = (\delta_2 w_2^T) \odot A_1 \odot (1 - A_1)$$

Ten classes: now $W_2 \in \mathbb{R}^{6 \times 10}$, $b_2 \in \mathbb{R}^{10}$ and

$$Z_2 = A_1 W_2 + \mathbf{1} b_2^T, \qquad P = \text{softmax}(Z_2)$$

with a softmax for each row. The labels are one-hot rows $Y \in \{0,1\}^{N \times 10}$ and $\ell_i = -\sum_k Y_{ik} \log P_{ik}$.

```
D = softmax(A1 @ W2 + b2) - Y
g = [A1.T @ D, D.sum(axis=0)]
```

$$\Delta_2 = \frac{\partial L}{\partial Z_2}$$

"""
)


def verdicts(page, right, wrong):
    displays = f"$${right}$$\n\n$${right.split('=')[0]} = {wrong}$$"
    return [each.verdict for each in check_document(f"{page}\n{displays}\n").claims[-2:]]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"\frac{\partial \ell_i}{\partial z_{2,i}} = \hat{y}_i - y_i", r"y_i - \hat{y}_i"),
        pytest.param(r"\nabla_{w_2} L = A_1^T \delta_2", r"A_1^T \delta_2 / N", marks=slow),
        pytest.param(
            r"\frac{\partial L}{\partial Z_{1,ih}} = \delta_{2,i} w_{2,h} A_{1,ih} (1 - A_{1,ih})",
            r"\delta_{2,i} w_{2,h}",
            marks=slow,
        ),
    ],
)
def test_a_letter_that_the_page_defines_as_the_sigmoid_is_the_sigmoid(right, wrong):
    assert verdicts(BINARY, right, wrong) == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"\Delta_2 = \frac{1}{N} (P - Y)", r"\frac{\partial L}{\partial P} \odot P \odot (1 - P)"),
        pytest.param(r"P_{ik} = e^{Z_{2,ik}} / \sum_j e^{Z_{2,ij}}", r"e^{Z_{2,ik}} / \sum_j e^{Z_{2,jk}}", marks=slow),
        pytest.param(r"-Y_{ij} + P_{ij} \sum_k Y_{ik} = P_{ij} - Y_{ij}", "P_{ij} + Y_{ij}", marks=slow),
        pytest.param(r"\nabla_{b_2} L = \Delta_2^T \mathbf{1}", r"\Delta_2 \mathbf{1}", marks=slow),
    ],
)
def test_ten_classes_replace_one_output(right, wrong):
    assert verdicts(CLASSES, right, wrong) == ["proved", "refuted"]


HIDDEN_RELU = r"""
# One output

$$a_j = \sum_k U_{jk} x_k + b_j, \quad h_j = \max(0, a_j), \quad o = \sum_j v_j h_j + c, \quad q = \sigma(o)$$

The hidden units are ReLUs. $\ell = - t \ln q - (1-t) \ln (1-q)$
"""


def test_sigma_beside_a_relu_of_its_own_is_the_sigmoid_if_its_values_are_probabilities():
    claims = r"\frac{\partial \ell}{\partial o} = q - t", "t - q"
    assert verdicts(HIDDEN_RELU, *claims) == ["proved", "refuted"]
    relu = HIDDEN_RELU.replace("The hidden", r"$\sigma(u) = \max(0, u)$. The hidden")
    assert verdicts(relu, *claims)[0] != "proved"
