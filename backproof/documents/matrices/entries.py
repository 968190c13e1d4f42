"""Arrays entry by entry, in an order of indices that is the same everywhere: rows, then columns.

(X W + b)_ij = sum_k X_ik W_kj + b_j        (delta x^T)_ij = delta_i x_j        (1^T G)_j = sum_n G_nj
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import count

from backproof.answers.syntax import (
    Add,
    Call,
    Cases,
    Compare,
    Const,
    Div,
    Elementwise,
    Entry,
    Expr,
    Fold,
    Mul,
    Norm,
    Num,
    Part,
    Pow,
    Sym,
    Transpose,
    Truth,
    map_expr,
    walk,
)
from backproof.documents.matrices.names import ONES, label, names_in
from backproof.documents.matrices.shapes import NUMBER, Shape, Shapes, is_ones
from backproof.documents.matrices.sizes import ONE, NotFollowed, Size

_ONE = Num(Fraction(1))


class Entries:
    """Entries of expressions whose shapes are known."""

    def __init__(self, shapes: Shapes, numbers: Iterable[int] | None = None) -> None:
        self.shapes = shapes
        self._numbers = iter(count(1) if numbers is None else numbers)

    def at(self, expr: Expr, row: Expr | None, column: Expr | None) -> Expr:
        """The entry in a row and a column; None for an axis along which there is only one.  Raises NotFollowed."""
        shape = self.shapes.shape(expr)
        if shape.is_number:
            return self.number(expr)
        match expr:
            case Sym(name) if name.startswith(ONES):
                return _ONE
            case Sym(name) if name.startswith("Id·"):
                assert row is not None
                assert column is not None
                return Call("kronecker", (row, column))
            case Sym(name):
                return Entry(name, _present(shape, row, column))
            case Entry(name, indices):  # one sample
                return Entry(name, (*indices, *_present(shape, row, column)))
            case Transpose(array):
                return self.at(array, column, row)
            case Add(terms):
                return Add(tuple(self._term(each, shape, row, column) for each in terms))
            case Elementwise(left, right):
                return Mul(tuple(self._term(each, shape, row, column) for each in (left, right)))
            case Mul(factors):
                return self._product(factors, row, column)
            case Div(over, under):
                if self.shapes.shape(under).is_number:
                    return Div(self.at(over, row, column), self.number(under))
                if self.shapes.shape(over).is_number:
                    return Div(self.number(over), self.at(under, row, column))
                return Div(self.at(over, row, column), self.at(under, row, column))
            case Pow(base, exponent):
                return Pow(self.at(base, row, column), self.number(exponent))
            case Fold(kind, var, low, high, where, body):
                _refuse_layers(expr)
                inner = Entries(replace(self.shapes, numbers=self.shapes.numbers | {var}), self._numbers)
                return Fold(kind, var, low, high, where, inner.at(body, row, column))
            case Call("D", (value, variable)):
                return self._derivative(value, variable, row, column)
            case Call("diag", (inside,)):
                return self._diagonal(inside, row, column)
            case Call("softmax", (inside,)):
                return self._softmax(inside, shape, row, column)
            case Call(function, (inside,)):
                return Call(function, (self.at(inside, row, column),))
            case Truth(Compare(relation, inside, bound)):
                return Truth(Compare(relation, self.at(inside, row, column), bound))
            case _:
                raise NotFollowed(f"{type(expr).__name__.lower()} has no entries here")

    def number(self, expr: Expr) -> Expr:
        """A number, with the arrays inside it opened.  Raises NotFollowed."""
        if not self.shapes.shape(expr).is_number:
            raise NotFollowed("an array stands where a number is expected")
        match expr:
            case Num() | Const() | Sym() | Truth() | Cases():
                return expr
            case Entry():
                return expr
            case Fold(kind, var, low, high, where, body):
                _refuse_layers(expr)
                inner = Entries(replace(self.shapes, numbers=self.shapes.numbers | {var}), self._numbers)
                return Fold(kind, var, low, high, where, inner.number(body))
            case Part(array, indices):
                shape = self.shapes.shape(array)
                at = iter(indices)
                row = None if shape.rows == ONE else next(at)
                return self.at(array, row, None if shape.columns == ONE else next(at))
            case Transpose(inside):
                return self.number(inside)
            case Mul(factors):
                return self._product(factors, None, None)
            case Elementwise(left, right):
                return Mul((self.number(left), self.number(right)))
            case Norm(array, 2) if not self.shapes.shape(array).is_matrix:
                return Pow(self._squares(array), Num(Fraction(1, 2)))
            case Norm():
                raise NotFollowed("a norm of a matrix of which it is not said which one")
            case Pow(Norm(array, 2), Num(power)) if power == 2 and not self.shapes.shape(array).is_matrix:
                return self._squares(array)
            case Pow(Call("fro", (array,)), Num(power)) if power == 2:
                return self._squares(array)
            case Call("fro", (array,)):
                return Pow(self._squares(array), Num(Fraction(1, 2)))
            case Call("tr", (array,)):
                return self._over(self.shapes.shape(array).rows, lambda index: self.at(array, index, index))
            case Call("dot", (left, right)):
                return self._dot(left, right)
            case Call("softmax", (Entry(name, (*before, index)),)):
                size = self._size_of(name)
                top = Call("exp", (Entry(name, (*before, index)),))
                return Div(top, self._over(size, lambda each: Call("exp", (Entry(name, (*before, each)),))))
            case Call("D", (value, variable)):
                return Call("D", (self.number(value), self.number(variable)))
            case _:
                return map_expr(expr, self.number)

    def fresh(self) -> Sym:
        """An index that nothing else uses."""
        return Sym(f"k{next(self._numbers)}")

    def _size_of(self, name: str) -> Size:
        shape = self.shapes.of.get(name, NUMBER)
        return shape.rows if shape.rows != ONE else shape.columns

    def _term(self, term: Expr, whole: Shape, row: Expr | None, column: Expr | None) -> Expr:
        """A term of a sum, which may be a number, or the same in every row or in every column."""
        if is_ones(term):
            return map_expr(term, lambda each: _ONE if is_ones(each) else each) if isinstance(term, Mul) else _ONE
        shape = self.shapes.shape(term)
        if shape.is_number:
            return self.number(term)
        if shape.rank == whole.rank:
            return self.at(term, row, column)
        down, _ = self.shapes.is_spread(term, whole)
        along = column if down else row
        return self.at(term, None, along) if shape.is_row else self.at(term, along, None)

    def _product(self, factors: tuple[Expr, ...], row: Expr | None, column: Expr | None) -> Expr:
        """The entry of a product, from the left."""
        if len(factors) == 1:
            return self.at(factors[0], row, column)
        left = factors[0] if len(factors) == 2 else Mul(factors[:-1])
        right = factors[-1]
        first, second = self.shapes.shape(left), self.shapes.shape(right)
        if first.is_number:
            return _times(self.number(left), self.at(right, row, column))
        if second.is_number:
            return _times(self.number(right), self.at(left, row, column))
        if first.columns == ONE:
            return _times(self.at(left, row, None), self.at(right, None, column))
        return self._over(first.columns, lambda index: _times(self.at(left, row, index), self.at(right, index, column)))

    def _over(self, size: Size, body: object) -> Expr:
        """A sum over all of an axis, up to its size where that has a name."""
        index = self.fresh()
        value = self.shapes.sizes.value(size)
        inside = body(index)  # type: ignore[operator]
        if value is not None and value.isidentifier():
            return Fold("sum", index.name, _ONE, Sym(value), None, inside)
        if any(isinstance(node, Entry) and index in node.indices for node in walk(inside)):
            return Fold("sum", index.name, None, None, None, inside)
        if value is None or not value.isdigit() or index in walk(inside):
            raise NotFollowed("a sum that nothing says the length of")
        return _times(Num(Fraction(value)), inside)

    def _squares(self, array: Expr) -> Expr:
        shape = self.shapes.shape(array)
        two = Num(Fraction(2))
        if shape.is_number:
            return Pow(self.number(array), two)
        if shape.is_row:
            return self._over(shape.columns, lambda index: Pow(self.at(array, None, index), two))
        if shape.is_column:
            return self._over(shape.rows, lambda index: Pow(self.at(array, index, None), two))
        return self._over(
            shape.rows,
            lambda one: self._over(shape.columns, lambda other: Pow(self.at(array, one, other), two)),
        )

    def _dot(self, left: Expr, right: Expr) -> Expr:
        first, second = self.shapes.shape(left), self.shapes.shape(right)
        if first.is_number or second.is_number:
            return _times(self.number(left), self.number(right))
        if first.is_column and second.is_column:
            return self._over(first.rows, lambda index: _times(self.at(left, index, None), self.at(right, index, None)))
        if first.is_matrix and second.is_matrix:
            return self._over(
                first.rows,
                lambda one: self._over(
                    first.columns, lambda other: _times(self.at(left, one, other), self.at(right, one, other))
                ),
            )
        raise NotFollowed("an inner product of a row and a column")

    def _derivative(self, value: Expr, variable: Expr, row: Expr | None, column: Expr | None) -> Expr:
        if self.shapes.shape(value).is_number:
            return Call("D", (self.number(value), self.at(variable, row, column)))
        if self.shapes.shape(variable).is_number:
            return Call("D", (self.at(value, row, column), self.number(variable)))
        return Call("D", (self.at(value, row, None), self.at(variable, column, None)))

    def _diagonal(self, inside: Expr, row: Expr | None, column: Expr | None) -> Expr:
        shape = self.shapes.shape(inside)
        if shape.is_matrix:
            return self.at(inside, row, row)
        assert row is not None
        assert column is not None
        value = self.at(inside, row, None) if shape.is_column else self.at(inside, None, row)
        return Mul((Call("kronecker", (row, column)), value))

    def _softmax(self, inside: Expr, shape: Shape, row: Expr | None, column: Expr | None) -> Expr:
        top = Call("exp", (self.at(inside, row, column),))
        if self.shapes.axis_of_softmax(shape) == 1:
            return Div(top, self._over(shape.columns, lambda index: Call("exp", (self.at(inside, row, index),))))
        return Div(top, self._over(shape.rows, lambda index: Call("exp", (self.at(inside, index, column),))))


def _refuse_layers(fold: Fold) -> None:
    r"""A sum that counts layers, \sum_l W^(l), is none over an index.  Raises NotFollowed."""
    if any((label(name) or "").startswith(fold.var) for name in names_in(fold.body)):
        raise NotFollowed("a sum over the layers is not followed here")


def _times(left: Expr, right: Expr) -> Expr:
    parts = [
        *(left.factors if isinstance(left, Mul) else (left,)),
        *(right.factors if isinstance(right, Mul) else (right,)),
    ]
    kept = tuple(each for each in parts if each != _ONE)
    return Mul(kept) if len(kept) > 1 else kept[0] if kept else _ONE


def _present(shape: Shape, row: Expr | None, column: Expr | None) -> tuple[Expr, ...]:
    found: list[Expr] = []
    if shape.rows != ONE:
        if row is None:
            raise NotFollowed("a whole column where one entry is expected")
        found.append(row)
    if shape.columns != ONE:
        if column is None:
            raise NotFollowed("a whole row where one entry is expected")
        found.append(column)
    return tuple(found)
