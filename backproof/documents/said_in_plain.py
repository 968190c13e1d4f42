r"""Names that running text defines in a manner that is not read: "its output is s1 = step(x)", and s_1 in formulas.

Nothing is called wrong because such a name could be any number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backproof.answers.syntax import Entry, Expr, Num, Sym, walk
from backproof.documents.environment import Environment
from backproof.documents.extraction import FORMULA
from backproof.documents.mentions import behind


def said_in_plain(sides: Iterable[Expr], text: str, env: Environment) -> str | None:
    """A name behind a claim that has no definition, and to which the words of the page give one; None without any."""
    free = sorted({name for body in behind(tuple(sides), env) for node in walk(body) if (name := _numbered(node, env))})
    if not free:
        return None
    words = FORMULA.sub(" ", text)
    for name in free:
        letter, _, number = name.partition("_")
        if re.search(rf"(?<![A-Za-z\\_]){letter}_?{number}\s*=\s*[A-Za-z]", words):
            return name
    return None


def _numbered(node: Expr, env: Environment) -> str | None:
    """s_1, where nothing defines it."""
    match node:
        case Entry(family, (Num(value),)) if family not in env.definitions and len(family) == 1:
            return f"{family}_{value}"
        case Sym(name) if name not in env.definitions and re.fullmatch(r"[A-Za-z]_\d", name):
            return name
        case _:
            return None
