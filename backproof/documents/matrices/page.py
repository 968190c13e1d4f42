r"""Reading the statements of a page for what they say of arrays: shapes, definitions, samples."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, product

from backproof.answers.syntax import Call, Div, Entry, Expr, Fold, Mul, Num, Sym, Transpose, children, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.lexer import read_side
from backproof.documents.macros import Macro, expanded
from backproof.documents.matrices.names import (
    FUNCTIONS,
    ONES,
    at_depth,
    base,
    canonical,
    label,
    labelled,
    names_in,
    spelled,
)
from backproof.documents.matrices.network import LOSSES, Body, Network, sample_folds, shape_by_letter
from backproof.documents.matrices.shapes import NUMBER, Shape, Shapes
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed, Size, Sizes, Turned
from backproof.documents.matrices.words import softmax_differs
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement

SPACE = re.compile(
    r"^\\(?:mathbb|mathbf|mathcal)\s*\{?\s*R\s*\}?\s*"
    r"(?:\^\s*(?:\{(?P<braced>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|(?P<single>\w|\\[a-z]+)))?$"
)
_IN_ROWS = re.compile(
    r"rows?\b[^.$]{0,30}\bsamples?|samples?\b[^.$]{0,40}\brows?\b|one (?:sample|example|observation)s? per row"
    r"|row by row|each row|row-?wise|eine Zeile pro|zeilenweise",
    re.IGNORECASE,
)
_IN_COLUMNS = re.compile(
    r"columns?\b[^.$]{0,30}\bsamples?|samples?\b[^.$]{0,40}\bcolumns?\b|per column|side by side|each column"
    r"|column-?wise|spaltenweise",
    re.IGNORECASE,
)
_LAYOUT = re.compile(
    r"\\(?:begin|end)\{[bpv]?matrix\}|\\left|\\right|\\[bB]igg?[lr]?|&|\\q?quad|\\\\|\\[,;:! ]|\\mid|\||,"
)
_TURNED = r"(?:\s*\^\s*\{?\s*(?:T|\\top|\\mathsf\s*\{?T\}?)\s*\}?)"
_MOST_UNKNOWN = 4


@dataclass
class Page:
    """What the statements of one question have said so far."""

    functions: dict[str, str]
    words: frozenset[str]
    layered: frozenset[str]
    macros: dict[str, Macro]
    text: str
    network: Network = field(default_factory=Network)
    sizes: Sizes = field(default_factory=Sizes)
    labels: frozenset[str] = frozenset()
    fixed: set[str] = field(default_factory=set)  # whose orientation is written: R^(1 x m)
    matrices: set[str] = field(default_factory=set)  # small letters with two indices: w_jk
    given: set[str] = field(default_factory=set)  # whose shape is written
    counted: set[str] = field(default_factory=set)  # what has nothing but the index of a sample: y_n
    soft: set[str] = field(default_factory=set)  # of which it was guessed whether they are columns, rows or numbers
    fitting: list[Shapes] = field(default_factory=list)  # every way in which the last statement fits
    numbers: frozenset[str] = frozenset()
    rows_are_samples: bool | None = None
    batch: str | None = None

    # -- reading

    def names(self) -> PageNames:
        """The names with which a side is read."""
        return PageNames({**FUNCTIONS, **self.functions}, self.words | {ONES}, self.layered, self.macros)

    def read(self, latex: str) -> Expr | None:
        """One side as a tree; None if it cannot be read, or not in one way."""
        try:
            found = read_side(spelled(expanded(latex, self.macros)), self.names())
        except (Unreadable, RecursionError):
            return None
        if len(found) != 1:
            return None
        tree = canonical(found[0], self.labels)
        if self.network.depth is not None:
            tree = at_depth(tree, self.network.depth)
        return tree if "I" in self.network.shapes else _with_identity(tree)

    def learn(self, found: Iterable[Statement]) -> None:
        """Learn from all statements what letters count, and which are numbers."""
        found = list(found)
        raw = [tree for each in found for side in each.sides if (tree := self._raw(side.latex)) is not None]
        self.labels = labelled(raw)
        trees = [canonical(each, self.labels) for each in raw]
        numbers = {
            node.high.name
            for tree in trees
            for node in walk(tree)
            if isinstance(node, Fold) and isinstance(node.high, Sym)
        }
        numbers |= {
            node.args[0].name
            for tree in trees
            for node in walk(tree)
            if isinstance(node, Call)
            and node.function == "D"
            and isinstance(node.args[0], Sym)
            and (node.args[0].name[:1].isupper() or node.args[0].name in LOSSES)
        }
        numbers |= {
            each.name
            for tree in trees
            for node in walk(tree)
            if isinstance(node, Fold) and node.high is not None
            for each in walk(node.high)
            if isinstance(each, Sym)
        }
        self.numbers = frozenset(numbers)
        self._find_samples(trees)
        for tree in trees:
            for node in walk(tree):
                match node:
                    case Entry(name, indices) if (
                        len(indices) == 2
                        and name[:1].islower()
                        and not any(isinstance(each, Sym) and each.name in self.network.samples for each in indices)
                    ):
                        self.matrices.add(base(name))
                    case Entry(name, (Sym(index),)) if index in self.network.samples:
                        self.counted.add(name)
                    case _:
                        pass
                match node:
                    case Transpose(Entry(name, (Sym(index),))) if index in self.network.samples:
                        self.network.vectors.add(base(name))
                    case _:
                        pass

    def enter(self, found: Iterable[Statement]) -> None:
        """Learn from the statements of a section which shapes are declared."""
        for each in found:
            if each.relations[:1] == ("in",) and len(each.sides) == 2:
                self.declare(each)
        self._orient()

    def _raw(self, latex: str) -> Expr | None:
        try:
            return read_side(spelled(expanded(latex, self.macros)), self.names())[0]
        except (Unreadable, RecursionError):
            return None

    def _find_samples(self, trees: list[Expr]) -> None:
        folds = [fold for tree in trees for fold in sample_folds(tree)]
        letters = {fold.var for fold in folds}
        highs = [fold.high for fold in folds if isinstance(fold.high, Sym)]
        if highs:
            self.batch = highs[0].name
        for tree in trees:
            for node in walk(tree):
                match node:
                    case Fold("sum", var, _, high, _, Mul(factors)) if any(_is_outer(each, var) for each in factors):
                        letters.add(var)
                        if isinstance(high, Sym) and self.batch is None:
                            self.batch = high.name
                    case Fold("sum", var, _, Sym(high), _, _) if high in ("N", "m", "M") and self.batch is None:
                        self.batch = high
                    case _:
                        pass
        self.network.samples = frozenset(letters) | self._counting(trees)

    def _counting(self, trees: list[Expr]) -> set[str]:
        """The index of a sum over samples, 1/n sum_i^n, in which nothing else has a second index."""
        found: set[str] = set()
        for tree in trees:
            for node in walk(tree):
                match node:
                    case Mul((*_, Div(_, Sym(size)), Fold("sum", var, _, Sym(high), _, body))) if size == high:
                        families = [each for each in walk(body) if isinstance(each, Entry) and Sym(var) in each.indices]
                        if families and all(len(each.indices) == 1 for each in families):
                            found.add(var)
                            self.batch = self.batch or high
                    case _:
                        pass
        return found

    # -- shapes

    def declare(self, statement: Statement) -> None:
        """A \\in R^{m x n}."""
        space = SPACE.match(expanded(statement.sides[1].latex, self.macros).strip())
        if space is None:
            return
        shape, fixed = self.shape_of(space["braced"] or space["single"] or "")
        for part in re.split(r",(?![^{(]*[})])", statement.sides[0].latex):
            tree = self.read(part)
            if isinstance(tree, Sym):
                self.give(tree.name, shape, fixed)
            elif isinstance(tree, Entry) and isinstance(tree.indices[0], Sym) and len(tree.indices) == 1 and shape.rank:
                self.network.samples |= {tree.indices[0].name}  # x_i in R^d: a vector for each sample
                self.network.vectors.add(base(tree.family))
                self.give(tree.family, shape, fixed)

    def give(self, name: str, shape: Shape, fixed: bool) -> None:
        """A name has this shape from here on."""
        self.network.shapes[name] = shape
        self.given.add(name)
        self.soft.discard(name)
        (self.fixed.add if fixed else self.fixed.discard)(name)

    def shape_of(self, written: str) -> tuple[Shape, bool]:
        """The shape that is written, such as n x d, and whether rows and columns are told apart."""
        dims = [each.strip() for each in re.split(r"\\times|×|\\cdot", written) if each.strip()]
        if not dims:
            return NUMBER, True
        sizes = [self._size(each) for each in dims]
        return Shape(sizes[0], sizes[1] if len(sizes) > 1 else ONE), len(sizes) > 1

    def _size(self, written: str) -> Size:
        tree = self.read(written)
        if isinstance(tree, Num) and tree.value.denominator == 1:
            return self.sizes.known(str(tree.value))
        return self.sizes.known(tree.name if isinstance(tree, Sym) else re.sub(r"[\s{}\\]", "", written))

    def _orient(self) -> None:
        """Whether samples are rows or columns: from the size of the batch in a shape, or from words."""
        known = [shape for shape in self.network.shapes.values() if shape.is_matrix and self.batch is not None]
        first = any(self.sizes.value(shape.rows) == self.batch for shape in known)
        second = any(self.sizes.value(shape.columns) == self.batch for shape in known)
        if first != second:
            self.rows_are_samples = first
        elif _IN_ROWS.search(self.text):
            self.rows_are_samples = True
        elif _IN_COLUMNS.search(self.text):
            self.rows_are_samples = False

    def shapes(self, sizes: Sizes | None = None, extra: dict[str, Shape] | None = None) -> Shapes:
        """Shapes of expressions in the names that are known."""
        batch = None if self.batch is None else Size(self.batch)
        known = {**self.network.shapes, **(extra or {})}
        differs = (softmax_differs(self.text, False), softmax_differs(self.text, True))
        samples, rows = self.network.samples, self.rows_are_samples
        return Shapes(sizes or self.sizes, known, samples, rows, batch, self.numbers, differs)

    def settle(self, trees: tuple[Expr, ...], numbers: tuple[str, ...] = ()) -> Shapes:
        """The shapes of statements whose sides agree, with the kinds of unknown names that make them fit.

        Raises Misfit or NotFollowed if none do.
        """
        for tree in trees:
            self._see_entries(tree)
            self._see_derived(tree)
        unknown = [
            name
            for name in dict.fromkeys(_bare_names(trees, self.network.samples))
            if name not in self.network.shapes and not name.startswith((ONES, "Id·"))
        ]
        if len(unknown) > _MOST_UNKNOWN:
            open_names, rest = unknown[:_MOST_UNKNOWN], unknown[_MOST_UNKNOWN:]
        else:
            open_names, rest = unknown, []
        first: Misfit | NotFollowed | None = None
        arrays = {name for tree in trees for name in self._surely_arrays(tree)}
        kinds = [self._kinds(name, name in numbers, name in arrays) for name in open_names]
        choices = product(*(range(len(each)) for each in kinds))
        self.fitting = []
        for choice in sorted(choices, key=lambda each: (sum(each), max(each, default=0))):
            sizes = self.sizes.copy()
            chosen = [options[n] for options, n in zip(kinds, choice, strict=True)]
            extra = {name: _shape(kind, sizes) for name, kind in zip(open_names, chosen, strict=True)}
            extra |= {name: _shape(self._kinds(name, name in numbers)[0], sizes) for name in rest}
            shapes = self.shapes(sizes, extra)
            try:
                self.agree(shapes, trees)
            except (Misfit, NotFollowed) as error:
                first = first or error
                continue
            self.fitting.append(shapes)
        if not self.fitting:
            raise first or NotFollowed("no shapes fit")
        fewest = min(len(set(each.spreads)) for each in self.fitting)
        self.fitting = [each for each in self.fitting if len(set(each.spreads)) == fewest]
        self.soft |= {name for name in open_names if len({_kind(each.of[name]) for each in self.fitting}) > 1}
        self.soft |= set(rest)
        return self.fitting[0]

    def agree(self, shapes: Shapes, trees: tuple[Expr, ...]) -> None:
        """All sides of a statement have one shape; a vector of which it is not written may be a row or a column.

        Raises Misfit or NotFollowed.
        """
        found = [shapes.shape(each) for each in trees]
        for each, tree in zip(found[1:], trees[1:], strict=True):
            one, other = found[0], each
            if isinstance(tree, Num) or isinstance(trees[0], Num):
                continue
            words = f"the left side is {shapes.words(one)}, the right side is {shapes.words(other)}"
            if one.is_row != other.is_row and one.rank == other.rank == 1 and not self._is_fixed(trees):
                if not any(self._may_turn(side, trees) for side in (trees[0], tree)):
                    raise Turned(f"one side is a row, the other a column: {words}")
                other = other.turned
            if one.rank != other.rank or one.is_row != other.is_row:
                raise Misfit(words)
            shapes.sizes.join(one.rows, other.rows, words)
            shapes.sizes.join(one.columns, other.columns, words)

    def _may_turn(self, side: Expr, trees: tuple[Expr, ...]) -> bool:
        """Whether a side is a vector, or a gradient by one, that the page nowhere uses as a row or a column."""
        variable = side.args[1] if isinstance(side, Call) and side.function == "D" else side
        if not isinstance(variable, Sym):
            return False
        name = variable.name
        known = self.network.body(name)
        if known is not None:
            return isinstance(known.tree, Sym | Call) and self._may_turn(known.tree, trees)
        bodies = [each.tree for each in self.network.bodies.values()]
        return not any(_is_oriented(name, node) for tree in (*bodies, *trees) for node in walk(tree))

    def _is_fixed(self, trees: tuple[Expr, ...]) -> bool:
        """Whether both sides are made of vectors of which the page writes that they are rows or columns."""
        return all(any(name in self.fixed for name in names_in(tree)) for tree in trees)

    def sample_numbers(self) -> frozenset[str]:
        """What is one number for each sample: y_n, yhat_n."""
        vectors = {name for name, shape in self.network.shapes.items() if shape.rank}
        return frozenset(
            name
            for name in self.counted - vectors
            if base(name) not in self.network.vectors and base(name) not in LOSSES and base(name)[:1].islower()
        )

    def _surely_arrays(self, tree: Expr) -> Iterable[str]:
        """Names that are transposed, or stand beside a matrix in a product: W h."""
        for node in walk(tree):
            match node:
                case Transpose(Sym(name)):
                    yield name
                case Mul(factors):
                    for one, other in pairwise(factors):
                        yield from (
                            each.name
                            for each, beside in ((one, other), (other, one))
                            if isinstance(each, Sym) and self._is_matrix(beside)
                        )
                case _:
                    pass

    def _is_matrix(self, factor: Expr) -> bool:
        name = factor.array if isinstance(factor, Transpose) else factor
        return isinstance(name, Sym) and self._kinds(name.name, False) == ("matrix",)

    def _kinds(self, name: str, number: bool, array: bool = False) -> tuple[str, ...]:
        kind = "number" if number else shape_by_letter(name, self.numbers)
        if base(name) in self.matrices or (base(name) in ("w", "theta") and label(name) is not None):
            return ("matrix",)
        if kind == "column":
            return ("column", "row") if array else ("column", "row", "number")
        return (kind,)

    def _see_entries(self, tree: Expr) -> None:
        """z_i shows that z is a vector, W_ij that W is a matrix."""
        for node in walk(tree):
            if not isinstance(node, Entry) or node.family in self.network.shapes or "·" in node.family:
                continue
            indices = node.indices
            counted = isinstance(indices[0], Sym) and indices[0].name in self.network.samples
            rank = len(indices) - (counted and base(node.family)[:1].islower())
            if rank == 1 and not (counted and len(indices) == 1):
                self.network.shapes[node.family] = Shape(self.sizes.fresh(), ONE)
            elif rank == 2:
                self.network.shapes[node.family] = Shape(self.sizes.fresh(), self.sizes.fresh())

    def _see_derived(self, tree: Expr) -> None:
        """What has a definition for its layer, or is a stack of samples, has the shape of that."""
        for name in names_in(tree):
            if name in self.network.shapes:
                continue
            small = self.network.stack(name)
            if small is not None:
                self._see_derived(Sym(small))
                self._stacked(name, small)
                continue
            known = self.network.body(name)
            if known is None or known.indices or name in self.network.bodies:
                continue
            self.network.shapes[name] = NUMBER  # against going round
            del self.network.shapes[name]
            try:
                self._settle_body(known)
            except (Misfit, NotFollowed, RecursionError):
                continue

    def _stacked(self, name: str, small: str) -> None:
        known = self.network.shapes.get(small)
        rows = said if (said := self.network.rows(name)) is not None else self.rows_are_samples
        if known is not None and known.is_matrix:
            self.network.shapes[name] = known
            return
        if known is None or known.rank != 1 or rows is None:
            return
        size = known.rows if known.is_column else known.columns
        batch = self.sizes.known(self.batch) if self.batch else self.sizes.fresh()
        self.network.shapes[name] = Shape(batch, size) if rows else Shape(size, batch)

    def _settle_body(self, known: Body) -> None:
        if _height_gap(known.name):
            return
        shapes = self.settle((known.tree,))
        self.keep(shapes)
        self.network.shapes[known.name] = shapes.shape(known.tree)

    def keep(self, shapes: Shapes) -> None:
        """What was found to fit is known from here on."""
        self.sizes = shapes.sizes
        self.network.shapes.update(shapes.of)

    # -- definitions

    def define(self, left: Expr, right: Expr) -> Misfit | None:
        """`left := right`, if that can be a definition; a misfit of its shapes."""
        match left:
            case Sym(name):
                indices: tuple[str, ...] = ()
            case Entry(name, places) if all(isinstance(each, Sym) for each in places):
                indices = tuple(each.name for each in places if isinstance(each, Sym))
                if indices[0] in self.network.samples and name not in LOSSES:  # said of each sample
                    right = without_index(right, indices[0])
                    indices = indices[1:]
                    left = Entry(name, tuple(map(Sym, indices))) if indices else Sym(name)
            case _:
                return None
        if name in set(names_in(right)) and not isinstance(left, Sym):
            return None
        right = self._of_samples(name, right)
        if name in set(names_in(right)):
            return None
        try:
            if indices:
                self._see_entries(left)
                self._see_entries(right)
                shapes = self.settle((right,))
                if not shapes.shape(right).is_number:
                    return None
            else:
                is_number = name in self.numbers or base(name) in LOSSES
                sides = (right,) if name not in self.network.shapes and not is_number else (left, right)
                if is_number:
                    self.network.shapes.setdefault(name, NUMBER)
                shapes = self.settle(sides)
            self.keep(shapes)
            if not indices:
                self.network.shapes[name] = shapes.shape(right) if name not in self.fixed else self.network.shapes[name]
            self.network.bodies[name] = Body(name, indices, right)
            (self.soft.discard if indices or self._is_settled(right) else self.soft.add)(name)
        except Misfit as error:
            self.soft |= {name, *names_in(right)}  # one of their shapes is not as it was written
            return error
        except NotFollowed:
            return None
        return None

    def _is_settled(self, body: Expr) -> bool:
        """Whether a body has the same shape in every way in which the last statement fits."""
        return len({_kind(each.shape(body)) for each in self.fitting}) == 1 and not any(
            name in self.soft for name in names_in(body) if body == Sym(name)
        )

    def _of_samples(self, name: str, right: Expr) -> Expr:
        """J = 1/N sum_n C_n: J is a mean; where the loss of a sample has the same letter, it gets another name."""
        folds = sample_folds(right)
        if not folds:
            return right
        family = next(
            each.family
            for each in walk(folds[0].body)
            if isinstance(each, Entry) and each.indices == (Sym(folds[0].var),) and each.family in LOSSES
        )
        if family != name:
            self.network.means[name] = family
            self.network.shapes.setdefault(family, NUMBER)
            return right
        single = f"{name}ₙ"
        self.network.means[name] = single
        self.network.shapes[single] = NUMBER
        if name in self.network.bodies:
            self.network.bodies[single] = self.network.bodies.pop(name)
        return renamed_family(right, name, single)

    def stacked(self, name: str, latex: str) -> bool:
        """(delta_1, ..., delta_N), or a stack of rows: whether this says what a matrix is made of."""
        body = _LAYOUT.sub(" ", latex)
        found = re.fullmatch(
            rf"\s*[\[(]?\s*(?P<first>.+?)_\{{?1\}}?(?P<up>\^\s*\{{?[\[(][^\])]*[\])]\}}?)?(?P<turned>{_TURNED})?\s.*?\\[lcv]?dots.*",
            body,
            re.DOTALL,
        ) or re.fullmatch(
            r"\s*[\[(]?\s*(?P<first>[^\s]+?)\^\s*\{\(1\)(?P<turned>\s*(?:T|\\top))?\}(?P<up>)\s.*?\\[lcv]?dots.*",
            body,
            re.DOTALL,
        )
        if not found or not re.search(r"[\[(]|matrix", latex):
            return False
        tree = self.read(found["first"] + (found["up"] or ""))
        if not isinstance(tree, Sym):
            return False
        self.network.stacks[name] = (tree.name, bool(found["turned"]))
        if self.rows_are_samples is None:
            self.rows_are_samples = bool(found["turned"])
        self.network.shapes.pop(name, None)
        return True


def without_index(tree: Expr, index: str) -> Expr:
    """What is said of the sample n, said of any: x_n without its index."""
    tree = map_expr(tree, lambda each: without_index(each, index))
    match tree:
        case Entry(name, (Sym(first), *rest)) if first == index:
            return Entry(name, tuple(rest)) if rest else Sym(name)
        case _:
            return tree


def renamed_family(tree: Expr, name: str, new: str) -> Expr:
    """The tree with another name for a family."""
    if isinstance(tree, Entry) and tree.family == name:
        return Entry(new, tree.indices)
    return map_expr(tree, lambda each: renamed_family(each, name, new))


def _bare_names(trees: tuple[Expr, ...], samples: frozenset[str]) -> Iterable[str]:
    """Names whose shape matters: bare ones, and those of the vectors of a sample."""
    for tree in trees:
        bound = {node.var for node in walk(tree) if isinstance(node, Fold)}
        stack = [tree]
        while stack:
            node = stack.pop(0)
            match node:
                case Sym(name) if name not in bound:
                    yield name
                case Entry(name, indices):
                    if len(indices) == 1 and isinstance(indices[0], Sym) and indices[0].name in samples:
                        yield name
                case Fold(_, _, _, _, _, body):
                    stack.append(body)
                case _:
                    stack += list(children(node))


def _kind(shape: Shape) -> tuple[bool, bool]:
    return shape.rows == ONE, shape.columns == ONE


def _shape(kind: str, sizes: Sizes) -> Shape:
    match kind:
        case "column":
            return Shape(sizes.fresh(), ONE)
        case "row":
            return Shape(ONE, sizes.fresh())
        case "matrix":
            return Shape(sizes.fresh(), sizes.fresh())
        case _:
            return NUMBER


def _is_oriented(name: str, node: Expr) -> bool:
    """Whether a vector is transposed here, or stands in a product of arrays."""
    match node:
        case Transpose(Sym(inside)):
            return inside == name
        case Mul(factors):
            arrays = [each for each in factors if not isinstance(each, Num | Div)]
            return len(arrays) > 1 and Sym(name) in arrays
        case _:
            return False


def _is_outer(factor: Expr, var: str) -> bool:
    return isinstance(factor, Transpose) and isinstance(factor.array, Entry) and factor.array.indices == (Sym(var),)


def _height_gap(name: str) -> bool:
    found = re.search(r"l([+-]\d+)\)", name)
    return found is not None and abs(int(found[1])) > 2


def _with_identity(tree: Expr) -> Expr:
    if tree == Sym("I"):
        return Sym("Id·")
    return map_expr(tree, _with_identity)
