"""The pieces of the LaTeX book: what is displayed as it is fits on the page; the article is no name."""

import pytest

from backproof.pages.formats import capital
from backproof.pages.latex_book import latex_chapter_opening, latex_rules


@pytest.mark.parametrize(
    ("length", "size"), [(40, "small"), (84, "small"), (90, "footnotesize"), (100, "scriptsize"), (120, "tiny")]
)
def test_a_display_is_as_small_as_its_longest_line_needs(length: int, size: str) -> None:
    display = "    " + "x" * (length - 4)
    assert rf"{{\{size}\begin{{verbatim}}" in latex_chapter_opening("Title", (display, "words"))


def test_a_display_that_tex_cannot_set_is_left_out_and_the_words_stay() -> None:
    opening = latex_chapter_opening("Title", ("    Σ w_i x_i", "100% of it"))
    assert "verbatim" not in opening
    assert r"100\% of it" in opening


def test_a_rule_is_drawn_as_it_is() -> None:
    drawing = "a = b\n-----\nb = a"
    assert drawing in latex_rules({"symmetric": drawing})


@pytest.mark.parametrize(
    ("words", "begun"),
    [
        ("the gradient", "The gradient"),
        ("a factor above 1", "A factor above 1"),
        ("a is the output", "a is the output"),
        ("y is the softmax", "y is the softmax"),
        ("`r > 0`", "`r > 0`"),
    ],
)
def test_words_begin_with_a_capital_and_names_do_not(words: str, begun: str) -> None:
    assert capital(words) == begun
