"""The expectation calculus: linearity, independence, declared moments.

An expectation is never an integral here.  E[sum of products] is pulled apart by linearity; a product of
entries of independent families factors; what is left are moments of one family, which the setting declares:

    E[w_a]     = m                         (Mean)
    E[w_a w_b] = m m + s^2 delta_ab        (Mean, Variance, Uncorrelated)

Each licence is a hypothesis of the setting.  If it is missing, the expectation stays as it is, and the
residual of the step shows which moment was assumed for nothing.
"""

from enum import IntEnum

from sympy import (
    Add,
    Dummy,
    Expr,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    Poly,
    Sum,
    Symbol,
    cancel,
    fraction,
    together,
)
from sympy.tensor.indexed import Indexed

from .hypotheses import base_of
from .normal_form import Atoms, Range, normalize, normalize_over_atoms
from .settings import Setting
from .terms import E, NotATerm, Var, bound_variable, open_binder, substitute, under_binder


class Use(IntEnum):
    """How much of the calculus a rule may use; each level includes those below."""

    LINEARITY = 1
    INDEPENDENCE = 2
    MOMENTS = 3


def expand(term: Expr, setting: Setting, use: Use, ranges: dict[Symbol, Range]) -> Expr:
    """Rewrite every expectation in a term as far as `use` and the hypotheses of the setting allow.

    Variances of sums are not opened: that is the rule `variance`.  Definitions are not unfolded.
    """
    if isinstance(term, E):
        return _expectation(term.args[0], setting, use, ranges)
    if isinstance(term, Var) and use is Use.MOMENTS:
        declared = setting.variance_of(term.args[0])
        return term if declared is None else declared
    if not term.has(E, Var) or isinstance(term, Integral | Var):
        return term
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Sum(expand(body, setting, use, ranges | {variable: (lower, upper)}), (variable, lower, upper))
    return term.func(*(expand(each, setting, use, ranges) for each in term.args))


def calculate(term: Expr, setting: Setting, use: Use) -> Expr:
    """Expand and normalize until nothing new comes: contracting a delta may reveal another declared moment.

    A quotient may come back with both signs changed, so the forms that were seen are remembered.
    """
    ranges = {variable: (Integer(1), upper) for variable, upper in setting.ranges}
    seen: set[Expr] = set()
    while term not in seen:
        seen.add(term)
        term = normalize(expand(term, setting, use, ranges), ranges)
    return term


def open_variances(term: Expr) -> Expr:
    """Replace every Var(X) by E[X^2] - E[X]^2, its definition."""
    if not term.has(Var) or isinstance(term, Integral):
        return term
    if isinstance(term, Sum):
        return Sum(open_variances(under_binder(term)), bound_variable(term))
    parts = [open_variances(each) for each in term.args]
    if isinstance(term, Var):
        return E(parts[0] ** 2) - E(parts[0]) ** 2
    return term.func(*parts)


def _expectation(term: Expr, setting: Setting, use: Use, ranges: dict[Symbol, Range]) -> Expr:
    atoms, form = normalize_over_atoms(term, ranges)
    numerator, denominator = fraction(form)
    if setting.random_in(atoms.decode(denominator)):
        return _quotient(numerator, denominator, setting, use, atoms)
    return _polynomial(numerator, denominator, setting, use, atoms)


def _varying(form: Expr, setting: Setting, atoms: Atoms) -> list[Symbol]:
    return sorted((each for each in form.free_symbols if setting.random_in(atoms.decode(each))), key=str)


def _quotient(numerator: Expr, denominator: Expr, setting: Setting, use: Use, atoms: Atoms) -> Expr:
    """E of N/D with a random D: divide N = Q D + R, so that the remainders over D are independent of each other."""
    names = sorted({*_varying(numerator, setting, atoms), *_varying(denominator, setting, atoms)}, key=str)
    whole, rest = Poly(numerator, *names, field=True).div(Poly(denominator, *names, field=True))
    leading = Poly(denominator, *names, field=True).LC()
    top, bottom = fraction(together(whole.as_expr()))
    result = _polynomial(top, bottom, setting, use, atoms)
    for powers, coefficient in rest.terms():
        monomial = Mul(*(name**power for name, power in zip(names, powers, strict=True)))
        if coefficient != 0:
            under = cancel(monomial / (denominator / leading))
            result += atoms.decode(coefficient / leading) * E(atoms.decode(under))
    return result


