"""What all statements of a question show before one of them is judged: which letters count, which are numbers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Fold, Mul, Num, Sym, Transpose, walk
from backproof.documents.matrices.capitals import capitals, entries_called, in_capitals
from backproof.documents.matrices.means import families, length, mean_of
from backproof.documents.matrices.names import (
    base,
    canonical,
    indexed_names,
    labelled,
    layer_letters,
    names_in,
    weights_in,
)
from backproof.documents.matrices.network import LOSSES, PARAMETERS, sample_folds
from backproof.documents.matrices.one_output import learn_one_output
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.plain_numbers import plain_numbers
from backproof.documents.matrices.shapes import NUMBER
from backproof.documents.matrices.single_loss import learn_singles
from backproof.documents.numeric.literals import is_of_numbers
from backproof.documents.statements import Statement

_OF_SAMPLES = frozenset("XAHZ")


def learn(page: Page, found: Iterable[Statement]) -> None:
    """Learn from all statements what letters count, and which are numbers."""
    found = list(found)
    raw = [tree for each in found for side in each.sides if (tree := page.raw(side.latex)) is not None]
    page.layers = layer_letters(raw)
    page.labels = page.labelled = labelled(raw, layers=page.layers)
    page.weights = weights_in(raw)
    trees = [canonical(each, page.labels, page.layers) for each in raw]
    plain = [each for each in found if not any(is_of_numbers(side.latex) for side in each.sides)]
    page.capitals = capitals([tree for pair in _equations(page, plain) for tree in pair], _equations(page, found))
    for small, whole in entries_called(page.text).items():
        if isinstance(matrix := page.read(whole), Sym):
            page.capitals.setdefault(small, matrix.name)
    trees = [in_capitals(each, page.capitals) for each in trees]
    page.written = frozenset(name for tree in trees for name in names_in(tree))
    numbers = {
        node.args[0].name
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Call)
        and node.function == "D"
        and isinstance(node.args[0], Sym)
        and (node.args[0].name[:1].isupper() or node.args[0].name in LOSSES)
    }
    numbers |= {
        each.name
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Fold) and node.high is not None
        for each in walk(node.high)
        if isinstance(each, Sym)
    }
    numbers |= {
        name for tree in trees for node in walk(tree) if isinstance(node, Div) for name in _divisors(node.under)
    }
    page.numbers = page.network.counts = frozenset(numbers)
    learn_singles(page, _pairs(page, found))
    page.counted |= {name for each in found for name in _numbers_of_one(page, each)}
    _find_samples(page, trees)
    for name in plain_numbers(_equations(page, found), page.network.samples) - page.matrices:
        page.network.shapes.setdefault(name, NUMBER)
    learn_one_output(page, _equations(page, found))
    page.multiplied = next((each for tree in trees if (each := _order(tree)) is not None), None)
    page.before_weights = frozenset(name for tree in trees for name in _before_weights(tree))
    for tree in trees:
        for node in walk(tree):
            match node:
                case Entry(name, indices) if (
                    len(indices) == 2
                    and name[:1].islower()
                    and not any(isinstance(each, Sym) and each.name in page.network.samples for each in indices)
                ):
                    page.matrices.add(base(name))
                case Entry(name, (Sym(index),)) if index in page.network.samples:
                    page.counted.add(name)
                case _:
                    pass
            match node:
                case Transpose(Entry(name, (Sym(index),))) if index in page.network.samples:
                    page.network.vectors.add(base(name))
                case _:
                    pass


def _pairs(page: Page, found: Iterable[Statement]) -> Iterable[tuple[Expr, Expr]]:
    """The first equation of each statement, where both sides can be read."""
    for each in found:
        if each.relations[:1] in (("=",), (":=",)):
            left, right = (page.read(side.latex) for side in each.sides[:2])
            if left is not None and right is not None:
                yield left, right


def _equations(page: Page, found: Iterable[Statement]) -> Iterable[tuple[Expr, Expr]]:
    """Both sides of each equation, as far as they are read."""
    for statement in found:
        trees = [page.raw(side.latex) for side in statement.sides]
        sides = [
            None if tree is None else in_capitals(canonical(tree, page.labels, page.layers), page.capitals)
            for tree in trees
        ]
        for (one, other), relation in zip(pairwise(sides), statement.relations, strict=False):
            if relation in ("=", ":=") and one is not None and other is not None:
                yield one, other


def _divisors(under: Expr) -> Iterable[str]:
    """T in z / T, N in 1/(2N): nothing is divided by a matrix."""
    match under:
        case Sym(name) if name[:1].isupper():
            yield name
        case Mul((Num(), Sym(name))) if name[:1].isupper():
            yield name
        case _:
            pass


def _numbers_of_one(page: Page, statement: Statement) -> Iterable[str]:
    """y and g in ell = -y log g - (1 - y) log(1 - g): what the loss of a sample makes plain to be numbers."""
    trees = [page.raw(side.latex) for side in statement.sides[:2]]
    if len(trees) < 2 or not isinstance(trees[0], Sym) or trees[0].name not in LOSSES or trees[1] is None:
        return
    for node in walk(trees[1]):
        match node:
            case Call("log", (Add((Num(), Mul((Num(), Sym(name))))),)):
                yield name
                yield from _beside(trees[1], node)
            case _:
                pass


def _beside(tree: Expr, log: Expr) -> Iterable[str]:
    """y in (1 - y) log(1 - g)."""
    for node in walk(tree):
        if isinstance(node, Mul) and log in node.factors:
            for factor in node.factors:
                match factor:
                    case Add((Num(), Mul((Num(), Sym(name))))):
                        yield name
                    case _:
                        pass


def relabel(page: Page, found: Iterable[Statement]) -> None:
    """Which letters count in a section: in another one of the same question b_1 may have been an entry of b."""
    raw = [tree for each in found for side in each.sides if (tree := page.raw(side.latex)) is not None]
    page.labels = labelled(raw, page.weights, page.layers) | (page.labelled - indexed_names(raw, page.layers))


def _order(tree: Expr) -> bool | None:
    """Whether a matrix of samples stands before its weights, X W, or behind them, W X."""
    for node in walk(tree):
        if not isinstance(node, Mul):
            continue
        for one, other in pairwise(node.factors):
            first, second = (base(each.name) if isinstance(each, Sym) else "" for each in (one, other))
            weights = other.array if isinstance(other, Transpose) else other
            if first in _OF_SAMPLES and isinstance(weights, Sym) and base(weights.name) in PARAMETERS:
                return True
            weights = one.array if isinstance(one, Transpose) else one
            if second in _OF_SAMPLES and isinstance(weights, Sym) and base(weights.name) in PARAMETERS:
                return False
    return None


def _before_weights(tree: Expr) -> Iterable[str]:
    """x of x W and of x W^T."""
    for node in walk(tree):
        for one, other in pairwise(node.factors) if isinstance(node, Mul) else ():
            weights = other.array if isinstance(other, Transpose) else other
            is_matrix = isinstance(weights, Sym) and weights.name[:1].isupper() and base(weights.name) in PARAMETERS
            if isinstance(one, Sym) and is_matrix:
                yield one.name


def _find_samples(page: Page, trees: list[Expr]) -> None:
    folds = [fold for tree in trees for fold in sample_folds(tree)]
    letters = {fold.var for fold in folds}
    highs = [fold.high for fold in folds if isinstance(fold.high, Sym)]
    if highs:
        page.batch = highs[0].name
    for tree in trees:
        for node in walk(tree):
            match node:
                case Fold("sum", var, _, high, _, Mul(factors)) if any(_is_outer(each, var) for each in factors):
                    letters.add(var)
                    if isinstance(high, Sym) and page.batch is None:
                        page.batch = high.name
                case Fold("sum") if page.batch is None and length(node) in ("N", "m", "M"):
                    page.batch = length(node)
                case _:
                    pass
    page.network.samples = frozenset(letters) | _counting(page, trees)


def _counting(page: Page, trees: list[Expr]) -> set[str]:
    """The index of a sum over samples, 1/n sum_i^n, in which nothing else has a second index."""
    found: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            mean = mean_of(node)
            if mean is None:
                continue
            entries = families(mean)
            if entries and all(len(each.indices) == 1 for each in entries):
                found.add(mean.var)
                page.batch = page.batch or mean.size
    return found


def _is_outer(factor: Expr, var: str) -> bool:
    return isinstance(factor, Transpose) and isinstance(factor.array, Entry) and factor.array.indices == (Sym(var),)
