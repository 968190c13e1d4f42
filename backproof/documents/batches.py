r"""Batches: L = 1/N sum_n L_n, where what is said of one sample is said of each.

    ell = -y log g - (1-y) log(1-g),  J = 1/m sum_i ell_i        ell_i = -y_i log g_i - (1-y_i) log(1-g_i)
    z_j^{(n)}                                                     the j-th entry of z for the sample n

Data have the index of the sample, weights are shared.  A sample's index comes first: z_nj.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Compare, Cond, Div, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import behind, named, reach

_DATA = frozenset("x y t z u s a o h g p q r yhat phat L ell J C Loss loss".split())  # noqa: SIM905
_OF_SAMPLE = re.compile(r"(?P<name>.+?)\^\((?P<index>[ijkmnst])\)")


def with_samples(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment]:
    """Both sides and the environment, where what a batch is made of has the index of the sample."""
    left, right = with_index(left), with_index(right)
    sides = (left, right)
    sampled = {
        node.family
        for tree in behind(sides, env)
        for node in walk(tree)
        if isinstance(node, Entry)
        and (known := env.definitions.get(node.family)) is not None
        and len(node.indices) == len(known.indices) + 1
    }
    if not sampled:
        return left, right, env
    varying = {name for name in sampled | {each for name in sampled for each in reach(name, env)} if _varies(name, env)}
    bare = {
        named(node)
        for side in sides
        for node in walk(side)
        if (isinstance(node, Sym) and node.name in varying)
        or (isinstance(node, Entry) and node.family in varying and len(node.indices) == _rank(node.family, env))
    }
    if bare:  # the page speaks of one sample and of all at once
        return left, right, env
    definitions = {
        name: _sampled(each, varying, env) if name in varying else each for name, each in env.definitions.items()
    }
    arrays = {name: rank for name, rank in env.arrays.items() if name not in varying}
    env = replace(env, definitions=definitions, arrays=arrays)
    for name in sorted(varying):
        env = _summing_to_one(name, env)
    return left, right, env


def _summing_to_one(name: str, env: Environment) -> Environment:
    """Targets whose sum over the classes is 1 for every sample: positive numbers, divided by their sum."""
    total = next((each for each in env.assumptions if is_total(each, name)), None)
    if total is None or name in env.definitions:
        return env
    rest = tuple(each for each in env.assumptions if each is not total)
    return adding_to_one_for_each(name, 1, replace(env, assumptions=rest))


def adding_to_one_for_each(name: str, place: int, env: Environment) -> Environment:
    """The environment in which t_nk are positive numbers, divided by their sum over the index at this place."""
    free = f"{name}·free"
    indices = ("n", "i") if place else ("i", "n")
    below = Fold(
        "sum", "k", None, None, None, Entry(free, tuple(Sym("k" if each == "i" else each) for each in indices))
    )
    body = Div(Entry(free, tuple(map(Sym, indices))), below)
    env = env.defining(Definition(name, indices, body))
    return replace(env, positive=env.positive | {free})


def is_total(cond: Cond, name: str) -> bool:
    """Whether a condition says that the entries of a vector add up to 1."""
    match cond:
        case Compare("=", Fold("sum", var, _, _, None, Entry(family, (Sym(index),))), Num(value)):
            return family == name and index == var and value == 1
        case _:
            return False


def _rank(name: str, env: Environment) -> int:
    known = env.definitions.get(name)
    return len(known.indices) if known is not None else env.arrays.get(name, 0)


def _varies(name: str, env: Environment) -> bool:
    """Whether a name stands for something of a sample: data, or what is computed from them."""
    if name in env.definitions:
        return any(each in _DATA and each not in env.definitions for each in reach(name, env))
    return name in _DATA


def _sampled(definition: Definition, varying: set[str], env: Environment) -> Definition:
    taken = {node.var for node in walk(definition.body) if isinstance(node, Fold)} | set(definition.indices)
    taken |= {node.name for node in walk(definition.body) if isinstance(node, Sym)}
    index = next(letter for letter in ("n", "s", "q", "r", "u", "e1") if letter not in taken)
    indices = (index, *definition.indices)
    return replace(definition, indices=indices, body=_with_index(definition.body, Sym(index), varying), written=None)


def _with_index(expr: Expr, index: Sym, varying: set[str]) -> Expr:
    match expr:
        case Sym(name) if name in varying:
            return Entry(name, (index,))
        case Entry(name, indices) if name in varying:
            return Entry(name, (index, *indices))
        case _:
            return map_expr(expr, lambda each: _with_index(each, index, varying))


def with_index(expr: Expr) -> Expr:
    """z_j^{(n)} as an entry with two indices, where n is no layer."""
    match expr:
        case Sym(name) if (found := _OF_SAMPLE.fullmatch(name)) is not None:
            return Entry(found["name"], (Sym(found["index"]),))
        case Entry(name, indices) if (found := _OF_SAMPLE.fullmatch(name)) is not None:
            return Entry(found["name"], (Sym(found["index"]), *map(with_index, indices)))
        case _:
            return map_expr(expr, with_index)
