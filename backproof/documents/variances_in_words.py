r"""The variance that words give to the weights, the inputs or the gradients where they name no letter of these.

    the weights are i.i.d. with mean 0 and variance $s^2$, and the inputs have variance $v$
    the inputs are independent of the weights and have mean zero and variance $\tau^2$
    the gradients at the outputs have zero mean and variance $g^2$

It is of the last of these that is named before it; weights of which something is independent are no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_IID = re.compile(r"\bi\.\s?i\.\s?d\.", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;]\s|\n\s*\n|\n\s*[-*+]\s")
_SCALE = r"\\?[A-Za-z]+(?:\s*_\s*(?:\w|\{\s*\\?[A-Za-z]+\s*\}))?(?:\s*\^\s*(?:2|\{\s*2\s*\}))?"
_VARIANCE = re.compile(
    rf"\bvariance\s+(?:of\s+|is\s+|be\s+|equal to\s+)?"
    rf"(?:\$\s*(?P<value>{_SCALE}|1)\s*\$|(?:1|one)\b(?![.,]\d|\s*[/^]))"
    r"|\bunit variance\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?<!\bof )(?<!\bof the )(?<!\bof its )(?<!\bof all )(?<!\$ )(?<![-\w])"
    r"(?:(?P<weights>weights)|(?P<inputs>inputs|features)|(?P<gradients>(?:(?:output|upstream|incoming)[ -])?gradients"
    r"(?:\s+(?:at|of|with respect to|w\.?r\.?t\.?)\s+(?:the\s+|its\s+)?(?:outputs?|(?:pre-?)?activations))?)"
    r"|(?P<other>\w*activations|gradient|outputs?|errors?|biases|bias"
    r"|signals?|targets?|labels?|noise|units?|neurons?)|\$(?P<formula>[^$]*)\$)(?!\w)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|when|were|had|unless|otherwise|suppose|would|should|must|want|need|cho\w+)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"[\s\d=,]*")
_MEAN_0 = re.compile(
    r"\bmeans?\s+(?:of\s+|is\s+|equal to\s+)?(?:zero|0|\$\s*0\s*\$)(?!\s*[./]\d)|\bzero[- ]means?\b|\bcent(?:er|r)ed\b",
    re.IGNORECASE,
)


def variances_in_words(text: str, things: str) -> frozenset[str]:
    """The variances, in LaTeX, that the sentences of a page give to all its "weights", "inputs" or "gradients"."""
    return frozenset(said["value"] or "1" for said in _said_of(_VARIANCE, text, things))


def mean_0_in_words(text: str, things: str) -> bool:
    """Whether the sentences of a page say of all its "weights", "inputs" or "gradients" that their mean is 0."""
    return any(_said_of(_MEAN_0, text, things))


def _said_of(pattern: re.Pattern[str], text: str, things: str) -> Iterator[re.Match[str]]:
    for sentence in _SENTENCE.split(_IID.sub("iid", text)):
        for said in pattern.finditer(sentence):
            before = sentence[: said.start()]
            subjects = [each for each in _SUBJECT.finditer(before) if not _is_number(each)]
            if subjects and subjects[-1][things] and not _SUPPOSED.search(before):
                yield said


def _is_number(subject: re.Match[str]) -> bool:
    """Whether a formula is a mean, the 0 of "mean $0$ and variance ..."."""
    return subject["formula"] is not None and _NUMBER.fullmatch(subject["formula"]) is not None
