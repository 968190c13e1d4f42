r"""Where a step neuron switches, in words: "the neuron $\sigma(k x - d)$ switches at $x = d/k$".

k (d/k) - d = 0                                        what stands in the step is 0 there
"it fires when $w x + b > 0$, that is when $x > -b/w$"   and larger to the right of it, if w is positive
"""

from __future__ import annotations

import re

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Relation, Side, Statement

_STEP = r"(?:\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)"
_INSIDE = r"(?P<inside>[^()$=<>,]+)"
_NEURON = re.compile(rf"{_STEP}\s*(?:\\left)?\(\s*{_INSIDE}\s*(?:\\right)?\)\s*\$(?P<words>[^$]*)\$\s*\Z")
_SWITCHES = re.compile(
    r"\s*,?\s*(?:(?:which|that|it|then|now|also|just|always|and|therefore|this)\s+)*"
    r"(?:switches|jumps|steps|flips|turns|changes|is switched)(?:\s+(?:on|off|up|from 0 to 1))?(?:\s+exactly)?"
    r"\s+at(?:\s+the\s+point)?\s*"
)
_CONDITION = re.compile(
    r"\b(?:fires?|on|active|1|one|switch\w*)\s+(?:exactly\s+|only\s+)?(?:when|if|iff|for|where|at the point where|at)"
    rf"\s*\$\s*{_INSIDE}(?P<relation>[<>=])\s*0\s*\$\s*,?\s*(?:that is|i\.\s?e\.|so|or|which means|meaning|hence)"
    r",?\s*(?:exactly\s+)?(?:when|if|for|at|where)?\s*\$\s*\Z"
)
_PLACE = re.compile(r"\s*(?P<variable>[xtuz])\s*(?P<relation>[<>=])\s*(?P<value>[^<>=,]+?)[\s.,;]*")
_FACTOR = re.compile(
    r"(?P<minus>-\s*)?(?P<factor>\\[A-Za-z]+|[a-zA-Z](?:_(?:\{[^{}]*\}|\w))?)?\s*(?:\\cdot\s*|\\,\s*)?\Z"
)
_LETTERS = re.compile(r"(?<![A-Za-z\\_{])(?:\\(?!cdot|left|right|frac)[A-Za-z]+|[a-zA-Z])(?![A-Za-z_])")
_DENIED = re.compile(r"\b(?:not|never|wrong\w*|instead|would|unless|should)\b|n't\b", re.IGNORECASE)
_NEAR = 300


def switch_said(page: Page, formula: Formula) -> Statement | None:
    """The claim of words that a step neuron switches at a place, or fires on one side of it; often None."""
    text = page.text[formula.start : formula.end]
    place = _PLACE.fullmatch(text)
    sentence = END.split(page.visible[max(0, formula.start - _NEAR) : formula.start])[-1]
    if place is None or formula.display or _DENIED.search(sentence):
        return None
    neuron = _NEURON.search(sentence) if place["relation"] == "=" else None
    if neuron is not None and not _SWITCHES.fullmatch(neuron["words"]):
        neuron = None
    found = neuron or _CONDITION.search(sentence)
    if found is None:
        return None
    variable, value, inside = place["variable"], place["value"], found["inside"]
    at = _put(rf"\left({value}\right)", inside, variable)
    factor = _FACTOR.search(_put("\0", inside, variable).partition("\0")[0])
    if at == inside or factor is None:
        return None
    names = [each for each in _LETTERS.findall(inside) if each != variable]
    given = tuple(f"{each} > 0" for each in dict.fromkeys((factor["factor"], *names)) if each)  # any number, such as 1
    zero, there = Side(formula.start, formula.start, "0"), Side(formula.start, formula.end, at)
    if place["relation"] == "=":
        equal = neuron is not None or found["relation"] == "="
        return Statement((there, zero), ("=",), clause=given) if equal else None
    if found["relation"] == "=":
        return None
    same = place["relation"] == found["relation"]
    if letter := factor["factor"]:
        if not _is_positive(letter, page.text[: formula.start]):
            return None
        if same != (factor["minus"] is not None):  # to the right of it what stands in the step is larger
            return Statement((there, zero), ("=",), clause=given)
    beyond = _put(rf"\left({value} + 1\right)", inside, variable)
    order: Relation = "<" if same else ">"
    return Statement((zero, there, Side(formula.start, formula.end, beyond)), ("=", order), clause=given)


def _put(value: str, inside: str, variable: str) -> str:
    """What stands in a step with a value for its variable, which is no part of the name of a command."""
    return re.sub(rf"\\[A-Za-z]+|{variable}(?!_)", lambda found: value if found[0] == variable else found[0], inside)


def _is_positive(name: str, before: str) -> bool:
    """Whether the page says that a weight is positive."""
    said = rf"(?<![A-Za-z\\]){re.escape(name)}\s*\$?\s*(?:>\s*0|(?:is|being) positive)"
    return re.search(said, before[-2 * _NEAR :]) is not None
