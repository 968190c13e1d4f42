r"""The leaky ReLU, where words alone say what it is: "for leaky ReLU (slope $\alpha$ for negative a)".

lrelu(u) = alpha u + (1 - alpha) relu(u)        u for u > 0, and alpha u for u < 0

What such words say of a layer that ends in ReLU holds where the slope is spoken of: y = max(0, a) is lrelu(a) there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import ONE, ZERO, Call, Cond, Expr, Num, Sym, walk
from backproof.answers.syntax import sides as sides_of
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.rectifiers import half_lines, slope_in

_NAME = re.compile(
    r"\\(?:text|mathrm|textrm|mathsf|operatorname)\s*\{\s*(?P<name>l-?relu|leaky[-_ ]?relu)\s*\}\s*(?:\\left)?\s*\(",
    re.IGNORECASE,
)
_LEAKY = re.compile(r"\bleaky", re.IGNORECASE)
_WORDS = r"(?:slopes?|parameters?|coefficient|leak|multiplied (?:by|with)|scaled (?:by|with)|times)"
_SLOPE = re.compile(
    rf"\bleaky[\s-]*relu\b[^.]{{0,60}}?\b{_WORDS}\s+(?:of\s+|is\s+)?\$?\s*(?P<slope>\\?[a-z]+|\d*\.\d+)\s*\$?"
    r"|\bslopes?\s+(?:of\s+|is\s+)?\$\s*(?P<other>\\?[a-z]+|\d*\.\d+)\s*\$[^.]{0,40}\bleaky",
    re.IGNORECASE,
)


def with_leaky(env: Environment, words: str) -> Environment:
    """The environment with the leaky ReLU under the names that a page gives it, if words say its slope."""
    names = {re.sub(r"[-_ ]", "", found["name"]) for found in _NAME.finditer(words)} - env.functions.keys()
    slope = _slope(words)
    if not names or slope is None:
        return env
    at = Sym("u")
    body = half_lines(at, ONE, slope)
    for name in sorted(names):
        env = env.naming(FunctionDefinition(name, at.name, body))
    known = frozenset({slope.name}) if isinstance(slope, Sym) else frozenset[str]()
    laws = {name: law for name, law in env.laws.items() if name not in names}
    return replace(env, laws=laws, explained=env.explained | known)


def with_leaky_units(
    sides: Iterable[Expr], conditions: Iterable[Cond], sentence: str, before: str, env: Environment
) -> Environment:
    """The environment of a statement about the leaky ReLU: what the page has behind a ReLU is behind that one.

    sentence: the words before it;  before: the page before it, in which words of the same answer say the slope.
    """
    answer = re.split(r"\n#+\s", before)[-1]
    slope = _slope(answer)
    if slope is None or (isinstance(slope, Sym) and slope.name in env.definitions):
        return env
    spoken = [*sides, *(side for each in conditions for side in sides_of(each))]
    if not _LEAKY.search(sentence) and not any(slope == node for each in spoken for node in walk(each)):
        return env
    changed = {name: _leaking(each, slope) for name, each in env.definitions.items() if each.line is not None}
    if all(each == env.definitions[name] for name, each in changed.items()):
        return env
    known = frozenset({slope.name}) if isinstance(slope, Sym) else frozenset[str]()
    return replace(env, definitions={**env.definitions, **changed}, explained=env.explained | known)


def _leaking(definition: Definition, slope: Expr) -> Definition:
    match definition.body:
        case Call("relu", (inside,)) | Call("max", (Num(Fraction(numerator=0)), inside)):
            return replace(definition, body=half_lines(inside, ONE, slope))
        case Call("max", (inside, other)) if other == ZERO or slope_in(other, inside) == slope:
            return replace(definition, body=half_lines(inside, ONE, slope))
        case Call("max", (other, inside)) if slope_in(other, inside) == slope:
            return replace(definition, body=half_lines(inside, ONE, slope))
        case _:
            return definition


def _slope(words: str) -> Expr | None:
    """The slope of the leaky ReLU for negative numbers: a name, or a number."""
    found = _SLOPE.search(words)
    if found is None:
        return None
    written = (found["slope"] or found["other"]).removeprefix("\\")
    if re.match(r"[\d.]", written):
        return Num(Fraction(written))
    named = len(written) == 1 or "\\" in (found["slope"] or found["other"])
    return Sym(written) if named else None  # "slope for negative numbers"
