r"""What a number that the page defines by x is at one point: y(\delta) is no product of y and \delta."""

import pytest

from backproof.documents.check import check_document

BOX = (
    r"The step neuron is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. We take $h_1 = \sigma(x)$, $h_2 = \sigma(x - \delta)$ "
    r"and $q = c h_1 - c h_2$ with $c > 0$. "
)
SIGMOID = r"The sigmoid $p = \frac{1}{1 + e^{-z}}$ and the loss $L = (a z - y)^2$. "


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (BOX, r"q(\delta) = c", "proved"),
        (BOX, r"q(\delta) = 0", "refuted"),
        (BOX, "q(0) = 0", "proved"),
        (BOX, "q(0) = c", "refuted"),
        (BOX, r"h_2(\delta) = 0", "proved"),
        (BOX, r"h_1(\delta) = 0", "refuted"),
        (SIGMOID, r"p(0) = \frac12", "proved"),
        (SIGMOID, "p(0) = 0", "refuted"),
        (SIGMOID, "L(0) = 0", "unreadable"),  # at z = 0, or at a = 0
        (BOX, "f(0) = 0", "unreadable"),  # f times 0 is not written so
    ],
)
def test_a_number_at_a_point(page: str, claim: str, verdict: str) -> None:
    assert check_document(f"{page}So we have ${claim}$.").claims[-1].verdict == verdict
