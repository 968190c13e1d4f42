"""Relations that the judge leaves open: a model of Z3, evaluated exactly, or the word of Z3 alone.

The judge proves an inequality by the sign of one product; it does not see that 2 M + u >= 0 where -M <= u.  Z3 does,
but one engine is no proof here, and is not called one.
"""

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Literal

import z3
from flint import fmpq
from sympy import Expr, Sum, Symbol
from sympy.tensor.indexed import Indexed

from proofs.kernel.agreement import undefined_in
from proofs.kernel.assumptions import satisfies_assumptions
from proofs.kernel.claims import Claim
from proofs.kernel.counterexamples import shown
from proofs.kernel.enumeration import index_points
from proofs.kernel.evaluation import evaluate, written_out
from proofs.kernel.instances import violates
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.solver import RESOURCES, Translation
from proofs.kernel.stand_ins import Tabulated
from proofs.kernel.terms import Applied, OpaqueFunction
from proofs.kernel.values import CannotEvaluate

_MOST_SIZES = 8


def asked_of_z3(claim: Claim, setting: Setting) -> tuple[Literal["false", "true", "unknown"], str]:
    """Ask Z3 about a relation between numbers; where it has sums, at a few explicit sizes.

    `false` comes with a point of the setting where exact evaluation finds it violated; `true` is Z3's word alone, and
    is not given of sums.
    """
    sides = [setting.unfold(side) for each in (claim, *setting.assumptions) for side in each.terms]
    if claim.relation == "iff" or undefined_in(claim, setting) or any(side.has(Indexed) for side in sides):
        return "unknown", ""
    sized = any(side.has(Sum) for side in sides)
    places = list(islice(index_points(setting), _MOST_SIZES)) if sized else [Point(setting, {})]
    answers = (_asked_at(claim, setting, each) for each in places)
    if not sized:
        return next(answers)
    return next((each for each in answers if each[0] == "false"), ("unknown", ""))


def _asked_at(claim: Claim, setting: Setting, place: Point) -> tuple[Literal["false", "true", "unknown"], str]:
    translation = Translation(setting)
    try:
        stated, *assumed = (_written_out(each, place) for each in (claim, *setting.assumptions))
        goal, *known = (translation.claim(each) for each in (stated, *assumed))
    except CannotEvaluate:
        return "unknown", ""
    applied = sorted(
        {each for one in (stated, *assumed) for side in one.terms for each in side.atoms(Applied)},
        key=lambda each: (len(str(each)), str(each)),  # what stands inside another comes first
    )
    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(*known, *_same_values(applied, translation), z3.Not(goal), *translation.facts)
    match solver.check():
        case z3.unsat:
            return "true", ""
        case z3.sat:
            names = {each for one in (stated, *assumed) for side in one.terms for each in side.free_symbols}
            return _certified(claim, place, solver.model(), names, applied)
        case _:
            return "unknown", ""


def _same_values(applied: list[Expr], translation: Translation) -> Iterator[z3.BoolRef]:
    """A function has one value at equal numbers."""
    for one, other in combinations(applied, 2):
        if one.args[:-1] == other.args[:-1]:
            (top, bottom), (other_top, other_bottom) = (translation.fraction(each.args[-1]) for each in (one, other))
            same = top * other_bottom == other_top * bottom
            yield z3.Implies(same, translation.fraction(one)[0] == translation.fraction(other)[0])


def _written_out(claim: Claim, place: Point) -> Claim:
    left, right = (written_out(side, place) for side in claim.terms)
    return Claim(left, claim.relation, right)


def _rational(model: z3.ModelRef, name: str) -> fmpq:
    """The value of a name; of an irrational one, a number near it."""
    value = model.eval(z3.Real(name), model_completion=True)
    exact = value.approx(20) if z3.is_algebraic_value(value) else value
    return fmpq(exact.numerator_as_long(), exact.denominator_as_long())


def _certified(
    claim: Claim, place: Point, model: z3.ModelRef, names: set[Symbol], applied: list[Expr]
) -> tuple[Literal["false", "unknown"], str]:
    """Accept a model only as a point of the setting at which the claim is certainly violated."""
    values = {
        each: _rational(model, str(each)) for each in sorted(names, key=str) if not isinstance(each, OpaqueFunction)
    }
    point = place.at({(symbol, ()): value for symbol, value in values.items()})
    in_domain = all(
        (value > 0 or not symbol.is_positive)
        and (value >= 0 or not symbol.is_nonnegative)
        and (value.q == 1 or not symbol.is_integer)
        for symbol, value in values.items()
    )
    tables: dict[Expr, dict[fmpq, fmpq]] = {}
    try:
        for each in applied:
            table = tables.setdefault(each.args[0], {})
            table[evaluate(each.args[-1], point)] = _rational(model, str(each))
            point = point.at({(each.args[0], ()): Tabulated(tuple(table.items()))})
        left, right = (evaluate(side, point) for side in claim.terms)
    except CannotEvaluate:
        return "unknown", ""
    if in_domain and satisfies_assumptions(point) and violates(left, claim.relation, right):
        known = {
            **{name: value for (name, _), value in place.values.items()},
            **values,
            **{n: point.values[n, ()] for n in tables},
        }
        where = ", ".join(f"{name} = {value}" for name, value in known.items())
        return "false", f"at {where}: left side {shown(left)}, right side {shown(right)}"
    return "unknown", ""
