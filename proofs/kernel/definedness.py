"""Where a term is undefined: every denominator, logarithm and root carries an obligation.

A term is defined if each obligation follows from the declared domains (by signs) or the hypotheses (by Z3).
"""

from functools import lru_cache

from sympy import Expr, Integral, Pow, Rational, Symbol, exp, log, nan, zoo
from sympy.tensor.indexed import Indexed

from .derivatives import derivative, evaluate
from .evaluation import evaluate as evaluate_at
from .hypotheses import Normal, Uniform, base_of
from .integrals import decays, is_subgaussian
from .laws import BackwardRecursion, FunctionOf, Law, Recursion
from .normal_form import normalize
from .point import Point
from .settings import Setting
from .signs import is_nonnegative, is_nonzero, is_positive, is_whole
from .solver import always_nonzero, always_positive
from .terms import Applied, D, E, NotATerm, Var, bound_variable, is_dependent, subterms, under_binder
from .values import CannotEvaluate


def undefined_part(term: Expr, setting: Setting) -> str | None:
    """Return what may be undefined in a term, in words; None if everything is defined.

    Definitions are unfolded first; what each of them says must be defined too, even where unfolding hides it.
    """
    bodies = [each.body for each in setting.definitions_used(term)]
    bodies += [body for law in setting.laws_used(term) for body in _bodies(law)]
    for each in bodies:
        missing = _undefined_here(setting.unfold(each), setting)
        if missing is not None:
            return missing
    return _undefined_here(setting.unfold(term), setting)


def _bodies(law: Law) -> tuple[Expr, ...]:
    match law:
        case Recursion(start=start, following=following):
            return start, following
        case BackwardRecursion(body=body):
            return (body,)
        case FunctionOf(of=of):
            return (of,)


def _undefined_here(term: Expr, setting: Setting, exists: frozenset[Expr] = frozenset()) -> str | None:
    """See `undefined_part`; the derivatives of the families `exists` are known to exist."""
    for part in subterms(term):
        if part is nan or part is zoo:
            return f"{part} is not a number"
        match part:
            case Pow() if isinstance(part.exp, Rational) and part.exp.q == 1:
                if part.exp < 0 and not _nonzero(part.base, setting):
                    return f"the denominator {part.base} is not seen to be nonzero"
            case Pow() if isinstance(part.exp, Rational):
                seen = is_positive(part.base) if part.exp < 0 else is_nonnegative(part.base)
                if not (seen or _sign_of_number(part.base, setting) == 1 or always_positive(part.base, setting)):
                    return f"the root of {part.base} is not seen to be real"
            case Pow() if not isinstance(part.exp, Rational) and is_whole(part.exp):
                if not is_nonnegative(part.exp) and not _nonzero(part.base, setting):
                    return f"{part.base} to the power {part.exp}, which may be negative, is not seen to be defined"
            case Pow() if not isinstance(part.exp, Rational) and not is_positive(part.base):
                return f"{part.base} to the power {part.exp} is not seen to be real"
            case log() if not _positive(part.args[0], setting):
                return f"log of {part.args[0]}, which is not seen to be positive"
            case D():
                missing = _missing_derivative(part, setting, exists)
                if missing is not None:
                    return missing
            case Integral() if any(end.is_infinite for end in bound_variable(part)[1:]):
                if not decays(under_binder(part), bound_variable(part)[0]):
                    return f"{part} is not seen to converge"
            case Applied() if part.args[1] != 0 and not setting.is_differentiable(part.args[0]):
                return f"{part.args[0]} is not known to be differentiable"
            case E() | Var():
                if any(isinstance(each, log) and _is_unbounded_below(each, setting) for each in subterms(part)):
                    return f"{part} may not exist: the logarithm of a random variable may have no mean"
                if any(isinstance(each, Applied) and setting.random_in(each) for each in subterms(part)):
                    return f"{part} may not exist: nothing bounds an unknown function of a random variable"
                grows = any(isinstance(each, exp) and setting.random_in(each) for each in subterms(part))
                if grows and not _has_light_tails(part, setting):
                    return f"{part} may not exist: the exponential of a random variable may have no mean"
            case _:
                pass
    return None


def _is_unbounded_below(term: log, setting: Setting) -> bool:
    """Say whether a logarithm of something random may fall without a bound: 0 <= log(u) <= u where u >= 1."""
    return bool(setting.random_in(term)) and not is_nonnegative(term.args[0] - 1)


def _missing_derivative(term: D, setting: Setting, exists: frozenset[Expr]) -> str | None:
    """Return why a derivative may not exist: it is not in the table, or its value is not defined everywhere."""
    function, variable = term.args
    if isinstance(function, Symbol | Indexed) and is_dependent(function):
        return _missing_by_law(term, setting, exists)
    if setting.mean_varies_with(function, variable):
        return f"{term} is not known: what is random in it has a law that varies with {variable}"
    try:
        value = derivative(evaluate(setting.unfold(function)), variable)
    except NotATerm as error:
        return f"{term} may not exist: {error}"
    return undefined_part(value, setting) if not exists else _undefined_here(value, setting, exists)


def _missing_by_law(term: D, setting: Setting, exists: frozenset[Expr]) -> str | None:
    """The derivative of a dependent name exists if its law says so: by induction over the layers, or by the chain rule.

    For a recursion, the derivative at the first layer must exist, and that at layer + 1 if that at the layer does.
    """
    function, variable = term.args
    if base_of(function) in exists:
        return None
    for law in setting.laws_of(function):
        if isinstance(law, BackwardRecursion) or base_of(law.entry) != base_of(function):
            continue  # nothing is known of partial derivatives
        inside = (law.start, law.following) if isinstance(law, Recursion) else (law.of,)
        known = exists | {base_of(function)}
        missing = (_missing_derivative(D(setting.unfold(each), variable), setting, known) for each in inside)
        return next((each for each in missing if each is not None), None)
    return f"{term} may not exist: nothing is known of {function}"


def _has_light_tails(term: Expr, setting: Setting) -> bool:
    """Say whether a mean is seen to exist: of at most exponential growth in variables that are normal or bounded."""
    random = setting.random_in(term)
    laws = {base_of(each.entry) for each in setting.hypotheses if isinstance(each, Normal | Uniform)}
    return random <= laws and is_subgaussian(setting.unfold(term.args[0]), random)


def _positive(term: Expr, setting: Setting) -> bool:
    number = _sign_of_number(term, setting)
    return is_positive(term) or number == 1 or always_positive(term, setting) or is_positive(_normal(term))


def _nonzero(term: Expr, setting: Setting) -> bool:
    number = _sign_of_number(term, setting)
    return is_nonzero(term) or bool(number) or always_nonzero(term, setting) or is_nonzero(_normal(term))


@lru_cache(maxsize=1024)
def _sign_of_number(term: Expr, setting: Setting) -> int | None:
    """The sign of a number, where its enclosure shows one; None for a term that depends on more than declared laws."""
    if not term.free_symbols <= frozenset(setting.random):
        return None
    try:
        value = evaluate_at(term, Point(setting, {}))
    except CannotEvaluate:
        return None
    return 1 if value > 0 else -1 if value < 0 else None


def _normal(term: Expr) -> Expr:
    """The normal form shows signs that the term hides; the term's own denominators are obligations of their own."""
    try:
        return normalize(term, {})
    except NotATerm:
        return term
