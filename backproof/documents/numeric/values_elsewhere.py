r"""Numbers that a page gives to a name more than once: M = 40 in one example, M = 4 in the next.

What fails with the value that was read last, and holds with another one of the page, is no lie: whose value it is, the
page knows.  "With $M = 4$ we get levels 0, 1/16, ... The bound is $L/M = 1/2$."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from math import prod

from backproof.answers.syntax import Entry, Expr, Sym, walk
from backproof.documents.matrices.names import shown
from backproof.documents.numeric.arrays import Array
from backproof.documents.numeric.comparing import alike, written
from backproof.documents.numeric.evaluation import key
from backproof.documents.numeric.example import Example, Side
from backproof.documents.numeric.judging import value_of
from backproof.documents.outcomes import Outcome
from backproof.documents.page_names import PageNames

_GIVES = re.compile(
    r"(?<![A-Za-z\\_^{])(?P<name>\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?)\s*(?:=|:=|\\in\s*\\\{)\s*"
    r"(?P<number>-?(?:\d+(?:\.\d+)?|\\[td]?frac\s*(?:\d\s*\d|\{\d+\}\s*\{\d+\})))(?=\s*(?:\\?[,;:}]|[$.)&]|\\q|\\\\|\\text|\s))"
)
_MOST = 24  # choices of values


def at_values_elsewhere(
    sides: tuple[Side, Side], example: Example, text: str, names: PageNames, judged: Callable[[Example], Outcome | None]
) -> Outcome | None:
    """What is to be said of a claim that fails, where it holds with other numbers that the page gives; else None.

    text: the page up to the claim;  judged: what is said of the claim in another example.
    """
    inside = {name for side in sides for node in walk(side.tree) if (name := _name(node)) and example.given(name)}
    values = {name: each for name, each in _given(text, names, example).items() if name in inside}
    if not values or prod(map(len, values.values())) > _MOST:
        return None
    for choice in product(*values.values()):
        chosen = dict(zip(values, choice, strict=True))
        found = judged(_with(chosen, example))
        if found is not None and found.verdict in ("proved", "conditional"):
            said = ", ".join(f"{shown(name)} = {written(each)}" for name, each in sorted(chosen.items()))
            return Outcome("conditional", "it holds with numbers that the page gives elsewhere", condition=said)
    return None


def _name(node: Expr) -> str | None:
    return key(node) if isinstance(node, Sym | Entry) else None


def _given(text: str, names: PageNames, example: Example) -> Mapping[str, list[Array]]:
    """The numbers that formulas give to names, for names that have two or more."""
    found: dict[str, list[Array]] = {}
    for each in _GIVES.finditer(text):
        name, number = example.read(each["name"], names), example.read(each["number"], names)
        called = None if name is None else key(name.tree)
        value = None if number is None else value_of(example, number.tree)
        if called is None or value is None or example.formula(called) is not None:
            continue
        known = found.setdefault(called, [])
        if not any(alike(one, value, (), "=") == "equal" for one in known):
            known.append(value)
    return {name: each for name, each in found.items() if len(each) > 1}


def _with(values: Mapping[str, Array], example: Example) -> Example:
    """The example with other values, and without what was worked out of the old ones."""
    return replace(example, givens={**example.givens, **values}, shown={}, gradients={})
