"""The gate: what may reach a rule.

A term is well formed in a setting if it is built from the listed nodes over declared domains, every entry of a
family is within its shape, and no bound variable hides a declared name.  Every rule asks before it does anything.
"""

from collections.abc import Mapping
from math import comb, prod

from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    NumberSymbol,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Symbol,
    erf,
    erfc,
    exp,
    log,
    oo,
    tanh,
)
from sympy.core.relational import Eq
from sympy.tensor.indexed import Indexed

from .claims import Claim
from .settings import Setting
from .signs import is_whole, least
from .terms import (
    Applied,
    D,
    E,
    NotATerm,
    OpaqueFunction,
    TooLarge,
    Var,
    bound_variable,
    heaviside,
    is_dependent,
    names_in,
    relu,
    shape_of,
    under_binder,
)

_OPERATORS = (Add, Mul, Pow, exp, log, erf, erfc, tanh, relu, heaviside, E, Var, D, KroneckerDelta)
_LARGEST_EXPONENT = 64
_LARGEST_LAYER = 20
_LARGEST_NUMBER = 10**40
_LARGEST_RANGE = 100
_LARGEST_EXPANSION = 5000

_NO_PLACE = oo  # the range of a bound variable that indexes no family

Ranges = Mapping[Symbol, Expr]


def require_claim(claim: Claim, setting: Setting) -> None:
    """Raise NotATerm, with the reason, if a side of a claim is not well formed."""
    if claim.relation == "iff":
        for side in claim.claims:
            require_claim(side, setting)
    else:
        _require_all(claim.terms, setting)


def require_term(term: Expr, setting: Setting) -> None:
    """Raise NotATerm, with the reason, if a term is not well formed; its definitions are unfolded and read too."""
    _require_all((term,), setting)


def _require_all(terms: tuple[Expr, ...], setting: Setting) -> None:
    """Raise TooLarge only if nothing else is wrong with any of the terms."""
    forms = [form for term in terms for form in (term, setting.unfold(term))]
    for each in forms:
        _require(each, setting, setting.range_of)
    for each in forms:
        if _expanded_size(each) > _LARGEST_EXPANSION:
            raise TooLarge(f"{str(each)[:60]} ... has too many terms when it is multiplied out")


def require_fresh(variable: Symbol, setting: Setting) -> None:
    """Raise NotATerm unless a symbol is real, has no declared sign, and is no name of the setting."""
    if not isinstance(variable, Symbol) or not variable.is_extended_real or variable.is_extended_positive is not None:
        raise NotATerm(f"a variable of integration must be a real symbol without a sign, not {variable}")
    if variable in setting.names:
        raise NotATerm(f"{variable} must be fresh, but the setting {setting.name!r} declares it")


def _require(term: Expr, setting: Setting, ranges: Ranges) -> None:
    match term:
        case Rational():
            if max(abs(term.p), term.q) > _LARGEST_NUMBER:
                raise NotATerm("a number of more than 40 digits is not read")
        case NumberSymbol():
            pass
        case OpaqueFunction():
            raise NotATerm(f"{term} is a function, not a number: apply it")
        case Symbol():
            _require_symbol(term)
            if term not in setting.names and term not in ranges:
                raise NotATerm(f"{term} is not declared in the setting {setting.name!r}")
        case Indexed():
            if term.base not in setting.families:
                raise NotATerm(f"{term.base.label} is not declared in the setting {setting.name!r}")
            _require_entry(term, ranges, setting.sizes)
        case Sum():
            _require_sum(term, setting, ranges)
        case Integral():
            variable, lower, upper = bound_variable(term)
            require_fresh(variable, setting)
            for end in (lower, upper):
                if not end.is_infinite:
                    _require(end, setting, ranges)
            _require(under_binder(term), setting, {**ranges, variable: upper})
        case KroneckerDelta():
            if not all(side.is_integer for side in term.args):
                raise NotATerm(f"{term} compares what are not integers")
        case Applied():
            name, order, *which, inside = term.args
            if not isinstance(name, OpaqueFunction) or name not in setting.names or order not in (0, 1):
                raise NotATerm(f"{name} is not a function that the setting {setting.name!r} declares")
            if not all(is_whole(each) and _is_natural(each) for each in which):
                raise NotATerm(f"{term}: the functions of a sequence are numbered 0, 1, 2, ...")
            for each in (*which, inside):
                _require(each, setting, ranges)
        case Piecewise():
            for value, condition in term.args:
                if isinstance(condition, Eq) and not all(side.is_integer for side in condition.args):
                    raise NotATerm(f"{condition} compares what are not integers")
                _require(value, setting, ranges)
        case _ if isinstance(term, _OPERATORS):
            if isinstance(term, Pow) and isinstance(term.exp, Rational):
                _require_exponent(term.exp)
            if isinstance(term, heaviside):
                _require_value_at_zero(term)
            if isinstance(term, D):
                _require_variable(term.args[1], setting)
            for each in term.args:
                _require(each, setting, ranges)
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) is not part of the formal language")