def _polynomial(numerator: Expr, denominator: Expr, setting: Setting, use: Use, atoms: Atoms) -> Expr:
    """E of N/D with a constant D."""
    varying = _varying(numerator, setting, atoms)
    if not varying:
        return atoms.decode(numerator / denominator)
    polynomial = Poly(numerator, *varying)
    parts = (
        coefficient * _sum_of_products(_factors(varying, powers), setting, use, atoms)
        for powers, coefficient in ((powers, atoms.decode(rest.as_expr())) for powers, rest in polynomial.terms())
    )
    return Add(*parts) / atoms.decode(denominator)


def _factors(generators: list[Symbol], powers: tuple[int, ...]) -> list[Symbol]:
    return [each for each, power in zip(generators, powers, strict=True) for _ in range(power)]


def _sum_of_products(factors: list[Symbol], setting: Setting, use: Use, atoms: Atoms) -> Expr:
    """E of a product of atoms: the sums among them are pulled out, each with indices of its own."""
    indices: list[tuple[Symbol, Range]] = []
    plain: list[Expr] = []
    for factor in factors:
        if factor not in atoms.sums:
            plain.append(atoms.decode(factor))
            continue
        bound, body = atoms.sums[factor]
        fresh = {variable: Dummy(variable.name, **variable.assumptions0) for variable, _ in bound}
        indices += [(fresh[variable], limits) for variable, limits in bound]
        plain += Mul.make_args(substitute(body, fresh))
    constant = [each for each in plain if not setting.random_in(each)]
    varying = [each for each in plain if setting.random_in(each)]
    result = Mul(*constant, _product(varying, setting, use))
    for variable, (lower, upper) in reversed(indices):
        result = Sum(result, (variable, lower, upper))
    return result


def _product(factors: list[Expr], setting: Setting, use: Use) -> Expr:
    """E of a product of random factors: one expectation for each independent family."""
    if not factors:
        return Integer(1)
    families = frozenset[Expr]().union(*(setting.random_in(each) for each in factors))
    if use < Use.INDEPENDENCE or (len(families) > 1 and not setting.independent(families)):
        return E(Mul(*factors))
    groups: dict[frozenset[Expr], list[Expr]] = {}
    for factor in factors:
        mine = setting.random_in(factor)
        merged = [factor]
        for other in [key for key in groups if key & mine]:
            mine |= other
            merged += groups.pop(other)
        groups[mine] = merged
    return Mul(*(_moment(group, setting, use) for group in groups.values()))


def _moment(factors: list[Expr], setting: Setting, use: Use) -> Expr:
    """E of a product within one family: a declared moment if there is one."""
    entries = [each for factor in factors for each in _entries(factor)]
    known = use is Use.MOMENTS and all(isinstance(each, Indexed | Symbol) for each in entries)
    if known and len(entries) == 1:
        return _mean(entries[0], setting)
    if known and len(entries) == 2:
        return _second_moment(entries[0], entries[1], setting)
    return E(Mul(*factors))


def _entries(factor: Expr) -> list[Expr]:
    base, power = factor.as_base_exp()
    return [base] * int(power) if power.is_Integer and power > 0 else [factor]


def _mean(entry: Expr, setting: Setting) -> Expr:
    declared = setting.mean_of(entry)
    return E(entry) if declared is None else declared


def _square(entry: Expr, setting: Setting) -> Expr:
    variance = setting.variance_of(entry)
    return E(entry**2) if variance is None else variance + _mean(entry, setting) ** 2


def _second_moment(left: Expr, right: Expr, setting: Setting) -> Expr:
    if left == right:
        return _square(left, setting)
    if base_of(left) != base_of(right):
        raise NotATerm(f"{left} and {right} were grouped as one family: this is a bug in the kernel")
    if not setting.uncorrelated(base_of(left)):
        return E(left * right)
    product = _mean(left, setting) * _mean(right, setting)
    same = Mul(*(KroneckerDelta(a, b) for a, b in zip(left.indices, right.indices, strict=True)))
    return product + same * (_square(left, setting) - _mean(left, setting) ** 2)
