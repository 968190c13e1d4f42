"""The book: chapters are found, in reading order, and no two theorems share a name."""

import re

import pytest

from proofs import book
from proofs.book import chapters, theorems
from proofs.initialization import THEOREMS as INITIALIZATION
from proofs.softmax import THEOREMS as SOFTMAX
from proofs.softmax import softmax_jacobian

ALL = list(theorems().values())


def test_the_chapters_come_in_reading_order():
    order = list(chapters())
    reading = "softmax logistic initialization activations backpropagation step_networks differentiation"
    known = [name for name in reading.split() if name in order]
    assert order[: len(known)] == known
    assert order[len(known) :] == sorted(order[len(known) :])


def test_the_kernel_and_the_book_are_no_chapters():
    assert not {"kernel", "book"} & set(chapters())


def test_a_chapter_brings_its_theorems():
    assert chapters()["softmax"] == SOFTMAX
    assert chapters()["initialization"] == INITIALIZATION


def test_every_theorem_is_found_by_its_name():
    assert all(theorem.name == name for name, theorem in theorems().items())
    assert len(ALL) == sum(map(len, chapters().values()))


def test_two_theorems_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(book, "chapters", lambda: {"one": (softmax_jacobian,), "two": (softmax_jacobian,)})
    with pytest.raises(ValueError, match="chapter 'two' names a second theorem 'softmax-jacobian': rename one"):
        theorems()


@pytest.mark.parametrize("theorem", ALL, ids=lambda each: each.name)
def test_a_theorem_tells_its_idea_its_source_and_its_parts(theorem):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", theorem.name)
    assert theorem.title
    assert theorem.idea.endswith(".")
    assert theorem.sources
    assert theorem.parts


@pytest.mark.parametrize("theorem", ALL, ids=lambda each: each.name)
def test_the_parts_of_a_theorem_have_names_of_their_own(theorem):
    names = [part.name for part in theorem.parts]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("theorem", ALL, ids=lambda each: each.name)
def test_every_step_and_every_hypothesis_says_why_in_words(theorem):
    assert all(step.why for part in theorem.parts for step in part.derivation.steps)
    assert all(hypothesis.words for hypothesis in theorem.hypotheses)
