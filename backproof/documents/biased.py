r"""Sums with a bias of their own, z_c = \sum_j W_cj h_j + b_c: whatever the rest of the network is, z can be anything.

So a claim that rests on b through z alone holds for the network exactly if it holds for any numbers z.  Nothing below z
is looked at then: neither 784 pixels nor 100 hidden units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import Add, Call, Entry, Expr, Sym, walk
from backproof.documents.environment import Environment
from backproof.documents.mentions import behind, differentiated, named, reach

_MOMENTS = frozenset(("E", "Var", "Cov"))


def with_free_sums(trees: tuple[Expr, ...], env: Environment) -> Environment:
    """The environment in which such sums are free, as far as a claim neither speaks of a bias nor looks below a sum."""
    below = behind(trees, env)
    if any(isinstance(node, Call) and node.function in _MOMENTS for tree in below for node in walk(tree)):
        return env
    by = differentiated(trees, env)
    biased = {name: bias for name in env.definitions if (bias := bias_of(name, env)) is not None}
    biased = {name: bias for name, bias in biased.items() if by.isdisjoint(reach(name, env) - {name})}
    while biased:
        free = freed(biased, env)
        rest = {named(node) for tree in behind(trees, free) for node in walk(tree)}
        if rest.isdisjoint(biased.values()):
            return free if rest & biased.keys() else env
        biased = {name: bias for name, bias in biased.items() if bias not in rest}
    return env


def freed(names: Iterable[str], env: Environment) -> Environment:
    """The environment in which some names stand for any numbers."""
    definitions = {name: each for name, each in env.definitions.items() if name not in names}
    return replace(env, definitions=definitions, explained=env.explained | set(names))


def bias_of(name: str, env: Environment) -> str | None:
    """The name of a term of a sum that stands in no other definition, and of which nothing is said."""
    known = env.definitions.get(name)
    if known is None or not known.indices or not isinstance(known.body, Add):
        return None
    indices = tuple(map(Sym, known.indices))
    said = env.definitions.keys() | env.laws.keys() | env.values.keys() | env.positive | env.labels.keys()
    for term in known.body.terms:
        if isinstance(term, Entry) and term.indices == indices and term.family not in said:
            elsewhere = [each for other, each in env.definitions.items() if other != name]
            others = [node for each in known.body.terms if each != term for node in walk(each)]
            others += [node for each in elsewhere for node in walk(each.body)]
            if not any(named(node) == term.family for node in others):
                return term.family
    return None
