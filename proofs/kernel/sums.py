"""Rules about the bounds of a sum: what an induction over the number of terms needs."""

from sympy import Expr, Sum

from .agreement import agreed, by_z3
from .claims import Claim
from .normal_form import residual
from .rewriting import with_replaced
from .rule import Outcome, Refused, rule, sides_of
from .settings import Setting
from .signs import is_nonnegative
from .terms import NotATerm, bound_variable, open_binder, substitute, under_binder


@rule("last-term")
def last_term(claim: Claim, setting: Setting, *, of: Sum) -> Outcome:
    """
                      lower <= upper
    ------------------------------------------------------
    sum_{lower}^{upper} f = sum_{lower}^{upper - 1} f + f(upper)
    """
    variable, lower, upper = _bounds(of)
    return _split(claim, setting, of, Sum(under_binder(of), (variable, lower, upper - 1)), upper)


@rule("first-term")
def first_term(claim: Claim, setting: Setting, *, of: Sum) -> Outcome:
    """
                      lower <= upper
    ------------------------------------------------------
    sum_{lower}^{upper} f = f(lower) + sum_{lower + 1}^{upper} f
    """
    variable, lower, upper = _bounds(of)
    return _split(claim, setting, of, Sum(under_binder(of), (variable, lower + 1, upper)), lower)


def _bounds(of: Expr) -> tuple[Expr, Expr, Expr]:
    if not isinstance(of, Sum):
        raise NotATerm(f"a term is split off a sum, not off {of}")
    return bound_variable(of)


def _split(claim: Claim, setting: Setting, of: Sum, rest: Sum, end: Expr) -> Outcome:
    _, lower, upper = bound_variable(of)
    if not is_nonnegative(upper - lower):
        return Refused(f"{of} may have no term: {lower} <= {upper} is not seen")
    body, variable, _, _ = open_binder(of)
    split = rest + substitute(body, {variable: end})
    left, right = (with_replaced(side, of, split) for side in sides_of(claim))
    return agreed(claim, setting, f"{of} = {split}", residual(left, right, setting.range_of), by_z3)
