r"""Integrals against the density of a random name: $\int_0^\infty a^2 p(a) \, da = \mathbb{E}[\max(0, a)^2]$.

Nothing is said of p but that it is the density of the name over whose values the integral runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from backproof.answers.syntax import ONE, ZERO, Call, Entry, Expr, Mul, Num, Pow, Sym, map_expr, negative, walk
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.integration import DENSITIES, INFINITY
from backproof.documents.links import Link
from backproof.documents.mentions import BOUND
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_SYMMETRIC = re.compile(
    r"\bsymmetr\w+|\beven (?:function|density)\b|\bis even\b|\(\s*-\s*[a-z]\s*\)\s*=\s*[pfqg]\(", re.IGNORECASE
)


def with_densities(sides: Sequence[tuple[Expr, ...]], env: Environment) -> list[tuple[Expr, ...]]:
    """The sides with means in the place of integrals against the density of a name of the page."""
    trees = [tree for side in sides for tree in side]
    places = [
        node.indices for tree in trees for node in walk(tree) if isinstance(node, Entry) and len(node.indices) == 1
    ]

    def random(letter: str) -> Expr | None:
        if env.definition(letter, 0) is not None or (letter in env.laws and not env.arrays.get(letter, 0)):
            return Sym(letter)
        known = env.definition(letter, 1) is not None or (letter in env.laws and env.arrays.get(letter) == 1)
        return Entry(letter, places[0] if places else (Sym("j"),)) if known else None

    def changed(expr: Expr) -> Expr:
        expr = map_expr(expr, changed)
        if not (isinstance(expr, Call) and expr.function == "integral"):
            return expr
        body, variable, low, high = expr.args
        assert isinstance(variable, Sym)
        name = random(variable.name.removeprefix(BOUND))
        weight = _without_density(body, variable)
        return expr if name is None or weight is None else _mean(weight, variable, name, low, high) or expr

    return [tuple(changed(tree) for tree in side) for side in sides]


def but_for_symmetry(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """An integral that fails for a law that is not symmetric fails for none where the page says that the density is."""
    if r"\int" not in "".join(link.latex):
        return outcome
    where = () if outcome.counterexample is None else outcome.counterexample.where
    laws = [each for each in where if "law of" in each[0]]
    if outcome.verdict != "refuted" or not _SYMMETRIC.search(passage.text) or all(_is_even(law) for _, law in laws):
        return outcome
    return Outcome("undecided", "it fails for a law that is not symmetric, and the page says that the density is")


def _is_even(law: str) -> bool:
    """Whether a law in words is one of a and -a with the same probability."""
    found = re.fullmatch(r"(-?[\d/]+) with probability ([\d/]+), (-?[\d/]+) with probability ([\d/]+)", law)
    return found is not None and found[2] == found[4] and found[1].lstrip("-") == found[3].lstrip("-")


def _without_density(body: Expr, variable: Sym) -> Expr | None:
    """g of g(a) p(a); None where there is no density, or more."""
    factors = body.factors if isinstance(body, Mul) else (body,)
    densities = [each for each in factors if _is_density(each, variable)]
    rest = tuple(each for each in factors if not _is_density(each, variable))
    if len(densities) != 1 or any(_is_density(node, variable) for each in rest for node in walk(each)):
        return None
    return Mul(rest) if len(rest) > 1 else rest[0] if rest else ONE


def _is_density(node: Expr, variable: Sym) -> bool:
    return isinstance(node, Call) and node.function.removeprefix(ANY) in DENSITIES and node.args == (variable,)


def _mean(weight: Expr, variable: Sym, name: Expr, low: Expr, high: Expr) -> Expr | None:
    """The mean of g(a) over the line, or of what is left of it on one side of 0, where g(0) = 0."""
    line = negative(INFINITY), INFINITY
    if (low, high) == line:
        return ONE if weight == ONE else Call("E", (replaced(weight, {variable.name: name}),))
    if not _vanishes_at_zero(weight, variable):
        return None
    if (low, high) == (ZERO, INFINITY):
        return Call("E", (replaced(weight, {variable.name: Call("relu", (name,))}),))
    if (low, high) == (line[0], ZERO):
        return Call("E", (replaced(weight, {variable.name: negative(Call("relu", (negative(name),)))}),))
    return None


def _vanishes_at_zero(weight: Expr, variable: Sym) -> bool:
    match weight:
        case Sym():
            return weight == variable
        case Pow(base, Num(power)):
            return power >= Fraction(1) and _vanishes_at_zero(base, variable)
        case Mul(factors):
            return any(_vanishes_at_zero(each, variable) for each in factors)
        case _:
            return False
