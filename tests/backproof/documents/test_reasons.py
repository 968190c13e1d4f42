"""Reasons say in words what is open, without the names that only the kernel has."""

from __future__ import annotations

from backproof.documents.check import check_document
from backproof.documents.conversion import in_words


def test_reasons_show_no_terms_of_the_kernel() -> None:
    page = (
        "# Softmax\n\nLet $p_k = \\frac{e^{a_k}}{\\sum_{j=1}^K e^{a_j}}$.\n\n$\\sum_k p_k^2 \\le 1$ and "
        "$-\\sum_k p_k \\log p_k \\le \\log K$.\n"
    )
    for each in check_document(page).claims:
        assert "Sum(" not in each.reason
        assert "[_" not in each.reason


def test_errors_of_settings_are_told_in_words() -> None:
    words = "it is not seen what d is here: the words around it say different things"
    assert in_words("setting 'initialization': d is random but not in the alphabet") == words
    assert in_words("setting 'softmax': 'p as defined' mentions d·a, which the alphabet does not declare") == words
    assert in_words("setting 'softmax': a name is defined twice: drop one definition").startswith("a name")
