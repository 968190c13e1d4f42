"""Statements and definitions about whole arrays, opened entry by entry."""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.syntax import (
    Call,
    Cond,
    Entry,
    Expr,
    Mul,
    Num,
    Sym,
    Transpose,
    map_expr,
    walk,
)
from backproof.documents.arrays import Entries, Shapeless, rank_of, with_arrays
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import labels, named


def opened(left: Expr, right: Expr, env: Environment, conditions: tuple[Cond, ...] = ()) -> tuple[Expr, Expr]:
    """Both sides for one sample and one entry.  Raises Shapeless."""
    other = {name: entry for name, entry in other_names(env).items() if _is_bare(name, (left, right))}
    left, right = _renamed(left, other), _renamed(right, other)
    classes = labels((left, right), conditions)
    fixed = (
        frozenset(name for name, definition in env.definitions.items() if not definition.indices)
        | env.laws.keys()
        | env.positive
    )
    known = {**_as_a_whole((left, right), env), **env.arrays}
    known |= {entry: known[name] for name, entry in other.items() if name in known}
    arrays = {name: rank for name, rank in known.items() if name not in classes}
    ranks = with_arrays((left, right), arrays, fixed | classes, env.rows)
    entries = Entries(ranks, env.rows)
    kinds = entries.kind(left), entries.kind(right)
    rank = max(map(rank_of, kinds))
    for kind, side in zip(kinds, (left, right), strict=True):
        if kind == "number" and rank and not isinstance(side, Num):
            raise Shapeless("one side is an array, the other a number")
    if (rank == 2 and "column" in kinds) or (rank == 2 and "row" in kinds):
        raise Shapeless("one side is a matrix, the other a vector")
    used = {each.name for side in (left, right) for each in walk(side) if isinstance(each, Sym)}
    letters = [each for each in ("i", "j", "r", "s", "p1", "p2") if each not in used]
    at = tuple(Sym(letters[n]) for n in range(rank))
    return entries.entry(left, at) if rank else entries.number(left), (
        entries.entry(right, at) if rank else entries.number(right)
    )


def other_names(env: Environment) -> dict[str, str]:
    """Matrices that have the entries of another family, and that family: w, of W with the entries w_ji."""
    found = {
        name: each.body.family
        for name, each in env.definitions.items()
        if len(each.indices) == 2
        and isinstance(each.body, Entry)
        and each.body.indices == tuple(map(Sym, each.indices))
        and each.body.family not in env.definitions
    }
    entries = [node for each in env.definitions.values() for node in walk(each.body) if isinstance(node, Entry)]
    used = {each.family for each in entries if len(each.indices) == 2} - env.definitions.keys()
    for name, sizes in env.spaces.items():
        if (
            len(sizes) == 2
            and name not in env.definitions
            and name not in used
            and name.lower() in used - env.spaces.keys()
        ):
            found.setdefault(name, name.lower())
    return found


def _renamed(expr: Expr, other: dict[str, str]) -> Expr:
    """The expression with the family in the place of the matrix: what is differentiated by W depends on the w_ji."""
    match expr:
        case Sym(name) if name in other:
            return Sym(other[name])
        case Entry(name, indices) if name in other:
            return Entry(other[name], indices)
        case _:
            return map_expr(expr, lambda each: _renamed(each, other))


def _is_bare(name: str, sides: tuple[Expr, Expr]) -> bool:
    return any(node == Sym(name) for side in sides for node in walk(side))


def _as_a_whole(sides: tuple[Expr, Expr], env: Environment) -> dict[str, int]:
    r"""Names that are defined entry by entry and stand here as a whole: a of \nabla_a L, g of W^T g and of g x^T."""
    names: set[str] = set()
    for node in (node for side in sides for node in walk(side)):
        match node:
            case Call("D", (_, Sym(name))):
                names.add(name)
            case Mul(factors) if any(isinstance(each, Transpose) or _is_matrix(each, env) for each in factors):
                arrays = [each.array if isinstance(each, Transpose) else each for each in factors]
                names |= {each.name for each in arrays if isinstance(each, Sym)}
            case _:
                pass
    return {name: rank for name in names & env.definitions.keys() if (rank := len(env.definitions[name].indices))}


def _is_matrix(factor: Expr, env: Environment) -> bool:
    return isinstance(factor, Sym) and env.arrays.get(factor.name) == 2


def array_definition(name: str, body: Expr, env: Environment, indices: tuple[str, ...] = ()) -> tuple[Definition, int]:
    """The definition of a name that may be an array: entry by entry.  Raises Shapeless."""
    classes = labels((body,), ())
    arrays = {each: rank for each, rank in env.arrays.items() if each not in classes}
    shown = (body,) if indices else (Sym(name), body)
    ranks = with_arrays(shown, arrays, classes, env.rows)
    entries = Entries(ranks, env.rows)
    rank = rank_of(entries.kind(body))
    if not rank:
        return Definition(name, indices, entries.number(body), written=body), 0
    if indices:
        raise Shapeless("one side has all its indices, the other is an array")
    used = {each.name for each in walk(body) if isinstance(each, Sym)}
    letters = [each for each in ("i", "j", "r", "s", "p1", "p2") if each not in used][:rank]
    return Definition(name, tuple(letters), entries.entry(body, tuple(map(Sym, letters))), written=body), rank


def reopened(name: str, env: Environment) -> Environment:
    """The environment after the shape of a name has changed: what was defined by it is opened again."""
    for other, definition in list(env.definitions.items()):
        if other == name or definition.written is None or (definition.indices and other not in env.arrays):
            continue
        nodes = list(walk(definition.written))
        if not any(named(node) == name for node in nodes) or any(Sym(each) in nodes for each in definition.indices):
            continue  # it is not defined by the name, or entry by entry
        try:
            again, rank = array_definition(other, definition.written, env.forgetting_shape(other))
        except Shapeless:
            continue
        if len(again.indices) != len(definition.indices):
            env = env.forgetting_shape(other).defining(replace(again, line=definition.line))
            env = env.shaping(other, rank) if rank else env
    return env
