"""Second engine for algebra, first engine for order and equivalence: Z3 over the reals.

A term is written out at explicit sizes and becomes a fraction of two Z3 polynomials over opaque atoms.
What Z3 is told of the atoms: declared signs, exp(u) > 0 with exp(u + v) = exp(u) exp(v), r >= 0 and
r^q = x for roots, log of products, and the hypotheses of the setting.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import z3
from sympy import Add, Expr, Integer, Mul, NumberSymbol, Pow, Rational, Sum, Symbol, exp, factorint, log, pi
from sympy.tensor.indexed import Indexed

from .claims import Claim
from .enumeration import index_points
from .evaluation import written_out
from .instances import Finding
from .point import Point
from .settings import Setting
from .signs import is_positive
from .terms import heaviside, is_dependent, relu, with_canonical_binders
from .values import CannotEvaluate

RESOURCES = 4_000_000  # Z3's deterministic resource limit, not a time limit

Fraction = tuple[z3.ArithRef, z3.ArithRef]


@dataclass
class Translation:
    """The Z3 atoms of one claim and what is known of them."""

    setting: Setting
    atoms: dict[Expr | str, z3.ArithRef] = field(default_factory=dict)
    facts: list[z3.BoolRef] = field(default_factory=list)
    logarithms: dict[str, Expr] = field(default_factory=dict)
    is_opaque: bool = False  # Z3 knows less of an atom than there is to know, so that its models need not exist

    def atom(self, key: Expr | str) -> z3.ArithRef:
        """Return the Z3 variable of an atom: one for each term or text, also where two of them look the same."""
        if key not in self.atoms:
            name, taken = str(key), {str(each) for each in self.atoms.values()}
            while name in taken:
                name += "'"
            self.atoms[key] = z3.Real(name)
        return self.atoms[key]

    def claim(self, claim: Claim) -> z3.BoolRef:
        """Translate a claim whose denominators are nonzero."""
        if claim.relation == "iff":
            left, right = map(self.claim, claim.claims)
            return left == right
        (top, bottom), (other_top, other_bottom) = map(self.fraction, claim.terms)
        match claim.relation:
            case "=":
                return top * other_bottom == other_top * bottom
            case "<=":
                return top / bottom <= other_top / other_bottom
            case "<":
                return top / bottom < other_top / other_bottom

    def fraction(self, term: Expr) -> Fraction:
        """Translate a term that is written out to numerator and denominator."""
        match term:
            case Rational():
                return z3.RealVal(f"{term.p}/{term.q}"), z3.RealVal(1)
            case Add():
                top, bottom = self.fraction(term.args[0])
                for each in term.args[1:]:
                    other_top, other_bottom = self.fraction(each)
                    top, bottom = top * other_bottom + other_top * bottom, bottom * other_bottom
                return top, bottom
            case Mul():
                parts = [self.fraction(each) for each in term.args]
                return z3.Product([top for top, _ in parts]), z3.Product([bottom for _, bottom in parts])
            case Pow():
                return self._power(self.fraction(term.base), term.exp, term)
            case exp():
                return self._exponential(term.exp)
            case log():
                return self._logarithm(term.args[0]), z3.RealVal(1)
            case relu():
                top, bottom = self.fraction(term.args[0])
                value = top / bottom
                return z3.If(value > 0, value, z3.RealVal(0)), z3.RealVal(1)
            case heaviside():
                top, bottom = self.fraction(term.args[0])
                at_zero, one = self.fraction(term.args[1])
                value, jump = top / bottom, at_zero / one
                below = z3.If(value < 0, z3.RealVal(0), jump)
                return z3.If(value > 0, z3.RealVal(1), below), z3.RealVal(1)
            case _:
                return self._leaf(term), z3.RealVal(1)

    def _leaf(self, term: Expr) -> z3.ArithRef:
        variable = self.atom(with_canonical_binders(term))
        self.is_opaque = self.is_opaque or not isinstance(term, Symbol | Indexed) or is_dependent(term)
        if isinstance(term, Pow) and is_positive(term.base):
            self.facts.append(variable > 0)
        if term == pi:
            self.facts += [variable > z3.RealVal("333/106"), variable < z3.RealVal("355/113")]
        if isinstance(term, Symbol | Indexed | NumberSymbol):
            if term.is_positive:
                self.facts.append(variable >= 1 if term.is_integer else variable > 0)
            elif term.is_nonnegative:
                self.facts.append(variable >= 0)
        return variable

    def _power(self, base: Fraction, exponent: Expr, term: Expr) -> Fraction:
        if isinstance(exponent, Integer):
            top, bottom = base if exponent >= 0 else (base[1], base[0])
            count = abs(int(exponent))
            if count == 0:
                return z3.RealVal(1), z3.RealVal(1)
            return z3.Product([top] * count), z3.Product([bottom] * count)
        if not isinstance(exponent, Rational):
            return self._leaf(term), z3.RealVal(1)
        return self._power((self._root(base, int(exponent.q)), z3.RealVal(1)), Integer(exponent.p), term)

    def _root(self, base: Fraction, order: int) -> z3.ArithRef:
        root = self.atom(f"root {order} of {_text(base)}")
        self.facts += [root >= 0, z3.Product([root] * order) * base[1] == base[0]]
        return root

    def _exponential(self, exponent: Expr) -> Fraction:
        """exp of a sum of rational multiples of monomials is a product of powers of atoms."""
        top, bottom = self.fraction(exponent)
        result: Fraction = z3.RealVal(1), z3.RealVal(1)
        for coefficient, monomial in _summands(top):
            key = f"({monomial.sexpr()})/({_text((bottom, z3.RealVal(1)))})"
            if monomial.sexpr() in self.logarithms and bottom.sexpr() == "1.0":
                power = self._power(self.fraction(self.logarithms[monomial.sexpr()]), coefficient, exponent)
            else:
                base = self.atom(f"exp {key}")
                self.is_opaque = True
                self.facts.append(base > 0)
                power = self._power((base, z3.RealVal(1)), coefficient, exponent)
            result = result[0] * power[0], result[1] * power[1]
        return result

    def _logarithm(self, argument: Expr) -> z3.ArithRef:
        """log of a product of positive factors is a sum; log(exp u) is u; any other log is an atom."""
        if isinstance(argument, exp):
            top, bottom = self.fraction(argument.exp)
            return top / bottom
        if isinstance(argument, Rational) and argument > 0:
            primes = [
                *factorint(argument.p, limit=10_000).items(),
                *((p, -m) for p, m in factorint(argument.q, limit=10_000).items()),
            ]
            return z3.Sum([z3.RealVal(0)] + [times * self._log_atom(Integer(prime)) for prime, times in primes])
        if isinstance(argument, Mul) and all(map(is_positive, argument.args)):
            return z3.Sum([self._logarithm(each) for each in argument.args])
        if isinstance(argument, Pow) and isinstance(argument.exp, Rational) and is_positive(argument.base):
            return z3.RealVal(str(argument.exp)) * self._logarithm(argument.base)
        return self._log_atom(argument)

    def _log_atom(self, argument: Expr) -> z3.ArithRef:
        variable = self.atom(f"log {_text(self.fraction(argument))}")
        self.is_opaque = True
        self.logarithms[variable.sexpr()] = argument
        return variable


def _text(fraction: Fraction) -> str:
    return " / ".join(z3.simplify(part, som=True).sexpr() for part in fraction)


def _summands(polynomial: z3.ArithRef) -> list[tuple[Rational, z3.ArithRef]]:
    """Split a polynomial into rational coefficient times monomial, by Z3's own sum of monomials."""
    expanded = z3.simplify(polynomial, som=True)
    summands = expanded.children() if z3.is_add(expanded) else [expanded]
    result = []
    for each in summands:
        if z3.is_rational_value(each):
            result.append((_rational(each), z3.RealVal(1)))
        elif z3.is_mul(each) and z3.is_rational_value(each.arg(0)):
            result.append((_rational(each.arg(0)), z3.simplify(z3.Product(each.children()[1:]))))
        else:
            result.append((Integer(1), each))
    return [(coefficient, monomial) for coefficient, monomial in result if coefficient != 0]


