r"""Formulas that a page writes and does not claim: it denies them, quotes them as a mistake, or asks about them.

    It is not true that $\sum_j y_j = K$.                            denied
    One might think that $\text{Var}(y) = s^2/2$.                    quoted
    A common mistake is $\frac{\partial L}{\partial z} = y$.         quoted
    Is $E[y] = 0$?  No.                                              asked, or denied

What is denied or quoted defines nothing, and is not called wrong; what is denied and holds is a wrong denial.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from backproof.documents.clauses import END
from backproof.documents.placing import Placed
from backproof.documents.report import CheckedClaim
from backproof.documents.scanning import first_after, said_before

Manner = Literal["denied", "quoted", "asked"]

_OPENS = r"[\s,:(\"'“„*_]*(?:\$\$?|\\\[|\\\()?\s*$"
_SAYS = r"(?:to\s+)?(?:say|write|claim|think|conclude|believe|use|set)"
_WRONG = r"(?:wrong|false|incorrect|untrue)"
_NOT_TRUE = r"(?:(?:not|never)\s+(?:(?!only|just|merely)\w+\s+)?(?:true|correct|right|the case|valid|allowed))"
_DENIED_BEFORE = re.compile(
    rf"(?:\b(?:is|was|would be)\s+(?:{_NOT_TRUE}|{_WRONG})\s+(?:that|{_SAYS}(?:\s+that)?|to\s+have)(?:\s+we\s+have)?"
    r"|\b(?:do|does)\s+not\s+(?:have|get|follow(?:\s+that)?|mean(?:\s+that)?|imply(?:\s+that)?))" + _OPENS,
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"(?:(?<!or\s)(?<!if\s)(?<!is\s)(?<!are\s)(?<!does\s)(?<!do\s)\bnot|\binstead\s+of|\brather\s+than)" + _OPENS,
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\s*(?:\$\$?|\\\]|\\\))?[\"'”“*_]*\s*,?\s*(?:(?:but\s+|and\s+)?(?:which|this|that|it)\s+)?"
    rf"(?:(?:is|was|would\s+be)\s+(?:{_NOT_TRUE}|{_WRONG}|(?:just\s+|simply\s+)?an?\s+(?:\w+\s+)?(?:mistake|error))"
    r"|(?:does|do|did|would)\s+not\s+hold|cannot\s+(?:hold|be\s+(?:true|right|correct)))"
    r"(?:\s+in\s+general)?\s*(?:[.;!)]|,\s+(?:because|since|as)|(?:because|since)\b|\Z)",
    re.IGNORECASE,
)
_MISTAKE = (
    r"\b(?:(?:common|typical|frequent|classic(?:al)?|usual|popular|easy|first)\s+(?:mistakes?|errors?|misconceptions?)"
    r"|(?:an?|one|the)\s+(?:mistake|misconception|pitfall|trap|fallacy)|misconceptions?|pitfalls?"
    r"|wrong\s+(?:answer|formula|version|result|claim|derivation|gradient)s?\s*(?:is|are|would\s+be|:))"
)
_THOUGHT = (
    r"\b(?:one|you|we|i|people|students?|someone|many|they)\s+(?:\w+\s+)?(?:"
    r"(?:might|may|could|would)\s+(?:\w+\s+)?(?:think|believe|guess|suspect|hope|be\s+tempted)"
    r"|(?:wrongly|mistakenly|falsely|erroneously|incorrectly)\s+\w+"
    r"|(?:first|initially|at\s+first)\s+(?:thought|believed|guessed|expected|wrote|had))\b"
    r"|\b(?:at\s+first\s+i\s+(?:thought|believed|wrote)|tempting|forget[^.;:]*\band\s+(?:write|get|use|claim)"
    r"|(?:wrongly|mistakenly|falsely|erroneously|incorrectly)\s+(?:written|claimed|assumed|think|write|claim|use))\b"
)
_LABEL = r"(?:\A|\n)[\s>*_#-]*(?:wrong|incorrect|false|mistake|not correct)\b[\s*_]*:"
_QUOTED = re.compile(f"{_MISTAKE}|{_THOUGHT}|{_LABEL}", re.IGNORECASE)
_FORGETS = re.compile(r"\b(?:forget|omit|drop|miss|ignor|leav|neglect|overlook|skip)\w*", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:write|writes|writing|get|gets|getting|use|uses|using|claim|think|say)\b", re.IGNORECASE)
_CONTRARY = re.compile(r"\b(?:contrary\s+to|unlike|against)\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:but|however|instead|correct(?:ly)?|actually|in\s+fact|in\s+truth|really|whereas|the\s+right|should|must|yet"
    r"|since|because|although)\b|;",
    re.IGNORECASE,
)
_AGAINST = re.compile(  # a mean that something had is read: what follows from it is a claim
    r"\b(?:suppose|assume|imagine|pretend|if)\b[^.;]*\b"
    r"(?:were(?!\s+not\s+(?:cent(?:ered|red)|zero-mean|of\s+mean\s+zero))|had(?!\s+(?:an?\s+|the\s+)?(?:non-?zero\s+)?mean\b)"
    r"|for\s+(?:a|the)\s+moment|wrongly)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\n\s*\n|\b(?:but|however|in general|in fact|in truth|actually|really)\b|\bdo(?:es)? not (?:hold|apply)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\s*(?:so|but|and|then|now)?[\s,]*\b(?:is|are|does|do|can|could|would|why|has|have)\b", re.IGNORECASE
)
_NO = re.compile(r"\s*(?:\*\*)?\s*(?:no|not)\b", re.IGNORECASE)
_YES = re.compile(r"\s*(?:\*\*)?\s*(?:yes|indeed|of course|sure|true)\b", re.IGNORECASE)


def manners(placed: Sequence[Placed], text: str) -> Mapping[int, Manner]:
    """The statements that a page does not claim, by their places, and what it does with them."""
    found: dict[int, Manner] = {}
    for n, each in enumerate(placed):
        statement = each.statement
        if statement.relations and statement.sides[0].start < statement.sides[-1].end:
            manner = _manner(text, statement.sides[0].start, statement.sides[-1].end)
            if manner is not None:
                found[n] = manner
    return found


def _manner(text: str, start: int, end: int) -> Manner | None:
    begins, ends = said_before(END, text, start), first_after(END, text, end)
    before = text[begins[-1].end() if begins else 0 : start]
    stop = ends.end() if ends else len(text)
    after = text[end:stop]
    if after.rstrip().endswith("?") and _QUESTION.match(before):
        answer = text[stop : stop + 30]
        return "denied" if _NO.match(answer) else None if _YES.match(answer) else "asked"
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after):
        return "denied"
    if _REPLACED.search(before):
        return "quoted"
    cues = list(_QUOTED.finditer(before))
    if not cues or _CONTRARY.search(before, 0, cues[-1].start()):
        return None
    since = before[cues[-1].end() :]
    if _CONTRAST.search(since) or (_FORGETS.search(since) and not _WRITES.search(since)):
        return None
    return "quoted"


def not_claimed(manner: Manner, found: Sequence[CheckedClaim], defined: bool) -> list[CheckedClaim]:
    """What is to be said of formulas that the page does not claim.

    defined: whether they speak of what the page has defined; else the page may rather deny a hypothesis.
    """
    holds = manner == "denied" and defined and all(each.verdict == "proved" and not each.exceptions for each in found)
    if holds:
        words = "it holds, and the page says that it does not: "
        return [replace(each, verdict="refuted", reason=words + each.reason) for each in found]
    if manner == "asked":
        return [_unclaimed(each, "it is asked, not claimed") if each.verdict == "refuted" else each for each in found]
    words = "the page says that it does not hold" if manner == "denied" else "the page writes it as a mistake"
    return [_unclaimed(each, words) for each in found]


def supposed_against(
    placed: Sequence[Placed], said: Mapping[int, list[CheckedClaim]], text: str
) -> dict[int, list[CheckedClaim]]:
    """The claims without refutations of what is supposed for a moment, and of what the paragraph concludes from it."""
    out, until = dict(said), -1  # where the supposition ends
    for n in sorted(said):
        sides = placed[n].statement.sides
        start, wrong = sides[0].start, any(each.verdict == "refuted" for each in said[n])
        unproved = wrong or any(each.verdict == "undecided" for each in said[n])
        begins = said_before(END, text, start)
        if unproved and start >= until and _AGAINST.search(text, begins[-1].end() if begins else 0, start):
            back = _BACK.search(text, sides[-1].end)
            until = back.start() if back else len(text)
        if wrong and start < until:
            words = "it is supposed for a moment, or follows from what is"
            out[n] = [_unclaimed(each, words) if each.verdict == "refuted" else each for each in said[n]]
    return out


def _unclaimed(claim: CheckedClaim, words: str) -> CheckedClaim:
    return replace(
        claim, verdict="out-of-scope", reason=words, counterexample=None, misconception=None, correction=None
    )
