"""Formulas are found where they stand; code, comments and notebooks are seen for what they are."""

import json

import pytest

from backproof.documents.extraction import extract, guess_format, markdown_of


def formulas(text):
    page = extract(text)
    return [text[each.start : each.end] for each in page.formulas]


def test_inline_and_display_mathematics_is_found():
    assert formulas(r"a $x$ b $$y$$ c \(z\) d \[w\] \begin{align} v \end{align}") == ["x", "y", "z", "w", " v "]


def test_code_and_comments_are_skipped():
    assert formulas("```\n$a$\n```\n`$b$` <!-- $c$ --> $d$") == ["d"]


def test_lines_are_those_of_the_source():
    page = extract("one\n\n```\ncode $x$\n```\n$y$")
    assert [page.line(each.start) for each in page.formulas] == [6]


def test_headings_part_a_document():
    page = extract("# One\n$a$\n\n## Two\n$b$")
    assert [(each.title, page.line(each.start)) for each in page.parts] == [("One", 1), ("Two", 4)]


def test_a_number_and_a_title_on_a_line_of_their_own_are_a_heading():
    page = extract("1 Boxes\n\n(a) Take $a$.\n\n2. Weights at the start\n\n$b$ is\n\n3 $c$\n\n4 So it is.")
    assert [each.title for each in page.parts] == ["1 Boxes", "2. Weights at the start"]


def test_prose_without_formulas_is_counted():
    assert extract("Words only here.\n\nAnd $x$ here.\n\nMore words.").prose == 2


def test_a_notebook_is_its_markdown_cells():
    cells = [{"cell_type": "markdown", "source": ["$a$"]}, {"cell_type": "code", "source": "b = '$c$'"}]
    text = json.dumps({"cells": cells})
    assert guess_format(text) == "notebook"
    assert markdown_of(text) == "$a$"


def test_a_broken_notebook_says_what_to_do():
    with pytest.raises(ValueError, match=r"save it again as \.ipynb"):
        extract('{"cells": 3', "notebook")


def test_what_stands_between_a_bracket_and_a_list_of_numbers_is_no_equation_of_its_own():
    assert [page.formulas[0].start for page in (extract("x = (1, 2)"), extract("with h = (1, 2)"))] == [0, 5]
    assert not extract("dL/du = (y - t) h = (1, 2)").formulas
    assert not extract("dL/du = e h = (1, 2)").formulas
