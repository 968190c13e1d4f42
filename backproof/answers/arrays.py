"""Arrays of scalar expressions, entry by entry: sums, matrix products, transposes, inverses, norms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backproof.answers.index_arithmetic import constant
from backproof.answers.syntax import MINUS_ONE, ONE, TWO, ZERO, Add, Call, Div, Expr, Mul, Pow, negative

LARGEST_EXPANSION = 20_000
UNDEFINED: Expr = Div(ONE, ZERO)


class TooHard(Exception):
    """More than this judge decides; the reason is for a person."""


class Meaningless(TooHard):
    """A product that is no matrix product; another reading of the same words may have a meaning."""


@dataclass(frozen=True, slots=True)
class Grid:
    """An array of scalar expressions; a number has shape ()."""

    shape: tuple[int, ...]
    entries: tuple[Expr, ...]
    kind: str = ""  # the distribution that the entries describe

    def number(self) -> Expr:
        """The single entry of a number."""
        if self.shape:
            raise TooHard("an array stands where a number is expected")
        return self.entries[0]


def number(expr: Expr) -> Grid:
    """A number as a grid."""
    return Grid((), (expr,))


@dataclass(kw_only=True)
class Arrays:
    """Arithmetic of arrays; `size` counts what was written out."""

    size: int = 0

    def zip(self, left: Grid, right: Grid, join: Callable[[Expr, Expr], Expr]) -> Grid:
        """Two arrays joined entry by entry."""
        if left.shape != right.shape:
            return number(UNDEFINED)
        return Grid(left.shape, tuple(map(join, left.entries, right.entries)))

    def add(self, terms: list[Grid]) -> Grid:
        """The sum; a number added to a vector is added to each entry."""
        shape = next((t.shape for t in terms if t.shape), ())
        if shape and any(not t.shape for t in terms):
            if 1 not in shape:
                raise TooHard("a number is added to a matrix")
            terms = [t if t.shape else Grid(shape, t.entries * (shape[0] * shape[1])) for t in terms]
        if any(t.shape != shape for t in terms):
            return number(UNDEFINED)
        return Grid(shape, tuple(Add(entry) for entry in zip(*(t.entries for t in terms), strict=True)))

    def multiply(self, factors: list[Grid]) -> Grid:
        """The product, in the order written."""
        total = factors[0]
        numbers: list[Expr] = []
        arrays = [f for f in factors if f.shape]
        numbers = [f.number() for f in factors if not f.shape]
        if not arrays:
            return number(Mul(tuple(numbers)))
        total = arrays[0]
        for right in arrays[1:]:
            total = self.matrix_product(total, right)
        if not total.shape or not numbers:
            return number(Mul((*numbers, total.number()))) if not total.shape else total
        return Grid(total.shape, tuple(Mul((*numbers, e)) for e in total.entries))

    def matrix_product(self, left: Grid, right: Grid) -> Grid:
        """The matrix product."""
        if not left.shape or not right.shape:
            return self.multiply([left, right]) if left.shape != right.shape else number(UNDEFINED)
        (rows, inner), (same, columns) = left.shape, right.shape
        if inner != same:
            if columns == inner == 1:
                raise Meaningless("two columns side by side: write a dot, an elementwise or an outer product")
            return number(UNDEFINED)
        self.size += rows * inner * columns
        if self.size > LARGEST_EXPANSION:
            raise TooHard("written out, this has too many terms")
        entries = tuple(
            Add(tuple(Mul((left.entries[i * inner + k], right.entries[k * columns + j])) for k in range(inner)))
            for i in range(rows)
            for j in range(columns)
        )
        return number(entries[0]) if rows == columns == 1 else Grid((rows, columns), entries)

    def divide(self, over: Grid, under: Grid) -> Grid:
        """The quotient."""
        if not under.shape:
            return Grid(over.shape, tuple(Div(e, under.entries[0]) for e in over.entries))
        if over.shape == under.shape and 1 in over.shape:
            return self.zip(over, under, Div)
        if not over.shape and 1 in under.shape:
            return Grid(under.shape, tuple(Div(over.entries[0], e) for e in under.entries))
        raise TooHard("division by a matrix")

    def power(self, base: Grid, exponent: Expr) -> Grid:
        """base^exponent, by what is known of both."""
        if not base.shape:
            return number(Pow(base.entries[0], exponent))
        value = constant(exponent)
        if value is None or value.denominator != 1 or abs(value) > 8 or base.shape[0] != base.shape[1]:
            raise TooHard("a power of an array")
        root = base if value >= 0 else self.inverse(base)
        total = self.identity(base.shape[0])
        for _ in range(abs(int(value))):
            total = self.matrix_product(total, root)
        return total

    def identity(self, size: int) -> Grid:
        """The identity matrix."""
        return Grid((size, size), tuple(ONE if i == j else ZERO for i in range(size) for j in range(size)))

    def inverse(self, base: Grid) -> Grid:
        """The inverse, by cofactors."""
        size = base.shape[0]
        if size > 3:
            raise TooHard("the inverse of a large matrix")
        rows = [list(base.entries[i * size : (i + 1) * size]) for i in range(size)]
        determinant = _determinant(rows)
        entries = []
        for i in range(size):
            for j in range(size):
                minor = [[rows[r][c] for c in range(size) if c != i] for r in range(size) if r != j]
                cofactor = _determinant(minor) if minor else ONE
                entries.append(Div(cofactor if (i + j) % 2 == 0 else negative(cofactor), determinant))
        return Grid(base.shape, tuple(entries))

    def transpose(self, array: Grid) -> Grid:
        """The transpose."""
        if not array.shape:
            return array
        rows, columns = array.shape
        return Grid((columns, rows), tuple(array.entries[i * columns + j] for j in range(columns) for i in range(rows)))

    def norm(self, array: Grid, order: int | None) -> Grid:
        """A norm of a vector."""
        if array.shape and 1 not in array.shape:
            raise TooHard("a norm of a matrix")
        if order == 2:
            return number(Call("sqrt", (Add(tuple(Pow(e, TWO) for e in array.entries)),)))
        sizes = tuple(Call("abs", (e,)) for e in array.entries)
        return number(Add(sizes) if order == 1 else Call("max", sizes))


def _determinant(rows: list[list[Expr]]) -> Expr:
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for c, entry in enumerate(rows[0]):
        minor = _determinant([row[:c] + row[c + 1 :] for row in rows[1:]])
        terms.append(Mul((MINUS_ONE, entry, minor)) if c % 2 else Mul((entry, minor)))
    return Add(tuple(terms))
