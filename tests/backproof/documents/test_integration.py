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
        (NORMAL, r"\int_0^1 t\, p(t) dt = \frac13 p", "unreadable"),
    ],
)
def test_an_integral_has_a_value(page, claim, verdict):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == verdict


def test_the_differential_stands_outside_brackets():
    text = r" (d x + 1) \, \mathrm{d}x + d"
    found = differential(text)
    assert found is not None
    assert text[found[0] : found[1]].strip() == r"\, \mathrm{d}x"
