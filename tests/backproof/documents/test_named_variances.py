r"""Names for the variance of a sum: s with $s^2 = \text{Var}(a_j)$ is its standard deviation, a positive number."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Initialization

A layer $a_j = \sum_{i=1}^{m} w_{ji} x_i$ with independent inputs of mean zero, $\text{var}(x_i) = v^2$, and weights
$w_{ji} \sim N(0, \sigma^2)$. Behind it stands $z_j = \max(0, a_j)$. Write $NAME$.

CLAIM
"""
SQUARE, ROOT = r"s^2 = \text{var}(a_j)", r"s = \sqrt{\text{var}(a_j)}"


@pytest.mark.parametrize(
    ("name", "claim", "verdict"),
    [
        (SQUARE, r"Then $s^2 = m \sigma^2 v^2$.", "proved"),
        (ROOT, r"Then $s = \sqrt{m} \sigma v$.", "proved"),
        (SQUARE, r"Then $s^2 = m \sigma v^2$.", "refuted"),
        (ROOT, r"Then $s = m \sigma v$.", "refuted"),
        (SQUARE, r"Here $\mathbb{E}[z_j^2] = \frac12 s^2$.", "conditional"),  # if a is normal
        (SQUARE, r"Here $\mathbb{E}[z_j^2] = s^2$.", "refuted"),
        (ROOT, r"Here $\mathbb{E}[z_j] = \frac{s}{\sqrt{2\pi}}$.", "conditional"),
        (ROOT, r"Here $\mathbb{E}[z_j] = \frac{s}{2\pi}$.", "refuted"),
    ],
)
def test_a_name_for_the_variance_of_a_sum(name: str, claim: str, verdict: str) -> None:
    found = check_document(PAGE.replace("NAME", name).replace("CLAIM", claim)).claims
    assert (found[-2].verdict, found[-1].verdict) == ("definition", verdict)


def test_the_integral_of_the_density_is_in_terms_of_the_name() -> None:
    claim = r"$\int_0^\infty \frac{a}{\sqrt{2 \pi} s} e^{-a^2/(2 s^2)} \, da = VALUE$"
    page = PAGE.replace("NAME", SQUARE).replace("CLAIM", claim)
    assert check_document(page.replace("VALUE", r"\frac{s}{\sqrt{2\pi}}")).claims[-1].verdict == "proved"
    assert check_document(page.replace("VALUE", r"\frac{s^2}{\sqrt{2\pi}}")).claims[-1].verdict == "refuted"


def test_a_letter_that_has_a_meaning_is_no_name() -> None:
    page = PAGE.replace("Write $NAME$.", r"Then $\sigma^2 = \text{var}(a_j)$.").replace("CLAIM", "")
    assert check_document(page).claims[-1].verdict != "definition"


@pytest.mark.slow
def test_a_sum_without_an_end_has_a_variance_with_a_name_too() -> None:
    page = PAGE.replace(r"_{i=1}^{m}", "_i").replace("NAME", SQUARE)
    right, wrong = (page.replace("CLAIM", rf"Then $\text{{var}}(3 a_j) = {value} s^2$.") for value in (9, 3))
    assert check_document(right).claims[-1].verdict == "proved"
    assert check_document(wrong).claims[-1].verdict == "refuted"
