"""Closed forms as numbers: a term of the formal language evaluated in float64 by NumPy.

This is where a proved formula becomes something that the numeric witness can be held against.  It shares
nothing with the evaluation in the kernel.
"""

from collections.abc import Callable, Mapping
from math import erf as error_function
from math import prod

import numpy as np
from sympy import Add, Expr, KroneckerDelta, Mul, NumberSymbol, Pow, Rational, Sum, Symbol, erf, exp, log
from sympy.tensor.indexed import Indexed

from proofs.kernel.terms import Applied, D, E, NotATerm, Var, bound_variable, heaviside, relu, under_binder

Entry = tuple[str, tuple[int, ...]]  # the name of a symbol with (), or of a family with the indices of an entry
Values = Mapping[str, "float | np.ndarray | Callable[..., float]"]


def number(term: Expr, values: Values) -> float:
    """Return the value of a term.

    values: numbers by the name of a symbol, arrays by the name of a family (entry i of a family is item i - 1),
    and numbers by the text of a moment, such as `Var(p[i])`.  A family may also be a function of its indices.  An
    unknown function is one of its order (1 for the derivative), its number in a sequence if it has one, and its
    argument.  `D` is a function of two entries: what is differentiated, and with respect to what.
    Raises KeyError for a name without a value, NotATerm for what has no numeric meaning.
    """
    match term:
        case Rational() | NumberSymbol():
            return float(term)
        case Symbol():
            return _real(values[term.name])
        case Indexed():
            name, indices = _entry(term, values)
            family = values[name]
            return float(family(*indices) if callable(family) else np.asarray(family)[tuple(i - 1 for i in indices)])
        case Applied():
            name, order, *which, inside = term.args
            numbers = (int(number(each, values)) for each in which)
            return _called(values[name.name], int(order), *numbers, number(inside, values))
        case D():
            return _called(values["D"], *(_entry(each, values) for each in term.args))
        case KroneckerDelta():
            return float(number(term.args[0], values) == number(term.args[1], values))
        case Add():
            return sum(number(each, values) for each in term.args)
        case Mul():
            return prod(number(each, values) for each in term.args)
        case Pow():
            with np.errstate(divide="ignore", invalid="ignore"):  # undefined is inf or NaN, which no comparison accepts
                return float(np.float64(number(term.base, values)) ** number(term.exp, values))
        case erf():
            return error_function(number(term.args[0], values))
        case exp():
            return float(np.exp(number(term.exp, values)))
        case log():
            with np.errstate(divide="ignore", invalid="ignore"):
                return float(np.log(number(term.args[0], values)))
        case relu():
            return max(number(term.args[0], values), 0.0)
        case heaviside():
            argument = number(term.args[0], values)
            return number(term.args[1], values) if argument == 0 else float(argument > 0)
        case Sum():
            variable, lower, upper = bound_variable(term)
            span = range(int(number(lower, values)), int(number(upper, values)) + 1)
            return sum(number(under_binder(term), {**values, variable.name: float(each)}) for each in span)
        case E() | Var():
            return _real(values[str(term)])
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) has no numeric meaning")


def _entry(term: Expr, values: Values) -> Entry:
    if isinstance(term, Indexed):
        return str(term.base.label), tuple(int(number(each, values)) for each in term.indices)
    return str(term), ()


def _real(value: "float | np.ndarray | Callable[..., float]") -> float:
    if callable(value):
        raise NotATerm("a function has no value of its own: apply it")
    return float(value)


def _called(function: "float | np.ndarray | Callable[..., float]", *arguments: object) -> float:
    if not callable(function):
        raise NotATerm(f"{function} is applied, but it is no function")
    return float(function(*arguments))
