"""Judging with as few definitions as possible: what holds for free names holds for defined ones."""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import (
    Call,
    Cond,
    Expr,
    walk,
)
from backproof.documents.conversion import Converter
from backproof.documents.declarations import FREE, LOSSES, NotConverted
from backproof.documents.environment import Environment
from backproof.documents.limits import MOST_INDICES, SECONDS_PER_ATTEMPT, TooLong, time_limit
from backproof.documents.mentions import differentiated, named, reach
from backproof.documents.outcomes import Outcome, plain_name, reason_of, rounded
from backproof.documents.refutations import refutation
from backproof.documents.report import Counterexample
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim
from proofs.kernel.instances import compare
from proofs.kernel.judging import reduce
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved, Refuted

_FEW_POINTS = 20  # what they do not refute is judged as a whole


def in_general(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Try with as few definitions as possible: what holds with free names holds with defined ones.

    First for any loss (the chain rule needs nothing else), then with the definitions between what is differentiated
    and what it is differentiated by.  A difference found there counts only if it is there with all definitions too.
    """
    trees = (left, right)
    if any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for tree in trees for node in walk(tree)):
        return None
    variables = differentiated(trees, env)
    keep = frozenset(name for name in env.definitions if reach(name, env) & variables)
    keep |= frozenset(name for name, each in env.definitions.items() if _is_of_free(each.body))  # targets add up to 1
    any_loss = _any_loss(variables, env) if variables and not _is_one_sided(trees, env) else None
    attempts = [(any_loss, keep)] if any_loss is not None else []
    if len(keep) < len(env.definitions):
        attempts.append((env, keep))
    for environment, names in attempts:
        try:
            with time_limit(SECONDS_PER_ATTEMPT):
                converter = Converter(environment, conditions, keep=names)
                problem = converter.problem(trees)
                if problem.opaque or len(problem.setting.ranges) > MOST_INDICES:
                    continue
                claim = Claim(problem.sides[0], relation, problem.sides[1])  # type: ignore[arg-type]
                verdict = decide(claim, problem.setting)
                if isinstance(verdict, Proved):
                    general = environment is not env
                    return Outcome("proved", reason_of(problem), used=problem.laws, any_loss=general)
                if environment is not env and _is_any_network(env) and isinstance(verdict, Refuted):
                    found = verdict.counterexample
                    shown = tuple((plain_name(name), value) for name, value in found.where)
                    values = rounded(found.left), rounded(found.right)
                    return Outcome(
                        "refuted", "the two sides differ for some loss", Counterexample(shown, *values, relation)
                    )
                if isinstance(verdict, Refuted) and converter.uncounted() is not None:
                    continue
                if environment is env and variables and isinstance(verdict, Refuted):
                    reduced = [reduce(side, problem.setting) for side in problem.sides]
                    left_right = Claim(reduced[0], relation, reduced[1])  # type: ignore[arg-type]
                    seen = compare(left_right, problem.full, limit=_FEW_POINTS)
                    if seen.counterexample is not None:
                        return refutation(left, relation, right, conditions, env, problem, seen.counterexample)
        except (TooLong, NotConverted, NotATerm):
            continue
    return None


def _is_of_free(body: Expr) -> bool:
    """Whether a definition says no more than what numbers of any size, such as targets, have in common."""
    names = {name for node in walk(body) if (name := named(node)) is not None}
    return any(name.endswith(FREE) for name in names)


def _is_one_sided(trees: tuple[Expr, Expr], env: Environment) -> bool:
    """Whether one side is a derivative and the other has none: what the page says of its loss decides then."""
    known = any(re.split(r"_", name)[0] in LOSSES for name in env.definitions)
    return known and not all(differentiated((tree,), env) for tree in trees)


def of_unread_loss(outcome: Outcome, trees: tuple[Expr, Expr], env: Environment) -> Outcome:
    """A gradient that differs from a formula for some loss may be right for the loss that the page has in mind."""
    where = () if outcome.counterexample is None else outcome.counterexample.where
    free = any(name.startswith("slope") for name, _ in where)
    if outcome.verdict != "refuted" or not free or not _is_one_sided(trees, env):
        return outcome
    return Outcome("undecided", "it is not said how the loss depends on what it is differentiated by")


def _is_any_network(env: Environment) -> bool:
    """Whether the page says nothing of its network or its loss, so that a difference for some loss is one."""
    own = any(each.line is not None for name, each in env.definitions.items() if "^(" in name)
    return env.any_depth and not own and not any(re.split(r"_", name)[0] in LOSSES for name in env.definitions)


def _any_loss(variables: frozenset[str], env: Environment) -> Environment | None:
    """The environment without the loss, if the loss depends on the variables through one of them alone."""
    losses = [name for name in env.definitions if re.split(r"_", name)[0] in LOSSES]
    if env.any_depth and not losses:
        losses = ["L"]
    last = [name for name in variables if variables - {name} <= reach(name, env)]
    if not losses or len(last) != 1:
        return None
    if any(reach(loss, env, without=last[0]) & variables for loss in losses):
        return None
    return replace(env, definitions={name: each for name, each in env.definitions.items() if name not in losses})
