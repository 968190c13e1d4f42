r"""The leaky ReLU, where words alone say what it is: "for leaky ReLU (slope $\alpha$ for negative a)".

lrelu(u) = alpha u + (1 - alpha) relu(u)        u for u > 0, and alpha u for u < 0
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import MINUS_ONE, ONE, Add, Call, Expr, Mul, Num, Sym
from backproof.documents.environment import Environment, FunctionDefinition

_NAME = re.compile(
    r"\\(?:text|mathrm|textrm|mathsf|operatorname)\s*\{\s*(?P<name>l-?relu|leaky[-_ ]?relu)\s*\}\s*(?:\\left)?\s*\(",
    re.IGNORECASE,
)
_SLOPE = re.compile(
    r"\bleaky[\s-]*relu\b[^.]{0,60}?\bslopes?\s+(?:of\s+|is\s+)?\$?\s*(?P<slope>\\?[a-z]+|\d*\.\d+)\s*\$?"
    r"|\bslopes?\s+(?:of\s+|is\s+)?\$\s*(?P<other>\\?[a-z]+|\d*\.\d+)\s*\$[^.]{0,40}\bleaky",
    re.IGNORECASE,
)


def with_leaky(env: Environment, words: str) -> Environment:
    """The environment with the leaky ReLU under the names that a page gives it, if words say its slope."""
    names = {re.sub(r"[-_ ]", "", found["name"]) for found in _NAME.finditer(words)} - env.functions.keys()
    found = _SLOPE.search(words)
    if not names or found is None:
        return env
    written = (found["slope"] or found["other"]).removeprefix("\\")
    slope: Expr = Num(Fraction(written)) if re.match(r"[\d.]", written) else Sym(written)
    if isinstance(slope, Sym) and len(written) > 1 and "\\" not in (found["slope"] or found["other"]):
        return env  # "slope for negative numbers"
    at = Sym("u")
    body = Add((Mul((slope, at)), Mul((Add((ONE, Mul((MINUS_ONE, slope)))), Call("relu", (at,))))))
    for name in sorted(names):
        env = env.naming(FunctionDefinition(name, at.name, body))
    known = frozenset({slope.name}) if isinstance(slope, Sym) else frozenset[str]()
    laws = {name: law for name, law in env.laws.items() if name not in names}
    return replace(env, laws=laws, explained=env.explained | known)
