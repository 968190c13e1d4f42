"""How far indices run: two things that are indexed by one letter have one size.

    sum_{k=1}^K exp(z_k),  y_i = exp(z_i) / ...        gives z and y the shape K and i, k the range 1..K

Each place of a family, each index and each size is a node; whatever must agree is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from backproof.answers.syntax import (
    Add,
    Call,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    map_cond,
    map_expr,
    sides,
    walk,
)

Node = tuple[str, ...]


class SizesDiffer(ValueError):
    """One index runs to two different sizes."""


def free_and_bound(exprs: Iterable[Expr]) -> frozenset[str]:
    """Every name that is used as an index or bound by a fold."""
    found: set[str] = set()
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Entry(_, indices):
                    found |= {each.name for index in indices for each in walk(index) if isinstance(each, Sym)}
                case Fold(_, var, _, _, _, _):
                    found.add(var)
                case Call("kronecker", args):
                    found |= {each.name for each in args if isinstance(each, Sym)}
                case _:
                    pass
    return frozenset(found)


def renamed(expr: Expr, taken: set[str]) -> Expr:
    """The same expression with a name of its own for every bound index."""
    match expr:
        case Fold(kind, var, low, high, where, body):
            fresh, number = var, 1
            while fresh in taken:
                number += 1
                fresh = f"{var}{number}"
            taken.add(fresh)
            change: dict[str, Expr] = {var: Sym(fresh)}
            return Fold(
                kind,
                fresh,
                None if low is None else renamed(low, taken),
                None if high is None else renamed(high, taken),
                None if where is None else map_cond(where, lambda each: renamed(replaced(each, change), taken)),
                renamed(replaced(body, change), taken),
            )
        case _:
            return map_expr(expr, lambda each: renamed(each, taken))


def with_family(expr: Expr, name: str, other: str) -> Expr:
    """The expression with another array, and its entries, in the place of one."""
    match expr:
        case Entry(family, indices) if family == name:
            return Entry(other, indices)
        case Sym(each) if each == name:
            return Sym(other)
        case _:
            return map_expr(expr, lambda each: with_family(each, name, other))


def replaced(expr: Expr, names: dict[str, Expr]) -> Expr:
    """Replace symbols, in indices too; folds that bind such a name hide it."""
    if not names:
        return expr
    match expr:
        case Sym(name):
            return names.get(name, expr)
        case Fold(kind, var, low, high, where, body) if var in names:
            inner = {name: value for name, value in names.items() if name != var}
            return Fold(
                kind,
                var,
                None if low is None else replaced(low, names),
                None if high is None else replaced(high, names),
                None if where is None else map_cond(where, lambda each: replaced(each, inner)),
                replaced(body, inner),
            )
        case _:
            return map_expr(expr, lambda each: replaced(each, names))


def counted_alike(exprs: Iterable[Expr]) -> list[tuple[str, str]]:
    r"""The index of a sum without an end in which no entry has that index, and another index that is written like it.

    In \sum_i E[w_i^2] E[x_i^2] = \sum_i \sigma^2 v^2 both sums have as many terms, as a reader sees, and so they have
    with \sum_{i,k} \sigma^2 v^2 \delta_{ik}, where no entry has one either; by now the indices have
    names of their own, i and i1.
    """
    folds = [node for expr in exprs for node in walk(expr) if isinstance(node, Fold)]
    return [
        (each.var, other.var)
        for each in folds
        if is_counting(each)
        for other in folds
        if other != each and letter_of(each.var) == letter_of(other.var)
    ]


def is_counting(fold: Fold) -> bool:
    """Whether a sum has no limits, and no entry in it says how many terms it has."""
    return fold.high is None and fold.where is None and not _runs_through(fold)


def letter_of(var: str) -> str:
    """The letter of an index as it was written: i, of i1."""
    return re.sub(r"(?<=.)\d+$", "", var)


def _runs_through(fold: Fold) -> bool:
    """Whether the body of a sum has entries with its index."""
    nodes = (node for node in walk(fold.body) if isinstance(node, Entry))
    return any(Sym(fold.var) in index_nodes(node) for node in nodes)


def index_nodes(node: Expr) -> set[Expr]:
    """What stands in the indices of an entry, or is compared as an index."""
    match node:
        case Entry(_, indices):
            return {each for index in indices for each in walk(index)}
        case Call("kronecker", args):
            return set(args)
        case _:
            return set()


_MOST_TERMS = 8


def unrolled(expr: Expr) -> Expr:
    """The expression with the sums over a few numbers written out."""
    expr = map_expr(expr, unrolled)
    match expr:
        case Fold("sum", var, Num(low), Num(high), None, body) if (
            low.denominator == high.denominator == 1 and 0 < high - low + 1 <= _MOST_TERMS
        ):
            terms = tuple(replaced(body, {var: Num(low + n)}) for n in range(int(high - low) + 1))
            return Add(terms) if len(terms) > 1 else terms[0]
        case _:
            return expr


class Dimensions:
    """Classes of places, indices and sizes that agree."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}
        self._sizes: dict[Node, set[Expr]] = {}
        self._largest: dict[Node, Fraction] = {}  # the largest number that stands at a place

    def read(self, expr: Expr, scope: str) -> None:
        """Join whatever the expression shows to agree; `scope` tells the indices of one statement from another's."""
        for node in walk(expr):
            match node:
                case Entry(family, indices):
                    for place, index in enumerate(indices):
                        if isinstance(index, Num):
                            at = self.place(family, len(indices), place)
                            self._largest[at] = max(index.value, self._largest.get(at, index.value))
                        self.join(self.place(family, len(indices), place), self._index(index, scope))
                case Fold(_, var, low, high, where, _):
                    if high is not None:
                        self._bounded(var, low, high, scope)
                    if where is not None:
                        self.compare(where, scope)
                case Call("kronecker", (left, right)):
                    self.join(self._index(left, scope), self._index(right, scope))
                case _:
                    pass

    def compare(self, cond: Cond, scope: str) -> None:
        """An index that is compared with another has its range."""
        if isinstance(cond, Compare) and cond.relation in ("=", "!="):
            left, right = cond.left, cond.right
            if isinstance(left, Sym) and isinstance(right, Sym):
                self.join(self._index(left, scope), self._index(right, scope))
        for side in sides(cond):
            self.read(side, scope)

    def place(self, family: str, rank: int, place: int) -> Node:
        """One place of a family."""
        return ("place", family, str(rank), str(place))

    def index(self, name: str, scope: str) -> Node:
        """An index of a statement."""
        return ("index", scope, name)

    def _index(self, index: Expr, scope: str) -> Node:
        names = [each.name for each in walk(index) if isinstance(each, Sym)]
        if isinstance(index, Entry) and not names:
            return self.index(str(index), scope)
        return self.index(names[0], scope) if len(names) == 1 else ("number", scope, str(index))

    def _bounded(self, var: str, low: Expr | None, high: Expr, scope: str) -> None:
        size = high
        match low, high:
            case Num(value), Add((upper, Num(less))) if value == 0 and less == -1:
                size = upper
            case Num(value), Num(upper) if value == 0:
                size = Num(upper + 1)
            case _:
                pass
        node = self.index(var, scope)
        self._sizes.setdefault(self.root(node), set()).add(size)

    def give(self, node: Node, size: Expr) -> None:
        """Say the size of a class."""
        self._sizes.setdefault(self.root(node), set()).add(size)

    def root(self, node: Node) -> Node:
        """The representative of a class."""
        while (up := self._parent.get(node, node)) != node:
            node = up
        return node

    def join(self, left: Node, right: Node) -> None:
        """Two nodes agree."""
        left, right = self.root(left), self.root(right)
        if left != right and "number" not in (left[0], right[0]):
            self._parent[left] = right
            self._sizes.setdefault(right, set()).update(self._sizes.pop(left, set()))

    def declare(self, sizes: Iterable[tuple[Node, Expr]]) -> None:
        """What declarations say of classes of which nothing else says how large they are, where they agree."""
        said: dict[Node, set[Expr]] = {}
        for node, size in sizes:
            said.setdefault(self.root(node), set()).add(size)
        for root, found in said.items():
            if len(found) == 1 and not self._sizes.get(root):
                self._sizes[root] = found

    def has_place(self, node: Node) -> bool:
        """Whether an index stands at a place of an array, which has as many entries as there are."""
        root = self.root(node)
        return any(each[0] == "place" and self.root(each) == root for each in (*self._parent, root))

    def written(self, node: Node) -> frozenset[Expr]:
        """The sizes that sums say of a class."""
        return frozenset(self._sizes.get(self.root(node), set()))

    def names(self) -> frozenset[str]:
        """The names of sizes."""
        return frozenset(each.name for sizes in self._sizes.values() for each in sizes if isinstance(each, Sym))

    def size(self, node: Node) -> Expr | None:
        """The size of a class; None where nothing says.  Raises SizesDiffer."""
        sizes = self._sizes.get(self.root(node), set())
        if len(sizes) > 1:
            names = " and ".join(sorted(_spelled(each) for each in sizes))
            raise SizesDiffer(f"an index runs to {names}: are these the same?")
        return next(iter(sizes), None) or self._by_numbers(self.root(node))

    def _by_numbers(self, root: Node) -> Expr | None:
        """z_1, z_2 and no index that is a letter: there are as many as the largest number says."""
        members = {each for each in (*self._parent, *self._largest, root) if self.root(each) == root}
        if any(each[0] != "place" for each in members):
            return None
        found = [self._largest[each] for each in members if each in self._largest]
        return Num(max(found)) if found and max(found) >= 1 else None


def _spelled(size: Expr) -> str:
    match size:
        case Sym(name):
            return name
        case Num(value):
            return str(value)
        case Mul(factors):
            return " ".join(map(_spelled, factors))
        case _:
            return "a formula"
