r"""Products that words set equal to something: a grid t_k = -B + k \delta with $N \delta = 2B$ says what \delta is."""

from __future__ import annotations

import re

from backproof.answers.syntax import Div, Expr, Mul, Num, Sym, walk
from backproof.documents.environment import Environment
from backproof.documents.mentions import named

_SETS = re.compile(
    r"(?:\b(?:with|where|such that|chosen so that|we (?:set|take|choose)|let|setting|choose|take)|,\s*so that)"
    r"\s*\$*\s*$",
    re.IGNORECASE,
)


def set_by_product(left: Expr, right: Expr, before: str, env: Environment) -> tuple[Sym, Expr] | None:
    r"""The name that an equation for a product gives a meaning, and this: \delta, 2B/N; None for any other equation.

    before: the words in front of it.  A size is what it is: of N \delta = 2B it is \delta that gives way.
    """
    if not isinstance(left, Mul) or not all(isinstance(each, Sym | Num) for each in left.factors):
        return None
    if _SETS.search(before) is None:
        return None
    elsewhere = {name for node in walk(right) if (name := named(node))}
    free = [
        each
        for each in left.factors
        if isinstance(each, Sym)
        and each.name not in elsewhere
        and not env.is_size(each.name)
        and not any(each.name in known for known in (env.laws, env.functions, env.arrays))
        and ((known := env.definitions.get(each.name)) is None or known.line is None)
    ]
    if len(free) != 1 or elsewhere & env.laws.keys():
        return None
    rest = tuple(each for each in left.factors if each is not free[0])
    return free[0], Div(right, rest[0] if len(rest) == 1 else Mul(rest))