def _rational(value: z3.RatNumRef) -> Rational:
    return Rational(value.numerator_as_long(), value.denominator_as_long())


def holds(claim: Claim, setting: Setting) -> Finding:
    """Ask Z3 whether a claim follows from the hypotheses.

    If sums or explicit indices occur, at the sizes 1..4; else once, for all values of the symbols.
    The denominators are taken to be nonzero: that is a separate obligation.
    """
    sized = any(_needs_sizes(each, setting) for each in (claim, *setting.assumptions))
    places = list(index_points(setting)) if sized else [Point(setting, {})]
    possible = 0
    for point in places:
        try:
            answer, opaque, contradictory = _refutation(claim, setting, point)
        except CannotEvaluate as error:
            return Finding(None, f"cannot be written out: {error}")
        possible += not contradictory
        if answer == z3.sat and not opaque:
            return Finding(False, "Z3 finds values for which it fails")
        if answer != z3.unsat:
            return Finding(
                None, "Z3 gives up" if answer == z3.unknown else "Z3 finds values of opaque atoms where it fails"
            )
    if not possible:
        return Finding(None, "the hypotheses contradict each other, so that nothing is said")
    where = f"at {possible} sizes and indices" if sized else "for all values of the atoms"
    return Finding(True, f"unsat: no counterexample {where}")


