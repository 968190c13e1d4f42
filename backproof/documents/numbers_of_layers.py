r"""Numbers that each layer has of its own, beside each other: n_l, n_{l+1} and the variance v_{l+1} of its weights.

    \frac12 n_l v_{l+1} = 1, so v_{l+1} = \frac{2}{n_l}                 the numbers of three layers are three numbers
    \frac12 d_k \cdot \frac{2}{d_{k-1}} = \frac{d_k}{d_{k-1}}

No sum runs over layers here, so each is a positive number with a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.layer_trees import flat
from backproof.documents.sides import Reading, name_of

_SIZES = frozenset(("d", "D", "h", "p", "n", "m", "N", "M", "H"))
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
    known = env.definitions.keys() | env.laws.keys() | env.arrays.keys()
    if len(layers) != 1 or not families <= (_SIZES | _SPREADS) - known or families.isdisjoint(_SIZES):
        return readings, env
    (layer,) = layers
    if any(len(each.indices) != 1 or _letter(each.indices[0]) != layer for each in entries):
        return readings, env
    found: list[Reading] = [each if isinstance(each, Unreadable) else tuple(map(flat, each)) for each in readings]
    sizes = {name_of(flat(each)) for each in entries if each.family in _SIZES}
    spreads = {name_of(flat(each)) for each in entries} - sizes
    return found, replace(env, positive=env.positive | spreads, ends=env.ends | sizes)


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