def _require_symbol(symbol: Symbol) -> None:
    if symbol.name.startswith("_"):
        raise NotATerm(f"the name {symbol} is the kernel's own: names do not begin with an underscore")
    if not symbol.is_extended_real:
        raise NotATerm(f"{symbol} is not declared real")
    signed = symbol.is_extended_nonnegative or symbol.is_extended_nonpositive or symbol.is_extended_nonzero
    if signed and not symbol.is_positive and not (symbol.is_integer and symbol.is_nonnegative):
        raise NotATerm(f"{symbol} has a sign other than positive: declare it real and assume the inequality")


def _require_value_at_zero(term: heaviside) -> None:
    value = term.args[1]
    if value not in (Integer(0), Rational(1, 2), Integer(1)) and not isinstance(value, Symbol):
        raise NotATerm(f"{term}: the value at 0 must be 0, 1/2, 1 or a real symbol, not {value}")


def _require_exponent(exponent: Rational) -> None:
    if abs(exponent.p) > _LARGEST_EXPONENT or exponent.q > _LARGEST_EXPONENT:
        raise NotATerm(f"the exponent {exponent} is larger than {_LARGEST_EXPONENT}")


def _require_entry(entry: Indexed, ranges: Ranges, counts: frozenset[Symbol]) -> None:
    """Every index is seen to be at least 1 and at most the size of its place."""
    shape = shape_of(entry)
    if not shape or len(shape) != len(entry.indices):
        raise NotATerm(f"{entry} does not fit the shape {shape} of {entry.base.label}")
    for index, size in zip(entry.indices, shape, strict=True):
        loose = {each for each in names_in(index) if each not in ranges and each not in counts}
        if not is_whole(index) or loose:
            raise NotATerm(f"the index {index} of {entry} is neither declared nor bound")
        if not _within(index, size, ranges):
            raise NotATerm(f"the index {index} of {entry} runs to {_largest(index, ranges)}, its place to {size}")


def _within(index: Expr, size: Expr, ranges: Ranges) -> bool:
    """A layer exists, and is not named by a large number; elsewhere indices run from 1 to the size."""
    if size == oo:
        return _is_natural(index) and bool(index.as_coeff_Add()[0] <= _LARGEST_LAYER)
    if not all(_is_natural(layer) for part in size.atoms(Indexed) for layer in part.indices):
        return False  # the layer below the first has no size
    begin, room = least(index), least(size - _largest(index, ranges))
    return begin is not None and begin >= 1 and room is not None and room >= 0


def _is_natural(index: Expr) -> bool:
    first = least(index)
    return first is not None and first >= 0


def _largest(index: Expr, ranges: Ranges) -> Expr:
    """An upper bound of an index: k + 1 is at most n + 1 where k runs to n."""
    coefficients = [(each, index.coeff(each)) for each in index.free_symbols if each in ranges]
    rest = index - Add(*(each * times for each, times in coefficients))
    if any(times != 1 for _, times in coefficients) or rest.free_symbols & ranges.keys():
        return oo
    return rest + Add(*(ranges[each] for each, _ in coefficients))


def _require_sum(term: Sum, setting: Setting, ranges: Ranges) -> None:
    variable, lower, upper = bound_variable(term)
    if not variable.is_integer:
        raise NotATerm(f"the sum over {variable} needs an integer variable")
    if variable in setting.names and variable not in setting.range_of:
        raise NotATerm(f"the sum over {variable} hides a name of the setting {setting.name!r}")
    begin = least(lower)
    if variable.is_positive and (begin is None or begin < 1):
        raise NotATerm(f"the sum over {variable}, declared positive, begins at {lower}")
    if variable.is_nonnegative and (begin is None or begin < 0):
        raise NotATerm(f"the sum over {variable}, declared natural, begins at {lower}")
    if isinstance(lower, Integer) and isinstance(upper, Integer) and upper - lower > _LARGEST_RANGE:
        raise NotATerm(f"a sum of more than {_LARGEST_RANGE} explicit terms is not written out")
    loose = (names_in(lower) | names_in(upper)) - setting.sizes
    if loose:
        raise NotATerm(f"the sum over {variable} has a bound that is no size of the setting: {min(map(str, loose))}")
    for end in (lower, upper):
        _require(end, setting, ranges)
    _require(
        under_binder(term), setting, {**ranges, variable: upper if begin is not None and begin >= 1 else _NO_PLACE}
    )


def _require_variable(variable: Expr, setting: Setting) -> None:
    """What is differentiated with respect to is a real symbol or entry that is not defined."""
    if not isinstance(variable, Symbol | Indexed) or variable.is_integer or is_dependent(variable):
        raise NotATerm(f"nothing is differentiated with respect to {variable}")
    if setting.definition_of(variable) is not None:
        raise NotATerm(f"{variable} is defined, so nothing is differentiated with respect to it")


def _expanded_size(term: Expr) -> int:
    """At most how many terms a term has when it is multiplied out, capped."""
    match term:
        case Add():
            size = sum(_expanded_size(each) for each in term.args)
        case Mul():
            size = prod(_expanded_size(each) for each in term.args)
        case Pow() if isinstance(term.exp, Integer):
            inside, count = _expanded_size(term.base), abs(int(term.exp))
            size = comb(inside + count - 1, count) if inside > 1 else 1
        case Sum() | Integral():
            size = _expanded_size(under_binder(term))
        case _:
            size = max((_expanded_size(each) for each in term.args), default=1) if not isinstance(term, Indexed) else 1
    return min(size, _LARGEST_EXPANSION + 1)
