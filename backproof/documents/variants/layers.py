"""Mistakes with the matrices of layers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backproof.answers.syntax import Entry, Expr, Mul, Sym, Transpose
from backproof.documents.variants.claimed import Claimed, Pair, on_the_right

_LAYERED = re.compile(r"(.+)\^\((\w+?)(?:([+-])(\d+))?\)")


def transpose(claimed: Claimed) -> Iterator[Pair]:
    """W delta for W^T delta."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Transpose(array):
                yield array
            case Mul(factors):
                for position, factor in enumerate(factors):
                    if isinstance(factor, Sym):
                        yield Mul((*factors[:position], Transpose(factor), *factors[position + 1 :]))

    return on_the_right(claimed, change)


def outer_product(claimed: Claimed) -> Iterator[Pair]:
    """y delta^T for delta y^T."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Mul((*before, column, Transpose(row))):
                yield Mul((*before, row, Transpose(column)))

    return on_the_right(claimed, change)


def neighbour(claimed: Claimed) -> Iterator[Pair]:
    """W^(l) for W^(l+1)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Sym(name):
                yield from (Sym(each) for each in _neighbours(name))
            case Entry(name, indices):
                yield from (Entry(each, indices) for each in _neighbours(name))

    return on_the_right(claimed, change)


def _neighbours(name: str) -> Iterator[str]:
    found = _LAYERED.fullmatch(name)
    if found is None:
        return
    base, layer, sign, offset = found.groups()
    by = int(offset or 0) * (-1 if sign == "-" else 1)
    for other in (by + 1, by - 1):
        if layer.isdigit():
            yield f"{base}^({int(layer) + other})"
        else:
            yield f"{base}^({layer}{other:+d})" if other else f"{base}^({layer})"
