"""The value of an expression at the numbers of an example, with derivatives through the definitions of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from flint import arb, fmpq

from backproof.answers.syntax import (
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
    Div,
    Elementwise,
    Entry,
    Expr,
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
from backproof.answers.values import Unclear, is_zero, sign
from backproof.documents.environment import FunctionDefinition
from backproof.documents.matrices.names import ONES
from backproof.documents.numeric.arrays import (
    Array,
    column,
    determinant,
    diagonal,
    exact,
    mapped,
    paired,
    product,
    shaped,
    single,
    total,
    transposed,
)
from backproof.documents.numeric.duals import Dual, add, called, multiply, plus, quotient, raised, times

LONGEST = 64  # entries of an array, terms of a sum
_ONE = Fraction(1)
_MINUS = Dual(fmpq(-1))
_ONES = Sym(ONES)


class Unknown(Exception):
    """The page does not say what a name is, in numbers."""


class Source(Protocol):
    """What a page says of its names."""

    @property
    def lists_are_rows(self) -> bool:
        """Whether (1, 2) is taken for a row here."""

    def given(self, name: str) -> Array | None:
        """The number or array that a name is given."""

    def formula(self, name: str) -> Expr | None:
        """What a name is defined by."""

    def family(self, name: str) -> tuple[str, Expr] | None:
        """The index and the body of y_i = ..."""

    def function(self, name: str) -> FunctionDefinition | None:
        """A function of the page."""

    def literal(self, name: str) -> tuple[tuple[tuple[Expr, ...], ...], bool] | None:
        """The entries of a literal array, and whether it is a list."""

    def loosened(self, name: str, value: Array) -> Array:
        """The value with what the page has rounded it to."""

    def number(self, value: Num) -> Array:
        """A number that is written out, with what the page may have rounded to it."""


def key(node: Expr) -> str | None:
    """The name of a number or an array: x, W_1, w_{1,2}; None for what is none."""
    match node:
        case Sym(name):
            return name
        case Entry(family, indices) if all(isinstance(each, Num) for each in indices):
            return f"{family}_{','.join(str(each.value) for each in indices if isinstance(each, Num))}"
        case _:
            return None


@dataclass
class Evaluator:
    """Evaluates in one source; seeds: arrays whose entries vary, by name; loose: with the page's roundings."""

    source: Source
    seeds: Mapping[str, Array] = field(default_factory=dict)
    loose: bool = False
    indices: Mapping[str, int] = field(default_factory=dict)
    local: Mapping[str, Array] = field(default_factory=dict)
    known: dict[str, Array] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def array(self, expr: Expr) -> Array:
        """The value.  Raises Unknown, Unclear and Undefined."""
        match expr:
            case Num():
                return self.source.number(expr) if self.loose else _exact(expr)
            case Const():
                return exact(arb.pi())
            case Sym(name) if name in self.indices:
                return exact(fmpq(self.indices[name]))
            case Sym(name):
                return self.named(name)
            case Entry(family, indices):
                return self.entry(family, indices)
            case Part(array, indices):
                return self.array(array).at(self.places(indices))
            case Add(terms):
                found = self.array(terms[0])
                for each in terms[1:]:
                    found = paired(add, found, self.array(each))
                return found
            case Mul(factors):
                return self.product(factors)
            case Div(over, under):
                return paired(quotient, self.array(over), self.array(under))
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Call(name, args):
                return self.call(name, args)
            case Transpose(array):
                return transposed(self.array(array))
            case Elementwise(left, right):
                return paired(multiply, self.array(left), self.array(right))
            case Norm(array, order):
                return self.norm(array, order)
            case Derivative(body, var):
                return self.derivative(body, Sym(var))
            case Truth(condition):
                return self.truth(condition)
            case Cases(branches, otherwise):
                return self.cases(branches, otherwise)
            case Fold():
                return self.fold(expr)
            case _:
                raise Unknown(type(expr).__name__)

    # -- names

    def named(self, name: str) -> Array:
        """The value of a name."""
        if name in self.local:
            return self.local[name]
        if name in self.seeds:
            self.touched.add(name)
            return self.seeds[name]
        if name in self.known:
            return self.known[name]
        if name in self.open:
            raise Unknown(f"{name} rests on itself")
        self.open.add(name)
        try:
            value = self._value(name)
        finally:
            self.open.discard(name)
        self.used.add(name)
        self.known[name] = self.source.loosened(name, value) if self.loose else value
        return self.known[name]

    def _value(self, name: str) -> Array:
        found = self.source.literal(name)
        if found is not None:
            rows, listed = found
            return self._turned(Array(tuple(tuple(self.array(each).number for each in row) for row in rows), listed))
        body, given = self.source.formula(name), self.source.given(name)
        if body is not None:
            before = len(self.touched)
            try:
                return self.without_indices().array(body)
            except Unknown:
                if given is None or len(self.touched) > before:  # the number that it has says no slope
                    raise
        if given is not None:
            return self._turned(given)
        if (family := self.source.family(name)) is not None:
            index, body = family
            size = self.size(index, body)
            inner = [self.at(index, n + 1).array(body).number for n in range(size)]
            return column(inner, listed=True)
        raise Unknown(name)

    def _turned(self, array: Array) -> Array:
        """A list as the column, or the row, that it is taken for."""
        if not array.listed:
            return array
        found = column(array.entries, listed=True)
        return replace(transposed(found), listed=True) if self.source.lists_are_rows else found

    def without_indices(self) -> Evaluator:
        """The same outside all sums and functions."""
        if not self.indices and not self.local:
            return self
        return self.within({}, {})

    def within(self, indices: Mapping[str, int], local: Mapping[str, Array]) -> Evaluator:
        """The same, where these letters count, and these names are arguments."""
        shared = (self.known, self.open, self.touched, self.used)
        return Evaluator(self.source, self.seeds, self.loose, indices, local, *shared)

    def at(self, index: str, value: int) -> Evaluator:
        """The same where a letter counts."""
        return self.within({**self.indices, index: value}, self.local)

    def entry(self, family: str, indices: tuple[Expr, ...]) -> Array:
        """An entry: a name of its own, W_1, or an entry of an array; w_12 may be written for w_{1,2}."""
        places = self.places(indices)
        name = f"{family}_{','.join(map(str, places))}"
        if name in self.local or name in self.seeds or self.knows(name):
            return self.named(name)
        if (body := self.source.family(family)) is not None and len(places) == 1 and self.source.given(family) is None:
            return self.within({body[0]: places[0]}, {}).array(body[1])
        array = self.named(family)
        if len(places) == 1 and places[0] > 9 and not array.is_vector:
            places = tuple(map(int, str(places[0])))
        if array.is_number and array.number.value == 0:  # c = 0, of a vector c
            return array
        return array.at(places)

    def knows(self, name: str) -> bool:
        """Whether the page says anything of a name."""
        return self.source.given(name) is not None or self.source.formula(name) is not None

    def places(self, indices: tuple[Expr, ...]) -> tuple[int, ...]:
        """Indices as numbers."""
        found = [self.array(each).number.value for each in indices]
        if not all(isinstance(each, fmpq) and each.q == 1 for each in found):
            raise Unknown("an index")
        return tuple(int(each.p) for each in found)

    def size(self, index: str, body: Expr) -> int:
        """How far an index runs: as far as the arrays that carry it."""
        sizes: set[int] = set()
        for node in walk(body):
            if not isinstance(node, Entry) or Sym(index) not in node.indices:
                continue
            try:
                array = self.without_indices().named(node.family)
            except Unknown:
                continue
            place = node.indices.index(Sym(index))
            sizes.add(len(array.entries) if len(node.indices) == 1 else array.shape[min(place, 1)])
        if len(sizes) != 1 or max(sizes) > LONGEST:
            raise Unknown(f"how far {index} runs")
        return sizes.pop()

    # -- operations

    def product(self, factors: Iterable[Expr]) -> Array:
        """A product, from the left."""
        first, *others = factors = tuple(factors)
        if first == Transpose(_ONES) and others:
            found = transposed(_ones(self.array(others[0]).shape[0]))
        else:
            found = self.array(first)
        for each in others:
            found = product(found, _ones(found.shape[1]) if each == _ONES else self.array(each))
        return found

    def power(self, base: Expr, exponent: Expr) -> Array:
        """A power of a number, or of each entry; a matrix is not raised."""
        if base == Call("exp", (Num(_ONE),)):
            return mapped(lambda each: called("exp", each), self.array(exponent))
        if isinstance(base, Norm) and base.order == 2 and exponent == Num(2 * _ONE):
            return single(self._squares(base.array))
        if isinstance(base, Call) and base.function == "fro" and exponent == Num(2 * _ONE):
            return single(self._squares(base.args[0]))
        array, power = self.array(base), self.array(exponent).number
        if not array.is_vector or (not array.is_number and not _is_two(power)):
            raise Unclear("the power of a matrix")
        return mapped(lambda each: raised(each, power), array)

    def _squares(self, array: Expr) -> Dual:
        return total(multiply(each, each) for each in self.array(array).entries)

    def norm(self, array: Expr, order: int | None) -> Array:
        """The Euclidean norm; the sum of absolute values."""
        if order == 1:
            return single(total(called("abs", each) for each in self.array(array).entries))
        if order != 2:
            raise Unclear("this norm")
        return single(called("sqrt", self._squares(array)))

    def call(self, name: str, args: tuple[Expr, ...]) -> Array:
        """A function: of numbers, of each entry, or of a whole array."""
        match name, args:
            case "D", (body, by):
                return self.derivative(body, by)
            case "softmax", _:
                return softmax(self.array(args[0]) if len(args) == 1 else self._list(args))
            case "diag", (array,):
                return diagonal(self.array(array))
            case "fro", (array,):
                return single(called("sqrt", self._squares(array)))
            case "det", (array,):
                return single(determinant(self.array(array)))
            case "tr", (array,):
                found = self.array(array)
                return single(total(found.rows[n][n] for n in range(min(found.shape))))
            case "dot", (left, right):
                return product(self.array(left), self.array(right))
            case (("max" | "min"), _) if len(args) > 1:
                found = self.array(args[0])
                for each in args[1:]:
                    found = paired(_larger if name == "max" else _smaller, found, self.array(each))
                return found
            case _, (arg,):
                return self.function(name, self.array(arg))
            case _:
                raise Unknown(name)

    def _list(self, args: tuple[Expr, ...]) -> Array:
        return column((self.array(each).number for each in args), listed=True)

    def function(self, name: str, argument: Array) -> Array:
        """A function of the page, or one that is known, of each entry."""
        base = name.rstrip("'")
        own = self.source.function(base)
        if own is None:
            return mapped(lambda each: called(name, each), argument)
        if name != base:
            if len(name) > len(base) + 1:
                raise Unclear("a second derivative")
            return mapped(lambda each: self._slope(own, each), argument)
        return mapped(lambda each: self._own(own, single(each)).number, argument)

    def _own(self, own: FunctionDefinition, argument: Array) -> Array:
        return self.within({}, {own.parameter: argument}).array(own.body)

    def _slope(self, own: FunctionDefinition, at: Dual) -> Dual:
        if any(not is_zero(each) for each in at.slopes):
            raise Unclear("a second derivative")
        found = self._own(own, single(replace(at, slopes=(fmpq(1),)))).number
        return Dual(found.slopes[0] if found.slopes else fmpq(0))

    def derivative(self, body: Expr, by: Expr) -> Array:
        """The derivative of a number by each entry of an array; of a vector by a vector, the Jacobian."""
        if self.seeds or self.local:
            raise Unclear("a second derivative")
        name = key(by)
        if name is None:
            raise Unknown("by what it is differentiated")
        if isinstance(by, Entry) and not self.knows(name):
            whole, places = self.named(by.family), self.places(by.indices)
            if len(places) == 1 and places[0] > 9 and not whole.is_vector:
                places = tuple(map(int, str(places[0])))
            numbers = Array(tuple(tuple(Dual(fmpq(n)) for n in row) for row in _counted(whole)))
            chosen, name = int(numbers.at(places).number.value.p), by.family
        else:
            whole, chosen = self.named(name), -1
        entries = whole.entries
        if len(entries) > LONGEST:
            raise Unclear("an array of that size")
        seeded = _seeded(entries)
        inner = Evaluator(self.source, {name: shaped(seeded, whole)}, self.loose)
        value = inner.array(body)
        self.used |= inner.used
        if name not in inner.touched:
            raise Unknown(f"how {key(body) or 'this'} depends on {name}")
        rows = [each.slopes or (fmpq(0),) * len(entries) for each in value.entries]
        if chosen >= 0:
            return shaped(tuple(Dual(each[chosen]) for each in rows), value)
        if value.is_number:
            return shaped(tuple(map(Dual, rows[0])), whole)
        if whole.is_number:
            return shaped(tuple(Dual(each[0]) for each in rows), value)
        if not (value.is_vector and whole.is_vector):
            raise Unclear("the derivative of a matrix")
        return Array(tuple(tuple(map(Dual, each)) for each in rows))

    def pulled(self, body: Expr, by: Expr, weights: Array) -> Array:
        """The derivative of a sum of the entries of an array, each times its weight: the chain rule from there on."""
        name = key(by)
        if name is None:
            raise Unknown("by what it is differentiated")
        whole = self.named(name)
        entries = whole.entries
        seeded = _seeded(entries)
        inner = Evaluator(self.source, {name: shaped(seeded, whole)}, self.loose)
        value = inner.array(body).entries
        if name not in inner.touched or len(value) != len(weights.entries):
            raise Unknown(f"how this depends on {name}")
        found = total(multiply(one, Dual(each.value)) for one, each in zip(value, weights.entries, strict=True))
        return shaped(tuple(Dual(each) for each in found.slopes or (fmpq(0),) * len(entries)), whole)

    # -- conditions and sums

    def true(self, cond: Cond) -> bool:
        """Whether a condition holds."""
        match cond:
            case Compare(relation, left, right):
                difference = paired(add, self.array(left), paired(multiply, exact(fmpq(-1)), self.array(right)))
                s = sign(difference.number.value)
                return {"<": s < 0, "<=": s <= 0, ">": s > 0, ">=": s >= 0, "=": s == 0, "!=": s != 0}[relation]
            case All(parts):
                return all(self.true(each) for each in parts)
            case Any(parts):
                return any(self.true(each) for each in parts)
            case Not(part):
                return not self.true(part)
            case Always(value):
                return value

    def truth(self, condition: Cond) -> Array:
        """1 or 0; of a comparison of an array with a number, entry by entry."""
        match condition:
            case Compare(relation, left, right):
                one, other = self.array(left), self.array(right)

                def holds(a: Dual, b: Dual) -> Dual:
                    s = sign(plus(a.value, times(fmpq(-1), b.value)))
                    found = {"<": s < 0, "<=": s <= 0, ">": s > 0, ">=": s >= 0, "=": s == 0, "!=": s != 0}[relation]
                    return Dual(fmpq(int(found)))

                return paired(holds, one, other)
            case _:
                return exact(fmpq(int(self.true(condition))))

    def cases(self, branches: tuple[tuple[Cond, Expr], ...], otherwise: Expr | None) -> Array:
        """The first branch whose condition holds."""
        for condition, value in branches:
            if self.true(condition):
                return self.array(value)
        if otherwise is None:
            raise Unclear("no case applies")
        return self.array(otherwise)

    def fold(self, fold: Fold) -> Array:
        """A sum, product, maximum or minimum over an index."""
        if fold.where is not None:
            raise Unknown("a sum under a condition")
        low = 1 if fold.low is None else self._whole(fold.low)
        try:
            high = self.size(fold.var, fold.body) if fold.high is None else self._whole(fold.high)
        except Unknown:
            if fold.high is None or low != 1:
                raise
            high = self.size(fold.var, fold.body)
        if high - low > LONGEST or high < low:
            raise Unclear("a sum of many terms")
        terms = [self.at(fold.var, n).array(fold.body) for n in range(low, high + 1)]
        combine = {"sum": add, "prod": multiply, "max": _larger, "min": _smaller}[fold.kind]
        found = terms[0]
        for each in terms[1:]:
            found = paired(combine, found, each)
        return found

    def _whole(self, expr: Expr) -> int:
        return self.places((expr,))[0]


