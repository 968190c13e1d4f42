r"""What words say of a variance after several layers: "$n \sigma^2 = 2$, after 5 layers a factor of $32$".

The factor of one layer is the left side of the equation before, if the sentence gives a number for each of its letters,
and else its value.

    It is halved in every layer, after $L$ layers by a factor $2^{-L}$.
    One layer multiplies the variance by 4, and after three layers it is $64 v^2$.
    The variance grows by a factor of 1000 per layer and after 5 layers by $10^{15}$.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.spreads_said import LAYER, NUMBERS, in_digits
from backproof.documents.statements import Side, Statement

_COUNT = rf"(?P<layers>L|\d{{1,3}}|{'|'.join(NUMBERS)})"
_AFTER = re.compile(
    rf"\bafter\s+\$?\s*{_COUNT}\s*\$?\s+layers?,?\s+"
    r"(?:(?:this|that|it|which|there|we|the variance)\s+"
    r"(?:is|are|has|have|gets?|gives?|makes?|grows|shrinks|changes)\s+)?"
    r"(?:(?:already|by|only|about|exactly)\s+)*(?:an?\s+|the\s+)?factor\s+(?:of\s+|is\s+)?\$?\s*$",
    re.IGNORECASE,
)
_AFTER_IS = re.compile(
    rf"\bafter\s+\$?{_COUNT}\$?\s+(?:linear\s+)?layers?,?\s+(?:the variance|it|there)\s+is\s+"
    r"(?:(?:already|only|then|still|therefore|just)\s+)*\$?\s*$",
    re.IGNORECASE,
)
_MULTIPLIES = re.compile(
    r"\b(?:one|each|every|a)\s+layer\s+(?:multiplies|scales)\s+the\s+variance\s+(?:by|with)\s+(?:a\s+factor\s+(?:of\s+)?)?"
    r"\$?(?P<factor>\d+(?:\.\d+)?)\$?(?![\w.^])",
    re.IGNORECASE,
)
_GROWS = re.compile(
    r"\b(?:grows|shrinks|changes|(?:in|de)creases|(?:is|gets) multiplied)\s+by\s+(?:a\s+factor\s+(?:of\s+)?)?"
    r"\$?(?P<factor>\d+(?:\.\d+)?)\$?\s+(?:per|in each|in every|with each|with every)\s+layer,?\s+and\s+"
    rf"after\s+\$?{_COUNT}\$?\s+layers?\s+by\s+(?:a\s+factor\s+(?:of\s+)?)?\$?\s*$",
    re.IGNORECASE,
)
_FACTOR_IS = re.compile(r"\bfactor\s+is\s+\$?\s*$")
_OTHER_LAYERS = re.compile(
    r"\b(?:relus?|leaky|tanh|sigmoid|activations?|backwards?|gradients?|half|halv\w+)\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?P<how>halved|doubled)\s+(?:in|by|at|with)\s+(?:each|every)\s+layer", re.IGNORECASE)
_PLAIN = re.compile(r"\s*(?:\\times|\\cdot|[-+\d.^{}/\s])+\s*")
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_LETTERS = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?")
_NEAR = 120
_SENTENCE = 400  # characters of a sentence at most


def power_said(page: Page, formula: Formula, last: Statement | None, given: Sequence[str]) -> Statement | None:
    """The claim that the factor of one layer to the power of their number is the formula; None where words say none.

    last: the statement before;  given: the conditions of its sentence.
    """
    sentence = END.split(page.visible[max(0, formula.start - _SENTENCE) : formula.start])[-1]
    if (power := _of_layers(sentence, page, formula, last)) is not None:
        return power
    found = _AFTER.search(sentence)
    if found is not None and (each := _EACH.search(found.string[: found.start()])) is not None:
        return _to_the_power(r"\frac{1}{2}" if each["how"].lower() == "halved" else "2", found["layers"], page, formula)
    if (grows := _GROWS.search(sentence)) is not None:
        return _to_the_power(grows["factor"], grows["layers"], page, formula)
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    if found is None or last is None or formula.display or not _PLAIN.fullmatch(text) or found["layers"] == "L":
        return None
    if last.relations != ("=",) or r"\sigma" not in last.sides[0].latex or formula.start - last.sides[1].end > _NEAR:
        return None
    values = dict(each.replace(" ", "").split("=", 1) for each in given if each.count("=") == 1)
    known = all(each in values for each in _LETTERS.findall(last.sides[0].latex.replace(" ", "")))
    if not known and not _NUMBER.fullmatch(last.sides[1].latex):
        return None
    return _to_the_power(last.sides[0 if known else 1].latex, found["layers"], page, formula)


def _to_the_power(base: str, layers: str, page: Page, formula: Formula, one: str = "") -> Statement | None:
    """`base` to the power of a number of layers, times what there was before the first, is the formula."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    if formula.display or re.search(r"[<>=]|\\(?:sim|in|approx|leq?|geq?)(?![A-Za-z])", text):
        return None
    whole = Side(formula.start, formula.start, rf"\left({base}\right)^{{{in_digits(layers)}}} {one}")
    return Statement((whole, Side(formula.start, formula.end, text)), ("=",))


def _of_layers(sentence: str, page: Page, formula: Formula, last: Statement | None) -> Statement | None:
    """The claim that the variance of the inputs, multiplied by the factor of each layer, is the formula."""
    found = _AFTER_IS.search(sentence)
    if found is None:
        return None
    layer = next(LAYER.finditer(page.text, 0, formula.start), None)
    if layer is None or _OTHER_LAYERS.search(sentence):
        return None
    one = rf"\text{{Var}}({layer['in']})"
    factor = _factor(sentence, last, formula)
    return None if factor is None else _to_the_power(factor, found["layers"], page, formula, one)


def _factor(sentence: str, last: Statement | None, formula: Formula) -> str | None:
    """By what the sentence says that a layer multiplies the variance: in words, or in the equation before."""
    if (said := _MULTIPLIES.search(sentence)) is not None:
        return said["factor"]
    if (
        last is None
        or formula.start - last.sides[-1].end > len(sentence)
        or not _NUMBER.fullmatch(last.sides[-1].latex)
    ):
        return None
    before = sentence[: len(sentence) - (formula.start - last.sides[0].start)]
    return last.sides[-1].latex.strip() if _FACTOR_IS.search(before) else None
