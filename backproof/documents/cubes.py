r"""Distances in a cube of side \Delta: from a corner at most \sqrt{d} \Delta, from the center at most half of that."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Expr, Mul, Num, Pow, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement

_BAR = r"(?:\\\||\\[lr]?Vert|‖|\|)"
_DISTANCE = re.compile(
    rf"\s*(?P<most>\\(?:max|sup)(?:\s*_\s*(?:\{{[^{{}}]*\}}|\w))?)?\s*(?:\\left)?\s*{_BAR}"
    rf"\s*(?:\\(?:mathbf|boldsymbol|vec)\s*\{{?)?\s*x\s*\}}?\s*-\s*[^|‖]*?(?:\\right)?\s*{_BAR}"
    r"\s*(?:_\s*\{?\s*(?P<norm>2|1|\\infty)\s*\}?)?\s*"
)
_CORNER = re.compile(r"\bcorner", re.IGNORECASE)
_CENTER = re.compile(r"\bcent(?:er|re)|\bmiddle|\bmidpoint", re.IGNORECASE)
_CUBE = re.compile(r"\b(?:hyper-?)?cubes?\b", re.IGNORECASE)
_SIDES = ("Delta", "delta", "h", "a", "s")
_DIMENSIONS = ("d", "n", "D")


def judge_distance(statement: Statement, n: int, text: str) -> Outcome | None:
    """What is to be said of a bound on the distance from the corner or the center of a cube; None for anything else.

    text: the page before the statement, which says from where the distance is taken.
    """
    found = _DISTANCE.fullmatch(statement.sides[n].latex)
    relation = statement.relations[n]
    if found is None or relation not in ("=", "<=") or (relation == "=" and not found["most"]):
        return None
    words = re.split(r"\n\s*\n|(?<=[.!?])\s+(?=[A-Z])", text)[-1][-200:]
    corners, centers = ([*each.finditer(words)] for each in (_CORNER, _CENTER))
    if not (corners or centers) or not _CUBE.search(text[-600:]):
        return None
    is_center = bool(centers) and (not corners or centers[-1].start() > corners[-1].start())
    try:
        trees = read_side(statement.sides[n + 1].latex, names_of(Environment()))
    except Unreadable:
        return None
    names = {node.name for node in walk(trees[0]) if isinstance(node, Sym)}
    side = [each for each in names if each in _SIDES]
    dimension = [each for each in names if each in _DIMENSIONS]
    if not dimension and not (_CUBE.search(words) and re.search(r"\\\||Vert|‖", statement.sides[n].latex)):
        return None  # on a line, a cell has a middle too
    dimension = dimension or ["d"]
    if len(trees) != 1 or len(side) != 1 or len(dimension) != 1 or names - {*side, *dimension}:
        return None
    farthest = _farthest(Sym(side[0]), Sym(dimension[0]), found["norm"] or "2", is_center)
    here = Environment(positive=frozenset(side), sizes=frozenset(dimension))
    said = judge_relation((farthest,), relation, (trees[0],), (), here)
    where = "center" if is_center else "corner"
    if said.verdict == "proved":
        return replace(said, reason=f"{said.reason}, for the {where} of a cube of side {side[0]}")
    if said.verdict == "refuted":
        return Outcome("refuted", f"the farthest point from the {where} is at another distance", said.counterexample)
    return None


def _farthest(side: Expr, dimension: Expr, norm: str, is_center: bool) -> Expr:
    """The largest distance from a corner of a cube, or from its center, to a point of it."""
    half = Num(Fraction(1, 2))
    reach = Mul((half, side)) if is_center else side
    if norm == r"\infty":
        return reach
    return Mul((dimension if norm == "1" else Pow(dimension, half), reach))
