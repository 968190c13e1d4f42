r"""Letters that make names of their own with a number.

h_1 = \sigma(x)                  each neuron of a small network has its own equation
\text{Var}(g_j) = g_0^2          g_0 is a number, and no entry: those are counted from 1
\sigma^2 = 1/n_0                 n_0 and n_1 are the sizes of two layers
o = \sum_{h=1}^H a_h s_h + a_0   a_0 is a bias beside the weights a_h
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement

_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))


@dataclass(frozen=True)
class _Read:
    """A side that is read: whether it is the first of a statement, and the relations of that statement."""

    tree: Expr
    first: bool
    relations: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """The entries with one index; z_{i1} beside z_1 is of another family."""
        return _entries(self.tree)


def numbered_names(found: Iterable[Statement], setting: str) -> frozenset[str]:
    """The letters that a section uses with numbers for names, and single such names: h, n and g_0."""
    sides = list(_read(found))
    lettered = {each.family for side in sides for each in side.entries if not isinstance(each.indices[0], Num)}
    names = _sizes(sides, lettered) | _biases(sides)
    match setting:
        case "step-networks":
            return names | _defined(sides, lettered)
        case "initialization":
            return names | _scales(sides, lettered)
        case _:
            return names


def _defined(sides: Iterable[_Read], lettered: set[str]) -> frozenset[str]:
    """The letters that a section uses with a number only and defines so, as in h_1 = sigma(x)."""
    trees = (each.tree for each in sides if each.first and each.relations[:1] in (("=",), (":=",)))
    return frozenset(each.family for each in trees if isinstance(each, Entry) and len(each.indices) == 1) - lettered


def _sizes(sides: Iterable[_Read], lettered: set[str]) -> frozenset[str]:
    """The letters n and N, where they have numbers alone for indices: the n_0 of n_l is the first of a sequence."""
    return frozenset({each.family for side in sides for each in side.entries} & {"n", "N"}) - lettered


def biases_before(earlier: Environment | None) -> frozenset[str]:
    """The names with the index 0 that an earlier question has made, a_0: they are so in the next one."""
    return frozenset() if earlier is None else frozenset(each for each in earlier.numbered if each.endswith("_0"))


def _biases(sides: Iterable[_Read]) -> frozenset[str]:
    """Names with the index 0 that are added to a sum over entries counted from 1: o = sum_{h=1}^H a_h s_h + a_0."""
    found, sequences = set[str](), set[str]()
    for side in sides:
        nodes = list(walk(side.tree))
        if any(isinstance(node, Fold) and node.low == _ZERO for node in nodes):
            return frozenset()
        sequences |= {each.family for each in side.entries if isinstance(each.indices[0], Add)}  # f_{i-1} is one
        for node in nodes:
            if isinstance(node, Add):
                folds = [each for each in node.terms if isinstance(each, Fold) and each.low == _ONE]
                summed = {each.family for fold in folds for each in _entries(fold) if each.indices == (Sym(fold.var),)}
                added = {each.family for each in node.terms if isinstance(each, Entry) and each.indices == (_ZERO,)}
                found |= summed & added
    return frozenset(f"{name}_0" for name in found - sequences)


def _scales(sides: Iterable[_Read], lettered: set[str]) -> frozenset[str]:
    """Names with the index 0 of which no moment is taken, of entries that are counted from 1 and that nothing defines.

    The v_0 of v_l = n v_{l-1} is the first of a sequence.
    """
    scales, defined = set[str](), set[str]()
    for side in sides:
        nodes = list(walk(side.tree))
        moments = [node for node in nodes if isinstance(node, Call) and node.function in ("E", "Var", "Cov")]
        if any(isinstance(node, Fold) and node.low == _ZERO for node in nodes):
            return frozenset()
        if any(each.indices == (_ZERO,) for moment in moments for each in _entries(moment)):
            return frozenset()
        if side.first and side.relations and isinstance(side.tree, Entry):
            defined.add(side.tree.family)
        scales |= {each.family for each in side.entries if each.indices == (_ZERO,)}
    return frozenset(f"{name}_0" for name in (scales & lettered) - defined)


def _read(found: Iterable[Statement]) -> Iterator[_Read]:
    """The sides that can be read."""
    reader = PageNames({}, frozenset(), frozenset())
    for statement in found:
        for n, side in enumerate(statement.sides):
            try:
                yield _Read(read_side(side.latex, reader)[0], n == 0, statement.relations)
            except Unreadable:
                continue


def _entries(tree: Expr) -> list[Entry]:
    return [node for node in walk(tree) if isinstance(node, Entry) and len(node.indices) == 1]
