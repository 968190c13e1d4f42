"""A number that a side has for some values of its names: that of an example, of which nobody read the values."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""
# Initialization

The weights $w_{ji}$ are independent with mean 0 and variance $\sigma^2$, the inputs $x_i$ with mean 0 and variance $s^2$,
$a_j = \sum_{i=1}^n w_{ji} x_i$.

"""
SOFTMAX = r"""
# Softmax

For the logits $z_k$ let $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$ and, for the class $c$, $L = -\log p_c$.

"""


def _last(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize("claim", [r"Var(a_j) = 0.64", "Var(a_j) = 256 \\cdot 0.01", r"\operatorname{sd}(a_j) = 1.6"])
def test_a_variance_in_numbers_may_be_that_of_an_example(claim):
    assert _last(LAYER + f"An untuned layer gives ${claim}$.") == "undecided"


@pytest.mark.parametrize(
    "claim", ["E[a_j] = 1", "E[w_{ji}^2 x_i^2] = -1", r"E[\text{ReLU}(w_{ji})^2] = 0", r"Var(a_j) = n \sigma s^2"]
)
def test_what_no_values_give_is_wrong(claim):
    assert _last(LAYER + f"Then ${claim}$.") == "refuted"


def test_a_loss_of_equal_scores_may_be_meant():
    assert _last(SOFTMAX + r"An untrained network has scores that are all alike, and $L = \log K$.") != "refuted"


@pytest.mark.parametrize("claim", [r"\sum_k \frac{\partial p_k}{\partial z_j} = 1"])
def test_what_no_logits_give_is_wrong(claim):
    assert _last(SOFTMAX + f"For the logits $z$ it follows that ${claim}$.") == "refuted"
