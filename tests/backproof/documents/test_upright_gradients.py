"""Gradients of which the page says that they have the shapes of their parameters."""

from backproof.documents.check import check_document

_PAGE = r"""# One output

The samples are the rows, $X \in \mathbb{R}^{N \times 30}$ and $y \in \mathbb{R}^{N \times 1}$.

$$Z_1 = X W_1 + \mathbf{1} b_1, \quad A_1 = \varphi(Z_1), \quad Z_2 = A_1 W_2 + \mathbf{1} b_2, \quad P = \varphi(Z_2)$$

with $W_1 \in \mathbb{R}^{30 \times 6}$, $b_1 \in \mathbb{R}^{1 \times 6}$, $W_2 \in \mathbb{R}^{6 \times 1}$,
$b_2 \in \mathbb{R}$ $A_1 \in \mathbb{R}^{N \times 6}$ and $P \in \mathbb{R}^{N \times 1}$. The sigmoid is $\varphi(z) = \frac{1}{1 + e^{-z}}$.
It is symmetric in the sense that $\varphi(-z) = 1 - \varphi(z)$.

## Loss

With $p_i = \varphi(z_i)$ the loss of a sample is

$$\ell_i = -y_i \log p_i - (1 - y_i) \log(1 - p_i), \qquad L = \frac{1}{N} \sum_{i=1}^N \ell_i.$$

## Gradients

WORDS

$$\Delta_2 = P - y \in \mathbb{R}^{N \times 1}$$

$$\Delta_1 = (\Delta_2 W_2^T) \odot A_1 \odot (1 - A_1)$$

$$CLAIM$$
"""


def _said(claim: str, words: str = "") -> str:
    text = _PAGE.replace("CLAIM", claim).replace("WORDS", words)
    return check_document(text).claims[-1].verdict


def test_gradients_of_which_the_page_says_the_shape_are_no_rows():
    claim, words = r"\nabla_{W_2} L = \frac{1}{N} \Delta_2^T A_1", "Every gradient has the same shape as its parameter."
    assert _said(claim, words) == "refuted"
    assert _said(claim) == "undecided"  # it may have rows for gradients
    assert _said(r"\nabla_{W_2} L = \frac{1}{N} A_1^T \Delta_2", words) != "refuted"
