r"""What a formula says of a parameter behind it, `\qquad (0 < s < 1)`, and values that words give behind a claim."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Leaky ReLU

$$\psi(r) = \begin{cases} r & r > 0 \\ s\,r & r \leq 0 \end{cases} \qquad (0 < s < 1)$$

CLAIM
"""


def verdict(claim):
    return check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"Because s < 1 we can write $\psi(r) = \max(r, s r)$.", "proved"),
        (r"Because s < 1 we can write $\psi(r) = \min(r, s r)$.", "refuted"),
        (r"$\psi(r) = \max(0, r) + s\min(0, r)$.", "proved"),
        (r"The derivative is $\psi'(r) = s$ for $r < 0$.", "proved"),
        (r"For example $\psi(-3) = -0.3$ with $s = 0.1$.", "conditional"),
        (r"For example $\psi(-3) = -0.03$ with $s = 0.1$.", "refuted"),
        (r"With $s = 0.1$ we get $\psi(-3) = -0.3$.", "conditional"),
        (r"With $s = 0.1$ we get $\psi(-3) = 0.3$.", "refuted"),
    ],
)
def test_a_leaky_unit(claim, expected):
    assert verdict(claim) == expected
