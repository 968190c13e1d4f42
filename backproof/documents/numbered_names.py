r"""Letters that make names of their own with a number.

h_1 = \sigma(x)                  each neuron of a small network has its own equation
\text{Var}(g_j) = g_0^2          g_0 is a number, and no entry: those are counted from 1
\sigma^2 = 1/n_0                 n_0 and n_1 are the sizes of two layers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from backproof.answers.syntax import Call, Entry, Expr, Fold, Num, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement

_ZERO = Num(Fraction(0))


def numbered_names(found: Iterable[Statement], setting: str) -> frozenset[str]:
    """The letters that a section uses with numbers for names, and single such names: h, n and g_0."""
    found = list(found)
    match setting:
        case "step-networks":
            return _defined(found) | _sizes(found)
        case "initialization":
            return _scales(found) | _sizes(found)
        case _:
            return _sizes(found)


def _defined(found: Iterable[Statement]) -> frozenset[str]:
    """The letters that a section uses with a number only and defines so, as in h_1 = sigma(x)."""
    lettered, defined = set[str](), set[str]()
    for statement in found:
        for n, tree in _trees(statement):
            lettered |= {each.family for each in _entries(tree) if not isinstance(each.indices[0], Num)}
            defines = n == 0 and statement.relations[:1] in (("=",), (":=",))
            if defines and isinstance(tree, Entry) and len(tree.indices) == 1:
                defined.add(tree.family)
    return frozenset(defined - lettered)


def _sizes(found: Iterable[Statement]) -> frozenset[str]:
    """The letters n and N, where they have numbers alone for indices: the n_0 of n_l is the first of a sequence."""
    entries = [each for statement in found for _, tree in _trees(statement) for each in _entries(tree)]
    lettered = {each.family for each in entries if not isinstance(each.indices[0], Num)}
    return frozenset({each.family for each in entries} & {"n", "N"}) - lettered


def _scales(found: Iterable[Statement]) -> frozenset[str]:
    """Names with the index 0 of which no moment is taken, of entries that are counted from 1 and that nothing defines.

    The v_0 of v_l = n v_{l-1} is the first of a sequence.
    """
    scales, lettered, defined = set[str](), set[str](), set[str]()
    for statement in found:
        for n, tree in _trees(statement):
            nodes = list(walk(tree))
            moments = [node for node in nodes if isinstance(node, Call) and node.function in ("E", "Var", "Cov")]
            if any(isinstance(node, Fold) and node.low == _ZERO for node in nodes):
                return frozenset()
            if any(each.indices == (_ZERO,) for moment in moments for each in _entries(moment)):
                return frozenset()
            if n == 0 and statement.relations and isinstance(tree, Entry):
                defined.add(tree.family)
            scales |= {each.family for each in _entries(tree) if each.indices == (_ZERO,)}
            lettered |= {each.family for each in _entries(tree) if not isinstance(each.indices[0], Num)}
    return frozenset(f"{name}_0" for name in (scales & lettered) - defined)


def _trees(statement: Statement) -> Iterator[tuple[int, Expr]]:
    """The sides that can be read, each with its number."""
    reader = PageNames({}, frozenset(), frozenset())
    for n, side in enumerate(statement.sides):
        try:
            yield n, read_side(side.latex, reader)[0]
        except Unreadable:
            continue


def _entries(tree: Expr) -> list[Entry]:
    """The entries with one index; z_{i1} beside z_1 is of another family."""
    return [node for node in walk(tree) if isinstance(node, Entry) and len(node.indices) == 1]
