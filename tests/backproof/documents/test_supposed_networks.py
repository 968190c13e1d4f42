"""What a sentence supposes for itself: another activation, another function, another variance."""

import pytest

from backproof.documents.check import check_document

NETWORK = r"""# Two-layer network

We have $z_1 = W_1 x + b_1$, $h = \sigma(z_1)$ with the sigmoid, $z_2 = w_2^T h + b_2$, $p = \sigma(z_2)$ and
$L = -t \log p - (1 - t) \log (1 - p)$. So $\delta_2 = \frac{\partial L}{\partial z_2} = p - t$.

The hidden error is $\delta_1 = \frac{\partial L}{\partial z_1} = \delta_2 w_2 \odot h \odot (1 - h)$.

"""
SOFTMAX = r"""# Softmax

Let $p_i = \frac{e^{z_i}}{\sum_{j=1}^K e^{z_j}}$.

If we used the sigmoid instead, $p_i = \frac{1}{1 + e^{-z_i}}$, they would not add up to one.

"""
LAYER = r"""# Initialization

Let $a_j = \sum_{i=1}^{n} w_{ji} x_i$, where the weights have mean 0 and variance $\sigma^2$ and the inputs mean 0 and
variance $v^2$.

"""


def last(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize(
    ("words", "refuted"),
    [
        (r"For tanh units it is $\delta_1 = \delta_2 w_2 \odot (1 - h \odot h)$.", False),
        (r"For the sigmoid it is $\delta_1 = \delta_2 w_2 \odot (1 - h \odot h)$.", True),
    ],
)
def test_another_activation(words: str, refuted: bool) -> None:
    assert (last(NETWORK + words) == "refuted") == refuted


@pytest.mark.parametrize(
    ("value", "expected"),
    [(r"z_i - \log \sum_j e^{z_j}", "conditional"), (r"z_i + \log \sum_j e^{z_j}", "refuted")],
)
def test_another_function_for_a_paragraph(value: str, expected: str) -> None:
    assert last(rf"{SOFTMAX}Its logarithm is $\log p_i = {value}$.") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (r"If the variance of $w_{ji}$ is $1/n$, the variance of $a_j$ is $v^2$.", "proved"),
        (r"If it is the double of that, the variance of $a_j$ is $2 v^2$.", "undecided"),
        (r"So the variance of $a_j$ is $2 v^2$.", "refuted"),
    ],
)
def test_another_variance_in_words(words: str, expected: str) -> None:
    assert last(LAYER + words) == expected


RECTIFIED = r"""# Initialization

We have $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with independent $w_{ji}$, $E[w_{ji}] = 0$, $E[w_{ji}^2] = \sigma^2$, and $x_i$
with mean 0 and variance $v^2$. So $\text{Var}(a_j) = n \sigma^2 v^2$.

Suppose now that the inputs are rectified, $x_i = \max(0, z_i)$ with $z_i \sim N(0, s^2)$, independent of the weights.

"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [(r"\frac{1}{2} n \sigma^2 s^2", {"proved", "conditional"}), (r"n \sigma^2 s^2", {"refuted"})],
)
def test_other_inputs_of_the_same_layer(value: str, expected: set[str]) -> None:
    assert last(rf"{RECTIFIED}Then $\text{{Var}}(a_j) = {value}$.") in expected
