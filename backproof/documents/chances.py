r"""The probability that a number is positive, or negative: P(a > 0) = 1/2, where a is symmetric about 0.

For a normal a of mean 0 it is the integral of the density over half of the line, which the kernel evaluates.  A
weighted sum is normal for normal weights and inputs of constant size; what is said of another one holds if it is
symmetric.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    MINUS_ONE,
    TWO,
    ZERO,
    Call,
    Compare,
    Cond,
    Const,
    Div,
    Entry,
    Expr,
    Mul,
    Num,
    Pow,
    Sym,
    Truth,
    map_expr,
    walk,
)
from backproof.documents.environment import Environment
from backproof.documents.integration import INFINITY
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import BOUND
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.report import Counterexample

_LETTERS = frozenset(("P", "Pr", "Prob"))
_SCALE = "scale(of)"  # the standard deviation, any positive number


def judge_chance(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Judge an equation between probabilities of signs; None for any other claim."""
    names = {name for side in (left, right) for name in _of_signs(side, env)}
    if relation not in ("=", "approx") or conditions or len(names) != 1 or None in names:
        return None
    (name,) = names
    assert name is not None
    law = env.laws.get(name)
    normal = law is not None and law.kind == "normal" and law.mean == ZERO
    if not normal and (law is not None or not _is_centred(name, env)):
        return None
    wide = replace(env, positive=env.positive | {_SCALE})
    found = judge_relation((_halves(left),), relation, (_halves(right),), (), wide)
    if normal or found.verdict not in ("proved", "refuted"):
        return found
    if found.verdict == "proved":
        return lacking(f"{name} is symmetric about 0 and has a density")
    shown = found.counterexample or Counterexample((), "", "")
    return replace(found, reason=f"the two sides differ, already where {name} is normal", counterexample=shown)


def _of_signs(side: Expr, env: Environment) -> list[str | None]:
    """The names whose signs have probabilities here; None for another event."""
    return [_name(each.factors[1].condition) for each in walk(side) if _is_chance(each)]  # type: ignore[union-attr]


def _is_chance(node: Expr) -> bool:
    match node:
        case Mul((Sym(letter), Truth())):
            return letter in _LETTERS
        case _:
            return False


def _name(event: Cond) -> str | None:
    """a, of a > 0, of 0 < a, of relu(a) = 0 and of relu(a) > 0."""
    match event:
        case Compare(("<" | "<=" | ">" | ">="), Sym(name) | Entry(name, _), Num(Fraction(numerator=0))):
            return name
        case Compare(("<" | "<=" | ">" | ">="), Num(Fraction(numerator=0)), Sym(name) | Entry(name, _)):
            return name
        case Compare(("=" | ">"), Call("relu", (Sym(name) | Entry(name, _),)), Num(Fraction(numerator=0))):
            return name
        case _:
            return None


def _is_centred(name: str, env: Environment) -> bool:
    """Whether the page defines a name, and its mean is 0."""
    known = env.definitions.get(name)
    if known is None:
        return False
    entry: Expr = Entry(name, tuple(map(Sym, known.indices))) if known.indices else Sym(name)
    return judge_relation((Call("E", (entry,)),), "=", (ZERO,), (), env).verdict == "proved"


def _halves(expr: Expr) -> Expr:
    """The expression with half of the integral of a centred normal density for the probability of each sign."""
    if not _is_chance(expr):
        return map_expr(expr, _halves)
    at, scale = Sym(f"{BOUND}a"), Sym(_SCALE)
    density = Div(
        Call("exp", (Div(Mul((MINUS_ONE, Pow(at, TWO))), Mul((TWO, Pow(scale, TWO)))),)),
        Mul((Call("sqrt", (Mul((TWO, Const("pi"))),)), scale)),
    )
    return Call("integral", (density, at, ZERO, INFINITY))  # that over the negative half is the same
