r"""Declared shapes that do not fit the equations of a section: w \in R^{1 x H}, but z = A w with A in R^{N x H}.

A declaration is to blame if every equation fits once it is turned, and no gradient speaks for it as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from backproof.answers.syntax import Add, Call, Expr, Mul, Num, Sym, walk
from backproof.documents.matrices.all_samples import of_all_samples
from backproof.documents.matrices.fitting import settle
from backproof.documents.matrices.names import base, label, names_in
from backproof.documents.matrices.network import LOSSES, PARAMETERS, at_layer
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import NUMBER, Shape
from backproof.documents.matrices.sizes import Misfit, NotFollowed
from backproof.documents.matrices.spaces import declared_names
from backproof.documents.statements import Statement

Equation = tuple[Expr, Expr]
_GRADIENTS = frozenset(("delta", "Delta"))
_BY_D = re.compile(r"d[A-Za-z]")  # dA, of dA_1 = dZ_2 W_2^T
_RESULT = re.compile(  # what words call a Hessian is to be checked, as a gradient is
    r"\b(?:Hessian|Jacobian|[Gg]radient|Hesse-?[Mm]atri\w+)\b[^.$]{0,60}\${1,2}\s*"
    r"(?:\\(?:mathbf|boldsymbol|bm|mathcal)\s*\{?\s*)?(?P<name>[A-Za-z])(?![A-Za-z])"
)


def blame(page: Page, found: Iterable[Statement]) -> dict[str, Shape]:
    """The names of the one declaration that does not fit the equations, and the shapes that do; none if all fit."""
    found = list(found)
    equations = list(_equations(page, found))
    results = {found["name"] for found in _RESULT.finditer(page.text)}
    forward = [
        each
        for each in equations
        if isinstance(each[0], Sym) and base(each[0].name) not in results and not is_backward(each, page.given)
    ]
    if not forward or _fits(page, forward):
        return {}
    defined = {left.name for left, _ in forward if isinstance(left, Sym)}
    changes: list[tuple[str, Shape]] = []
    named = page.given & set(_names(forward))
    layered = {name for name in named if base(name) in PARAMETERS and (label(name) or "").isdigit()}
    layers_fit = _fits(page, [each for each in forward if not _is_by_d(each)])
    for name in sorted((named & page.fixed) | layered):
        if layers_fit and not _BY_D.fullmatch(base(name)):
            continue  # dA_1 = dZ_2 W_2 may be wrong itself
        shape = page.network.shapes[name]
        if name in defined and (seen := _without(page, forward, name)) is not None:
            changes.append((name, seen))
        elif shape.rank and _fits(page, forward, {name: shape.turned}):
            changes.append((name, shape.turned))
        elif name in layered and (seen := _without(page, forward, name)) is not None and _is_written(page, seen):
            changes.append((name, seen))
    change = dict(changes) if len(changes) == 1 else {}
    if not changes and not layers_fit:
        together = [turned for turned in _declared_together(page, found) if _fits(page, forward, turned)]
        change = together[0] if len(together) == 1 else {}
    if not change:
        return {}
    if not all(page.network.shapes[name].rank for name in change):
        return change  # y in R, where the n of R^n is forgotten
    rest = [each for each in equations if each not in forward]
    about = [each for each in rest if change.keys() & set(_names([each]))]
    others = [each for each in rest if each not in about and isinstance(each[0], Sym)]
    untouched = [each for each in forward if not change.keys() & set(_names([each]))]  # these fit as it is declared
    as_declared = [_fits(page, [*untouched, *others, each]) for each in about]
    as_changed = [_fits(page, [*forward, *others, each], change) for each in about]
    if any(one and not other for one, other in zip(as_declared, as_changed, strict=True)):
        return {}
    speaks_for_it = any(other and not one for one, other in zip(as_declared, as_changed, strict=True))
    kept = {left.name for left, right in forward if isinstance(left, Sym) and _keeps(page, right)}
    if speaks_for_it or not change.keys() <= defined or change.keys() <= kept:
        return change
    return {}  # the equation itself may be wrong


def _declared_together(page: Page, found: Iterable[Statement]) -> Iterator[dict[str, Shape]]:
    r"""The turned shapes of names that one declaration gives the same shape: Z, P \in R^{10 x m}."""
    for statement in found:
        if statement.relations[-1:] == ("in",) and not statement.claimed:
            names = [each.name for each in declared_names(page, statement) if isinstance(each, Sym)]
            if len(names) > 1 and page.given >= set(names) <= page.fixed:
                yield {name: page.network.shapes[name].turned for name in names}


def _keeps(page: Page, right: Expr) -> bool:
    """Whether no slip in an equation could make its shape another, as that of P = softmax(Z) is that of Z.

    Nor could one in A W + b, where the shape of b is declared, too: both terms would have to be wrong.
    """
    match right:
        case Call("softmax" | "sigmoid" | "tanh" | "relu", (Sym(),)) | Call("max", (Num(), Sym())):
            return True
        case Add((Mul(), Sym(bias))) if bias in page.given & page.fixed:
            return all(name in page.given for name in names_in(right))
        case _:
            return False


def _is_by_d(equation: Equation) -> bool:
    """Whether an equation is about gradients that a d names."""
    return any(_BY_D.fullmatch(base(name)) for name in _names([equation]))


def _names(equations: list[Equation]) -> list[str]:
    return [name for each in equations for side in each for name in names_in(side)]


def is_backward(equation: Equation, given: set[str]) -> bool:
    """Whether an equation is about a gradient: what a page says there is what is to be checked.

    Of a delta whose shape is declared, too, one of both is wrong.
    """
    left = equation[0]
    if any(map(_is_derived, equation)):
        return True
    letters = {base(name) for side in equation for name in names_in(side)}
    own = {base(left.name)} if isinstance(left, Sym) and left.name in given else set()
    own -= {base(name) for name in names_in(equation[1])}
    return bool({each for each in letters - own if each in _GRADIENTS or each.endswith("bar")})


def _without(page: Page, equations: list[Equation], name: str) -> Shape | None:
    """The shape that the equations make of a name, whatever was declared of it; None if they do not fit even so."""
    with page.trial():
        del page.network.shapes[name]
        if not _settled(page, equations) or name not in page.network.shapes or name in page.soft:
            return None
        shape = page.network.shapes[name]
        return Shape(*(page.sizes.known(page.sizes.value(each) or "?") for each in (shape.rows, shape.columns)))


def _equations(page: Page, found: Iterable[Statement]) -> Iterator[Equation]:
    """The equations of a section whose two sides can be read."""
    for statement in found:
        for (one, other), relation in zip(pairwise(statement.sides), statement.relations, strict=True):
            left, right = page.read(one.latex), page.read(other.latex)
            if relation in ("=", ":=") and left is not None and right is not None:
                yield left, right
                yield from _of_layers(page, left, right)


def _of_layers(page: Page, left: Expr, right: Expr) -> Iterator[Equation]:
    """An equation of a layer l, for every layer of which the page writes a shape."""
    names = {name for side in (left, right) for name in names_in(side)}
    if "l" not in {label(name) for name in names} or any(map(_is_derived, (left, right))):
        return
    for layer in sorted({int(found) for name in page.given if (found := label(name) or "").isdigit()} - {0}):
        yield at_layer(left, str(layer)), at_layer(right, str(layer))


def _is_written(page: Page, shape: Shape) -> bool:
    """Whether both sizes of a shape are known."""
    return all(page.sizes.value(each) not in (None, "?") for each in (shape.rows, shape.columns))


def _is_derived(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))


def _fits(page: Page, equations: list[Equation], instead: Mapping[str, Shape] = MappingProxyType({})) -> bool:
    """Whether no equation has shapes that do not fit, perhaps with other shapes for some names."""
    with page.trial():
        page.network.shapes.update(instead)
        return _settled(page, equations)


def _settled(page: Page, equations: list[Equation]) -> bool:
    """Whether no equation has shapes that do not fit; the page learns the shapes."""
    for equation in equations:
        left, right = of_all_samples(page, equation)
        if isinstance(left, Sym) and (left.name in page.numbers or base(left.name) in LOSSES):
            page.network.shapes.setdefault(left.name, NUMBER)
        try:
            shapes = settle(page, (right,) if _is_new(page, left) else (left, right))
            page.keep(shapes)
            if isinstance(left, Sym):
                page.network.shapes.setdefault(left.name, shapes.shape(right))
        except Misfit:
            return False
        except (NotFollowed, RecursionError):
            continue
    return True


def _is_new(page: Page, left: Expr) -> bool:
    return isinstance(left, Sym) and left.name not in page.network.shapes
