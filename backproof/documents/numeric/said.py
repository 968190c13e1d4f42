r"""Values that words without dollars give: "Take $x = (1, 2)^T$, zero biases and target y = 1. Then $L = 2$"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction

from flint import fmpq

from backproof.answers.syntax import Add, Elementwise, Expr, Mul, Num, walk
from backproof.documents.numeric.arrays import Array, exact
from backproof.documents.numeric.evaluation import key
from backproof.documents.numeric.example import Example

_MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
_PLAIN = re.compile(
    r"(?<![\w\\^_{}=+\-*/.,)|])\s?(?P<name>[A-Za-z])\s*=\s*(?P<value>-?\d+(?:\.\d+)?)"
    r"(?![\w.]*[\w^*/+(])(?!\s*(?:[-+*/^<>=]|,\s*(?:\.\.|…|\d)|\.\.|…|to\b|or\b))"
)
_ZERO_BIASES = re.compile(
    r"\b(?:zero|no|without(?: any)?) bias(?P<all>es)?\b(?! (?:units?|gradients?|terms?|corrections?|in|for|of|on|at)\b)"
    r"|\bbias(?P<each>es)? (?:(?:is|are|all|both|set|equal|to|as|being) )*(?:0|zero)\b(?!\.\d|\s*[-+*/=<>])",
    re.IGNORECASE,
)
_OF_BIASES = re.compile(
    r"\b(?:with|take|taking|set|choose|let|use|say|suppose|has|have|now|are|is)\b[^.$]{0,30}\bbias(?:es)?\b",
    re.IGNORECASE,
)
_BIASES = ("b", "c", "d", "beta", "bias", "B")  # what biases are called
_OPENS_DISPLAY = re.compile(r"\s*(?:\$\$|\\\[|\\begin\{\w+\*?\})?\s*")


def said_in_words(text: str, at: int, names: Collection[str], example: Example) -> dict[str, Array]:
    """The numbers that the words of the paragraph give to some of these names, before a place of the page.

    Zero biases stay what they are in the paragraphs to come, until something else is said of biases.
    """
    words = _MATH.sub(lambda found: "$" * len(found[0]), text[_start(text, at) : at])
    said = {each["name"]: Fraction(each["value"]) for each in _PLAIN.finditer(words)}
    if (zero := _ZERO_BIASES.search(words)) is not None:
        biases = set(_biases(example))
        if zero["all"] or zero["each"] or len(biases) == 1:
            example.absent = frozenset(biases)
    elif _OF_BIASES.search(words) is not None:
        example.absent = frozenset()
    return {name: exact(fmpq(each.numerator, each.denominator)) for name, each in said.items() if name in names}


def names_within(tree: Expr, example: Example) -> set[str]:
    """The names on which a tree rests, also through what the page has defined."""
    found: set[str] = set()
    waiting = [*example.names_in(tree)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        family = example.family(name)
        body = example.formula(name) or (None if family is None else family[1])
        waiting += [] if body is None else example.names_in(body)
    return found


def names_needed(trees: Collection[Expr], example: Example) -> set[str]:
    """The names on which trees rest, also through what the page has defined, of which it gives no number."""
    return {
        name
        for each in trees
        for name in names_within(each, example)
        if example.given(name) is None and example.formula(name) is None and name not in example.families
    }


def _biases(example: Example) -> Iterator[str]:
    """The names that are added to a product, where the page defines something: b in W x + b."""
    for body in (*example.formulas.values(), *(each for _, each in example.families.values())):
        for node in walk(body):
            if isinstance(node, Add) and any(map(_is_product, node.terms)):
                names = [key(each) or "" for each in node.terms]
                yield from (name for name in names if re.split(r"[_^]", name)[0] in _BIASES)


def _is_product(tree: Expr) -> bool:
    """Whether a tree is a product of two names or more."""
    return isinstance(tree, Elementwise) or (
        isinstance(tree, Mul) and sum(not isinstance(each, Num) for each in tree.factors) > 1
    )


def _start(text: str, at: int) -> int:
    """Where the paragraph begins; a display goes on with the sentence that has not ended before it."""
    start = text.rfind("\n\n", 0, at) + 1
    goes_on = start and _OPENS_DISPLAY.fullmatch(text[start:at]) and not re.search(r"[.!?]\s*\Z", text[:start])
    return text.rfind("\n\n", 0, start - 1) + 1 if goes_on else start
