r"""Gradients as random numbers: Var(dL/dx_i) where a_j = sum_i w_ij x_i and L is some loss.

Of a loss that is not said, nothing is known but the law of its gradient with respect to the layer's output:
delta_j = dL/da_j.  Then dL/dx_i = sum_j w_ij delta_j and dL/dw_ij = delta_j x_i, by the chain rule.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Mul, Num, Sym, map_expr, walk
from backproof.documents.declarations import LOSSES
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import entry_inside, named

GRADIENT = "delta"
_INPUTS = "n_in"


def with_gradients(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment]:
    """Both sides, with a gradient inside a moment written as a sum over the gradients of the outputs.

    In the environment that comes with them delta_j = dL/da_j is a random number, and no derivative.
    """
    if GRADIENT not in env.laws or not any(_is_moment(node) for side in (left, right) for node in walk(side)):
        return left, right, env
    if is_gradient_of_outputs(GRADIENT, env):
        others = {name: each for name, each in env.definitions.items() if name != GRADIENT}
        env = replace(env, definitions=others)
    sizes = {name for side in (left, right) for node in walk(side) if (name := named(node)) and env.is_size(name)}
    return _opened(left, env, sizes), _opened(right, env, sizes), env


def is_gradient_of_outputs(name: str, env: Environment) -> bool:
    """Whether the page has defined delta_j as the derivative of some loss by the output of a layer."""
    known = _called(name, env) if name == GRADIENT else None
    match None if known is None else known.body:
        case Call("D", (_, Entry(family, _))):  # of the input of a layer, there would be a law or a sum of them
            sums = (node for each in env.definitions.values() for node in walk(each.body) if isinstance(node, Fold))
            return family not in env.laws and not any(named(node) == family for each in sums for node in walk(each))
        case _:
            return False


def _is_moment(node: Expr) -> bool:
    return isinstance(node, Call) and node.function in ("E", "Var", "Cov")


def _opened(expr: Expr, env: Environment, sizes: set[str]) -> Expr:
    match expr:
        case Call("D", (Sym(loss), Entry(_, (_,)) as variable)) if loss in LOSSES and loss not in env.definitions:
            return _gradient(variable, env, sizes) or expr
        case Call("D", (Sym(loss), Entry(_, (_, _)) as weight)) if loss in LOSSES and loss not in env.definitions:
            return _weight_gradient(weight, env) or expr
        case Entry(name, (_,)) if (called := _called(name, env)) is not None:
            return _opened(replaced(called.body, dict(zip(called.indices, expr.indices, strict=True))), env, sizes)
        case _:
            return map_expr(expr, lambda each: _opened(each, env, sizes))


def _called(name: str, env: Environment) -> Definition | None:
    """The definition of g_j = dL/da_j."""
    known = env.definitions.get(name)
    if known is None or len(known.indices) != 1:
        return None
    return known if isinstance(known.body, Call) and known.body.function == "D" else None


def _gradient(variable: Entry, env: Environment, sizes: set[str]) -> Expr | None:
    """The gradient with respect to an input of the layer, or to one of its outputs; None where it can't be said.

    An activation z_j = relu(a_j) counts where the page differentiates by z: else a_j is the output that is spoken of.
    """
    users = [
        each
        for each in env.definitions.values()
        if any(named(node) == variable.family for node in walk(each.body))
        and _called(each.name, env) is None
        and (each.name in env.variables or not _is_activation(each, variable))
    ]
    if not users and variable.family in env.laws:
        return None  # an input of a layer that the page has redefined since
    if not users:
        return Entry(GRADIENT, variable.indices)
    if len(users) > 1 or len(users[0].indices) != 1:
        return None
    (user,) = users
    apart = _apart(user, variable)
    slope = _slope(apart, variable)
    own = {name for node in walk(user.body) if isinstance(node, Fold) and node.high and (name := named(node.high))}
    outer = sorted(sizes - (own or {_INPUTS}))  # where a sum over inputs has no end, n_in is none of the outputs either
    if slope is None or len(outer) > 1:
        return None
    (index,) = apart.indices
    high: Expr | None = Sym(outer[0]) if outer else None
    return Fold(
        "sum", index, Num(Fraction(1)) if outer else None, high, None, Mul((slope, Entry(GRADIENT, (Sym(index),))))
    )


def _weight_gradient(weight: Entry, env: Environment) -> Expr | None:
    """dL/dw_ij = delta_j x_i, of a_j = sum_i w_ij x_i; None where no layer, or more than one, has the weight."""
    found: list[Expr] = []
    for user in env.definitions.values():
        if not any(named(node) == weight.family for node in walk(user.body)) or _called(user.name, env) is not None:
            continue
        if isinstance(user.body, Entry):  # W_ij = w_ij: another name for the weight
            continue
        match user:
            case Definition(
                _,
                (index,),
                Fold("sum", var, _, _, None, Mul((Entry(family, at), inputs) | (inputs, Entry(family, at)))),
            ) if family == weight.family and set(at) == {Sym(index), Sym(var)} and len(at) == 2:
                given = dict(zip((named(each) for each in at), weight.indices, strict=True))
                found.append(Mul((Entry(GRADIENT, (given[index],)), replaced(inputs, {var: given[var]}))))
            case _:
                return None
    return found[0] if len(found) == 1 else None


def _is_activation(user: Definition, variable: Entry) -> bool:
    """Whether a definition is a function of one entry: z_j = max(0, a_j)."""
    match user.body:
        case Call(function) if function not in ("D", "E", "Var", "Cov", "softmax"):
            return entry_inside(user.body) == Entry(variable.family, tuple(map(Sym, user.indices)))
        case _:
            return False


def _apart(user: Definition, variable: Entry) -> Definition:
    """The definition, with an index of its own."""
    (index,) = user.indices
    taken = {node.name for each in (variable, user.body) for node in walk(each) if isinstance(node, Sym)}
    taken |= {node.var for node in walk(user.body) if isinstance(node, Fold)}
    other = next(
        letter
        for letter in ("j", "k", "m", "r", "s", "p", "q")
        if letter not in taken - {index} and Sym(letter) not in variable.indices
    )
    return Definition(user.name, (other,), replaced(user.body, {index: Sym(other)}))


def _slope(definition: Definition, variable: Entry) -> Expr | None:
    """The derivative of a weighted sum with respect to one of its inputs; None if it is no weighted sum."""
    terms = definition.body.terms if isinstance(definition.body, Add) else (definition.body,)
    found: list[Expr] = []
    for term in terms:
        if not any(named(node) == variable.family for node in walk(term)):
            continue
        match term:
            case Fold("sum", var, _, _, None, Mul(factors)):
                inside = [each for each in factors if each == Entry(variable.family, (Sym(var),))]
                rest = tuple(each for each in factors if each not in inside)
                if len(inside) != 1 or any(named(node) == variable.family for each in rest for node in walk(each)):
                    return None
                found.append(replaced(Mul(rest) if len(rest) > 1 else rest[0], {var: variable.indices[0]}))
            case _:
                return None
    return found[0] if len(found) == 1 else None
