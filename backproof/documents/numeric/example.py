"""What a question says in numbers: what names are given, what they are defined by, what the page shows for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from flint import arb, fmpq

from backproof.answers.syntax import Call, Entry, Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.answers.values import Unclear, Undefined, Value, ball
from backproof.documents.decimals import Printed, printed
from backproof.documents.dimensions import replaced
from backproof.documents.environment import FunctionDefinition
from backproof.documents.lexer import read_side
from backproof.documents.matrices.names import spelled
from backproof.documents.numeric.arrays import Array, exact
from backproof.documents.numeric.duals import Dual, times
from backproof.documents.numeric.evaluation import Evaluator, Unknown, key
from backproof.documents.numeric.literals import marked
from backproof.documents.page_names import PageNames

Rows = tuple[tuple[Expr, ...], ...]
PrintedRows = tuple[tuple[Printed | None, ...], ...]
RATES = ("eta", "alpha", "lr", "epsilon", "gamma", "mu")
_LABEL = re.compile(r"(.+)\^\((\w+)\)")


@dataclass(frozen=True)
class Side:
    """A side of a statement, read.

    tree: what it is;  rows: where it is nothing but numbers, or one array of them, these as they are printed.
    """

    latex: str
    tree: Expr
    rows: PrintedRows = ()

    @property
    def is_printed(self) -> bool:
        """Whether it is nothing but numbers that are printed out."""
        return bool(self.rows) and all(each is not None for row in self.rows for each in row)


@dataclass(frozen=True)
class Batch:
    """How many samples an example shows, where the page speaks of N of them elsewhere, and which arrays have them."""

    name: str
    size: int
    arrays: frozenset[str]

    def counted(self, tree: Expr) -> Expr:
        """The tree with this number for N, where it speaks of such an array."""
        nodes = [each for each in walk(tree) if isinstance(each, Sym | Entry)]
        names = {each.family for each in nodes if isinstance(each, Entry)} | {key(each) for each in nodes}
        return replaced(tree, {self.name: Num(Fraction(self.size))}) if names & self.arrays else tree


@dataclass
class Example:
    """The numbers of one question; a `Source` for the evaluator.

    coded: what the code of the page defines, by name;  absent: biases that are zero where the page gives no value;
    lists_are_rows: how (1, 2) is taken, of which it is not said whether it is a column.
    """

    coded: Mapping[str, Expr] = field(default_factory=dict)
    functions: Mapping[str, FunctionDefinition] = field(default_factory=dict)
    givens: dict[str, Array] = field(default_factory=dict)
    formulas: dict[str, Expr] = field(default_factory=dict)
    families: dict[str, tuple[str, Expr]] = field(default_factory=dict)
    shown: dict[str, Array] = field(default_factory=dict)  # what the page has rounded names to
    gradients: dict[Call, Array] = field(default_factory=dict)  # what the page shows for dC/dz
    literals: dict[str, tuple[Rows, bool]] = field(default_factory=dict)
    arrays: dict[str, tuple[str, Array]] = field(default_factory=dict)  # the literal that a name is given
    order: list[str] = field(default_factory=list)  # the names, as the page has come to their values
    late: set[str] = field(default_factory=set)  # names given by numbers after something has been computed
    updated: dict[str, Array] = field(default_factory=dict)  # after a step of descent
    updates_shown: dict[str, Array] = field(default_factory=dict)  # what the page has rounded these to
    absent: frozenset[str] = frozenset()
    lists_are_rows: bool = False
    batch: Batch | None = None

    # -- as a source

    def given(self, name: str) -> Array | None:
        """The number or array that a name is given."""
        found = self.givens.get(name)
        found = self.givens.get(alternative(name)) if found is None else found
        is_absent = found is None and name in self.absent and name not in self.formulas
        return exact(fmpq(0)) if is_absent else found

    def formula(self, name: str) -> Expr | None:
        """What a name is defined by."""
        found = self.formulas.get(name) or self.formulas.get(alternative(name))
        if found is None and self.given(name) is None:
            found = self.coded.get(name) or self.coded.get(alternative(name))
        return found if found is None or self.batch is None else self.batch.counted(found)

    def family(self, name: str) -> tuple[str, Expr] | None:
        """The index and the body of y_i = ..."""
        found = self.families.get(name)
        return found if found is None or self.batch is None else (found[0], self.batch.counted(found[1]))

    def function(self, name: str) -> FunctionDefinition | None:
        """A function of the page."""
        return self.functions.get(name)

    def literal(self, name: str) -> tuple[Rows, bool] | None:
        """The entries of a literal array, and whether it is a list."""
        return self.literals.get(name)

    def loosened(self, name: str, value: Array) -> Array:
        """The value with what the page has rounded it to."""
        seen = self.shown.get(name)
        return value if seen is None else hull(value, seen)

    def number(self, value: Num) -> Array:
        """A decimal, and every value of the page that it may be a rounding of."""
        number = fmpq(value.value.numerator, value.value.denominator)
        unit = _unit(value.value)
        found: Value = number
        if unit is not None:
            for each in self._values():
                if abs(ball(each) - arb(number)) <= arb(unit) / 2:
                    found = ball(found).union(ball(each))
        return Array(((Dual(found),),))

    def _values(self) -> list[Value]:
        found: list[Value] = []
        evaluator = Evaluator(self)
        for name in (*self.order, *self.families):
            try:
                found += [each.value for each in evaluator.named(name).entries]
            except (Unknown, Unclear, Undefined, RecursionError):
                continue
        rates = [each for name in RATES if (each := self.given(name)) is not None and each.is_number]
        for call in self.gradients:
            try:
                entries = [each.value for each in evaluator.array(call).entries]
            except (Unknown, Unclear, Undefined, RecursionError):
                continue
            found += entries
            found += [times(rate.number.value, each) for rate in rates for each in entries]
        return [sign for each in found for sign in (each, times(fmpq(-1), each))]

    def is_written(self, name: str, tree: Expr, value: Array) -> None:
        """What a name is given stands on the page as a literal array."""
        if isinstance(tree, Sym) and tree.name in self.literals:
            self.arrays[name] = (tree.name, value)

    def entries(self, name: str) -> tuple[Expr, ...]:
        """The entries of a list or a vector that a name is given, as they are written; none where it is none."""
        literal, value = self.arrays.get(name, ("", None))
        rows, _ = self.literals.get(literal, ((), False))
        if value is None or self.given(name) is not value or not value.is_vector:
            return ()
        return tuple(each for row in rows for each in row)

    # -- reading

    def read(self, latex: str, names: PageNames) -> Side | None:
        """A side with its arrays; None where it cannot be read, or in two ways."""
        found = marked(latex, len(self.literals))
        words = frozenset(name for name, _ in found.literals)
        with_marks = PageNames(names.functions, names.words | words, names.layered, names.macros)
        number = printed(latex)
        for name, literal in found.literals:
            rows = tuple(tuple(_read(each, names) for each in row) for row in literal.rows)
            if any(each is None for row in rows for each in row):
                return None
            self.literals[name] = (tuple(tuple(e for e in row if e is not None) for row in rows), literal.listed)
        tree = _read(found.latex, with_marks)
        if tree is None:
            return None
        tree = tree if self.batch is None else self.batch.counted(tree)
        if number is not None:
            return Side(latex, tree, ((number,),))
        if isinstance(tree, Sym) and len(found.literals) == 1 and tree.name == found.literals[0][0]:
            rows_of = tuple(tuple(printed(each) for each in row) for row in found.literals[0][1].rows)
            return Side(latex, tree, rows_of)
        return Side(latex, tree)

    # -- learning

    def names_in(self, tree: Expr) -> set[str]:
        """The names on which a tree rests, without literals."""
        found: set[str] = set()
        for node in walk(tree):
            if isinstance(node, Sym) and node.name in self.literals:
                for row in self.literals[node.name][0]:
                    found |= {name for each in row for name in self.names_in(each)}
            elif isinstance(node, Sym):
                found.add(node.name)
            elif isinstance(node, Entry):
                found.add(key(node) or node.family)
        return found

    def after_updates(self) -> Example | None:
        """The same after a step of descent; None where no step has been made."""
        if not self.updated:
            return None
        givens = {**self.givens, **self.updated}
        return replace(self, givens=givens, shown=self.updates_shown, gradients={}, updated={}, updates_shown={})


def hull(one: Array, other: Array) -> Array:
    """Balls around two arrays of as many entries; the first where they are not of as many."""
    if len(one.entries) != len(other.entries):
        return one
    if one.shape != other.shape and not (one.is_vector and other.is_vector):
        return one
    pairs = zip(one.entries, other.entries, strict=True)
    entries = tuple(Dual(ball(a.value).union(ball(b.value)), a.slopes) for a, b in pairs)
    columns = one.shape[1]
    rows = tuple(entries[n * columns : (n + 1) * columns] for n in range(one.shape[0]))
    return Array(rows, one.listed)


def _read(latex: str, names: PageNames) -> Expr | None:
    try:
        found = read_side(spelled(latex), names)
    except (Unreadable, RecursionError):
        return None
    return found[0] if len(found) == 1 else None


def _unit(value: Fraction) -> fmpq | None:
    """The unit of the last decimal of a number of two decimals or more; None for any other."""
    for decimals in range(2, 13):
        if (value * 10**decimals).denominator == 1:
            return None if (value * 10).denominator == 1 else fmpq(1, 10**decimals)
    return None


def alternative(name: str) -> str:
    """W_1 for W^(1), and the reverse."""
    if (found := _LABEL.fullmatch(name)) is not None:
        return f"{found[1]}_{found[2]}"
    base, _, number = name.rpartition("_")
    return f"{base}^({number})" if base and number.isdigit() else name
