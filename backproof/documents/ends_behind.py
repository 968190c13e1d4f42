r"""Sums whose ends stand behind them: a_j = \sum_i w_{ji} x_i, \quad i = 1, \ldots, n."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Expr, Fold, Num, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.settings import names_of
from backproof.documents.sides import Reading

_RANGE = re.compile(
    r"(?:[\s,;($]|\\[,;:!]|\\q?quad(?![A-Za-z])|\\text\s*\{\s*(?:for|with|where)\s*\}|\b(?:for|with|where)\b)*"
    r"(?P<index>[a-z])\s*=\s*(?P<low>[01])\s*,\s*(?:\d\s*,\s*)?(?:\\[lc]?dots|\.\.\.|…)\s*,\s*"
    r"(?P<high>[^\s,;.$)=\\][^,;.$)=\\]*)"
)


def with_ends_behind(readings: list[Reading], behind: str, env: Environment) -> list[Reading]:
    """The sides of a statement, where what stands behind it says from where to where one of its sums runs."""
    found = _RANGE.match(behind)
    if found is None:
        return readings
    index, low = found["index"], Num(Fraction(int(found["low"])))
    trees = (tree for each in readings if isinstance(each, tuple) for tree in each)
    if not any(_is_open(node, index) for tree in trees for node in walk(tree)):
        return readings
    try:
        high = read_side(found["high"].strip(), names_of(env))[0]
    except Unreadable:
        return readings

    def ended(tree: Expr) -> Expr:
        tree = map_expr(tree, ended)
        return replace(tree, low=low, high=high) if isinstance(tree, Fold) and _is_open(tree, index) else tree

    return [tuple(map(ended, each)) if isinstance(each, tuple) else each for each in readings]


def _is_open(node: Expr, index: str) -> bool:
    """Whether it is a sum over an index of which it does not say where it ends."""
    return isinstance(node, Fold) and (node.var, node.low, node.high, node.where) == (index, None, None, None)
