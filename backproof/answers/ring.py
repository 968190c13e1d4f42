"""The ring of the canonical form: rational functions, with exact coefficients, in symbols and in atoms.

An atom is a number that the ring knows by a few exact laws only:

    exp atom    E = exp(m/L)      exp(a + b) = exp a exp b; one E per monomial m
    log atom    log |f|           log |fg| = log |f| + log |g|; one per irreducible f
    root atom   |f|^(1/q)         r^q = |f|
    angles      sin u, cos u      sin(a + b) = sin a cos b + cos a sin b; cos^2 = 1 - sin^2; one pair per monomial
    other       erf(u)            by its name and argument

Every law used here is an identity of the values wherever both sides are defined; whether the original expression is
defined is an obligation that the caller discharges.  The sign of a factor is asked for where |f| must be known.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from flint import fmpq, fmpq_mpoly

from backproof.answers.quotients import Atom, Finer, Frac, NeedSplit, Quotients, Sign, fraction

LARGEST_MULTIPLE = 12  # of an angle, that the addition theorems write out


class Ring(Quotients):
    """The laws of the atoms."""

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
            out.append((fraction(coefficient), f"{term.over}/{term.under}", term))
        if rest != 0:
            lead = rest.leading_coefficient()
            term = self.reduced(rest / lead, under)
            lead = lead * (rest / lead).leading_coefficient()
            out.append((fraction(lead), f"{term.over}/{term.under}", term))
        return out

    def log_direction(self, direction: Frac) -> fmpq_mpoly | None:
        """f, if the direction is log |f| alone."""
        at = self.single(direction.over) if direction.under.is_one() else None
        if at is None or self.atoms[at].kind != "log":
            return None
        arg = self.atoms[at].arg
        assert arg is not None
        return arg.over

    # -- angles

    def sine_and_cosine(self, a: Frac) -> tuple[Frac, Frac]:
        """sin(a) and cos(a) by the addition theorems, from one pair of atoms for each direction in a."""
        sine, cosine = Frac(self.zero, self.one), Frac(self.one, self.one)
        for count, key, direction in self.directions(a):
            s, c, times = self.turn(count, key, direction)
            for _ in range(times):
                sine, cosine = (
                    self.add(self.mul(sine, c), self.mul(cosine, s)),
                    self.sub(self.mul(cosine, c), self.mul(sine, s)),
                )
                sine, cosine = self.relations(sine), self.relations(cosine)
        return sine, cosine

    def turn(self, count: Fraction, key: str, direction: Frac) -> tuple[Frac, Frac, int]:
        """Sine and cosine of an angle of which count * direction is a multiple, and how many times it is."""
        at = self.single(direction.over) if direction.under.is_one() else None
        if at is not None and self.atoms[at].kind == "pi" and (2 * count).denominator == 1:
            return Frac(self.one, self.one), Frac(self.zero, self.one), int(2 * count) % 4  # quarter turns
        step = self.steps.setdefault("angle:" + key, Fraction(1) if count.denominator == 1 else abs(count))
        times = count / step
        if times.denominator != 1:
            self.steps["angle:" + key] = step / times.denominator
            raise Finer
        if abs(times) > LARGEST_MULTIPLE:
            step, times = abs(count), times / abs(times)
        angle = self.mul(self.number(step), direction)
        sine, cosine = self.other("sin", angle), self.other("cos", angle)
        return (sine if times > 0 else self.neg(sine)), cosine, abs(int(times))

    # -- log

    def log(self, a: Frac) -> Frac:
        """log |a| as a sum of log atoms."""
        total = Frac(self.zero, self.one)
        for poly, direction in ((a.over, 1), (a.under, -1)):
            content, factors = self.factors(poly)
            total = self.add(total, self.log_of_number(abs(fraction(content)), direction))
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
            total = self.mul(total, self.integer_power(self.number(abs(fraction(content))), direction))
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
                size = abs(fraction(content))
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
