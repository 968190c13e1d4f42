"""The ReLU, which has no slope at 0: what holds for every function with a slope holds for it wherever it has one."""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import ONE, Add, Call, Div, Entry, Expr, Fold, Mul, Num, Sym, map_expr, walk
from backproof.documents.declarations import ANY
from backproof.documents.environment import called

KINKED = f"{ANY}relu"
ACTIVE = "active"  # in the place of an activation: every ReLU has a positive argument


def without_kinks(tree: Expr) -> Expr:
    """The tree with any function with a slope in the place of the ReLU."""
    return called({"relu": KINKED}, tree)


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
