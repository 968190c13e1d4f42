r"""The points of a grid, named in a row, and how far neighbours are apart, before a formula says where they are.

-B = t_0 < t_1 < \dots < t_N = B              names are given, nothing is claimed
t_j - t_{j-1} = \Delta = \frac{2B}{N}         \Delta is 2B/N; that the points are so far apart says where they will be
t_j = -B + j \Delta                           held against the ends that the list has
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Entry, Expr, Mul, Num, Sym
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement

_DOTS = re.compile(r"\s*\\[lcv]?dots[bcmo]?\s*")
_POINT = re.compile(r"\s*\\?[A-Za-z]+\s*_\s*(?:\w|\{[^{}]*\})\s*")


def lists_points(statement: Statement) -> bool:
    """Whether a chain names points from left to right and leaves some of them out."""
    orders, sides = set(statement.relations), [side.latex for side in statement.sides]
    if not orders <= {"<", "<=", "="} or not orders & {"<", "<="} or not any(map(_DOTS.fullmatch, sides)):
        return False
    return all(_DOTS.fullmatch(each) or _POINT.fullmatch(each) for each in sides[1:-1])


def is_of_neighbours(side: Expr, env: Environment) -> bool:
    """Whether a side is t_j - t_{j-1}, of points of which nothing is said yet."""
    match side:
        case Add((Entry(one, (Sym(index) | Add((Sym(index), Num())),)), Mul((Num(sign), Entry(other, (at,)))))):
            return one == other and sign == -1 and at != Sym(index) and one not in env.definitions
        case _:
            return False


def ends_against_list(left: Expr, right: Expr, before: str, env: Environment) -> Outcome | None:
    """The refutation of a formula for points whose first or last one is not where the list had it; often None."""
    if not isinstance(left, Entry) or len(left.indices) != 1 or not isinstance(left.indices[0], Sym):
        return None
    name = rf"\\?{re.escape(left.family)}\s*_\s*"
    index = r"(?:(?P<{}>\w)|\{{\s*(?P<{}_braced>\w+)\s*\}})\s*"
    order = r"(?:<|\\leq?(?:slant)?(?![A-Za-z]))"
    listed = [
        *re.finditer(
            rf"\$\s*(?P<low>[^$=<>]+)=\s*{name}{index.format('first', 'first')}{order}[^$=]*\\[lc]?dots[^$=]*{order}\s*"
            rf"{name}{index.format('last', 'last')}=\s*(?P<high>[^$=<>]+)\$",
            before,
        )
    ]
    if not listed:
        return None
    found = listed[-1]
    written = (
        found["low"],
        found["first"] or found["first_braced"],
        found["high"],
        found["last"] or found["last_braced"],
    )
    try:
        low, first, high, last = (read_side(each, names_of(env))[0] for each in written)
    except Unreadable:
        return None
    if (
        not mentioned((right,), env) - {left.indices[0].name}
        <= mentioned((low, high, last), env) | env.definitions.keys()
    ):
        return None  # it is not said how far the points are apart
    for place, number in ((low, first), (high, last)):
        outcome = judge_relation((replaced(right, {left.indices[0].name: number}),), "=", (place,), (), env)
        if outcome.verdict == "refuted":
            words = f"the list of the points has {plain(place)} for {left.family}_{plain(number)}, the formula does not"
            return replace(outcome, reason=words)
    return None
