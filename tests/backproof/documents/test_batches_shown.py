"""Examples of a few samples on a page that has larger batches elsewhere, and gradients of the last layer in them."""

import pytest

from backproof.documents.check import check_document

_PAGE = r"""# Notebook

The samples are rows, $m = 32$, $X \in \mathbb{R}^{32 \times 8}$, and $Y \in \mathbb{R}^{32 \times 3}$. I write
$dA = \partial J / \partial A$.

$$Z_1 = X W_1 + \mathbf{1} b_1^\top, \quad A_1 = \tanh(Z_1), \quad Z_2 = A_1 W_2 + \mathbf{1} b_2^\top, \quad
J = \frac{1}{2m} \|Z_2 - Y\|_F^2$$

with $Z_2 \in \mathbb{R}^{32 \times 3}$.

$$dZ_2 = \frac{1}{m} (Z_2 - Y), \qquad db_2 = dZ_2^\top \mathbf 1, \qquad dW_2 = A_1^\top dZ_2$$

## Example

Two samples, two outputs:

$$Z_2 = \begin{pmatrix} 1 & 2 \\ 3 & 0 \end{pmatrix}, \quad Y = \begin{pmatrix} 0 & 1 \\ 1 & 1 \end{pmatrix}, \quad
A_1 = \begin{pmatrix} 1 & 0 \\ 2 & 1 \end{pmatrix}$$

CLAIM
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"dZ_2 = \begin{pmatrix} 0.5 & 0.5 \\ 1 & -0.5 \end{pmatrix}", "proved"),
        (r"dZ_2 = \frac{1}{m} (Z_2 - Y) = \begin{pmatrix} 0.5 & 0.5 \\ 1 & -0.5 \end{pmatrix}", "proved"),
        pytest.param(r"dZ_2 = \begin{pmatrix} 1 & 1 \\ 2 & -1 \end{pmatrix}", "refuted", marks=pytest.mark.slow),
        (r"dZ_2 = \frac{1}{2} (Z_2 - Y)", "conditional"),
        (r"dZ_2 = \frac{1}{4} (Z_2 - Y)", "refuted"),
        (r"db = (1.5,\ 0)^\top", "proved"),
        (r"db = (0.75,\ 0)^\top", "refuted"),
        (r"dW = \begin{pmatrix} 2.5 & -0.5 \\ 1 & -0.5 \end{pmatrix}", "proved"),
        (r"dW = \begin{pmatrix} 2.5 & 1 \\ -0.5 & -0.5 \end{pmatrix}", "refuted"),
        (r"9600 / m = 300", "conditional"),
    ],
)
def test_an_example_has_as_many_samples_as_its_arrays_show(claim, verdict):
    assert check_document(_PAGE.replace("CLAIM", f"${claim}$")).claims[-1].verdict == verdict


def test_a_gradient_that_the_example_does_not_know_is_given():
    page = _PAGE.replace(r"\quad" + "\n" + r"A_1 = \begin{pmatrix} 1 & 0 \\ 2 & 1 \end{pmatrix}", "")
    claim = r"$dW = \begin{pmatrix} 9 & 9 \\ 9 & 9 \end{pmatrix}$"
    assert check_document(page.replace("CLAIM", claim)).claims[-1].verdict == "definition"
