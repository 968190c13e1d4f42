r"""Layers that a page gives two numbers of units: W^{(2)} in R^{1 x 256} first, and in R^{10 x 256} in its second part.

What its arrays are of which nothing is declared, delta^{(2)} and z^{(2)}, may be that of the one network or the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from backproof.answers.syntax import Expr
from backproof.documents.matrices.fitting import unsettled
from backproof.documents.matrices.names import base, label, names_in
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import ONE, Misfit, Turned

_DECLARED = re.compile(
    r"(?P<name>[A-Za-z])\s*\}?\s*(?:\^\s*\{?\s*[\[(]\s*(?P<raised>\d)\s*[\])]\s*\}?|_\s*\{?\s*(?P<lowered>\d)\s*\}?)"
    r"\s*\\in\s*\\math\w+\s*\{?\s*R\s*\}?\s*\^\s*\{(?P<space>[^{}]*)\}"
)


def fits_another_network(page: Page, sides: tuple[Expr, Expr]) -> bool:
    """Whether sides whose shapes do not fit would do so with another number of units in a layer that has two."""
    layers = _with_two_shapes(page.text)
    shapes = page.network.shapes
    names = {name for side in sides for name in names_in(side) if label(name) in layers and name in shapes}
    names = {name for name in names if base(name) not in PARAMETERS}
    if not names:
        return False
    with page.trial():
        free = {name: Shape(page.sizes.fresh(), shapes[name].columns if shapes[name].is_row else ONE) for name in names}
        free |= {name: Shape(page.sizes.fresh(), shapes[name].columns) for name in names if shapes[name].is_matrix}
        page.network.shapes = {**shapes, **free}
        return not isinstance(unsettled(page, sides), Misfit | Turned)


@lru_cache(maxsize=16)
def _with_two_shapes(text: str) -> frozenset[str]:
    """The labels of the layers for whose weights a page writes two spaces."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in _DECLARED.finditer(text):
        space = re.sub(r"\s|\\times", "", each["space"])
        found.setdefault((each["name"], each["raised"] or each["lowered"]), set()).add(space)
    return frozenset(layer for (_, layer), spaces in found.items() if len(spaces) > 1)
