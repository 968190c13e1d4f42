"""Refutation: a point of the domain at which two scalar expressions certainly differ, confirmed by mpmath."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, ctx, fmpq

from backproof.answers.evaluation import Outcome, differ, evaluate
from backproof.answers.points import Domain, Point
from backproof.answers.recheck import confirms_difference
from backproof.answers.syntax import Expr
from backproof.answers.values import Value

PRECISIONS = (128, 1024)
HIGHEST = 4096
NO_CASE = "no case applies"  # at the very boundary of the cases: a slip that is left undecided


@dataclass(frozen=True, slots=True)
class Difference:
    """Both expressions at a point where they differ."""

    point: Point
    gold: str
    candidate: str


@dataclass
class Search:
    """What the points said so far."""

    domain: Domain
    found: Difference | None = None
    compared: int = 0
    jumps: list[tuple[Point, tuple[Expr, ...]]] = field(default_factory=list)  # they differ, but only at a jump


def search(gold: Expr, candidate: Expr, points: Iterable[Point], state: Search, bits: int) -> None:
    """Compare at the points, until one shows a difference."""
    for point in points:
        left = evaluate(gold, point, state.domain.continuous, bits)
        if left.kind != "value":
            continue
        right = evaluate(candidate, point, state.domain.continuous, bits)
        if right.kind == "unclear" or (right.jumps and right.reason == NO_CASE):
            continue
        state.compared += 1
        if right.kind == "value":
            assert left.value is not None
            assert right.value is not None
            if not differ(left.value, right.value, bits):
                continue
            jumps = left.jumps + right.jumps
            if jumps:
                state.jumps.append((point, jumps))
                continue
        if confirmed(gold, candidate, point, bits, right.kind == "undefined"):
            state.found = Difference(point, *shown(left, right))
            return


def confirmed(gold: Expr, candidate: Expr, point: Point, bits: int, undefined: bool) -> bool:
    """Whether mpmath, at higher precision, agrees that they differ."""
    exact = {name: Fraction(int(v.p), int(v.q)) for name, v in point.items()}
    return confirms_difference(gold, candidate, exact, int(bits * 0.302) + 30, undefined)


def shown(left: Outcome, right: Outcome) -> tuple[str, str]:
    """Both values as text, with as many digits as it takes to see the difference."""
    assert left.value is not None
    if right.value is None:
        return value_text(left.value, 15), f"undefined ({right.reason})"
    for digits in (15, 30):
        if decimals(left.value, digits) != decimals(right.value, digits):
            return value_text(left.value, digits), value_text(right.value, digits)
    before, ctx.prec = ctx.prec, HIGHEST
    try:
        gap = decimals(right.value - left.value, 5)
    finally:
        ctx.prec = before
    gold = value_text(left.value, 15)
    return gold, f"{gold} {'- ' + gap[1:] if gap.startswith('-') else '+ ' + gap}"


def value_text(value: Value, digits: int) -> str:
    """An exact rational as p/q, a ball as its certain digits."""
    if isinstance(value, fmpq):
        text = str(value)
        if len(text) <= 60:
            return text
    return decimals(value, digits)


def decimals(value: Value, digits: int) -> str:
    """The value in decimals."""
    before, ctx.prec = ctx.prec, HIGHEST
    try:
        return str((value if isinstance(value, arb) else arb(value)).str(digits, radius=False))
    finally:
        ctx.prec = before
