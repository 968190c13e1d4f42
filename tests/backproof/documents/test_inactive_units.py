r"""ReLUs: what is right where every unit is active may be wrong where none is."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Backpropagation through a ReLU

$x \in \mathbb{R}^4$, $V \in \mathbb{R}^{7 \times 4}$, $W \in \mathbb{R}^{3 \times 7}$, $c \in \mathbb{R}^{3}$, BIAS
$h = \max(0, a)$, $z = W h + c$ and $\delta = \nabla_z \ell$.

$$CLAIM$$
"""
WITH_BIAS = r"$b \in \mathbb{R}^7$, $a = V x + b$,"
WITHOUT = "$a = V x$,"


@pytest.mark.parametrize(
    ("bias", "claim", "expected"),
    [
        (WITH_BIAS, r"\nabla_a \ell = (W^T \delta) \odot \mathbf{1}[a > 0]", "proved"),
        (WITH_BIAS, r"\nabla_a \ell = W^T \delta", "refuted"),
        (WITH_BIAS, r"\nabla_b \ell = W^T \delta", "refuted"),
        (WITH_BIAS, r"\nabla_h \ell = (W^T \delta) \odot \mathbf{1}[a > 0]", "refuted"),
        (WITHOUT, r"\nabla_V \ell = W^T \delta x^T", "undecided"),  # nothing says that a unit can be inactive
    ],
)
def test_a_forgotten_slope_is_seen_where_no_unit_is_active(bias, claim, expected):
    page = PAGE.replace("BIAS", bias).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == expected
