"""Calls: a known function, with its primes, power, base and arguments, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any as Anything

from backproof.answers.derivative import derivative_of
from backproof.answers.syntax import (
    ONE,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Derivative,
    Distribution,
    Div,
    Either,
    Expr,
    Fold,
    Mul,
    Norm,
    Not,
    Num,
    Pow,
    Relation,
    Sym,
    Transpose,
    Truth,
)
from backproof.answers.tokens import FunctionRef, Unreadable

INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh",
    "sigmoid": "logit", "exp": "log", "log": "exp",
}  # fmt: skip
ALWAYS_INVERSE = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh"})  # sin^{-1} is arcsin in every book
ARITY = {
    "max": (1, 64), "min": (1, 64), "clip": (3, 3), "kronecker": (2, 2), "mod": (2, 2), "pow": (2, 2), "log": (1, 2),
    "cases": (1, 64), "where": (3, 3), "and": (1, 9), "or": (1, 9),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), (2, 2)),
    "sum": (1, 4), "prod": (1, 4), "diff": (2, 2), "dot": (2, 2), "covariance": (2, 2),
}  # fmt: skip
COND = (Compare, All, Any, Not, Always)


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple among the arguments: a branch of cases, or an index with its bounds."""

    items: tuple[Anything, ...]


def is_distribution(name: str) -> bool:
    """Whether the name is that of a distribution."""
    return name in ("uniform", "normal")


def distribution(ref: FunctionRef, args: tuple[Anything, ...], brackets: str, at: int) -> Expr:
    """U(low, high), in any brackets, or N(mean, variance)."""
    exprs = _expressions(ref.name, args, at)
    if len(exprs) != 2 or ref.primes or ref.power is not None:
        raise Unreadable(
            f"a {ref.name} distribution has two arguments", at, "", "write U[low, high] or N(mean, variance)"
        )
    if ref.name == "normal" and brackets != "()":
        raise Unreadable("a normal distribution stands in round brackets", at, brackets, "write N(mean, variance)")
    return Distribution("uniform" if ref.name == "uniform" else "normal", exprs)


def apply(ref: FunctionRef, args: tuple[Anything, ...], at: int) -> Expr:
    """The call, or `Unreadable` where its arguments do not fit."""
    name = ref.name
    low, high = ARITY.get(name, (1, 1))
    if not low <= len(args) <= high:
        wanted = str(low) if low == high else f"{low} to {high}"
        raise Unreadable(f"{name} has {len(args)} arguments", at, name, f"it takes {wanted}")
    value = _special(ref, args, at) if name in _SPECIAL else _plain(ref, _expressions(name, args, at), at)
    return _raised(ref, value, args, at)


def _raised(ref: FunctionRef, value: Expr, args: tuple[Anything, ...], at: int) -> Expr:
    if ref.power is None:
        return value
    if ref.power == Num(-ONE.value) and ref.name in INVERSES and not ref.primes and ref.base is None:
        inverse = _plain(FunctionRef(INVERSES[ref.name]), _expressions(ref.name, args, at), at)
        if ref.name in ALWAYS_INVERSE:
            return inverse
        return Either(inverse, Div(ONE, value))
    return Pow(value, ref.power)


def _plain(ref: FunctionRef, args: tuple[Expr, ...], at: int) -> Expr:
    name = ref.name
    if ref.primes:
        if len(args) != 1:
            raise Unreadable(f"the derivative of {name} is not known", at, name + "'", "write it out")
        return derivative_of(name, ref.primes, args[0], at)
    if ref.base is not None:
        if name != "log":
            raise Unreadable(f"{name} has an index", at, name, "only log has a base")
        return Div(Call("log", args), Call("log", (ref.base,)))
    match name, args:
        case "log", (value, base):
            return Div(Call("log", (value,)), Call("log", (base,)))
        case "log2", (value,):
            return Div(Call("log", (value,)), Call("log", (Num(2 * ONE.value),)))
        case ("lg", (value,)):  # base 10 in one book, base 2 in the next
            ten, two = (Div(Call("log", (value,)), Call("log", (Num(n * ONE.value),))) for n in (10, 2))
            return Either(ten, two)
        case ("log10", (value,)):
            return Div(Call("log", (value,)), Call("log", (Num(10 * ONE.value),)))
        case "pow", (base, exponent):
            return Pow(base, exponent)
        case "square", (base,):
            return Pow(base, Num(2 * ONE.value))
        case "reciprocal", (value,):
            return Div(ONE, value)
        case "inverse", (value,):
            return Pow(value, Num(-ONE.value))
        case "clip", (value, low, high):
            return Call("min", (high, Call("max", (low, value))))
        case "silu", (value,):
            return Mul((value, Call("sigmoid", args)))
        case "norm", (value,):
            return Norm(value, 2)
        case "transpose", (value,):
            return Transpose(value)
        case "dot", (left, right):
            return Call("dot", (left, right))
        case _:
            return Call(name, args)


