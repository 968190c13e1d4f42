r"""Another function under the name of the last: f(z) = \tanh(z), below f(z) = 1/(1 + e^{-z}), is no claim about it."""

from __future__ import annotations

from fractions import Fraction

from backproof.answers.syntax import Call, Expr, Num, Sym, walk
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.judgement import judge_relation

_NAMED = frozenset(("tanh", "relu", "sigmoid", "softplus", "step", "max"))
_ZERO = Num(Fraction(0))


def called_anew(left: Expr, right: Expr, line: int, env: Environment) -> Environment | None:
    """The environment where f is the activation on the right side; None where that is none, or f is the same."""
    match left:
        case Call(name, (Sym(parameter),)) if isinstance(env.functions.get(name), FunctionDefinition):
            known = env.functions[name]
        case _:
            return None
    if not isinstance(known, FunctionDefinition) or known.line is None or not _is_activation(right, parameter):
        return None
    if judge_relation((left,), "=", (right,), (), env).verdict != "refuted":
        return None
    return env.naming(FunctionDefinition(name, parameter, right, line))


def _is_activation(expr: Expr, parameter: str) -> bool:
    """Whether a side is an activation by its own name, of the parameter alone: tanh(z), max(0, z), z."""
    match expr:
        case Sym(name):
            return name == parameter
        case Call(function, args) if function in _NAMED:
            names = {node.name for each in args for node in walk(each) if isinstance(node, Sym)}
            return names == {parameter} and all(isinstance(each, Sym) or each == _ZERO for each in args)
        case _:
            return False
