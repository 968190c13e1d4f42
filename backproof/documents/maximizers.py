r"""Where something is largest: \arg\max_k p_k = \arg\max_k z_k, for the softmax keeps the order of its inputs."""

from __future__ import annotations

import re

from backproof.answers.syntax import Call, Entry, Expr, Sym
from backproof.documents.matrices.last_layer import with_last_layer
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
        case Call(function, (inside,)) if function in _RISING:
            return _ordered_like(page, inside, found)
        case _:
            return None


def _source(page: Page, tree: Expr, deep: int = _DEEP) -> str | None:
    """z of p, where p = a and a = softmax(z)."""
    match tree:
        case Sym(name):
            body = page.network.body(name)
            inner = None if body is None or body.indices or not deep else _source(page, body.tree, deep - 1)
            return inner or name
        case Call(function, (inside,)) if function in _RISING:
            return _source(page, inside, deep)
        case _:
            return None
