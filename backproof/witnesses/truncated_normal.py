"""Witnesses of the truncated normal: a quadrature with 50 digits, and the draws of the network's own initializer."""

from collections.abc import Callable
from math import sqrt

import mpmath

from backproof.quadrature import Number, precise
from numerics.arrays import Array
from numerics.initializers import truncated_deviation, truncated_normal
from numerics.monte_carlo import mean_check
from proofs.kernel.claims import Claim

from .activation_gains import by_quadrature
from .testimony import Examination, Rng, Testimony, against_mean, witness

THEOREM = "truncated-normal-constant"
DRAWS = 100_000


def _variance() -> Number:
    """The variance of N(0, 1) on [-2, 2], from two integrals."""
    with mpmath.workdps(50):
        second = mpmath.quad(lambda t: t**2 * mpmath.npdf(t), [-2, 0, 2])
        return second / mpmath.quad(mpmath.npdf, [-2, 0, 2])


V: dict[str, Number] = {"v": _variance()}


def drawn(statistic: Callable[[Array], Array], spread: float) -> Examination:
    """Hold a value or a bound against draws that lie in [-2, 2]; spread: an upper bound of the variance of one."""

    def examine(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
        draws = truncated_normal(1, DRAWS, truncated_deviation() ** 2, rng=rng).ravel()  # so that nothing is rescaled
        check = mean_check(statistic(draws), variance=spread, false_alarm=false_alarm)
        left, right = claim.terms
        if claim.relation == "=":
            return against_mean(check, float(precise(right, V)))
        bound, below = (left, True) if not left.free_symbols else (right, False)
        low, high = check.estimate - check.radius, check.estimate + check.radius
        claimed = float(precise(bound, V))
        stands = claimed <= sqrt(high) if below else claimed >= sqrt(low)
        figures = (("claimed", f"{claimed:.6g}"), ("lower end", f"{sqrt(low):.6g}"), ("upper end", f"{sqrt(high):.6g}"))
        return Testimony(stands, (*figures, ("false alarm", f"{check.false_alarm:.1g}")))

    return examine


# |x| <= 2, so that x has a variance of at most 1 and x^2 of at most 4.
for _part in ("mass", "mean", "second-moment", "variance", "deviation-from-below", "deviation-from-above"):
    witness(THEOREM, _part, "quadrature, 50 digits", draws=False)(by_quadrature(V))
witness(THEOREM, "mean", "draws of the initializer", draws=True)(drawn(lambda x: x, 1.0))
for _part in ("variance", "deviation-from-below", "deviation-from-above"):
    witness(THEOREM, _part, "draws of the initializer", draws=True)(drawn(lambda x: x**2, 4.0))
