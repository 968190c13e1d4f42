r"""One term of a sum against the whole."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = r"Softmax $p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}}$."


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Then $p_c < 1$.", "conditional"),
        (r"There are two or more classes and $p_c < 1$.", "proved"),
        (r"With $K \ge 2$ classes $0 < p_c < 1$.", "proved"),
        (r"Then $p_c \le 1$.", "proved"),
        (r"Then $2 p_c \le 1$.", "out-of-scope"),
    ],
)
def test_an_entry_of_a_softmax_is_below_one(sentence, verdict):
    assert check_document(f"{SOFTMAX} {sentence}").claims[-1].verdict == verdict


def test_the_least_size_is_named():
    assert check_document(f"{SOFTMAX} Then $p_c < 1$.").claims[-1].condition == "K >= 2"


def test_sums_inside_the_terms_are_any_numbers():
    page = r"Softmax $p_c = \frac{\exp(\mathbf{w}_c^T \mathbf{x})}{\sum_{k=1}^K \exp(\mathbf{w}_k^T \mathbf{x})}$ ."
    assert check_document(page + r" Then $p_c \leq 1$ .").claims[-1].verdict == "proved"
    assert check_document(page + r" Then $p_c \leq \exp(-\mathbf{w}_c^T \mathbf{x})$ .").claims[-1].verdict != "proved"


def test_how_large_a_free_number_has_to_be_is_no_claim():
    claims = check_document(r"So for an error of 0.05 with midpoints $n \geq \pi / 0.05 \approx 62.8$.").claims
    assert [each.verdict for each in claims] == ["out-of-scope", "proved"]
