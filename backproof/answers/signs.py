"""Signs: whether a polynomial in symbols and atoms is positive, negative or zero on the whole domain.

A bounded symbol x in (a, b) is written as (a + b u)/(1 + u) with u > 0, a half-bounded one as a + u; a polynomial all
of whose coefficients are then nonnegative is nonnegative.  What this leaves open is asked of Z3, which must refute the
opposite.  Everything used is a fact of the domain, a case that is being proved, or a bound of an atom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any as Anything

from flint import arb, ctx, fmpq, fmpq_mpoly

from backproof.answers.given import REAL, Finite, Interval, Scalar
from backproof.answers.quotients import Atom, Frac, Sign, rational
from backproof.answers.ring import Ring

FLIP: dict[Sign, Sign] = {"+": "-", "-": "+", "0": "0", ">=": "<=", "<=": ">="}
PI = (Fraction(333, 106), Fraction(355, 113))
RESOURCES = 150_000
MOST_TERMS = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """An atom's range; a strict bound is not attained."""

    low: Fraction | None = None
    low_strict: bool = True
    high: Fraction | None = None
    high_strict: bool = True


POSITIVE, ANY = Bounds(low=Fraction(0)), Bounds()
RANGES: dict[str, Bounds] = {
    "erf": Bounds(Fraction(-1), True, Fraction(1), True),
    "sin": Bounds(Fraction(-1), False, Fraction(1), False),
    "cos": Bounds(Fraction(-1), False, Fraction(1), False),
}


def times(a: Sign | None, b: Sign | None) -> Sign | None:
    """The sign of a product."""
    if a is None or b is None:
        return "0" if "0" in (a, b) else None
    if "0" in (a, b):
        return "0"
    strict = a in "+-" and b in "+-"
    positive = (a in ("+", ">=")) == (b in ("+", ">="))
    return ("+" if strict else ">=") if positive else ("-" if strict else "<=")


