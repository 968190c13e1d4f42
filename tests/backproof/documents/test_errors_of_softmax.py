"""The error y - t of a softmax layer, on pages that say that t is one-hot and on those that do not."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

_PAGE = (
    "# Backpropagation\n\nA network has $a^{(1)} = W^{(1)} x + b^{(1)}$, $y = \\text{softmax}(a^{(1)})$, and the loss is "
    "$L = -\\sum_k t_k \\log y_k$WORDS.\n\n$\\delta^{(1)} = CLAIM$\n"
)


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("", "y - t", "conditional"),
        (" with one-hot $t$", "y - t", "proved"),
        ("", "(y - t) \\odot y \\odot (1 - y)", "refuted"),
        (" with one-hot $t$", "(y - t) \\odot y \\odot (1 - y)", "refuted"),
        ("", "y + t", "refuted"),
    ],
)
def test_errors_of_softmax_layers(words: str, claim: str, verdict: str) -> None:
    page = _PAGE.replace("WORDS", words).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == verdict


def test_the_error_goes_on_to_be_the_gradient() -> None:
    page = _PAGE.replace("WORDS", "").replace("CLAIM", "y - t")
    right = check_document(page + "\n$\\frac{\\partial L}{\\partial W^{(1)}} = \\delta^{(1)} x^T$\n").claims[-1]
    wrong = check_document(page + "\n$\\frac{\\partial L}{\\partial W^{(1)}} = 2 \\delta^{(1)} x^T$\n").claims[-1]
    assert (right.verdict, wrong.verdict) == ("proved", "refuted")
