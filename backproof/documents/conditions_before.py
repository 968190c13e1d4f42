r"""Conditions under which words have said something, and which a later claim of the same part needs as well.

"The K boxes fill $[-B, B]$ when $K w = 2B$."       then $M w/2 = M B/K$ holds if K w = 2B, as the page has said
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Compare
from backproof.answers.tokens import Unreadable
from backproof.documents.choices import takes_back, under
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.parts import PART
from backproof.documents.passages import Passage
from backproof.documents.same_sizes import are_sizes
from backproof.documents.sides import conditions_in

_NEAR = 2000  # characters
_WHEN = re.compile(  # behind the words that it limits: at the beginning of a sentence it opens a case
    r"[a-z\])$]\s+(?<!only )(?<!exactly )(?:when|if|whenever|as long as|provided(?: that)?)\s*"
    r"\$(?P<condition>[^$=<>,]+=[^$=<>,]+)\$\s*\."
)
_ANOTHER = re.compile(r"\b(?:otherwise|or else|unless|instead|in all other cases)\b", re.IGNORECASE)


def under_condition_before(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that fails for other numbers may hold under the last condition of which the words have spoken."""
    if outcome.verdict != "refuted" or link.relation != "=" or link.universal is not None:
        return outcome
    part = PART.split(passage.said[-_NEAR:])[-1]
    said = [*_WHEN.finditer(part)]
    if not said or takes_back(since := part[said[-1].end() :]) or _ANOTHER.search(since):
        return outcome
    words = said[-1]["condition"].strip()
    try:
        conditions = conditions_in((words,), env)
    except Unreadable:
        return outcome
    (condition, *more) = conditions
    if more or not isinstance(condition, Compare) or are_sizes(condition.left, condition.right, env):
        return outcome  # how far sizes are equal is said in `same_sizes`
    found = under(link, condition, env)
    if found.verdict != "proved":
        return outcome
    return replace(
        found, verdict="conditional", reason=f"holds if {words}, as the page has said before", condition=words
    )
