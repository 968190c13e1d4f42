r"""Numbers that each layer has of its own, beside each other: n_l, n_{l+1} and the variance v_{l+1} of its weights.

    \frac12 n_l v_{l+1} = 1, so v_{l+1} = \frac{2}{n_l}                 the numbers of three layers are three numbers
    \frac12 d_k \cdot \frac{2}{d_{k-1}} = \frac{d_k}{d_{k-1}}

No sum runs over layers here, so each is a positive number with a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.sides import Reading

_SIZES = frozenset(("d", "D", "h", "p"))
_SPREADS = frozenset(("v", "sigma", "omega", "tau", "s"))


def with_numbers_of_layers(readings: list[Reading], env: Environment) -> tuple[list[Reading], Environment]:
    """The sides of a claim where such numbers are names; as they stand where anything else has an index."""
    trees = [tree for each in readings if not isinstance(each, Unreadable) for tree in each]
    nodes = [node for tree in trees for node in walk(tree)]
    if env.setting != "initialization" or any(isinstance(node, Fold | Call) for node in nodes):
        return readings, env
    entries = [node for node in nodes if isinstance(node, Entry)]
    layers = {letter for each in entries for letter in _calculated(each)}
    families = {each.family for each in entries}
    if len(layers) != 1 or not families <= _numbers(env) or not any(map(_is_size, families)):
        return readings, env
    (layer,) = layers
    if any(len(each.indices) != 1 or _letter(each.indices[0]) != layer for each in entries):
        return readings, env

    def named(expr: Expr) -> Expr:
        return _name(expr) if isinstance(expr, Entry) else map_expr(expr, named)

    found: list[Reading] = [each if isinstance(each, Unreadable) else tuple(map(named, each)) for each in readings]
    sizes = {_name(each).name for each in entries if _is_size(each.family)}
    spreads = {_name(each).name for each in entries} - sizes
    return found, replace(env, positive=env.positive | spreads, ends=env.ends | sizes)


def _numbers(env: Environment) -> frozenset[str]:
    """The letters of sizes and spreads that are nothing else on this page."""
    known = env.definitions.keys() | env.laws.keys() | env.arrays.keys()
    sizes = {name for name in (*_SIZES, "n", "m", "N", "M", "H") if name not in known}
    return frozenset(sizes | {name for name in _SPREADS if name not in known})


def _is_size(family: str) -> bool:
    return family in _SIZES or is_size_name(family)


def _name(entry: Entry) -> Sym:
    (index,) = entry.indices
    return Sym(f"{entry.family}_({plain(index).replace(' ', '')})")


def _letter(index: Expr) -> str | None:
    """l, of l and of l - 1."""
    match index:
        case Sym(name) | Add((Sym(name), Num())) | Add((Num(), Sym(name))):
            return name
        case _:
            return None


def _calculated(entry: Entry) -> Iterator[str]:
    for index in entry.indices:
        if isinstance(index, Add) and (letter := _letter(index)) is not None:
            yield letter
