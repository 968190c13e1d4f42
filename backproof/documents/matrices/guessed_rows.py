r"""Vectors of which the page shows only entries, y_c: whether they are columns or rows was guessed.

p - y, where p \in \mathbb{R}^{1 \times K}        y is a row here, for nothing says that it is a column
A - Y, where A \in \mathbb{R}^{1 \times N}        so is Y, the targets of a network with one output
"""

from __future__ import annotations

from itertools import combinations

from backproof.answers.syntax import Add, Call, Elementwise, Expr, Sym
from backproof.documents.matrices.all_samples import without_diagonals
from backproof.documents.matrices.fitting import unsettled
from backproof.documents.matrices.names import ONES, names_in
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed, Turned
from backproof.documents.targets import USUAL

_DEEP = 8  # definitions of definitions
_MOST_GUESSED = 4


def rows_that_fit(page: Page, sides: tuple[Expr, Expr]) -> tuple[str, ...]:
    """The fewest vectors of guessed orientation that make the sides fit as rows; none if nothing does."""
    shapes = page.network.shapes
    names = dict.fromkeys(name for side in sides for name in names_in(side))
    guessed = [name for name in names if _may_be_row(name, shapes.get(name))]
    guessed = [name for name in guessed if not is_given(page, name)]
    guessed = [name for name in guessed if page.network.body(name) is None]  # what it is made of says how it lies
    for chosen in (each for n in range(1, len(guessed) + 1) for each in combinations(guessed[:_MOST_GUESSED], n)):
        with page.trial():
            turn(page, chosen)
            bodies = [each for each in page.network.bodies.values() if not each.indices]
            spoken = [each for each in bodies if not {each.name, *names_in(each.tree)}.isdisjoint(chosen)]
            if any(_does_not_fit(page, (Sym(each.name), each.tree)) for each in spoken):
                continue
            if not _does_not_fit(page, sides):
                return chosen
    return ()


def fit_as_rows(page: Page, sides: tuple[Expr, Expr], names: tuple[str, ...]) -> bool:
    """Whether the sides fit with these vectors as rows, too."""
    with page.trial():
        turn(page, names)
        return not _does_not_fit(page, sides)


def _may_be_row(name: str, shape: Shape | None) -> bool:
    if name.lower() in USUAL:
        return shape is None or shape.is_column or shape.is_matrix
    return shape is not None and shape.is_column


def turn(page: Page, names: tuple[str, ...]) -> None:
    """These vectors, or targets with one number for each sample, are rows from here on."""
    shapes = page.network.shapes
    rows = {name: Shape(ONE, page.sizes.fresh()) for name in names}
    rows |= {name: Shape(ONE, each.columns if each.is_matrix else each.rows) for name, each in shapes.items()}
    page.network.shapes = {**shapes, **{name: rows[name] for name in names}}


def is_given(page: Page, name: str, depth: int = 0) -> bool:
    """Whether the page writes of which shape a name is, or makes it of such."""
    if name in page.soft:
        return False
    if name in page.given or name in page.numbers or name.startswith((ONES, "Id·")):
        return True
    if name.endswith("·all"):  # an entry for each sample
        return page.batch is not None and page.batch in page.sizes.values
    if depth >= _DEEP:
        return False
    if (small := page.network.stack(name)) is not None:  # a row or a column for each sample
        return name in page.network.shapes and is_given(page, small, depth + 1)
    known = page.network.body(name)
    return known is not None and _is_given(page, without_diagonals(known.tree), depth + 1)


def _is_given(page: Page, tree: Expr, depth: int) -> bool:
    """Whether the shape of a tree is; of a sum, it is enough that one term of it has the shape of all."""
    if all(is_given(page, name, depth) for name in names_in(tree)):
        return True
    if isinstance(tree, Call) and tree.function == "D" and isinstance(variable := tree.args[1], Sym):
        shape = page.network.shapes.get(variable.name)  # by a number it is one, in any layout
        return shape is not None and shape.is_number and is_given(page, variable.name, depth)
    terms = tree.terms if isinstance(tree, Add) else (tree.left, tree.right) if isinstance(tree, Elementwise) else ()
    try:
        shapes = page.shapes()
        whole = shapes.shape(tree)
        return any(shapes.shape(each).rank == whole.rank and _is_given(page, each, depth) for each in terms)
    except (Misfit, NotFollowed, RecursionError):
        return False


def _does_not_fit(page: Page, sides: tuple[Expr, Expr]) -> bool:
    return isinstance(unsettled(page, sides), Misfit | Turned)
