"""Where a term is undefined: every denominator, logarithm and root carries an obligation.

A term is defined if each obligation follows from the declared domains (by signs) or the hypotheses (by Z3).
"""

from sympy import Expr, Pow, Rational, log, nan, zoo

from .settings import Setting
from .signs import is_nonnegative, is_nonzero, is_positive
from .solver import nonzero
from .terms import subterms


def undefined_part(term: Expr, setting: Setting) -> str | None:
    """Return what may be undefined in a term, in words; None if everything is defined.

    Definitions are unfolded first.
    """
    for part in subterms(setting.unfold(term)):
        if part is nan or part is zoo:
            return f"{part} is not a number"
        match part:
            case Pow() if isinstance(part.exp, Rational) and part.exp.q == 1:
                if part.exp < 0 and not (is_nonzero(part.base) or nonzero(part.base, setting)):
                    return f"the denominator {part.base} is not seen to be nonzero"
            case Pow() if isinstance(part.exp, Rational):
                needed = is_positive if part.exp < 0 else is_nonnegative
                if not needed(part.base):
                    return f"the root of {part.base} is not seen to be real"
            case Pow() if not isinstance(part.exp, Rational) and not is_positive(part.base):
                return f"{part.base} to the power {part.exp} is not seen to be real"
            case log() if not is_positive(part.args[0]):
                return f"log of {part.args[0]}, which is not seen to be positive"
            case _:
                pass
    return None
