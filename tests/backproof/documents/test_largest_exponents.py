"""What words say of the exponents of a softmax, held against the constant that is chosen."""

import pytest

from backproof.documents.check import check_document

RAISED = r"The softmax $p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}} = \frac{e^{z_c - m}}{\sum_{k=1}^K e^{z_k - m}}$."
WITH_C = RAISED.replace("- m", r"+ \log C")


@pytest.mark.parametrize(
    ("page", "words", "verdict"),
    [
        (WITH_C, r"With the choice $\log C = -\max_k z_k$ all exponents are at most 0.", "proved"),
        (WITH_C, r"With the choice $\log C = \max_k z_k$ all exponents are at most 0.", "refuted"),
        (WITH_C, r"I choose $\log C = -\max_k z_k$, then the biggest exponent is 0.", "proved"),
        (WITH_C, r"I choose $\log C = \max_k z_k$, then the biggest exponent is 0.", "refuted"),
        (WITH_C, r"I choose $\log C = -\max_k z_k - 1$, then the biggest exponent is 0.", "definition"),
        (RAISED, r"We take $m = \max_j z_j$, and the arguments of $\exp$ are non-positive.", "definition"),
        (RAISED, r"We take $m = \max_j z_j$, so all exponents are at most zero.", "proved"),
        (RAISED, r"We take $m = -\max_j z_j$, so all exponents are at most zero.", "refuted"),
        (RAISED, r"We take $m = 2 \max_j z_j$. Exponents at most 0 do not overflow.", "definition"),
    ],
)
def test_a_constant_that_is_to_make_exponents_small(page, words, verdict):
    assert check_document(f"{page}\n\n{words}").claims[-1].verdict == verdict
