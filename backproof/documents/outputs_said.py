r"""What words say that a network of steps gives where x lies in some range: "for $x > d$ the output is $h - h = 0$".

f(x) = h \sigma(x) - h \sigma(x - d)        f(x) = h - h = 0, under the condition of the sentence
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Side, Statement

_OUTPUT = re.compile(
    r"\bthe (?:whole |final )?(?:output(?: of the (?:whole )?network)?|network (?:outputs|gives)|result)"
    r"(?: (?:is|becomes|equals|will be))?(?: (?:then|again|therefore|exactly))?:?\s*\$?\s*\Z"
)
_NETWORK = re.compile(  # f(x) = h \sigma(x) - h \sigma(x - d), or y = h z_1 - h z_2
    r"(?P<name>(?:\\(?:hat|tilde|bar)\s*(?:\{\s*[a-z]\s*\}|[a-z])|[a-zA-Z])\s*(?:\(\s*x\s*\))?)\s*&?=\s*"
    r"(?P<body>[^=$&]*)"
)
_STEP = re.compile(r"(?:\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)\s*(?:\\left|\\bigl?)?\s*\(")
_UNIT = re.compile(r"(?<![A-Za-z\\])([a-z]_\{?\d\}?)\s*&?=\s*(?:\\sigma|\\Theta|\\theta|H)\s*(?:\\left)?\s*\(")
_DENIED = re.compile(
    r"\b(?:not|never|would|should|must|want\w*|instead|wrong\w*|inside|outside|elsewhere|otherwise|else|rest|other"
    r"|without|second network)\b|n't\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"\b(?:as long as|if|when|while|until|for|unless|provided|with|where|up to|before|except|outside|inside|else)\b"
)
_NEAR = 1500  # characters from a network to what is said of it


def output_said(page: Page, formula: Formula, found: list[Statement], given: Sequence[str]) -> Statement | None:
    """The statement of words that a formula, or the first side of a chain of equations, is the output; often None.

    found: the statements of the formula;  given: the conditions of its sentence, which have to say where x is.
    """
    if not any(re.search(r"(?<![A-Za-z\\])x(?![A-Za-z])", each) for each in given):
        return None
    sentence = re.sub(r"\s+", " ", END.split(page.visible[max(0, formula.start - 300) : formula.start])[-1])
    if formula.display or len(found) != 1 or not _OUTPUT.search(sentence) or _DENIED.search(sentence):
        return None
    behind = page.visible[formula.end : formula.end + 200]
    stop = END.search(behind)
    if _RESTRICTED.search(behind[: stop.start() if stop else None]):
        return None
    (said,) = found
    name = _network(page.text[max(0, formula.start - _NEAR) : formula.start])
    if name is None or set(said.relations) - {"="} or said.conditions or not said.sides:
        return None
    if re.sub(r"\s", "", said.sides[0].latex) == re.sub(r"\s", "", name):
        return None  # it is named there
    return replace(
        said,
        sides=(Side(formula.start, formula.start, name), *said.sides),
        relations=("=", *said.relations),
        claimed=True,
    )


def _network(before: str) -> str | None:
    """What the page calls the last network that it has made of two steps, or of two hidden units."""
    units = {re.sub(r"[{}\s]", "", each) for each in _UNIT.findall(before)}
    names = []
    for each in _NETWORK.finditer(before):
        body = re.sub(r"[{}]", "", each["body"])
        steps = len(_STEP.findall(body)) + sum(len(re.findall(rf"(?<![A-Za-z]){unit}(?!\d)", body)) for unit in units)
        if steps == 2 and r"\sum" not in body:
            names.append(each["name"].strip())
    return names[-1] if names else None
