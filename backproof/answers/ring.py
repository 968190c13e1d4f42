"""The ring of the canonical form: rational functions, with exact coefficients, in symbols and in atoms.

An atom is a number that the ring knows by a few exact laws only:

    exp atom    E = exp(m/L)      exp(a + b) = exp a exp b; one E per monomial m
    log atom    log |f|           log |fg| = log |f| + log |g|; one per irreducible f
    root atom   |f|^(1/q)         r^q = |f|
    other       erf(u), sin(u)    by its name and argument

Every law used here is an identity of the values wherever both sides are defined; whether the original expression is
defined is an obligation that the caller discharges.  The sign of a factor is asked for where |f| must be known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any as Anything
from typing import Literal, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from backproof.answers.arrays import TooHard

MOST_TERMS = 2_000
MOST_RESTARTS = 24
LARGEST_DEGREE = 400
Sign = Literal["+", "-", "0", ">=", "<="]


class Frac(NamedTuple):
    """A reduced quotient of two polynomials; the denominator has leading coefficient 1."""

    over: fmpq_mpoly
    under: fmpq_mpoly


class NeedSplit(Exception):
    """The sign of a factor decides: prove each case on its own."""

    def __init__(self, factor: fmpq_mpoly, strict: bool, jump: bool = False) -> None:
        super().__init__(str(factor))
        self.factor, self.strict, self.jump = factor, strict, jump


class Finer(Exception):
    """A smaller unit of an exponent came up: start again with it."""


class OutOfAtoms(Exception):
    """More symbols and atoms than the ring has room for."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One generator: a symbol, pi, or a function of smaller ones."""

    kind: Literal["symbol", "pi", "exp", "log", "root", "other"]
    name: str
    arg: Frac | None = None
    order: int = 1


def rational(value: Fraction) -> fmpq:
    """The rational for the exact engine."""
    return fmpq(value.numerator, value.denominator)


