"""Hypotheses that nobody declared, but under which a claim would hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    Call,
    Cond,
    Expr,
    Fold,
    Num,
    walk,
)
from backproof.documents.conversion import Converter
from backproof.documents.declarations import is_size_name
from backproof.documents.environment import Environment
from backproof.documents.mentions import bound_names, free_indices, named, reach
from backproof.documents.outcomes import Outcome
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim
from proofs.kernel.verdicts import Proved


def with_missing(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Would it hold under a hypothesis that nobody declared?  A mean of zero is what is usually forgotten."""
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    names |= {each for name in names for each in reach(name, env)}
    used = {name: law for name in sorted(names) if (law := env.laws.get(name))}
    centred = dict(env.laws)
    means = [name for name, law in used.items() if law.mean is None and law.kind in ("moments", "unknown")]
    for name in means:
        centred[name] = replace(used[name], mean=Num(Fraction(0)))
    strangers = any(law.kind == "unknown" for law in used.values())
    together = [f"{', '.join(used)} are independent"] if len(used) > 1 and (strangers or not env.independent) else []
    zero = [f"E[{name}] = 0" for name in means]
    known = {name: replace(law, kind="moments") if law.kind == "unknown" else law for name, law in env.laws.items()}
    known_centred = {name: replace(law, mean=centred[name].mean) for name, law in known.items()}
    attempts = [
        (replace(env, laws=centred), zero),
        (replace(env, laws=known, independent=True), together),
        (replace(env, laws=known_centred, independent=True), [*zero, *together] if zero and together else []),
    ]
    for changed, missing in attempts:
        if not missing:
            continue
        problem = Converter(changed, conditions).problem((left, right))
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
        if isinstance(verdict, Proved):
            condition = ", ".join(missing)
            return Outcome("conditional", f"holds if {condition}", condition=condition, missing=tuple(missing))
    return None


def without_law(trees: Iterable[Expr], env: Environment) -> frozenset[str]:
    """Names inside E and Var of which nothing is known: they are random, but nobody says how."""
    found: set[str] = set()
    alone: set[str] = set()  # whose own mean or variance is spoken of: no scale and no constant
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Call) and node.function in ("E", "Var", "Cov"):
                for argument in node.args:
                    alone |= {name} if (name := named(argument)) else set()
                    indices = free_indices(argument) | {each.var for each in walk(argument) if isinstance(each, Fold)}
                    names = {name for each in walk(argument) if (name := named(each))} - indices
                    names |= {each for name in names for each in reach(name, env)}
                    found |= names
    known = env.laws.keys() | env.definitions.keys() | env.sizes
    strangers = found - known - (env.positive - alone) - bound_names(env)
    constants = {"c", "alpha", "beta", "b"} - alone
    return frozenset(name for name in strangers if not is_size_name(name) and name not in constants)
