r"""Integrals are evaluated by an antiderivative that the kernel differentiates back."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.integration import differential

UNIFORM = r"Initialization. For $W \sim U[-a, a]$ the density is $1/(2a)$."
NORMAL = r"Initialization. Let $a_j \sim \mathcal{N}(0, s^2)$ and $r_j = \max(0, a_j)$."
BELL = r"\frac{1}{\sqrt{2\pi} s} e^{-t^2/(2s^2)}"


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (UNIFORM, r"\text{Var}(W) = \int_{-a}^{a} \frac{w^2}{2a} \, dw", "proved"),
        (UNIFORM, r"\int_{-a}^{a} \frac{w^2}{2a} \, dw = \frac{a^2}{2}", "refuted"),
        (NORMAL, rf"E[r_j^2] = \int_0^\infty t^2 {BELL} \mathrm{{d}}t", "proved"),
        (NORMAL, rf"E[r_j] = \int_0^\infty t {BELL} dt", "proved"),
        (NORMAL, rf"\int_{{-\infty}}^\infty \max(0, t)^2 {BELL} dt = \frac{{s^2}}{{2}}", "proved"),
        (NORMAL, rf"\int_{{-\infty}}^\infty \max(0, t)^2 {BELL} dt = s^2", "refuted"),
        (NORMAL, r"\int_0^1 t\, p(t) dt = \frac13 p", "undecided"),
    ],
)
def test_an_integral_has_a_value(page, claim, verdict):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == verdict


def test_the_differential_stands_outside_brackets():
    text = r" (d x + 1) \, \mathrm{d}x + d"
    found = differential(text)
    assert found is not None
    assert text[found[0] : found[1]].strip() == r"\, \mathrm{d}x"


LAYER = (
    r"The weights $w_{ji}$ have mean zero and variance $\sigma^2$, the inputs $x_i$ are independent with mean zero and"
    r" variance $v^2$, $a_j = \sum_{i=1}^n w_{ji} x_i$ and $r_j = \max(0, a_j)$. "
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\mathbb{E}[r_j^2] = \int_0^\infty a^2 p(a) \, da", "proved"),
        (r"\int_0^\infty a^2 p(a) \, da = \frac{1}{2} \int_{-\infty}^\infty a^2 p(a) \, da", "conditional"),
        (r"\frac{1}{2} \int_{-\infty}^\infty a^2 p(a) \, da = \frac{1}{2} \text{Var}(a_j)", "proved"),
        (r"\int_0^\infty a^2 p(a) \, da = \int_{-\infty}^\infty a^2 p(a) \, da", "refuted"),
        (r"\mathbb{E}[r_j^2] = \int_{-\infty}^\infty a^2 p(a) \, da", "refuted"),
        (r"\mathbb{E}[r_j] = \int_0^\infty a^2 p(a) \, da", "refuted"),
    ],
)
def test_an_integral_against_the_density_of_a_name_is_a_mean(claim, verdict):
    assert check_document(f"{LAYER}Then ${claim}$.").claims[-1].verdict == verdict


def test_what_fails_for_densities_that_are_not_symmetric_is_left_open_where_the_page_says_that_they_are():
    claim = r"$\mathbb{E}[r_j^4] = \int_{-\infty}^0 a^4 p(a) \, da$"
    assert check_document(f"{LAYER}Then {claim}.").claims[-1].verdict == "refuted"
    symmetric = check_document(f"{LAYER}The density is symmetric, $p(a) = p(-a)$. Then {claim}.")
    assert symmetric.claims[-1].verdict == "undecided"


def test_half_of_the_second_moment_lies_below_zero_where_a_sum_is_normal():
    claim = r"$\mathbb{E}[r_j^2] = \int_{-\infty}^0 a^2 p(a) \, da$"
    assert check_document(f"{LAYER}Then {claim}.").claims[-1].condition == "a is normal"
