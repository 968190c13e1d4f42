r"""Numbers by which a page divides and of which it says no more: T of $y_i = e^{z_i/T}/\sum_k e^{z_k/T}$.

Where such a number is 0 nothing is defined.  It is positive or negative, and a claim is judged for both.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from backproof.answers.syntax import Cond, Div, Expr, Mul, Sym, map_cond, negative, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import behind
from backproof.documents.outcomes import Outcome


def for_each_sign(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What is to be said of a claim about what is defined by quotients; None where no number is divided by."""
    divisors = _divisors(left, right, env)
    if len(divisors) != 1:
        return None
    (name,) = divisors
    env = replace(env, positive=env.positive | divisors)
    positive = judge_relation((left,), relation, (right,), conditions, env)
    if positive.verdict != "proved":
        return positive if positive.verdict == "refuted" else None
    change: dict[str, Expr] = {name: negative(Sym(name))}
    bodies = {
        each: replace(known, body=replaced(known.body, change), written=None) for each, known in env.definitions.items()
    }
    sides = replaced(left, change), replaced(right, change)
    here = tuple(map_cond(each, partial(replaced, names=change)) for each in conditions)
    below = judge_relation((sides[0],), relation, (sides[1],), here, replace(env, definitions=bodies))
    if below.verdict != "proved":
        return Outcome("conditional", f"holds if {name} > 0", condition=f"{name} > 0")
    return replace(positive, reason=f"for {name} > 0 and for {name} < 0: {positive.reason}")


def _divisors(left: Expr, right: Expr, env: Environment) -> frozenset[str]:
    """The names that are factors of a denominator in a definition on which a claim rests, and nothing else."""
    found: set[str] = set()
    for body in behind((left, right), env):
        if body in (left, right):
            continue  # what is divided by in the claim itself may be 0
        for node in walk(body):
            if isinstance(node, Div):
                factors = node.under.factors if isinstance(node.under, Mul) else (node.under,)
                found |= {each.name for each in factors if isinstance(each, Sym)}
    known = env.positive | env.definitions.keys() | env.laws.keys() | env.arrays.keys() | env.sizes
    return frozenset(name for name in found - known if not env.is_size(name))
