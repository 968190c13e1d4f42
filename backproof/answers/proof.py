"""Proof of equality: in every case of the switches, the canonical forms agree and the candidate is defined.

A case is a choice of signs for the factors that |x|, max, steps and conditions ask for.  A case that Z3 shows to be
empty is dropped.  A case in which a step stands exactly at its jump may fail: it is then an exception, if the points
confirm it, because it has no area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from flint import fmpq, fmpq_mpoly

from backproof.answers.arrays import TooHard
from backproof.answers.canonical import Canonical, NeverDefined, Obligation
from backproof.answers.points import Domain, Point
from backproof.answers.printing import entry_text, plain
from backproof.answers.quotients import Finer, Frac, NeedSplit, OutOfAtoms, Sign
from backproof.answers.ring import Ring
from backproof.answers.signs import Signs
from backproof.answers.syntax import Add, Expr, Mul, Num, Pow, Sym, substitute

MOST_CELLS = 90
ROOMS = (24, 72)
RESTARTS = 40


@dataclass(frozen=True, slots=True)
class Proof:
    """`proved`, with the exceptions, or `no` with the reason."""

    kind: str
    reason: str
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """The sign of a factor in a case; a jump is a zero at which some step is discontinuous."""

    factor: fmpq_mpoly
    sign: Sign
    jump: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One case: both sides, the signs that hold, and the jumps at which a symbol was already replaced."""

    gold: Expr
    candidate: Expr
    facts: tuple[Fact, ...] = ()
    spent: tuple[Fact, ...] = ()


class NotProved(Exception):
    """A case in which equality does not follow."""


class Differs(NotProved):
    """Both sides are defined, and their forms differ."""


def prove(gold: Expr, candidate: Expr, domain: Domain, jumps: Sequence[tuple[Point, tuple[Expr, ...]]]) -> Proof:
    """Try to prove two scalar expressions equal wherever the first is defined."""
    reason = ""
    for room in ROOMS:
        if len(domain.domains) + 4 > room:
            continue
        try:
            return Prover(gold, candidate, domain, Ring(room), bool(jumps)).run()
        except OutOfAtoms:
            reason = "too many different functions"
        except TooHard as error:
            return Proof("no", str(error))
        except NotProved as error:
            return Proof("no", str(error))
    return Proof("no", reason or "too many names")


