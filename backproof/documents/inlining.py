"""What is defined, put in the place of its name."""

from __future__ import annotations

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, FunctionDefinition

_MOST_ROUNDS = 6


def inlined(expr: Expr, env: Environment) -> Expr:
    """The expression with names, entries and functions of the page opened as far as they go."""
    for _ in range(_MOST_ROUNDS):
        before = expr
        expr = _opened(expr, env)
        if expr == before:
            break
    return expr


def _opened(expr: Expr, env: Environment) -> Expr:
    match expr:
        case Sym(name) if (known := env.definition(name, 0)) is not None:
            return known.body
        case Entry(name, indices) if (known := env.definition(name, len(indices))) is not None:
            taken = {node.var for node in walk(known.body) if isinstance(node, Fold)}
            if any(isinstance(each, Sym) and each.name in taken for each in indices):
                return expr
            return replaced(known.body, dict(zip(known.indices, indices, strict=True)))
        case Call(name, (argument,)) if isinstance(found := env.functions.get(name), FunctionDefinition):
            return replaced(found.body, {found.parameter: _opened(argument, env)})
        case _:
            return map_expr(expr, lambda each: _opened(each, env))
