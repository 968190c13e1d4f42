"""Sums whose bound is a symbol: sum c t^k and sum c r^t in closed form.

sum_{t=a}^{b} r^t = (r^a - r^(b+1)) / (1 - r)      for r that is not 1 on the domain
sum_{t=1}^{b} t^k by its polynomial in b           for k up to 4
"""

from __future__ import annotations

from fractions import Fraction

from backproof.answers.arrays import TooHard
from backproof.answers.quotients import Frac
from backproof.answers.ring import Ring
from backproof.answers.signs import Signs

# coefficients of n, n^2, ... in 1^k + ... + n^k
POWER_SUMS: dict[int, tuple[Fraction, ...]] = {
    0: (Fraction(1),),
    1: (Fraction(1, 2), Fraction(1, 2)),
    2: (Fraction(1, 6), Fraction(1, 2), Fraction(1, 3)),
    3: (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)),
    4: (Fraction(-1, 30), Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1, 5)),
}


def power_sum(ring: Ring, signs: Signs, body: Frac, var: str, low: Frac, high: Frac) -> Frac:
    """sum_{var=low}^{high} body."""
    at = ring.known.get(("symbol", var))
    one = ring.number(Fraction(1))
    if at is None:
        return ring.mul(body, ring.add(ring.sub(high, low), one))
    moving = [n for n in range(len(ring.atoms)) if n == at or ring.depends(ring.generators[n], at)]
    if any(ring.depends(side, at) for frac in (low, high) for side in frac):
        raise TooHard("the bounds of a sum depend on its index")
    if len(body.under) > 1 and any(body.under.degrees()[n] for n in moving):
        raise TooHard("this sum is not known in closed form")
    below = {n: int(d) for n, d in enumerate(body.under.degrees()) if d and n in moving}
    if at in below:
        raise TooHard("this sum is not known in closed form")
    fixed_under = body.under
    for n, d in below.items():
        fixed_under = fixed_under // ring.generators[n] ** d
    total = ring.number(Fraction(0))
    for monomial, coefficient in body.over.terms():
        rate = ring.number(Fraction(0))  # log of the ratio r
        kept = list(monomial)
        for n in moving:
            degree = int(monomial[n]) - below.get(n, 0)
            kept[n] = 0
            if n != at and degree:
                rate = ring.add(rate, ring.mul(ring.number(Fraction(degree)), _rate(ring, n, at)))
        factor = ring.reduced(ring.context.from_dict({tuple(kept): coefficient}), fixed_under)
        total = ring.add(total, ring.mul(factor, _one_sum(ring, signs, int(monomial[at]), rate, low, high)))
    return total


def _rate(ring: Ring, atom_at: int, at: int) -> Frac:
    """u for an exp atom exp(u t)."""
    atom = ring.atoms[atom_at]
    t = Frac(ring.generators[at], ring.one)
    if atom.kind != "exp" or atom.arg is None:
        raise TooHard("this sum is not known in closed form")
    rate = ring.mul(atom.arg, ring.inverse(t))
    if any(ring.depends(side, at) for side in rate):
        raise TooHard("this sum is not known in closed form")
    return rate


def _one_sum(ring: Ring, signs: Signs, degree: int, rate: Frac, low: Frac, high: Frac) -> Frac:
    one = ring.number(Fraction(1))
    if rate.over == 0:
        if degree not in POWER_SUMS:
            raise TooHard("this sum is not known in closed form")
        return ring.sub(_up_to(ring, degree, high), _up_to(ring, degree, ring.sub(low, one)))
    if degree:
        raise TooHard("this sum is not known in closed form")
    under = ring.sub(one, ring.exp(rate))
    if signs.of_frac(under) not in ("+", "-"):
        raise TooHard("a geometric sum whose ratio may be 1")
    first = ring.exp(ring.mul(rate, low))
    last = ring.exp(ring.mul(rate, ring.add(high, one)))
    return ring.mul(ring.sub(first, last), ring.inverse(under))


def _up_to(ring: Ring, degree: int, n: Frac) -> Frac:
    total = ring.number(Fraction(0))
    for power, coefficient in enumerate(POWER_SUMS[degree], start=1):
        total = ring.add(total, ring.mul(ring.number(coefficient), ring.integer_power(n, power)))
    return total
