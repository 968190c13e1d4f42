r"""Entries of what a page has defined as a whole: p_c = e^{z_c} / \sum_k e^{z_k}, after p = softmax(z_2).

It is a claim about p, and no other definition.  A letter z of which nothing else is said is z_2 if it is right then,
and stands for that from there on.
"""

from __future__ import annotations

from collections.abc import Iterator

from backproof.answers.syntax import Entry, Expr, Sym
from backproof.documents.matrices.judging import Judge
from backproof.documents.matrices.names import base, index_letters, label, names_in
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.outcomes import Outcome


def entries_of_whole(page: Page, left: Expr) -> bool:
    """Whether a side is any entry of an array that the page has defined as a whole."""
    if not isinstance(left, Entry) or not all(isinstance(each, Sym) for each in left.indices):
        return False
    body, shape = page.network.bodies.get(left.family), page.network.shapes.get(left.family)
    return body is not None and not body.indices and shape is not None and shape.rank == len(left.indices)


def judge_entries_of_whole(judge: Judge, left: Expr, right: Expr) -> Outcome | None:
    """What is true of the entries, perhaps with a letter that stands for one of a layer; None where it is not seen."""
    found = judge.judge(left, "=", right)
    if found is not None and found.verdict in ("proved", "refuted"):
        return found
    page = judge.page
    for letter, whole in _without_layer(page, left, right):
        with page.trial():
            shape = page.network.shapes.get(whole)
            kept = page.network.shapes.get(letter)
            if shape is not None:
                page.network.shapes[letter] = shape
            page.network.bodies[letter] = Body(letter, (), Sym(whole))
            found = judge.judge(left, "=", right)
            known = found is not None and found.verdict == "proved"
            if not known:
                page.network.bodies.pop(letter)
        if known and found is not None:
            if shape is not None:
                page.network.shapes[letter] = shape
            return found
        if kept is not None:
            page.network.shapes[letter] = kept
    return None


def _without_layer(page: Page, left: Expr, right: Expr) -> Iterator[tuple[str, str]]:
    """Letters of a side of which nothing is said, and names on which the array rests that differ by a layer."""
    letters = index_letters((left, right))
    behind = page.closure((left,)) if isinstance(left, Entry) else {}
    names = {*behind, *(name for each in behind.values() for name in names_in(each.tree))}
    for name in dict.fromkeys(names_in(right)):
        if name in letters or name in page.given or page.network.body(name) is not None or label(name) is not None:
            continue
        yield from ((name, each) for each in sorted(names, reverse=True) if label(each) and base(each) == name)
