r"""A network in rows, and once more in columns: \tilde W = W^T, of which the loss of the page is not made."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

_PAGE = r"""# Rows and columns

The samples are rows, $X \in \mathbb{R}^{20 \times 6}$ and $Y \in \mathbb{R}^{20 \times 3}$, and $N = 20$. I write
$\mathrm{d}A = \partial J / \partial A$.

$$Z = X W + \mathbf{1} b^\top, \quad J = \frac{1}{2N} \|Z - Y\|_F^2$$

with $W \in \mathbb{R}^{6 \times 3}$. In columns it is $\tilde Z = \tilde W \tilde X + b \mathbf 1^\top$ with
$\tilde X = X^\top$ and $\tilde W = W^\top$.

$$CLAIM$$
"""


def _said(claim, page=_PAGE):
    return check_document(page.replace("CLAIM", claim)).claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        pytest.param(r"\mathrm{d}\tilde W = \mathrm{d}\tilde Z \tilde X^\top", "proved", marks=slow),
        pytest.param(r"\mathrm{d}\tilde W = \frac{1}{N} \mathrm{d}\tilde Z \tilde X^\top", "refuted", marks=slow),
        pytest.param(r"\mathrm{d}\tilde X = \tilde W^\top \mathrm{d}\tilde Z", "proved", marks=slow),
        pytest.param(r"\mathrm{d}\tilde X = -\tilde W^\top \mathrm{d}\tilde Z", "refuted", marks=slow),
        (r"\mathrm{d}\tilde W = (\mathrm{d}W)^\top", "proved"),
        pytest.param(r"\mathrm{d}\tilde W = 2 (\mathrm{d}W)^\top", "refuted", marks=slow),
        (r"\mathrm{d}\tilde Z = (\mathrm{d}Z)^\top", "proved"),
        (r"\mathrm{d}b = \mathrm{d}\tilde Z \mathbf 1", "proved"),
        pytest.param(r"\mathrm{d}b = 2\, \mathrm{d}\tilde Z \mathbf 1", "refuted", marks=slow),
    ],
)
def test_a_gradient_in_columns_is_that_in_rows_transposed(claim, verdict):
    assert _said(claim) == verdict


@slow
def test_what_is_not_the_same_network_has_no_gradients_of_it():
    other = _PAGE.replace(r" + b \mathbf 1^\top$", "$")  # without the bias it is another one
    assert _said(r"\mathrm{d}\tilde Z = (\mathrm{d}Z)^\top", other) == "undecided"
    assert _said(r"\mathrm{d}\tilde Z = 2 (\mathrm{d}Z)^\top", other) == "undecided"
