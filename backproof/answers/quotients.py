"""Rational functions with exact coefficients, in symbols and in atoms: arithmetic, generators, relations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
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


class Quotients:
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


def fraction(value: fmpq) -> Fraction:
    """The rational of the exact engine as a Python number."""
    return Fraction(int(value.p), int(value.q))
