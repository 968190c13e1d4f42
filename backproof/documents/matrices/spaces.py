r"""What a page declares of its arrays: A \in R^{m x n}, and whether samples are rows or columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backproof.answers.syntax import Entry, Expr, Num, Sym
from backproof.documents.layering import UNITS
from backproof.documents.macros import expanded
from backproof.documents.matrices.all_samples import declare_all
from backproof.documents.matrices.fitting import refit
from backproof.documents.matrices.names import base, lower
from backproof.documents.matrices.network import LOSSES, PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import NUMBER, Shape
from backproof.documents.matrices.sizes import ONE, Size
from backproof.documents.mentions import named
from backproof.documents.scanning import is_said
from backproof.documents.statements import Statement

SPACE = re.compile(
    r"^(?:\\(?:mathbb|mathbf|mathcal)\s*\{?\s*R\s*\}?|(?:\\\{\s*-?\d\s*,\s*\d\s*\\\}|\[\s*-?\d\s*,\s*\d\s*\])(?=\s*\^))\s*"
    r"(?:\^\s*(?:\{(?P<braced>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|(?P<single>\w|\\[a-z]+)))?$"
)
_OF_DATA = r"(?:training )?(?:samples?|examples?|observations?|data points?)"
_DATA_IN_ROWS = rf"\brows?\b[^.$]{{0,30}}\b{_OF_DATA}|{_OF_DATA}\b[^.$]{{0,40}}\brows?\b|one {_OF_DATA} per row"
_DATA_IN_COLUMNS = rf"\bcolumns?\b[^.$]{{0,30}}\b{_OF_DATA}|{_OF_DATA}\b[^.$]{{0,40}}\bcolumns?\b"
_IN_ROWS = (
    _DATA_IN_ROWS
    + r"|row by row|each row|row-?wise|eine Zeile pro|zeilenweise|(?:has|have|with) (?:the )?rows \$|rows are \$"
)
_IN_COLUMNS = (
    _DATA_IN_COLUMNS + r"|per column|side by side|each column|column-?wise|spaltenweise"
    r"|(?:has|have|with) (?:the )?columns \$|columns are \$"
)
_WORDS = [  # for rows, and for columns; those that name the samples first: others may be about any matrix
    (re.compile(rows, re.IGNORECASE), re.compile(columns, re.IGNORECASE))
    for rows, columns in ((_DATA_IN_ROWS, _DATA_IN_COLUMNS), (_IN_ROWS, _IN_COLUMNS))
]
_EXAMPLE = re.compile(r"\b(?:for|with|if|when|case|example|e\.g\.|say|take|let)[:,]?\s*\$?\s*$", re.IGNORECASE)


def enter(page: Page, found: Iterable[Statement]) -> None:
    """Learn from the statements of a section which shapes are declared; the first time, where there are several."""
    declared: set[str] = set()
    before = dict(page.network.shapes)
    for each in found:
        if each.relations[-1:] == ("in",) and not each.claimed:
            declare(page, each, declared)
        _value(page, each)
    _orient(page)
    shapes = page.network.shapes
    refit(
        page, {name for name in declared & before.keys() if page.sizes_of(before[name]) != page.sizes_of(shapes[name])}
    )


def declare(page: Page, statement: Statement, before: set[str]) -> None:
    """A \\in R^{m x n}; before: the names that the section has declared so far."""
    space = SPACE.match(expanded(statement.sides[-1].latex, page.macros).strip())
    if space is None:
        return
    shape, fixed = shape_of(page, space["braced"] or space["single"] or "")
    for tree in declared_names(page, statement):
        if (name := None if tree is None else named(tree)) in before:
            continue
        before |= set() if name is None else {name}
        if isinstance(tree, Sym) and declare_all(page, tree.name, shape, fixed):
            continue
        if isinstance(tree, Sym) and _is_of_batch(page, tree.name, shape):
            continue  # it is made of samples: what is said of its shape is judged where it is said
        if isinstance(tree, Sym):
            page.give(tree.name, shape, fixed)
        elif isinstance(tree, Entry) and isinstance(tree.indices[0], Sym) and len(tree.indices) == 1 and shape.rank:
            page.network.samples |= {tree.indices[0].name}  # x_i in R^d: a vector for each sample
            page.network.vectors.add(base(tree.family))
            page.give(tree.family, shape, fixed)


def declared_names(page: Page, statement: Statement) -> list[Expr | None]:
    """What stands before \\in: one name, or several between commas."""
    return [page.read(part) for part in re.split(r",(?![^{(]*[})])", statement.sides[-2].latex)]


def _is_of_batch(page: Page, name: str, shape: Shape) -> bool:
    """Whether a matrix in the capital of a vector of the page is declared without the number of samples."""
    small = lower(name)
    if page.batch is None or small is None or small not in page.written or base(name) in PARAMETERS | {"X"}:
        return False
    return shape.is_matrix and page.batch not in {page.sizes.value(each) for each in (shape.rows, shape.columns)}


def _value(page: Page, statement: Statement) -> None:
    """n_1 = 128: how many units a layer has."""
    if statement.relations != ("=",):
        return
    before = page.text[: statement.sides[0].start][-40:]
    name, value = (page.read(side.latex) for side in statement.sides)
    is_size = isinstance(name, Sym) and name.name != page.batch  # N = 64, and a layer of 64 units has none for a sample
    if is_size and isinstance(name, Sym) and isinstance(value, Num) and not _EXAMPLE.search(before):
        only = len(set(re.findall(rf"(?<![A-Za-z\\_]){re.escape(name.name)}\s*=\s*(\d+)", page.text))) == 1
        known = page.sizes.value(page.sizes.known(name.name)) if only and _is_size(page, name.name) else None
        if known == name.name and value.value.denominator == 1 and value.value > 1:
            page.sizes.equate(name.name, page.sizes.known(str(value.value)).key)
    found = UNITS.fullmatch(" = ".join(side.latex for side in statement.sides))
    if found is not None:
        page.sizes.known(found["number"])
        page.sizes.equate(f"{found['letter']}^({found['layer']})", found["number"])


def _is_size(page: Page, name: str) -> bool:
    """Whether a name is that of a size: of a declared shape, or of a sum."""
    return name in page.sizes.values or (name in page.numbers and name not in LOSSES and name[:1].isupper())


def shape_of(page: Page, written: str) -> tuple[Shape, bool]:
    """The shape that is written, such as n x d, and whether rows and columns are told apart."""
    dims = [each.strip() for each in re.split(r"\\times|×|\\cdot", written) if each.strip()]
    if not dims:
        return NUMBER, True
    sizes = [_size(page, each) for each in dims]
    if len({each.key for each in sizes}) == 2:
        page.sizes.apart.add(frozenset(each.key for each in sizes))
    return Shape(sizes[0], sizes[1] if len(sizes) > 1 else ONE), len(sizes) > 1


def _size(page: Page, written: str) -> Size:
    tree = page.read(written)
    if isinstance(tree, Num) and tree.value.denominator == 1:
        return page.sizes.known(str(tree.value))
    return page.sizes.known(tree.name if isinstance(tree, Sym) else re.sub(r"[\s{}\\]", "", written))


def _orient(page: Page) -> None:
    """Whether samples are rows or columns: from the size of the batch in a shape, or from words."""
    known = [shape for shape in page.network.shapes.values() if shape.is_matrix and page.batch is not None]
    first = any(page.sizes.value(shape.rows) == page.batch for shape in known)
    second = any(page.sizes.value(shape.columns) == page.batch for shape in known)
    said = ((is_said(rows, page.text), is_said(columns, page.text)) for rows, columns in _WORDS)
    found = next((rows for rows, columns in ((first, second), *said) if rows != columns), None)
    if found is not None:
        page.rows_are_samples = found
    elif page.rows_are_samples is None:
        page.rows_are_samples = page.multiplied
    data = page.network.shapes.get("X")
    if page.batch is None and page.rows_are_samples is not None and data is not None and data.is_matrix:
        size = page.sizes.value(data.rows if page.rows_are_samples else data.columns)
        page.batch = size if size is not None and size.isidentifier() else None
    elif page.batch is not None and page.rows_are_samples is not None and data is not None and data.is_matrix:
        size = page.sizes.value(data.rows if page.rows_are_samples else data.columns)
        if size is not None and size.isdigit():  # X is 2000 x 784, and a mean runs over N samples
            page.sizes.equate(size, page.sizes.known(page.batch).key)
