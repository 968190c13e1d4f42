r"""What is known of the arrays of a page, as far as it has been read: names, shapes, definitions, samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from backproof.answers.syntax import Call, Entry, Expr, Num, Sym, map_expr
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.lexer import read_side
from backproof.documents.macros import Macros, expanded
from backproof.documents.matrices.capitals import in_capitals
from backproof.documents.matrices.d_words import with_d_words, with_indexed
from backproof.documents.matrices.diagonals import dotted_diagonal
from backproof.documents.matrices.labels import with_one_hot
from backproof.documents.matrices.letter_e import with_vector
from backproof.documents.matrices.names import (
    FUNCTIONS,
    LAYERS,
    ONES,
    at_depth,
    base,
    canonical,
    label,
    names_in,
    places,
    spelled,
    with_layer_letter,
)
from backproof.documents.matrices.network import LOSSES, Body, Network
from backproof.documents.matrices.shapes import Shape, Shapes
from backproof.documents.matrices.signs_of_code import without_code
from backproof.documents.matrices.sizes import Size, Sizes
from backproof.documents.matrices.unnamed import with_variable
from backproof.documents.matrices.words import softmax_differs
from backproof.documents.matrices.written_slopes import with_slopes_entrywise
from backproof.documents.page_names import PageNames
from backproof.documents.shown import bold_names


@dataclass
class Page:
    """What the statements of one question have said so far."""

    functions: dict[str, str]
    words: frozenset[str]
    layered: frozenset[str]
    macros: Macros
    text: str
    network: Network = field(default_factory=Network)
    sizes: Sizes = field(default_factory=Sizes)
    labels: frozenset[str] = frozenset()  # the letters whose number counts, in this section
    labelled: frozenset[str] = frozenset()  # those in the question
    layers: frozenset[str] = LAYERS  # the letters that count layers
    capitals: dict[str, str] = field(default_factory=dict)  # U, of which u_nj are the entries
    written: frozenset[str] = frozenset()  # every name of the question
    weights: frozenset[int] = frozenset()  # the numbers of its weights
    fixed: set[str] = field(default_factory=set)  # whose orientation is written: R^(1 x m)
    matrices: set[str] = field(default_factory=set)  # small letters with two indices: w_jk
    given: set[str] = field(default_factory=set)  # whose shape is written
    counted: set[str] = field(default_factory=set)  # what has nothing but the index of a sample: y_n
    soft: set[str] = field(default_factory=set)  # of which it was guessed whether they are columns, rows or numbers
    fitting: list[Shapes] = field(default_factory=list)  # every way in which the last statement fits
    blamed: dict[str, tuple[Shape, Shape]] = field(default_factory=dict)  # declared shapes that fit no equation
    numbers: frozenset[str] = frozenset()
    singles: dict[str, str] = field(default_factory=dict)  # losses J_i of the sample that has no index elsewhere
    rows_are_samples: bool | None = None
    batch: str | None = None
    multiplied: bool | None = None  # X W: samples are rows; W X: they are columns; None where neither is written
    before_weights: frozenset[str] = frozenset()  # x of x W: it is a row there, if it is a vector
    called: Mapping[str, Expr] = field(default_factory=dict)  # other names that words give to the class of a sample

    @cached_property
    def bold(self) -> frozenset[str]:
        """The letters that the page sets in bold."""
        return bold_names(self.text)

    def names(self) -> PageNames:
        """The names with which a side is read."""
        return PageNames({**FUNCTIONS, **self.functions}, self.words | {ONES}, self.layered, self.macros)

    def read(self, latex: str) -> Expr | None:
        """One side as a tree; None if it cannot be read, or not in one way."""
        sample = min(self.network.samples, default=None)
        if (diagonal := dotted_diagonal(latex, sample, self.read)) is not None:
            return diagonal
        try:
            found = read_side(spelled(with_variable(self._written(latex), self.text)), self.names())
        except (Unreadable, RecursionError):
            return None
        if len(found) != 1:
            return None
        tree = replaced(found[0], dict(self.called))
        tree = with_vector(tree, self.text, "e" in self.counted or "e" in self.network.bodies)
        tree = canonical(with_layer_letter(tree, self.labels), self.labels, self.layers)
        tree = with_slopes_entrywise(in_capitals(tree, self.capitals))
        if self.network.depth is not None:
            tree = at_depth(tree, self.network.depth)
        tree = with_one_hot(tree, self.written, self.rows_are_samples is False)
        tree = self._without_ones(tree)
        return tree if "I" in self.network.shapes else _with_identity(tree)

    def _without_ones(self, tree: Expr) -> Expr:
        """The tree with w_k for W_{1k}, where W has one row."""
        tree = map_expr(tree, self._without_ones)
        match tree:
            case Entry(name, (Num(value), index)) if value == 1 and name in self.given and self._has_one(name, "rows"):
                return Entry(name, (index,))
            case Entry(name, (index, Num(value))) if (
                value == 1 and name in self.given and self._has_one(name, "columns")
            ):
                return Entry(name, (index,))
            case _:
                return tree

    def _has_one(self, name: str, which: str) -> bool:
        shape = self.network.shapes.get(name)
        return shape is not None and (shape.is_row if which == "rows" else shape.is_column)

    def raw(self, latex: str) -> Expr | None:
        """One side in its first reading, names as they are written; None if it cannot be read."""
        try:
            return read_side(spelled(self._written(latex)), self.names())[0]
        except (Unreadable, RecursionError):
            return None

    def _written(self, latex: str) -> str:
        """A side without macros and signs of code."""
        latex = with_indexed(without_code(expanded(latex, self.macros), self.text), self.text)
        return with_d_words(latex, self.words)

    @contextmanager
    def trial(self) -> Iterator[None]:
        """What is tried here of shapes is forgotten."""
        kept = self.sizes.copy(), set(self.soft), dict(self.network.shapes), list(self.fitting)
        try:
            yield
        finally:
            self.sizes, self.soft, self.network.shapes, self.fitting = kept

    @contextmanager
    def whatever_is_said_of(self, names: Iterable[str]) -> Iterator[None]:
        """In here some names stand for any arrays of their shapes."""
        kept = dict(self.network.bodies), set(self.given)
        for name in names:
            self.network.bodies.pop(name, None)
            self.given.add(name)
        try:
            yield
        finally:
            self.network.bodies, self.given = kept

    def give(self, name: str, shape: Shape, fixed: bool) -> None:
        """A name has this shape from here on."""
        self.network.shapes[name] = shape
        self.given.add(name)
        self.soft.discard(name)
        (self.fixed.add if fixed else self.fixed.discard)(name)

    def sizes_of(self, shape: Shape) -> tuple[str | None, str | None]:
        """How many rows and columns, as the page writes them."""
        return self.sizes.value(shape.rows), self.sizes.value(shape.columns)

    def shapes(self, sizes: Sizes | None = None, extra: dict[str, Shape] | None = None) -> Shapes:
        """Shapes of expressions in the names that are known."""
        batch = None if self.batch is None else Size(self.batch)
        known = {**self.network.shapes, **(extra or {})}
        differs = (softmax_differs(self.text, False), softmax_differs(self.text, True))
        samples, rows = self.network.samples, self.rows_are_samples
        return Shapes(sizes or self.sizes, known, samples, rows, batch, self.numbers, differs)

    def closure(self, trees: Iterable[Expr]) -> dict[str, Body]:
        """The definitions on which trees rest; of a claim about any layer, any loss of what is above it."""
        trees = tuple(trees)
        letters = places(trees)  # an index that is written like a name is none
        names = [name.removesuffix("·all") for tree in trees for name in names_in(tree) if name not in letters]
        is_general = any((label(name) or "").startswith("l") for name in names)
        stop = self.numbers - set(self.network.means) if is_general else frozenset()
        return self.network.closure(names, stop)

    def sample_numbers(self) -> frozenset[str]:
        """What is one number for each sample: y_n, yhat_n."""
        vectors = {name for name, shape in self.network.shapes.items() if shape.rank}
        return frozenset(
            name
            for name in self.counted - vectors
            if not self._is_gradient_of_more(name)
            and base(name) not in self.network.vectors
            and base(name) not in LOSSES
            and base(name)[:1].islower()
        )

    def _is_gradient_of_more(self, name: str) -> bool:
        """Whether a name is the gradient by something that is no number of a sample: it has the shape of that."""
        body = self.network.bodies.get(name)
        if body is None or not (isinstance(body.tree, Call) and body.tree.function == "D"):
            return False
        return not (isinstance(body.tree.args[1], Sym | Entry) and set(names_in(body.tree.args[1])) & self.counted)

    def keep(self, shapes: Shapes) -> None:
        """What was found to fit is known from here on."""
        self.sizes = shapes.sizes
        self.network.shapes.update(shapes.of)


def _with_identity(tree: Expr) -> Expr:
    if tree == Sym("I"):
        return Sym("Id·")
    return map_expr(tree, _with_identity)
