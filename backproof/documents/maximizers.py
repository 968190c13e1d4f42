r"""Where something is largest: \arg\max_k p_k = \arg\max_k z_k, for the softmax keeps the order of its inputs."""

from __future__ import annotations

import re

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Fold, Pow, Sym, walk
from backproof.documents.matrices.last_layer import with_last_layer
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.outcomes import Outcome

_ARG = re.compile(
    r"\s*(?:\\(?:operatorname\*?|mathrm|text|mathop)\s*\{\s*)?\\?arg\s*(?:\\[,;! ]|\s)*"
    r"\\?(?P<which>max|min)(?![a-z])\s*\}?"
    r"(?:\\limits)?\s*_\s*(?:\{\s*(?P<wide>\w)[^{}]*\}|(?P<index>\w))\s*(?P<rest>.+)",
    re.DOTALL,
)
_RISING = frozenset(("softmax", "sigmoid", "tanh", "exp", "log"))  # they keep the order of the entries
_DEEP = 6


def judge_maximizers(page: Page, left: str, right: str) -> Outcome | None:
    """Whether two sides are largest at the same index; None for what says no such thing."""
    one, other = _ARG.fullmatch(left), _ARG.fullmatch(right)
    if one is None or other is None:
        return None
    trees = page.read(one["rest"]), page.read(other["rest"])
    if trees[0] is None or trees[1] is None:
        return None
    both = with_last_layer(page, (trees[0], trees[1]))
    ordered = [_ordered_like(page, tree, found) for tree, found in zip(both, (one, other), strict=True)]
    if None in ordered or ordered[0] != ordered[1]:
        return None
    if one["which"] == other["which"]:
        return Outcome("proved", "the functions between both sides keep the order of the entries")
    return Outcome("refuted", "both sides have their entries in the same order: where one is largest, so is the other")


def _ordered_like(page: Page, tree: Expr, found: re.Match[str]) -> str | None:
    """The vector whose entries are in the order of those of a tree, and of which no more is known."""
    match tree:
        case Entry(family, (Sym(index),)) if index == (found["wide"] or found["index"]):
            return _source(page, Sym(family))
        case Entry(family, (first, Sym(index))) if index == (found["wide"] or found["index"]) and Sym(index) != first:
            source = _source(page, Sym(family)) if page.rows_are_samples else None
            return None if source is None else f"{source} in row {first}"
        case Call(function, (inside,)) if function in _RISING:
            return _ordered_like(page, inside, found)
        case _:
            return None


def _source(page: Page, tree: Expr, deep: int = _DEEP) -> str | None:
    """z of p, where p = a and a = softmax(z)."""
    match tree:
        case Sym(name):
            body = page.network.body(name)
            if body is not None and len(body.indices) == 1:
                family = _numerator(page, body)
                return name if family is None or not deep else _source(page, Sym(family), deep - 1)
            inner = None if body is None or body.indices or not deep else _source(page, body.tree, deep - 1)
            return inner or name
        case Call(function, (inside,)) if function in _RISING:
            return _source(page, inside, deep)
        case _:
            return None


def _numerator(page: Page, body: Body) -> str | None:
    r"""z of p_i = e^{z_i - m} / \sum_k e^{z_k - m}: all but z_i is the same for each i."""
    match body.tree:
        case Div(Call("exp", (exponent,)) | Pow(Call("exp", _), exponent), under):
            index = Sym(body.indices[0])
            bottom = page.network.body(under.name) if isinstance(under, Sym) else None
            total = under if bottom is None or bottom.indices else bottom.tree
            terms = exponent.terms if isinstance(exponent, Add) else (exponent,)
            own = [each for each in terms if index in walk(each)]
            is_sum = isinstance(total, Fold) and total.kind == "sum" and index not in walk(total)
            is_positive = is_sum and isinstance(total, Fold) and _is_exponential(total.body)
            match own:
                case [Entry(family, (each,))] if each == index and is_positive:
                    return family
        case _:
            pass
    return None


def _is_exponential(tree: Expr) -> bool:
    return (isinstance(tree, Call) and tree.function == "exp") or (
        isinstance(tree, Pow) and isinstance(tree.base, Call) and tree.base.function == "exp"
    )
