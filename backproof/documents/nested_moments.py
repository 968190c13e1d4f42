r"""Means inside means are numbers: \mathbb{E}[(X - \mathbb{E}[X])^2]."""

from __future__ import annotations

from backproof.answers.syntax import Call, Div, Expr, map_expr
from backproof.documents.environment import Environment
from backproof.documents.mentions import named

_MOMENTS = frozenset(("E", "Var", "Cov"))


def with_known_means(expr: Expr, env: Environment, inside: bool = False) -> Expr:
    """The expression where the mean of a name inside a moment is what is known of it, if anything is."""
    match expr:
        case Call("E", (name,)) if inside and (law := env.laws.get(named(name) or "")) is not None:
            return expr if law.mean is None else law.mean
        case Call(function, args) if function in _MOMENTS:
            return Call(function, tuple(with_known_means(each, env, inside=True) for each in args))
        case _:
            return map_expr(expr, lambda each: with_known_means(each, env, inside))


def with_variances_below(expr: Expr, env: Environment) -> Expr:
    """Var(a)/Var(x) with what is known of Var(x): that a variance is not zero is seen of sigma^2 alone."""
    match expr:
        case Div(over, under):
            return Div(with_variances_below(over, env), _with_variances(under, env))
        case _:
            return map_expr(expr, lambda each: with_variances_below(each, env))


def _with_variances(expr: Expr, env: Environment) -> Expr:
    match expr:
        case Call("Var", (name,)) if (law := env.laws.get(named(name) or "")) is not None:
            return expr if law.variance is None or isinstance(law.variance, Call) else law.variance
        case _:
            return map_expr(expr, lambda each: _with_variances(each, env))
