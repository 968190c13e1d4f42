"""The shape of an expression, from the shapes of its names.

W x + b        W is m x n and x is n x 1, so W x is m x 1 and so is b
X W + b        a vector that is added to a matrix is added to each row, or to each column
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backproof.answers.printing import plain
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
    walk,
)
from backproof.documents.matrices.names import ONES, all_shown
from backproof.documents.matrices.sizes import ONE, Ambiguous, Crossed, Misfit, NotFollowed, Size, Sizes

ENTRYWISE = frozenset(("exp", "log", "sqrt", "sigmoid", "tanh", "relu", "abs", "softplus", "erf", "step"))


@dataclass(frozen=True)
class Shape:
    """Rows and columns; a number is 1 x 1."""

    rows: Size
    columns: Size

    @property
    def turned(self) -> Shape:
        """The shape of the transpose."""
        return Shape(self.columns, self.rows)

    @property
    def is_number(self) -> bool:
        """Whether it is 1 x 1."""
        return self.rows == ONE and self.columns == ONE

    @property
    def is_column(self) -> bool:
        """Whether it is a proper column."""
        return self.rows != ONE and self.columns == ONE

    @property
    def is_row(self) -> bool:
        """Whether it is a proper row."""
        return self.rows == ONE and self.columns != ONE

    @property
    def is_matrix(self) -> bool:
        """Whether it has rows and columns."""
        return self.rows != ONE and self.columns != ONE

    @property
    def rank(self) -> int:
        """How many indices an entry has."""
        return (self.rows != ONE) + (self.columns != ONE)


NUMBER = Shape(ONE, ONE)


@dataclass
class Shapes:
    """Shapes of names, and of expressions made of them.

    samples: the letters that number the samples; a vector of such an index is a vector.
    rows_are_samples: whether a sample is a row of a matrix, or a column; None where nothing says.
    """

    sizes: Sizes
    of: Mapping[str, Shape]
    samples: frozenset[str] = frozenset()
    rows_are_samples: bool | None = None
    batch: Size | None = None
    numbers: frozenset[str] = frozenset()
    softmax_differs: tuple[bool, bool] = (False, False)  # whether words say that a softmax goes along no such axis
    spreads: list[str] = field(default_factory=list)  # named numbers that were added to every entry of an array
    ones: dict[int, Shape] = field(default_factory=dict)

    def words(self, shape: Shape) -> str:
        """A shape as a person reads it."""
        return f"{self.sizes.shown(shape.rows)} x {self.sizes.shown(shape.columns)}"

    def shape(self, expr: Expr) -> Shape:
        """The shape of an expression.  Raises Misfit or NotFollowed."""
        match expr:
            case Truth(Compare("<" | "<=" | ">" | ">=", inside, Num())):  # entry by entry
                return self.shape(inside)
            case Num() | Const() | Truth() | Cases():
                return NUMBER
            case Norm(array, _):
                self.shape(array)  # what stands inside has shapes that fit
                return NUMBER
            case Sym(name):
                return self._of_name(expr, name)
            case Entry(name, indices):
                return self._of_entry(name, indices)
            case Part(array, indices):
                if self.shape(array).rank != len(indices):
                    raise NotFollowed("a row or a column of a matrix")
                return NUMBER
            case Transpose(array):
                return self.shape(array).turned
            case Add(terms):
                return self._sum(expr, terms)
            case Elementwise(left, right):
                return self._sum(expr, (left, right))
            case Mul(factors):
                shape, before = self.shape(factors[0]), factors[0]
                for factor in factors[1:]:
                    shape = self._product(before, shape, factor)
                    before = Mul((before, factor))
                return shape
            case Div(over, under):
                bottom = self.shape(under)
                if bottom.is_matrix and self.shape(over).is_number:
                    raise NotFollowed("a number over a matrix")
                if self.shape(over).is_number:
                    return bottom
                if not bottom.is_number:
                    self._agree(over, under)
                return self.shape(over)
            case Pow(base, _):
                shape = self.shape(base)
                if shape.is_matrix and not isinstance(base, Norm):
                    raise NotFollowed("a power of a matrix")
                return shape
            case Fold(_, var, _, _, _, body):
                return replace(self, numbers=self.numbers | {var}).shape(body)
            case Call("D", (_, variable)) if not isinstance(variable, Sym | Entry):
                raise NotFollowed("a derivative by something that is not a name")
            case Call("D", (value, variable)):
                return self._derivative(self.shape(value), self.shape(variable))
            case Call("diag", (inside,)):
                return self._diagonal(self.shape(inside))
            case Call("tr", (inside,)):
                shape = self.shape(inside)
                self.sizes.join(shape.rows, shape.columns, f"the trace of a matrix that is {self.words(shape)}")
                return NUMBER
            case Call("fro" | "kronecker" | "dot", _):
                return NUMBER
            case Call("onehot", _):
                return Shape(self.sizes.fresh(), ONE)
            case Call("softmax", (inside,)):
                shape = self.shape(inside)
                if shape.is_number and not any(isinstance(node, Entry) for node in walk(inside)):
                    raise NotFollowed("the softmax of a number")
                return shape
            case Call(name, (inside,)) if name.rstrip("'") in ENTRYWISE or name.startswith("any:"):
                shape = self.shape(inside)
                if name == "abs" and shape.rank:
                    raise Ambiguous("bars around an array: entries, a norm or a determinant")
                return shape
            case Call(name, _):
                raise NotFollowed(f"the function {name.removeprefix('any:')} is not followed")
            case _:
                raise NotFollowed(f"{type(expr).__name__.lower()} is not followed")

    def axis_of_softmax(self, shape: Shape) -> int:
        """Along which axis a softmax goes: 0 along a column, 1 along a row.  Raises NotFollowed."""
        if not shape.is_matrix:
            return 1 if shape.is_row else 0
        axis = self._axis_of_classes(shape)
        if self.softmax_differs[axis]:
            raise Ambiguous("a softmax of a matrix: the words beside it speak of another axis")
        return axis

    def _axis_of_classes(self, shape: Shape) -> int:
        if self.batch is not None:
            if self.sizes.same(shape.rows, self.batch):
                return 1
            if self.sizes.same(shape.columns, self.batch):
                return 0
        if self.rows_are_samples is None:
            raise NotFollowed("a softmax of a matrix: it is not said whether of its rows or of its columns")
        return 1 if self.rows_are_samples else 0

    def is_spread(self, part: Expr, whole: Shape) -> tuple[bool, bool]:
        """Whether a term of a sum is the same for every row, and for every column, of the sum."""
        shape = self.shape(part)
        if shape.rank == whole.rank and (shape.rows == ONE) == (whole.rows == ONE):
            return shape.rows == ONE, shape.columns == ONE
        if whole.is_matrix and shape.rank == 1:
            size = shape.columns if shape.is_row else shape.rows
            down = self._is_for_each_row(shape, size, whole)
            return down, not down
        return True, True

    # -- names

    def _of_name(self, expr: Sym, name: str) -> Shape:
        if name.startswith((ONES, "Id·")):
            if id(expr) not in self.ones and name.startswith("Id·"):
                size = self.sizes.fresh()
                self.ones[id(expr)] = Shape(size, size)
            return self.ones.setdefault(id(expr), Shape(self.sizes.fresh(), ONE))
        if name not in self.of and name in self.numbers:
            return NUMBER
        if name not in self.of:
            raise NotFollowed(f"it is not said what {plain(all_shown(expr))} is")
        return self.of[name]

    def _of_entry(self, name: str, indices: tuple[Expr, ...]) -> Shape:
        known = self.of.get(name)
        if known is None and isinstance(indices[0], Num):
            raise NotFollowed(f"it is not said what {name} is")
        if known is None:
            return NUMBER
        counted = isinstance(indices[0], Sym) and indices[0].name in self.samples
        if len(indices) == known.rank:
            return known if counted and known.rank == 1 and not self._has_all(known) else NUMBER
        if counted and len(indices) == known.rank + 1:
            return NUMBER
        if counted and len(indices) == 1:
            return self._of_one(known)
        raise NotFollowed(f"{plain(all_shown(Entry(name, indices)))} has another number of indices than {name}")

    def _of_one(self, shape: Shape) -> Shape:
        """The shape for one sample: that of a column, where the whole has a row or a column for each sample."""
        if self.batch is None or not shape.is_matrix:
            return shape
        if self.sizes.same(shape.columns, self.batch) and not self.sizes.same(shape.rows, self.batch):
            return Shape(shape.rows, ONE)
        if self.sizes.same(shape.rows, self.batch) and not self.sizes.same(shape.columns, self.batch):
            return Shape(shape.columns, ONE)
        return shape

    def _has_all(self, shape: Shape) -> bool:
        """Whether a vector has an entry for each sample."""
        return self.batch is not None and any(self.sizes.same(each, self.batch) for each in (shape.rows, shape.columns))

    # -- operations

    def _agree(self, left: Expr, right: Expr) -> Shape:
        first, second = self.shape(left), self.shape(right)
        if (first.rows == ONE, first.columns == ONE) != (second.rows == ONE, second.columns == ONE):
            kind = Crossed if first.rank == second.rank == 1 else Misfit
            raise kind(self._differ(left, first, right, second))
        self.sizes.join(first.rows, second.rows, self._differ(left, first, right, second))
        self.sizes.join(first.columns, second.columns, self._differ(left, first, right, second))
        return first

    def _has_arrays(self, expr: Expr) -> bool:
        """Whether a number is made of arrays: such a one is not meant for every entry of another."""
        bare = {node.name for node in walk(expr) if isinstance(node, Sym)}
        return any(name in self.of and self.of[name].rank for name in bare)

    def _differ(self, left: Expr, first: Shape, right: Expr, second: Shape) -> str:
        one, other = (plain(all_shown(each)) for each in (left, right))
        return f"{one} is {self.words(first)}, {other} is {self.words(second)}"

    def _sum(self, expr: Expr, terms: tuple[Expr, ...]) -> Shape:
        """The shape of a sum, or of a product entry by entry; numbers and ones are added to every entry."""
        real = [each for each in terms if not is_ones(each)]
        arrays = [each for each in real if not self.shape(each).is_number]
        if not arrays:
            return NUMBER if len(real) == len(terms) or real else self.shape(terms[0])
        numbers = (_bare(each) for each in real if self.shape(each).is_number)
        self.spreads += [each.name for each in numbers if isinstance(each, Sym)]
        for each in real:
            if self.shape(each).is_number and not isinstance(each, Num | Const | Sym) and self._has_arrays(each):
                raise Misfit(self._differ(each, NUMBER, arrays[0], self.shape(arrays[0])))
        whole = max((self.shape(each) for each in arrays), key=lambda each: each.rank)
        first = next(each for each in arrays if self.shape(each).rank == whole.rank)
        for each in arrays:
            shape = self.shape(each)
            if shape.rank == whole.rank:
                if each is not first:
                    self._agree(first, each)
                continue
            self._spread(first, whole, each, shape)
        return whole

    def _spread(self, first: Expr, whole: Shape, part: Expr, shape: Shape) -> None:
        """A vector that is added to every row, or every column, of a matrix."""
        size = shape.columns if shape.is_row else shape.rows
        words = self._differ(first, whole, part, shape)
        target = whole.columns if self._is_for_each_row(shape, size, whole) else whole.rows
        self.sizes.join(size, target, words)

    def _is_for_each_row(self, shape: Shape, size: Size, whole: Shape) -> bool:
        if shape.is_row and self.rows_are_samples is False:
            raise Misfit("a row that is added to columns of samples")
        if shape.is_row:
            return True
        across = self.sizes.same(size, whole.columns)
        down = self.sizes.same(size, whole.rows)
        if across != down:
            return across
        if self.batch is not None and self.sizes.same(whole.rows, self.batch):
            return True
        if self.batch is not None and self.sizes.same(whole.columns, self.batch):
            return False
        if self.rows_are_samples is None:
            raise NotFollowed("a vector is added to a matrix: it is not said whether to its rows or to its columns")
        return self.rows_are_samples

    def _product(self, left: Expr, shape: Shape, right: Expr) -> Shape:
        other = self.shape(right)
        if shape.is_number:
            return other
        if other.is_number:
            return shape
        words = self._differ(left, shape, right, other) + ": they cannot be multiplied"
        if shape.columns == ONE and other.rows == ONE:
            return Shape(shape.rows, other.columns)
        self.sizes.join(shape.columns, other.rows, words)
        return Shape(shape.rows, other.columns)

    def _derivative(self, value: Shape, variable: Shape) -> Shape:
        """A gradient has the shape of what it is by; a Jacobian has a row for each entry of the value."""
        if value.is_number:
            return variable
        if variable.is_number:
            return value
        if value.is_column and variable.is_column:
            return Shape(value.rows, variable.rows)
        raise NotFollowed("a derivative with more than two indices, or of a row")

    def _diagonal(self, inside: Shape) -> Shape:
        if inside.is_number:
            raise NotFollowed("the diagonal matrix of a number")
        if inside.is_matrix:
            self.sizes.join(inside.rows, inside.columns, f"the diagonal of a matrix that is {self.words(inside)}")
            return Shape(inside.rows, ONE)
        size = inside.rows if inside.columns == ONE else inside.columns
        return Shape(size, size)


def _bare(term: Expr) -> Expr:
    """b in -b, and in 2 b."""
    match term:
        case Mul((Num(), inside)):
            return inside
        case _:
            return term


def is_ones(expr: Expr) -> bool:
    """Whether a term is 1 in every entry, or a multiple of that."""
    match expr:
        case Sym(name):
            return name.startswith(ONES)
        case Mul(factors):
            return any(map(is_ones, factors)) and all(isinstance(each, Num) or is_ones(each) for each in factors)
        case _:
            return False
