r"""Sums over the layers: of R = \lambda/2 \sum_l \|W^{(l)}\|^2 only the term of one layer depends on its weights."""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.syntax import ZERO, Add, Call, Div, Entry, Expr, Fold, Mul, Num, Sym, children, map_expr, walk
from backproof.documents.matrices.names import base, label, names_in, with_label
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.mentions import named


def with_own_terms(page: Page, trees: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    """The trees with the term of a layer in the place of a sum over all that is differentiated by its weights."""

    def put(tree: Expr) -> Expr:
        tree = map_expr(tree, put)
        match tree:
            case Call("D", (Sym(name), variable)) if (by := named(variable)) is not None and label(by) is not None:
                body = page.network.bodies.get(name)
                if body is not None and not body.indices and _is_penalty(page, body.tree, by):
                    return ZERO
                own = None if body is None or body.indices else _own(body.tree, by)
                return tree if own is None else _derived(own, variable)
            case _:
                return tree

    return put(trees[0]), put(trees[1])


def without_common_loss(page: Page, trees: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    r"""\nabla R = \lambda W, for \nabla (L + R) = \nabla L + \lambda W: whatever L is, it stands on both sides."""
    match trees:
        case Call("D", (Sym(name), variable)), right if (body := page.network.bodies.get(name)) is not None:
            rest = body.tree.terms if isinstance(body.tree, Add) and not body.indices else ()
            beside = right.terms if isinstance(right, Add) else (right,)
            common = [each for each in rest if isinstance(each, Sym) and Call("D", (each, variable)) in beside]
            if len(common) != 1 or len(rest) < 2 or len(beside) < 2:
                return trees
            slope = Call("D", (common[0], variable))
            by = named(variable) or ""
            terms = tuple(Call("D", (_with(each, by), variable)) for each in rest if each != common[0])
            others = tuple(each for each in beside if each != slope)
            return _sum(terms), _sum(others)
        case _:
            return trees


def _with(tree: Expr, by: str) -> Expr:
    """A sum of multiples of penalties, without those of other weights, and of other layers."""
    match tree:
        case Fold() if (own := _own(tree, by)) is not None:
            return own
        case Add(terms):
            kept = tuple(_with(each, by) for each in terms if by in names_in(each) or not _is_of_weights(each))
            return _sum(kept) if kept else tree
        case Mul(factors) if sum(by in names_in(each) for each in factors) == 1:
            return Mul(tuple(_with(each, by) if by in names_in(each) else each for each in factors))
        case _:
            return tree


def _is_of_weights(tree: Expr) -> bool:
    names = set(names_in(tree))
    return bool(names) and all(base(each) in PARAMETERS for each in names)


def _sum(terms: tuple[Expr, ...]) -> Expr:
    return Add(terms) if len(terms) > 1 else terms[0]


def _is_penalty(page: Page, tree: Expr, by: str) -> bool:
    """Whether a tree is made of numbers and of other parameters: of the weights alone, where `by` is a bias."""
    names = set(names_in(without_ends(tree))) - {each.var for each in walk(tree) if isinstance(each, Fold)}
    return (
        base(by) in PARAMETERS
        and bool(names)
        and all(base(each) in PARAMETERS or each in ("lambda", "alpha", "beta", "gamma") for each in names)
        and base(by) not in {base(each) for each in names}
        and not any(page.network.body(each) is not None for each in names)
    )


def without_ends(tree: Expr) -> Expr:
    """The tree with sums that have no ends: how many layers there are is no part of a penalty."""
    tree = map_expr(tree, without_ends)
    return replace(tree, low=None, high=None) if isinstance(tree, Fold) else tree


def _own(tree: Expr, by: str) -> Expr | None:
    """A tree without the terms of other layers; None where it has no sum over layers, or one that is not followed."""
    sums = [node for node in walk(tree) if isinstance(node, Fold) and _is_over_layers(node)]
    if not sums or any(base(by) not in {base(name) for name in names_in(each.body)} for each in sums):
        return None
    if any(name == by for name in _outside(tree)):
        return None

    def put(each: Expr) -> Expr:
        if each in sums and isinstance(each, Fold):
            return _at(each.body, label(by) or "")
        return map_expr(each, put)

    return put(tree)


def _outside(tree: Expr) -> list[str]:
    """The names outside of all sums."""
    match tree:
        case Fold():
            return []
        case Sym(name) | Entry(name, _):
            return [name]
        case _:
            return [name for each in children(tree) for name in _outside(each)]


def _is_over_layers(fold: Fold) -> bool:
    """Whether every name in a sum is one of the layer that the sum counts, or a number without any."""
    labels = {label(name) for name in names_in(fold.body)} - {None}
    return fold.kind == "sum" and labels == {fold.var}


def _at(tree: Expr, layer: str) -> Expr:
    match tree:
        case Sym(name) if label(name) is not None:
            return Sym(with_label(name, layer))
        case Entry(name, indices) if label(name) is not None:
            return Entry(with_label(name, layer), indices)
        case _:
            return map_expr(tree, lambda each: _at(each, layer))


def _derived(tree: Expr, variable: Expr) -> Expr:
    """The derivative, term by term."""
    match tree:
        case Add(terms):
            return Add(tuple(_derived(each, variable) for each in terms))
        case Mul((Num() | Div(Num(), Num()) | Sym() as number, Sym() as loss)):
            return Mul((number, Call("D", (loss, variable))))
        case _:
            return Call("D", (tree, variable))
