"""Expectations, variances and covariances of names whose distribution is not given.

Equality is proved for every joint distribution: by linearity, with the moments that are left as unknown numbers.  It
is refuted by one distribution: every random name takes two values of its domain, with equal chance, independently of
the others.  What holds only for some distributions (independence, mean zero) is therefore neither, or refuted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product as combinations

from backproof.answers.arrays import TooHard
from backproof.answers.given import REAL, Finite, Given, Interval, Scalar
from backproof.answers.points import Domain
from backproof.answers.printing import plain
from backproof.answers.proof import prove
from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    Call,
    Div,
    Entry,
    Expr,
    Mul,
    Num,
    Pow,
    Sym,
    map_expr,
    negative,
    substitute,
    walk,
)

MOMENTS = frozenset({"expectation", "variance", "covariance"})
NONNEGATIVE = Interval(low=Fraction(0), low_open=False)
LARGEST_POWER = 8
MOST_TERMS = 200
MOST_OUTCOMES = 16

Monomial = tuple[tuple[Expr, int], ...]
Polynomial = dict[Monomial, Expr]


def is_moment(expr: Expr) -> bool:
    """Whether the node is an expectation, a variance or a covariance."""
    return isinstance(expr, Call) and expr.function in MOMENTS


def has_moments(expr: Expr) -> bool:
    """Whether one stands anywhere in the expression."""
    return any(map(is_moment, walk(expr)))


def refuse_finite(tree: Expr, given: Given) -> None:
    """Raise `TooHard` where a name with finitely many values is random: the cases would make it a constant."""
    for moment in filter(is_moment, walk(tree)):
        for node in walk(moment):
            domain: Scalar | None = None
            if isinstance(node, Sym):
                domain = given.scalar(node.name)
            elif isinstance(node, Entry) and (array := given.array(node.family)) is not None:
                domain = array.entries
            if isinstance(domain, Finite) and not domain.index:
                raise TooHard("a moment of a name that takes finitely many values")


def names_of(expr: Expr) -> frozenset[str]:
    """The symbols in an expression."""
    return frozenset(node.name for node in walk(expr) if isinstance(node, Sym))


@dataclass(frozen=True, slots=True)
class Kinds:
    """The symbols of a comparison, by what the writer seems to take them for.

    A name that is alone in some moment is random: E[x] of a constant is not written.  A size is constant.  Any other
    name within a moment may be either (the b in Var(x + b)).
    """

    random: frozenset[str]
    unsure: frozenset[str]
    outside: frozenset[str]

    @property
    def inside(self) -> frozenset[str]:
        """All that may be random."""
        return self.random | self.unsure


def kinds_of_names(gold: Expr, candidate: Expr, domain: Domain) -> Kinds:
    """Sort the symbols of both sides."""
    sizes = {n for n, d in domain.domains.items() if isinstance(d, Interval) and d.integer and d.low is not None}
    within: list[frozenset[str]] = []
    outside: set[str] = set()
    stack = [gold, candidate]
    while stack:
        node = stack.pop()
        if is_moment(node):
            within.append(names_of(node) - sizes)
        elif isinstance(node, Sym):
            outside.add(node.name)
        else:
            stack.extend(_below(node))
    random = frozenset(name for names in within if len(names) == 1 for name in names)
    return Kinds(random, frozenset().union(*within) - random, frozenset(outside) | sizes)


def _below(node: Expr) -> list[Expr]:
    found: list[Expr] = []

    def note(child: Expr) -> Expr:
        found.append(child)
        return child

    map_expr(node, note)
    return found


def two_valued(expr: Expr, random: frozenset[str]) -> Expr:
    """The expression when each random name takes the values `x(1)` and `x(2)`, each with chance 1/2, independently."""
    expr = map_expr(expr, lambda e: two_valued(e, random))
    if not is_moment(expr):
        return expr
    assert isinstance(expr, Call)
    first, second = expr.args[0], expr.args[-1]
    if expr.function == "expectation":
        return _mean(first, random)
    return Add((_mean(Mul((first, second)), random), negative(Mul((_mean(first, random), _mean(second, random))))))


def _mean(expr: Expr, random: frozenset[str]) -> Expr:
    names = sorted(names_of(expr) & random)
    if 2 ** len(names) > MOST_OUTCOMES:
        raise TooHard("a moment of many names")
    outcomes = [
        substitute(expr, {name: Sym(f"{name}({k})") for name, k in zip(names, picked, strict=True)})
        for picked in combinations((1, 2), repeat=len(names))
    ]
    return Div(Add(tuple(outcomes)), Num(Fraction(len(outcomes))))


def two_valued_domain(domain: Domain, random: frozenset[str], outside: frozenset[str]) -> Domain:
    """The domain with the values of the random names; a name that stands only within moments has no other value."""
    if any(name in random for group in domain.simplexes for name in group):
        raise TooHard("a moment of names that sum to 1")
    kept = {name: d for name, d in domain.domains.items() if name not in random or name in outside}
    values = {f"{name}({k})": d for name, d in domain.domains.items() if name in random for k in (1, 2)}
    return Domain({**kept, **values}, domain.simplexes)


@dataclass
class Unknowns:
    """The moments that linearity leaves, as symbols of their own; the same ones for both sides."""

    domain: Domain
    random: frozenset[str]
    domains: dict[str, Scalar] = field(default_factory=dict)
    names: dict[tuple[str, Monomial], str] = field(default_factory=dict)
    factors: list[Expr] = field(default_factory=list)

    def reduce(self, expr: Expr) -> Expr:
        """The expression with every moment written out in unknown moments of monomials."""
        expr = map_expr(expr, self.reduce)
        if not is_moment(expr):
            return expr
        assert isinstance(expr, Call)
        first, second = self.polynomial(expr.args[0]), self.polynomial(expr.args[-1])
        if expr.function == "expectation":
            return self.expectation(first)
        product = self.expectation(_times(first, second))
        return Add((product, negative(Mul((self.expectation(first), self.expectation(second))))))

    def expectation(self, polynomial: Polynomial) -> Expr:
        """E of a polynomial, term by term."""
        terms = [Mul((value, self.moment(monomial))) for monomial, value in polynomial.items()]
        return Add(tuple(terms)) if terms else ZERO

    def moment(self, monomial: Monomial) -> Expr:
        """E of a monomial; a second moment is a variance or a covariance and the product of the means."""
        match monomial:
            case ():
                return ONE
            case ((factor, 2),):
                mean = self.moment(((factor, 1),))
                return Add((self.unknown("Var", monomial, NONNEGATIVE), Mul((mean, mean))))
            case ((first, 1), (second, 1)):
                means = Mul((self.moment(((first, 1),)), self.moment(((second, 1),))))
                return Add((self.unknown("Cov", monomial, REAL), means))
            case _:
                even = all(power % 2 == 0 for _, power in monomial)
                return self.unknown("E", monomial, NONNEGATIVE if even else REAL)

    def unknown(self, kind: str, monomial: Monomial, domain: Scalar) -> Expr:
        """The symbol of one unknown moment."""
        key = (kind, monomial)
        if key not in self.names:
            text = "*".join(plain(f) if p == 1 else f"{plain(f)}^{p}" for f, p in monomial)
            self.names[key] = f"{kind}[{text}]#{len(self.names)}"
            self.domains[self.names[key]] = domain
        return Sym(self.names[key])

    def polynomial(self, expr: Expr) -> Polynomial:
        """The expression as a polynomial in its random factors; the coefficients are not random."""
        if not names_of(expr) & self.random:
            return {(): expr}
        found: Polynomial
        match expr:
            case Add(terms):
                found = {}
                for term in terms:
                    for monomial, value in self.polynomial(term).items():
                        found[monomial] = Add((found[monomial], value)) if monomial in found else value
            case Mul(factors):
                found = {(): ONE}
                for factor in factors:
                    found = _times(found, self.polynomial(factor))
            case Div(over, under) if not names_of(under) & self.random:
                found = {monomial: Div(value, under) for monomial, value in self.polynomial(over).items()}
            case Div(over, under) if over != ONE:
                found = _times(self.polynomial(over), self.factor(Div(ONE, under)))
            case Pow(base, Num(power)) if power.denominator == 1 and 1 <= power <= LARGEST_POWER:
                found = self.polynomial(base)
                for _ in range(int(power) - 1):
                    found = _times(found, self.polynomial(base))
            case _:
                return self.factor(expr)
        if len(found) > MOST_TERMS:
            raise TooHard("a moment of many terms")
        return found

    def factor(self, expr: Expr) -> Polynomial:
        """A random factor that is not a polynomial itself; equal factors are one."""
        if not isinstance(expr, Sym):
            for known in self.factors:
                if known == expr or (
                    prove(known, expr, self.domain, ()).kind == "proved"
                    and prove(expr, known, self.domain, ()).kind == "proved"
                ):
                    expr = known
                    break
            else:
                self.factors.append(expr)
        return {((expr, 1),): ONE}


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for one, a in left.items():
        for other, b in right.items():
            powers: dict[Expr, int] = dict(one)
            for factor, power in other:
                powers[factor] = powers.get(factor, 0) + power
            monomial = tuple(sorted(powers.items(), key=repr))
            value = Mul((a, b))
            found[monomial] = Add((found[monomial], value)) if monomial in found else value
    if len(found) > MOST_TERMS:
        raise TooHard("a moment of many terms")
    return found


def with_domains(domain: Domain, more: Mapping[str, Scalar]) -> Domain:
    """The domain with further names."""
    return Domain({**domain.domains, **more}, list(domain.simplexes))
