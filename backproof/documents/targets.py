"""Targets of a classifier: a one-hot label has entries that add up to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from backproof.answers.syntax import Call, Compare, Entry, Expr, Fold, Num, Sym, map_expr

_ONE_HOT = re.compile(r"one[- ]hot", re.IGNORECASE)

_FONT = r"\$\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?\\?"
_END = r"\s*\}?\s*(?:_\s*\{?\w\}?\s*)?(?:\$|\\in\b)"
_BEFORE = r"\s*\}?\s*(?:_\s*\{?\w\}?\s*)?(?:\\in\b[^$]{0,60})?\$"  # T \in \{0,1\}^{B \times C}
_CALLED_SO = re.compile(
    rf"one[- ]hot(?:[ -]encoded)?(?:\s+(?:\w+[ -]?){{1,3}})?\s*{_FONT}(?P<after>[A-Za-z]+){_END}"
    rf"|{_FONT}(?P<before>[A-Za-z]+){_BEFORE}[\s(,]*(?:(?:is|are|be|being|an?|the|all|assumed|to)\s+)*one[- ]hot",
    re.IGNORECASE,
)
USUAL = ("y", "t")  # what labels are called by custom
_ADD_UP = re.compile(
    r"(?:since|because|as|where|used|using|with|and)\s[^.]{0,120}\$\s*\\sum_\{?\s*(?P<index>[a-z])[^$=]{0,12}?\s[yt]_\{?(?P=index)\}?"
    r"\s*=\s*1\s*\$"
)


def says_one_hot(text: str) -> bool:
    """Whether a text speaks of one-hot labels, or says that the entries of y or t add up to 1."""
    return _ONE_HOT.search(text) is not None or _ADD_UP.search(text) is not None


def called_one_hot(text: str) -> frozenset[str]:
    """The names that a text calls one-hot, whatever letters they are."""
    return frozenset(each["after"] or each["before"] for each in _CALLED_SO.finditer(text))


def adding_to_one(name: str) -> Compare:
    """The entries of a family with one index add up to 1."""
    total = Fold("sum", "k", None, None, None, Entry(name, (Sym("k"),)))
    return Compare("=", total, Num(Fraction(1)))


def with_targets(expr: Expr, labels: Mapping[str, Sym]) -> Expr:
    """A one-hot vector again where its class t stands for it: y_i for [i = t]."""
    match expr:
        case Call("kronecker", (index, label)) if label in labels.values():
            return Entry(next(name for name, known in labels.items() if known == label), (index,))
        case _:
            return map_expr(expr, lambda each: with_targets(each, labels))
