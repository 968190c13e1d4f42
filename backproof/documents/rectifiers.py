r"""Functions made of two half-lines, by the ReLU: what is known of its moments says what theirs are.

a for a > 0, and \alpha a otherwise      \alpha a + (1 - \alpha) relu(a)
\min(0, a)                               a - relu(a)
\max(0.1 a, a)                           0.1 a + 0.9 relu(a)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    Call,
    Cases,
    Compare,
    Cond,
    Expr,
    Mul,
    Num,
    map_expr,
    negative,
    walk,
)
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, FunctionDefinition

_MOMENTS = frozenset(("E", "Var", "Cov"))
_POSITIVE, _NEGATIVE = (">", ">="), ("<", "<=")
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


def with_relus(sides: Iterable[Expr], env: Environment) -> tuple[list[Expr], Environment]:
    """The sides and the environment of a claim about moments, with the ReLU in the place of such functions."""
    sides = list(sides)
    if not any(isinstance(node, Call) and node.function in _MOMENTS for side in sides for node in walk(side)):
        return sides, env
    bent = {name: each for name, each in env.functions.items() if isinstance(each, FunctionDefinition)}
    bent = {name: replace(each, body=by_relu(each.body)) for name, each in bent.items()}
    bent = {name: each for name, each in bent.items() if any(map(_is_relu, walk(each.body)))}

    def change(expr: Expr) -> Expr:
        return by_relu(_called(bent, expr))

    return [change(side) for side in sides], env.rewritten(change)


def _is_relu(node: Expr) -> bool:
    return isinstance(node, Call) and (node.function == "relu" or (node.function == "max" and ZERO in node.args))


def _called(functions: Mapping[str, FunctionDefinition], expr: Expr) -> Expr:
    """The expression with the bodies of some functions of the page where they are called."""
    expr = map_expr(expr, lambda each: _called(functions, each))
    match expr:
        case Call(name, (argument,)) if name in functions:
            return replaced(functions[name].body, {functions[name].parameter: argument})
        case _:
            return expr


def by_relu(expr: Expr) -> Expr:
    """The expression with a ReLU in the place of everything that is made of two half-lines."""
    expr = map_expr(expr, by_relu)
    match expr:
        case Cases(((Compare() as condition, first),), other) if other is not None:
            return _of_cases(condition, first, other) or expr
        case Cases(((Compare() as condition, first), (Compare() as rest, other)), None) if _is_rest(condition, rest):
            return _of_cases(condition, first, other) or expr
        case Call("min", (one, other)) if ZERO in (one, other):
            inside = other if one == ZERO else one
            return half_lines(inside, ZERO, ONE)
        case Call("max", (one, other)):
            return _of_larger(one, other) or _of_larger(other, one) or expr
        case _:
            return expr


def half_lines(inside: Expr, right: Expr, left: Expr) -> Expr:
    """`right` times u where u is positive, and `left` times u where it is negative."""
    rise = right if left == ZERO else Add((right, negative(left)))
    above = Call("relu", (inside,))
    bent = above if rise == ONE else Mul((rise, above))
    return bent if left == ZERO else Add((inside if left == ONE else Mul((left, inside)), bent))


def _of_cases(condition: Compare, first: Expr, other: Expr) -> Expr | None:
    relation, inside = _sign(condition)
    if inside is None:
        return None
    one, two = slope_in(first, inside), slope_in(other, inside)
    if one is None or two is None:
        return None
    return half_lines(inside, one, two) if relation in _POSITIVE else half_lines(inside, two, one)


def _sign(condition: Compare) -> tuple[str, Expr | None]:
    """u > 0 or 0 < u: the relation to 0, and u."""
    if condition.relation not in _TURNED:
        return "", None
    if condition.right == ZERO:
        return condition.relation, condition.left
    return (_TURNED[condition.relation], condition.right) if condition.left == ZERO else ("", None)


def _is_rest(one: Cond, other: Cond) -> bool:
    """Whether a second condition holds wherever the first does not."""
    if not isinstance(one, Compare) or not isinstance(other, Compare):
        return False
    (first, inside), (second, same) = _sign(one), _sign(other)
    across = {first, second} & set(_POSITIVE) and {first, second} & set(_NEGATIVE)
    return inside is not None and inside == same and bool(across) and {first, second} != {"<", ">"}


def _of_larger(one: Expr, other: Expr) -> Expr | None:
    """max(c u, u) for a number c below 1."""
    slope = slope_in(one, other)
    return half_lines(other, ONE, slope) if isinstance(slope, Num) and 0 < slope.value < 1 else None


def slope_in(value: Expr, inside: Expr) -> Expr | None:
    """c, of c u; None for what is no multiple of u."""
    if value == inside:
        return ONE
    if value == ZERO:
        return ZERO
    if not isinstance(value, Mul) or value.factors.count(inside) != 1:
        return None
    others = tuple(each for each in value.factors if each != inside)
    if any(inside == node for each in others for node in walk(each)):
        return None
    return others[0] if len(others) == 1 else Mul(others)
