r"""How many entries a vector has, as the page shows it: $z \in \mathbb{R}^n$, or a sum over all of them.

A later claim that writes the size and no sum, such as $y_i = 1/n$, means the same size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import ONE, Entry, Expr, Fold, Sym, walk
from backproof.documents.environment import Environment

_COLUMN = re.compile(r"\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^\s*(?:\{\s*)?([A-Za-z])(?:\s*\})?\s*[.,]?\s*")


def showing(trees: Iterable[Expr], env: Environment) -> Environment:
    """The environment after a proved claim: the bounds of its sums are those of the page."""
    bounded = tuple(
        node for tree in trees for node in walk(tree) if isinstance(node, Fold) and isinstance(node.high, Sym)
    )
    fresh = tuple(each for each in bounded if each not in env.shown)
    return replace(env, shown=(*env.shown, *fresh)) if fresh else env


def in_space(name: str, space: str, env: Environment) -> Environment:
    """The environment after `name \\in R^n`."""
    found = _COLUMN.fullmatch(space)
    if found is None:
        return env
    entries: Expr = Fold("sum", "k", ONE, Sym(found[1]), None, Entry(name, (Sym("k"),)))
    return showing((entries,), env)
