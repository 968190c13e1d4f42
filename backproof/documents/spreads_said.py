r"""What words say layers do to a variance or to a standard deviation, which is its square root.

    each layer multiplies the variance by $n \sigma^2$                     one layer
    the standard deviation is multiplied by $\sqrt{n} \sigma$ per layer    the root of that
    after $L$ layers the variance is $(n \sigma^2)^L v^2$                  one layer after the other
    for $k$ layers the standard deviation at the end is $(n \sigma^2)^{k/2} v$
    the factor is $2$ for the variance and $\sqrt{2}$ for the standard deviation
    the variance is $n \sigma^2$; in terms of the standard deviation it is $\sqrt{n} \sigma$
    if $\sigma^2 = 1/n^2$ the gain is $1/n$                                what a layer multiplies the variance by

The words become an equation between moments of layers, \sqrt{\text{Var}(a_j^{(L)})} = ..., of the page's layer a_j.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import RELATION, Side, Statement

LAYER = re.compile(  # a_j = \sum_i w_{ji} x_i
    r"(?P<out>[a-z]_\{?\w\}?)\s*&?=\s*\\sum\s*_\s*(?:\{[^{}]*\}|\w)\s*(?:\^\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w))?"
    r"\s*[wW]_(?:\{[^{}]*\}|\w)\s*(?P<in>[a-z]_\{?\w\}?)\s*[$\\.,;]"
)
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPREAD = r"(?:the |its |an? )?(?:(?P<root>standard deviation|std)|variance)"
_THING = r"(?:activations?|signals?|outputs?|inputs?|values?|neurons?|units?)"
_OF = rf"(?: of (?:(?:the|each|every|an?|all|our) )?(?:\w+[- ])?{_THING})?"
_BY = r"(?:by|with)(?: an?| the)?(?: factor(?: of)?)?\s*\$\s*\Z"
_LAYERS = re.compile(
    rf"\b(?:after|for|through|over|of|with|stack) \$?\s*(?P<count>[A-Za-z]|\d{{1,3}}|{'|'.join(NUMBERS)})\s*\$?"
    r" (?:(?:such|linear|identical|equal|of these|fully[- ]connected) )*layers?\b",
    re.IGNORECASE,
)
_ANOTHER_COUNT = re.compile(  # "after two layers it is ..., and after ten it is"
    rf"\b(?:after|for|through|over|with) \$?\s*(?:[A-Za-z]|\d{{1,3}}|{'|'.join(NUMBERS)})\s*\$?"
    r"(?=,? (?:of (?:these|them) )?(?:it|this|the|we|there)\b)",
    re.IGNORECASE,
)
_MULTIPLIES = re.compile(
    rf"\b(?:each|every|one|an?|the|this|any)(?: \w+)? layer (?:\w+ )?(?:multiplies|scales) {_SPREAD}{_OF} {_BY}",
    re.IGNORECASE,
)
_IS_MULTIPLIED = re.compile(
    rf"\b{_SPREAD}{_OF}(?: at the end)? (?:(?:is|gets|will be|has been|was) (?:then )?(?:multiplied|scaled)"
    rf"|grows|shrinks|changes) {_BY}",
    re.IGNORECASE,
)
_PER_LAYER = re.compile(r"\s*\$?\s*(?:in|by|at|per|with|for|from) (?:(?:each|every|one) )?layer\b")
_IS = re.compile(
    rf"\b(?:{_SPREAD}{_OF}(?: (?:at the (?:end|output|top)|in the (?:last|final) layer|there))*"
    r" (?:is|becomes|will be|equals|comes to)"
    r"|(?:we have|we get|one gets|there is|has|and|with) an? (?:(?P<another>standard deviation|std)|variance) of)"
    r"(?: (?:then|only|therefore))?\s*\$\s*\Z",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"\b(?P<before>.*)\b(?:it|this) is(?: then| only)?\s*\$\s*\Z", re.IGNORECASE)
_ROOT = re.compile(r"\bstandard deviations?\b|\bstd\b", re.IGNORECASE)
_BOTH = re.compile(
    r"(?:\$(?P<formula>[^$]+)\$|\b(?P<number>\d+)) for the variances?,? and (?:a factor )?(?:of )?\$\s*\Z"
)
_OF_ROOT = re.compile(r"\s*\$?\s*for the (?:standard deviations?|std)\b")
_DENIED = re.compile(r"\b(?:not|never|wrong\w*|instead|unless|would)\b|n't\b", re.IGNORECASE)
_OTHER_LAYERS = re.compile(r"\b(?:leaky|tanh|sigmoid|dropout|backwards?|gradients?)\b", re.IGNORECASE)
_PART = re.compile(r"\n\s*#|\n\s*(?:[-*]\s+)?\**\(?[a-hivx]{1,3}[).]")
_NAMED = re.compile(r"(?P<name>\\?[A-Za-z]+)\s*=\s*(?P<value>[^=$,&]*\\sigma\s*\^\s*\{?2\}?)\s*[$.,]")
_START = re.compile(  # the letter of the variance of the inputs
    r"[Vv]ar\s*\}?\s*(?:\\left)?\(\s*x[^()=]*(?:\\right)?\)\s*=\s*(?P<said>\\?[A-Za-z]+)"
    r"|\bvariance\s+(?:of\s+)?\$\s*(?P<worded>\\?[A-Za-z]+)\s*\^"
)
_ONE_LAYER = re.compile(r"\b(?:one|single|each|every|first|next|last) layer\b")
_IN_TERMS = re.compile(
    r"\bin terms of (?:the )?standard deviations?,? (?:it|this|that|the (?:factor|ratio)) is\s*\$\s*\Z", re.IGNORECASE
)
_GAIN = re.compile(
    r"\bthe (?:(?:gain|multiplier|amplification|growth factor)(?: (?:of|for|per|in) (?:one|a|each|every|the) layer)?"
    r"|factor (?:per|(?:of|for|in) (?:one|a|each|every)) layer)"
    r" (?:is|becomes|would be|equals|comes to)(?: (?:then|only|just|exactly|therefore))?\s*\$\s*\Z",
    re.IGNORECASE,
)
_SCALE_IS = re.compile(r"(?:if\s+)?\\sigma\s*(?:\^\s*\{?2\}?)?\s*=")
_SIZE = re.compile(r"\b(?:norm|length|magnitude|amplitude|typical size|root)\b", re.IGNORECASE)  # no variance
_RECTIFIED = re.compile(r"\brelus?\b|\brectif\w+|\\max(?![A-Za-z])", re.IGNORECASE)
_NEAR = 400  # characters of a sentence at most


@dataclass(frozen=True)
class _Said:
    """root: whether of the standard deviation;  ratio: whether of what layers multiply it by;  layers: how many."""

    root: bool
    ratio: bool
    layers: str


def spread_said(page: Page, formula: Formula, last: Statement | None, given: Sequence[str]) -> Statement | None:
    """The claim of words that a formula without a relation is the variance, or its root, behind one layer or several.

    last: the statement before;  given: the conditions of the sentence.
    """
    value = page.text[formula.start : formula.end].strip(" .,;&\n")
    if formula.display or RELATION.search(value):
        return None
    before = END.split(page.visible[max(0, formula.start - _NEAR) : formula.start])[-1]
    sentence, after = re.sub(r"\s+", " ", before), page.visible[formula.end : formula.end + 60]
    if (both := _BOTH.search(sentence)) is not None:
        root = rf"\sqrt{{{both['formula'] or both['number']}}}"
        return _equation(formula, root, value) if _OF_ROOT.match(after) else None
    if _IN_TERMS.search(sentence) and last is not None and last.relations and last.relations[-1] == "=":
        near = formula.start - last.sides[-1].end < _NEAR / 2
        return _equation(formula, rf"\sqrt{{{last.sides[-1].latex}}}", value) if near else None
    layer = next(LAYER.finditer(page.text, 0, formula.start), None)
    part = _PART.split(page.visible[: formula.start])[-1]
    others = (_RECTIFIED, _OTHER_LAYERS, _ROOT, _SIZE)
    if layer is not None and _GAIN.search(sentence) and not any(each.search(part) for each in others):
        before, behind = (rf"\text{{Var}}({layer[each]})" for each in ("in", "out"))
        gain = _equation(formula, behind, rf"\left({value}\right) {before}")
        return gain if _is_of_weights(value, given) else None
    said = None if _DENIED.search(sentence) else _read(sentence, after)
    if layer is None or said is None or _OTHER_LAYERS.search(part):
        return None
    number = _number_before(last, formula, len(before))
    value = _with_named_factors(value, page.text[: formula.start])
    if _has_start(value, page.text[: formula.start]) == said.ratio or not _is_of_weights(value, (*given, *number)):
        return None
    out = layer["out"]
    if said.layers == "":
        factor = rf"\left({value}\right)^2" if said.root else rf"\left({value}\right)"
        one = _equation(formula, rf"\text{{Var}}({out}^{{(l)}})", rf"{factor} \text{{Var}}({out}^{{(l-1)}})", *number)
        return replace(one, claimed=True)
    count = said.layers if said.layers.isdigit() else "L"
    if count == "L" != said.layers:
        letter = re.compile(rf"(?<![A-Za-z\\]){said.layers}(?![A-Za-z])")
        if re.search(r"(?<![A-Za-z\\])L(?![A-Za-z])", value):
            return None
        value = letter.sub("L", value)
    moment = rf"\text{{Var}}({out}^{{({count})}})"
    start = rf"\text{{Var}}({layer['in']})"
    if said.root:
        moment, start = rf"\sqrt{{{moment}}}", rf"\sqrt{{{start}}}"
    several = _equation(formula, moment, rf"\left({value}\right) {start}" if said.ratio else value, *number)
    return replace(several, claimed=True)


def in_digits(count: str) -> str:
    """2, of "two"; what is no such word stays."""
    return str(NUMBERS.index(count.lower()) + 2) if count.lower() in NUMBERS else count


def _read(sentence: str, after: str) -> _Said | None:
    """What a sentence says that the formula behind it is; None where it is something else."""
    counts = [each["count"] for each in _LAYERS.finditer(sentence)]
    layers = in_digits(counts[-1]) if counts else ""
    if (found := _MULTIPLIES.search(sentence)) is not None:
        return _Said(found["root"] is not None, True, "")
    if (found := _IS_MULTIPLIED.search(sentence)) is not None:
        per_layer = _PER_LAYER.match(after) is not None
        return _Said(found["root"] is not None, True, "" if per_layer else layers) if per_layer or layers else None
    since = sentence[_end_of_count(sentence) :]
    if not layers or _ONE_LAYER.search(since) or _ANOTHER_COUNT.search(since):
        return None
    if (found := _IS.search(sentence)) is not None:
        return _Said((found["root"] or found["another"]) is not None, False, layers)
    if (found := _IT_IS.search(sentence)) is not None and re.search(r"\bvariance\b", found["before"]):
        return None if _ROOT.search(found["before"]) else _Said(False, False, layers)
    return None


def _end_of_count(sentence: str) -> int:
    return max((each.end() for each in _LAYERS.finditer(sentence)), default=0)


def _has_start(value: str, before: str) -> bool:
    """Whether the variance of the inputs, or its root, is in a formula."""
    letters = {re.escape(each["said"] or each["worded"]) for each in _START.finditer(before)}
    names = "|".join(rf"(?<![A-Za-z\\]){each}(?![A-Za-z])" for each in letters - {r"\\sigma"})
    return re.search(r"[Vv]ar\b" + (f"|{names}" if names else ""), value) is not None


def _with_named_factors(value: str, before: str) -> str:
    r"""The formula with n \sigma^2 in the place of \rho, if the page has written \rho = n \sigma^2."""
    for each in _NAMED.finditer(before):
        name = re.compile(rf"{re.escape(each['name'])}(?![A-Za-z])")
        value = name.sub(lambda _, each=each: rf"\left({each['value'].strip()}\right)", value)  # type: ignore[misc]
    return value


def _is_of_weights(value: str, given: Sequence[str]) -> bool:
    r"""Whether the scale of the weights is in a formula, or a condition gives n \sigma^2 as a number."""
    if any(_SCALE_IS.match(each) for each in given):
        return True
    numbers = [each for each in given if re.search(r"=\s*\d+(?:\.\d+)?\s*\Z", each)]
    said = " ".join(numbers)
    return r"\sigma" in value or (r"\sigma" in said and re.search(r"(?<![A-Za-z\\])[nNmd]", said) is not None)


def _number_before(last: Statement | None, formula: Formula, words: int) -> tuple[str, ...]:
    """The equation before, in the same sentence, if it gives something a number: "if $n \\sigma^2 = 2$, then"."""
    if last is None or last.relations != ("=",) or last.sides[0].start < formula.start - words:
        return ()
    is_number = re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", last.sides[1].latex)
    return (f"{last.sides[0].latex.strip()} = {last.sides[1].latex.strip()}",) if is_number else ()


def _equation(formula: Formula, left: str, right: str, *given: str) -> Statement:
    sides = (Side(formula.start, formula.start, left), Side(formula.start, formula.end, right))
    return Statement(sides, ("=",), conditions=given)
