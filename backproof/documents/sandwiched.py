"""Arrays that no page declares: in x^T M x, x is a column and M, which stands between two of them, a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from backproof.answers.syntax import Expr, Fold, Mul, Sym, Transpose, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement


def sandwiched(found: Iterable[Statement], names: PageNames) -> frozenset[str]:
    """The matrices of a section: capital letters between a transpose and another factor that count nothing."""
    between, sizes = set[str](), set[str]()
    for statement in found:
        for side in statement.sides:
            try:
                tree = read_side(side.latex, names)[0]
            except Unreadable:
                continue
            for node in walk(tree):
                if isinstance(node, Mul):
                    between |= set(between_transposes(node.factors))
                elif isinstance(node, Fold) and isinstance(node.high, Sym):
                    sizes.add(node.high.name)
    return frozenset(between - sizes)


def with_columns(trees: Iterable[Expr], env: Environment) -> Environment:
    """The environment of one statement: what stands on the sides of such a matrix is a column there."""
    products = [node.factors for tree in trees for node in walk(tree) if isinstance(node, Mul)]
    beside = {
        each.name
        for factors in products
        if any(env.arrays.get(name) == 2 for name in between_transposes(factors))
        for each in map(_untransposed, factors)
        if isinstance(each, Sym) and each.name[:1].islower() and each.name not in env.arrays
    }
    if not beside:
        return env
    return replace(
        env,
        arrays={**env.arrays, **dict.fromkeys(sorted(beside), 1)},
        positive=env.positive - beside,
        laws={name: law for name, law in env.laws.items() if name not in beside},
        definitions={
            name: each for name, each in env.definitions.items() if name not in beside or each.line is not None
        },
    )


def without_columns(env: Environment, columns: Environment, before: Environment) -> Environment:
    """The environment after a statement for which `with_columns` had made `columns` of `before`."""
    if columns is before:
        return env
    beside = columns.arrays.keys() - before.arrays.keys()
    definitions = {name: each for name, each in before.definitions.items() if name not in columns.definitions}
    return replace(
        env,
        arrays={name: rank for name, rank in env.arrays.items() if name not in beside},
        positive=env.positive | (before.positive & beside),
        laws={**env.laws, **{name: law for name, law in before.laws.items() if name in beside}},
        definitions={**definitions, **env.definitions},
    )


def _untransposed(factor: Expr) -> Expr:
    return factor.array if isinstance(factor, Transpose) else factor


def between_transposes(factors: tuple[Expr, ...]) -> Iterator[str]:
    """The capital letters behind a transpose, or behind such a letter, and before another factor."""
    behind = False  # a transpose, and nothing but matrices since
    for n, factor in enumerate(factors):
        if isinstance(factor, Transpose):
            behind = True
        elif behind and n + 1 < len(factors) and isinstance(factor, Sym) and factor.name[:1].isupper():
            yield factor.name
        else:
            behind = False
