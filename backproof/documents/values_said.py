r"""Values that words give to a formula, each where x lies in some range:

$\sigma(x - p) + \sigma(q - x) - 1$ is 1 for $p < x < q$ and 0 otherwise      one statement, by cases
$z_1$ is 0 for x < 0 and 1 for x > 0                                         the same
$s_1(x)$ equals 1 if $x > 0$                                                 a statement with a condition
$\sigma(x)$ is on exactly for $x > 0$                                        1 there, and 0 otherwise
its weight is -1 and its bias is $q$                                         of a neuron of which the same is said
$$b(x) = \sigma(x - p) - \sigma(x - q)$$ which is 1 for $p < x < q$            of what defines a name
$$b(x) = \prod_{i=1}^d b_i(x_i)$$ is 1 when all $p < x_i < q$ and 0 otherwise  in d dimensions
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backproof.documents.extraction import Formula, Page
from backproof.documents.report import CheckedClaim
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
_EXACTLY = r"on\s+(?:exactly|precisely)\s+(?:for|if|when|whenever)\s+"
_ON = re.compile(
    rf"\s*\$?\s*,?\s*(?:and\s+)?(?:is|switches|turns)\s+(?:then\s+|switched\s+)?{_EXACTLY}"
    rf"\$?\s*(?P<range>{_RANGE})\s*\$?(?!\s*[-+*/^=<>\\])"
)
_SHOULD_BE_ON = re.compile(
    rf"\b(?:should|must|has to) be (?:switched )?{_EXACTLY}\$?\s*(?P<range>{_RANGE})\s*\$?\s*(?:(?!\bnot\b)[^.$])*"
    r"\bweight\s+(?:is\s+|of\s+)?\$?(?P<weight>-?\s?1)\$?\s+and\s+(?:its\s+|the\s+|a\s+|with\s+)?"
    r"bias\s+(?:is\s+|of\s+)?\$?\s*$"
)
_STEP_NAME = re.compile(r"(?P<name>\\sigma|\\Theta|\\theta|(?<![A-Za-z\\])H)\s*(?:\\left)?\(")
_OF_FAMILY = re.compile(r"_\s*\{?\s*[A-Za-z\\]")  # points of a grid: what holds there is read elsewhere
_STEPS = re.compile(r"\b(?:step|threshold)[- ](?:activation|function|neuron|unit|network)|\bHeaviside\b", re.IGNORECASE)
_CHAIN = re.compile(rf"(?P<low>{_PLACE})\s*{_BELOW}\s*[xtuz](?:_\{{?[ijk]\}}?)?\s*{_BELOW}\s*(?P<high>{_PLACE})")


_IT = (
    r"[\s$.,;]*(?i:(?:which|that|it|this|and|then|hence|so"
    r"|(?:this|the) (?:function|network|sum|output|neuron|unit))\s+)*"
)
_ALL = (
    r"(?:(?:all|every|each)(?:\s+of)?(?:\s+the)?\s+"
    r"(?:(?:coordinates?|entries)\s+(?:satisf(?:y|ies)|ha(?:ve|s)|with)\s+)?)?"
)
_OF_ALL = (
    r"(?:\s*,?\s*(?:for|in)\s+(?:all|every|each)\s+(?:coordinates?|directions?|dimensions?"
    r"|\$?[ijk]\$?(?:\s*=\s*1\s*,[^$]{1,20}\$)?(?![\w^_])))?"
)
_ENTRY = r"[xtuz]_\{?[ijk]\}?"
_PLACE_OF_ONE = rf"{_PLACE}\s*{_ORDER}\s*{_ENTRY}\s*{_ORDER}\s*{_PLACE}|{_ENTRY}\s*{_ORDER}\s*{_PLACE}"
_BEHIND = re.compile(_IT + _SAID.pattern.removeprefix(r"\s*\$?\s*"))
_BEHIND_IN_ALL = re.compile(
    _IT
    + _IS.removeprefix(r"\s*\$?\s*")
    + rf"{_value('first')}\s*,?\s+(?:(?:exactly|only|precisely|just)\s+)?(?:for|if|when|whenever|where)\s+{_ALL}"
    + rf"\$?\s*(?P<range>{_PLACE_OF_ONE})\s*\$?{_OF_ALL}{_AND}{_value('second')}{_OTHERWISE}"
)


@dataclass(frozen=True)
class Said:
    """A statement that words make, and where on the page they end."""

    statement: Statement
    end: int


def values_said(page: Page, formula: Formula) -> Said | None:
    """What the words behind a formula without a relation say of its values; None where they say nothing of them."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    plain = re.search(r"(?<!_\{\w)[<>=,]|\\(?:sim|in|leq?|geq?|to|approx|neq?)(?![A-Za-z])", text) is None
    if formula.display or not plain or not _STEPS.search(page.text):
        return None
    if (neuron := _neuron_said(page, formula, text)) is not None:
        return neuron
    if (on := _ON.match(page.visible, formula.end)) is not None and not _OF_FAMILY.search(text + on[0]):
        return _on_there(Side(formula.start, formula.end, text), on["range"], (on.start("range"), on.end()))
    found = _SAID.match(page.visible, formula.end)
    if (in_all := _BEHIND_IN_ALL.match(page.visible, formula.end)) is not None:
        return _in_range(Side(formula.start, formula.end, text), in_all)
    if found is None or _OF_FAMILY.search(text + found[0]):
        return None
    return _in_range(Side(formula.start, formula.end, text), found)


def values_behind(page: Page, defined: Statement) -> Said | None:
    """What words right behind an equation say of the values of its last side; None where they say nothing of them."""
    if defined.relations[-1:] not in (("=",), (":=",)) or not _STEPS.search(page.text):
        return None
    side = defined.sides[-1]
    if _STEP_NAME.search(side.latex) is None:
        return None
    if (found := _BEHIND_IN_ALL.match(page.visible, side.end)) is None:
        found = _BEHIND.match(page.visible, side.end)
        if found is None or _OF_FAMILY.search(side.latex + found[0]) or found["second"] is None:
            return None
    return _in_range(side, found)


def is_behind(statement: Statement, defined: Statement) -> bool:
    """Whether a statement is what words behind an equation say of its last side."""
    return statement.sides[:1] == defined.sides[-1:] and bool(statement.sides)


def held_against_box(defined: list[CheckedClaim], statement: Statement, said: list[CheckedClaim]) -> list[CheckedClaim]:
    """The claims of a definition, wrong where the words behind it say that it is a box, and it is none."""
    box = bool(statement.clause) and r"\text{otherwise}" in statement.sides[1].latex
    wrong = [each for each in said if each.verdict == "refuted"]
    if not (box and wrong and defined and defined[-1].verdict == "definition"):
        return defined
    words = f"it is not the box of which the words behind it speak: {wrong[0].reason}"
    shown = replace(defined[-1], verdict="refuted", reason=words, counterexample=wrong[0].counterexample)
    return [*defined[:-1], shown]


def _in_range(side: Side, found: re.Match[str]) -> Said:
    """A value where x lies in a range, and perhaps another one elsewhere."""
    where, one, first = (found.start("first"), found.end()), found["first"], spelled(found["range"])
    narrow = tuple(f"{each['low']} < {each['high']}" for each in _CHAIN.finditer(found["range"]) if _is_open(each))
    if found["second"] is None:
        return Said(Statement((side, Side(*where, one)), ("=",), conditions=(first,), clause=narrow), found.end())
    rest = r"\text{otherwise}" if found["otherwise"] else spelled(found["rest"])
    rows = rf"{one} & {first} \\ {found['second']} & {rest}"
    values = Side(*where, rf"\begin{{cases}} {rows} \end{{cases}}")
    return Said(Statement((side, values), ("=",), clause=narrow), found.end())


def _on_there(side: Side, where: str, place: tuple[int, int]) -> Said:
    """A neuron that is on there, and off everywhere else."""
    rows = rf"1 & {spelled(where)} \\ 0 & \text{{otherwise}}"
    narrow = tuple(f"{each['low']} < {each['high']}" for each in _CHAIN.finditer(where) if _is_open(each))
    values = Side(*place, rf"\begin{{cases}} {rows} \end{{cases}}")
    return Said(Statement((side, values), ("=",), clause=narrow), place[1])


def _neuron_said(page: Page, formula: Formula, bias: str) -> Said | None:
    r"""A bias that words give to a neuron after they have said where it is to be on: \sigma(-x + bias) is 1 there."""
    before = page.visible[max(0, formula.start - 300) : formula.start]
    found, step = _SHOULD_BE_ON.search(before), _STEP_NAME.search(page.text)
    variable = None if found is None else re.search(r"(?<![A-Za-z\\])[xtuz](?![A-Za-z])", found["range"])
    if found is None or step is None or variable is None:
        return None
    weight = "-" if found["weight"].startswith("-") else ""
    neuron = rf"{step['name']}({weight}{variable[0]} + ({bias}))"
    return _on_there(Side(formula.start, formula.end, neuron), found["range"], (formula.start, formula.end))


def _is_open(chain: re.Match[str]) -> bool:
    """Whether the ends of a range are not numbers, so that words mean the first to be the smaller one."""
    return not all(re.fullmatch(r"[-\d. ]+", chain[each]) for each in ("low", "high"))
