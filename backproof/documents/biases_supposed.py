r"""A bias that only a sentence adds: "if there is also a bias with variance $\beta^2$, $Var(s_k) = ... + \beta^2$".

What the page calls s has none, and with one that is independent of the rest its variance is larger by that of the bias.
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Add, Call, negative
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage
from backproof.documents.settings import names_of
from backproof.documents.special import sentence_before

_BIAS = re.compile(
    r"\b(?:if|when|with|add\w*|suppose|also|include\w*|assume)\b[^.;]*?\bbias(?:es)?\b(?:\s*\$[^$]*\$)?\s*"
    r"(?:,?\s*(?:with|of|that has|has|have|which has|having|whose)\s+)"
    r"(?:(?:zero mean|mean (?:0|zero)) and\s+)?(?:an?\s+|the\s+)?variance\s*(?:is\s+)?\$(?P<variance>[^$=]+)\$",
    re.IGNORECASE,
)


def with_bias_supposed(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A variance that fails for what the page has defined, and holds with the bias that the sentence adds."""
    if outcome.verdict != "refuted" or link.relation != "=" or link.later:
        return outcome
    found = _BIAS.search(sentence_before(passage.text, passage.start))
    left = link.left[0]
    if found is None or not (isinstance(left, Call) and left.function == "Var"):
        return outcome
    try:
        variance, *_ = read_side(found["variance"], names_of(env))
    except Unreadable:
        return outcome
    minus = tuple(Add((side, negative(variance))) for side in link.right)
    if judge_relation(link.left, "=", minus, link.given, env).verdict != "proved":
        return outcome
    return lacking(f"the bias is independent of the rest, with the variance {found['variance'].strip()}")
