r"""Shapes that a page declares of outputs and gradients, against those of its layers and parameters."""

import pytest

from backproof.documents.check import check_document

ROWS = (
    r"Let $X \in \mathbb{R}^{M \times 20}$ with one sample per row, $Z = X W + b$ with $W \in \mathbb{R}^{20 \times 6}$ "
    r"and $b \in \mathbb{R}^{1 \times 6}$, and $Q = \text{softmax}(Z)$, where the softmax works on each row. "
    r"The results are $Z \in \mathbb{R}^{M \times 6}$ and $Q \in \mathbb{R}^{SHAPE}$."
)
SAMPLE = (
    r"WORDS. Let $z = W x + b$ with $x \in \mathbb{R}^{20}$, $W \in \mathbb{R}^{6 \times 20}$, $b \in \mathbb{R}^{6}$ "
    r"and $p = \text{softmax}(z)$. The loss of sample $i$ is $J_i = -\sum_k y_k \log p_k$. "
)


@pytest.mark.parametrize(("shape", "verdict"), [(r"M \times 6", "proved"), (r"6 \times M", "refuted")])
def test_an_output_has_the_shape_of_what_the_softmax_is_taken_of(shape, verdict):
    claims = check_document(ROWS.replace("SHAPE", shape)).claims
    assert [each.verdict for each in claims if each.latex.startswith("Q")] == ["definition", verdict]


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("", r"\nabla_W J_i \in \mathbb{R}^{6 \times 20}", "proved"),
        ("", r"\nabla_W J_i \in \mathbb{R}^{20 \times 6}", "refuted"),
        ("", r"\nabla_b J_i \in \mathbb{R}^{6}", "proved"),
        ("", r"\nabla_b J_i \in \mathbb{R}^{20}", "refuted"),
        ("", r"\frac{\partial J_i}{\partial b} \in \mathbb{R}^{1 \times 6}", "undecided"),  # gradients may be rows
        ("In numerator layout", r"\frac{\partial J_i}{\partial W} \in \mathbb{R}^{20 \times 6}", "undecided"),
    ],
)
def test_a_gradient_has_the_shape_of_its_parameter(words, claim, verdict):
    assert check_document(SAMPLE.replace("WORDS", words) + f"Then ${claim}$.").claims[-1].verdict == verdict


SECTIONS = r"""
# Forward

One sample per row, $X \in \mathbb{R}^{N \times 20}$ and $Y \in \mathbb{R}^{N \times 6}$, $Z_1 = X W_1 + b_1$,
$A_1 = \tanh(Z_1)$, $Z_2 = A_1 W_2 + b_2$ and $A_2 = \text{softmax}(Z_2)$ with $W_1 \in \mathbb{R}^{20 \times 8}$,
$W_2 \in \mathbb{R}^{8 \times 6}$; the softmax is taken over each row.

# Backward

$J = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{6} Y_{nk} \log (A_2)_{nk}$. Then $dZ_2 = \frac{1}{N} (A_2 - Y)$, and

$$dW_2 = A_1^T dZ_2$$

$$dA_1 = CLAIM$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [("dZ_2 W_2^T", "proved"), ("dZ_2 W_2", "refuted")])
def test_a_slip_in_a_gradient_is_not_blamed_on_the_shape_of_a_weight(claim, verdict):
    claims = check_document(SECTIONS.replace("CLAIM", claim)).claims[-2:]
    assert [each.verdict for each in claims] == ["proved", verdict]
