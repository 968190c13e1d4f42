r"""Difference quotients that are to be a gradient: by the name that they get, or by what words say of their error.

g_{num} = \frac{L(\theta + \epsilon) - L(\theta - \epsilon)}{\epsilon}        it is twice the gradient
The error of the one-sided difference is $O(\epsilon^2)$.                     it is of the first order
"""

from __future__ import annotations

import re

from backproof.documents.environment import Environment
from backproof.documents.expansions import SHIFTED, leading_slope, plain_losses
from backproof.documents.extraction import Formula, Page
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.statements import Side, Statement

_NUMERICAL = re.compile(
    r"numeri\w+|\bgradient[- ]check|check\w* (?:of |on )?(?:the |my |our )?(?:gradients?|derivatives?)"
    r"|(?:finite|central|two-sided|one-sided|forward|symmetric) differences?|difference quotients?",
    re.IGNORECASE,
)
_NAMED_SO = re.compile(r"num|approx|fd|diff", re.IGNORECASE)
_NEAR = 400  # characters: a heading, or the sentence before
_ERROR = re.compile(r"\b(?:truncation |approximation )?errors?\b[^.$;:]{0,60}\$?\s*$", re.IGNORECASE)
_ORDER = re.compile(r"\s*(?:\\mathcal\s*\{?\s*O\s*\}?|O)\s*(?:\\left|\\bigl?)?\s*\(.{1,30}\)\s*[.,;]?\s*", re.DOTALL)
_KIND = re.compile(
    r"\b(?:(?P<one>one[- ]sided|forward|backward)|(?P<two>two[- ]sided|central|centred|centered|symmetric))\b",
    re.IGNORECASE,
)
_ONLY_ONE = re.compile(r"[^()]*\([^()]*\)\s*-[^()]*\([^()]*\)\s*")  # one difference
_QUOTIENT = re.compile(r"\\[dt]?frac\s*\{(?P<over>(?:[^{}]|\{[^{}]*\})*)\}\s*\{(?P<under>(?:[^{}]|\{[^{}]*\})*)\}")


def judge_numerical(statement: Statement, text: str, env: Environment) -> Outcome | None:
    """What is wrong with a name for a difference quotient that words call a gradient; None for anything else."""
    if statement.relations not in (("=",), (":=",)) or len(statement.sides) != 2:
        return None
    name, quotient = (side.latex for side in statement.sides)
    before = text[max(0, statement.sides[0].start - _NEAR) : statement.sides[0].start]
    if SHIFTED.search(name) or not (_NAMED_SO.search(name) or _NUMERICAL.search(before)):
        return None
    factor = leading_slope(quotient, env)
    if factor is None or factor == 1:
        return None
    return Outcome(
        "refuted",
        f"for small steps it is {factor} times the derivative",
        Counterexample((("the function", "x"),), f"{factor}", "1", "="),
    )


def error_said(page: Page, formula: Formula) -> Statement | None:
    r"""The claim that a difference quotient is the derivative up to the error that words give it; None for no such."""
    text = page.text[formula.start : formula.end]
    before = page.visible[max(0, formula.start - _NEAR) : formula.start]
    if formula.display or not _ORDER.fullmatch(text) or not _ERROR.search(before):
        return None
    found = [each for each in _QUOTIENT.finditer(before) if SHIFTED.search(plain_losses(each["over"]))]
    if not found or not _ONLY_ONE.fullmatch(found[-1]["over"]):
        return None
    shifted = SHIFTED.search(plain_losses(found[-1]["over"]))
    assert shifted is not None
    value, point, step = shifted["f"], shifted["x"], shifted["h"]
    sentence = re.split(r"[.;]\s", before[found[-1].end() :])[-1]
    kinds = [each["two"] is not None for each in _KIND.finditer(sentence)]
    signs = set(re.findall(r"[+-](?=\s*(?:h|\\epsilon|\\varepsilon|\\delta)\s*(?:\\right)?\))", found[-1]["over"]))
    is_central = kinds[-1] if kinds else len(signs) > 1
    if is_central:  # whatever it was divided by: that is a claim of its own
        quotient = rf"\frac{{{value}({point} + {step}) - {value}({point} - {step})}}{{2 {step}}}"
    else:
        quotient = rf"\frac{{{value}({point} + {step}) - {value}({point})}}{{{step}}}"
    error = text.strip(" .,;\n")
    return Statement(
        (
            Side(formula.start, formula.start, quotient),
            Side(formula.start, formula.end, f"{value}'({point}) + {error}"),
        ),
        ("=",),
    )
