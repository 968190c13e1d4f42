r"""Claims about layer l on a page that gives each of its layers by number: z^(1), h^(1), z^(2), and then dL/dW^(l)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from backproof.answers.syntax import Expr, Sym
from backproof.documents.matrices.names import label, names_in
from backproof.documents.matrices.network import at_layer
from backproof.documents.matrices.page import Page
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
    numbers = {found for name in known if (found := label(name)) is not None and found.isdigit()}
    layers: list[str] = []
    for each in sorted(numbers, key=int):
        unknown = {name for name in general if not _is_known(page, name, each, known)}
        if {name for name in general if label(name) == "l"} <= unknown:
            continue  # no layer of the page
        if any(label(name) != "l+1" for name in unknown):
            return None
        if not unknown:  # the last layer has none above it
            layers.append(each)
    if not layers or len(layers) > _MOST_LAYERS:
        return None
    outcomes: list[Outcome] = []
    for each in layers:
        outcome = judged(at_layer(left, each), at_layer(right, each))
        if outcome is None or outcome.verdict not in ("proved", "refuted"):
            return None
        if outcome.verdict == "refuted":
            return replace(outcome, reason=f"for l = {each}: {outcome.reason}")
        outcomes.append(outcome)
    words = ", ".join(f"l = {each}" for each in layers)
    return replace(outcomes[0], reason=f"for each of {words}: {outcomes[0].reason}")


def _is_known(page: Page, name: str, layer: str, known: set[str]) -> bool:
    """Whether the page speaks of W^(2), or of what it is made of, where W^(l) is meant for l = 2."""
    (own,) = names_in(at_layer(Sym(name), layer))
    return own in known or page.network.body(own) is not None or page.network.stack(own) is not None
