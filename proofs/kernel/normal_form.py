"""First engine: an exact normal form for sums with symbolic bounds, Kronecker deltas, exp and log.

`residual(left, right)` is the literal 0 only if left = right wherever both sides are defined.  How:

1. Every term becomes a rational function of opaque *atoms*: symbols, family entries, primes under a root,
   exp of a monomial, log of an irreducible positive factor, sums of a single monomial, anything else whole.
2. exp(a + b) = exp a exp b, and log(a b) = log a + log b for positive a, b, so atoms are as small as they get.
3. A sum is expanded: what does not depend on its index comes out; a Kronecker delta in it is contracted,
       sum_k F(k, delta_kj)  =  sum_k F(k, 0) + F(j, 1) - F(j, 0)      (j in the range of k);
   products of sums become sums over several indices; indices are renamed to one canonical order.
4. The difference is `cancel`led, powers of radicals are reduced, and free deltas are split into the
   cases i = j and i != j.  What is left is the residual.

A nonzero residual proves nothing: the form is complete for polynomials, not for everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from math import lcm

from sympy import (
    Add,
    Dummy,
    Expr,
    Function,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    NumberSymbol,
    Piecewise,
    Poly,
    Pow,
    Rational,
    Sum,
    Symbol,
    cancel,
    default_sort_key,
    erf,
    erfc,
    exp,
    factor_list,
    factorint,
    fraction,
    log,
    together,
    true,
)
from sympy.core.relational import Eq
from sympy.tensor.indexed import Indexed

from .signs import is_nonnegative, is_positive, is_whole
from .terms import D, NotATerm, fresh_like, open_binder, plain, substitute, with_canonical_binders

_LARGEST_PRIME = 10_000  # larger factors of a number under a root stay together
_MOST_RESTARTS = 40  # each finds a finer root of one atom
_MOST_INDICES = 5  # 5! orders of the bound indices are tried; a product of more sums is refused

Range = tuple[Expr, Expr]


class _FinerRoot(Exception):
    """An atom turned out to occur under a finer root than assumed: start again with that root."""

    def __init__(self, atom: Expr, order: int) -> None:
        self.atom, self.order = atom, order


@dataclass
class Atoms:
    """The opaque generators of one comparison.

    roots: the generator of atom x stands for x**(1/roots[x]), so that x**(1/2) is a power of it.
    radicals: generator -> (order, base) where the base is no atom: generator**order = base.
    sums: generator -> (bound variables with ranges, body).
    summed: the forms of the sums that were met so far.
    """

    ranges: dict[Symbol, Range]
    roots: dict[Expr, int]
    generators: dict[Expr, Symbol] = field(default_factory=dict)
    terms: dict[Symbol, Expr] = field(default_factory=dict)
    radicals: dict[Symbol, tuple[int, Expr]] = field(default_factory=dict)
    sums: dict[Symbol, tuple[tuple[tuple[Symbol, Range], ...], Expr]] = field(default_factory=dict)
    summed: dict[Expr, Expr] = field(default_factory=dict)
    avoid: frozenset[Symbol] = frozenset()
    taken: dict[Symbol, int] = field(default_factory=dict)

    def fresh(self, variable: Symbol) -> Symbol:
        """Return a bound variable that is fresh here, but the same one if the computation starts again.

        A finer root of an atom under a binder is remembered across a restart; its name must not change.  Other
        computations get the same ones: fresh here is what is neither in the term, `avoid`, nor was returned before.
        """
        kind = plain(variable)
        while True:
            position = self.taken.get(kind, 0)
            self.taken[kind] = position + 1
            candidate = _nth_fresh(kind, position)
            if candidate not in self.avoid:
                return candidate

    def generator(self, atom: Expr) -> Symbol:
        """Return the generator of an atom, the same for the same atom."""
        atom = with_canonical_binders(atom)
        if atom not in self.generators:
            symbol = Dummy(f"g{len(self.generators)}")
            self.generators[atom] = symbol
            root = self.roots.get(atom, 1)
            self.terms[symbol] = atom if root == 1 else Pow(atom, Rational(1, root))
        return self.generators[atom]

    def opaque(self, atom: Expr) -> Expr:
        """Return an atom as a power of its generator, which may stand for a root of it."""
        return self.power(with_canonical_binders(atom), Integer(1))

    def power(self, atom: Expr, exponent: Rational) -> Expr:
        """Return atom**exponent as an integer power of its generator."""
        root = self.roots.get(atom, 1)
        if root % exponent.q:
            raise _FinerRoot(atom, lcm(root, exponent.q))
        return self.generator(atom) ** int(exponent * root)

    def radical(self, base: Expr, exponent: Rational) -> Expr:
        """Return base**exponent for a base that is a polynomial, as a power of a new generator."""
        generator, power = base.as_base_exp()
        if generator in self.terms and generator not in self.radicals and power.is_Integer:
            atom, root = self.atom_of(generator)
            if power == root or (power > 0 and is_nonnegative(atom)):
                return self.power(atom, exponent * power / root)
        atom = self.decode(base)
        root = self.roots.get(atom, exponent.q)
        if root % exponent.q:
            raise _FinerRoot(atom, lcm(root, exponent.q))
        self.roots[atom] = root
        symbol = self.generator(atom)
        self.radicals[symbol] = (root, base)
        return symbol ** int(exponent * root)

    def atom_of(self, factor: Expr) -> tuple[Expr, int]:
        """Return the atom of a generator and the root it stands for; any other factor is an atom of its own."""
        if factor not in self.terms:
            return self.decode(factor), 1
        atom = next(each for each, generator in self.generators.items() if generator == factor)
        return atom, self.roots.get(atom, 1)

    def decode(self, form: Expr) -> Expr:
        """Return a term of the formal language for a form over generators."""
        return form.xreplace(self.terms)

    def depends(self, form: Expr, variable: Symbol) -> list[Symbol]:
        """Return the generators of a form whose atoms depend on an index."""
        found = [each for each in form.free_symbols if each == variable or variable in self._free(each)]
        return sorted(found, key=str)

    def _free(self, generator: Symbol) -> frozenset[Expr]:
        return frozenset(self.terms[generator].free_symbols) if generator in self.terms else frozenset()


@lru_cache(maxsize=4096)
def _nth_fresh(kind: Symbol, position: int) -> Symbol:
    return fresh_like(kind)


Pairs = frozenset[frozenset[Symbol]]


def residual(left: Expr, right: Expr, ranges: Mapping[Symbol, Expr], distinct: Pairs = frozenset()) -> Expr:
    """Return left - right in normal form: Integer 0 if and only if this engine proves them equal.

    ranges: the upper end n of each free index that runs over 1..n.
    distinct: pairs of indices that are known to differ, in a case of an earlier split.
    Raises NotATerm for what the formal language does not contain.
    """
    return _residual(left - right, frozenset(ranges.items()), distinct)


@lru_cache(maxsize=1024)  # the same difference is looked at for a proof, for a refutation, and for what is left
def _residual(difference: Expr, upper_ends: frozenset[tuple[Symbol, Expr]], distinct: Pairs) -> Expr:
    ranges = dict(upper_ends)
    bounds: dict[Symbol, Range] = {variable: (Integer(1), upper) for variable, upper in ranges.items()}
    if distinct:
        difference = substitute(difference, {KroneckerDelta(*pair): Integer(0) for pair in distinct})
    difference = normalize(difference, bounds)
    for pair in _free_deltas(difference):
        i, j = pair.args
        if frozenset({i, j}) not in distinct:
            merged = frozenset(frozenset(i if each == j else each for each in other) for other in distinct)
            if all(len(other) == 2 for other in merged):  # else i = j contradicts what is known
                rest = _residual(substitute(difference, {j: i}), upper_ends, merged)
                if rest != 0:
                    return rest
            return _residual(difference, upper_ends, distinct | {frozenset({i, j})})
    return difference


def normalize(term: Expr, ranges: Mapping[Symbol, Range]) -> Expr:
    """Return the normal form of a term as a term; equal polynomials have equal forms."""
    return _normalized(term, frozenset(ranges.items()))


@lru_cache(maxsize=2048)  # a reduction ends where a pass finds nothing new, and begins anew in the next step
def _normalized(term: Expr, ranges: frozenset[tuple[Symbol, Range]]) -> Expr:
    atoms, form = normalize_over_atoms(term, dict(ranges))
    return atoms.decode(form)


def normalize_over_atoms(term: Expr, ranges: Mapping[Symbol, Range]) -> tuple[Atoms, Expr]:
    """Return the atoms and the cancelled rational function over their generators."""
    roots: dict[Expr, int] = {}
    avoid = frozenset(term.atoms(Dummy)) | frozenset(ranges)
    for _ in range(_MOST_RESTARTS):
        atoms = Atoms(dict(ranges), dict(roots), avoid=avoid)
        try:
            return atoms, _reduced(cancel(_form(term, atoms)), atoms)
        except _FinerRoot as finer:
            roots[finer.atom] = finer.order
    raise NotATerm(f"{term} has more roots than the normal form follows")


def _free_deltas(form: Expr) -> list[Expr]:
    bound = {variable for each in form.atoms(Sum, Integral) for variable in each.bound_symbols}
    found = [each for each in form.atoms(KroneckerDelta) if not (each.free_symbols & bound)]
    return sorted((each for each in found if all(isinstance(side, Symbol) for side in each.args)), key=default_sort_key)


def _reduced(form: Expr, atoms: Atoms) -> Expr:
    """Reduce powers of radicals in the numerator: R**order = base."""
    used = [each for each in atoms.radicals if form.has(each)]
    if not used:
        return form
    numerator, denominator = fraction(together(form))
    for radical in used:
        order, base = atoms.radicals[radical]
        top, bottom = fraction(together(radical**order - base))
        numerator = numerator * bottom  # keeps the remainder polynomial; `bottom` cancels again below
        numerator = Poly(numerator, radical).rem(Poly(top, radical)).as_expr()
        denominator = denominator * bottom
    return cancel(numerator / denominator)


def _form(term: Expr, atoms: Atoms) -> Expr:
    """Translate a term to a rational function over generators."""
    match term:
        case Rational():
            return term
        case NumberSymbol():
            return atoms.power(term, Integer(1))
        case Symbol() | Indexed():
            return atoms.power(term, Integer(1))
        case Add():
            return Add(*(_form(each, atoms) for each in term.args))
        case Mul():
            return Mul(*(_form(each, atoms) for each in term.args))
        case Pow():
            return _power(term.base, term.exp, atoms)
        case exp():
            return _exponential(_form(term.exp, atoms), atoms)
        case log():
            return _logarithm(_form(term.args[0], atoms), atoms)
        case erfc():
            return 1 - _form(erf(term.args[0]), atoms)
        case Sum():
            return _sum(term, atoms)
        case KroneckerDelta():
            return atoms.opaque(term)
        case Piecewise():
            return _piecewise(term, atoms)
        case Integral():
            body, variable, lower, upper = open_binder(term, atoms.fresh)
            limits = (variable, _tidy_limit(lower, atoms), _tidy_limit(upper, atoms))
            inside = _tidy(body, atoms)
            return atoms.opaque(Integral(inside, limits)) if inside != 0 else inside
        case D():
            return atoms.opaque(D(_tidy(term.args[0], atoms), term.args[1]))
        case Function():
            return atoms.opaque(term.func(*(_tidy(each, atoms) for each in term.args)))
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) is not part of the formal language")


def _tidy(term: Expr, atoms: Atoms) -> Expr:
    """Normalize inside an opaque function."""
    return atoms.decode(_reduced(cancel(_form(term, atoms)), atoms))


def _tidy_limit(limit: Expr, atoms: Atoms) -> Expr:
    return limit if limit.is_infinite else _tidy(limit, atoms)


def _piecewise(term: Expr, atoms: Atoms) -> Expr:
    """Cases `i = j` / otherwise become delta_ij A + (1 - delta_ij) B."""
    result: Expr = Integer(0)
    remaining: Expr = Integer(1)
    for value, condition in term.args:
        if condition is true:
            return result + remaining * _form(value, atoms)
        if not isinstance(condition, Eq):
            raise NotATerm(f"the case {condition} is not of the form index = index")
        chosen = atoms.opaque(KroneckerDelta(condition.lhs, condition.rhs))
        result += remaining * chosen * _form(value, atoms)
        remaining *= 1 - chosen
    raise NotATerm(f"{term} does not say what it is otherwise")


def _power(base: Expr, exponent: Expr, atoms: Atoms) -> Expr:
    if isinstance(exponent, Integer):
        return _form(base, atoms) ** exponent
    if not isinstance(exponent, Rational):
        if is_whole(exponent):
            return _whole_power(cancel(_form(base, atoms)), _form(exponent, atoms), atoms)
        if not is_positive(base):
            raise NotATerm(f"{base} has the exponent {exponent} but is not seen to be positive")
        return _exponential(_form(exponent, atoms) * _logarithm(_form(base, atoms), atoms), atoms)
    form = cancel(_form(base, atoms))
    factors = _positive_factors(form, atoms)
    if factors is None:
        return atoms.radical(form, exponent)
    return Mul(*(_root(factor, multiplicity * exponent, atoms) for factor, multiplicity in factors))


def _whole_power(base: Expr, exponent: Expr, atoms: Atoms) -> Expr:
    """b**(2 L + 1) is b * (b**L)**2, and the power of a product is a product: an atom is an irreducible to one natural.

    This is an identity of polynomials in b for all natural values, so it holds for b = 0 too, where b**0 = 1.
    """
    if base == 0:
        return atoms.opaque(Pow(base, atoms.decode(exponent)))
    parts: list[tuple[Expr, Rational]] = []
    for part, direction in zip(fraction(base), (1, -1), strict=True):
        coefficient, factors = factor_list(part)
        primes = factorint(coefficient.p, limit=_LARGEST_PRIME), factorint(coefficient.q, limit=_LARGEST_PRIME)
        parts += [(Integer(prime), Integer(direction * m)) for prime, m in (*primes[0].items(), *_inverse(primes[1]))]
        known = ((*atoms.atom_of(factor), multiplicity) for factor, multiplicity in factors)
        parts += [(atom, Rational(direction * multiplicity, root)) for atom, root, multiplicity in known]
    result: Expr = Integer(1)
    for times, monomial in _terms_of(exponent):
        count = atoms.decode(monomial)
        if monomial == 1:
            result *= base**times
        elif not times.is_Integer or not is_whole(count):
            raise NotATerm(f"the exponent {atoms.decode(exponent)} is not a sum of natural numbers")
        else:
            result *= Mul(*(atoms.power(Pow(atom, count), times * power) for atom, power in parts))
    return result


def _root(factor: Expr, exponent: Rational, atoms: Atoms) -> Expr:
    """Return factor**exponent for a positive irreducible factor or prime."""
    if isinstance(exponent, Integer):
        return factor**exponent
    if factor in atoms.terms and factor not in atoms.radicals:
        atom, root = atoms.atom_of(factor)
        return atoms.power(atom, exponent / root)
    return atoms.radical(factor, exponent)


def _positive_factors(form: Expr, atoms: Atoms) -> list[tuple[Expr, Rational]] | None:
    """Return factors and multiplicities whose product is the form, each positive; None if a sign is unknown."""
    result: list[tuple[Expr, Rational]] = []
    sign = 1
    for part, direction in zip(fraction(form), (1, -1), strict=True):
        coefficient, factors = factor_list(part)
        if not isinstance(coefficient, Rational):
            return None
        sign *= 1 if coefficient > 0 else -1
        primes = factorint(abs(coefficient.p), limit=_LARGEST_PRIME), factorint(coefficient.q, limit=_LARGEST_PRIME)
        for prime, multiplicity in (*primes[0].items(), *_inverse(primes[1])):
            result.append((Integer(prime), Integer(direction * multiplicity)))
        for factor, multiplicity in factors:
            known = _oriented(factor, atoms)
            if known is None:
                return None
            sign *= 1 if known == factor or multiplicity % 2 == 0 else -1
            result.append((known, Integer(direction * multiplicity)))
    return result if sign > 0 else None


def _inverse(primes: Mapping[int, int]) -> list[tuple[int, int]]:
    return [(prime, -multiplicity) for prime, multiplicity in primes.items()]


def _oriented(factor: Expr, atoms: Atoms) -> Expr | None:
    """Return the factor or its negative, whichever is positive."""
    if is_positive(atoms.decode(factor)):
        return factor
    if is_positive(atoms.decode(-factor)):
        return -factor
    return None


def _terms_of(form: Expr) -> list[tuple[Rational, Expr]]:
    """Split a rational function into rational coefficient times monomial over one canonical denominator."""
    numerator, denominator = fraction(cancel(form))
    if not numerator.free_symbols:
        content, primitive = Integer(1), denominator
        if denominator.free_symbols:
            content, primitive = Poly(denominator, *sorted(denominator.free_symbols, key=str)).primitive()
            primitive = primitive.as_expr()
        else:
            content, primitive = denominator, Integer(1)
        return [(Rational(numerator) / Rational(content), 1 / primitive)]
    generators = sorted(numerator.free_symbols | denominator.free_symbols, key=str)
    content, primitive = Poly(denominator, *generators).primitive()
    if primitive.LC() < 0:
        content, primitive = -content, -primitive
    bottom = primitive.as_expr()
    return [
        (
            Rational(coefficient) / Rational(content),
            Mul(*(g**p for g, p in zip(generators, powers, strict=True))) / bottom,
        )
        for powers, coefficient in Poly(numerator, *generators).terms()
    ]


def _exponential(form: Expr, atoms: Atoms) -> Expr:
    """exp of a sum is a product; exp(c log u) is u**c; every other exp(c m) is a power of the atom exp(m)."""
    result: Expr = Integer(1)
    for coefficient, monomial in _terms_of(form):
        term = atoms.decode(monomial)
        if coefficient == 0:
            continue
        if isinstance(term, log):
            result *= _power(term.args[0], coefficient, atoms)
        else:
            result *= atoms.power(exp(term), coefficient)
    return result


def _logarithm(form: Expr, atoms: Atoms) -> Expr:
    """log of a product of positive factors is a sum; log(exp u) is u."""
    form = cancel(form)
    factors = _positive_factors(form, atoms)
    if factors is None:
        return atoms.opaque(log(atoms.decode(form), evaluate=False))
    result: Expr = Integer(0)
    for factor, multiplicity in factors:
        if factor in atoms.radicals:
            order, base = atoms.radicals[factor]
            result += multiplicity * _logarithm(base, atoms) / order
            continue
        atom, root = atoms.atom_of(factor)
        part = _form(atom.exp, atoms) if isinstance(atom, exp) else atoms.opaque(log(atom, evaluate=False))
        result += multiplicity * part / root
    return result


def _sum(term: Sum, atoms: Atoms) -> Expr:
    key = with_canonical_binders(term)
    if key not in atoms.summed:
        atoms.summed[key] = _summed(term, atoms)
    return atoms.summed[key]


def _summed(term: Sum, atoms: Atoms) -> Expr:
    body, variable, lower, upper = open_binder(term, atoms.fresh)
    lower, upper = _tidy(lower, atoms), _tidy(upper, atoms)
    if (lower.free_symbols | upper.free_symbols) & atoms.ranges.keys():
        raise NotATerm(f"the range of {variable.name} in {term} depends on another index")
    if not is_nonnegative(upper - lower + 1):
        raise NotATerm(f"the range {lower}..{upper} of {variable.name} in {term} may be less than empty")
    if upper - lower in (-1, 0):  # no term, or one
        return _form(substitute(body, {variable: lower}), atoms) if upper == lower else Integer(0)
    atoms.ranges[variable] = (lower, upper)
    return _sum_of_form(cancel(_form(body, atoms)), variable, atoms)


def _sum_of_form(form: Expr, variable: Symbol, atoms: Atoms) -> Expr:
    """Sum a normal form over a bound variable whose range is known."""
    contracted = _contract(form, variable, atoms)
    if contracted is not None:
        return contracted
    numerator, denominator = fraction(form)
    outside, inside = _split_denominator(denominator, variable, atoms)
    dependent = atoms.depends(numerator, variable)
    polynomial = Poly(numerator, *dependent) if dependent else None
    terms = polynomial.terms() if polynomial else [((), numerator)]
    result: Expr = Integer(0)
    for powers, coefficient in terms:
        monomial = Mul(*(g**p for g, p in zip(dependent, powers, strict=True)))
        scalar = coefficient.as_expr() if hasattr(coefficient, "as_expr") else coefficient
        result += scalar / outside * _sum_of_monomial(monomial, inside, variable, atoms)
    return result


def _contract(form: Expr, variable: Symbol, atoms: Atoms) -> Expr | None:
    """Contract one Kronecker delta over the bound variable, if there is one whose other index is in range."""
    for generator in atoms.depends(form, variable):
        term = atoms.terms.get(generator)
        if not isinstance(term, KroneckerDelta):
            continue
        other = term.args[0] if term.args[1] == variable else term.args[1]
        if variable not in term.args or atoms.ranges.get(other) != atoms.ranges[variable]:
            continue
        if fraction(form)[1].has(generator):
            continue
        absent = cancel(form.subs(generator, 0))
        change = cancel(form.subs(generator, 1) - absent)  # what the one term with k = j adds
        at_other = _form(substitute(atoms.decode(change), {variable: other}), atoms)
        return _sum_of_form(absent, variable, atoms) + at_other
    return None


def _split_denominator(denominator: Expr, variable: Symbol, atoms: Atoms) -> tuple[Expr, Expr]:
    """Split into the factors without and with the bound variable."""
    coefficient, factors = factor_list(denominator)
    outside, inside = coefficient, Integer(1)
    for factor, multiplicity in factors:
        if atoms.depends(factor, variable):
            inside *= factor**multiplicity
        else:
            outside *= factor**multiplicity
    return outside, inside


def _sum_of_monomial(monomial: Expr, denominator: Expr, variable: Symbol, atoms: Atoms) -> Expr:
    """Sum one monomial: the size of the range, or an opaque sum with canonically named indices."""
    lower, upper = atoms.ranges[variable]
    if not atoms.depends(monomial / denominator, variable):
        return (_form(upper, atoms) - _form(lower, atoms) + 1) * monomial / denominator
    indices: list[tuple[Symbol, Range]] = [(variable, (lower, upper))]
    body: Expr = Integer(1)
    for factor, power in monomial.as_powers_dict().items():
        if factor in atoms.sums and power > 0:
            for _ in range(int(power)):
                inner, copy = _fresh_copy(*atoms.sums[factor], atoms)
                indices += inner
                body *= copy
        else:
            body *= atoms.decode(factor) ** power
    body = body / atoms.decode(denominator)
    return _opaque_sum(indices, body, atoms)


def _fresh_copy(
    indices: tuple[tuple[Symbol, Range], ...], body: Expr, atoms: Atoms
) -> tuple[list[tuple[Symbol, Range]], Expr]:
    renamed = {old: atoms.fresh(old) for old, _ in indices}
    for old, limits in indices:
        atoms.ranges[renamed[old]] = limits
    return [(renamed[old], limits) for old, limits in indices], substitute(body, renamed)


def _opaque_sum(indices: list[tuple[Symbol, Range]], body: Expr, atoms: Atoms) -> Expr:
    """Return the form of a sum over several indices, named in the order that sorts first."""
    if len(indices) > _MOST_INDICES:
        raise NotATerm(f"a product of {len(indices)} sums is more than the normal form sorts")
    orders = [(order, with_canonical_binders(_nested(order, body))) for order in permutations(indices)]
    order, canonical = min(orders, key=lambda each: default_sort_key(each[1])) if len(orders) > 1 else orders[0]
    form = atoms.power(canonical, Integer(1))
    if isinstance(form, Symbol):
        atoms.sums.setdefault(form, (order, body))
    return form


def _nested(indices: tuple[tuple[Symbol, Range], ...], body: Expr) -> Expr:
    for variable, (lower, upper) in reversed(indices):
        body = Sum(body, (variable, lower, upper))
    return body
