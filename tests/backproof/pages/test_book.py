"""The book: pages that hang together, from two chapters of it; the whole one is made by the test marked slow."""

import re
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest

from backproof.pages import book as module
from backproof.pages.book import html_book, latex_book, opening, typeset
from proofs.book import chapters, theorems
from proofs.kernel.rule import RULES


@pytest.fixture(scope="module")
def small():  # type: ignore[no-untyped-def]
    """Two chapters, written."""
    chosen = {name: chapters()[name] for name in ("softmax", "logistic")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "chapters", lambda: chosen)
        module._owners.cache_clear()
        written = {theorem.name: typeset(theorem.name) for members in chosen.values() for theorem in members}
        files = html_book(written), latex_book(written)
    module._owners.cache_clear()
    return files


def addresses(code: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', code)


def anchors(code: str) -> list[str]:
    return re.findall(r'id="([^"]*)"', code)


def check_links(files: dict[str, str]) -> None:
    for name, code in files.items():
        for each in addresses(code):
            target, _, anchor = each.partition("#")
            assert PurePosixPath(target).name == target, "a page of the book, no other place"
            there = files[target or name]
            assert not anchor or anchor in anchors(there), (name, each)


def test_there_is_an_index_a_page_a_chapter_the_rules_and_a_style(small) -> None:  # type: ignore[no-untyped-def]
    assert set(small[0]) == {"index.html", "softmax.html", "logistic.html", "rules.html", "style.css"}


def test_every_link_leads_to_a_page_and_a_place_of_the_book(small) -> None:  # type: ignore[no-untyped-def]
    check_links(small[0])


def test_a_broken_link_would_be_seen(small) -> None:  # type: ignore[no-untyped-def]
    broken = {**small[0], "index.html": small[0]["index.html"].replace("#softmax-jacobian", "#softmax-jacobin")}
    with pytest.raises(AssertionError):
        check_links(broken)


def test_nothing_is_loaded_from_the_network_and_nothing_runs(small) -> None:  # type: ignore[no-untyped-def]
    for name, code in small[0].items():
        code = code.replace("http://www.w3.org/1998/Math/MathML", "")
        assert not re.search(r"<script|src=|https?:|@import|url\(", code), name


def test_the_pages_are_well_formed_and_no_place_is_named_twice(small) -> None:  # type: ignore[no-untyped-def]
    for name, code in small[0].items():
        if name.endswith(".html"):
            assert len(set(anchors(code))) == len(anchors(code))
            (body,) = re.findall(r"<main>.*</main>", code, re.S)
            ElementTree.fromstring(re.sub(r"&(?!#|amp;|lt;|gt;|quot;)\w+;", "", body))


def test_a_chapter_shows_title_contents_hypotheses_steps_and_neighbours(small) -> None:  # type: ignore[no-untyped-def]
    page = small[0]["softmax.html"]
    assert "<h1>Softmax</h1>" in page
    assert '<a href="#cross-entropy-gradient">The gradient of softmax and cross-entropy</a>' in page
    assert "The targets sum to 1" in page
    assert 'href="rules.html#log-derivative"' in page
    assert 'href="logistic.html"' in page


def test_a_step_that_cites_a_result_links_to_it(small) -> None:  # type: ignore[no-untyped-def]
    assert '<a href="#cross-entropy-gradient.any-targets">' in small[0]["softmax.html"]


def test_a_result_of_another_chapter_is_linked_across_pages() -> None:
    """xavier-rule cites the variance of a linear layer."""
    assert 'href="initialization.html#linear-layer-variance.forward-variance"' in typeset("xavier-rule").html
    assert r"(section~\ref{linear-layer-variance})" in typeset("xavier-rule").latex


def test_every_rule_is_drawn(small) -> None:  # type: ignore[no-untyped-def]
    assert set(anchors(small[0]["rules.html"])) == set(RULES)
    assert all(rule.drawing in small[1] for rule in RULES.values())


def test_the_latex_is_one_document_with_chapters_and_labels_that_exist(small) -> None:  # type: ignore[no-untyped-def]
    code = small[1]
    assert code.count(r"\begin{document}") == code.count(r"\end{document}") == 1
    assert [r"\chapter{Softmax}" in code, r"\chapter{The logistic unit}" in code] == [True, True]
    assert set(re.findall(r"\\ref{([^}]*)}", code)) <= set(re.findall(r"\\label{([^}]*)}", code))
    begun, ended = (re.findall(rf"\\{word}{{(\w+)}}", code) for word in ("begin", "end"))
    assert sorted(begun) == sorted(ended)


@pytest.mark.parametrize("chapter", chapters())
def test_every_chapter_has_a_title(chapter: str) -> None:
    start = opening(chapter)
    assert start.title
    assert len(start.title) <= 60
    assert "\n" not in start.title


def test_a_sentence_after_the_title_opens_the_chapter() -> None:
    assert opening("initialization").title == "Initialization"
    assert opening("initialization").paragraphs[0].startswith("How the variance")
    assert opening("softmax").paragraphs[0].startswith("    y_i")


@pytest.mark.slow
def test_every_link_of_the_whole_book_leads_somewhere() -> None:
    check_links(html_book({name: typeset(name) for name in theorems()}))