def _refutation(claim: Claim, setting: Setting, point: Point) -> tuple[z3.CheckSatResult, bool, bool]:
    """Whether the claim can fail at a point, whether an atom is opaque, whether the hypotheses can't hold there."""
    translation = Translation(setting)
    goal = translation.claim(_claim_written_out(claim, point))
    assumed = [translation.claim(_claim_written_out(each, point)) for each in setting.assumptions]
    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(*translation.facts, *assumed)
    contradictory = bool(assumed) and solver.check() == z3.unsat
    solver.add(z3.Not(goal))
    return solver.check(), translation.is_opaque, contradictory


def _claim_written_out(claim: Claim, point: Point) -> Claim:
    if claim.relation == "iff":
        left, right = (_claim_written_out(each, point) for each in claim.claims)
    else:
        left, right = (written_out(each, point) for each in claim.terms)
    return Claim(left, claim.relation, right)


def _needs_sizes(claim: Claim, setting: Setting) -> bool:
    if claim.relation == "iff":
        return any(_needs_sizes(each, setting) for each in claim.claims)
    return any(each.has(Sum, Indexed) or _has_symbolic_power(each) for each in map(setting.unfold, claim.terms))


def _has_symbolic_power(term: Expr) -> bool:
    return any(not isinstance(each.exp, Rational) for each in term.atoms(Pow) if not isinstance(each, exp))


def always_nonzero(term: Expr, setting: Setting) -> bool:
    """Say whether Z3 proves from the hypotheses that a term without sums and denominators is never 0."""
    return _follows(term, setting, lambda value: value != 0)


def always_positive(term: Expr, setting: Setting) -> bool:
    """Say whether Z3 proves from the hypotheses that a term without sums and denominators is always positive."""
    return _follows(term, setting, lambda value: value > 0)


def _follows(term: Expr, setting: Setting, fact: Callable[[z3.ArithRef], z3.BoolRef]) -> bool:
    if any(each.has(Sum, Indexed) for side in setting.assumptions for each in side.terms):
        return False
    if term.has(Sum, Indexed) or any(each.exp.could_extract_minus_sign() for each in term.atoms(Pow)):
        return False
    translation = Translation(setting)
    top, bottom = translation.fraction(term)
    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(*(translation.claim(each) for each in setting.assumptions), *translation.facts)
    solver.add(z3.Not(fact(top / bottom)))
    return bool(solver.check() == z3.unsat)
