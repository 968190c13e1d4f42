r"""Strict bounds that are attained: $p (1 - p) < \frac14$ fails at p = 1/2, and $\sum_k e^{z_k - m} < n$ for equal z.

Such a bound is wrong as a claim about all numbers; where the words leave some of them out it is not judged.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import ZERO
from backproof.documents.environment import Environment
from backproof.documents.judgement import LEVEL, judge_relation
from backproof.documents.links import IS_RANGE, Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

ATTAINED = "the bound is attained, so that it is not strict"
_SOME = re.compile(  # words that speak of some numbers only
    r"\b(?:unless|except|apart from|distinct|differ\w*|not all|not (?:uniform|constant|equal)|typical\w*|usual\w*"
    r"|non-?(?:uniform|constant|zero)|often|mostly|generic\w*|almost|away|equal\w*|at least one|interior|random\w*)\b"
    r"|\\neq?(?![a-z])",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|when\w*|where\w*|while|until|unless|as (?:long|soon) as|provided|suppose\w*|assum\w+|wants?|needs?"
    r"|let|for|in|as|since|because|given|then|thus|hence|so|therefore|after|once|under|requir\w+|should|must"
    r"|choose\w*|condition\w*|cases?|such that|so that|with|at)\b[^.;:,]*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|when\w*|suppos\w+|assum\w+|since|given|provided|unless|as long as)\b", re.IGNORECASE)
_RELATION = re.compile(r"[<>=]|\\(?:leq?|geq?|lt|gt|neq?|in|approx)(?![A-Za-z])")
_FOR = re.compile(r"\b[Ff]or(?: all| any| every| each)?\s+\$[^$]*\$,?(?: we (?:have|get|find))?")  # read as a condition
_FOR_ALL = re.compile(
    r"\b[Ff]or (?:all|any|every|each|the)(?: [a-z]+)?"
    r" (?:ones?|entr(?:y|ies)|elements?|components?|terms?|scores?|class(?:es)?|numbers?|inputs?|denominator|sum)\b"
)
_SENTENCE = re.compile(r"[.;](?:\s|$)|\n\s*\n")
_REACH = 300  # characters of a sentence


def of_attained_bound(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a strict bound that would hold if it were not strict, or that words say of some numbers."""
    if link.relation not in ("<", ">") or len(link.left) + len(link.right) > 2:
        return outcome
    before = _SENTENCE.split(passage.said[-_REACH:])[-1]
    behind = _SENTENCE.split(passage.text[passage.start : passage.start + _REACH])[0]
    if outcome.verdict == "refuted" and outcome.reason.startswith(LEVEL):
        words = "it fails where numbers are equal, of which the words say more than is read"
        said = _SOME.search(f"{before} {behind}") or _SUPPOSED.search(before)
        return Outcome("undecided", words) if said else outcome
    if outcome.reason != IS_RANGE or ZERO in (link.left[0], link.right[0]):
        return outcome
    if any(
        _RELATION.search(each) for each in re.findall(r"\$([^$]*)\$", _FOR.sub("", before) if link.given else before)
    ):
        return outcome  # it may follow from what is said there
    words = _FOR_ALL.sub("", _FOR.sub("", before) if link.given else before)
    if _SOME.search(f"{before} {behind}") or _IF.search(re.sub(r"\$[^$]*\$", "", words)):
        return outcome
    return _attained(link, env) or outcome


def _attained(link: Link, env: Environment) -> Outcome | None:
    """The refutation of a bound that is proved where it is not strict."""
    if link.judged_in(env).verdict == "proved":
        return None
    if replace(link, relation=f"{link.relation}=").judged_in(env).verdict != "proved":
        return None
    known = replace(env, explained=env.explained | mentioned((link.left[0], link.right[0]), env))
    found = judge_relation(link.left, link.relation, link.right, link.given, known)
    shown = found.counterexample
    if (
        found.verdict != "refuted"
        or shown is None
        or any(env.is_size(name) and value == "1" for name, value in shown.where)
    ):
        return None  # a single class is not what a page has in mind
    return replace(found, reason=ATTAINED)
