r"""A mean that the words of a page deny, or give behind the variance, is no 0 of the setting."""

import pytest

from backproof.documents.check import check_document

NUMBERS = r"""
The numbers $x_i$ are i.i.d. with variance $s^2$WORDS

$\mathbb{E}[x_i^2] = CLAIM$.
"""
LAYER = r"""
Let $z = \sum_{j=1}^n w_j a_j$ with independent $w_j$ of mean zero and variance $v$; the $a_j$ come from ReLU units.

$\mathbb{E}[a_j^2] = \mathrm{Var}(a_j)$.

$\mathrm{Var}(z) = n v \mathrm{Var}(a_j)$.
"""


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r" and mean zero.", "s^2", "proved"),
        (r" and mean $\mu$.", "s^2", "refuted"),
        (r" and mean $\mu$.", r"s^2 + \mu^2", "proved"),
        (r"; their mean is $\mu$.", "s^2", "conditional"),
        (r". Their mean need not be zero.", "s^2", "conditional"),
        (r". They are not centered.", "s^2", "conditional"),
        (r". If they were not centered, more would be said.", "s^2", "proved"),
    ],
)
def test_the_mean_of_inputs(words: str, claim: str, verdict: str) -> None:
    page = NUMBERS.replace("WORDS", words).replace("CLAIM", claim)
    assert check_document(page, setting="initialization").claims[-1].verdict == verdict


@pytest.mark.parametrize(("words", "verdict"), [("", "conditional"), (r"Suppose that $E[a_j] = 0$.", "proved")])
def test_what_weights_multiply_is_no_sum_of_weights(words: str, verdict: str) -> None:
    page = LAYER.replace("\n\n", "\n\n" + words, 1) if words else LAYER
    found = [each.verdict for each in check_document(page, setting="initialization").claims[-2:]]
    assert found == [verdict, verdict]


def test_remarks_on_other_units_leave_the_inputs_centered() -> None:
    words = ". All $x_i$ have mean 0, but outputs of ReLU are not centered."
    page = NUMBERS.replace("WORDS", words).replace("CLAIM", "s^2")
    assert check_document(page, setting="initialization").claims[-1].verdict == "proved"


def test_the_second_of_two_subjects_may_share_the_verb():
    page = "# Initialization\n\nThe inputs have mean $\\mu$ and variance $v^2$, the weights mean $m$ and variance $\\sigma^2$, "
    page += "all independent. Then $\\text{Var}(w_{ji} x_i) = "
    right = check_document(page + "\\sigma^2 v^2 + \\sigma^2 \\mu^2 + m^2 v^2$.").claims[-1]
    wrong = check_document(page + "\\sigma^2 v^2 + m^2 \\mu^2$.").claims[-1]
    assert (right.verdict, wrong.verdict) == ("proved", "refuted")