@dataclass
class Signs:
    """The signs that hold in one case of the proof."""

    ring: Ring
    domains: Mapping[str, Scalar]
    facts: dict[str, Sign] = field(default_factory=dict)  # by polynomial: the case that is being proved
    factors: dict[str, fmpq_mpoly] = field(default_factory=dict)
    memo: dict[str, Sign | None] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    solver_calls: int = 0

    def learn(self, factor: fmpq_mpoly, sign: Sign) -> None:
        """Add a fact about a factor with positive leading coefficient."""
        self.facts[str(factor)] = sign
        self.factors[str(factor)] = factor
        self.memo.clear()

    def of_frac(self, a: Frac) -> Sign | None:
        """The sign of a quotient, factor by factor."""
        if a.over == 0:
            return "0"
        total: Sign | None = "+"
        for poly in a:
            content, factors = self.ring.factors(poly)
            total = times(total, "+" if content > 0 else "-")
            for factor, count in factors:
                sign = self.of(factor)
                if count % 2 == 0:
                    sign = (
                        "+" if sign in ("+", "-") or self.factor_never_zero(factor) else ("0" if sign == "0" else ">=")
                    )
                    if poly is a.under:
                        sign = "+"
                elif poly is a.under and sign in (">=", "<="):
                    sign = "+" if sign == ">=" else "-"
                total = times(total, sign)
        return total

    def never_zero(self, a: Frac) -> bool:
        """Whether a quotient is nonzero on the whole domain, whatever its sign."""
        return a.over != 0 and all(self.factor_never_zero(f) for f, _ in self.ring.factors(a.over)[1])

    def factor_never_zero(self, factor: fmpq_mpoly) -> bool:
        """Whether a factor has a strict sign, or is a symbol that is declared nonzero."""
        at = self.ring.single(factor)
        return (at is not None and self.is_nonzero(at)) or self.of(factor) in ("+", "-")

    def of(self, poly: fmpq_mpoly) -> Sign | None:
        """The sign of a polynomial on the domain, or None."""
        if poly.is_constant():
            lead = poly.leading_coefficient() if poly != 0 else fmpq(0)
            return "0" if lead == 0 else ("+" if lead > 0 else "-")
        if poly.leading_coefficient() < 0:
            found = self.of(-poly)
            return None if found is None else FLIP[found]
        key = str(poly)
        if key in self.memo:
            return self.memo[key]
        if key in self.busy:
            return None
        self.busy.add(key)
        try:
            found = self.facts.get(key)
            if found in (None, ">=", "<="):
                weak = found
                found = self.by_number(poly) or self.by_coefficients(poly) or self.by_solver(poly) or weak
                if weak is not None and found in (">=", "<="):
                    found = weak
        finally:
            self.busy.discard(key)
        self.memo[key] = found
        return found

    # -- constants

    def by_number(self, poly: fmpq_mpoly) -> Sign | None:
        """The sign of a constant such as sqrt(2) - log 2, from its ball."""
        atoms = [n for n, d in enumerate(poly.degrees()) if d]
        if not all(self.is_number(n) for n in atoms):
            return None
        before, ctx.prec = ctx.prec, 256
        try:
            total = self.ball(Frac(poly, self.ring.one))
        except (OverflowError, ValueError):
            return None
        finally:
            ctx.prec = before
        return "+" if total > 0 else "-" if total < 0 else None

    def is_number(self, at: int) -> bool:
        """Whether an atom is a constant."""
        atom = self.ring.atoms[at]
        if atom.kind == "pi":
            return True
        if atom.kind == "symbol" or atom.arg is None or atom.name not in ("exp", "log", "root"):
            return False
        return all(self.is_number(n) for poly in atom.arg for n, d in enumerate(poly.degrees()) if d)

    def ball(self, a: Frac) -> arb:
        """The value of a constant."""
        parts = []
        for poly in a:
            total = arb(0)
            for monomial, coefficient in poly.terms():
                term = arb(coefficient)
                for n, degree in enumerate(monomial):
                    if degree:
                        term = term * self.atom_ball(self.ring.atoms[n]) ** int(degree)
                total = total + term
            parts.append(total)
        return parts[0] / parts[1]

    def atom_ball(self, atom: Atom) -> arb:
        """The value of a constant atom."""
        if atom.kind == "pi":
            return arb.pi()
        assert atom.arg is not None
        inner = self.ball(atom.arg)
        if atom.kind == "exp":
            return inner.exp()
        return abs(inner).log() if atom.kind == "log" else inner.root(atom.order)

    # -- bounds

    def bounds(self, at: int) -> Bounds:
        """What is known of one symbol or atom."""
        atom = self.ring.atoms[at]
        match atom.kind:
            case "symbol":
                return self.with_facts(at, self.of_domain(self.domains.get(atom.name, REAL)))
            case "pi":
                return Bounds(PI[0], True, PI[1], True)
            case "exp":
                assert atom.arg is not None
                sign = self.of_frac(atom.arg)
                if sign == "+":
                    return Bounds(low=Fraction(1))
                if sign in (">=", "0"):
                    return Bounds(Fraction(1), False)
                if sign in ("-", "<="):
                    return Bounds(Fraction(0), True, Fraction(1), sign == "-")
                return POSITIVE
            case "log":
                assert atom.arg is not None
                return self.of_log(atom.arg)
            case "root":
                assert atom.arg is not None
                sign = self.of_frac(atom.arg)
                return Bounds(Fraction(0), sign == "+")
            case "other":
                found = RANGES.get(atom.name, ANY)
                if atom.name == "erf" and atom.arg is not None:
                    sign = self.of_frac(atom.arg)
                    if sign == "+":
                        return Bounds(Fraction(0), True, Fraction(1), True)
                    if sign == "-":
                        return Bounds(Fraction(-1), True, Fraction(0), True)
                return found

    def of_log(self, inside: Frac) -> Bounds:
        """log f > 0 where f > 1, and log f < 0 where 0 < f < 1."""
        above = self.of(inside.over - 1)
        if above == "+":
            return POSITIVE
        if above == "-" and self.of(inside.over) == "+":
            return Bounds(high=Fraction(0))
        return ANY

    def of_domain(self, domain: Scalar) -> Bounds:
        """The bounds of a declared domain."""
        if isinstance(domain, Finite):
            return Bounds(min(domain.values), False, max(domain.values), False)
        low_strict, high_strict = domain.low_open, domain.high_open
        low, high = domain.low, domain.high
        if isinstance(domain, Interval) and domain.integer:
            if low is not None:
                low, low_strict = Fraction(low.__floor__() + 1 if low_strict else low.__ceil__()), False
            if high is not None:
                high, high_strict = Fraction(high.__ceil__() - 1 if high_strict else high.__floor__()), False
        return Bounds(low, low_strict, high, high_strict)

    def with_facts(self, at: int, found: Bounds) -> Bounds:
        """The bounds of a symbol, sharpened by the case."""
        fact = self.facts.get(str(self.ring.generators[at]))
        if fact in ("+", ">=") and (found.low is None or found.low <= 0):
            low_strict = fact == "+" or (found.low == 0 and found.low_strict)
            return Bounds(Fraction(0), low_strict, found.high, found.high_strict)
        if fact in ("-", "<=") and (found.high is None or found.high >= 0):
            high_strict = fact == "-" or (found.high == 0 and found.high_strict)
            return Bounds(found.low, found.low_strict, Fraction(0), high_strict)
        return found

    # -- by coefficients

    def by_coefficients(self, poly: fmpq_mpoly) -> Sign | None:
        """Substitute each bounded generator by a positive parameter and look at the coefficients."""
        if len(poly) > MOST_TERMS:
            return None
        ring = self.ring
        degrees = poly.degrees()
        used = [n for n, d in enumerate(degrees) if d]
        strict, signed = set(), set()
        attained: dict[int, int] = {}  # an upper bound that is attained is met where u is infinite: the top degree
        for n in used:
            bounds = self.bounds(n)
            u = ring.generators[n]
            if bounds.low is not None and bounds.high is not None:
                poly = _homogeneous(ring, poly, n, int(degrees[n]), bounds)
            elif bounds.low is not None:
                poly = _shifted(ring, poly, n, u + rational(bounds.low))
            elif bounds.high is not None:
                poly = _shifted(ring, poly, n, -u + rational(bounds.high))
            else:
                signed.add(n)
                continue
            if bounds.low_strict if bounds.low is not None else bounds.high_strict:
                strict.add(n)
            if bounds.low is not None and bounds.high is not None and not bounds.high_strict:
                attained[n] = int(degrees[n])
            if len(poly) > 400:
                return None
        nonzero = {n for n in signed if self.is_nonzero(n)}
        monomials = [m for m, _ in poly.terms()]
        if any(m[n] % 2 for m in monomials for n in signed):
            return None
        coefficients = [c for _, c in poly.terms()]
        if not (all(c > 0 for c in coefficients) or all(c < 0 for c in coefficients)):
            return None
        positive = coefficients[0] > 0
        if len(attained) <= 4 and all(
            _met(face, monomials, attained, strict | nonzero) for face in _faces(sorted(attained))
        ):
            return "+" if positive else "-"
        return ">=" if positive else "<="

    def is_nonzero(self, at: int) -> bool:
        """Whether a symbol is declared nonzero, or is a logarithm of known sign."""
        atom = self.ring.atoms[at]
        domain = self.domains.get(atom.name)
        return atom.kind == "symbol" and isinstance(domain, Interval) and domain.nonzero

    # -- by Z3

    def by_solver(self, poly: fmpq_mpoly) -> Sign | None:
        """Whether Z3 refutes the opposite."""
        if self.solver_calls > 12 or len(poly) > 12 or poly.total_degree() > 4:
            return None
        free = not self.facts and all(self.bounds(n) == ANY for n, d in enumerate(poly.degrees()) if d)
        if free and poly.total_degree() % 2:
            return None
        self.solver_calls += 1
        order: tuple[tuple[Sign, Sign, Sign, Sign], ...] = ((">=", "-", "+", "<="), ("<=", "+", "-", ">="))
        for weak, opposite, strict, closed in order:
            if self.impossible([(poly, opposite)]):
                return strict if self.impossible([(poly, closed)]) else weak
        return None

    def impossible(self, more: list[tuple[fmpq_mpoly, Sign]] | None = None) -> bool:
        """Whether the facts, the bounds and some more constraints contradict each other."""
        import z3

        context = self.ring.solver_context = self.ring.solver_context or z3.Context()
        solver = z3.Solver(ctx=context)
        solver.set("rlimit", RESOURCES)
        constraints = [(self.factors[k], s) for k, s in self.facts.items()] + (more or [])
        used = sorted({n for poly, _ in constraints for n, d in enumerate(poly.degrees()) if d})
        variables = {n: z3.Real(f"v{n}", context) for n in used}
        for n in used:
            bounds = self.bounds(n)
            if bounds.low is not None:
                low = z3.RealVal(str(bounds.low), context)
                solver.add(variables[n] > low if bounds.low_strict else variables[n] >= low)
            if bounds.high is not None:
                high = z3.RealVal(str(bounds.high), context)
                solver.add(variables[n] < high if bounds.high_strict else variables[n] <= high)
            if self.is_nonzero(n):
                solver.add(variables[n] != 0)
        for poly, sign in constraints:
            if len(poly) > MOST_TERMS or poly.total_degree() > 8:
                continue
            term = _to_z3(poly, variables, context, z3)
            solver.add({"+": term > 0, "-": term < 0, "0": term == 0, ">=": term >= 0, "<=": term <= 0}[sign])
        return bool(solver.check() == z3.unsat)


