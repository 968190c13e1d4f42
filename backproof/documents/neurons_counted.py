r"""How many hidden neurons a network of steps has, where words say it: "the hidden layer has $2N$ neurons".

\hat f(x) = \sum_{k=0}^{N-1} f(x_k) (\sigma(x - x_k) - \sigma(x - x_{k+1}))        N terms of two steps each: 2N
"neighbouring boxes share a step, so we only need N + 1 neurons"                  N + 1 places of the grid
c_0 = f(x_0), c_k = f(x_k) - f(x_{k-1}), c_N = -f(x_{N-1})                        a neuron for each weight: N + 1

Only of the network that the page has written last, where no word speaks of another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backproof.documents.clauses import END
from backproof.documents.extraction import Page
from backproof.documents.statements import Side, Statement

_COUNT = r"\$?(?P<count>(?:\d+\s*)?[A-Zn](?:\s*[-+]\s*\d)?)\$?"
_NEURONS = (
    r"(?:(?:different|distinct|hidden|step|threshold)\s+)*(?:neurons|units)\b"
    r"(?!\s+(?:per|for|of|and|with|behind|which|that|on)\b)(?!\s+in\s+(?!(?:the|this|one|its)\s+hidden|total|all\b))"
)
_SAID = re.compile(
    r"\b(?:[Ss]o|needs?|uses?|ha[sv]e?|requires?|takes?|is|are|get|contains?|consists of|with|of|to|total(?: of)?|and"
    rf"|only)(?:\s+(?:only|exactly|then|about|in total))*\s+{_COUNT}\s+{_NEURONS}"
)
_IF_SHARED = re.compile(rf"\(\s*or\s+(?:only\s+)?{_COUNT}\s+if\b(?P<words>[^()]*)\)")
_HIDDEN = re.compile(r"\bhidden\b|\bneurons are enough\b|\bin (?:total|all)\b|\bonly\b|\bdifferent\b", re.IGNORECASE)
_OTHER_NETWORK = re.compile(
    r"\b(?:fewer|less|more|at (?:least|most)|would|might|if|improv\w+|dimension\w*|inputs|not|second|output layer"
    r"|doubl\w*|half|halv\w*|twice (?:the|as))\b"
    r"|\b(?:per|each|every|one) (?:axis|coordinate|direction|cube)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:instead|only|could|can|enough|suffic\w+|sav\w+)\b", re.IGNORECASE)
_SHARES = re.compile(
    r"\b(?:shar\w+|merg\w+|collect\w*|combin\w+|same|common|neighbou?r\w*|adjacent|next|twice|cancel\w*|together"
    r"|into one|sort\w*)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:last|first|ends?(?! up)|outer\w*|outside|boundar\w+|interval)\b", re.IGNORECASE)
_OF_BIAS = re.compile(r"[^.;,]*\bbias\b")  # constants collected in one bias are no steps
_SUM = re.compile(
    r"\\sum\s*_\s*\{\s*(?P<index>[a-z])\s*=\s*(?P<low>[01])\s*\}\s*\^\s*(?:(?P<high>[A-Zn])|\{(?P<ends>[^{}]*)\})"
)
_STEP = re.compile(r"(?:\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)\s*(?:\\left|\\[bB]igl?)?\s*[(\[]")
_PIECE = re.compile(r"(?P<name>\\[A-Za-z]+|[A-Za-z])_\{?[ijk]\}?\s*\(\s*x\s*\)")
_WEIGHT = re.compile(  # c_0 = f(t_1), and c_k = f(t_{k+1}) - f(t_k): the output weights of steps that boxes share
    r"(?P<name>\\?[A-Za-z]+)_\{?(?P<index>\w)\}?\s*&?=(?=(?P<value>[^=]*))"
)
_JUMP = re.compile(r"\s*(?P<function>[a-z])\s*\([^()]*\)\s*-\s*(?P=function)\s*\([^()]*\)")
_IN_ARRAYS = re.compile(
    r"(?:\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)\s*(?:\\left|\\[bB]igl?)?\s*\([^()]*\\(?:math)?bf"
)
_NEXT_FORMULA = re.compile(r"\\q?quad(?![A-Za-z])|=|\\\\")
_NEAR = 900  # characters from a network to what is said of it


@dataclass(frozen=True)
class _Network:
    """letter: that for the end of its sum;  terms: how many the sum has;  steps: in each;  others: beside the sum."""

    letter: str
    terms: str
    steps: int
    others: int
    end: int

    @property
    def neurons(self) -> str:
        """How many steps there are."""
        rest = f" + {self.others}" if self.others else ""
        return rf"{self.steps} \left({self.terms}\right){rest}"

    @property
    def places(self) -> str | None:
        """How many different steps, where each of two begins where the last one ends."""
        return rf"\left({self.terms}\right) + 1" if self.steps == 2 and not self.others else None


def counts_said(page: Page) -> Iterator[tuple[int, Statement]]:
    """The claims of words about the number of hidden neurons, each with its place on the page."""
    for found in _SAID.finditer(page.visible):
        before = _OF_BIAS.sub("", END.split(page.visible[max(0, found.start() - 300) : found.start()])[-1])
        after = END.split(page.visible[found.end() : found.end() + 120])[0]
        aside = _IF_SHARED.search(after)
        after = after if aside is None else after[: aside.start()]
        here = f"{before}{found[0]}{after}"
        network = _network(page, found.start()) if _HIDDEN.search(here) else None
        if network is None or _OTHER_NETWORK.search(here) or network.letter not in found["count"]:
            continue  # it is another number that is counted
        counted = _meant(found["count"], before, after, page.visible[network.end : found.start()], found[0], network)
        if counted is not None:
            yield found.start(), _equation(counted, found)
        inside = None if aside is None else _IF_SHARED.search(page.visible, found.end())
        if inside is not None and network.places and _SHARES.search(inside["words"]):
            yield inside.start(), _equation(network.places, inside)


def _equation(counted: str, found: re.Match[str]) -> Statement:
    start, end = found.span("count")
    return Statement((Side(start, start, counted), Side(start, end, found["count"])), ("=",))


def _meant(count: str, before: str, after: str, between: str, said: str, network: _Network) -> str | None:
    """The number that words speak of: of all steps, or of the different ones where they say that steps are shared."""
    shared = _SHARES.search(_OF_BIAS.sub("", between)) is not None
    if network.places is None:
        return None if shared else network.neurons
    if _SHARES.search(before) or (shared and _INSTEAD.search(f"{before} {said} {after}")):
        one_more = re.sub(r"\s", "", count) == f"{network.letter}+1"
        return network.places if one_more or not _ENDS.search(before + after) else None
    return None if shared or _INSTEAD.search(f"{before} {said} {after}") else network.neurons


def _network(page: Page, at: int) -> _Network | None:
    """The last sum over steps before a place; None where the formula shows several forms of the network."""
    for formula in reversed([each for each in page.formulas if at - _NEAR < each.start < at]):
        text = page.text[formula.start : formula.end]
        sums = list(_SUM.finditer(text))
        if not sums and (last := _last_weight(text)) is not None:
            return _Network(last, f"{last} + 1", 1, 0, formula.end)
        without_range = not sums and r"\sum" in text and _STEP.search(text)
        if len(sums) > 1 or without_range or _IN_ARRAYS.search(text):
            return None  # one of several forms of the network, or one whose steps are not counted here
        if not sums:
            continue
        high, index = sums[0]["high"] or sums[0]["ends"], sums[0]["index"]
        body = _NEXT_FORMULA.split(text[sums[0].end() :])[0]
        parts = [each for each in _summands(body) if _STEP.search(each) or _PIECE.search(each)]
        inside = [each for each in parts if re.search(rf"_\s*(?:{index}|\{{[^{{}}]*\b{index}\b)", each)]
        letters, steps = set(re.findall(r"[A-Zn]", high)), sum(_steps(each, page, at) for each in inside)
        if not steps:
            continue
        others = len(_STEP.findall(text[: sums[0].start()])) + sum(_steps(each, page, at) for each in parts) - steps
        terms = high if sums[0]["low"] == "1" else f"{high} + 1"
        return _Network(letters.pop(), terms, steps, others, formula.end) if len(letters) == 1 else None
    return None


def _last_weight(text: str) -> str | None:
    """The index of the last output weight, where a formula gives the first one, those between, and the last one."""
    weights = [*_WEIGHT.finditer(text)]
    names, indices = {each["name"] for each in weights}, [each["index"] for each in weights]
    between = any(_JUMP.match(each["value"]) for each in weights)
    if len(names) != 1 or not between or "0" not in indices:
        return None
    ends = [each for each in indices if re.fullmatch("[A-Zn]", each)]
    return ends[0] if len(ends) == 1 else None


def _summands(body: str) -> list[str]:
    """The terms of a sum that stand in no brackets."""
    parts, depth = [""], 0
    for char in body:
        depth += (char in "([{") - (char in ")]}")
        if char in "+-" and depth == 0 and parts[-1].strip():
            parts.append("")
        parts[-1] += char
    return parts


def _steps(body: str, page: Page, at: int) -> int:
    """The steps of one term: those that stand in it, or in what defines the piece of which it is a multiple."""
    if (piece := _PIECE.search(body)) is None:
        return len(_STEP.findall(body))
    defined = re.compile(rf"{re.escape(piece['name'])}_\{{?[ijk]\}}?\s*\(\s*x\s*\)\s*&?:?=(?P<body>[^=$]*)")
    found = [len(_STEP.findall(each["body"])) for each in defined.finditer(page.text, max(0, at - 2 * _NEAR), at)]
    return found[-1] if found else 0
