"""Leaky units whose slope a page takes between 0 and 1, and letters that are bold here and plain there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from backproof.documents.check import check_document

LEAKY = r"""# Activations

**Leaky ReLU** with $0<\kappa<1$:

- one-liner: $f(g)=\max(g,\kappa g)$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$f(g)=\max(0,g)+\kappa\min(0,g)$", "proved"),
        (r"$f(g)=\max(0,g)+\kappa\max(0,-g)$", "refuted"),
        (r"$f(g) = \kappa g + (1-\kappa)\max(0,g)$", "proved"),
        (r"$f(g) = \kappa g + \max(0,g)$", "refuted"),
        (r"$f(f(g)) = \kappa^2 g$ for $g < 0$", "proved"),
        (r"$f(f(g)) = \kappa g$ for $g < 0$", "refuted"),
        (r"$f(g) = \min(g,\kappa g)$", "refuted"),
    ],
)
def test_the_slope_is_what_the_page_takes_it_to_be(claim: str, expected: str) -> None:
    found = check_document(LEAKY + f"- {claim}\n").claims[-1]
    assert str(found.verdict) == expected, found.reason
    if expected == "refuted" and found.counterexample is not None:
        assert all(0 < Fraction(value) < 1 for name, value in found.counterexample.where if name == "kappa")


def test_without_such_words_the_slope_is_any_number() -> None:
    page = LEAKY.replace(" with $0<\\kappa<1$", "") + r"- $f(g)=\max(0,g)+\kappa\min(0,g)$"
    assert str(check_document(page).claims[-1].verdict) != "proved"


BATCH = r"""# One output

One sample: $\mathbf{g} = \mathbf{M}\mathbf{x}$ with $\mathbf{M} \in \mathbb{R}^{q\times p}$, $\mathbf{h} = \tanh(\mathbf{g})$ and
$o = \mathbf{r}^\top \mathbf{h}$ with $\mathbf{r} \in \mathbb{R}^{q}$.

For a batch of $m$ samples in columns $\mathbf{H} = \tanh(\mathbf{M}\mathbf{X})$ with $\mathbf{X} \in \mathbb{R}^{p\times m}$.
Let $\mathbf{d} = \frac1m(\mathbf{o}-\mathbf{y})$.

"""


@pytest.mark.parametrize(
    "claim", [r"\mathbf{d} \in \mathbb{R}^m", r"\mathbf{r}\,\mathbf{d}^{\top}\in\mathbb{R}^{q\times m}"]
)
def test_a_bold_letter_may_be_another_thing_than_the_plain_one(claim: str) -> None:
    assert str(check_document(BATCH + f"Then ${claim}$.").claims[-1].verdict) != "refuted"


@pytest.mark.parametrize(
    "claim",
    [r"\mathbf{M}^\top\mathbf{H} \in \mathbb{R}^{m\times p}", r"\mathbf{M}\mathbf{X} \in \mathbb{R}^{m\times q}"],
)
def test_shapes_of_other_letters_are_refuted_still(claim: str) -> None:
    assert str(check_document(BATCH + f"Then ${claim}$.").claims[-1].verdict) == "refuted"
