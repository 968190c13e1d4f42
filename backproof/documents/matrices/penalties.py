r"""Penalties of weights, \lambda/2 ||W||^2 or \lambda \sum_k w_k^2: their slope is a multiple of the weights."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import ZERO, Add, Call, Div, Entry, Expr, Fold, Mul, Norm, Num, Pow, Sym, map_expr
from backproof.documents.matrices.layer_penalties import without_ends
from backproof.documents.matrices.names import base, label, names_in, with_label
from backproof.documents.matrices.network import HYPER, PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.statements import statements

_FORMULA = re.compile(r"\$\$?([^$]+)\$\$?")
_SQUARED = re.compile(r"(?:\||Vert)[^|]*\^|sum[^=]*\^\s*\{?\s*2")
_TWO = Num(Fraction(2))


def of_layer(tree: Expr) -> Expr:
    """The weights W_i of a layer as an array of their own, where another letter than l counts the layers."""
    tree = map_expr(tree, of_layer)
    match tree:
        case Entry(name, (Sym(layer),)) if name in PARAMETERS and name.isupper():
            return Sym(with_label(name, layer))
        case _:
            return tree


def strength_of(of_loss: tuple[Expr, ...], target: Sym) -> Expr | None:
    """k of the penalties among the terms of a loss, whose slope by the weights W is k W; None without any."""
    found = tuple(each for term in of_loss if (each := _strength(term, target.name)) is not None)
    return sum_of(found) if found else None


def said_last(page: Page, said: str, target: Sym) -> Expr | None:
    """The strength of the last penalty of the weights before a claim, in a loss or alone."""
    for formula in reversed(_FORMULA.findall(said)):
        if not _SQUARED.search(formula):
            continue
        sides = [side.latex for each in statements(formula, 0) for side in each.sides] or [formula]
        for latex in reversed(sides):
            tree = page.read(latex)
            tree = None if tree is None else of_layer(tree)
            found = None if tree is None else strength_of(tree.terms if isinstance(tree, Add) else (tree,), target)
            if found is not None:
                return found
    return None


def with_slopes_of_penalties(page: Page, tree: Expr) -> Expr:
    r"""The tree with \nabla_W L + \lambda W for \nabla_W J, where the page has J = L + \lambda/2 ||W||^2."""
    tree = map_expr(tree, lambda each: with_slopes_of_penalties(page, each))
    match tree:
        case Call("D", (Sym(name), by)) if isinstance(weights := of_layer(by), Sym):
            body = page.network.bodies.get(name)
            parts = body.tree.terms if body is not None and not body.indices and isinstance(body.tree, Add) else ()
            losses = [each for each in parts if isinstance(each, Sym)]
            penalties = [of_layer(each) for each in parts if not isinstance(each, Sym)]
            strengths = [ZERO if _is_of_others(each, weights) else _strength(each, weights.name) for each in penalties]
            if not losses or not strengths or None in strengths:
                return tree
            slopes = [Mul((each, by)) for each in strengths if each is not None and each != ZERO]
            return sum_of((*(Call("D", (each, by)) for each in losses), *slopes))
        case _:
            return tree


def _is_of_others(penalty: Expr, weights: Sym) -> bool:
    """Whether a penalty is one of other parameters: of the weights, where the gradient is by a bias."""
    names = {base(each) for each in names_in(without_ends(penalty))}
    return bool(names & PARAMETERS) and names <= PARAMETERS | HYPER and base(weights.name) not in names


def _strength(tree: Expr, by: str, layer: str | None = None) -> Expr | None:
    """k of a penalty whose slope by W is k W; None for what is no penalty of W alone."""
    match tree:
        case Pow(Call("fro", (Sym(name),)) | Norm(Sym(name), 2), Num(power)) if power == 2:
            is_own = name == by or (layer is not None and base(name) == base(by) and label(name) == layer)
            return _TWO if is_own else None
        case Fold("sum", var, _, _, None, Pow(Entry(name, indices), Num(power))) if power == 2 and Sym(var) in indices:
            return _TWO if name == by else None  # of the entries
        case Fold("sum", var, _, _, None, inside) if label(by) is not None:
            return _strength(inside, by, var)
        case Mul(factors):
            strengths = [_strength(each, by, layer) for each in factors]
            known = [each for each in strengths if each is not None]
            others = tuple(each for each, one in zip(factors, strengths, strict=True) if one is None)
            return Mul((*others, known[0])) if len(known) == 1 else None
        case Div(over, under):
            inner = _strength(over, by, layer)
            return None if inner is None else Div(inner, under)
        case Add(terms):
            own = [found for each in terms if (found := _strength(each, by, layer)) is not None]
            return own[0] if len(own) == 1 else None
        case _:
            return None


def sum_of(terms: tuple[Expr, ...]) -> Expr:
    """The sum of terms, of which there is at least one."""
    return Add(terms) if len(terms) > 1 else terms[0]
