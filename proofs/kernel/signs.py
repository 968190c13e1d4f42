"""Signs by structure: is a term positive, nonnegative, nonzero?

Only what the declared domains say of the leaves, closed under the obvious rules (a sum of positive
terms is positive, a square is nonnegative ...).  `False` means "not seen", never "refuted".
"""

from sympy import Add, Expr, KroneckerDelta, Mul, Number, NumberSymbol, Pow, Sum, Symbol, exp
from sympy.tensor.indexed import Indexed

from .terms import bound_variable, relu, under_binder


def is_positive(term: Expr) -> bool:
    """Return True where the term is seen to be > 0 on its whole domain."""
    match term:
        case Number() | NumberSymbol() | Symbol() | Indexed():
            return bool(term.is_positive)
        case exp():
            return True
        case Mul():
            return _product_is_positive(term)
        case Add():
            return all(map(is_nonnegative, term.args)) and any(map(is_positive, term.args))
        case Pow():
            return is_positive(term.base) or (_is_even(term.exp) and is_nonzero(term.base))
        case Sum():
            return is_positive(under_binder(term)) and _is_nonempty(term)
        case _:
            return False


def is_nonnegative(term: Expr) -> bool:
    """Return True where the term is seen to be >= 0 on its whole domain."""
    if is_positive(term):
        return True
    match term:
        case Number() | Symbol() | Indexed():
            return bool(term.is_nonnegative)
        case Mul():
            rest = [factor for factor in term.args if not is_nonnegative(factor)]
            return not rest or (len(rest) % 2 == 0 and all(is_nonnegative(-factor) for factor in rest))
        case Add():
            return all(map(is_nonnegative, term.args))
        case Pow():
            return is_nonnegative(term.base) or _is_even(term.exp)
        case Sum():
            return is_nonnegative(under_binder(term))
        case KroneckerDelta() | relu():
            return True
        case _:
            return False


def is_nonzero(term: Expr) -> bool:
    """Return True where the term is seen to differ from 0 on its whole domain."""
    match term:
        case Number() | Symbol() | Indexed() if term.is_nonzero:
            return True
        case Mul():
            return all(map(is_nonzero, term.args))
        case Pow():
            return is_nonzero(term.base)
        case _:
            return is_positive(term) or is_positive(-term)


def _product_is_positive(term: Expr) -> bool:
    doubtful = [factor for factor in term.args if not is_positive(factor)]
    return len(doubtful) % 2 == 0 and all(is_positive(-factor) for factor in doubtful)


def _is_even(exponent: Expr) -> bool:
    return bool(exponent.is_Integer and exponent % 2 == 0)


def _is_nonempty(term: Sum) -> bool:
    _, lower, upper = bound_variable(term)
    return is_nonnegative(upper - lower) or (lower == 1 and bool(upper.is_positive and upper.is_integer))
