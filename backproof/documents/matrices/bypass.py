"""Ways around: whether a loss may depend on a variable otherwise than through the last of those that a claim names.

s = B h,  r = C h,  q = s + r            dL/dh = B^T dL/ds forgets r
h^(l) = h^(l-1) + f(a^(l))               dL/da^(l) = W^T dL/da^(l+1) * f'(a^(l)) forgets h^(l)
a^(l) = W h^(l-1)                        dL/dW = delta^(l) h^(l-1)^T forgets all other layers

A loss of which nothing is known may use whatever the page computes from a variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backproof.answers.syntax import Call, Sym, walk
from backproof.documents.matrices.names import base, label, lower, names_in, with_label
from backproof.documents.matrices.network import Network

_ABOVE = 3  # a path that leaves a layer meets the next one within as many


def ways_around(
    network: Network, last: frozenset[str], variables: frozenset[str], named: frozenset[str] = frozenset()
) -> list[str]:
    """What the page computes from `variables` without `last`, and a loss may use.

    named: what the claim itself mentions: a factor of it, no way that it forgets.
    """
    rest = variables - last
    if not rest:
        return []
    inside = last.union(*(network.reach(name) for name in last))
    found = {
        name
        for name in _computed(network, variables)
        if name not in inside and name not in named and rest & network.reach(name, last)
    }
    return sorted(found - {name for name in found if _is_backward(network, name)})


def is_reached(network: Network, loss: str, variable: str) -> bool:
    """Whether the definition of a loss is seen to lead to a variable, or to what it is made of."""
    reached = network.reach(loss) | {loss}
    return bool({variable, network.stack(variable), network.whole(variable), lower(variable)} & reached)


def shared(network: Network, variables: Iterable[str]) -> list[str]:
    """Variables without a layer that stand in the definition of a layer l: each layer uses them."""
    return sorted(
        name
        for name in variables
        if label(name) is None
        and any(
            name in names_in(body.tree) and re.match(r"l(?![A-Za-z])", label(whole) or "")
            for whole, body in network.bodies.items()
        )
    )


def _computed(network: Network, variables: Iterable[str]) -> Iterable[str]:
    """Every name that has a definition, for the layers about those of the variables too."""
    heights = {label(each) for each in variables}
    top = int(network.depth) if network.depth is not None else None
    for name in network.bodies:
        yield name
        if not (label(name) or "").startswith("l"):
            continue
        for height in heights - {None}:
            assert height is not None
            for step in range(-1, _ABOVE + 1):
                moved = _raised(height, step)
                if moved is not None and not (moved.isdigit() and top is not None and int(moved) > top):
                    yield with_label(name, moved)


def _raised(height: str, step: int) -> str | None:
    found = re.fullmatch(r"(?P<letter>[lL]?)(?P<number>[+-]?\d+)?", height)
    if found is None:
        return None
    number = int(found["number"] or 0) + step
    if not found["letter"]:
        return str(number) if number > 0 else None
    return found["letter"] + (f"{number:+d}" if number else "")


def _is_backward(network: Network, name: str) -> bool:
    """Whether a name rests on a derivative, or on the slope of an activation: it belongs to no forward pass."""
    for each in (name, *network.reach(name)):
        known = network.body(each)
        if known is None:
            continue
        for node in walk(known.tree):
            if isinstance(node, Call) and (node.function == "D" or node.function.endswith("'")):
                return True
            if isinstance(node, Sym) and base(node.name).endswith("bar") and network.body(node.name) is None:
                return True
    return False
