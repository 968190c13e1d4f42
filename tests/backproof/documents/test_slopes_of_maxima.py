r"""A maximum varies with what it is the maximum of: its slope is not 0, and no integral takes it for a constant."""

import pytest

from backproof.documents.check import check_document

LEAKY = r"Let $f(r) = \max(0.1 r, r)$. Then $CLAIM$."


@pytest.mark.parametrize(
    "claim", ["f'(r) = 0", "f'(2) = 0", "f'(-3) = 0", r"f'(r) = 0 \text{ for } r > 0", r"\int_0^1 f(r) dr = f(r)"]
)
def test_a_larger_value_is_no_constant(claim):
    assert check_document(LEAKY.replace("CLAIM", claim)).claims[-1].verdict != "proved"


@pytest.mark.parametrize("claim", ["f'(2) = 1", "f'(-3) = 0.1"])
def test_what_its_slope_is_is_not_refuted(claim):
    assert check_document(LEAKY.replace("CLAIM", claim)).claims[-1].verdict != "refuted"


STABLE = r"""
Let $m = \max_k z_k$ and $y_i = \frac{e^{z_i - m}}{\sum_k e^{z_k - m}}$. Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} - y_j)", "proved"),
        (r"\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} + y_j)", "refuted"),
        (r"\frac{\partial (z_i - m)}{\partial z_j} = \delta_{ij}", "undecided"),
        (r"\frac{\partial m}{\partial z_j} = 0", "undecided"),
    ],
)
def test_only_what_any_shift_leaves_as_it_is_has_a_slope(claim, expected):
    found = check_document(STABLE.replace("CLAIM", claim)).claims[-1].verdict
    assert found == expected or (expected == "refuted" and found == "undecided")
