r"""What a number that the page defines by x is at one point: y(\delta), of y = h \sigma(x) - h \sigma(x - \delta).

Such a side is no product, though y is a number: nobody writes y times 0 as y(0).
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Expr, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.inlining import inlined
from backproof.documents.lexer import read_side
from backproof.documents.settings import names_of

_NAME = r"(?:\\(?:hat|tilde|bar)\s*(?:\{\s*[A-Za-z]\s*\}|[A-Za-z])|[A-Za-z])(?:_(?:\d|\{\d\}))?"
_POINT = r"[-+]?\s*(?:\d+(?:\.\d+)?|\\?[A-Za-z]+(?:_(?:\w|\{\w\}))?)(?:\s*/\s*\d+)?"
_AT = re.compile(rf"\s*(?P<name>{_NAME})\s*(?:\\left)?\(\s*(?P<point>{_POINT})\s*(?:\\right)?\)\s*")
_APPLIED = re.compile(
    r"(?<![A-Za-z\\{])(?<!\\hat )(?<!\\bar )(?<!\\tilde )(?P<name>[A-Za-z])(?:_(?:\d|\{\d\}))?"
    r"\(\s*[-+]?\d+(?:\.\d+)?\s*\)"
)
_OPERATORS = frozenset("EPONUV")  # of means, chances, orders and distributions
_INPUTS = frozenset("xtuz")


def value_at(latex: str, env: Environment) -> Expr | None:
    """The tree of `y(\\delta)`; None for anything else, and where y is not seen to depend on one letter alone."""
    found = _AT.fullmatch(latex)
    if found is None:
        return None
    try:
        name, point = (read_side(found[each], names_of(env))[0] for each in ("name", "point"))
    except Unreadable:
        return None
    known = env.definitions.get(name.name) if isinstance(name, Sym) else None
    if known is None or known.line is None or known.indices:
        return None
    free = {each: known for each, known in env.definitions.items() if each not in _INPUTS}
    body = inlined(known.body, replace(env, definitions=free))
    names = {node.name for node in walk(body) if isinstance(node, Sym)}
    inputs = names & _INPUTS
    alone = env.setting == "step-networks" or names == inputs  # L(0), of L = (w x - y)^2, may be at w = 0
    if len(inputs) != 1 or not alone or (isinstance(point, Sym) and point.name in _INPUTS):
        return None
    return replaced(body, {inputs.pop(): point})


def applied_to_number(latex: str, env: Environment) -> str | None:
    """f(0), where the page does not say what the function f is; None where nothing of this kind stands in a side."""
    for found in _APPLIED.finditer(latex):
        name = found[0].partition("(")[0]
        if found["name"] not in _OPERATORS and not {found["name"], name} & env.functions.keys():
            return found[0]
    return None
