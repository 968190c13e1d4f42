r"""Two classes, where a page says so."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.two_classes import size_of_two

SOFTMAX = (
    r"Let $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$ and $L = -\sum_k y_k \log p_k$ with a one-hot label y." "\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"For K = 2 we have $p_2 = 1 - p_1$.", "proved"),
        (r"For K = 2 we have $p_1 = \frac{1}{1 + e^{x_1 - x_2}}$.", "refuted"),
        (r"In the binary case $\frac{\partial p_0}{\partial x_1} = -p_0 p_1$.", "proved"),
        (r"We have $p_2 = 1 - p_1$.", "undecided"),
        (r"For K = 2 it is easy. In general $p_2 = 1 - p_1$.", "undecided"),
    ],
)
def test_numbered_entries_are_those_of_two_classes_where_the_page_says_so(sentence, verdict):
    assert check_document(SOFTMAX + sentence).claims[-1].verdict == verdict


def test_the_loss_is_differentiated_by_a_number_that_the_page_has_named():
    text = SOFTMAX + (
        r"With two classes let $d = x_1 - x_2$. Writing $y_1 = y$ and $y_2 = 1 - y$ the loss is "
        r"$L = \log(1 + e^{-d}) + (1 - y) d$, and $\frac{\partial L}{\partial d} = \frac{1}{1 + e^{-d}} - y$, "
        r"and $\frac{\partial L}{\partial d} = y - \frac{1}{1 + e^{-d}}$."
    )
    assert [each.verdict for each in check_document(text).claims[-3:]] == ["proved", "proved", "refuted"]


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("For $n = 2$ we get", ("n", 1)),
        ("With only two classes", ("", 1)),
        ("For n = 2. In general", None),
        ("For n = 2. With three classes", None),
        ("For $n = 20$ we get", None),
        ("Two layers", None),
    ],
)
def test_what_counts_as_two_classes(words, size):
    assert size_of_two(words, 0, len(words)) == size


@pytest.mark.parametrize(("words", "verdict"), [("with only two classes", "undecided"), ("of course", "refuted")])
def test_what_is_said_of_two_classes_is_not_refuted_by_ten(words: str, verdict: str) -> None:
    page = (
        "# Softmax\n\nThe probabilities are $P_{nc} = \\frac{e^{Z_{nc}}}{\\sum_{k=1}^{10} e^{Z_{nk}}}$.\n\n"
        f"Connection to part 1: {words} $P_{{n1}} = \\frac{{e^{{Z_{{n1}}}}}}{{e^{{Z_{{n1}}}} + e^{{Z_{{n2}}}}}}$.\n"
    )
    assert check_document(page).claims[-1].verdict == verdict
