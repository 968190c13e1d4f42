"""Claims about real numbers, held against measured values at chosen points."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from backproof.closed_forms import Values, number
from proofs.kernel.claims import Claim

from .testimony import Testimony

EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Case:
    """A point, and what the left side of the claim was measured to be there.

    values: the names of the right side.  scale: the size of the largest term that is added on the way, so that
    `tolerance` roundings of this size are allowed; none where `exact`, as all numbers are short binary fractions.
    """

    values: Values
    measured: float
    scale: float = 1.0
    exact: bool = False


def hold(claim: Claim, cases: Iterable[Case], *, roundings: int = 64) -> Testimony:
    """Hold the right side of a claim against measured left sides; NaN never stands."""
    points, worst, stands = 0, 0.0, True
    for case in cases:
        right = number(claim.terms[1], case.values)
        slack = 0.0 if case.exact else roundings * EPS * case.scale
        excess = case.measured - right
        match claim.relation:
            case "=":
                fits = abs(excess) <= slack
            case "<=":
                fits = excess <= slack
            case _:
                fits = excess < 0
        stands, points = stands and bool(fits), points + 1
        worst = max(worst, abs(excess) if claim.relation == "=" else excess)
    return Testimony(stands and points > 0, (("points", str(points)), ("largest excess", f"{worst:.3g}")))


def agree(claim: Claim, cases: Iterable[tuple[Values, float]], *, roundings: int = 64) -> Testimony:
    """Hold an equivalence against points (names, measured left - right of the first equation): both true or both false.

    A side is true where its difference is at most `roundings` eps; both truths must occur, or nothing was tested.
    """
    truths = []
    for values, difference in cases:
        left, right = (number(side, values) for side in claim.claims[1].terms)
        second = abs(left - right) <= roundings * EPS * max(1.0, abs(left), abs(right))
        truths.append((abs(difference) <= roundings * EPS, bool(second)))
    stands = all(first == second for first, second in truths) and len({first for first, _ in truths}) == 2
    return Testimony(
        stands, (("points", str(len(truths))), ("of them solutions", str(sum(each for each, _ in truths))))
    )


Names = Mapping[str, float]


def complex_slope(function: Callable[[complex], complex], at: float) -> float:
    """The derivative by the complex step, which subtracts nothing."""
    return (function(complex(at, 1e-100)) / 1e-100).imag
