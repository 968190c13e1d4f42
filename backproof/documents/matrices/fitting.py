"""Which shapes fit: the kinds of unknown names (column, row, matrix, number) for which both sides of a claim agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, product

from backproof.answers.syntax import Call, Div, Entry, Expr, Fold, Mul, Num, Sym, Transpose, children, walk
from backproof.documents.dimensions import renamed
from backproof.documents.matrices.means import length
from backproof.documents.matrices.names import ONES, base, label, names_in, shifted, with_label
from backproof.documents.matrices.network import PARAMETERS, Body, shape_by_letter
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import NUMBER, Shape, Shapes
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed, Size, Sizes, Turned
from backproof.documents.matrices.words import ROW_VECTORS
from backproof.documents.sandwiched import between_transposes
from backproof.documents.scanning import is_said

_MOST_UNKNOWN = 4


def settle(page: Page, trees: tuple[Expr, ...]) -> Shapes:
    """The shapes of statements whose sides agree, with the kinds of unknown names that make them fit.

    Raises Misfit or NotFollowed if none do.
    """
    for tree in trees:
        see_entries(page, tree)
        see_derived(page, tree)
    unknown = [
        name
        for name in dict.fromkeys(_bare_names(trees, page.network.samples))
        if name not in page.network.shapes and not name.startswith((ONES, "Id·"))
    ]
    if len(unknown) > _MOST_UNKNOWN:
        open_names, rest = unknown[:_MOST_UNKNOWN], unknown[_MOST_UNKNOWN:]
    else:
        open_names, rest = unknown, []
    first: Misfit | NotFollowed | None = None
    arrays = {name for tree in trees for name in _surely_arrays(page, tree)}
    matrices = {
        name
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Mul)
        for name in between_transposes(node.factors)
    } - page.numbers
    kinds = [("matrix",) if name in matrices else _kinds(page, name, name in arrays) for name in open_names]
    columns = [tuple(kind for kind in each if kind != "row") or each for each in kinds]
    page.fitting = []
    for options in (kinds,) if is_said(ROW_VECTORS, page.text) else (columns, kinds):  # rows where columns do not fit
        choices = product(*(range(len(each)) for each in options))
        for choice in sorted(choices, key=lambda each: (sum(each), max(each, default=0))):
            sizes = page.sizes.copy()
            chosen = [each[n] for each, n in zip(options, choice, strict=True)]
            extra = {name: _shape(kind, sizes) for name, kind in zip(open_names, chosen, strict=True)}
            extra |= {name: _shape(_kinds(page, name)[0], sizes) for name in rest}
            shapes = page.shapes(sizes, extra)
            try:
                agree(page, shapes, trees)
            except (Misfit, NotFollowed) as error:
                first = first or error
                continue
            page.fitting.append(shapes)
        if page.fitting:
            break
    if not page.fitting:
        raise first or NotFollowed("no shapes fit")
    page.fitting = [each for each in page.fitting if not _grows(page, each, open_names)] or page.fitting
    fewest = min(len(set(each.spreads)) for each in page.fitting)
    page.fitting = [each for each in page.fitting if len(set(each.spreads)) == fewest]
    page.soft |= {name for name in open_names if len({kind_of(each.of[name]) for each in page.fitting}) > 1}
    page.soft |= set(rest)
    return page.fitting[0]


def unsettled(page: Page, trees: tuple[Expr, ...]) -> Exception | None:
    """Why the shapes of trees do not fit, or are not known; the page learns nothing from that."""
    with page.trial():
        try:
            settle(page, trees)
        except (Misfit, NotFollowed, RecursionError) as error:
            return error
    return None


def _grows(page: Page, shapes: Shapes, names: Iterable[str]) -> bool:
    """Whether a parameter would have an entry for each sample."""
    known = [shapes.of[name] for name in names if base(name) in PARAMETERS]
    values = {shapes.sizes.value(size) for each in known for size in (each.rows, each.columns)}
    return page.batch is not None and page.batch in values


def agree(page: Page, shapes: Shapes, trees: tuple[Expr, ...]) -> None:
    """All sides of a statement have one shape; a vector of which it is not written may be a row or a column.

    Raises Misfit or NotFollowed.
    """
    found = [shapes.shape(each) for each in trees]
    for each, tree in zip(found[1:], trees[1:], strict=True):
        one, other = found[0], each
        if isinstance(tree, Num) or isinstance(trees[0], Num):
            continue
        words = f"the left side is {shapes.words(one)}, the right side is {shapes.words(other)}"
        if one.is_row != other.is_row and one.rank == other.rank == 1 and not _is_fixed(page, trees):
            if not any(_may_turn(page, side, trees) for side in (trees[0], tree)):
                lengths = (each.rows if each.is_column else each.columns for each in (one, other))
                if not shapes.sizes.may_agree(*lengths):
                    raise Misfit(words)
                raise Turned(f"one side is a row, the other a column: {words}")
            other = other.turned
        if one.rank != other.rank or one.is_row != other.is_row:
            raise Misfit(words)
        shapes.sizes.join(one.rows, other.rows, words)
        shapes.sizes.join(one.columns, other.columns, words)


def _may_turn(page: Page, side: Expr, trees: tuple[Expr, ...]) -> bool:
    """Whether a side is a vector, or a gradient by one, that the page nowhere uses as a row or a column."""
    variable = side.args[1] if isinstance(side, Call) and side.function == "D" else side
    if not isinstance(variable, Sym):
        return False
    name = variable.name
    known = page.network.body(name)
    if known is not None:
        return isinstance(known.tree, Sym | Call) and _may_turn(page, known.tree, trees)
    bodies = [each.tree for each in page.network.bodies.values()]
    return not any(_is_oriented(name, node) for tree in (*bodies, *trees) for node in walk(tree))


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


def _is_fixed(page: Page, trees: tuple[Expr, ...]) -> bool:
    """Whether both sides are made of vectors of which the page writes that they are rows or columns."""
    return all(any(name in page.fixed for name in names_in(tree)) for tree in trees)


def _surely_arrays(page: Page, tree: Expr) -> Iterable[str]:
    """Names that are transposed, whose trace or rank is taken, or that stand beside a matrix in a product: W h."""
    for node in walk(tree):
        match node:
            case Transpose(Sym(name)):
                yield name
            case Call("tr" | "det" | "rank", (inside,)):
                yield from (each.name for each in walk(inside) if isinstance(each, Sym))
            case Mul(factors):
                for one, other in pairwise(factors):
                    yield from (
                        each.name
                        for each, beside in ((one, other), (other, one))
                        if isinstance(each, Sym) and _is_matrix(page, beside)
                    )
            case _:
                pass


def _is_matrix(page: Page, factor: Expr) -> bool:
    name = factor.array if isinstance(factor, Transpose) else factor
    return isinstance(name, Sym) and _kinds(page, name.name) == ("matrix",)


def _kinds(page: Page, name: str, array: bool = False) -> tuple[str, ...]:
    kind = shape_by_letter(name, page.numbers)
    if array and kind == "number" and name[:1].isupper() and name not in page.numbers:
        return ("matrix",)  # B^T: not the size of a batch
    numbered = base(name) in ("w", "theta") and label(name) is not None
    if base(name) in page.matrices or (numbered and not _is_beside_capitals(page, name)):
        return ("matrix",)
    if kind == "number" and name not in page.numbers and name in page.bold:
        kind = "column"  # \mathbf{d} is no size
    if kind == "column":
        return ("column", "row") if array else ("column", "row", "number")
    return (kind,)


def _is_beside_capitals(page: Page, name: str) -> bool:
    """Whether a page that writes W_1 for a matrix writes w_2: a vector."""
    large = base(name)[:1].upper() + base(name)[1:]
    return any(base(other) == large and label(other) is not None for other in page.written)


def see_entries(page: Page, tree: Expr) -> None:
    """z_i shows that z is a vector, W_ij that W is a matrix."""
    for node in walk(tree):
        if not isinstance(node, Entry) or node.family in page.network.shapes or "·" in node.family:
            continue
        indices = node.indices
        counted = isinstance(indices[0], Sym) and indices[0].name in page.network.samples
        rank = len(indices) - (counted and base(node.family)[:1].islower())
        if rank == 1 and not (counted and len(indices) == 1):
            page.network.shapes[node.family] = Shape(page.sizes.fresh(), ONE)
        elif rank == 2:
            page.network.shapes[node.family] = Shape(page.sizes.fresh(), page.sizes.fresh())


def see_lengths(page: Page, trees: Iterable[Expr]) -> None:
    """Places of one letter have one size: with U in R^(9 x 4), a_j = sum_k U_jk x_k + b_j says how long a and x are.

    Where these sizes cannot agree, nothing is learned.
    """
    taken: set[str] = set()
    places: dict[str, Size] = {}
    for tree in trees:
        for node in walk(renamed(tree, taken)):
            if isinstance(node, Fold) and (end := length(node)) is not None:
                places.setdefault(node.var, page.sizes.known(end))  # sum_{k=1}^K e^{z_k}: z has K entries
            shape = page.network.shapes.get(node.family) if isinstance(node, Entry) else None
            if not isinstance(node, Entry) or shape is None or len(node.indices) != shape.rank:
                continue
            sizes = [size for size in (shape.rows, shape.columns) if size != ONE]
            for index, size in zip(node.indices, sizes, strict=True):
                if not isinstance(index, Sym) or index.name in page.network.samples:
                    continue
                first = places.setdefault(index.name, size)
                if page.sizes.may_agree(first, size):
                    page.sizes.join(first, size, "")


def see_derived(page: Page, tree: Expr) -> None:
    """What has a definition for its layer, or is a stack of samples, has the shape of that."""
    for name in names_in(tree):
        if name in page.network.shapes:
            continue
        if (shape := _of_any_layer(page, name)) is not None:
            page.network.shapes[name] = shape
            continue
        small = page.network.stack(name)
        if small is not None:
            see_derived(page, Sym(small))
            _stacked(page, name, small)
            continue
        known = page.network.body(name)
        if known is None or known.indices or name in page.network.bodies:
            continue
        try:
            _settle_body(page, known)
        except (Misfit, NotFollowed, RecursionError):
            continue


def refit(page: Page, changed: set[str]) -> None:
    """Shapes anew for what is made of arrays that have another one from here on: Z = A W + b of ten classes."""
    network = page.network
    made = [name for name in network.bodies if changed & network.reach(name) and name not in page.given]
    kept = {name: network.shapes.pop(name) for name in made if name in network.shapes and network.shapes[name].rank}
    for name, shape in kept.items():
        body = network.bodies[name]
        try:
            if not body.indices:
                _settle_body(page, body)
        except (Misfit, NotFollowed, RecursionError):
            pass
        network.shapes.setdefault(name, shape)


def _of_any_layer(page: Page, name: str) -> Shape | None:
    """The shape of W^(2), where the page says that W^(l) is n_(l-1) x n_l."""
    found = label(name)
    general = with_label(name, "l") if found is not None else None
    if found is None or general is None or general == name or general not in page.given:
        return None
    shape = page.network.shapes[general]
    sizes: list[Size] = []
    for size in (shape.rows, shape.columns):
        value = page.sizes.value(size)
        if value is None or size == ONE:
            sizes.append(size if size == ONE else page.sizes.fresh())
            continue
        own = label(value)
        sizes.append(page.sizes.known(value if own is None else with_label(value, shifted(own, found))))
    return Shape(*sizes)


def _stacked(page: Page, name: str, small: str) -> None:
    known = page.network.shapes.get(small)
    rows = said if (said := page.network.rows(name)) is not None else page.rows_are_samples
    if known is not None and known.is_matrix:
        page.network.shapes[name] = known
        return
    if known is None or rows is None:
        return
    if known.is_number and not _is_made_number(page, small):
        return  # Y may be the one-hot rows of the labels y
    size = ONE if known.is_number else known.rows if known.is_column else known.columns
    batch = page.sizes.known(page.batch) if page.batch else page.sizes.fresh()
    page.network.shapes[name] = Shape(batch, size) if rows else Shape(size, batch)


def _is_made_number(page: Page, name: str) -> bool:
    """Whether the page says what a number of a sample is made of, and leaves no doubt that it is one."""
    return name not in page.soft and page.network.body(name) is not None


def _settle_body(page: Page, known: Body) -> None:
    if _height_gap(known.name):
        return
    shapes = settle(page, (known.tree,))
    page.keep(shapes)
    page.network.shapes[known.name] = shapes.shape(known.tree)


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


def kind_of(shape: Shape) -> tuple[bool, bool]:
    """Whether a shape is that of a row or a number, of a column or a number, of neither: of a matrix."""
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


def _height_gap(name: str) -> bool:
    found = re.search(r"l([+-]\d+)\)", name)
    return found is not None and abs(int(found[1])) > 2
