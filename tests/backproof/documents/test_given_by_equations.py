"""Values that an equation of the same sentence gives, whatever was asked for before."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Uniform weights

A layer $a_j = \sum_{i=1}^m w_{ji} x_i$ with $m$ inputs and $k$ outputs. If $w \sim U(-c, c)$ then $Var(w) = \frac{c^2}{3}$.

Setting $\frac{c^2}{3} = \frac{2}{m + k}$ gives $c = \sqrt{\frac{6}{m + k}}$. """


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"For the fan-in rule $\frac{c^2}{3} = \frac{1}{m}$ gives $c = \sqrt{\frac{3}{m}}$.", "conditional"),
        (r"For the fan-in rule $\frac{c^2}{3} = \frac{1}{m}$ gives $c = \sqrt{\frac{1}{m}}$.", "refuted"),
        (r"For He $\frac{c^2}{3} = \frac{2}{m}$ gives $c = \sqrt{\frac{6}{m}}$.", "conditional"),
        (r"For He $\frac{c^2}{3} = \frac{2}{m}$ gives $c = \frac{\sqrt{6}}{m}$.", "refuted"),
        (r"For He $\frac{c^2}{3} = \frac{2}{m}$ yields $c = \frac{6}{m}$.", "refuted"),
    ],
)
def test_the_equation_before_gives_the_value(claim: str, expected: str) -> None:
    assert str(check_document(PAGE + claim).claims[-1].verdict) == expected
