r"""The width of equal pieces of an interval that words divide.

split $[-B, B]$ into $N$ pieces of width $2B/N$
cut $[-B, B]$ in $N$ equal pieces.  The width of a piece is $2B/N$
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Div, Expr, negative
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of

_NEAR = 300  # characters
_OF_EACH = (
    r"(?:\s+of\s+(?:the|a|an|one|each|every)\s+(?:\w+\s)?(?:piece|part|interval|subinterval|cell|box|step|strip)s?)?"
)
_DIVIDED = re.compile(
    r"\b(?:divid\w*|subdivid\w*|split\w*|cut\w*|partition\w*|chop\w*)\s[^.$\[]{0,40}\$?\s*"
    r"\[\s*(?P<low>[^\[\],$]{1,12}),\s*(?P<high>[^\[\],$]{1,12})\]\s*\$?\s*(?:(?:up )?into|in)\s+\$?\s*"
    r"(?P<count>[A-Za-z]|\d+)\s*\$?\s+"
    r"(?:(?!\b(?:and|half)\b)[^.$,;]){0,50}(?:[.,]\s+(?:(?:so|then|thus|hence),?\s+)?(?:the|each|every|one)\s+(?:\w+\s){0,3})?"
    rf"(?<!half )(?<!half-)(?:width|length|size)s?{_OF_EACH}(?:\s+(?:is|are|equals|be|then|thus|therefore|hence))*"
    r"\s*[:=]?\s*\$*\s*$",
    re.IGNORECASE,
)


def width_against_pieces(value: Expr, before: str, env: Environment) -> Outcome | None:
    """The refutation of a width that so many equal pieces of an interval do not have; None for anything else.

    before: the page up to the formula `width = value`.
    """
    said = _DIVIDED.search(before[-_NEAR:])
    if said is None:
        return None
    try:
        low, high, count = (read_side(said[each], names_of(env))[0] for each in ("low", "high", "count"))
    except Unreadable:
        return None
    width = Div(Add((high, negative(low))), count)
    found = judge_relation((value,), "=", (width,), (), env)
    if found.verdict != "refuted":
        return None
    words = f"{plain(count)} equal pieces from {plain(low)} to {plain(high)} have the width {plain(width)}"
    return replace(found, reason=words)
