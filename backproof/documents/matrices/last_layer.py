r"""The last layer, of which a page says more than of the others: a^(l) = g(z^(l)), but a^(L) = softmax(z^(L)).

And z without a layer, in dp_k/dz_m, where p is made of z^(L).
"""

from __future__ import annotations

from backproof.answers.syntax import Call, Entry, Expr, Sym, map_expr
from backproof.documents.matrices.names import base, label, names_in, with_label
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.page import Page


def has_own_function(page: Page, left: Expr, right: Expr) -> bool:
    """Whether an equation gives the last layer a function of its own, of what it has in the place of the others'."""
    if not isinstance(left, Sym) or left.name in page.network.bodies or not _is_last(page, label(left.name)):
        return False
    general = page.network.body(left.name)
    if general is None or not isinstance(general.tree, Call):
        return False
    (inside,) = general.tree.args[:1]
    own = isinstance(right, Call) and right.function != general.tree.function and right.args == (inside,)
    return own or (right == inside and isinstance(right, Sym))


def _is_last(page: Page, found: str | None) -> bool:
    if found is None:
        return False
    if page.network.depth is not None or found == "L":
        return found in ("L", page.network.depth)
    numbers = {int(each) for name in page.written if base(name) in PARAMETERS and (each := label(name) or "").isdigit()}
    return found.isdigit() and int(found) == max(numbers, default=0)


def with_last_layer(page: Page, trees: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    """The trees with z^(L) for a z of which the page says nothing, if they speak of no other layer."""
    names = {name for tree in trees for name in names_in(tree)}
    labels = {found for name in names if (found := label(name)) is not None}
    if not all(_is_last(page, each) for each in labels):
        return trees
    last = page.network.depth or "L"
    change = {
        name: with_label(name, last)
        for name in names & {"z", "a", "s", "u", "o", "h"}
        if page.network.body(name) is None
        and name not in page.given
        and name not in page.functions
        and page.network.body(with_label(name, last)) is not None
        and any(with_label(name, last) in page.network.reach(other) for other in names)
    }

    def put(tree: Expr) -> Expr:
        match tree:
            case Sym(name) if name in change:
                return Sym(change[name])
            case Entry(name, indices) if name in change:
                return Entry(change[name], indices)
            case _:
                return map_expr(tree, put)

    return (put(trees[0]), put(trees[1])) if change else trees
