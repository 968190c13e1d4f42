r"""How many hidden neurons a network of steps has, where words say it: "the hidden layer has $2N$ neurons".

\hat f(x) = \sum_{k=0}^{N-1} f(x_k) (\sigma(x - x_k) - \sigma(x - x_{k+1}))        N terms of two steps each: 2N

Only of the network that the page has written last, where no word speaks of another one, such as one that shares steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backproof.documents.clauses import END
from backproof.documents.extraction import Page
from backproof.documents.statements import Side, Statement

_COUNT = r"\$?(?P<{}>(?:\d+\s*)?[A-Z](?:\s*[-+]\s*\d)?)\$?"
_NEURONS = r"(?:step\s+|threshold\s+)?(?:neurons|units)\b(?!\s+(?:per|for|in|of|and|with|behind|which|that|on)\b)"
_SAID = re.compile(
    r"\b(?:this|it|the (?:whole |resulting )?network)\s+(?:needs|uses|has|requires|takes)\s+"
    rf"{_COUNT.format('count')}\s+hidden\s+{_NEURONS}"
    rf"|\bhidden layer\s+(?:then\s+)?(?:has|needs|consists of|contains)\s+{_COUNT.format('other')}\s+{_NEURONS}",
    re.IGNORECASE,
)
_OTHER_NETWORK = re.compile(
    r"\b(?:instead|only|fewer|less|more|at (?:least|most)|enough|suffic\w+|could|would|can|might|if|improv\w+|sav\w+"
    r"|dimension\w*|inputs|not)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:shar\w+|merg\w+|collect\w*|combin\w+|same|common|neighbou?r\w*|adjacent|next|twice|cancel\w*)\b",
    re.IGNORECASE,
)
_OF_BIAS = re.compile(r"[^.;,]*\bbias\b")  # constants collected in one bias are no steps
_SUM = re.compile(
    r"\\sum\s*_\s*\{\s*(?P<index>[a-z])\s*=\s*(?P<low>[01])\s*\}\s*\^\s*(?:(?P<high>[A-Z])|\{(?P<ends>[^{}]*)\})"
)
_STEP = re.compile(r"(?:\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)\s*(?:\\left|\\[bB]igl?)?\s*[(\[]")
_PIECE = re.compile(r"(?P<name>\\[A-Za-z]+|[A-Za-z])_\{?[ijk]\}?\s*\(\s*x\s*\)")
_NEAR = 900  # characters from a network to what is said of it


def counts_said(page: Page) -> Iterator[tuple[int, Statement]]:
    """The claims of words about the number of hidden neurons, each with its place on the page."""
    for found in _SAID.finditer(page.visible):
        before = _OF_BIAS.sub("", END.split(page.visible[max(0, found.start() - 300) : found.start()])[-1])
        after = END.split(page.visible[found.end() : found.end() + 120])[0]
        counted = None if _OTHER_NETWORK.search(before + " " + after) else _neurons(page, found.start())
        count = found["count"] or found["other"]
        if counted is None or counted[1] not in count:
            continue  # it is another number that is counted
        at = found.span("count" if found["count"] else "other")
        yield found.start(), Statement((Side(at[0], at[0], counted[0]), Side(*at, count)), ("=",))


def _neurons(page: Page, at: int) -> tuple[str, str] | None:
    """How many steps the last sum over steps before a place has, and the letter for the end of that sum."""
    for formula in reversed([each for each in page.formulas if at - _NEAR < each.start < at]):
        text = page.text[formula.start : formula.end]
        sums = list(_SUM.finditer(text))
        if len(sums) > 1 or (sums and _SHARES.search(_OF_BIAS.sub("", page.visible[formula.end : at]))):
            return None  # one of several forms of the network
        if not sums:
            continue
        high = sums[0]["high"] or sums[0]["ends"]
        letters, steps = set(re.findall(r"[A-Z]", high)), _steps(text[sums[0].end() :], page, at)
        if not steps:
            continue
        terms = high if sums[0]["low"] == "1" else f"{high} + 1"
        return (rf"{steps} \left({terms}\right)", letters.pop()) if len(letters) == 1 else None
    return None


def _steps(body: str, page: Page, at: int) -> int:
    """The steps of one term: those that stand in it, or in what defines the piece of which it is a multiple."""
    if (piece := _PIECE.search(body)) is None:
        return len(_STEP.findall(body))
    defined = re.compile(rf"{re.escape(piece['name'])}_\{{?[ijk]\}}?\s*\(\s*x\s*\)\s*&?:?=(?P<body>[^=$]*)")
    found = [len(_STEP.findall(each["body"])) for each in defined.finditer(page.text, max(0, at - 2 * _NEAR), at)]
    return found[-1] if found else 0
