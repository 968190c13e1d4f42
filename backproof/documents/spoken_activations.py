"""The activation of which a sentence speaks: "for the sigmoid, phi'(z) = y (1 - y)", where the page has y = phi(z)."""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment, called
from backproof.documents.sides import Reading

_SPOKEN_OF = re.compile(
    r"\b(?:for|with|using|case of)\s+(?:the\s+|a\s+)?(?:logistic\s+(?=sigmoid))?"
    r"(?:(?P<relu>relu)|(?P<sigmoid>sigmoid|logistic)|(?P<tanh>\\?tanh|hyperbolic tangent))\b",
    re.IGNORECASE,
)
_LETTERS = ("phi", "psi", "sigma")


def with_spoken(readings: list[Reading], sentence: str, env: Environment) -> tuple[list[Reading], Environment]:
    """The readings and the definitions, where a function of which the page says no more is the one just named."""
    spoken = [each.lastgroup for each in _SPOKEN_OF.finditer(sentence)]
    if not spoken or spoken[-1] is None:
        return readings, env
    change = {ANY + name: spoken[-1] for name in _LETTERS}
    readings = [
        each if isinstance(each, Unreadable) else tuple(called(change, tree) for tree in each) for each in readings
    ]
    return readings, env.calling(change)


def without_spoken(after: Environment, spoken: Environment, before: Environment) -> Environment:
    """The environment after the statement, with any function again in what it has not defined itself."""
    if spoken is before:
        return after
    definitions = {
        name: before.definitions[name] if name in before.definitions and each == spoken.definitions.get(name) else each
        for name, each in after.definitions.items()
    }
    functions = {
        name: before.functions[name] if name in before.functions and each == spoken.functions.get(name) else each
        for name, each in after.functions.items()
    }
    return replace(after, definitions=definitions, functions=functions)
