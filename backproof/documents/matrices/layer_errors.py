r"""Errors that are passed backwards: \delta^{(1)} = (W^{(2)})^T \delta^{(2)} \odot \sigma'(z^{(1)}).

A delta that is made of the one above can only be a gradient of its layer.  So the equation is no mere definition:
whatever the loss is, \delta^{(1)} = (\partial z^{(2)} / \partial z^{(1)})^T \delta^{(2)}, or the same with outputs a.
So are its entries, \delta_k^{(1)} = w_k^{(2)} \delta^{(2)} \sigma'(z_k^{(1)}).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from backproof.answers.syntax import Call, Entry, Expr, Mul, Part, Sym, Transpose, walk
from backproof.documents.matrices.fitting import settle
from backproof.documents.matrices.names import base, index_letters, label, names_in, shifted, shown, with_label
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import Misfit, NotFollowed
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

_ERRORS = frozenset(("delta", "Delta"))


def passed_backward(page: Page, left: Expr, right: Expr) -> Iterator[tuple[Expr, bool]]:
    """What the error on the left may be by the chain rule; nothing for anything but an error made of the one above.

    Beside it: whether both errors are gradients by the same letter, z or a, as errors of two layers should be.
    """
    name = left.name if isinstance(left, Sym) else left.family if isinstance(left, Entry) else ""
    if base(name) not in _ERRORS or (layer := label(name)) is None:
        return
    above = shifted("l+1", layer)
    error = with_label(name, above)
    if error not in names_in(right) or name in names_in(right):
        return
    letters = sorted({base(name) for name in page.network.bodies} - _ERRORS)
    inner, outer = (
        [name for letter in letters if _is_made_of_layers(page, name := with_label(letter, each))]
        for each in (layer, above)
    )
    shape = next((found for name in outer if (found := _shape(page, name)) is not None), None)
    if error not in page.network.shapes and shape is not None:
        page.give(error, shape, False)
    pairs = sorted(product(outer, inner), key=lambda pair: base(pair[0]) != base(pair[1]))
    if shape is not None and any(base(one) == base(other) for one, other in pairs):
        for one, other in pairs:
            slope = Call("D", (Sym(one), Sym(other)))
            of_number = (known := _shape(page, one)) is not None and known.is_number  # its gradient is a column
            passed = Mul((slope if of_number else Transpose(slope), Sym(error)))
            yield Part(passed, left.indices) if isinstance(left, Entry) else passed, base(one) == base(other)


def errors_above(left: Expr, right: Expr) -> list[str]:
    """The errors of which one of the layer below is made: it is passed on alike, whatever they are."""
    own = left.name if isinstance(left, Sym) else left.family if isinstance(left, Entry) else ""
    return [name for name in names_in(right) if base(name) in _ERRORS and name != own]


def at_output(page: Page, left: Expr, right: Expr) -> Expr | None:
    r"""The gradient that an error is which is made of the gradient by an output: \delta = \nabla_p L \odot \sigma'(z).

    If p is made of z alone, it can only be that by z.  None for anything else.
    """
    if not isinstance(left, Sym) or base(left.name) not in _ERRORS or _is_derivative(right):
        return None
    for node in walk(right):
        match node:
            case Call("D", (loss, Sym(output))):
                inner = _made_of(page, output)
                if inner is not None and (label(inner) is None or label(left.name) in (None, label(inner))):
                    return Call("D", (loss, Sym(inner)))
            case _:
                pass
    return None


def of_other_length(page: Page, left: Expr, right: Expr) -> Outcome | None:
    r"""What is wrong with an error made of the one above by a product that cannot be formed, W^{(2)} \delta^{(2)}.

    The matrix has the shape that is declared, and the error the length of what it is the gradient by.
    """
    name = left.name if isinstance(left, Sym) else ""
    if base(name) not in _ERRORS or (layer := label(name)) is None:
        return None
    error = Sym(with_label(name, shifted("l+1", layer)))
    for node in (each for each in walk(right) if isinstance(each, Mul)):
        for one, other in pairwise(node.factors):
            matrix = one.array if isinstance(one, Transpose) else one
            if other != error or not isinstance(matrix, Sym) or matrix.name not in page.given:
                continue
            declared, vector = page.network.shapes[matrix.name], page.network.shapes.get(error.name)
            if vector is None or vector.rank != 1 or not declared.is_matrix:
                continue
            inner = declared.rows if isinstance(one, Transpose) else declared.columns
            entries = vector.rows if vector.is_column else vector.columns
            if not page.sizes.may_agree(inner, entries):
                words = f"{shown(matrix.name)}{'^T' if matrix != one else ''} has {page.sizes.shown(inner)} columns"
                length = f"{shown(error.name)} has {page.sizes.shown(entries)} entries"
                example = Counterexample((), words, length, "=")
                return Outcome("refuted", f"the shapes do not fit: {words}, {length}", example, is_about_shapes=True)
    return None


def _made_of(page: Page, output: str) -> str | None:
    r"""The array of which alone an output is made: z of p = softmax(z), or of p_c = e^{z_c} / \sum_k e^{z_k}."""
    body = page.network.body(output)
    if body is None:
        return None
    if not body.indices:
        inner = body.tree.args[0] if isinstance(body.tree, Call) else None
        return inner.name if isinstance(inner, Sym) else None
    families = {node.family for node in walk(body.tree) if isinstance(node, Entry)}
    others = set(names_in(body.tree)) - index_letters((body.tree,)) - page.numbers
    return min(families) if len(families) == 1 and others == families else None


def _is_made_of_layers(page: Page, name: str) -> bool:
    """Whether a name is a weighted input or an output of a layer, and no gradient: z^(1) = W^(1) x + b^(1)."""
    body = page.network.body(name)
    return body is not None and not body.indices and not any(map(_is_derivative, walk(body.tree)))


def _is_derivative(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "D"


def _shape(page: Page, name: str) -> Shape | None:
    """The shape of a weighted input, of which the page may have said what it is in any layer."""
    known, body = page.network.shapes.get(name), page.network.body(name)
    if known is not None or body is None:
        return known
    try:
        shapes = settle(page, (body.tree,))
        page.keep(shapes)
        return shapes.shape(body.tree)
    except (Misfit, NotFollowed, RecursionError):
        return None
