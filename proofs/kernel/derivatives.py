"""Derivatives of indexed families, by a table: one line per function.

SymPy's own `diff` and `MatrixExpr.diff` are not used: they lose terms on indexed families.
"""

from collections.abc import Callable

from sympy import (
    Add,
    Expr,
    Function,
    Integer,
    KroneckerDelta,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Sum,
    Symbol,
    erf,
    erfc,
    exp,
    log,
    pi,
    sqrt,
    tanh,
)
from sympy.tensor.indexed import Indexed

from .terms import (
    Applied,
    D,
    NotATerm,
    bound_variable,
    is_dependent,
    mentions,
    open_beside,
    rebuilt,
    subterms,
    under_binder,
)

#: d f(u) / d u for the functions of one argument.
TABLE: dict[type[Function], Callable[[Expr], Expr]] = {
    exp: lambda u: exp(u),
    log: lambda u: 1 / u,
    tanh: lambda u: 1 - tanh(u) ** 2,
    erf: lambda u: 2 / sqrt(pi) * exp(-(u**2)),
    erfc: lambda u: -2 / sqrt(pi) * exp(-(u**2)),
}


def derivative(term: Expr, variable: Expr) -> Expr:
    """Return the partial derivative of a term; `variable` is a symbol or a family entry such as `z[j]`.

    d z_i / d z_j = delta_ij, also under a sum.  The derivative of a dependent name stays as it is.  Other
    families are constants: unfold definitions first.  Raises NotATerm for a function that is not in the table.
    """
    if not isinstance(variable, Symbol | Indexed):
        raise NotATerm(f"the derivative with respect to {variable}: only symbols and family entries vary")
    match term:
        case Symbol() | Indexed() if is_dependent(term):
            return D(term, variable)
        case Number() | NumberSymbol() | KroneckerDelta():
            return Integer(0)
        case Symbol():
            return Integer(1) if term == variable else Integer(0)
        case Indexed():
            return _entry(term, variable)
        case Add():
            return Add(*(derivative(each, variable) for each in term.args))
        case Mul():
            return _product(term, variable)
        case Pow():
            return _power(term, variable)
        case Sum():
            body, bound, lower, upper = open_beside(term, variable.free_symbols)
            if mentions(lower + upper, frozenset({variable})):
                raise NotATerm(f"the bounds of {term} vary with {variable}")
            inside = derivative(body, variable)
            return Sum(inside, (bound, lower, upper)) if inside != 0 else inside
        case Applied():
            name, order, *which, inside = term.args
            slope = derivative(inside, variable)
            return slope if slope == 0 else Applied(name, order + 1, *which, inside) * slope
        case Function() if type(term) in TABLE:
            inside = term.args[0]
            return TABLE[type(term)](inside) * derivative(inside, variable)
        case _:
            hidden = any(isinstance(part, Symbol | Indexed) and is_dependent(part) for part in subterms(term))
            if not hidden and not mentions(
                term, frozenset({variable.base if isinstance(variable, Indexed) else variable})
            ):
                return Integer(0)
            raise NotATerm(f"no derivative of {type(term).__name__} is in the table")


def evaluate(term: Expr) -> Expr:
    """Carry out every derivative D(f, v) that a term contains, innermost first."""
    if not term.has(D):
        return term
    if isinstance(term, D):
        return derivative(evaluate(term.args[0]), term.args[1])
    if isinstance(term, Sum):
        return Sum(evaluate(under_binder(term)), bound_variable(term))
    return rebuilt(term, (evaluate(each) for each in term.args))


def _entry(entry: Indexed, variable: Expr) -> Expr:
    if not isinstance(variable, Indexed) or variable.base != entry.base:
        return Integer(0)
    return Mul(*(KroneckerDelta(a, b) for a, b in zip(entry.indices, variable.indices, strict=True)))


def _product(term: Mul, variable: Expr) -> Expr:
    factors = term.args
    slopes = [derivative(factor, variable) for factor in factors]
    return Add(*(Mul(*factors[:n], slope, *factors[n + 1 :]) for n, slope in enumerate(slopes) if slope != 0))


def _power(term: Pow, variable: Expr) -> Expr:
    base, exponent = term.base, term.exp
    slope, growth = derivative(base, variable), derivative(exponent, variable)
    from_base = Integer(0) if slope == 0 else exponent * base ** (exponent - 1) * slope
    return from_base if growth == 0 else from_base + term * log(base) * growth
