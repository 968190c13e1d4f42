r"""Claims that take a mean for zero, of which a page says nothing.

    Let $x$ have variance $s^2$. Then $E[x^2] = s^2$.       holds if E[x] = 0

A sum of random weights is read as a layer, whose usual hypotheses the setting knows; of one name alone it would be a
guess that its mean is zero.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Expr, Fold, Num, walk
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import is_moment, named
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_SPEAKS_OF_MEANS = re.compile(
    r"\b(?:means?|averages?|cent(?:er|r)ed|expect\w*|symmetric\w*|normal\w*|gaussian\w*|standardi[sz]ed|standard)\b"
    r"|\b(?:E|mathbb\{E\}|N|mathcal\{N\})\s*[\[(]\s*(?:[a-zA-Z]\w*\s*[\])]\s*=|0\s*,)",
    re.IGNORECASE,
)


def with_unsaid_mean(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim about the moments of one name that is proved because the setting takes its mean for zero."""
    if outcome.verdict != "proved" or link.relation != "=" or _SPEAKS_OF_MEANS.search(passage.said):
        return outcome
    if any(
        isinstance(side, Call) and side.function == "E" and is_moment(side) for side in (link.left[0], link.right[0])
    ):
        return outcome  # that says what the mean is
    names = {name for side in (link.left[0], link.right[0]) for name in _alone(side, env)}
    if len(names) != 1:
        return outcome
    (name,) = names
    law = env.laws[name]
    if law.mean != Num(Fraction(0)) or "E" in law.given or law.kind != "moments":
        return outcome
    some = replace(env, laws={**env.laws, name: replace(law, mean=None)})
    found = judge_relation(link.left, link.relation, link.right, link.given, some)
    return outcome if found.verdict == "proved" else lacking(f"E[{name}] = 0")


def _alone(side: Expr, env: Environment) -> frozenset[str]:
    """The random names in a side that takes moments of such names alone, of no sum and of nothing that is defined."""
    names = {name for node in walk(side) if (name := named(node))}
    moments = any(isinstance(node, Call) and node.function in ("E", "Var") for node in walk(side))
    if any(isinstance(node, Fold) for node in walk(side)) or names & env.definitions.keys() or not moments:
        return frozenset()
    return frozenset(names & env.laws.keys())
