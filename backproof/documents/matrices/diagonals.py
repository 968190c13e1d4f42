r"""Diagonal matrices of what each sample has: diag(p_1 (1 - p_1), \dots, p_N (1 - p_N)) is diag(p \odot (1 - p))."""

from __future__ import annotations

import re
from collections.abc import Callable

from backproof.answers.syntax import Call, Elementwise, Entry, Expr, Mul, Num, Sym, map_expr

_DIAG = re.compile(
    r"\s*(?:\\(?:text|mathrm|operatorname|mathop)\s*\{\s*[dD]iag\s*\}|\\?[dD]iag)\s*(?:\\left|\\[bB]igg?l?)?\s*"
    r"[(\[](?P<inside>.*?)(?:\\right|\\[bB]igg?r?)?\s*[)\]]\s*",
    re.DOTALL,
)
_DOTS = re.compile(r",\s*\\(?:[lc]?dots|dotsc)\s*,")
_INDEX = r"(?P<open>_\s*\{{?\s*|\^\s*\{{?\s*\()\s*{}(?![\w.])"


def dotted_diagonal(latex: str, sample: str | None, read: Callable[[str], Expr | None]) -> Expr | None:
    """The diagonal matrix with an entry for each sample; None for anything else.

    sample: the letter of a sample;  read: how a side is read.
    """
    found = _DIAG.fullmatch(latex)
    if found is None or sample is None:
        return None
    ends = _DOTS.split(found["inside"])
    if len(ends) != 2:
        return None
    first, last = ends[0].split(",")[0], ends[1].strip()
    number = re.search(r"_\s*\{?\s*(\w)|\^\s*\{?\s*\(\s*(\w)", last)
    if number is None or _bare(_at(first, "1", "@")) != _bare(_at(last, number[1] or number[2], "@")):
        return None
    entry = read(_at(first, "1", sample))
    return None if entry is None else Call("diag", (_of_all(entry, sample),))


def _at(latex: str, index: str, other: str) -> str:
    """The formula with another index in the place of one."""
    return re.sub(_INDEX.format(re.escape(index)), lambda found: found["open"] + other, latex)


def _bare(latex: str) -> str:
    return re.sub(r"[\s{}]|\\(?:left|right|cdot|,|;|!)", "", latex)


def _of_all(tree: Expr, sample: str) -> Expr:
    """What is said of a sample, said of the vector of all: products are taken entry by entry."""
    tree = map_expr(tree, lambda each: _of_all(each, sample))
    match tree:
        case Entry(name, (Sym(index),)) if index == sample:
            return Sym(name)
        case Mul(factors):
            numbers = tuple(each for each in factors if isinstance(each, Num))
            vectors = [each for each in factors if not isinstance(each, Num)]
            if len(vectors) < 2:
                return tree
            product = vectors[0]
            for each in vectors[1:]:
                product = Elementwise(product, each)
            return Mul((*numbers, product)) if numbers else product
        case _:
            return tree
