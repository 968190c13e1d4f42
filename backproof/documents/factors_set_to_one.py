r"""The factor of a layer, and the value for which it is said to be 1.

The factor is $\frac{1}{2} n \sigma^2$ and setting it to 1 gives $\sigma^2 = 2/n$.
The variance is multiplied by $n \sigma^2$, so the rule is $\sigma^2 = 1/n$.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.choices import under
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.settings import names_of
from backproof.documents.wanted import value_given

_NEAR = 300  # characters
_FACTOR = re.compile(
    r"\b(?:factor|multiplied by|multiplied with|multiplies (?:it|the \w+) (?:by|with))"
    r"(?:\s+(?:now|then|is|of|becomes|a|the|factor))*\s*\$\s*(?P<factor>[^$=<>]+?)\s*[.,]?\s*\$(?P<between>[^$.;]*)\$?\s*\Z"
)
_TO_ONE = re.compile(
    r"\b(?:set|setting|put|putting|make|makes|making|be|equal|equals?|equate|want) (?:\w+ ){0,3}?(?:to )?(?:1|one)\b"
    r"|\brule\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:not|instead|without|before|otherwise|usual|normal|compare[ds]?)\b|n't", re.IGNORECASE)


def with_factor_one(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A value that is said to make the factor of a layer 1, and does not, is refuted."""
    if outcome.verdict != "conditional" or outcome.missing or link.later or link.relation != "=":
        return outcome
    said, value = _FACTOR.search(passage.said[-_NEAR:]), value_given(link.left[0], link.right[0])
    if said is None or value is None or not _TO_ONE.search(said["between"]) or _OTHER.search(said["between"]):
        return outcome
    try:
        factor = read_side(said["factor"], names_of(env))[0]
    except Unreadable:
        return outcome
    if not any(node == value.left for node in walk(factor)):
        return outcome
    found = under(Link((factor,), "=", (ONE,), link.line), value, env)
    if found.verdict != "refuted":
        return outcome
    words = f"the factor of which the words speak, {plain(factor)}, is not 1 with this value"
    return replace(found, reason=words, correction=None)
