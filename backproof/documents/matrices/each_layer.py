r"""Claims about layer l on a page that gives each of its layers by number: z^(1), h^(1), z^(2), and then dL/dW^(l)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from backproof.answers.syntax import Entry, Expr, Fold, Mul, Sym, map_expr, walk
from backproof.documents.matrices.names import base, label, names_in, with_label
from backproof.documents.matrices.network import at_layer
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.sizes import ONE
from backproof.documents.outcomes import Outcome

_ANY_DEPTH = re.compile(r"\\[lc]?dots\s*,?\s*L(?![A-Za-z])|\bL\s*\$?\s+(?:hidden )?layers|\\leq?\s+L(?![A-Za-z])")
_MOST_LAYERS = 4

Judged = Callable[[Expr, Expr], Outcome | None]


def for_each_layer(page: Page, left: Expr, right: Expr, judged: Judged) -> Outcome | None:
    """What is true of a claim for every layer that the page has; None where that is not seen for all of them.

    judged: what is true of the sides for one layer.
    """
    spoken = {name for side in (left, right) for name in names_in(side)}
    general = {name for name in spoken if (found := label(name)) is not None and found.startswith("l")}
    if not general or _ANY_DEPTH.search(page.text) or any(name in page.network.bodies for name in general):
        return None  # what the page says of layer l itself is judged as it stands
    known = page.network.bodies.keys() | page.network.shapes.keys()
    inputs = _inputs(page, general)
    known |= inputs.keys()
    numbers = {found for name in known if (found := label(name)) is not None and found.isdigit()}
    layers: list[str] = []
    for each in sorted(numbers, key=int):
        unknown = {name for name in general if not _is_known(page, name, each, known)}
        if each == "0" or {name for name in general if label(name) == "l"} <= unknown:
            continue  # no layer of the page
        if any(label(name) != "l+1" for name in unknown):
            return None
        if not unknown:  # the last layer has none above it
            layers.append(each)
    if not layers or len(layers) > _MOST_LAYERS:
        return None
    outcomes: list[Outcome] = []
    for each in layers:
        layer = (_renamed(at_layer(side, each), inputs) for side in (left, right))
        here = _without_single_units(page, (*layer,))
        outcome = None if here is None else judged(*here)
        if outcome is None or outcome.verdict not in ("proved", "refuted"):
            return None
        if outcome.verdict == "refuted":
            return replace(outcome, reason=f"for l = {each}: {outcome.reason}")
        outcomes.append(outcome)
    words = ", ".join(f"l = {each}" for each in layers)
    return replace(outcomes[0], reason=f"for each of {words}: {outcomes[0].reason}")


def _inputs(page: Page, general: set[str]) -> dict[str, str]:
    """x for a^(0), where the first layer makes something of x, and nothing says what a^(0) is."""
    found: set[str] = set()
    for body in page.network.bodies.values():
        for node in walk(body.tree) if label(body.name) == "1" else ():
            match node:
                case Mul((Sym(weights), Sym(name))) if label(weights) == "1" and label(name) is None:
                    found.add(name)
                case _:
                    pass
    names = {with_label(name, "0") for name in general if with_label(name, "1") in page.network.bodies}
    return dict.fromkeys(names - page.network.bodies.keys(), *found) if len(found) == 1 else {}


def _renamed(tree: Expr, names: dict[str, str]) -> Expr:
    match tree:
        case Sym(name):
            return Sym(names.get(name, name))
        case Entry(name, indices):
            return Entry(names.get(name, name), indices)
        case _:
            return map_expr(tree, lambda each: _renamed(each, names))


def _without_single_units(page: Page, sides: tuple[Expr, ...]) -> tuple[Expr, Expr] | None:
    """delta_j x_k as delta x_k where the layer has one unit, of which nobody writes the number; None where j is more.

    W_jk is w_k there, and a sum over j has one term.
    """
    single = {
        index.name
        for side in sides
        for node in walk(side)
        if isinstance(node, Entry)
        for index in _beyond(page, node)
        if isinstance(index, Sym)
    }

    def put(tree: Expr) -> Expr:
        tree = map_expr(tree, put)
        match tree:
            case Entry(name, indices):
                kept = tuple(each for each in indices if each not in _beyond(page, tree))
                return Entry(name, kept) if kept else Sym(name)
            case Fold("sum", var, body=body) if var in single:
                return body
            case _:
                return tree

    found = put(sides[0]), put(sides[1])
    return None if single & {name for side in found for name in names_in(side)} else found


def _beyond(page: Page, entry: Entry) -> tuple[Expr, ...]:
    """The indices along axes of which the page says that there is one place: j in W_jk of a row W."""
    shape = page.network.shapes.get(entry.family)
    if shape is None or len(entry.indices) != (2 if base(entry.family)[:1].isupper() else 1):
        return ()
    sizes = (shape.rows, shape.columns)[: len(entry.indices)]
    return tuple(index for index, size in zip(entry.indices, sizes, strict=True) if size == ONE)


def _is_known(page: Page, name: str, layer: str, known: set[str]) -> bool:
    """Whether the page speaks of W^(2), or of what it is made of, where W^(l) is meant for l = 2."""
    (own,) = names_in(at_layer(Sym(name), layer))
    return own in known or page.network.body(own) is not None or page.network.stack(own) is not None
