"""The ReLU, which has no slope at 0: what holds for every function with a slope holds for it wherever it has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    Call,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    children,
    map_expr,
    walk,
)
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, called
from backproof.documents.matrices.page import Page
from backproof.documents.mentions import named

KINKED = f"{ANY}relu"
ACTIVE = "active"  # in the place of an activation: every ReLU has a positive argument
INACTIVE = "inactive"  # or a negative one


def without_kinks(tree: Expr) -> Expr:
    """The tree with any function with a slope in the place of the ReLU."""
    return called({"relu": KINKED}, tree)


def of_arguments(page: Page, tree: Expr) -> Expr:
    """The tree where slopes of ReLUs are taken at their arguments: h = max(0, a) is positive where a is."""
    tree = map_expr(tree, lambda each: of_arguments(page, each))
    match tree:
        case Call(function, (Sym(name) | Entry(name, _) as at,)) if function == f"{KINKED}'":
            body = page.network.body(name)
            known = None if body is None else without_kinks(body.tree)
            if body is None or not isinstance(known, Call) or known.function != KINKED:
                return tree
            places = at.indices if isinstance(at, Entry) else ()
            if len(places) == len(body.indices):
                inside = replaced(known.args[0], dict(zip(body.indices, places, strict=True)))
                return Call(function, (inside,))
            if not body.indices and isinstance(known.args[0], Sym):
                return Call(function, (Entry(known.args[0].name, places),))
            return tree
        case _:
            return tree


def where_active(tree: Expr) -> Expr:
    """The tree where every ReLU has a positive argument: it is what stands inside, and has the slope 1."""
    tree = map_expr(tree, where_active)
    match tree:
        case Call(function, (inside,)) if function == KINKED:
            return inside
        case Call(function, _) if function == f"{KINKED}'":
            return ONE
        case _:
            return tree


def where_inactive(tree: Expr) -> Expr:
    """The tree where every ReLU has a negative argument: it is 0 there, and so is its slope."""
    tree = map_expr(tree, where_inactive)
    return ZERO if isinstance(tree, Call) and tree.function.rstrip("'") == KINKED else tree


def without_dead_ways(tree: Expr, before: Mapping[str, Definition], after: Mapping[str, Definition]) -> Expr:
    """The tree where a derivative is 0 by what its value does not depend on any more: all ways led through ReLUs."""
    tree = map_expr(tree, lambda each: without_dead_ways(each, before, after))
    match tree:
        case Call("D", (value, variable)) if (name := named(variable)) is not None:
            return ZERO if name in _behind(value, before) - _behind(value, after) else tree
        case _:
            return tree


def _behind(tree: Expr, definitions: Mapping[str, Definition]) -> set[str]:
    """The names on which a tree rests."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        names = {name for node in walk(waiting.pop()) if (name := named(node)) is not None} - found
        found |= names
        waiting += [definitions[name].body for name in names if name in definitions]
    return found


def may_be_inactive(inside: Iterable[Expr], sides: tuple[Expr, Expr], definitions: Mapping[str, Definition]) -> bool:
    """Whether the arguments of ReLUs may all be negative, whatever the values of all else.

    So it is where each of them has a bias: a number that stands nowhere else, but in derivatives by it.
    sides, definitions: without the ReLUs.
    """
    names = {named(each) for each in inside}
    free: set[str] = set()
    for name in names:
        known = None if name is None else definitions.get(name)
        body = None if known is None else known.body
        terms = body.terms if isinstance(body, Add) else ()
        alone = [each for term in terms if (each := named(term)) is not None and each not in definitions]
        if name is None or (body is not None and not alone):
            return False
        free |= {alone[-1], name} if alone else {name}
    others = [each.body for known, each in definitions.items() if known not in names]
    used = {each for tree in (*sides, *others) for each in _valued(tree)}
    return bool(names) and free.isdisjoint(used)


def _valued(tree: Expr) -> Iterable[str]:
    """The names of a tree but those by which it differentiates: their values count."""
    if (name := named(tree)) is not None:
        yield name
    inner = tree.args[:1] if isinstance(tree, Call) and tree.function == "D" else children(tree)
    for each in inner:
        yield from _valued(each)


def is_positive(tree: Expr) -> bool:
    """Whether a tree is positive for positive names: it has no difference, and no function but positive ones."""
    match tree:
        case Num(value):
            return value > 0
        case Sym() | Entry():
            return True
        case Add(parts) | Mul(parts):
            return all(map(is_positive, parts))
        case Div(over, under):
            return is_positive(over) and is_positive(under)
        case Fold("sum", _, _, _, _, body):
            return is_positive(body)
        case Call("exp" | "sigmoid", _):
            return True
        case Call(function, (inside,)):
            return function in (KINKED, "tanh", "softplus") and is_positive(inside)
        case _:
            return False


def arguments(tree: Expr) -> Iterable[Expr]:
    """What stands inside of every ReLU, and of its slope."""
    for node in walk(tree):
        if isinstance(node, Call) and node.function.rstrip("'") == KINKED:
            yield node.args[0]
