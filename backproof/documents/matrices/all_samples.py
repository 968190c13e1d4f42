r"""Numbers of a sample, and the vectors of all of them: yhat_n, and yhat beside a matrix of samples.

$\hat y \in \mathbb{R}^{1 \times N}$, where $\hat y = \sigma(z)$ is said of one sample, is a row of all samples.
"""

from __future__ import annotations

from backproof.answers.syntax import Call, Expr, Fold, Sym, map_expr, walk
from backproof.documents.matrices.names import index_letters, names_in
from backproof.documents.matrices.network import PARAMETERS, shape_by_letter
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import has_all_samples
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import ONE

ALL = "·all"


def declare_all(page: Page, name: str, shape: Shape, fixed: bool) -> bool:
    """Whether `name \\in R^N` is said of the numbers of all samples; this shape is kept for them then."""
    sizes = [page.sizes.value(each) for each in (shape.rows, shape.columns)]
    if shape.rank != 1 or page.batch is None or page.batch not in sizes or name not in page.counted:
        return False
    page.network.shapes[name + ALL] = shape
    if fixed:
        page.fixed.add(name + ALL)
    return True


def of_all_samples(page: Page, trees: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    """yhat beside a matrix of samples, where the page says what yhat_n is: the vector of all of them."""
    declared = {name.removesuffix(ALL) for name in page.network.shapes if name.endswith(ALL)}
    bare = page.sample_numbers() | declared
    bare &= {node.name for tree in trees for node in walk(tree) if isinstance(node, Sym)}
    bare -= index_letters(trees) | page.network.of_all  # these are such vectors themselves
    if page.batch is None or not bare or not any(_is_of_all(page, name) for tree in trees for name in names_in(tree)):
        return trees
    if any(node for tree in trees for node in walk(tree) if isinstance(node, Call | Fold) and _names_one(node, bare)):
        return trees
    known = next((shape for name, shape in page.network.shapes.items() if name.endswith(ALL)), None)
    for name in bare:
        if f"{name}{ALL}" not in page.network.shapes:
            made = page.network.shapes[name] if has_all_samples(page, name) else None  # p of s = F v, where F has rows
            page.network.shapes[f"{name}{ALL}"] = known or made or Shape(page.sizes.known(page.batch), ONE)
            if known is None and made is None:
                page.soft.add(f"{name}{ALL}")  # the page may write them as a row

    def put(tree: Expr) -> Expr:
        if isinstance(tree, Sym) and tree.name in bare:
            return Sym(f"{tree.name}{ALL}")
        return map_expr(tree, put)

    return put(trees[0]), put(trees[1])


def _names_one(node: Call | Fold, bare: frozenset[str]) -> bool:
    """Whether a derivative is by a number of one sample."""
    return (
        isinstance(node, Call)
        and node.function == "D"
        and any(isinstance(each, Sym) and each.name in bare for each in node.args)
    )


def _is_of_all(page: Page, name: str) -> bool:
    """Whether a name is of all samples: a column of ones, an array of their size, or a matrix that is no parameter."""
    if name.startswith("ones"):
        return True
    if name in page.network.shapes:
        shape = page.network.shapes[name]
        return has_all_samples(page, name) or (shape.is_matrix and name[:1] not in PARAMETERS)
    return name[:1] not in PARAMETERS and shape_by_letter(name, page.numbers) == "matrix"


def without_diagonals(tree: Expr) -> Expr:
    """A tree without the numbers of all samples on a diagonal, which is the same for a row and for a column of them."""
    match tree:
        case Call("diag", (inside,)):
            return Call("diag", tuple(Sym(name) for name in names_in(inside) if not name.endswith(ALL)))
        case _:
            return map_expr(tree, without_diagonals)
