r"""Gradients in an example of the last layer alone: db = (0.5, -0.5)^T, where the page has db_3 = dO^T 1.

Of the layers to which the page gives a number it is the only one of which the example shows what it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backproof.answers.syntax import Sym
from backproof.documents.environment import Environment
from backproof.documents.numeric.example import Example, Side
from backproof.documents.numeric.judging import judge_value, value_of
from backproof.documents.outcomes import Outcome

_GRADIENT = re.compile(r"d[A-Za-z]+")


def judge_last_gradient(
    sides: Sequence[Side | None], relation: str, example: Example, env: Environment
) -> Outcome | None:
    """Whether the numbers of a gradient without a number are those of the only one that the example knows."""
    left, printed = sides[:2]
    if left is None or printed is None or not printed.is_printed or not isinstance(left.tree, Sym):
        return None
    name = left.tree.name
    if not _GRADIENT.fullmatch(name) or example.formula(name) is not None or example.given(name) is not None:
        return None
    bodies = {
        each: body
        for each in example.formulas
        if re.fullmatch(rf"{name}_\d+", each) and (body := example.formula(each))
    }
    known = {each: body for each, body in bodies.items() if value_of(example, body) is not None}
    if len(known) != 1:
        return None
    ((whole, body),) = known.items()
    found = judge_value(example, (Side(left.latex, body),), printed, relation, env)
    return None if found is None else replace(found, reason=f"{found.reason}, with {name} for {whole}")
