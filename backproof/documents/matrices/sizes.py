"""How many rows and columns: sizes that must agree, and those that cannot.

X in R^(N x d), W in R^(d x K)        X W in R^(N x K);   W X would need K = N, and nobody says so
"""

from __future__ import annotations

from dataclasses import dataclass, field


class Misfit(ValueError):
    """Shapes that do not fit; the message says which."""


class Crossed(Misfit):
    """A row is added to a column."""


class NotFollowed(ValueError):
    """An expression whose shape or entries are not known here; the message says why."""


class Ambiguous(NotFollowed):
    """An expression that may mean one thing or another."""


class Turned(NotFollowed):
    """One side is a row, the other a column."""


@dataclass(frozen=True)
class Size:
    """A number of rows or columns; sizes are the same if they have the same key."""

    key: str


ONE = Size("1")


@dataclass
class Sizes:
    """Classes of sizes that agree; a class has at most one value: 1, a number, or a name of the page."""

    parent: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    count: int = 0
    apart: set[frozenset[str]] = field(default_factory=set)  # what one declared shape writes differently: 10 x B

    def copy(self) -> Sizes:
        """The same sizes, to try something out."""
        return Sizes(dict(self.parent), dict(self.values), self.count, self.apart)

    def fresh(self) -> Size:
        """A size of which nothing is known but that it is not 1."""
        self.count += 1
        return Size(f"?{self.count}")

    def known(self, written: str) -> Size:
        """A number, or a name such as n."""
        if written == "1":
            return ONE
        self.values[written] = written
        return Size(written)

    def root(self, size: Size) -> str:
        """The representative of a class."""
        key = size.key
        while (up := self.parent.get(key, key)) != key:
            key = up
        return key

    def value(self, size: Size) -> str | None:
        """What a size is known to be."""
        return "1" if size == ONE else self.values.get(self.root(size))

    def same(self, left: Size, right: Size) -> bool:
        """Whether two sizes are known to agree."""
        return self.root(left) == self.root(right)

    def may_agree(self, left: Size, right: Size) -> bool:
        """Whether two sizes may be joined."""
        first, second = self.root(left), self.root(right)
        if first == second:
            return True
        if "1" in (first, second):
            return False
        one, other = self.values.get(first), self.values.get(second)
        if one is None or other is None or one == other:
            return True
        if frozenset((one, other)) in self.apart:
            return False
        return one.isdigit() != other.isdigit()  # n may be 784; two names, or two numbers, are two sizes

    def equate(self, one: str, other: str) -> None:
        """Two names of which the page says that they are one size."""
        first, second = self.root(Size(one)), self.root(Size(other))
        if first != second:
            self.parent[first] = second

    def join(self, left: Size, right: Size, words: str) -> None:
        """Two sizes agree.  Raises Misfit, with these words, if they cannot."""
        if not self.may_agree(left, right):
            raise Misfit(words)
        first, second = self.root(left), self.root(right)
        if first == second:
            return
        if first in self.values and not self.values.get(second, "").isdigit():
            first, second = second, first
        self.parent[first] = second

    def shown(self, size: Size) -> str:
        """A size as a person reads it."""
        return self.value(size) or "?"
