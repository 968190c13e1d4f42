r"""The width of equal pieces of an interval that words divide.

split $[-B, B]$ into $N$ pieces of width $2B/N$
cut $[-B, B]$ in $N$ equal pieces.  The width of a piece is $2B/N$
cut $[-B, B]$ into pieces of width $w$.  We need $N = 2B/w$ boxes
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Div, Expr, Num, negative
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
_OF_WIDTH = re.compile(
    r"\b(?:divid\w*|subdivid\w*|split\w*|cut\w*|partition\w*|chop\w*)\s[^.$\[]{0,40}\$?\s*"
    r"\[\s*(?P<low>[^\[\],$]{1,12}),\s*(?P<high>[^\[\],$]{1,12})\]\s*\$?\s*(?:(?:up )?into|in)\s+(?:[a-z]+\s+){0,3}"
    r"(?:pieces|parts|intervals|subintervals|cells|bins|boxes|steps|strips)\s*,?\s+(?:each\s+)?(?:of|with|having)\s+"
    r"(?:the\s+|an?\s+)?(?:equal\s+|same\s+|constant\s+)?(?:width|length|size)\s+(?:of\s+)?\$?\s*"
    r"(?P<width>\\?[A-Za-z]+|δ|Δ|ε)\s*\$?\s*(?P<rest>[.,;:(]?[^.;$]{0,60}?)\$*\s*\Z",
    re.IGNORECASE,
)
_PIECES = r"(?:pieces|parts|intervals|subintervals|cells|bins|boxes)\b"
_COUNTED = re.compile(rf"\$?\s*(?:small |equal |such |of (?:these|those|the|such) )*(?:{_PIECES}|of them\b)")
_COUNTING = re.compile(rf"\bnumber of (?:{_PIECES})[^.;$]{{0,20}}\Z|\bhow many\b")
_PARTLY = re.compile(r"\b(?:half|each side|either side|positive|negative|left|right|not|about|almost|roughly)\b")
_GREEK = {"δ": r"\delta", "Δ": r"\Delta", "ε": r"\epsilon"}


def pieces_against_width(value: Expr, before: str, after: str, env: Environment) -> Outcome | None:
    """The refutation of how many pieces of a width an interval has; None for anything else.

    before, after: the page up to the formula `count = value`, and from there on.
    """
    said = _OF_WIDTH.search(before[-_NEAR:])
    if said is None or _PARTLY.search(said["rest"]) or not (_COUNTED.match(after) or _COUNTING.search(said["rest"])):
        return None
    try:
        low, high = (read_side(said[each], names_of(env))[0] for each in ("low", "high"))
        width = read_side(_GREEK.get(said["width"], said["width"]), names_of(env))[0]
    except Unreadable:
        return None
    count = Div(Add((high, negative(low))), width)
    one = Num(Fraction(1))
    for near in (Add((count, one)), Add((count, negative(one)))):  # the ends may count, or not
        if judge_relation((value,), "=", (near,), (), env).verdict != "refuted":
            return None
    found = judge_relation((value,), "=", (count,), (), env)
    if found.verdict != "refuted":
        return None
    words = f"from {plain(low)} to {plain(high)} there are {plain(count)} pieces of the width {plain(width)}"
    return replace(found, reason=words)


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
