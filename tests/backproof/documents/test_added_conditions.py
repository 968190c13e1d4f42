r"""Two conditions that are added up give the sum of both sides."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Initialization

With $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ and weights $N(0, \sigma^2)$ we need $n_{in} \sigma^2 = 1$ forward. Backward the rule
is $\sigma^2 = 1 / n_{out}$.

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"We add both conditions, which gives $n_{in} \sigma^2 + n_{out} \sigma^2 = 2$.", "conditional"),
        (r"We add both conditions, which gives $n_{in} \sigma^2 + n_{out} \sigma^2 = 1$.", "refuted"),
        (r"We add the two equations: $\sigma^2 (n_{in} + n_{out}) = 2$.", "conditional"),
        (r"We add the two equations: $\sigma^2 (n_{in} + n_{out}) = 1$.", "refuted"),
        (r"As a compromise we ask for $n_{in} \sigma^2 + n_{out} \sigma^2 = 1$.", "conditional"),  # another rule
        (r"We add both conditions, which gives $n_{in} \sigma^2 + 3 n_{out} \sigma^2 = 1$.", "conditional"),
    ],
)
def test_conditions_that_are_added_up(claim: str, verdict: str) -> None:
    assert check_document(PAGE + claim).claims[-1].verdict == verdict
