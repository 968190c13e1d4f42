"""Closed forms as numbers: a term of the formal language evaluated in float64 by NumPy.

This is where a proved formula becomes something that the numeric witness can be held against.  It shares
nothing with the evaluation in the kernel.
"""

from collections.abc import Mapping
from math import prod

import numpy as np
from sympy import Add, Expr, KroneckerDelta, Mul, NumberSymbol, Pow, Rational, Sum, Symbol, exp, log
from sympy.tensor.indexed import Indexed

from proofs.kernel.terms import E, NotATerm, Var, bound_variable, relu, under_binder

Values = Mapping[str, "float | np.ndarray"]


def number(term: Expr, values: Values) -> float:
    """Return the value of a term.

    values: numbers by the name of a symbol, arrays by the name of a family (entry i of a family is item i - 1),
    and numbers by the text of a moment, such as `Var(p[i])`.
    Raises KeyError for a name without a value, NotATerm for what has no numeric meaning.
    """
    match term:
        case Rational() | NumberSymbol():
            return float(term)
        case Symbol():
            return float(values[term.name])
        case Indexed():
            entry = tuple(int(number(each, values)) - 1 for each in term.indices)
            return float(np.asarray(values[str(term.base.label)])[entry])
        case KroneckerDelta():
            return float(number(term.args[0], values) == number(term.args[1], values))
        case Add():
            return sum(number(each, values) for each in term.args)
        case Mul():
            return prod(number(each, values) for each in term.args)
        case Pow():
            with np.errstate(divide="ignore", invalid="ignore"):  # undefined is inf or NaN, which no comparison accepts
                return float(np.float64(number(term.base, values)) ** number(term.exp, values))
        case exp():
            return float(np.exp(number(term.exp, values)))
        case log():
            with np.errstate(divide="ignore", invalid="ignore"):
                return float(np.log(number(term.args[0], values)))
        case relu():
            return max(number(term.args[0], values), 0.0)
        case Sum():
            variable, lower, upper = bound_variable(term)
            span = range(int(number(lower, values)), int(number(upper, values)) + 1)
            return sum(number(under_binder(term), {**values, variable.name: float(each)}) for each in span)
        case E() | Var():
            return float(values[str(term)])
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) has no numeric meaning")
