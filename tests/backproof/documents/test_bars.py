r"""What is taken at a point: \frac{d f}{d x} \Big|_{x = 2}."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
The sigmoid is $\varphi(z) = \frac{1}{1+e^{-z}}$ and $f(x) = x^2 + 1$. Then $CLAIM$.
"""


def _verdicts(claim: str) -> list[str]:
    return [each.verdict for each in check_document(PAGE.replace("CLAIM", claim)).claims[2:]]


@pytest.mark.parametrize(
    ("claim", "right", "wrong"),
    [
        (r"\frac{d}{du} \varphi(c u) \big|_{u = 0} = ", r"\frac{c}{4}", r"\frac{c}{2}"),
        (r"\left. \frac{d \varphi(u)}{d u} \right|_{u = 0} = ", r"\frac{1}{4}", r"\frac{1}{2}"),
        (r"\left.\frac{\partial f}{\partial x}\right\rvert_{x=3} = ", "6", "9"),
        (r"f'(x)|_{x=2} = ", "4", "5"),
    ],
)
def test_a_bar_says_where_a_derivative_is_taken(claim, right, wrong):
    assert _verdicts(claim + right) == ["proved"]
    assert _verdicts(claim + wrong) == ["refuted"]


def test_a_chain_at_one_point():
    assert _verdicts("f'(x)|_{x=2} = 2 x|_{x=2} = 4") == ["proved", "proved"]
    assert _verdicts("f'(x)|_{x=2} = 2 x|_{x=2} = 5") == ["proved", "refuted"]


@pytest.mark.parametrize(
    "claim", [r"\varphi'(u)|_{u = 0} \cdot u = \frac{u}{2}", "f'(x)|_{x=2} = x^2", "f'(x) = x^2|_{x=2}"]
)
def test_a_point_is_none_of_what_stands_outside_of_the_bar(claim):
    """With u = 0 on both sides a wrong slope would be right."""
    assert "proved" not in _verdicts(claim)
