r"""Indices of the unit of a layer that has one: z_k^{(2)}, W_{kj}^{(2)}, \sum_k \delta_k^{(2)} of a number z^{(2)}.

Where the letter stands at another place as well, as in W_{jk}^{(2)}, it counts something else, and nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import Entry, Expr, Fold, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.mentions import free_indices
from backproof.documents.samples import is_whole
from backproof.documents.sides import Reading

_WEIGHTS = frozenset("WVUwb")


def at_weights(trees: Iterable[Expr]) -> frozenset[str]:
    """The indices of weights and biases, which have none of a sample: j and k, of W_jk^(2)."""
    return frozenset(
        index.name
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Entry) and "^(" in node.family and node.family[0] in _WEIGHTS
        for index in node.indices
        if isinstance(index, Sym)
    )


def _units_in(trees: list[Expr], env: Environment) -> frozenset[str]:
    """The letters that number the unit of a layer with one, where the page has another one for its samples."""
    samples = set(env.per_sample.values())
    units = at_weights(trees)
    entries = [node for tree in trees for node in walk(tree) if isinstance(node, Entry)]
    return frozenset(
        index.name
        for each in entries
        for index in each.indices
        if len(each.indices) == 1 and isinstance(index, Sym) and _is_one(each.family, env)
        if index.name in units or (samples and index.name not in samples)
    )


def with_single_units(readings: list[Reading], env: Environment) -> list[Reading]:
    """The sides without the indices of single units, as they stand where such a letter is something else as well."""
    letters = _units_in([tree for each in readings if not isinstance(each, Unreadable) for tree in each], env)
    if not letters:
        return readings
    layers = {name[name.index("^(") :] for name in env.definitions if "^(" in name and _is_one(name, env)}

    def put(tree: Expr) -> Expr:
        tree = map_expr(tree, put)
        match tree:
            case Entry(name, (Sym(letter), *others)) if letter in letters and name.endswith(tuple(layers)):
                if len(others) != env.arrays.get(name, 0):
                    return tree
                return Entry(name, tuple(others)) if others else Sym(name)
            case Fold("sum", var, None, None, None, body) if var in letters:
                return body
            case _:
                return tree

    found: list[Reading] = [each if isinstance(each, Unreadable) else tuple(map(put, each)) for each in readings]
    nodes = [node for each in found if not isinstance(each, Unreadable) for tree in each for node in walk(tree)]
    left = {node.var for node in nodes if isinstance(node, Fold)}.union(*map(free_indices, nodes))
    return readings if left & letters else found


def _is_one(name: str, env: Environment) -> bool:
    return "^(" in name and is_whole(name, env)
