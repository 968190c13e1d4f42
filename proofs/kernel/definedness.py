"""Where a term is undefined: every denominator, logarithm and root carries an obligation.

A term is defined if each obligation follows from the declared domains (by signs) or the hypotheses (by Z3).
"""

from sympy import Expr, Integral, Pow, Rational, exp, log, nan, zoo

from .derivatives import derivative, evaluate
from .integrals import decays
from .normal_form import normalize
from .settings import Setting
from .signs import is_nonnegative, is_nonzero, is_positive, is_whole
from .solver import always_nonzero, always_positive
from .terms import D, E, NotATerm, Var, bound_variable, subterms, under_binder


def undefined_part(term: Expr, setting: Setting) -> str | None:
    """Return what may be undefined in a term, in words; None if everything is defined.

    Definitions are unfolded first; what each of them says must be defined too, even where unfolding hides it.
    """
    for each in setting.definitions_used(term):
        missing = _undefined_here(setting.unfold(each.body), setting)
        if missing is not None:
            return missing
    return _undefined_here(setting.unfold(term), setting)


def _undefined_here(term: Expr, setting: Setting) -> str | None:
    for part in subterms(term):
        if part is nan or part is zoo:
            return f"{part} is not a number"
        match part:
            case Pow() if isinstance(part.exp, Rational) and part.exp.q == 1:
                if part.exp < 0 and not _nonzero(part.base, setting):
                    return f"the denominator {part.base} is not seen to be nonzero"
            case Pow() if isinstance(part.exp, Rational):
                seen = is_positive(part.base) if part.exp < 0 else is_nonnegative(part.base)
                if not (seen or always_positive(part.base, setting)):
                    return f"the root of {part.base} is not seen to be real"
            case Pow() if not isinstance(part.exp, Rational) and is_whole(part.exp):
                if not is_nonnegative(part.exp) and not _nonzero(part.base, setting):
                    return f"{part.base} to the power {part.exp}, which may be negative, is not seen to be defined"
            case Pow() if not isinstance(part.exp, Rational) and not is_positive(part.base):
                return f"{part.base} to the power {part.exp} is not seen to be real"
            case log() if not _positive(part.args[0], setting):
                return f"log of {part.args[0]}, which is not seen to be positive"
            case D():
                missing = _missing_derivative(part, setting)
                if missing is not None:
                    return missing
            case Integral() if any(end.is_infinite for end in bound_variable(part)[1:]):
                if not decays(under_binder(part), bound_variable(part)[0]):
                    return f"{part} is not seen to converge"
            case E() | Var():
                if any(isinstance(each, exp) and setting.random_in(each) for each in subterms(part)):
                    return f"{part} may not exist: the exponential of a random variable may have no mean"
            case _:
                pass
    return None


def _missing_derivative(term: D, setting: Setting) -> str | None:
    """Return why a derivative may not exist: it is not in the table, or its value is not defined everywhere."""
    try:
        value = derivative(evaluate(setting.unfold(term.args[0])), term.args[1])
    except NotATerm as error:
        return f"{term} may not exist: {error}"
    return undefined_part(value, setting)


def _positive(term: Expr, setting: Setting) -> bool:
    return is_positive(term) or always_positive(term, setting) or is_positive(_normal(term))


def _nonzero(term: Expr, setting: Setting) -> bool:
    return is_nonzero(term) or always_nonzero(term, setting) or is_nonzero(_normal(term))


def _normal(term: Expr) -> Expr:
    """The normal form shows signs that the term hides; the term's own denominators are obligations of their own."""
    try:
        return normalize(term, {})
    except NotATerm:
        return term
