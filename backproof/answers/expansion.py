"""Expansion: at fixed values of its indices, an answer is an array of scalar expressions.

Sums over finite ranges are written out, Kronecker deltas and conditions on indices are decided, entries of families
become symbols of their own (`y[1]`, `w[2,1]`), and matrices are multiplied entry by entry.  Nothing else is rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product as combinations

from backproof.answers.arrays import LARGEST_EXPANSION, UNDEFINED, Arrays, Grid, TooHard, number
from backproof.answers.derivative import derived
from backproof.answers.given import Finite, Given, Interval, Scalar
from backproof.answers.index_arithmetic import constant, holds, integer_valued
from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Const,
    Derivative,
    Distribution,
    Div,
    Either,
    Elementwise,
    Entry,
    Expr,
    Family,
    Fold,
    Mul,
    Norm,
    Not,
    Num,
    Part,
    Pow,
    Sym,
    Transpose,
    Truth,
    walk,
)

LONGEST_FOLD = 64
NUMBERS_ONLY = frozenset({"max", "min", "mod", "kronecker", "factorial"})


def entry_name(family: str, indices: tuple[int, ...]) -> str:
    """The symbol of one entry."""
    return f"{family}[{','.join(map(str, indices))}]"


@dataclass
class Expander(Arrays):
    """One expansion: the index values, and the domains of the symbols that came up."""

    given: Given
    values: Mapping[str, Fraction]
    domains: dict[str, Scalar] = field(default_factory=dict)
    fresh: int = 0

    def expand(self, expr: Expr, bound: Mapping[str, Expr]) -> Grid:
        """The array that the expression stands for."""
        self.size += 1
        if self.size > LARGEST_EXPANSION:
            raise TooHard("written out, this has too many terms")
        match expr:
            case Num() | Const():
                return number(expr)
            case Sym(name):
                return number(self.symbol(name, bound))
            case Entry(family, indices):
                return number(self.entry(family, indices, bound))
            case Family(name):
                return self.family(name)
            case Part(array, indices):
                return self.part(self.expand(array, bound), indices, bound)
            case Add(terms):
                return self.add([self.expand(t, bound) for t in terms])
            case Mul(factors):
                return self.multiply([self.expand(f, bound) for f in factors])
            case Div(over, under):
                return self.divide(self.expand(over, bound), self.expand(under, bound))
            case Pow(base, exponent):
                return self.power(self.expand(base, bound), self.expand(exponent, bound).number())
            case Call(name, args):
                return self.call(name, args, bound)
            case Cases(branches, otherwise):
                return self.cases(branches, otherwise, bound)
            case Truth(condition):
                decided = self.condition(condition, bound)
                return number((ONE if decided.value else ZERO) if isinstance(decided, Always) else Truth(decided))
            case Fold():
                return self.fold(expr, bound)
            case Transpose(array):
                return self.transpose(self.expand(array, bound))
            case Norm(array, order):
                return self.norm(self.expand(array, bound), order)
            case Elementwise(left, right):
                return self.zip(self.expand(left, bound), self.expand(right, bound), lambda a, b: Mul((a, b)))
            case Derivative(body, var):
                return self.expand(derived(body, var), bound)
            case Distribution(kind, args):
                return Grid((len(args),), tuple(self.expand(a, bound).number() for a in args), kind)
            case Either():
                raise TooHard("this can be read in two ways")

    # -- names

    def symbol(self, name: str, bound: Mapping[str, Expr]) -> Expr:
        """A declared or bound symbol."""
        if name in bound:
            return bound[name]
        if name in self.values:
            return Num(self.values[name])
        domain = self.given.scalar(name)
        if domain is None:
            raise TooHard(f"{name} is not a number here")
        self.domains[name] = domain
        return Sym(name)

    def index(self, expr: Expr, bound: Mapping[str, Expr]) -> int:
        """The value of an index."""
        value = constant(self.expand(expr, bound).number())
        if value is None or value.denominator != 1:
            raise TooHard("an index is not a fixed number")
        return int(value)

    def entry(self, family: str, indices: tuple[Expr, ...], bound: Mapping[str, Expr]) -> Expr:
        """One entry of a declared family."""
        array = self.given.array(family)
        if array is None:
            raise TooHard(f"{family} is not a family")
        where = tuple(self.index(i, bound) for i in indices)
        if not all(1 <= w <= n for w, n in zip(where, array.shape, strict=True)):
            return UNDEFINED
        return self.entry_symbol(family, where, array.entries)

    def entry_symbol(self, family: str, where: tuple[int, ...], domain: Scalar) -> Expr:
        """The symbol, or the fixed value, of one entry."""
        name = entry_name(family, where)
        if name in self.values:
            return Num(self.values[name])
        self.domains[name] = domain
        return Sym(name)

    def family(self, name: str) -> Grid:
        """A whole family; a vector is a column."""
        array = self.given.array(name)
        if array is None:
            raise TooHard(f"{name} is not a family")
        cells = combinations(*(range(1, n + 1) for n in array.shape))
        entries = tuple(self.entry_symbol(name, cell, array.entries) for cell in cells)
        return Grid(array.shape if len(array.shape) == 2 else (array.shape[0], 1), entries)

    def part(self, array: Grid, indices: tuple[Expr, ...], bound: Mapping[str, Expr]) -> Grid:
        """One entry of an array."""
        where = [self.index(i, bound) for i in indices]
        if len(array.shape) != 2:
            raise TooHard("an index stands after a number")
        rows, columns = array.shape
        if len(where) == 1 and 1 in array.shape:
            where = [where[0], 1] if columns == 1 else [1, where[0]]
        if len(where) != 2:
            raise TooHard("a matrix entry has two indices")
        if not (1 <= where[0] <= rows and 1 <= where[1] <= columns):
            return number(UNDEFINED)
        return number(array.entries[(where[0] - 1) * columns + where[1] - 1])

    # -- calls, cases, folds

    def call(self, name: str, args: tuple[Expr, ...], bound: Mapping[str, Expr]) -> Grid:
        """A known function at its arguments."""
        grids = [self.expand(a, bound) for a in args]
        if name == "identity":
            sizes = {a.shape[0] for a in map(self.given.array, self.given.names) if a and a.matrix}
            if len(sizes) != 1:
                raise TooHard("the size of the identity is not known")
            return self.identity(sizes.pop())
        if name == "kronecker":
            values = [constant(g.number()) for g in grids]
            if None in values:
                raise TooHard("a Kronecker delta of numbers that are not fixed")
            return number(ONE if values[0] == values[1] else ZERO)
        if name == "dot":
            if not all(g.shape for g in grids):
                return self.multiply(grids)
            columns = all(g.shape[1] == 1 for g in grids)
            return self.matrix_product(self.transpose(grids[0]) if columns else grids[0], grids[1])
        if name in ("softmax", "logsumexp", "total", "trace", "diag"):
            return self.of_vector(name, grids[0])
        if not any(g.shape for g in grids):
            return number(Call(name, tuple(g.number() for g in grids)))
        if len(grids) == 1 and name not in NUMBERS_ONLY:
            return Grid(grids[0].shape, tuple(Call(name, (e,)) for e in grids[0].entries))
        if len(grids) == 1:
            return number(Call(name, grids[0].entries))
        shape = next(g.shape for g in grids if g.shape)
        count = shape[0] * shape[1]
        spread = [g.entries if g.shape else g.entries * count for g in grids]
        if any(g.shape not in (shape, ()) for g in grids):
            return number(UNDEFINED)
        return Grid(shape, tuple(Call(name, entry) for entry in zip(*spread, strict=True)))

    def of_vector(self, name: str, array: Grid) -> Grid:
        """A function of a whole vector."""
        if name == "total":
            return number(Add(array.entries))
        if name in ("trace", "diag"):
            rows, columns = array.shape or (1, 1)
            if name == "trace" and rows == columns:
                return number(Add(tuple(array.entries[i * rows + i] for i in range(rows))))
            if name == "diag" and 1 in (rows, columns):
                n = len(array.entries)
                return Grid((n, n), tuple(array.entries[i] if i == j else ZERO for i in range(n) for j in range(n)))
            raise TooHard(f"{name} of this array")
        powers = tuple(Call("exp", (e,)) for e in array.entries)
        if not array.shape:
            raise TooHard(f"{name} of a number")
        if name == "logsumexp":
            return number(Call("log", (Add(powers),)))
        return Grid(array.shape, tuple(Div(p, Add(powers)) for p in powers))

    def cases(self, branches: tuple[tuple[Cond, Expr], ...], otherwise: Expr | None, bound: Mapping[str, Expr]) -> Grid:
        """The first branch that is not excluded, or a case distinction."""
        kept: list[tuple[Cond, Expr]] = []
        for condition, value in branches:
            decided = self.condition(condition, bound)
            if decided == Always(False):
                continue
            if decided == Always(True) and not kept:
                return self.expand(value, bound)
            kept.append((decided, self.expand(value, bound).number()))
        if not kept:
            return number(UNDEFINED) if otherwise is None else self.expand(otherwise, bound)
        rest = None if otherwise is None else self.expand(otherwise, bound).number()
        return number(Cases(tuple(kept), rest))

    def condition(self, cond: Cond, bound: Mapping[str, Expr]) -> Cond:
        """The condition, decided where its sides are fixed numbers."""
        match cond:
            case Compare(relation, left, right):
                a, b = self.expand(left, bound).number(), self.expand(right, bound).number()
                x, y = constant(a), constant(b)
                return Compare(relation, a, b) if x is None or y is None else Always(holds(relation, x, y))
            case All(parts):
                found = [self.condition(p, bound) for p in parts]
                if Always(False) in found:
                    return Always(False)
                left_over = tuple(f for f in found if f != Always(True))
                return All(left_over) if left_over else Always(True)
            case Any(parts):
                found = [self.condition(p, bound) for p in parts]
                if Always(True) in found:
                    return Always(True)
                left_over = tuple(f for f in found if f != Always(False))
                return Any(left_over) if left_over else Always(False)
            case Not(part):
                inner = self.condition(part, bound)
                return Always(not inner.value) if isinstance(inner, Always) else Not(inner)
            case Always():
                return cond

    def fold(self, fold: Fold, bound: Mapping[str, Expr]) -> Grid:
        """A sum or product over an index."""
        if fold.low is None or fold.high is None:
            low, high = 1, self.range_of(fold)
        else:
            low_expr, high_expr = self.expand(fold.low, bound).number(), self.expand(fold.high, bound).number()
            first, last = constant(low_expr), constant(high_expr)
            if first is None or last is None:
                return number(self.symbolic(fold, low_expr, high_expr, bound))
            if first.denominator != 1 or last.denominator != 1:
                raise TooHard("the bounds of a sum are not integers")
            low, high = int(first), int(last)
        if high - low >= LONGEST_FOLD:
            raise TooHard("a sum of many terms")
        if high < low - 1:
            raise TooHard("a sum whose bounds are in reverse")
        terms: list[Grid] = []
        for n in range(low, high + 1):
            inner = {**bound, fold.var: Num(Fraction(n))}
            if fold.where is not None:
                decided = self.condition(fold.where, inner)
                if not isinstance(decided, Always):
                    raise TooHard("the condition under a sum is not on its index")
                if not decided.value:
                    continue
            terms.append(self.expand(fold.body, inner))
        match fold.kind:
            case "sum":
                return self.add(terms) if terms else number(ZERO)
            case "prod":
                return self.multiply(terms) if terms else number(ONE)
            case "max" | "min":
                if not terms:
                    return number(UNDEFINED)
                return number(Call(fold.kind, tuple(t.number() for t in terms)))

    def range_of(self, fold: Fold) -> int:
        """The size of the families that the index runs over."""
        sizes: set[int] = set()
        for node in walk(fold.body):
            if isinstance(node, Entry):
                array = self.given.array(node.family)
                if array is not None:
                    sizes |= {n for i, n in zip(node.indices, array.shape, strict=True) if i == Sym(fold.var)}
        domain = self.given.scalar(fold.var)
        if isinstance(domain, Finite) and domain.index:
            sizes.add(len(domain.values))
        if not sizes:  # the index does not occur: the one size that is declared
            sizes = {n for a in map(self.given.array, self.given.names) if a is not None for n in a.shape if n > 1}
        if len(sizes) != 1:
            raise TooHard(f"the range of the index {fold.var} is not known")
        return sizes.pop()

    def symbolic(self, fold: Fold, low: Expr, high: Expr, bound: Mapping[str, Expr]) -> Expr:
        """A sum whose bounds are symbols."""
        if fold.kind not in ("sum", "prod") or fold.where is not None:
            raise TooHard(f"a {fold.kind} with a bound that is not a number")
        for side in (low, high):
            if not integer_valued(side, self.domains):
                raise TooHard("the bounds of a sum are not integers")
        self.fresh += 1
        name = f"#{self.fresh}"
        self.domains[name] = Interval(integer=True)
        body = self.expand(fold.body, {**bound, fold.var: Sym(name)}).number()
        return Fold(fold.kind, name, low, high, None, body)
