r"""Letters at places of different lengths: W_{jk} y_j, where y has 30 entries, and W is 1 x 30.

Such an entry does not exist but for one j: the indices are the wrong way around.
"""

from __future__ import annotations

from collections.abc import Iterator

from backproof.answers.syntax import Entry, Expr, Fold, Sym, walk
from backproof.documents.matrices.fitting import settle
from backproof.documents.matrices.names import base, shown
from backproof.documents.matrices.network import LOSSES
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed, Size
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample


def judge_places(page: Page, sides: tuple[Expr, Expr]) -> Outcome | None:
    """What is wrong with a claim in which a letter that counts many entries stands at the place of a single one."""
    nodes = [node for side in sides for node in walk(side)]
    bound = {node.var for node in nodes if isinstance(node, Fold)} | _of_samples(page, nodes)
    lengths = {letter: (name, size) for letter, name, size in _of_vectors(page, nodes) if letter not in bound}
    for node in nodes:
        if not isinstance(node, Entry) or len(node.indices) != 2 or not _is_declared(page, node.family):
            continue
        shape = page.network.shapes[node.family]
        for index, size, what in zip(node.indices, (shape.rows, shape.columns), ("row", "column"), strict=True):
            if isinstance(index, Sym) and size == ONE and index.name in lengths:
                vector, length = lengths[index.name]
                has = f"{shown(node.family)} is {page.shapes().words(shape)}"
                counts = f"{index.name} counts the {page.sizes.value(length)} entries of {shown(vector)}"
                reason = f"{has}, and {counts}: there is no {what} {index.name} but one"
                return Outcome("refuted", reason, Counterexample((), has, counts, "="), is_about_shapes=True)
    return None


def _of_vectors(page: Page, nodes: list[Expr]) -> Iterator[tuple[str, str, Size]]:
    """Each letter that indexes a vector, that vector, and how many entries it has, if that is more than one."""
    for node in nodes:
        if isinstance(node, Entry) and len(node.indices) == 1 and isinstance(node.indices[0], Sym):
            shape = _shape(page, node.family)
            if shape is not None and shape.is_column and (page.sizes.value(shape.rows) or "").isdigit():
                yield node.indices[0].name, node.family, shape.rows


def _of_samples(page: Page, nodes: list[Expr]) -> set[str]:
    """The letters that number samples: a_i may be the vector of sample i."""
    of_losses = (node.indices for node in nodes if isinstance(node, Entry) and base(node.family) in LOSSES)
    return set(page.network.samples) | {each.name for indices in of_losses for each in indices if isinstance(each, Sym)}


def _is_declared(page: Page, name: str) -> bool:
    return name in page.given and name not in page.soft and name not in page.blamed


def _shape(page: Page, name: str) -> Shape | None:
    """The shape of a name by its declaration, or by what it is made of."""
    if _is_declared(page, name):
        return page.network.shapes[name]
    body = page.network.body(name)
    if body is None or body.indices:
        return None
    try:
        shapes = settle(page, (body.tree,))
        return shapes.shape(body.tree)
    except (Misfit, NotFollowed, RecursionError):
        return None