class Ring:
    """Symbols and atoms by number, and arithmetic on quotients of their polynomials."""

    def __init__(self, room: int) -> None:
        self.context = fmpq_mpoly_ctx.get([f"x{i}" for i in range(room)], Ordering.lex)
        self.generators = self.context.gens()
        self.atoms: list[Atom] = []
        self.known: dict[tuple[str, str], int] = {}
        self.units: dict[str, int] = {}  # exponent unit of each root
        self.steps: dict[str, Fraction] = {}  # for each exp direction, the number that divides all its exponents
        self.one = self.context.constant(1)
        self.zero = self.context.constant(0)
        self.solver_context: Anything = (
            None  # one Z3 context for each proof, so that proofs do not influence each other
        )
        self.sign_of: Callable[[fmpq_mpoly], Sign | None] = lambda _: None

    # -- arithmetic

    def number(self, value: Fraction) -> Frac:
        """A rational number."""
        return Frac(self.context.constant(rational(value)), self.one)

    def reduced(self, over: fmpq_mpoly, under: fmpq_mpoly) -> Frac:
        """over/under in lowest terms."""
        if over == 0:
            return Frac(self.zero, self.one)
        if len(over) > MOST_TERMS or len(under) > MOST_TERMS:
            raise TooHard("the expanded expression has too many terms")
        if not under.is_constant():
            common = over.gcd(under)
            if not common.is_one():
                over, under = over // common, under // common
        lead = under.leading_coefficient()
        return Frac(over / lead, under / lead) if lead != 1 else Frac(over, under)

    def add(self, a: Frac, b: Frac) -> Frac:
        """a + b."""
        if a.under == b.under:
            return self.reduced(a.over + b.over, a.under)
        return self.reduced(a.over * b.under + b.over * a.under, a.under * b.under)

    def mul(self, a: Frac, b: Frac) -> Frac:
        """a * b."""
        if len(a.over) * len(b.over) > 40 * MOST_TERMS:
            raise TooHard("the expanded expression has too many terms")
        return self.reduced(a.over * b.over, a.under * b.under)

    def neg(self, a: Frac) -> Frac:
        """-a."""
        return Frac(-a.over, a.under)

    def sub(self, a: Frac, b: Frac) -> Frac:
        """a - b."""
        return self.add(a, self.neg(b))

    def inverse(self, a: Frac) -> Frac:
        """1/a; the caller has noted that a is not zero."""
        if a.over == 0:
            raise ZeroDivisionError
        return self.reduced(a.under, a.over)

    def integer_power(self, a: Frac, n: int) -> Frac:
        """a^n."""
        if n < 0:
            return self.integer_power(self.inverse(a), -n)
        size = max(len(a.over), len(a.under))
        if n > LARGEST_DEGREE or (size > 1 and n * size > 120):
            raise TooHard("a large power of a sum")
        return Frac(a.over**n, a.under**n)

    # -- generators

    def generator(self, atom: Atom, key: str) -> Frac:
        """The generator of an atom, made on first use."""
        at = self.known.get((atom.kind, key))
        if at is None:
            at = len(self.atoms)
            if at >= len(self.generators):
                raise OutOfAtoms
            self.atoms.append(atom)
            self.known[(atom.kind, key)] = at
        return Frac(self.generators[at], self.one)

    def symbol(self, name: str) -> Frac:
        """A declared number."""
        return self.generator(Atom("symbol", name), name)

    def pi(self) -> Frac:
        """pi."""
        return self.generator(Atom("pi", "pi"), "pi")

    def other(self, name: str, arg: Frac) -> Frac:
        """A function by its name; equal arguments give one atom."""
        for at, atom in enumerate(self.atoms):
            same = atom.kind == "other" and atom.name == name and atom.arg is not None
            if same and self.is_zero(self.sub(arg, atom.arg)):  # type: ignore[arg-type]
                return Frac(self.generators[at], self.one)
        return self.generator(Atom("other", name, arg), f"{name}:{arg.over}/{arg.under}")

    def single(self, poly: fmpq_mpoly) -> int | None:
        """The number of the generator, if the polynomial is one."""
        if len(poly) != 1 or poly.total_degree() != 1 or poly.leading_coefficient() != 1:
            return None
        return int(next(n for n, d in enumerate(poly.degrees()) if d > 0))

    def depends(self, poly: fmpq_mpoly, at: int) -> bool:
        """Whether a generator stands in a polynomial, or in the atoms that it is made of."""
        for n, degree in enumerate(poly.degrees()):
            if degree <= 0:
                continue
            arg = self.atoms[n].arg
            if n == at or (arg is not None and any(self.depends(side, at) for side in arg)):
                return True
        return False

    def factors(self, poly: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
        """Content and irreducible factors, each with a positive leading coefficient."""
        content, found = poly.factor()
        out = []
        for factor, times in found:
            times = int(times)
            if factor.leading_coefficient() < 0:
                factor = -factor
                content = content * (-1 if times % 2 else 1)
            out.append((factor, times))
        return fmpq(content), out

    # -- exp

    def exp(self, a: Frac) -> Frac:
        """exp(a): a product of powers of exp atoms, one for each direction in a."""
        total = Frac(self.one, self.one)
        for count, key, direction in self.directions(a):
            log_of = self.log_direction(direction)
            if log_of is not None:
                total = self.mul(total, self.size_power(log_of, count))
                continue
            step = self.steps.setdefault(key, Fraction(1) if count.denominator == 1 else abs(count))
            times = count / step
            if times.denominator != 1:
                self.steps[key] = step / times.denominator
                raise Finer
            base = self.generator(Atom("exp", "exp", self.mul(self.number(step), direction)), f"{key}*{step}")
            total = self.mul(total, self.integer_power(base, int(times)))
        return total

    def directions(self, a: Frac) -> list[tuple[Fraction, str, Frac]]:
        """a as a sum of rational multiples of fixed terms."""
        out: list[tuple[Fraction, str, Frac]] = []
        over, under = a
        rest = self.zero
        if len(under) > 1:
            over, rest = divmod(over, under)
        divisor = under if len(under) == 1 else self.one
        for monomial, coefficient in over.terms():
            term = self.reduced(self.context.from_dict({monomial: fmpq(1)}), divisor)
            out.append((_fraction(coefficient), f"{term.over}/{term.under}", term))
        if rest != 0:
            lead = rest.leading_coefficient()
            term = self.reduced(rest / lead, under)
            lead = lead * (rest / lead).leading_coefficient()
            out.append((_fraction(lead), f"{term.over}/{term.under}", term))
        return out

    def log_direction(self, direction: Frac) -> fmpq_mpoly | None:
        """f, if the direction is log |f| alone."""
        at = self.single(direction.over) if direction.under.is_one() else None
        if at is None or self.atoms[at].kind != "log":
            return None
        arg = self.atoms[at].arg
        assert arg is not None
        return arg.over

    # -- log

    def log(self, a: Frac) -> Frac:
        """log |a| as a sum of log atoms."""
        total = Frac(self.zero, self.one)
        for poly, direction in ((a.over, 1), (a.under, -1)):
            content, factors = self.factors(poly)
            total = self.add(total, self.log_of_number(abs(_fraction(content)), direction))
            for factor, times in factors:
                term = self.log_of_factor(factor)
                total = self.add(total, self.mul(self.number(Fraction(times * direction)), term))
        return total

    def log_of_number(self, value: Fraction, direction: int) -> Frac:
        """log of a positive rational."""
        total = Frac(self.zero, self.one)
        for integer, side in ((value.numerator, 1), (value.denominator, -1)):
            for prime, times in primes_of(integer):
                atom = self.log_atom(self.context.constant(prime))
                total = self.add(total, self.mul(self.number(Fraction(times * side * direction)), atom))
        return total

    def log_of_factor(self, factor: fmpq_mpoly) -> Frac:
        """log |f| of an irreducible f."""
        at = self.single(factor)
        if at is not None:
            atom = self.atoms[at]
            if atom.kind == "exp" and atom.arg is not None:
                return atom.arg
            if atom.kind == "root" and atom.arg is not None:
                return self.mul(self.number(Fraction(1, atom.order)), self.log(atom.arg))
        return self.log_atom(factor)

    def log_atom(self, inside: fmpq_mpoly) -> Frac:
        """The atom log |f|."""
        return self.generator(Atom("log", "log", Frac(inside, self.one)), str(inside))

    # -- roots

    def size(self, a: Frac) -> Frac:
        """|a|, by the signs of its factors."""
        total = Frac(self.one, self.one)
        for poly, direction in ((a.over, 1), (a.under, -1)):
            content, factors = self.factors(poly)
            total = self.mul(total, self.integer_power(self.number(abs(_fraction(content))), direction))
            for factor, times in factors:
                total = self.mul(total, self.size_power(factor, Fraction(times * direction)))
        return total

    def power(self, a: Frac, exponent: Fraction) -> Frac:
        """a^exponent for a nonnegative a."""
        total = Frac(self.one, self.one)
        if a.over == 0:
            return Frac(self.zero, self.one)
        self.assume_nonnegative(a)
        try:
            for poly, direction in ((a.over, 1), (a.under, -1)):
                content, factors = self.factors(poly)
                size = abs(_fraction(content))
                for integer, side in ((size.numerator, 1), (size.denominator, -1)):
                    for prime, times in primes_of(integer):
                        count = exponent * times * side * direction
                        total = self.mul(total, self.size_power(self.context.constant(prime), count))
                for factor, times in factors:
                    total = self.mul(total, self.size_power(factor, exponent * times * direction))
        finally:
            self.assumed = None
        return total

    assumed: tuple[str, Sign] | None = None

    def assume_nonnegative(self, a: Frac) -> None:
        """Where one factor's sign alone is open, it follows from a >= 0 (which is an obligation of the caller)."""
        total, open_factor = 1, None
        for poly in a:
            content, factors = self.factors(poly)
            total *= -1 if content < 0 else 1
            for factor, times in factors:
                if times % 2 == 0:
                    continue
                sign = self.sign_of(factor)
                if sign is None and open_factor is None:
                    open_factor = factor
                elif sign is None or sign == "0":
                    return
                else:
                    total *= 1 if sign in ("+", ">=") else -1
        if open_factor is not None:
            self.assumed = (str(open_factor), ">=" if total > 0 else "<=")

    def factor_sign(self, factor: fmpq_mpoly) -> int:
        """1 or -1 (0 for a factor that is zero here); asks for a case split where it is open."""
        if factor.is_constant():
            return 1 if factor.leading_coefficient() > 0 else -1
        sign = self.sign_of(factor)
        if sign is None and self.assumed is not None and self.assumed[0] == str(factor):
            sign = self.assumed[1]
        if sign is None:
            raise NeedSplit(factor, strict=False)
        return {"+": 1, ">=": 1, "-": -1, "<=": -1, "0": 0}[sign]

    def size_power(self, factor: fmpq_mpoly, exponent: Fraction) -> Frac:
        """|f|^exponent for an irreducible f."""
        at = self.single(factor)
        if at is not None:
            atom = self.atoms[at]
            if atom.kind == "exp" and atom.arg is not None:
                return self.exp(self.mul(self.number(exponent), atom.arg))
            if atom.kind == "root" and atom.arg is not None:
                return self.size_power(atom.arg.over, exponent / atom.order)
        whole, part = divmod(exponent, 1)
        total = Frac(self.one, self.one)
        if whole:
            sign = self.factor_sign(factor) if whole % 2 else 1
            if sign == 0:
                if exponent < 0:
                    raise ZeroDivisionError
                return Frac(self.zero, self.one)
            total = self.integer_power(Frac(factor * sign, self.one), int(whole))
        if part:
            key = str(factor)
            unit = self.units.get("root:" + key, part.denominator)
            if unit % part.denominator:
                self.units["root:" + key] = lcm(unit, part.denominator)
                raise Finer
            self.units["root:" + key] = unit
            sign = self.factor_sign(factor)
            if sign == 0:
                return Frac(self.zero, self.one)
            inside = Frac(factor * sign, self.one)
            root = self.generator(Atom("root", "root", inside, unit), f"{inside.over}^1/{unit}")
            total = self.mul(total, self.integer_power(root, int(part * unit)))
        return self.relations(total)

    # -- relations

    def relations(self, a: Frac) -> Frac:
        """r^q replaced by |f|, and cos^2 by 1 - sin^2."""
        over, under = self.related(a.over), self.related(a.under)
        return a if over is a.over and under is a.under else self.reduced(over, under)

    def related(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """A polynomial by the relations of its atoms."""
        for at in range(len(self.atoms) - 1, -1, -1):
            atom = self.atoms[at]
            order, value = atom.order, None
            if atom.kind == "root" and atom.arg is not None:
                value = atom.arg.over
            elif atom.kind == "other" and atom.name == "cos" and atom.arg is not None:
                partner = self.known.get(("other", f"sin:{atom.arg.over}/{atom.arg.under}"))
                if partner is not None:
                    order, value = 2, self.one - self.generators[partner] ** 2
            if value is None or poly.degrees()[at] < order:
                continue
            parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
            for monomial, coefficient in poly.terms():
                high, low = divmod(int(monomial[at]), order)
                key = (*monomial[:at], low, *monomial[at + 1 :])
                group = parts.setdefault(high, {})
                group[key] = group.get(key, fmpq(0)) + coefficient
            total = self.zero
            for high, group in parts.items():
                total = total + self.context.from_dict(group) * value**high
            poly = total
            if len(poly) > 4 * MOST_TERMS:
                raise TooHard("the expanded expression has too many terms")
        return poly

    ties: tuple[fmpq_mpoly, ...] = ()  # polynomials that are zero on the domain: a simplex sums to 1

    def is_zero(self, a: Frac) -> bool:
        """Whether a is zero by the relations of the ring."""
        over = a.over
        if over == 0:
            return True
        for _ in range(4):
            before = over
            over = self.related(over)
            for tie in self.ties:
                over = over % tie
            if over == 0:
                return True
            if over == before:
                return False
        return False


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def primes_of(n: int) -> list[tuple[int, int]]:
    """The prime powers of a positive integer; a large factor without small primes is left whole."""
    out, p = [], 2
    while p * p <= n and p < 1000:
        times = 0
        while n % p == 0:
            n, times = n // p, times + 1
        if times:
            out.append((p, times))
        p += 1 if p == 2 else 2
    return [*out, (n, 1)] if n > 1 else out
