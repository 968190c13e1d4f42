r"""A step of descent has a sign; it is no equation."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.updates import judge_update


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"W \leftarrow W - \eta \nabla_W L", "definition"),
        (r"W \leftarrow W + \eta \nabla_W L", "refuted"),
        (r"w_{ij} := w_{ij} - \eta \frac{\partial L}{\partial w_{ij}}", "definition"),
        (r"w_{ij} = w_{ij} + \eta \frac{\partial L}{\partial w_{ij}}", "refuted"),
        (r"w_{t+1} = w_t - \eta \nabla L(w_t)", "definition"),
        (r"\mathbf{b}^{[l]} \leftarrow \mathbf{b}^{[l]} + \alpha \nabla_{\mathbf{b}^{[l]}} J", "refuted"),
        (r"g \leftarrow g + \nabla_w L", "definition"),
        (r"x \leftarrow x + \epsilon \nabla_x L", "definition"),
    ],
)
def test_descent_goes_against_the_gradient(claim, verdict):
    assert check_document(rf"Backpropagation and gradient descent: ${claim}$.").claims[-1].verdict == verdict


def test_what_is_maximized_is_climbed():
    found = judge_update(r"\theta", r"\theta + \eta \nabla_\theta \ell", "We maximize the likelihood.")
    assert found is not None
    assert found.verdict == "definition"


def test_an_equation_is_no_step():
    assert judge_update("W", r"W + \delta x^\top", "") is None
