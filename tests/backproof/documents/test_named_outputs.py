"""An output of which only words say that it is a softmax."""

import pytest

from backproof.documents.check import check_document

LAYERS = r"""# Backpropagation

$\mathbf{z}^{(l)} = \mathbf{W}^{(l)} \mathbf{y}^{(l-1)} + \mathbf{b}^{(l)}$ for $l = 1, \dots, L$, $\mathbf{z}^{(l)} \in \mathbb{R}^{n_l}$.

"""
JACOBIAN = r"$\frac{\partial \mathbf{p}}{\partial \mathbf{z}^{(L)}} = \operatorname{diag}(\mathbf{p}) SIGN \mathbf{p}\mathbf{p}^T$."


@pytest.mark.parametrize(
    ("words", "sign", "verdict"),
    [
        ("Softmax output with cross entropy: ", "-", "proved"),
        ("Softmax output with cross entropy: ", "+", "refuted"),
        ("The output is ", "-", "undecided"),
        ("Softmax output with a temperature: ", "-", "undecided"),
    ],
)
def test_the_jacobian_of_a_softmax_that_only_words_name(words, sign, verdict):
    assert check_document(LAYERS + words + JACOBIAN.replace("SIGN", sign)).claims[-1].verdict == verdict
