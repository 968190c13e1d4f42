"""Claims that hold because the targets add up to 1, on pages that say that they need not."""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Compare
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.matrices.words import targets_may_not_sum_to_one
from backproof.documents.outcomes import Outcome


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
