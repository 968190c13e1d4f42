r"""What the page says that each layer does to a moment, and what becomes of it after several layers.

    \text{Var}(a^{(l+1)}) = \frac12 \text{Var}(a^{(l)}), so \text{Var}(a^{(L)}) = 2^{-(L-1)} \text{Var}(a^{(1)})
    every layer after the first one multiplies by $\frac12$

Where nothing else says what a layer does, the page is taken at its word: from layer k to layer m there are m - k steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Entry, Expr, Num, Pow, Sym, negative, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.layer_factors import BACKWARD
from backproof.documents.layer_trees import Moment
from backproof.documents.lexer import read_side
from backproof.documents.settings import names_of

EVERY_LAYER = "every layer multiplies it by"
_REACH = 900  # characters from what a layer does to what becomes of it
_SUBJECT = r"\b(?:each|every)\s+(?:\w+\s+){0,2}?(?:layer|step)s?\b(?:\s+(?:after|behind)\s+the\s+first(?:\s+one)?)?"
_SAID = re.compile(
    rf"{_SUBJECT}[^.$]{{0,30}}?\b(?:(?P<half>halv(?:es|ing))|(?P<double>doubl(?:es|ing))"
    r"|multipli(?:es|ed)\b[^.$]{0,40}?\bby\s+(?:a\s+|the\s+)?(?:factor\s+)?(?:of\s+)?\$(?P<factor>[^$=<>]+)\$)",
    re.IGNORECASE,
)
_ROOT = re.compile(r"[^.;$]{0,30}\b(?:deviations?|std|sd|scale)\b", re.IGNORECASE)
_TURNS = re.compile(
    r"\n\s*#|\b(?:instead|back(?:ward)?s?|otherwise|else|now|if|with|without|suppos\w+|tak(?:e|es|ing)|other|another|but|while"
    r"|per layer|gradients?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LayerStep:
    """From one layer to the next a moment is multiplied by `factor`.

    name: which moment, None for any;  at: where it is said;  direction: -1 where the next layer is that before.
    """

    name: str | None
    factor: Expr
    at: int
    direction: int = 1

    @property
    def words(self) -> str:
        """What has to hold."""
        return f"{EVERY_LAYER} {plain(self.factor)}"

    def between(self, first: Moment, last: Moment) -> Expr:
        """By what the moment of the first layer is multiplied up to the last one."""
        ends = (last.layer, first.layer) if self.direction == 1 else (first.layer, last.layer)
        return Pow(self.factor, Add((ends[0], negative(ends[1]))))


def is_constant(factor: Expr) -> bool:
    """Whether a factor is the same in every layer."""
    return not any(isinstance(node, Entry) or (isinstance(node, Sym) and node.name == "l") for node in walk(factor))


def step_before(stated: list[LayerStep], name: str, text: str, at: int, env: Environment) -> LayerStep | None:
    """The last step of a moment that is stated before a place, unless the words turn to something else since."""
    known = [each for each in (*stated, *_said(text, at, name, env)) if each.name in (name, None) and each.at < at]
    last = max(known, key=lambda each: each.at, default=None)
    if last is None or at - last.at > _REACH:
        return None
    between = text[last.at : at]
    ends = last.name is None and re.search(r"\n\s*\n", between)  # words speak of their own paragraph
    return None if ends or _TURNS.search(between) else last


def _said(text: str, end: int, name: str, env: Environment) -> Iterator[LayerStep]:
    """The steps that words before a place state: "each layer halves the variance"."""
    direction = -1 if name.removeprefix("Var ") in BACKWARD else 1
    for each in _SAID.finditer(text, max(0, end - _REACH), end):
        if _ROOT.match(text, each.end()):
            continue
        if each["factor"] is None:
            yield LayerStep(None, Num(Fraction(1, 2) if each["half"] else Fraction(2)), each.end(), direction)
            continue
        try:
            factor = read_side(each["factor"], names_of(env))[0]
        except Unreadable:
            continue
        if is_constant(factor):
            yield LayerStep(None, factor, each.end(), direction)
