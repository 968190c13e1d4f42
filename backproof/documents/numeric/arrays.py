"""Arrays of a few numbers: rows of duals.  A list, as in (1, 2), may be a column or a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from flint import fmpq

from backproof.answers.values import Unclear, Value
from backproof.documents.numeric.duals import ZERO, Dual, add, multiply

Rows = tuple[tuple[Dual, ...], ...]


@dataclass(frozen=True)
class Array:
    """Rows of numbers; listed: a vector of which it is not said whether it is a column; it is kept as one."""

    rows: Rows
    listed: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])

    @property
    def is_number(self) -> bool:
        """Whether there is one entry only."""
        return self.shape == (1, 1)

    @property
    def is_vector(self) -> bool:
        """Whether there is one row or one column only."""
        return 1 in self.shape

    @property
    def entries(self) -> tuple[Dual, ...]:
        """The entries, row by row."""
        return tuple(each for row in self.rows for each in row)

    @property
    def number(self) -> Dual:
        """The only entry.  Raises Unclear where there are more."""
        if not self.is_number:
            raise Unclear("a number is needed, and this is an array")
        return self.rows[0][0]

    def at(self, places: tuple[int, ...]) -> Array:
        """The entry at one or two places, counted from 1.  Raises Unclear where there is none."""
        if len(places) == 1 and self.is_vector and 1 <= places[0] <= len(self.entries):
            return single(self.entries[places[0] - 1])
        if len(places) == 2 and 1 <= places[0] <= self.shape[0] and 1 <= places[1] <= self.shape[1]:
            return single(self.rows[places[0] - 1][places[1] - 1])
        raise Unclear("there is no such entry")


def single(entry: Dual) -> Array:
    """A number."""
    return Array(((entry,),))


def exact(value: Value) -> Array:
    """A number that nothing varies."""
    return single(Dual(value))


def column(entries: Iterable[Dual], listed: bool = False) -> Array:
    """A column of numbers."""
    return Array(tuple((each,) for each in entries), listed)


def shaped(entries: tuple[Dual, ...], like: Array) -> Array:
    """The entries in the rows of another array of as many."""
    rows, columns = like.shape
    return Array(tuple(entries[n * columns : (n + 1) * columns] for n in range(rows)), like.listed)


def transposed(array: Array) -> Array:
    """The transpose; of a list it is a row, as (1, 2)^T says a column only where it is written out."""
    return Array(tuple(zip(*array.rows, strict=True)))


def mapped(function: Callable[[Dual], Dual], array: Array) -> Array:
    """A function of each entry."""
    return replace(array, rows=tuple(tuple(map(function, row)) for row in array.rows))


def paired(function: Callable[[Dual, Dual], Dual], left: Array, right: Array) -> Array:
    """A function of the entries of two arrays of one shape; a number goes with every entry."""
    if left.is_number or right.is_number:
        if left.is_number:
            return mapped(lambda each: function(left.rows[0][0], each), right)
        return mapped(lambda each: function(each, right.rows[0][0]), left)
    if left.shape != right.shape and left.is_vector and right.is_vector and (left.listed or right.listed):
        left, right = (transposed(each) if each.listed else each for each in (left, right))
    if left.shape != right.shape:
        raise Unclear(f"{words(left)} and {words(right)} do not fit")
    rows = tuple(tuple(map(function, one, other)) for one, other in zip(left.rows, right.rows, strict=True))
    return Array(rows, left.listed and right.listed)


def total(entries: Iterable[Dual]) -> Dual:
    """The sum of numbers."""
    found = ZERO
    for each in entries:
        found = add(found, each)
    return found


def product(left: Array, right: Array) -> Array:
    """The product of matrices; of two columns of one length the inner product, of a number and an array a multiple."""
    if left.is_number or right.is_number:
        return paired(multiply, left, right)
    if left.shape[1] != right.shape[0] and left.is_vector and right.is_vector:
        if len(left.entries) != len(right.entries):
            raise Unclear(f"{words(left)} and {words(right)} do not fit")
        return single(total(map(multiply, left.entries, right.entries)))
    if left.shape[1] != right.shape[0]:
        if right.listed and left.shape[1] == right.shape[1]:
            right = transposed(right)
        elif left.listed and left.shape[0] == right.shape[0]:
            left = transposed(left)
        else:
            raise Unclear(f"{words(left)} times {words(right)} does not fit")
    columns = tuple(zip(*right.rows, strict=True))
    rows = tuple(tuple(total(map(multiply, row, each)) for each in columns) for row in left.rows)
    return Array(rows, left.listed or (right.listed and len(columns) == 1))


def diagonal(array: Array) -> Array:
    """The matrix with a vector on its diagonal."""
    if not array.is_vector:
        raise Unclear("diag of a matrix")
    entries = array.entries
    return Array(tuple(tuple(e if i == j else ZERO for j in range(len(entries))) for i, e in enumerate(entries)))


def determinant(array: Array) -> Dual:
    """The determinant, along the first row.  Raises Unclear where the matrix is not square."""
    if array.shape[0] != array.shape[1] or array.shape[0] > 4:
        raise Unclear("the determinant of this")
    if array.is_number:
        return array.number
    found = ZERO
    for n, each in enumerate(array.rows[0]):
        minor = Array(tuple((*row[:n], *row[n + 1 :]) for row in array.rows[1:]))
        signed = multiply(Dual(fmpq((-1) ** n)), multiply(each, determinant(minor)))
        found = add(found, signed)
    return found


def words(array: Array) -> str:
    """The shape of an array in words."""
    rows, columns = array.shape
    return "a number" if array.is_number else f"an array of {rows} x {columns}"
