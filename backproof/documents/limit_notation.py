r"""How limits are written: $\lim_{t \to 0^+} f(t)$."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import Call, Expr, Num, Sym
from backproof.documents.dimensions import replaced
from backproof.documents.mentions import BOUND

_LIM = re.compile(
    r"\s*\\(?:lim|operatorname\s*\{lim\})(?:\\limits)?\s*_\s*\{\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*"
    r"\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])\s*(?P<point>[^{}]*?)\s*(?:\^\s*\{?(?P<side>[+-])\}?|(?P<down>\\downarrow))?\s*\}(?P<body>.*)",
    re.DOTALL,
)


def limit_of(latex: str) -> tuple[str, str, int, str] | None:
    r"""The parts of `\lim_{t \to 0^+} f(t)`: the name, the point, the side (0: both), and what the limit is of."""
    found = _LIM.fullmatch(latex)
    if found is None:
        return None
    side = 0 if found["side"] is None else 1 if found["side"] == "+" else -1
    return found["name"], found["point"].lstrip("+"), side, found["body"]


def limit(body: Expr, variable: Sym, point: Expr, side: int) -> Call:
    """A limit as a tree; its variable gets a name that nothing else has."""
    name = Sym(BOUND + variable.name)
    return Call("lim", (replaced(body, {variable.name: name}), name, point, Num(Fraction(side))))
