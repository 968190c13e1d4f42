"""Whole vectors and matrices, entry by entry.

    (W x + b)_i = sum_k W_ik x_k + b_i        (delta y^T)_ij = delta_i y_j        (grad_W L)_ij = D(L, W_ij)

A name without an index is a whole array if the page shows it to be one.  The result has indices everywhere, so that
nothing but numbers is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count, pairwise
from typing import Literal

from backproof.answers.syntax import (
    Add,
    Call,
    Cases,
    Const,
    Div,
    Elementwise,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Part,
    Pow,
    Sym,
    Transpose,
    Truth,
    map_expr,
    walk,
)

Kind = Literal["number", "column", "row", "matrix"]
_OF_RANK: Mapping[int, Kind] = {0: "number", 1: "column", 2: "matrix"}
_RANK_OF: Mapping[Kind, int] = {"number": 0, "column": 1, "row": 1, "matrix": 2}
_TRANSPOSED: Mapping[Kind, Kind] = {"number": "number", "column": "row", "row": "column", "matrix": "matrix"}


class Shapeless(ValueError):
    """A product or a sum whose shapes do not fit."""


def rank_of(kind: Kind) -> int:
    """How many indices an entry has."""
    return _RANK_OF[kind]


class Entries:
    """Entries of arrays; `ranks` says which bare names are arrays, `rows` which of them are rows."""

    def __init__(self, ranks: Mapping[str, int], rows: frozenset[str] = frozenset()) -> None:
        self.ranks, self.rows = ranks, rows
        self._numbers = count(1)

    def kind(self, expr: Expr) -> Kind:
        """Whether an expression is a number, a column, a row or a matrix.  Raises Shapeless."""
        match expr:
            case Num() | Const() | Truth() | Cases():
                return "number"
            case Sym(name):
                rank = self.ranks.get(name, 0)
                return "row" if rank == 1 and name in self.rows else _OF_RANK[rank]
            case Entry(family, indices):
                return _OF_RANK[max(0, self.ranks.get(family, 0) - len(indices))]
            case Transpose(Num(Fraction(numerator=1, denominator=1))):
                return "row"  # of ones: nobody transposes a number
            case Transpose(array):
                return _TRANSPOSED[self.kind(array)]
            case Part(array, indices):
                left = rank_of(self.kind(array)) - len(indices)
                if left < 0:
                    raise Shapeless("an entry of what was read as a number")
                return _OF_RANK[left]
            case Add(terms):
                return self._common([self.kind(term) for term in terms])
            case Elementwise(left, right):
                kinds = [self.kind(left), self.kind(right)]
                if set(kinds) == {"row", "column"} and any(map(self._is_row_of_weights, (left, right))):
                    raise Shapeless("a row of weights is multiplied by a column entry by entry")
                return self._common(kinds)
            case Mul((Transpose(Num()), Num())):
                raise Shapeless("a row of ones times a column of ones, of which it is not said how many they are")
            case Mul(factors):
                kind: Kind = "number"
                for factor in factors:
                    kind = _multiplied(kind, self.kind(factor))
                return kind
            case Div(over, under):
                if self.kind(under) != "number":
                    raise Shapeless("a quotient by an array")
                return self.kind(over)
            case Pow(base, _):
                return self.kind(base)
            case Fold(_, _, _, _, _, body):
                return self.kind(body)
            case Call("D", (value, variable)):
                return self._derivative(self.kind(value), self.kind(variable))
            case Call("onehot", _):
                return "column"
            case Call("dot", _) | Call("kronecker", _):
                return "number"
            case Call("diag", (inside,)):
                return "column" if self.kind(inside) == "matrix" else "matrix"
            case Call("E" | "Var", (inside,)):
                return self.kind(inside)
            case Call("softmax", (Entry(),)):
                return "number"
            case Call(_, args):
                return self._common([self.kind(arg) for arg in args])
            case _:
                return "number"

    def _is_row_of_weights(self, expr: Expr) -> bool:
        """Whether an expression is W d or W^(2), where W has one row, and d is a number."""
        arrays = [each for each in (expr.factors if isinstance(expr, Mul) else (expr,)) if self.kind(each) != "number"]
        return (
            len(arrays) == 1
            and isinstance(each := arrays[0], Sym)
            and each.name in self.rows
            and each.name[0].isupper()
        )

    def entry(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        """The entry of an expression at these indices; a number is the same at all of them."""
        kind = self.kind(expr)
        if kind == "number":
            return self.number(expr)
        match expr:
            case Sym(name):
                return Entry(name, at)
            case Entry(family, indices):
                return Entry(family, (*(self.number(each) for each in indices), *at))
            case Transpose(Num() as one):
                return one
            case Transpose(array):
                return self.entry(array, tuple(reversed(at)))
            case Add(terms):
                return Add(tuple(self.entry(term, at) for term in terms))
            case Elementwise(left, right):
                return Mul((self.entry(left, at), self.entry(right, at)))
            case Mul(factors):
                return self._product(factors, at)
            case Div(over, under):
                return Div(self.entry(over, at), self.number(under))
            case Pow(base, exponent):
                if kind == "matrix":
                    raise Shapeless("a power of a matrix")
                return Pow(self.entry(base, at), self.number(exponent))
            case Fold(fold, var, low, high, where, body):
                return Fold(fold, var, low, high, where, self.entry(body, at))
            case Call("D", (value, variable)):
                rank = rank_of(self.kind(value))
                return Call("D", (self.entry(value, at[:rank]), self.entry(variable, at[rank:])))
            case Call("onehot", (label,)):
                return Call("kronecker", (self.number(label), at[0]))
            case Call("diag", (inside,)) if kind == "column":
                return self.entry(inside, (*at, *at))
            case Call("diag", (inside,)):
                return Mul((Call("kronecker", at), self.entry(inside, at[:1])))
            case Call("softmax", (inside,)):
                if kind == "matrix":
                    raise Shapeless("a softmax of a matrix: it is not said whether of its rows or of its columns")
                index = self._fresh()
                bottom = Fold("sum", index, None, None, None, Call("exp", (self.entry(inside, (Sym(index),)),)))
                return Div(Call("exp", (self.entry(inside, at),)), bottom)
            case Call(function, args):
                return Call(function, tuple(self.entry(arg, at) for arg in args))
            case _:
                raise Shapeless(f"{type(expr).__name__} has no entries")

    def number(self, expr: Expr) -> Expr:
        """A number, with the arrays inside it opened.  Raises Shapeless if it is an array."""
        if self.kind(expr) != "number":
            raise Shapeless("an array stands where a number is expected")
        match expr:
            case Mul(factors):
                return self._product(factors, ())
            case Elementwise(left, right):
                return Mul((self.number(left), self.number(right)))
            case Transpose(inside):
                return self.number(inside)
            case Part(array, indices):
                return self.entry(array, tuple(self.number(each) for each in indices))
            case Call("dot", (left, right)):
                index = Sym(self._fresh())
                if "number" in (self.kind(left), self.kind(right)):
                    return Mul((self.number(left), self.number(right)))
                return self._sum(index, Mul((self.entry(left, (index,)), self.entry(right, (index,)))))
            case Call("softmax", (Entry(family, (*before, index)),)):
                free = self._fresh()
                top = Call("exp", (Entry(family, (*before, index)),))
                return Div(
                    top, Fold("sum", free, None, None, None, Call("exp", (Entry(family, (*before, Sym(free))),)))
                )
            case Call("softmax", (inside,)):  # sigma of a number: in a page about softmax the letter serves for both
                return Call("sigmoid", (self.number(inside),))
            case _:
                return map_expr(expr, self.number)

    def _product(self, factors: tuple[Expr, ...], at: tuple[Expr, ...]) -> Expr:
        """The entry of a product of numbers, rows, columns and matrices, from the left."""
        value, kind = self.number(factors[0]) if self.kind(factors[0]) == "number" else None, self.kind(factors[0])
        if len(factors) == 1:
            return value if value is not None else self.entry(factors[0], at)
        rest = factors[1:]
        if kind == "number":
            assert value is not None
            tail = self._product(rest, at)
            return Mul((value, *(tail.factors if isinstance(tail, Mul) else (tail,))))
        numbers = tuple(each for each in rest if self.kind(each) == "number")
        arrays = tuple(each for each in rest if self.kind(each) != "number")
        scale = tuple(self.number(each) for each in numbers)
        if not arrays:
            return Mul((*scale, self.entry(factors[0], at)))
        last, before = arrays[-1], Mul((factors[0], *arrays[:-1])) if len(arrays) > 1 else factors[0]
        left, right = self.kind(before), self.kind(last)
        if left == "number":
            return Mul((*scale, self.number(before), self.entry(last, at)))
        match left, right:
            case "column", "row":
                return Mul((*scale, self.entry(before, at[:1]), self.entry(last, at[1:])))
            case _:
                index = Sym(self._fresh())
                first = () if left == "row" else at[:1]
                second = () if right == "column" else at[-1:]
                body = Mul((self.entry(before, (*first, index)), self.entry(last, (index, *second))))
                summed = self._sum(index, body)
                return Mul((*scale, summed)) if scale else summed

    def _sum(self, index: Sym, body: Expr) -> Expr:
        return Fold("sum", index.name, None, None, None, body)

    def _fresh(self) -> str:
        return f"k{next(self._numbers)}"

    def _common(self, kinds: list[Kind]) -> Kind:
        arrays = {kind for kind in kinds if kind != "number"}
        if len(arrays) > 1 and arrays != {"row", "column"}:
            raise Shapeless("arrays of different shapes are added or multiplied entry by entry")
        return arrays.pop() if len(arrays) == 1 else "column" if arrays else "number"

    def _derivative(self, value: Kind, variable: Kind) -> Kind:
        rank = rank_of(value) + rank_of(variable)
        if rank > 2:
            raise Shapeless("a derivative with more than two indices")
        return _OF_RANK[rank]


def _multiplied(left: Kind, right: Kind) -> Kind:
    if left == "number":
        return right
    if right == "number":
        return left
    products: dict[tuple[Kind, Kind], Kind] = {
        ("matrix", "column"): "column",
        ("matrix", "matrix"): "matrix",
        ("row", "matrix"): "row",
        ("row", "column"): "number",
        ("column", "row"): "matrix",
    }
    if (left, right) not in products:
        raise Shapeless(f"a {left} times a {right}")
    return products[left, right]


def with_arrays(
    exprs: tuple[Expr, ...], ranks: Mapping[str, int], fixed: frozenset[str], rows: frozenset[str] = frozenset()
) -> Mapping[str, int]:
    """The ranks, with those of bare names that are added to, or equated with, an array.

    fixed: names that are known to be numbers.
    """
    known = dict(ranks)
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Transpose(Sym(name)) if name not in known and name not in fixed:
                    known[name] = 2 if name[:1].isupper() else 1
                case Transpose(Entry(name, indices)):
                    known.setdefault(name, len(indices) + 1)
                case Mul(factors):
                    known.update(_multiplied_by_matrices(factors, known, fixed))
                case _:
                    pass
    for _ in range(4):
        before = dict(known)
        try:
            kinds = [Entries(known, rows).kind(expr) for expr in exprs]
        except Shapeless:
            kinds = []
        rank = max((rank_of(kind) for kind in kinds), default=0)
        for expr in exprs:
            _spread(expr, rank, known, fixed)
        if known == before:
            break
    return known


def _multiplied_by_matrices(
    factors: tuple[Expr, ...], known: Mapping[str, int], fixed: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """w, of X w and v^T w, where X is a matrix and of w nothing is known: numbers stand before matrices and rows."""
    for one, other in pairwise(factors):
        if not isinstance(other, Sym) or not re.fullmatch(r"[a-z]+", other.name):
            continue
        is_row = isinstance(one, Transpose) and not isinstance(one.array, Num) and _rank(one, known) == 1
        if not is_row and (len(other.name) > 1 or _rank(one, known) != 2):
            continue
        if other.name not in known and other.name not in fixed:
            yield other.name, 1


def _spread(expr: Expr, rank: int, known: dict[str, int], fixed: frozenset[str]) -> None:
    """Give the rank of a sum to the bare names among its terms."""
    match expr:
        case Sym(name) if rank and name not in known and name not in fixed:
            known[name] = rank
        case Add(terms):
            own = max((_rank(term, known) for term in terms), default=0)
            for term in terms:
                _spread(term, max(rank, own), known, fixed)
        case Elementwise(left, right):
            own = max(_rank(left, known), _rank(right, known))
            for each in (left, right):
                _spread(each, max(rank, own), known, fixed)
        case Mul((Num(), other)):
            _spread(other, rank, known, fixed)
        case Mul(factors):
            for each in factors:  # W (x + b): both are vectors
                if isinstance(each, Add):
                    _spread(each, 0, known, fixed)
        case _:
            pass


def _rank(expr: Expr, known: Mapping[str, int]) -> int:
    try:
        return rank_of(Entries(known).kind(expr))
    except Shapeless:
        return 0
