"""Networks with a hidden layer: slopes written by values, errors that are numbers, batches, biases b_1 that are vectors."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
ONE_OUTPUT = r"""Backpropagation. $\mathbf{z}_1 = W_1 \mathbf{x} + \mathbf{b}_1$, $\mathbf{h} = \tanh(\mathbf{z}_1)$, $s = W_2 \mathbf{h} + b_2$, $p = \sigma(s)$
with $\mathbf{x} \in \mathbb{R}^{D}$, $W_1 \in \mathbb{R}^{H \times D}$, $W_2 \in \mathbb{R}^{1 \times H}$, $b_2 \in \mathbb{R}$. The loss is
$\ell = -y \log p - (1 - y) \log(1 - p)$.
"""
MEAN = r""" The mean is $J = \frac{1}{M} \sum_{m=1}^{M} \ell_m$. With $g = \frac{\partial \ell}{\partial s}$ and
$\mathbf{u} = W_2^T g \odot (1 - \mathbf{h}^2)$. The columns of $X \in \mathbb{R}^{D \times M}$ and of $G$ belong to the samples.
"""


def verdict_of(text: str, claim: str) -> str:
    return check_document(f"{text}\n\n$${claim}$$\n").claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_{W_1} \ell = (p - y) (W_2^T \odot (1 - \mathbf{h} \odot \mathbf{h})) \mathbf{x}^T", "proved"),
        pytest.param(
            r"\nabla_{W_1} \ell = (p - y) (W_2^T \odot \mathbf{h} \odot (1 - \mathbf{h})) \mathbf{x}^T",
            "refuted",
            marks=slow,
        ),
    ],
)
def test_slopes_of_a_hidden_layer_by_its_values(claim, verdict):
    assert verdict_of(ONE_OUTPUT, claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_{b_2} J = \frac{1}{M} G \mathbf{1}", "proved"),
        (r"\nabla_{b_2} J = G \mathbf{1}", "refuted"),
        (r"\frac{\partial J}{\partial \mathbf{b}_1} = \frac{1}{M} \sum_{m=1}^{M} \mathbf{u}_m", "proved"),
        pytest.param(r"\frac{\partial J}{\partial \mathbf{b}_1} = \sum_{m=1}^{M} \mathbf{u}_m", "refuted", marks=slow),
    ],
)
def test_batches_behind_a_hidden_layer(claim, verdict):
    assert verdict_of(ONE_OUTPUT + MEAN, claim) == verdict


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("For the sigmoid", r"\varphi'(z^{(L)}) = y^{(L)} \odot (1 - y^{(L)})", "proved"),
        ("For the sigmoid", r"\varphi'(z^{(L)}) = y^{(L)} \odot (1 + y^{(L)})", "refuted"),
        pytest.param("For tanh", r"\varphi'(z^{(L)}) = 1 - y^{(L)} \odot y^{(L)}", "proved", marks=slow),
        pytest.param("For tanh", r"\varphi'(z^{(L)}) = 1 - y^{(L)}", "refuted", marks=slow),
    ],
)
def test_the_activation_of_a_sentence_is_that_of_its_layers(words, claim, verdict):
    text = r"Backpropagation. $z^{(l)} = W^{(l)} y^{(l-1)} + b^{(l)}$, $y^{(l)} = \varphi(z^{(l)})$."
    assert check_document(f"{text} {words} ${claim}$.").claims[-1].verdict == verdict
