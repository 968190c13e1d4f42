r"""Claims for one value of a label: "for $y_i = 1$ it is $\nabla L_i = (p_i - 1) x_i$", "if $t = -1$, ..."."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from backproof.answers.syntax import Entry, Expr, Mul, Num, Sym
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.statements import Statement


def value_of(page: Page, text: str) -> tuple[str, Num] | None:
    """The number of a sample, and the value that a condition gives it; None for any other condition."""
    sides = [page.read(each) for each in text.split("=")]
    match sides:
        case [Sym(name) | Entry(name, (Sym(),)) as left, value] if value is not None:
            pass
        case _:
            return None
    if isinstance(left, Entry) and left.indices[0].name not in page.network.samples:  # type: ignore[union-attr]
        return None
    shape = page.network.shapes.get(name)
    number = _number(value)
    if number is None or shape is None or not shape.is_number or name in page.numbers | page.network.samples:
        return None
    return name, number


def _number(tree: Expr) -> Num | None:
    match tree:
        case Num():
            return tree
        case Mul((Num(one), Num(other))):
            return Num(one * other)
        case _:
            return None


def values_in(page: Page, statement: Statement) -> dict[str, Num]:
    """The values that the words around a statement give to numbers of a sample."""
    found = (value_of(page, text) for text in statement.clause)
    return dict(each for each in found if each is not None)


@contextmanager
def at_values(page: Page, values: Mapping[str, Num]) -> Iterator[None]:
    """Inside, these names have these values, whatever the page says of them elsewhere."""
    bodies = page.network.bodies
    kept = dict(bodies)
    bodies.update({name: Body(name, (), value) for name, value in values.items()})
    try:
        yield
    finally:
        for name in values:
            if name in kept:
                bodies[name] = kept[name]
            else:
                bodies.pop(name, None)
