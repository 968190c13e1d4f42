"""What a tree mentions: names, indices, labels of classes, and what definitions rest on."""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import (
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Sym,
    Truth,
    sides,
    walk,
)
from backproof.documents.environment import Definition, Environment

BOUND = "°"  # what the name of a variable of integration begins with


def named(node: Expr) -> str | None:
    """The name of a symbol or of the family of an entry; a variable of integration stands for nothing outside."""
    match node:
        case Sym(name) if name.startswith(BOUND):
            return None
        case Sym(name) | Entry(name, _):
            return name
        case _:
            return None


def reach(name: str, env: Environment, without: str = "") -> frozenset[str]:
    """Every name on which a definition rests; `without` leaves out what is only reached through that one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        definition = env.definitions.get(waiting.pop())
        for node in walk(definition.body) if definition is not None else ():
            each = named(node)
            if each is not None and each not in found and each != without:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def mentioned(trees: Iterable[Expr], env: Environment) -> frozenset[str]:
    """The names in a statement and in the definitions on which it rests."""
    names = frozenset(name for tree in trees for node in walk(tree) if (name := named(node)))
    return names.union(*(reach(name, env) for name in names))


def behind(trees: Iterable[Expr], env: Environment) -> tuple[Expr, ...]:
    """The trees of a statement and the bodies of the definitions on which it rests."""
    trees = tuple(trees)
    return (*trees, *(env.definitions[name].body for name in sorted(mentioned(trees, env)) if name in env.definitions))


def differentiated(trees: Iterable[Expr], env: Environment) -> frozenset[str]:
    """The names by which a statement differentiates, in the definitions on which it rests too."""
    found: set[str] = set()
    waiting, seen = list(trees), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Call) and node.function == "D" and (name := named(node.args[1])):
                found.add(name)
            each = named(node)
            if each is not None and each in env.definitions and each not in seen:
                seen.add(each)
                waiting.append(env.definitions[each].body)
    return frozenset(found)


def free_indices(expr: Expr) -> frozenset[str]:
    """The indices that no sum binds."""
    bound = {node.var for node in walk(expr) if isinstance(node, Fold)}
    found: set[str] = set()
    for node in walk(expr):
        match node:
            case Entry(_, indices):
                found |= {each.name for each in indices if isinstance(each, Sym)}
            case Call("kronecker", args):
                found |= {each.name for each in args if isinstance(each, Sym)}
            case Truth(condition):
                found |= {each.name for each in sides(condition) if isinstance(each, Sym)}
            case Cases(branches, _):
                found |= {each.name for cond, _ in branches for each in sides(cond) if isinstance(each, Sym)}
            case _:
                pass
    return frozenset(found - bound)


def label_index(cond: Cond) -> str | None:
    """The index of the sample in y_i = c, a comparison of a label with a class."""
    match cond:
        case Compare(("=" | "!="), Entry(_, (Sym(index),)), Sym()) | Compare(
            ("=" | "!="), Sym(), Entry(_, (Sym(index),))
        ):
            return index
        case _:
            return None


def classes_in(definition: Definition) -> frozenset[str]:
    """The indices in a definition that are not its own: c, of L = -log p_c."""
    return free_indices(definition.body) - set(definition.indices)


def labels(exprs: Iterable[Expr], conditions: Iterable[Cond]) -> frozenset[str]:
    """Names that stand for a class: compared with an index, or the class of a one-hot vector."""
    found: set[str] = set()
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Call("onehot", (Sym(name),)):
                    found.add(name)
                case Truth(condition):
                    found |= {each.name for each in sides(condition) if isinstance(each, Sym)}
                case Cases(branches, _):
                    found |= {each.name for cond, _ in branches for each in sides(cond) if isinstance(each, Sym)}
                case _:
                    pass
    found |= {each.name for cond in conditions for each in sides(cond) if isinstance(each, Sym)}
    return frozenset(found)


def labels_behind(expr: Expr, env: Environment) -> frozenset[str]:
    """The classes that the definitions of a side speak of, such as y in a loss."""
    names = {name for node in walk(expr) if (name := named(node))}
    names |= {each for name in names for each in reach(name, env)}
    return frozenset(
        label
        for name in names
        if (definition := env.definitions.get(name)) is not None
        for label in labels((definition.body,), ()).union(classes_in(definition))
        - set(definition.indices)
        - {node.var for node in walk(definition.body) if isinstance(node, Fold)}
    )


def bound_names(env: Environment) -> frozenset[str]:
    """Indices of the definitions of the page."""
    return frozenset(
        name
        for definition in env.definitions.values()
        for name in (
            *definition.indices,
            *(node.var for node in walk(definition.body) if isinstance(node, Fold)),
            *free_indices(definition.body),
        )
    )


def entry_inside(call: Call) -> Entry | None:
    """The entry of which a call is a function, beside numbers: a_j, of max(0, a_j); None where there is more."""
    inside = [each for each in call.args if not isinstance(each, Num)]
    return inside[0] if len(inside) == 1 and isinstance(inside[0], Entry) else None


def is_moment(expr: Expr) -> bool:
    """Whether an expression is E or Var of a bare name."""
    return isinstance(expr, Call) and expr.function in ("E", "Var") and isinstance(expr.args[0], Sym | Entry)