def _ones(length: int) -> Array:
    """The column of ones that a matrix with so many columns is multiplied by."""
    return column(Dual(fmpq(1)) for _ in range(length))


def softmax(array: Array) -> Array:
    """exp of each entry of a vector, over the sum of them."""
    if not array.is_vector:
        raise Unclear("the softmax of a matrix")
    powers = mapped(lambda each: called("exp", each), array)
    below = total(powers.entries)
    return mapped(lambda each: quotient(each, below), powers)


def _seeded(entries: tuple[Dual, ...]) -> tuple[Dual, ...]:
    """The entries of an array, each with its derivative by all of them."""
    size = len(entries)
    return tuple(replace(each, slopes=tuple(fmpq(int(k == n)) for k in range(size))) for n, each in enumerate(entries))


def _larger(a: Dual, b: Dual) -> Dual:
    s = sign(plus(a.value, times(fmpq(-1), b.value)))
    if s == 0 and any(not is_zero(each) for each in (*a.slopes, *b.slopes)):
        raise Unclear("the derivative at a kink is a matter of convention")
    return a if s >= 0 else b


def _smaller(a: Dual, b: Dual) -> Dual:
    return multiply(_MINUS, _larger(multiply(_MINUS, a), multiply(_MINUS, b)))


def _exact(number: Num) -> Array:
    return exact(fmpq(number.value.numerator, number.value.denominator))


def _counted(array: Array) -> list[list[int]]:
    """The entries' own numbers, row by row."""
    rows, columns = array.shape
    return [[n * columns + k for k in range(columns)] for n in range(rows)]


def _is_two(power: Dual) -> bool:
    return isinstance(power.value, fmpq) and power.value == 2
