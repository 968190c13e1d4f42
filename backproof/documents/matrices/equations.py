"""From definitions of arrays to definitions of their entries."""

from __future__ import annotations

from backproof.answers.syntax import Entry, Expr, Sym
from backproof.documents.environment import Definition
from backproof.documents.matrices.entries import Entries
from backproof.documents.matrices.kinks import without_kinks
from backproof.documents.matrices.names import names_in, shown
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import SAMPLE
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.sizes import ONE, NotFollowed

_MOST_DEFINITIONS = 30


def definitions_of(page: Page, trees: tuple[Expr, ...], shapes: Shapes, entries: Entries) -> dict[str, Definition]:
    """The definitions on which a claim rests, for each entry; NotFollowed is raised where that cannot be said."""
    names = [name for tree in trees for name in names_in(tree)]
    closure = page.closure(trees)
    if len(closure) > _MOST_DEFINITIONS:
        raise NotFollowed("it rests on too many definitions")
    found = {name: _definition(each, shapes, entries) for name, each in closure.items()}
    reached = set(names) | {name for each in closure.values() for name in names_in(each.tree)}
    for name in sorted(reached):
        small = page.network.stack(name)
        if small is not None:
            found[name] = _stack(page, name, small, shapes)
    for name in (each for each in sorted(reached) if each.endswith("·all")):
        found[name] = Definition(name, (SAMPLE,), Entry(name.removesuffix("·all"), (Sym(SAMPLE),)))
    for name in sorted(reached - set(found)):
        whole = page.network.whole(name)
        if whole is not None and (rows := page.rows_are_samples) is not None and whole in shapes.of:
            at = (Sym(SAMPLE), Sym("r1")) if rows else (Sym("r1"), Sym(SAMPLE))
            found[name] = Definition(name, (SAMPLE, "r1"), Entry(whole, at))
    return found


def _definition(body: Body, shapes: Shapes, entries: Entries) -> Definition:
    if body.indices:
        return Definition(body.name, body.indices, entries.number(without_kinks(body.tree)))
    shape = shapes.shape(Sym(body.name)) if body.name in shapes.of else shapes.shape(body.tree)
    inner = shapes.shape(body.tree)
    row, column = (Sym("r1") if shape.rows != ONE else None), (Sym("c1") if shape.columns != ONE else None)
    letters = tuple(each.name for each in (row, column) if each is not None)
    if inner.rank == 1 and inner.is_row != shape.is_row:
        row, column = column, row
    return Definition(body.name, letters, entries.at(without_kinks(body.tree), row, column))


def _stack(page: Page, name: str, small: str, shapes: Shapes) -> Definition:
    shape = shapes.of.get(name)
    inner = shapes.of.get(small)
    if shape is not None and inner is not None and shape.is_matrix and inner.is_matrix:  # o_nk are the entries of O
        return Definition(name, ("r1", "c1"), Entry(small, (Sym("r1"), Sym("c1"))))
    size = None if shape is None or shape.rank != 1 else shape.columns if shape.is_row else shape.rows
    if inner is not None and inner.is_number and size is not None and shapes.sizes.value(size) == page.batch:
        return Definition(name, (SAMPLE,), Entry(small, (Sym(SAMPLE),)))  # Y = (y_1, ..., y_m)
    if shape is None or inner is None or not shape.is_matrix or inner.rank != 1:
        raise NotFollowed(f"it is not said how {shown(name)} is made of samples")
    rows = said if (said := page.network.rows(name)) is not None else page.rows_are_samples
    if rows is None:
        raise NotFollowed("it is not said whether samples are rows or columns")
    indices = (SAMPLE, "r1") if rows else ("r1", SAMPLE)
    return Definition(name, indices, Entry(small, (Sym(SAMPLE), Sym("r1"))))