@dataclass
class Prover:
    """One proof: the cells that are still open, and the exceptions found."""

    gold: Expr
    candidate: Expr
    domain: Domain
    ring: Ring
    may_jump: bool
    exceptions: list[str] = field(default_factory=list)
    cells: int = 0
    restarts: int = 0

    def run(self) -> Proof:
        """Prove every cell."""
        ties = []
        for group in self.domain.simplexes:
            total = self.ring.context.constant(-1)
            for name in group:
                total = total + self.ring.symbol(name).over
            ties.append(total)
        self.ring.ties = tuple(ties)
        open_cells = [Cell(self.gold, self.candidate)]
        while open_cells:
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise TooHard("too many cases")
            open_cells += self.parts(open_cells.pop())
        return Proof("proved", "", tuple(self.exceptions))

    def parts(self, cell: Cell) -> list[Cell]:
        """Prove one cell, or return the cells that it falls into."""
        while True:
            signs = self.signs(cell.facts)
            try:
                self.agree(cell, signs)
                return []
            except Finer:
                self.restarts += 1
                if self.restarts > RESTARTS:
                    raise TooHard("too many broken exponents") from None
            except NeedSplit as split:
                return [replace(cell, facts=f) for f in self.split(split, cell.facts)]
            except NotProved as error:
                if cell.facts and signs.impossible():
                    return []
                solved = self.solved(cell)
                if solved is not None:
                    return [solved]
                if isinstance(error, Differs) and self.is_exception(cell):
                    return []
                raise

    def signs(self, facts: tuple[Fact, ...]) -> Signs:
        """The signs that hold in a case."""
        signs = Signs(self.ring, {**self.domain.domains})
        for fact in facts:
            signs.learn(fact.factor, fact.sign)
        self.ring.sign_of = signs.of
        return signs

    def split(self, split: NeedSplit, facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
        """The facts of each part of a split case; the index of a sum has no sign of its own."""
        for at, atom in enumerate(self.ring.atoms):
            if atom.name.startswith("#") and self.ring.depends(split.factor, at):
                raise TooHard("a sum whose terms are given by cases")
        kept = tuple(f for f in facts if str(f.factor) != str(split.factor))
        before = [f for f in facts if str(f.factor) == str(split.factor)]
        choices: tuple[Sign, ...] = ("+", "0", "-") if split.strict else (">=", "<=")
        if before and split.strict:
            choices = ("+", "0") if before[0].sign == ">=" else ("-", "0")
        elif before:
            raise NotProved("the sign of a factor is not decided")
        return [(*kept, Fact(split.factor, sign, split.jump)) for sign in choices]

    def agree(self, cell: Cell, signs: Signs) -> None:
        """Agreement for any value of a step at its jump, or else for the value 0, where a symbol passes the jump."""
        try:
            self.agree_for(cell, signs, None)
        except Differs:
            if not cell.spent and not any(f.sign == "0" and f.jump for f in cell.facts):
                raise
            self.agree_for(cell, signs, Fraction(0))

    def agree_for(self, cell: Cell, signs: Signs, step_at_zero: Fraction | None) -> None:
        """Both forms in this cell, the candidate's obligations, and the difference."""
        ring = self.ring
        reference = Canonical(ring, signs, signs.domains, step_at_zero=step_at_zero)
        try:
            left = reference.form(cell.gold)
        except NeverDefined:
            return  # the reference has no value here, and says nothing
        for obligation in reference.obligations:
            learn(obligation, ring, signs)  # the proof is about the points where the reference has a value
        answer = Canonical(ring, signs, signs.domains, step_at_zero=step_at_zero)
        try:
            right = answer.form(cell.candidate)
        except NeverDefined:
            raise NotProved("the answer is undefined on part of the domain") from None
        for obligation in answer.obligations:
            if not discharged(obligation, reference.obligations, ring, signs):
                raise NotProved("the answer may be undefined on part of the domain")
        if not self.vanishes(ring.sub(left, right), signs):
            raise Differs("the canonical forms differ")

    def vanishes(self, difference: Frac, signs: Signs) -> bool:
        """Whether the difference is zero, where some factors are zero in this cell."""
        if self.ring.is_zero(difference):
            return True
        over = self.ring.related(difference.over)
        for key, sign in signs.facts.items():
            if sign == "0":
                over = over % signs.factors[key]
        return bool(over == 0)

    def solved(self, cell: Cell) -> Cell | None:
        """A cell in which x = d, with x replaced by d."""
        for n, fact in enumerate(cell.facts):
            if fact.sign != "0":
                continue
            for at, degree in enumerate(fact.factor.degrees()):
                if degree != 1 or self.ring.atoms[at].kind != "symbol":
                    continue
                name = self.ring.atoms[at].name
                value = self.solution(fact.factor, at)
                if value is None or name not in self.domain.domains:
                    continue
                rest = (*cell.facts[:n], *cell.facts[n + 1 :])
                rest = tuple(f for f in rest if not self.ring.depends(f.factor, at))
                gold, candidate = (substitute(side, {name: value}) for side in (cell.gold, cell.candidate))
                if (gold, candidate) != (cell.gold, cell.candidate):
                    return Cell(gold, candidate, rest, (*cell.spent, fact))
        return None

    def solution(self, factor: fmpq_mpoly, at: int) -> Expr | None:
        """The symbol from `factor = 0`, if the factor is linear in it with a constant coefficient."""
        terms: list[Expr] = []
        lead: fmpq | None = None
        for monomial, coefficient in factor.terms():
            if monomial[at]:
                if sum(monomial) != 1:
                    return None
                lead = coefficient
                continue
            parts: list[Expr] = [Num(Fraction(int(coefficient.p), int(coefficient.q)))]
            for n, degree in enumerate(monomial):
                if degree:
                    if self.ring.atoms[n].kind != "symbol":
                        return None
                    parts.append(Pow(Sym(self.ring.atoms[n].name), Num(Fraction(int(degree)))))
            terms.append(Mul(tuple(parts)))
        if lead is None:
            return None
        return Mul((Num(Fraction(-1) / Fraction(int(lead.p), int(lead.q))), Add(tuple(terms) or (Num(Fraction(0)),))))

    def is_exception(self, cell: Cell) -> bool:
        """Whether the cell is a jump along a continuous symbol, and points have shown a difference there."""
        if not self.may_jump:
            return False
        for fact in (*cell.spent, *cell.facts):
            if fact.sign == "0" and fact.jump and self.is_continuous(fact.factor):
                self.exceptions.append(self.where(fact.factor))
                return True
        return False

    def is_continuous(self, factor: fmpq_mpoly) -> bool:
        """Whether a factor varies along a continuous symbol."""
        names = [self.ring.atoms[n].name for n, d in enumerate(factor.degrees()) if d]
        return any(name in self.domain.continuous for name in names)

    def where(self, factor: fmpq_mpoly) -> str:
        """`x = d`, or `factor = 0`."""
        for at, degree in enumerate(factor.degrees()):
            if degree and self.ring.atoms[at].name in self.domain.continuous:
                value = self.solution(factor, at)
                if value is not None:
                    return f"{entry_text(self.ring.atoms[at].name)} = {plain(tidy(value))}"
        text = str(factor)
        for n in range(len(self.ring.atoms) - 1, -1, -1):
            text = text.replace(f"x{n}", entry_text(self.ring.atoms[n].name))
        return f"{text} = 0"


def tidy(expr: Expr) -> Expr:
    """A solution without its factors 1."""
    match expr:
        case Mul(factors):
            kept: list[Expr] = []
            number = Fraction(1)
            for factor in map(tidy, factors):
                if isinstance(factor, Num):
                    number *= factor.value
                elif isinstance(factor, Mul) and isinstance(factor.factors[0], Num):
                    number *= factor.factors[0].value
                    kept += factor.factors[1:]
                else:
                    kept.append(factor)
            if number == 0 or not kept:
                return Num(number)
            if number != 1:
                kept.insert(0, Num(number))
            return kept[0] if len(kept) == 1 else Mul(tuple(kept))
        case Add((term,)):
            return tidy(term)
        case Add(terms):
            return Add(tuple(map(tidy, terms)))
        case Pow(base, Num(value)) if value == 1:
            return base
        case _:
            return expr


def learn(obligation: Obligation, ring: Ring, signs: Signs) -> None:
    """The sign of the one factor that is left open in something known to be positive or nonnegative."""
    if obligation.kind == "nonzero":
        return
    total, unknown = 1, []
    for poly in obligation.of:
        content, factors = ring.factors(poly)
        total *= 1 if content > 0 else -1
        for factor, times in factors:
            sign = signs.of(factor)
            if sign in ("+", "-"):
                total *= 1 if sign == "+" or times % 2 == 0 else -1
            else:
                unknown.append((factor, times))
    if len(unknown) == 1 and unknown[0][1] % 2:
        strict = obligation.kind == "positive"
        found: Sign = ("+" if strict else ">=") if total > 0 else ("-" if strict else "<=")
        signs.learn(unknown[0][0], found)


def discharged(obligation: Obligation, granted: Sequence[Obligation], ring: Ring, signs: Signs) -> bool:
    """Whether an obligation of the candidate holds wherever the reference is defined."""
    sign = signs.of_frac(obligation.of)
    match obligation.kind:
        case "nonzero" if signs.never_zero(obligation.of):
            return True
        case "positive" if sign == "+":
            return True
        case "nonnegative" if sign in ("+", ">=", "0"):
            return True
        case _:
            pass
    for other in granted:
        if other.kind == "nonnegative" and obligation.kind != "nonnegative":
            continue
        if other.kind == "nonzero" and obligation.kind != "nonzero":
            continue
        if other.of.over == 0:
            continue
        ratio = signs.of_frac(ring.mul(obligation.of, ring.inverse(other.of)))
        if ratio == "+" or (ratio == "-" and obligation.kind == "nonzero"):
            return True
    if obligation.kind == "nonzero":
        return factors_granted(obligation.of, granted, ring, signs)
    return False


def factors_granted(of: Frac, granted: Sequence[Obligation], ring: Ring, signs: Signs) -> bool:
    """Whether each factor is nonzero on its own, or is a factor of something that is granted to be nonzero."""
    known: set[str] = set()
    for other in granted:
        if other.kind in ("nonzero", "positive"):
            known |= {str(f) for f, _ in ring.factors(other.of.over)[1]}
    return all(str(factor) in known or signs.factor_never_zero(factor) for factor, _ in ring.factors(of.over)[1])
