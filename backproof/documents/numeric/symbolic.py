r"""Formulas beside an example: the arrays get entries with names, in the shapes that the numbers have, and the kernel
proves an equation entry by entry: for every value, at the sizes of the page.

    \frac{\partial E}{\partial \mathbf{w}} = (y - t) \mathbf{h}        with \mathbf{w} = (0.5, -1)^T
    J = y_1 y_2 \begin{bmatrix} 1 & -1 \\ -1 & 1 \end{bmatrix}         of two classes
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from backproof.answers.syntax import (
    Add,
    Call,
    Div,
    Elementwise,
    Entry,
    Expr,
    Fold,
    Mul,
    Norm,
    Num,
    Pow,
    Sym,
    Transpose,
    walk,
)
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.limits import TooLong, budget
from backproof.documents.numeric.arrays import Array, transposed
from backproof.documents.numeric.evaluation import Unknown, key
from backproof.documents.numeric.example import Example
from backproof.documents.numeric.judging import value_of
from backproof.documents.outcomes import Outcome

_MOST = 9  # entries of an array
_ENTRY = re.compile(r"q(?P<name>[A-Za-z0-9]+)_(?P<row>\d)(?P<column>\d)")
ENTRY_DIFFERS = "the sides differ in the entry"
_PROVED = "entry by entry, for every value, at the sizes of the page: two engines of the kernel agree"
_SECONDS = 3  # of CPU time for one claim
_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_EXP = Call("exp", (_ONE,))
_ENTRYWISE = ("sigmoid", "tanh", "relu", "exp", "log", "sqrt", "sigmoid'", "tanh'", "relu'")
Rows = tuple[tuple[Expr, ...], ...]


@dataclass
class Symbols:
    """Opens formulas into entries; size: how many entries an array has to which the example gives no numbers.

    fixed: what is differentiated by, which is opened no further.
    """

    example: Example
    size: int | None = None
    fixed: str | None = None
    depth: int = 0
    known: dict[str, Rows] = field(default_factory=dict)

    def rows(self, tree: Expr) -> Rows:
        """The entries of what a tree stands for.  Raises Unknown."""
        match tree:
            case Num():
                return ((tree,),)
            case Sym() | Entry():
                return self.named(tree)
            case Add(terms):
                found = self.rows(terms[0])
                for each in terms[1:]:
                    found = _paired(_sum, found, self.rows(each))
                return found
            case Mul(factors):
                found = self.rows(factors[0])
                for each in factors[1:]:
                    found = _product(found, self.rows(each))
                return found
            case Div(over, under):
                return _paired(lambda a, b: Div(a, b), self.rows(over), self.rows(under))
            case Elementwise(left, right):
                return _paired(_times, self.rows(left), self.rows(right))
            case Transpose(array):
                return tuple(zip(*self.rows(array), strict=True))
            case Pow(Norm(array, 2), exponent) if exponent == Num(Fraction(2)):
                return ((_total([_times(each, each) for row in self.rows(array) for each in row]),),)
            case Pow(Call("fro", (array,)), exponent) if exponent == Num(Fraction(2)):
                return ((_total([_times(each, each) for row in self.rows(array) for each in row]),),)
            case Pow(base, exponent) if base == _EXP:
                return _mapped(lambda each: Pow(_EXP, each), self.rows(exponent))
            case Pow(base, Num() as exponent):
                found = self.rows(base)
                if len(found) > 1 and len(found[0]) > 1:
                    raise Unknown("the power of a matrix")
                return _mapped(lambda each: Pow(each, exponent), found)
            case Call("softmax", (array,)):
                powers = _mapped(lambda each: Pow(_EXP, each), self.rows(array))
                below = _total([each for row in powers for each in row])
                return _mapped(lambda each: Div(each, below), powers)
            case Call("diag", (array,)):
                entries = [each for row in self.rows(array) for each in row]
                return tuple(
                    tuple(each if i == j else _ZERO for j in range(len(entries))) for i, each in enumerate(entries)
                )
            case Call("D", (body, by)):
                return self.derivative(body, by)
            case Call(name, (array,)) if name in _ENTRYWISE:
                return _mapped(lambda each: Call(name, (each,)), self.rows(array))
            case Fold("sum", var, _, _, None, body):
                return ((_total([self.number(self.at(body, var, n + 1)) for n in range(self.span(var, body))]),),)
            case _:
                raise Unknown(type(tree).__name__)

    def number(self, tree: Expr) -> Expr:
        """The one entry of what is a number.  Raises Unknown."""
        found = self.rows(tree)
        if len(found) != 1 or len(found[0]) != 1:
            raise Unknown("a number is needed")
        return found[0][0]

    def named(self, node: Sym | Entry) -> Rows:
        """The entries of a name: those of its formula where it has one, else names of their own."""
        name = key(node)
        if name is None:
            raise Unknown("an index")
        if isinstance(node, Sym) and (literal := self.example.literal(name)) is not None:
            found = tuple(tuple(self.number(each) for each in row) for row in literal[0])
            return tuple(zip(*found, strict=True)) if literal[1] else found
        if isinstance(node, Entry) and not self.is_name(name):
            return self.entry(node)
        if name not in self.known:
            self.known[name] = self._opened(name)
        return self.known[name]

    def is_name(self, name: str) -> bool:
        """Whether the page speaks of a name by itself."""
        return self.example.given(name) is not None or self.example.formula(name) is not None

    def entry(self, node: Entry) -> Rows:
        """An entry of a family or of an array."""
        places = [each.value for each in node.indices if isinstance(each, Num)]
        if any(each.denominator != 1 or each < 1 for each in places):
            raise Unknown("an index")
        family = self.example.family(node.family)
        if family is not None and self.opens(node.family) and len(places) == 1:
            return ((self.number(self.at(family[1], family[0], int(places[0]))),),)
        whole = self.named(Sym(node.family))
        if len(places) == 1:
            flat = [each for row in whole for each in row]
            if (len(whole) > 1 and len(whole[0]) > 1) or places[0] > len(flat):
                raise Unknown("an entry")
            return ((flat[int(places[0]) - 1],),)
        i, j = (int(each) - 1 for each in places)
        if i >= len(whole) or j >= len(whole[0]):
            raise Unknown("an entry")
        return ((whole[i][j],),)

    def _opened(self, name: str) -> Rows:
        if self.opens(name) and (body := self.example.formula(name)) is not None:
            if self.depth > 12:
                raise Unknown(f"{name} rests on itself")
            self.depth += 1
            try:
                return self.rows(body)
            finally:
                self.depth -= 1
        if self.opens(name) and (family := self.example.family(name)) is not None:
            count = self.size or self.span(*family)
            return tuple((self.number(self.at(family[1], family[0], n + 1)),) for n in range(count))
        value = None if self.size is not None else value_of(self.example, _tree(name))
        if value is None and self.size is None:
            raise Unknown(name)
        if value is not None and value.listed and value.shape[0] == 1:
            value = transposed(value)
        shape = (self.size or 1, 1) if value is None else value.shape
        if shape[0] * shape[1] > _MOST:
            raise Unknown("an array of that size")
        if shape == (1, 1):
            return ((_symbol(name, 0, 0),),)
        is_given = name != self.fixed and self.example.formula(name) is None and self.example.family(name) is None
        if value is not None and is_given and is_one_hot(value):
            return tuple(tuple(Num(Fraction(int(each.value.p))) for each in row) for row in value.rows)
        return tuple(tuple(_symbol(name, i, j) for j in range(shape[1])) for i in range(shape[0]))

    def opens(self, name: str) -> bool:
        """Whether a name is to be opened: what does not depend on the variable of a derivative may have any value."""
        if name == self.fixed:
            return False
        return self.fixed is None or self.depends(name, frozenset())

    def depends(self, name: str, seen: frozenset[str]) -> bool:
        """Whether a name rests on what is differentiated by."""
        if name == self.fixed or name in seen:
            return name == self.fixed
        family = self.example.family(name)
        body = self.example.formula(name) or (None if family is None else family[1])
        if body is None:
            return False
        names = {each for one in self.example.names_in(body) for each in (one, one.partition("_")[0])}
        return any(self.depends(each, seen | {name}) for each in names)

    def at(self, body: Expr, index: str, value: int) -> Expr:
        """A body where an index has a value."""
        return replaced(body, {index: Num(Fraction(value))})

    def span(self, index: str, body: Expr) -> int:
        """How far an index runs."""
        if self.size is not None:
            return self.size
        for node in walk(body):
            if isinstance(node, Entry) and node.indices == (Sym(index),):
                value = value_of(self.example, Sym(node.family))
                if value is not None and value.is_vector and len(value.entries) <= _MOST:
                    return len(value.entries)
        raise Unknown(f"how far {index} runs")

    def derivative(self, body: Expr, by: Expr) -> Rows:
        """The derivative of a number by every entry of an array."""
        name = key(by)
        if name is None or self.fixed is not None:
            raise Unknown("by what it is differentiated")
        inner = Symbols(self.example, self.size, name if self.is_name(name) or isinstance(by, Sym) else by_family(by))
        value = inner.number(body)
        variables = inner.rows(by)
        if not any(node in [each for row in variables for each in row] for node in walk(value)):
            raise Unknown("how it depends on this")
        return _mapped(lambda each: Call("D", (value, each)), variables)


def by_family(by: Expr) -> str | None:
    """The name of the array to which an entry belongs."""
    return by.family if isinstance(by, Entry) else None


def judge_entries(example: Example, left: Expr, right: Expr, size: int | None) -> Outcome | None:
    """An equation of arrays, proved for every entry; None where it is not."""
    fixed = left.args[1] if isinstance(left, Call) and left.function == "D" else None
    if any(isinstance(node, Call) and node.function == "D" for node in walk(right)):
        return None
    name = None if fixed is None else key(fixed)
    if isinstance(fixed, Entry) and name is not None and example.given(name) is None and example.formula(name) is None:
        name = fixed.family
    try:
        one, other = Symbols(example, size).rows(left), Symbols(example, size, name).rows(right)
    except (Unknown, RecursionError):
        return None
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        if not (1 in (len(one), len(one[0])) and 1 in (len(other), len(other[0]))):
            return None
        other = tuple(zip(*other, strict=True))
        if (len(one), len(one[0])) != (len(other), len(other[0])):
            return None
    refuted: Outcome | None = None
    try:
        with budget(_SECONDS):
            pairs = [(a, b) for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True)]
            for n, (a, b) in enumerate(pairs):
                found = None if a == b else judge_relation((a,), "=", (b,), (), Environment())
                if found is not None and found.verdict == "refuted" and fixed is None:
                    refuted = refuted or _of_entry(found, divmod(n, len(one[0])))
                elif found is not None and found.verdict != "proved":
                    return refuted
    except TooLong:
        return refuted
    if refuted is not None:
        return refuted
    return Outcome(
        "proved", "entry by entry, for every value, at the sizes of the page: two engines of the kernel agree"
    )


def _of_entry(found: Outcome, place: tuple[int, int]) -> Outcome | None:
    """The refutation of an entry, as one of the array: the names of entries as pages write them."""
    shown = found.counterexample
    if shown is None:
        return None
    where = tuple((_ENTRY.sub(_as_written, name), value) for name, value in shown.where)
    words = f"{ENTRY_DIFFERS} in row {place[0] + 1} and column {place[1] + 1}"
    return Outcome("refuted", words, replace(shown, where=where))


def _as_written(found: re.Match[str]) -> str:
    row, column = int(found["row"]) + 1, int(found["column"]) + 1
    return (
        f"{found['name'].replace('u', '_')}_{row}"
        if column == 1
        else f"{found['name'].replace('u', '_')}_{row},{column}"
    )


def is_one_hot(array: Array) -> bool:
    """Whether a vector has one entry 1 and no other but 0: a label, which adds up to 1."""
    values = [each.value for each in array.entries]
    return array.is_vector and len(values) > 1 and sorted(map(str, values)) == ["0"] * (len(values) - 1) + ["1"]


def _symbol(name: str, i: int, j: int) -> Expr:
    """A name for an entry that no page has; W^(1) is W_1."""
    plain = name.replace("^(", "_").replace(")", "").replace("_", "").replace(",", "")
    return Sym(f"q{plain}_{i}{j}")


def _tree(name: str) -> Expr:
    family, _, places = name.rpartition("_")
    if not family or not all(each.isdigit() for each in places.split(",")):
        return Sym(name)
    return Entry(family, tuple(Num(Fraction(int(each))) for each in places.split(",")))


def _mapped(function: Callable[[Expr], Expr], rows: Rows) -> Rows:
    return tuple(tuple(function(each) for each in row) for row in rows)


def _paired(function: Callable[[Expr, Expr], Expr], one: Rows, other: Rows) -> Rows:
    if len(one) == len(one[0]) == 1:
        return _mapped(lambda each: function(one[0][0], each), other)
    if len(other) == len(other[0]) == 1:
        return _mapped(lambda each: function(each, other[0][0]), one)
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        raise Unknown("the shapes do not fit")
    return tuple(tuple(map(function, a, b)) for a, b in zip(one, other, strict=True))


def _product(one: Rows, other: Rows) -> Rows:
    if len(one) == len(one[0]) == 1 or len(other) == len(other[0]) == 1:
        return _paired(_times, one, other)
    if len(one[0]) != len(other):
        if len(one[0]) == len(other[0]) == 1 and len(one) == len(other):  # an inner product of two columns
            one = tuple(zip(*one, strict=True))
        else:
            raise Unknown("the shapes do not fit")
    columns = tuple(zip(*other, strict=True))
    return tuple(
        tuple(_total([_times(a, b) for a, b in zip(row, each, strict=True)]) for each in columns) for row in one
    )


def _sum(a: Expr, b: Expr) -> Expr:
    return b if a == _ZERO else a if b == _ZERO else Add((a, b))


def _times(a: Expr, b: Expr) -> Expr:
    if _ZERO in (a, b):
        return _ZERO
    return b if a == _ONE else a if b == _ONE else Mul((a, b))


def _total(terms: list[Expr]) -> Expr:
    kept = [each for each in terms if each != _ZERO]
    return _ZERO if not kept else kept[0] if len(kept) == 1 else Add(tuple(kept))
