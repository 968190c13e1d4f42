r"""Arrays that are others transposed: \tilde W = W^T, and \tilde Z = \tilde W \tilde X + b 1^T, which is Z^T then.

A page that shows its network in rows and in columns makes its loss of one of them; the gradient by \tilde Z is that by
Z, transposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from backproof.answers.syntax import Call, Expr, Sym, Transpose, map_expr, walk
from backproof.documents.matrices.names import names_in
from backproof.documents.matrices.page import Page

_ACCENT = re.compile(r"(?<=[A-Za-z])(?:tilde|hat|bar)(?=\^\(|$)")
Sides = tuple[Expr, Expr]


def with_twins(page: Page, sides: Sides, holds: Callable[[Expr, Expr], bool]) -> Sides:
    """Both sides without arrays by which a loss is differentiated that is made of what they are transposed.

    holds: whether an equation is proved by what the page says.
    """
    twins: dict[str, str] = {}
    for node in (node for side in sides for node in walk(side)):
        match node:
            case Call("D", (Sym(loss), Sym(name))) if name not in twins and loss in page.network.bodies:
                reach = page.network.reach(loss)
                other = None if name in reach else _twin(page, name, holds)
                if other is not None and other in reach:
                    twins[name] = other
            case _:
                pass
    if not twins:
        return sides
    for name in {each for side in sides for each in names_in(side)} - twins.keys():
        if _ACCENT.search(name) and (other := _twin(page, name, holds)) is not None:
            twins[name] = other
    return _turned(sides[0], twins), _turned(sides[1], twins)


def _twin(page: Page, name: str, holds: Callable[[Expr, Expr], bool]) -> str | None:
    """W for \\tilde W; None where the page does not say that it is W transposed, and it does not follow."""
    bodies = page.network.bodies
    known = bodies.get(name)
    match known.tree if known is not None and not known.indices else None:
        case Transpose(Sym(other)):
            return other
        case None:
            return next((each for each, body in bodies.items() if body.tree == Transpose(Sym(name))), None)
        case _:
            other = _ACCENT.sub("", name)
            is_own = other != name and other in bodies
            return other if is_own and holds(Sym(name), Transpose(Sym(other))) else None


def _turned(tree: Expr, twins: dict[str, str]) -> Expr:
    match tree:
        case Sym(name) if name in twins:
            return Transpose(Sym(twins[name]))
        case Call("D", (loss, Sym(name))) if name in twins:
            return Transpose(Call("D", (loss, Sym(twins[name]))))
        case Transpose(inside):
            found = _turned(inside, twins)
            return found.array if isinstance(found, Transpose) else Transpose(found)
        case _:
            return map_expr(tree, lambda each: _turned(each, twins))
