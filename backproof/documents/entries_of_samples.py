r"""Networks written out by samples: $a_{nh} = \sum_d W_{hd} x_{nd} + b_h$, $\ell_n = -\sum_k y_{nk} \log p_{nk}$.

    a_nh, z_nh, p_nk     every equation of the network has the index n of the sample, and no name is used without it
    ell_n, L_n           the loss of sample n is a family, beside the L that is the mean of it

Nothing is left out there, so that the formulas are read as they stand, and not as those of any one sample.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from backproof.answers.syntax import ONE, Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.batches import adding_to_one_for_each, is_total, with_index
from backproof.documents.declarations import LOSSES
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.macros import macros_of
from backproof.documents.mentions import behind
from backproof.documents.own_deltas import defines_delta
from backproof.documents.page_names import MORE_ARRAYS, NO_INDICES, PageNames
from backproof.documents.statements import Statement

_LOSSES = LOSSES | {"E"}
_LAYERS = 2  # a network has as many equations with the index of the sample at least
_OF_FUNCTION = re.compile(r"\s*\\?[A-Za-z]+(?:'|\^\{?\\prime\}?)?\s*\(\s*\\?[A-Za-z]+\s*\)\s*")

Equation = tuple[Expr, Expr]


@dataclass(frozen=True)
class Written:
    r"""How the formulas of a page are to be read.

    samples: the index of the sample, if the page writes its network out with it;  own: letters that it gives a meaning,
    and indices behind an underscore that count something here and nothing elsewhere: h, of \sum_{h=1}^H.
    """

    samples: str = ""
    own: frozenset[str] = frozenset()


AS_USUAL = Written()
_COUNTING = re.compile(r"\\sum\s*(?:\\limits\s*)?_\s*\{?\s*([A-Za-z])(?:\s*=\s*1\b|\s*\}|\s+)")  # h, of \sum_{h=1}^H


def written(found: Sequence[Statement], words: str) -> Written:
    """How a page writes what is of a sample; words: the text of the page."""
    macros = macros_of(words)
    own = frozenset(["delta"] if defines_delta(found, PageNames({}, frozenset(), frozenset(), macros)) else [])
    own |= {f"_{letter}" for letter in _COUNTING.findall(words) if letter in NO_INDICES | MORE_ARRAYS}
    return Written(_letter_of_samples(found, PageNames({}, own, frozenset(), macros)), own)


def _letter_of_samples(found: Iterable[Statement], reader: PageNames) -> str:
    """The index of the sample on a page that writes its network out with it; empty where there is none."""
    trees, equations = list[Expr](), list[Equation]()
    for statement in found:
        if "in" in statement.relations or _OF_FUNCTION.fullmatch(statement.sides[0].latex):
            continue  # x^{(n)} \in R^d names what is written out, and the u of sigma(u) is no entry
        before: Expr | None = None
        for n, side in enumerate(statement.sides):
            try:
                tree = with_index(read_side(side.latex, reader)[0])
            except Unreadable:
                before = None
                continue
            trees.append(tree)
            if before is not None and statement.relations[n - 1] in ("=", ":="):
                equations.append((before, tree))
            before = tree
    network = [(left, right) for left, right in equations if isinstance(left, Entry) and _is_layer(left, right)]
    letters = [each for each in _letters(equations) if _is_written_out(each, network, trees)]
    return letters[0] if len(letters) == 1 else ""


def with_losses_of_samples(expr: Expr, letter: str) -> Expr:
    """The expression with a name of its own for the loss of sample n: L_n beside L."""
    match expr:
        case Entry(name, (Sym(index),)) if name in _LOSSES and len(index) == 1:
            return Entry(f"{name}_{letter}", (Sym(index),))
        case _:
            return map_expr(expr, lambda each: with_losses_of_samples(each, letter))


def with_targets_of_samples(sides: tuple[Expr, Expr], env: Environment) -> Environment:
    """The environment in which the entries of a target add up to 1 for each sample, where they do for one."""
    if not env.of_samples:
        return env
    places = {
        node.family: node.indices.index(Sym(env.of_samples))
        for tree in behind(sides, env)
        for node in walk(tree)
        if isinstance(node, Entry) and len(node.indices) == 2 and Sym(env.of_samples) in node.indices
    }
    for each in env.assumptions:
        for name, place in places.items():
            if is_total(each, name) and name not in env.definitions:
                rest = tuple(other for other in env.assumptions if other is not each)
                env = adding_to_one_for_each(name, 1 - place, replace(env, assumptions=rest))
    return env


def targets_adding_up(left: Expr, right: Expr, env: Environment) -> str | None:
    """The name of which an equation says that the entries of each sample add up to 1: y, of sum_k y_nk = 1."""
    match left:
        case Fold("sum", var, _, _, None, Entry(name, indices)) if env.of_samples and right == ONE:
            both = {Sym(var), Sym(env.of_samples)}
            return name if len(indices) == 2 and set(indices) == both and name not in env.definitions else None
        case _:
            return None


def _is_layer(left: Entry, right: Expr) -> bool:
    """Whether an equation says what an entry is by entries of something else."""
    others = [node for node in walk(right) if isinstance(node, Entry)]
    slopes = any(isinstance(node, Call) and node.function == "D" for node in walk(right))
    return bool(others) and not slopes and left.family not in _LOSSES | {each.family for each in others}


def _letters(equations: Sequence[Equation]) -> Iterator[str]:
    """The letters that may number samples: those of losses with an index, and of sums that make a loss."""
    found: dict[str, None] = {}
    for left, right in equations:
        match left:
            case Entry(name, (Sym(index),)) if name in _LOSSES:
                found[index] = None
            case Sym(name) if name in _LOSSES:
                found |= {node.var: None for node in walk(right) if isinstance(node, Fold) and node.kind == "sum"}
            case _:
                pass
    yield from (each for each in found if len(each) == 1)


def _is_written_out(letter: str, network: Sequence[Equation], trees: Sequence[Expr]) -> bool:
    """Whether all equations of a network have this index, and no name has it here and not there."""
    of_sample = {
        node.family: None for tree in trees for node in walk(tree) if isinstance(node, Entry) and _has(node, letter)
    }
    computed = [left for left, _ in network if isinstance(left, Entry)]
    if sum(_has(each, letter) for each in computed) < _LAYERS or not all(
        any(_speaks_of(side, letter) for side in each) for each in network
    ):
        return False
    if not any(len(each.indices) > 1 for each in computed):
        return False  # z_n and p_n: any one sample will do
    uses = Counter[tuple[str, int]]()
    for tree in trees:
        uses.update(_uses(tree, of_sample.keys() - _LOSSES))
    return len({name for name, _ in uses}) == len(uses)


def _uses(expr: Expr, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The names in an expression with the numbers of indices that they have."""
    for node in walk(expr):
        match node:
            case Entry(name, indices) if name in names:
                yield name, len(indices)
            case Sym(name) if name in names:
                yield name, 0
            case _:
                pass


def _has(entry: Entry, letter: str) -> bool:
    return Sym(letter) in entry.indices


def _speaks_of(side: Expr, letter: str) -> bool:
    return any(node == Sym(letter) for node in walk(side))
