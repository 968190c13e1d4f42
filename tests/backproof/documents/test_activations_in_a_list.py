r"""Each item of a list has an activation of its own, and dZ is a gradient there, and no product."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Network

$Z = X W + b$ and $A = f(Z)$. I write $dZ = \frac{\partial L}{\partial Z}$ and $dA = \frac{\partial L}{\partial A}$.

### What if the activation was sigmoid or tanh?

- tanh, $A = \tanh(Z)$: the slope is at most 1
- sigmoid, $A = \sigma(Z)$: $dZ = CLAIM$
"""


@pytest.mark.parametrize(("claim", "verdict"), [(r"dA \odot A \odot (1 - A)", "proved"), (r"dA \odot (1 - A)^2", None)])
def test_the_slope_of_the_activation(claim, verdict):
    found = check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict
    assert found == verdict if verdict else found != "proved"
