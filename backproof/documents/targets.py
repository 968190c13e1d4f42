"""Targets of a classifier: a one-hot label has entries that add up to 1."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import Compare, Entry, Fold, Num, Sym

_ONE_HOT = re.compile(r"one[- ]hot", re.IGNORECASE)


def says_one_hot(text: str) -> bool:
    """Whether a text speaks of one-hot labels."""
    return _ONE_HOT.search(text) is not None


def adding_to_one(name: str) -> Compare:
    """The entries of a family with one index add up to 1."""
    total = Fold("sum", "k", None, None, None, Entry(name, (Sym("k"),)))
    return Compare("=", total, Num(Fraction(1)))
