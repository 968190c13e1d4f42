"""Cases of a Jacobian in words before a formula, the second case of a sentence, and a vector by its entries."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Softmax

The softmax takes $\mathbf{z} = (z_1, \dots, z_n)$ and returns $\mathbf{y}$ with $y_i = \frac{\exp(z_i)}{\sum_k \exp(z_k)}$ .

CLAIM
"""


def last(claim: str) -> str:
    return check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict


def test_a_vector_by_its_entries() -> None:
    found = {each.latex: each.verdict for each in check_document(PAGE).claims}
    assert found[r"\mathbf{z} = (z_1, \dots, z_n)"] == "definition"


@pytest.mark.parametrize(
    ("words", "value", "verdict"),
    [
        ("off the diagonal", "-y_i y_j", "proved"),
        ("off the diagonal", "y_i y_j", "refuted"),
        ("on the diagonal", "-y_i y_j", "refuted"),
    ],
)
def test_words_before_an_entry(words: str, value: str, verdict: str) -> None:
    claim = rf"With $J_{{ij}} = \frac{{\partial y_i}}{{\partial z_j}}$ we have {words} $J_{{ij}} = {value}$."
    assert last(claim) == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("", "refuted")])
def test_second_case_of_a_sentence(sign: str, verdict: str) -> None:
    claim = rf"""With $S = \sum_k \exp(z_k)$: For i = j

$$\frac{{\partial y_i}}{{\partial z_i}} = y_i - y_i^2$$

and for i ≠ j the numerator does not depend on $z_j$, so

$$\frac{{\partial y_i}}{{\partial z_j}} = {sign}\frac{{\exp(z_i) \exp(z_j)}}{{S^2}}$$"""
    assert last(claim) == verdict
