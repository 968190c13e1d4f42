"""Names that a page defines anew: "With a temperature, p = softmax(z/T), ..." may hold for its sentence alone.

A claim that fails with what a name was defined as last may hold with what it was defined as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from backproof.documents.environment import Definition, Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome


def gone_from(before: Mapping[str, Definition], after: Mapping[str, Definition]) -> dict[str, Definition]:
    """What names of the page meant before one of its lines gave them another meaning."""
    return {
        name: each
        for name, each in before.items()
        if each.line is not None and name in after and after[name].line is not None and after[name].body != each.body
    }


def with_former_meaning(link: Link, outcome: Outcome, former: Mapping[str, Definition], env: Environment) -> Outcome:
    """What is to be said of a claim that fails; former: the meanings that names had before."""
    if outcome.verdict != "refuted" or link.universal is not None:
        return outcome
    for name in sorted(former.keys() & mentioned((*link.left, *link.right), env)):
        old, new = former[name], env.definitions.get(name)
        if new is None or (old.indices != new.indices and len(old.indices) != len(new.indices)):
            continue
        some = replace(env, definitions={**env.definitions, name: old})
        found = judge_relation(link.left, link.relation, link.right, (*link.conditions, *link.clause), some)
        if found.verdict == "proved":
            meaning = f"{name} is what it was defined as first, in line {old.line}"
            return Outcome("conditional", f"holds if {meaning}", condition=meaning)
    return outcome
