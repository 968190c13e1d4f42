r"""Steps of descent: $W \leftarrow W - \eta \nabla_W L$ is no equation, and its sign can be wrong.

The target stands on both sides, perhaps with a time: w_{t+1} = w_t - eta grad L(w_t).  What is not written like that is
left to others.
"""

from __future__ import annotations

import re

from backproof.documents.declarations import LOSSES
from backproof.documents.outcomes import Outcome

_STYLE = re.compile(r"\\(?:mathbf|boldsymbol|mathrm|mathcal|text|bm|vec|operatorname)\s*\{([^{}]*)\}")
_BLANK = re.compile(r"\s+|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\(?:left|right|cdot)(?![A-Za-z])")
_TIME = re.compile(
    r"_\{?(?:t|k|n|s|i|new|old|neu|alt)(?:[+-]1)?\}?|\^\{?\(?(?:t|k|s|new|old|neu|alt|\\prime)(?:[+-]1)?\)?\}?|'"
)
_RATE = r"(?:\\(?:eta|alpha|epsilon|varepsilon|gamma|mu|tau|lambda)(?:_\{?\w+\}?)?|lr|\d+(?:\.\d+)?|h|s)"
_STEP = re.compile(
    rf"(?P<sign>[+-])(?P<rate>{_RATE}|\\[dt]?frac\{{{_RATE}\}}\{{\w+\}}|\\frac\{{1\}}\{{\w+\}})?"
    r"(?P<gradient>(?:\\sum_(?:\w|\{[^{}]*\}))?(?:\\nabla|\\[dt]?frac\{(?:\\partial|d)).+)"
)
_OTHER_WAY = re.compile(r"ascent|ascend|maximi[sz]|likelihood|reward|adversarial|Anstieg|Aufstieg", re.IGNORECASE)
_DATA = frozenset("xXs")  # an adversarial input climbs
_OF = re.compile(
    r"\\nabla(?:_\{(?:[^{}]|\{[^{}]*\})*\}|_\\?\w+)?(?P<one>\\?[A-Za-z]+)|\\[dt]?frac\{(?:\\partial|d)(?P<two>\\?[A-Za-z]+)"
)


def judge_update(target: str, value: str, words: str) -> Outcome | None:
    """Judge `target <- value`, both as LaTeX; None for what is no step along a gradient.

    words: those of the page, which may say that something is maximized.
    """
    name, written = _plain(target), _plain(value)
    base = _TIME.sub("", name)
    timed = re.match(re.escape(base) + rf"(?:{_TIME.pattern})*", written)
    forms = {name, base} | ({timed[0]} if timed else set())
    start = next((form for form in sorted(forms, key=len, reverse=True) if written.startswith(form)), None)
    found = _STEP.fullmatch(written[len(start) :]) if start else None
    if found is None:
        return None
    if found["sign"] == "-":
        return Outcome("definition", "a step against the gradient: it changes a value, it claims nothing")
    of = _OF.match(found["gradient"])
    loss = of is not None and (of["one"] or of["two"]).lstrip("\\") in LOSSES
    adds_up = not re.search(r"\\[a-z]|lr", found["rate"] or "")  # gradients are summed, no step is made
    if not loss or adds_up or base in _DATA or _OTHER_WAY.search(words):
        return Outcome("definition", "an assignment: it changes a value, it claims nothing")
    return Outcome(
        "refuted",
        "a step along the gradient makes the loss larger: descent goes against it",
        correction=f"{target.strip()} - ...",
        misconception="sign lost",
    )


def _plain(latex: str) -> str:
    """Without styles and blanks."""
    for _ in range(4):
        latex = _STYLE.sub(r"\1", latex)
    return _BLANK.sub("", latex)