def _faces(names: list[int]) -> list[frozenset[int]]:
    """All subsets."""
    out = [frozenset[int]()]
    for name in names:
        out += [face | {name} for face in out]
    return out


def _met(face: frozenset[int], monomials: list[Anything], attained: Mapping[int, int], strict: set[int]) -> bool:
    """Whether some monomial is certainly not zero where the parameters of `face` are infinite."""
    return any(
        all(m[n] == attained[n] for n in face) and all(n in strict for n, d in enumerate(m) if d and n not in face)
        for m in monomials
    )


def _to_z3(poly: fmpq_mpoly, variables: Mapping[int, Anything], context: Anything, z3: Anything) -> Anything:
    total = z3.RealVal(0, context)
    for monomial, coefficient in poly.terms():
        term = z3.RealVal(f"{coefficient.p}/{coefficient.q}", context)
        for n, degree in enumerate(monomial):
            for _ in range(int(degree)):
                term = term * variables[n]
        total = total + term
    return total


def _shifted(ring: Ring, poly: fmpq_mpoly, at: int, value: fmpq_mpoly) -> fmpq_mpoly:
    total = ring.zero
    for monomial, coefficient in poly.terms():
        rest = ring.context.from_dict({(*monomial[:at], 0, *monomial[at + 1 :]): coefficient})
        total = total + rest * value ** int(monomial[at])
    return total


def _homogeneous(ring: Ring, poly: fmpq_mpoly, at: int, degree: int, bounds: Bounds) -> fmpq_mpoly:
    """x = (low + high u)/(1 + u), times (1 + u)^degree."""
    assert bounds.low is not None
    assert bounds.high is not None
    u = ring.generators[at]
    over, under = u * rational(bounds.high) + rational(bounds.low), u + 1
    total = ring.zero
    for monomial, coefficient in poly.terms():
        rest = ring.context.from_dict({(*monomial[:at], 0, *monomial[at + 1 :]): coefficient})
        total = total + rest * over ** int(monomial[at]) * under ** (degree - int(monomial[at]))
    return total
