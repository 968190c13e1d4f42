"""Inequalities that the judge leaves open: a model of Z3, evaluated exactly, or the word of Z3 alone.

The judge proves an inequality by the sign of one product; it does not see that 2 M + u >= 0 where -M <= u.  Z3 does,
but one engine is no proof here, and is not called one.
"""

from collections.abc import Iterator
from typing import Literal

import z3
from flint import fmpq
from sympy import Expr, Sum, Symbol
from sympy.tensor.indexed import Indexed

from proofs.kernel.claims import Claim
from proofs.kernel.evaluation import CannotEvaluate, Point, evaluate, written_out
from proofs.kernel.instances import satisfies_assumptions, shown, violates
from proofs.kernel.rules import undefined_in
from proofs.kernel.settings import Setting
from proofs.kernel.solver import RESOURCES, Translation


def asked_of_z3(claim: Claim, setting: Setting) -> tuple[Literal["false", "true", "unknown"], str]:
    """Ask Z3 about an inequality between numbers.

    `false` comes with a point of the setting where exact evaluation finds it violated; `true` is Z3's word alone.
    """
    sides = [setting.unfold(side) for each in (claim, *setting.assumptions) for side in each.terms]
    if claim.relation == "=" or undefined_in(claim, setting) or any(side.has(Sum, Indexed) for side in sides):
        return "unknown", ""
    translation = Translation(setting)
    try:
        goal = translation.claim(_written_out(claim, setting))
        assumed = [translation.claim(_written_out(each, setting)) for each in setting.assumptions]
    except CannotEvaluate:
        return "unknown", ""
    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(*translation.facts, *assumed, z3.Not(goal))
    match solver.check():
        case z3.unsat:
            return "true", ""
        case z3.sat:
            return _certified(claim, setting, dict(_values(solver.model(), sides)))
        case _:
            return "unknown", ""


def _written_out(claim: Claim, setting: Setting) -> Claim:
    left, right = (written_out(side, Point(setting, {})) for side in claim.terms)
    return Claim(left, claim.relation, right)


def _values(model: z3.ModelRef, sides: list[Expr]) -> Iterator[tuple[Symbol, fmpq]]:
    """A rational value for every symbol; of an irrational one, a number near it."""
    for symbol in sorted({each for side in sides for each in side.free_symbols}, key=str):
        value = model.eval(z3.Real(str(symbol)), model_completion=True)
        exact = value.approx(20) if z3.is_algebraic_value(value) else value
        yield symbol, fmpq(exact.numerator_as_long(), exact.denominator_as_long())


def _certified(claim: Claim, setting: Setting, values: dict[Symbol, fmpq]) -> tuple[Literal["false", "unknown"], str]:
    """Accept a model only as a point of the setting at which the claim is certainly violated."""
    point = Point(setting, {(symbol, ()): value for symbol, value in values.items()})
    in_domain = all(
        (value > 0 or not symbol.is_positive)
        and (value >= 0 or not symbol.is_nonnegative)
        and (value.q == 1 or not symbol.is_integer)
        for symbol, value in values.items()
    )
    try:
        left, right = (evaluate(side, point) for side in claim.terms)
    except CannotEvaluate:
        return "unknown", ""
    if in_domain and satisfies_assumptions(point) and violates(left, claim.relation, right):
        where = ", ".join(f"{symbol} = {value}" for symbol, value in values.items())
        return "false", f"at {where}: left side {shown(left)}, right side {shown(right)}"
    return "unknown", ""
