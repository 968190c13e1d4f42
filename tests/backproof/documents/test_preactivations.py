r"""What the sigmoid takes has the name that the setting gives it, where the page has none."""

import pytest

from backproof.documents.check import check_document

SHORT = r"Logistic regression: $\hat{y} = \sigma(\mathbf{w}^T \mathbf{x} + b)$ with the cross-entropy $\ell = -y \log \hat{y} - (1-y) \log(1-\hat{y})$."
LONG = r"Logistic regression: $q = \frac{1}{1 + e^{-(\mathbf{w}^T \mathbf{x} + b)}}$ with the cross-entropy $\ell = -y \log q - (1-y) \log(1-q)$."


@pytest.mark.parametrize(
    ("page", "claim", "expected"),
    [
        (SHORT, r"\frac{\partial \ell}{\partial z} = \hat{y} - y", "proved"),
        (SHORT, r"\frac{\partial \ell}{\partial z} = y - \hat{y}", "refuted"),
        (SHORT, r"\frac{\partial \hat{y}}{\partial z} = \hat{y} (1 - \hat{y})", "proved"),
        (LONG, r"\frac{\partial \ell}{\partial a} = q - y", "proved"),
        (LONG, r"\frac{\partial \ell}{\partial a} = q", "refuted"),
    ],
)
def test_a_name_that_nobody_defines(page, claim, expected):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == expected
