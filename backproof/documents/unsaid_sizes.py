r"""Sums over all $k$, and a letter for how many there are: $p_c = 1/K$, where nobody has said that $k$ ends at $K$."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import ONE, Cond, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.conversion import Converter
from backproof.documents.declarations import NotConverted
from backproof.documents.environment import Environment
from backproof.documents.mentions import behind
from backproof.documents.outcomes import Outcome, reason_of
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved

COUNTS = "is how many terms the sums have"
_NEVER_COUNTED = {"n_in": frozenset(("delta", "g", "u", "d", "g_out", "delta_out")), "n_out": frozenset(("x", "h"))}


def with_size_named(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Proved, if a claim holds where its one free size is the number of terms of every endless sum; else None."""
    found = ended(left, right, env)
    if found is None:
        return None
    left, right, env, size = found
    try:
        problem = Converter(env, conditions).problem((left, right))
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
    except (NotConverted, NotATerm):
        return None
    if not isinstance(verdict, Proved):
        return None
    return Outcome("proved", f"{size} {COUNTS}: {reason_of(problem)}", used=problem.laws)


def ended(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment, str] | None:
    """A claim and its environment where every endless sum has as many terms as the one free size of the claim says."""
    claimed = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
    names = {name for name in claimed if env.is_size(name)} - env.definitions.keys() - env.laws.keys()
    means = (law.mean for law in env.laws.values() if law.mean is not None)
    names -= {node.name for mean in means for node in walk(mean) if isinstance(node, Sym)}  # a mean called m is no size
    bodies = [node for body in behind((left, right), env) for node in walk(body)]
    folds = [node for node in bodies if isinstance(node, Fold) and node.kind == "sum"]
    if len(names) != 1 or any(each.where is not None for each in folds):
        return None
    size = Sym(names.pop())
    endless = [each for each in folds if each.high is None]
    if not endless or any((each.low, each.high) != (ONE, size) for each in folds if each.high is not None):
        return None
    own = [each.body for each in env.definitions.values() if each.line is not None]
    elsewhere = [node for body in own for node in walk(body) if isinstance(node, Fold)]
    summed = {node.family for each in folds for node in _beside(each, elsewhere)}
    if summed & _NEVER_COUNTED.get(size.name, frozenset()):
        return None  # n_in inputs are no gradients of outputs
    counts = _counts_for(size, endless, elsewhere)
    if not counts and (
        size in [each.high for each in elsewhere] or any(size.name in each for each in env.spaces.values())
    ):
        return None  # it counts something else

    def to_the_end(expr: Expr) -> Expr:
        expr = map_expr(expr, to_the_end)
        return replace(expr, low=ONE, high=size) if isinstance(expr, Fold) and expr.kind == "sum" else expr

    return to_the_end(left), to_the_end(right), env.rewritten(to_the_end), size.name


def _counts_for(size: Sym, endless: Iterable[Fold], elsewhere: Iterable[Fold]) -> bool:
    r"""Whether sums of what is the same for every i have the range that the page has given i: \sum_i \sigma^2 v^2."""
    said = {each.var: set[Expr]() for each in endless}
    for each in elsewhere:
        if each.var in said and each.high is not None:
            said[each.var].add(each.high)
    return all(highs == {size} for highs in said.values()) and not any(_entries(each) for each in endless)


def _beside(fold: Fold, elsewhere: Iterable[Fold]) -> frozenset[Entry]:
    """The entries in a sum, and those that the page sums together with one of them: x_i of w_ji x_i, for w_ji^2.

    In a sum of what is the same for every i, they are all those that the page sums over i.
    """
    own = _entries(fold)
    others = (_entries(each) for each in elsewhere if each.var == fold.var)
    return own.union(*(each for each in others if each & own or not own))


def _entries(fold: Fold) -> frozenset[Entry]:
    """The entries in a sum that the index runs through."""
    index = Sym(fold.var)
    return frozenset(node for node in walk(fold.body) if isinstance(node, Entry) and index in node.indices)