_RELATIONS: dict[str, Relation] = {"=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SPECIAL = (
    frozenset(_RELATIONS)
    | frozenset({"and", "or", "not"})
    | frozenset({"sum", "prod", "cases", "where", "indicator", "diff", "max", "min"})
)


def _special(ref: FunctionRef, args: tuple[Anything, ...], at: int) -> Expr:
    name = ref.name
    match name, args:
        case "cases", _:
            return _piecewise(args, at)
        case "where", (condition, yes, no):
            return Cases(((_condition(condition, at), yes),), no)
        case (("and" | "or"), _) if args:
            parts = tuple(_condition(a, at) for a in args)
            return Truth(All(parts) if name == "and" else Any(parts))
        case "not", (condition,):
            return Truth(Not(_condition(condition, at)))
        case _, (left, right) if name in _RELATIONS and not isinstance(left, COND) and not isinstance(right, COND):
            return Truth(Compare(_RELATIONS[name], *_expressions(name, args, at)))
        case "indicator", (condition,):
            return Truth(_condition(condition, at))
        case "diff", (Sym() | Call() | _ as body, Sym(var)) if not isinstance(body, Tuple):
            return Derivative(body, var)
        case (("max" | "min"), _) if not any(isinstance(a, Tuple) for a in args):
            return Call(name, _expressions(name, args, at))
        case (("sum" | "prod" | "max" | "min"), (body, Tuple((Sym(var), low, high)))):
            return Fold(name, var, low, high, None, body)
        case (("sum" | "prod"), (body, Sym(var), low, high)):
            return Fold(name, var, low, high, None, body)
        case (("sum" | "prod"), (body, Tuple((Sym(outer), first, last)), Tuple((Sym(inner), low, high)))):
            return Fold(name, inner, low, high, None, Fold(name, outer, first, last, None, body))
        case "sum", (body,) if not isinstance(body, Tuple):
            return Call("total", (body,))
        case _:
            raise Unreadable(f"the arguments of {name} do not fit", at, name, "write Sum(body, (k, 1, 3))")


def _piecewise(args: tuple[Anything, ...], at: int) -> Expr:
    branches: list[tuple[Cond, Expr]] = []
    otherwise: Expr | None = None
    for n, arg in enumerate(args):
        if not (isinstance(arg, Tuple) and len(arg.items) == 2) or otherwise is not None:
            raise Unreadable("Piecewise takes pairs", at, "Piecewise", "write Piecewise((x, x > 0), (0, True))")
        value, condition = arg.items[0], _condition(arg.items[1], at)
        if condition == Always(True) and n == len(args) - 1:
            otherwise = value
        else:
            branches.append((condition, value))
    if not branches:
        raise Unreadable("Piecewise has no condition", at, "Piecewise", "write Piecewise((x, x > 0), (0, True))")
    return Cases(tuple(branches), otherwise)


def _condition(found: Anything, at: int) -> Cond:
    if isinstance(found, COND):
        return found
    if isinstance(found, Truth):
        return found.condition
    raise Unreadable("a condition is expected", at, "", "write a comparison, as in x > 0")


def _expressions(name: str, args: tuple[Anything, ...], at: int) -> tuple[Expr, ...]:
    out: list[Expr] = []
    for arg in args:
        if isinstance(arg, COND):
            arg = Truth(arg)
        if isinstance(arg, Tuple):
            raise Unreadable(f"{name} takes no tuple", at, name, "write each argument on its own")
        out.append(arg)
    return tuple(out)
