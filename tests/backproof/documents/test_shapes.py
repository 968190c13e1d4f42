"""The declaration that does not fit the equations is found, and no other."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames
from backproof.documents.shapes import Declared, Network

NAMES = PageNames({"f": "relu"}, frozenset(), frozenset())
LAYER = ("z", read_side("W x + b", NAMES)[0])
OUTPUT = ("y", read_side("f(z)", NAMES)[0])
RIGHT = {"W": ("10", "256"), "x": ("256", "1"), "b": ("10", "1"), "y": ("10", "1")}


def network(**changed):
    declared = tuple(Declared(name, *dims) for name, dims in {**RIGHT, **changed}.items())
    return Network(declared, (LAYER, OUTPUT), frozenset("W"))


def test_shapes_that_fit_are_not_blamed():
    assert network().blamed() is None


@pytest.mark.parametrize(("name", "dims", "right"), [("y", ("1", "1"), "R^10"), ("b", ("4", "1"), "R^10")])
def test_the_one_wrong_declaration_is_blamed(name, dims, right):
    found = network(**{name: dims}).blamed()
    assert found is not None
    assert (found[0].name, found[1]) == (name, right)


def test_where_either_of_two_may_be_wrong_neither_is_blamed():
    found = network(x=("784", "1"))
    assert found.blamed() is None
    assert {each.name for each in found.suspects()} == {"x", "W"}


def test_two_wrong_declarations_leave_open_who_is_to_blame():
    assert network(x=("784", "1"), y=("1", "1")).blamed() is None


def test_names_of_sizes_contradict_nothing():
    assert network(W=("K", "256")).blamed() is None


def test_a_clash_is_told_once_and_in_words():
    page = r"Let $W \in \mathbb{R}^{256 \times 784}$, $x \in \mathbb{R}^{256}$, $b \in \mathbb{R}^{256}$ and $z = W x + b$."
    (told,) = [each for each in check_document(page).claims if each.verdict == "refuted"]
    assert told.reason == "x in R^256 does not fit W in R^(256 x 784) in z = W*x + b: one of these is wrong"
    assert all(each.verdict == "definition" for each in check_document(page.replace("{256}$, $b", "{784}$, $b")).claims)


def test_a_matrix_that_would_fit_transposed_is_the_one_shown():
    found = network(W=("256", "10"), b=("10", "1"), y=("10", "1")).culprit()
    assert found is not None
    assert found.name == "W"
