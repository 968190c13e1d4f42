r"""Values that words give to a formula, each where x lies in some range:

$\sigma(x - p) + \sigma(q - x) - 1$ is 1 for $p < x < q$ and 0 otherwise      one statement, by cases
$z_1$ is 0 for x < 0 and 1 for x > 0                                         the same
$s_1(x)$ equals 1 if $x > 0$                                                 a statement with a condition
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.documents.extraction import Formula, Page
from backproof.documents.restrictions import spelled
from backproof.documents.statements import Side, Statement

_ORDER = r"(?:<=?|>=?|≤|≥|\\(?:leq?|geq?|lt|gt)(?![A-Za-z]))"
_BELOW = r"(?:<=?|≤|\\(?:leq?|lt)(?![A-Za-z]))"
_NAME = r"(?:\d+(?:\.\d+)?|\\[A-Za-z]+|[A-Za-z])(?:_(?:\{[^{}]*\}|\w))?"
_PLACE = rf"-?\s?{_NAME}(?:\s*[-+]\s*{_NAME})?"
_RANGE = rf"{_PLACE}(?:\s*{_ORDER}\s*{_PLACE}){{1,2}}"
_IS = r"\s*\$?\s*(?:is|equals|gives|becomes|is equal to|has the value|takes the value)\s+"
_AND = r"\s*,?\s*(?:and|but|or)?\s*(?:(?:is|equals|it is)\s+)?"


def _value(name: str) -> str:
    return rf"(?:(?:exactly|then|always|equal to)\s+)?\$?\s*(?P<{name}>-?\s?{_NAME})\s*\$?(?![\w^_(])"


def _where(name: str) -> str:
    return (
        r"\s*,?\s+(?:(?:exactly|only|precisely|just|always)\s+)?(?:for|if|when|whenever|where)\s+"
        rf"\$?\s*(?P<{name}>{_RANGE})\s*\$?(?!\s*[-+*/^=<>\\])"
    )


_OTHERWISE = r"\s*(?P<otherwise>(?:otherwise|elsewhere|everywhere else|else|outside)\b)"
_SAID = re.compile(
    rf"{_IS}{_value('first')}{_where('range')}(?:{_AND}{_value('second')}(?:{_OTHERWISE}|{_where('rest')}))?"
)
_OF_FAMILY = re.compile(r"_\s*\{?\s*[A-Za-z\\]")  # points of a grid: what holds there is read elsewhere
_STEPS = re.compile(r"\b(?:step|threshold)[- ](?:activation|function|neuron|unit|network)|\bHeaviside\b", re.IGNORECASE)
_CHAIN = re.compile(rf"(?P<low>{_PLACE})\s*{_BELOW}\s*[xtuz]\s*{_BELOW}\s*(?P<high>{_PLACE})")


@dataclass(frozen=True)
class Said:
    """A statement that words make, and where on the page they end."""

    statement: Statement
    end: int


def values_said(page: Page, formula: Formula) -> Said | None:
    """What the words behind a formula without a relation say of its values; None where they say nothing of them."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    plain = re.search(r"[<>=,]|\\(?:sim|in|leq?|geq?|to|approx|neq?)(?![A-Za-z])", text) is None
    if formula.display or not plain or not _STEPS.search(page.text):
        return None
    found = _SAID.match(page.visible, formula.end)
    if found is None or _OF_FAMILY.search(text + found[0]):
        return None
    side, where = Side(formula.start, formula.end, text), (found.start("first"), found.end())
    one, first = found["first"], spelled(found["range"])
    narrow = tuple(f"{each['low']} < {each['high']}" for each in _CHAIN.finditer(found["range"]) if _is_open(each))
    if found["second"] is None:
        values = Side(*where, one)
        return Said(Statement((side, values), ("=",), conditions=(first,), clause=narrow), found.end())
    rest = r"\text{otherwise}" if found["otherwise"] else spelled(found["rest"])
    rows = rf"{one} & {first} \\ {found['second']} & {rest}"
    values = Side(*where, rf"\begin{{cases}} {rows} \end{{cases}}")
    return Said(Statement((side, values), ("=",), clause=narrow), found.end())


def _is_open(chain: re.Match[str]) -> bool:
    """Whether the ends of a range are not numbers, so that words mean the first to be the smaller one."""
    return not all(re.fullmatch(r"[-\d. ]+", chain[each]) for each in ("low", "high"))
