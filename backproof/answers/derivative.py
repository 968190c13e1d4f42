"""Derivatives: a table of known functions, and the rules for what is built from them."""

from __future__ import annotations

from collections.abc import Callable

from backproof.answers.syntax import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Const,
    Div,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    negative,
    substitute,
    walk,
)
from backproof.answers.tokens import Unreadable


def _f(name: str, x: Expr) -> Expr:
    return Call(name, (x,))


def _square(x: Expr) -> Expr:
    return Pow(x, TWO)


# f(x) -> f'(x)
TABLE: dict[str, Callable[[Expr], Expr]] = {
    "exp":      lambda x: _f("exp", x),
    "log":      lambda x: Div(ONE, x),
    "sqrt":     lambda x: Div(ONE, Mul((TWO, _f("sqrt", x)))),
    "sin":      lambda x: _f("cos", x),
    "cos":      lambda x: negative(_f("sin", x)),
    "tan":      lambda x: Add((ONE, _square(_f("tan", x)))),
    "arctan":   lambda x: Div(ONE, Add((ONE, _square(x)))),
    "sinh":     lambda x: _f("cosh", x),
    "cosh":     lambda x: _f("sinh", x),
    "tanh":     lambda x: Add((ONE, negative(_square(_f("tanh", x))))),
    "artanh":   lambda x: Div(ONE, Add((ONE, negative(_square(x))))),
    "arsinh":   lambda x: Div(ONE, _f("sqrt", Add((ONE, _square(x))))),
    "sigmoid":  lambda x: Mul((_f("sigmoid", x), Add((ONE, negative(_f("sigmoid", x)))))),
    "logit":    lambda x: Div(ONE, Mul((x, Add((ONE, negative(x)))))),
    "softplus": lambda x: _f("sigmoid", x),
    "logsigmoid": lambda x: _f("sigmoid", negative(x)),
    "erf":      lambda x: Div(Mul((TWO, _f("exp", negative(_square(x))))), _f("sqrt", Const("pi"))),
    "Phi":      lambda x: _f("phi", x),
    "phi":      lambda x: negative(Mul((x, _f("phi", x)))),
    "log1p":    lambda x: Div(ONE, Add((ONE, x))),
    "expm1":    lambda x: _f("exp", x),
}  # fmt: skip


def derivative_of(name: str, order: int, argument: Expr, at: int) -> Expr:
    """f'(argument) for a known function, any number of primes."""
    if name not in TABLE or order > 4:
        raise Unreadable(f"the derivative of {name} is not known", at, name + "'" * min(order, 5), "write it out")
    slot = Sym("\N{BULLET}")
    found = TABLE[name](slot)
    for _ in range(order - 1):
        found = differentiate(found, slot.name, at)
    return Add((substitute(found, {slot.name: argument}), Mul((ZERO, _f(name, argument)))))


def differentiate(expr: Expr, var: str, at: int = 0) -> Expr:
    """d expr / d var, for scalar expressions; cases are differentiated branch by branch."""
    if not any(isinstance(node, Sym) and node.name == var for node in walk(expr)):
        return ZERO
    match expr:
        case Sym():
            return ONE
        case Add(terms):
            return Add(tuple(differentiate(t, var, at) for t in terms))
        case Mul(factors):
            return Add(
                tuple(Mul((*factors[:n], differentiate(f, var, at), *factors[n + 1 :])) for n, f in enumerate(factors))
            )
        case Div(over, under):
            d_over, d_under = differentiate(over, var, at), differentiate(under, var, at)
            return Div(Add((Mul((d_over, under)), Mul((MINUS_ONE, over, d_under)))), Pow(under, TWO))
        case Pow(base, Num(n)):
            return Mul((Num(n), Pow(base, Num(n - 1)), differentiate(base, var, at)))
        case Pow(base, exponent):
            rate = Add(
                (
                    Mul((differentiate(exponent, var, at), _f("log", base))),
                    Div(Mul((exponent, differentiate(base, var, at))), base),
                )
            )
            return Mul((expr, rate))
        case Call(name, (argument,)) if name in TABLE:
            return Mul((TABLE[name](argument), differentiate(argument, var, at)))
        case Fold("sum", index, low, high, where, body) if index != var:
            return Fold("sum", index, low, high, where, differentiate(body, var, at))
        case _:
            raise Unreadable("this derivative is not known", at, "", "write the derivative out")


def derived(body: Expr, var: str, at: int = 0) -> Expr:
    """The derivative, undefined wherever the body is: the derivative of log x is not 1/x at a negative x."""
    return Add((differentiate(body, var, at), Mul((ZERO, body))))
