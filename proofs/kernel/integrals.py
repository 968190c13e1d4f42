"""Integrals by antiderivative: limits at the ends of the range, by a table."""

from sympy import Add, Expr, Integer, Integral, Mul, Poly, Pow, Sum, Symbol, erf, erfc, exp, expand, log, oo, tanh
from sympy.tensor.indexed import Indexed

from .hypotheses import base_of
from .signs import is_nonnegative, is_positive
from .terms import D, NotATerm, heaviside, mentions, open_binder, relu, substitute


def difference_at_ends(antiderivative: Expr, variable: Symbol, lower: Expr, upper: Expr) -> Expr:
    """Return F(upper) - F(lower), where an infinite end means the limit."""
    return _at(antiderivative, variable, upper) - _at(antiderivative, variable, lower)


def _at(term: Expr, variable: Symbol, end: Expr) -> Expr:
    if end.is_infinite:
        return Add(*(_limit(each, variable, end) for each in Add.make_args(_multiplied_out(term))))
    return substitute(term, {variable: end})


def _multiplied_out(term: Expr) -> Expr:
    return expand(term, power_base=False, power_exp=False, log=False, basic=False)


def _limit(summand: Expr, variable: Symbol, end: Expr) -> Expr:
    """The limit of one product at +oo or -oo:

    constant                                   ->  itself
    c erf(b x + d)^k ..., b > 0                ->  c, or c (-1)^k at -oo
    c x^k exp(-r x^2 + ...) erf(b x + d)^m ..., r > 0    ->  0
    """
    moving = [each for each in Mul.make_args(summand) if mentions(each, frozenset({variable}))]
    constant = Mul(*(each for each in Mul.make_args(summand) if each not in moving))
    errors = [each for each in moving if _is_error_function(each, variable)]
    gaussians = [each for each in moving if isinstance(each, exp)]
    powers = [each for each in moving if each not in gaussians and each not in errors]
    if not gaussians and not powers:
        return constant if end == oo else constant * Mul(*(Integer(-1) ** each.as_base_exp()[1] for each in errors))
    if (
        gaussians
        and all(_decays(each, variable) for each in gaussians)
        and all(_is_power(each, variable) for each in powers)
    ):
        return Integer(0)
    raise NotATerm(f"no limit of {summand} at {end} is in the table")


def _is_error_function(term: Expr, variable: Symbol) -> bool:
    """Say whether a term is erf(b x + d)^k with b > 0 and a whole number k > 0."""
    base, exponent = (term.base, term.exp) if isinstance(term, Pow) else (term, Integer(1))
    if not (isinstance(base, erf) and exponent.is_Integer and exponent > 0):
        return False
    if not base.args[0].is_polynomial(variable):
        return False
    line = Poly(base.args[0], variable)
    return line.degree() == 1 and is_positive(line.LC()) and not mentions(line.LC(), frozenset({variable}))


def _decays(term: exp, variable: Symbol) -> bool:
    if not term.exp.is_polynomial(variable):
        return False
    polynomial = Poly(term.exp, variable)
    return polynomial.degree() == 2 and is_positive(-polynomial.LC())


def _is_power(term: Expr, variable: Symbol) -> bool:
    base, exponent = term.as_base_exp()
    return bool(base == variable and isinstance(term, Symbol | Pow) and exponent.is_Integer and exponent > 0)


def on_side(term: Expr, variable: Expr, sign: int) -> Expr:
    """Return the term where the variable has this sign (1, 0 or -1): relu(x) and relu(-x) are opened."""
    if isinstance(term, relu):
        argument = term.args[0]
        if argument == variable:
            return variable if sign > 0 else Integer(0)
        if argument == -variable:
            return -variable if sign < 0 else Integer(0)
        if mentions(argument, frozenset({variable})):
            raise NotATerm(f"the sign of {argument} is not decided by that of {variable}")
        return term
    if isinstance(term, heaviside) and mentions(term.args[0], frozenset({variable})):
        if term.args[0] not in (variable, -variable):
            raise NotATerm(f"the sign of {term.args[0]} is not decided by that of {variable}")
        own = sign if term.args[0] == variable else -sign
        return term.args[1] if own == 0 else Integer(int(own > 0))
    if isinstance(term, D) and sign == 0 and mentions(variable, frozenset({base_of(term.args[1])})):
        raise NotATerm(f"{term} sees more than the value at {variable} = 0: take the derivative first")
    if isinstance(term, Sum | Integral):
        body, bound, lower, upper = open_binder(term)
        return type(term)(on_side(body, variable, sign), (bound, lower, upper))
    if not term.args or term == variable:
        return Integer(0) if term == variable and sign == 0 else term
    return term.func(*(on_side(each, variable, sign) for each in term.args))


def decays(term: Expr, variable: Symbol) -> bool:
    """Say whether a term is seen to decay like a Gaussian at both ends of the line, so that its integral converges."""
    if isinstance(term, Add):
        return all(decays(each, variable) for each in term.args)
    factors = Mul.make_args(term)
    gaussians = [each for each in factors if isinstance(each, exp) and _decays(each, variable)]
    return bool(gaussians) and all(each in gaussians or is_subgaussian(each, frozenset({variable})) for each in factors)


def is_subgaussian(term: Expr, variables: frozenset[Expr]) -> bool:
    """Say whether a term is seen to be bounded by c exp(c |x|): then its mean for a normal x exists."""
    if not mentions(term, variables) or _is_lipschitz(term, variables):
        return True
    match term:
        case Add() | Mul():
            return all(is_subgaussian(each, variables) for each in term.args)
        case Pow() if term.exp.is_Integer and term.exp < 0:
            return _stays_positive(term.base, variables)
        case Pow():
            return bool(term.exp.is_Integer) and is_subgaussian(term.base, variables)
        case exp():
            return _is_lipschitz(term.exp, variables) or is_nonnegative(-term.exp)
        case relu():
            return is_subgaussian(term.args[0], variables)
        case _:
            return False


def _is_lipschitz(term: Expr, variables: frozenset[Expr]) -> bool:
    """Say whether a term is seen to be bounded by a + b |x|."""
    if not mentions(term, variables) or isinstance(term, Symbol | Indexed | erf | erfc | tanh | heaviside):
        return True
    match term:
        case Add():
            return all(_is_lipschitz(each, variables) for each in term.args)
        case Mul():
            moving = [each for each in term.args if mentions(each, variables)]
            return len(moving) == 1 and _is_lipschitz(moving[0], variables)
        case relu():
            return _is_lipschitz(term.args[0], variables)
        case log():  # c <= u <= exp(b |x|) times a polynomial
            return _stays_positive(term.args[0], variables) and is_subgaussian(term.args[0], variables)
        case _:
            return False


def _stays_positive(term: Expr, variables: frozenset[Expr]) -> bool:
    """Say whether a term is seen to be a positive constant plus terms that are not negative."""
    parts = Add.make_args(term)
    constants = [each for each in parts if not mentions(each, variables)]
    moving = [each for each in parts if mentions(each, variables)]
    return bool(constants) and is_positive(Add(*constants)) and all(map(is_nonnegative, moving))
