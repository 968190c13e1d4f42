"""A bias that is called a_0 beside the weights a_h is a name of its own, and no entry."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = r"""# One hidden layer

$$r_h = \sum_{i=1}^{p} V_{hi} u_i + c_h, \qquad s_h = \tanh(r_h), \qquad o = \sum_{h=1}^{H} a_h s_h + a_0.$$

The loss is $E = \frac{1}{2} (o - y)^2$.

"""
NUMBERS = r"""### The same with numbers

Take $u = (1, 2)^T$, $c = 0$, $a = (2, -1)^T$, $a_0 = 0.5$, $y = 0.5$ and

$$V = \begin{pmatrix} 0.5 & -0.25 \\ 0.5 & 0.25 \end{pmatrix}.$$

"""


def verdict(page: str) -> str:
    return str(check_document(page).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial E}{\partial a_0} = o - y", "proved"),
        (r"\frac{\partial E}{\partial a_0} = y - o", "refuted"),
        (r"\frac{\partial E}{\partial a_h} = (o - y) s_h", "proved"),
        (r"\frac{\partial E}{\partial a_h} = (o - y) s_h + a_0", "refuted"),
        (r"\frac{\partial E}{\partial s_h} = (o - y) a_h", "proved"),
        (r"\frac{\partial E}{\partial s_h} = (o - y) a_0", "refuted"),
    ],
)
def test_gradients_beside_a_bias(claim: str, expected: str) -> None:
    assert verdict(PAGE + f"Then ${claim}$.") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"r_1 = 0", "proved"),
        (r"r_2 = 1", "proved"),
        (r"r_2 = 0.5", "refuted"),
        (r"r_2 = 0.5 \cdot 1 + 0.25 \cdot 2", "proved"),
        (r"r_2 = 0.5 \cdot 1 - 0.25 \cdot 2", "refuted"),
    ],
)
def test_a_vector_of_zeros_has_every_entry(claim: str, expected: str) -> None:
    found = check_document(PAGE + NUMBERS + f"Forward: ${claim}$.").claims[-1]
    assert str(found.verdict) == expected, found.reason
