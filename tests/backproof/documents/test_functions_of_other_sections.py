r"""A step that the head of a page defines stays that in its sections, whatever these are about; examples beside zeros."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Step neurons

Throughout I write $$H(z) = \begin{cases} 1, & z \ge 0 \\ 0, & z < 0 \end{cases}$$ for the step function.

## One neuron

For $w > 0$ one has $CLAIM$. To train it, one replaces $H$ by the logistic sigmoid $\sigma(k z)$, as in logistic regression.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"H(w x + b) = H\!\left(x + \tfrac bw\right)", "proved"),
        (r"H(w x + b) = H\!\left(x - \tfrac bw\right)", "refuted"),
        (r"H(1 - 1 - 0.5) = 0", "proved"),
        (r"H(1 - 0.5) = 0", "refuted"),
    ],
)
def test_the_step_of_the_head(claim, expected):
    found = check_document(PAGE.replace("CLAIM", claim)).claims
    assert next(each.verdict for each in found if each.line == 7) == expected


ZEROS = r"""
The forward pass is $z = W x + b$. With $W = 0$ and $b = 0$ all units are the same, so this is no start.

Example: $x = (1, 2)^T$, no biases, $W = \begin{bmatrix} 0.1 & 0.2 \\ -0.3 & 0.4 \end{bmatrix}$:
$z = VALUE$.
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [(r"(0.1 + 0.4, \; -0.3 + 0.8)^T", "proved"), (r"(0.1 + 0.4, \; -0.3 + 0.4)^T", "refuted")],
)
def test_a_matrix_given_after_a_zero(value, expected):
    assert check_document(ZEROS.replace("VALUE", value)).claims[-1].verdict == expected
