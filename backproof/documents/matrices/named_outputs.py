r"""Outputs that only words name: "softmax output: $\frac{\partial p}{\partial z} = \operatorname{diag}(p) - p p^T$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from backproof.answers.syntax import Call, Expr, Sym, walk
from backproof.documents.matrices.names import base
from backproof.documents.matrices.network import LOSSES, Body
from backproof.documents.matrices.page import Page

_SOFTMAX = re.compile(r"\bsoftmax\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:sigmoid|logistic|tanh|relu|linear output|without)\b", re.IGNORECASE)
_EQUATION = r"(?<![A-Za-z\\]){}\s*\}}?\s*(?:_\s*(?:\{{[^{{}}]*\}}|\w)\s*)?(?:\(\s*\w\s*\)\s*)?&?\s*:?="
_OUTPUTS = frozenset(("p", "q", "s", "yhat"))
_INPUTS = frozenset(("z", "a", "u", "s", "o"))


@contextmanager
def softmax_in_words(page: Page, trees: tuple[Expr, Expr], words: str) -> Iterator[str | None]:
    """While this lasts, p is the softmax of z, where the words speak of one and nothing says what p is.

    words: those before the claim, in its paragraph.
    """
    pair = _pair(page, trees[0]) if _SOFTMAX.search(words) and not _ANOTHER.search(words) else None
    if pair is None:
        yield None
        return
    output, inner = pair
    network = page.network
    kept = dict(network.bodies), dict(network.shapes)
    network.bodies.pop(inner, None)
    network.bodies[output] = Body(output, (), Call("softmax", (Sym(inner),)))
    if inner in network.shapes:
        network.shapes[output] = network.shapes[inner]
    try:
        yield f"{output} is the softmax of {inner}, as the words say"
    finally:
        network.bodies, network.shapes = kept


def _pair(page: Page, tree: Expr) -> tuple[str, str] | None:
    """p and z, of dp/dz; None where the page says what p is, or the tree is no such derivative."""
    found = [node for node in walk(tree) if isinstance(node, Call) and node.function == "D"]
    match found:
        case [Call("D", (Sym(output), Sym(inner)))]:
            pass
        case _:
            return None
    if output in page.network.bodies or base(output) not in _OUTPUTS or base(output) in LOSSES:
        return None
    if re.search(_EQUATION.format(base(output)), page.text) or re.search(r"\btemperature\b", page.text, re.IGNORECASE):
        return None  # the page may say otherwise what it is
    return (output, inner) if base(inner) in _INPUTS and output != inner else None
