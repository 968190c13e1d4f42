r"""One-hot labels of all samples: the rows of Y sum to 1, or its columns, and so do the labels y_nk of each sample.

Positive numbers that are divided by their sum stand for them: of a one-hot label nothing else is made use of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backproof.answers.syntax import Div, Entry, Expr, Fold, Sym, walk
from backproof.documents.declarations import FREE
from backproof.documents.environment import Definition
from backproof.documents.matrices.page import Page
from backproof.documents.targets import called_one_hot

_ROW, _COLUMN, _OTHER = "r8", "c8", "t8"


def with_one_hot_rows(
    page: Page, sides: Iterable[Expr], definitions: Mapping[str, Definition]
) -> dict[str, Definition]:
    """Definitions for the labels of all samples that the page calls one-hot, where nothing else defines them."""
    called = called_one_hot(page.text)
    if not called:
        return {}
    bodies = [*sides, *(each.body for each in definitions.values())]
    entries = [node for tree in bodies for node in walk(tree) if isinstance(node, Entry)]
    ranks = {name: {len(node.indices) for node in entries if node.family == name} for name in _spelled(called)}
    found: dict[str, Definition] = {}
    for name in sorted(name for name, seen in ranks.items() if seen == {2} and name not in definitions):
        rows = True if name[:1].islower() else page.rows_are_samples  # y_nk: the sample comes first
        if rows is None or page.network.body(name) is not None:
            continue
        free = name + FREE
        below = Entry(free, (Sym(_ROW), Sym(_OTHER)) if rows else (Sym(_OTHER), Sym(_COLUMN)))
        total = Fold("sum", _OTHER, None, None, None, below)
        found[name] = Definition(name, (_ROW, _COLUMN), Div(Entry(free, (Sym(_ROW), Sym(_COLUMN))), total))
    return found


def _spelled(names: Iterable[str]) -> set[str]:
    """The names, and the capitals or small letters for them: the rows of Y are the labels y."""
    return {each for name in names for each in (name, name.lower(), name.upper()) if len(name) == 1}
