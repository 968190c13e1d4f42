r"""Inverses of functions: \sigma^{-1}(p) = \log \frac{p}{1-p} says that \sigma of the right side is p.

\sigma(z)^{-1} is a reciprocal, as 1/\sigma(z) is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Call, Num, Pow
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_INVERSE = re.compile(r"(?P<name>\\?[A-Za-z]+)\s*\^\s*\{\s*-\s*1\s*\}\s*(?:\\left|\\[bB]igg?l?)?\s*\(")
_LETTERS = ("f", "g")  # functions, of which a page may say later what they are


def of_inverse_function(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim about the inverse of a function, which was read as a reciprocal."""
    written = [[each["name"].lstrip("\\") for each in _INVERSE.finditer(latex)] for latex in link.latex]
    names = [name for each in written for name in each if _is_function(name, env)]
    if not names or outcome.verdict not in ("refuted", "proved", "undecided", "conditional"):
        return outcome
    unknown = Outcome("undecided", f"the inverse of {names[0]} is not followed here")
    if len(names) > 1 or link.relation != "=" or len(link.left) + len(link.right) > 2:
        return unknown
    (one,), (other,) = (link.left, link.right) if written[0] else (link.right, link.left)
    match one:
        case Pow(Call(function, (place,)), Num(power)) if power == -1:
            applied = Call(function, (other,))
        case _:
            return unknown
    found = judge_relation((applied,), "=", (place,), link.given, env)
    if found.verdict == "refuted":
        return replace(found, reason=f"{names[0]} of the other side is not the argument of its inverse")
    return found if found.verdict in ("proved", "conditional") else unknown


def _is_function(name: str, env: Environment) -> bool:
    return name in env.functions or (name in _LETTERS and name not in env.definitions and name not in env.positive)
