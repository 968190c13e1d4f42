"""Claims that hold because the targets add up to 1, on pages that do not say so, or say that they need not."""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Compare, Entry, Fold, Mul, Sym, walk
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.matrices.words import targets_may_not_sum_to_one
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.targets import adding_to_one


def without_assumptions(link: Link, outcome: Outcome, text: str, env: Environment) -> Outcome:
    """What is to be said of a claim that is proved, where the words take back what the setting assumes of targets."""
    if outcome.verdict != "proved" or not env.assumptions or not targets_may_not_sum_to_one(text):
        return outcome
    conditions = (*link.conditions, *link.clause)
    if (
        judge_relation(link.left, link.relation, link.right, conditions, replace(env, assumptions=())).verdict
        == "proved"
    ):
        return outcome
    needs = ", ".join(
        f"{plain(each.left)} {each.relation} {plain(each.right)}"
        for each in env.assumptions
        if isinstance(each, Compare)
    )
    words = f"it holds if {needs}, and the page says that this need not be"
    return Outcome("conditional", words, condition=needs, missing=(needs,))


def if_targets_add_up(link: Link, outcome: Outcome, env: Environment) -> Outcome:
    """A claim that fails, and holds where the weights of a cross-entropy add up to 1, as the targets of a class do."""
    if outcome.verdict != "refuted" or link.relation != "=" or link.universal is not None:
        return outcome
    for name in sorted(_weights_of_logarithms(env) & mentioned((*link.left, *link.right), env)):
        assumption = adding_to_one(name)
        if name in env.definitions or name in env.laws or assumption in env.assumptions:
            continue
        some = replace(env, assumptions=(assumption,))
        if judge_relation(link.left, "=", link.right, (*link.conditions, *link.clause), some).verdict == "proved":
            needs = f"{plain(assumption.left)} = 1"
            return Outcome("conditional", f"holds if {needs}", condition=needs, missing=(needs,))
    return outcome


def _weights_of_logarithms(env: Environment) -> set[str]:
    """t, of a definition with sum_k t_k log p_k."""
    return {
        factor.family
        for definition in env.definitions.values()
        for fold in walk(definition.body)
        if isinstance(fold, Fold) and fold.kind == "sum" and isinstance(fold.body, Mul)
        if any(isinstance(each, Call) and each.function == "log" for each in fold.body.factors)
        for factor in fold.body.factors
        if isinstance(factor, Entry) and factor.indices == (Sym(fold.var),)
    }
