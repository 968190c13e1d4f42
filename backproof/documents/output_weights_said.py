r"""What words say of the output weights and of the biases of a staircase whose boxes share their steps.

\hat f(x) = \sum_{i=0}^{N-1} f(t_i) [\sigma(x - t_i) - \sigma(x - t_{i+1})]
"the neuron at $t_i$ gets the output weight $f(t_i) - f(t_{i-1})$"        the same network, sorted by its steps, with
"the first one gets $f(t_0)$ and the last one $-f(t_{N-1})$"              this weight in the place of the right one
"with biases $-t_i$ and $-t_{i+1}$"                                       those of the steps of one box

The words become an equation between the network of the page and the one that they describe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.documents.clauses import END
from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import RELATION, Side, Statement

_OPEN, _CLOSE = r"(?:\\left|\\[bB]igl?)?\s*[\[(]", r"(?:\\right|\\[bB]igr?)?\s*[\])]"
_STEP = r"(?P<step>\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)"
_POINT = r"(?:\\[A-Za-z]+|[A-Za-z])_(?:\{[^{}]*\}|\w)"
_NETWORK = re.compile(
    r"\\sum\s*_\s*\{\s*(?P<index>[a-z])\s*=\s*(?P<low>[01])\s*\}\s*\^\s*(?:\{(?P<high>[^{}]*)\}|(?P<end>[A-Za-z]))"
    rf"(?P<height>[^$&=\[\]]{{1,40}}?)\s*{_OPEN}\s*{_STEP}\s*\(\s*x\s*-\s*(?P<from>{_POINT})\s*\)"
    rf"\s*-\s*(?P=step)\s*\(\s*x\s*-\s*(?P<to>{_POINT})\s*\)\s*{_CLOSE}"
)
_WEIGHT = re.compile(
    r"\b(?:output )?weights?\b"
    r"(?:\s+(?:of|is|are|has|then|the|jumps?|difference|neuron|unit|step|which|for|at)\b|\s*\$[^$]*\$)*\s*\$\s*\Z"
)
_POINT_OF = r"\$\s*(?:(?:\\sigma|\\Theta|\\theta|H)\s*\(\s*x\s*-\s*)?{name}_\{{?(?P<index>[a-z])\}}?\s*\)?\s*\$"
_END = re.compile(
    r"\b(?P<which>first|last)\s+(?:(?:one|neuron|step|unit)\s+)?(?:then\s+)?(?:gets|has|is|gets the|has the)"
    r"(?:\s+(?:an?|the))?(?:\s+output)?(?:\s+weight)?\s*\$\s*\Z"
)
_DENIED = re.compile(r"\b(?:not|never|wrong\w*|instead|would|unless|backwards?|from right)\b|n't\b", re.IGNORECASE)
_NEAR = 1200  # characters from a network to what is said of it
_SENTENCE = 400


@dataclass(frozen=True)
class _Staircase:
    """sum: as the page writes it;  index: of its terms, from `low` to `high`;  shift: 1 if the steps of a term k are at
    the points k and k + 1, 0 if at k - 1 and k."""

    sum: str
    index: str
    low: int
    high: str
    height: str
    step: str
    name: str
    shift: int

    def at(self, place: str) -> str:
        """The height of the box of this number."""
        braced = re.sub(r"_\s*(\w)", r"_{\1}", self.height)
        return re.sub(rf"(?<![A-Za-z\\]){self.index}(?![A-Za-z])", place, braced)

    def step_at(self, place: str) -> str:
        """The step at a point of the grid."""
        return rf"{self.step}(x - {self.name}_{{{place}}})"

    def sorted(
        self, inner: str | None = None, first: str | None = None, last: str | None = None, index: str = ""
    ) -> str:
        """The same network, each step with its weight, some of which are given."""
        k = index or self.index
        below, here = (f"{k}-1", k) if self.shift else (k, f"{k}+1")
        inner = inner or f"{self.at(here)} - {self.at(below)}"
        start, end = (self.low, _next(self.high)) if self.shift else (self.low - 1, self.high)
        return (
            rf"\left({first or self.at(str(self.low))}\right) {self.step_at(str(start))}"
            rf" + \sum_{{{k}={start + 1}}}^{{{_before(end)}}} \left({inner}\right) {self.step_at(k)}"
            rf" + \left({last or f'-{self.at(self.high)}'}\right) {self.step_at(end)}"
        )


def output_weight_said(page: Page, formula: Formula) -> Statement | None:
    """The claim of words that a formula without a relation is the output weight of a step; often None."""
    value = page.text[formula.start : formula.end].strip(" .,;&\n")
    before = END.split(page.visible[max(0, formula.start - _SENTENCE) : formula.start])[-1]
    sentence = re.sub(r"\s+", " ", before)
    if formula.display or RELATION.search(value) or _DENIED.search(sentence):
        return None
    end, weight = _END.search(sentence), _WEIGHT.search(sentence)
    if end is None and weight is None:
        return None
    network = _staircase(page.text[max(0, formula.start - _NEAR) : formula.start])
    if network is None or _head(network.height) != _head(value):
        return None
    if end is not None:
        if not re.search(r"\bweights?\b", page.visible[max(0, formula.start - _SENTENCE) : formula.start]):
            return None
        said = network.sorted(first=value) if end["which"] == "first" else network.sorted(last=value)
    else:
        points = list(re.finditer(_POINT_OF.format(name=re.escape(network.name)), sentence))
        if not points or re.search(r"\b(?:first|last)\b", sentence[points[-1].end() :]):
            return None
        said = network.sorted(inner=value, index=points[-1]["index"])
    return Statement((Side(formula.start, formula.start, network.sum), Side(formula.start, formula.end, said)), ("=",))


def _staircase(before: str) -> _Staircase | None:
    """The last staircase of boxes that stand side by side."""
    found = list(_NETWORK.finditer(before))
    if not found:
        return None
    last = found[-1]
    k, high = last["index"], (last["high"] or last["end"]).replace(" ", "")
    names = [each.partition("_")[0] for each in (last["from"], last["to"])]
    places = [re.sub(r"[{}\s]", "", each.partition("_")[2]) for each in (last["from"], last["to"])]
    shift = {(k, f"{k}+1"): 1, (f"{k}-1", k): 0}.get((places[0], places[1]))
    if names[0] != names[1] or shift is None or re.fullmatch(r"[A-Za-z](?:-1)?", high) is None:
        return None
    low = int(last["low"])
    return _Staircase(last[0], k, low, high, last["height"].strip(), last["step"], names[0], shift)


def _head(value: str) -> str | None:
    """What the heights are called: f of f(x_k), h of h_k."""
    found = re.search(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*(?:\(|_)", value)
    return found[1] if found else None


def _next(end: str) -> str:
    return end.removesuffix("-1") if end.endswith("-1") else f"{end}+1"


def _before(end: str) -> str:
    return end.removesuffix("+1") if end.endswith("+1") else f"{end}-1"
