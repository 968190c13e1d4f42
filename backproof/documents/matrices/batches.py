r"""A batch in capital letters after one sample in small ones: Z^(l) = W^(l) A^(l-1) + b^(l) 1^T after z^(l) = W a + b.

Where the equation holds for matrices made of the samples of z, a and b, it says no more than that: Z is made of z.
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Call, Expr, Sym
from backproof.documents.matrices.fitting import see_derived
from backproof.documents.matrices.judging import Judge
from backproof.documents.matrices.names import base, names_in, shown
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import Size
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample


def of_samples(judge: Judge, left: Expr, right: Expr) -> Outcome | None:
    """What is said of the first equation of a matrix, where the page says what one of its samples is.

    Of a gradient it is a claim; any other name may have a meaning of its own: None, unless it is made of the samples.
    """
    page = judge.page
    if not isinstance(left, Sym) or left.name in page.network.bodies or left.name in set(names_in(right)):
        return None
    small = page.network.stack(left.name)
    body = None if small is None else page.network.body(small)
    if small is None or body is None or body.indices:
        return None
    found = judge.judge(left, "=", right)
    if found is None or found.verdict not in ("proved", "refuted"):
        return None
    is_gradient = base(left.name) == "Delta" and isinstance(body.tree, Call) and body.tree.function == "D"
    if found.verdict == "proved":
        return found if is_gradient else Outcome("definition", f"it is made of the samples of {base(small)}")
    if not is_gradient:
        return None
    return _of_mean(judge, left, body, right) or found


def _of_mean(judge: Judge, left: Sym, body: Body, right: Expr) -> Outcome | None:
    """Delta = 1/N (P - Y): the gradient of the mean loss, and not that of the loss of each sample."""
    network = judge.page.network
    assert isinstance(body.tree, Call)
    loss, by = body.tree.args
    if not isinstance(by, Sym) or not isinstance(loss, Sym):
        return None
    mean = next((each for each, single in network.means.items() if single == loss.name), None)
    whole = by.name[:1].upper() + by.name[1:]
    if mean is None or network.stack(whole) != by.name:
        return None
    gradient = Call("D", (Sym(mean), Sym(whole)))
    found = judge.judge(gradient, "=", right)
    if found is None or found.verdict != "proved":
        return None
    network.bodies[left.name] = Body(left.name, (), gradient)
    return found


def shape_of_batch(page: Page, name: str) -> Shape | None:
    """The shape of a matrix that is made of the samples of what the page defines; None for any other."""
    small = page.network.stack(name)
    if small is None or page.network.body(small) is None or page.batch is None or page.rows_are_samples is None:
        return None
    see_derived(page, Sym(small))
    known = page.network.shapes.get(small)
    if known is None or known.rank != 1 or small in page.soft:
        return None
    size, batch = known.rows if known.is_column else known.columns, page.sizes.known(page.batch)
    return Shape(batch, size) if page.rows_are_samples else Shape(size, batch)


def said_of_batch(page: Page, name: str, declared: Shape, shape: Shape) -> Outcome:
    """What is true of a shape that is written of a matrix of samples."""
    shapes = page.shapes()
    said, seen = shapes.words(declared), shapes.words(shape)
    pairs = ((shape.rows, declared.rows), (shape.columns, declared.columns))
    if all(shapes.sizes.same(one, other) for one, other in pairs):
        page.give(name, declared, True)
        return Outcome("proved", f"the shapes fit: it is {seen}")
    if all(shapes.sizes.may_agree(one, other) and not _is_other_size(page, one, other) for one, other in pairs):
        page.give(name, declared, True)
        return Outcome("definition", f"the shape of {shown(name)} is given here")
    page.give(name, shape, True)
    return Outcome("refuted", f"it is {seen}, not {said}", Counterexample((), seen, said, "="), correction=seen)


def _is_other_size(page: Page, known: Size, declared: Size) -> bool:
    """Whether the size of something else is declared where the number of samples is."""
    return page.sizes.value(known) == page.batch and _is_batch_of(page, declared)


def _is_batch_of(page: Page, size: Size) -> bool:
    """Whether a number is the size of something else on a page that has a letter for the number of samples."""
    assert page.batch is not None
    value = page.sizes.value(size)
    if (
        value is None
        or not value.isdigit()
        or re.search(rf"\b{page.batch}\s*=\s*{value}\b|\bbatch[^.$]{{0,30}}\b{value}\b", page.text, re.IGNORECASE)
    ):
        return False
    axes = (
        each
        for shape in page.network.shapes.values()
        for each in ((shape.rows, shape.columns), (shape.columns, shape.rows))
    )
    return any(page.sizes.same(one, size) and page.sizes.value(other) == page.batch for one, other in axes)
