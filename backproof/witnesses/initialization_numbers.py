"""Witnesses of facts about numbers in the chapter on initialization: the Xavier compromise, the truncated normal."""

from itertools import product
from math import erf, sqrt

import numpy as np

from backproof.closed_forms import number
from numerics.initializers import truncated_deviation, truncated_normal
from numerics.monte_carlo import mean_check
from proofs.kernel.claims import Claim

from .initialization import UNITS, on_pairs, squared_errors
from .points import Case, agree, hold
from .testimony import Rng, Testimony, against_mean, all_stand, witness

_PAIRS = tuple(product((1, 2, 3, 7, 64, 100), repeat=2))


def _meets(claim: Claim, forward: bool) -> Testimony:
    """Whether the Xavier variance, computed in floating point, equals a rule, on every pair of a grid."""
    pairs = ((n_in, n_out, 2 / (n_in + n_out) - 1 / (n_in if forward else n_out)) for n_in, n_out in _PAIRS)
    return agree(claim, (({"n_in": n_in, "n_out": n_out}, gap) for n_in, n_out, gap in pairs))


@witness("xavier-compromise", "meets-forward", "a grid of fans", draws=False)
def meets_forward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Against 1/n_in."""
    return _meets(claim, forward=True)


@witness("xavier-compromise", "meets-backward", "a grid of fans", draws=False)
def meets_backward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Against 1/n_out."""
    return _meets(claim, forward=False)


@witness("xavier-compromise", "between-narrowing", "a grid of fans", draws=False)
def between_narrowing(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two ends of the chain, on every pair n_out <= n_in up to 60."""
    return on_pairs(claim, [(n_in, n_out) for n_in in range(1, 61) for n_out in range(1, n_in + 1)])


@witness("xavier-compromise", "unique-minimum", "errors around the minimum", draws=False)
def unique_minimum(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The errors at candidates near and far, against those at the minimum found on a parabola through three points."""
    cases = []
    for n_in, n_out in ((784, 256), (3, 3), (1, 7), (5, 1)):
        points = np.array([0.0, 1.0 / n_in, 2.0 / n_in])
        second, first, _constant = np.polyfit(points, [squared_errors(q, n_in, n_out) for q in points], 2)
        vertex = float(-first / (2 * second))
        for share in (-1.0, 0.0, 0.5, 0.999, 1.0, 1.001, 2.0):
            q = share * vertex
            gap = (squared_errors(q, n_in, n_out) - squared_errors(vertex, n_in, n_out)) * n_in
            cases.append(({"n_in": n_in, "n_out": n_out, "q": q}, gap))
    return agree(claim, cases)


_CUTS = (0.25, 1.0, 2.0, 3.5)


def _moment(power: int, cut: float) -> float:
    """The integral of t^power p(t) by Gauss-Legendre with 60 nodes, exact to rounding for a density this smooth."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    t = cut * nodes
    density = np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi) / erf(cut / sqrt(2))
    return float(cut * np.sum(weights * t**power * density))


for _part, _power in (("probability", 0), ("mean", 1), ("variance", 2)):

    @witness("truncated-normal", _part, "Gauss-Legendre quadrature", draws=False)
    def moment(claim: Claim, rng: Rng, _: float, power: int = _power) -> Testimony:
        """The integral at cuts near and far; the weights of the nodes are right to a few hundred roundings."""
        return hold(claim, (Case({"s": cut}, _moment(power, cut)) for cut in _CUTS), roundings=512)


@witness("truncated-normal", "variance", "truncated normal weights", draws=True)
def truncated_weights(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The initializer divides by the deviation, so the mean square of its weights times the variance is 1 again.

    The square of a weight lies in [0, (cut/deviation)^2], so its variance is at most a quarter of the square of that.
    """
    checks = {}
    for cut in (1.0, 2.0):
        limit = (cut / truncated_deviation(cut)) ** 2
        weights = truncated_normal(100, UNITS // 100, 1.0, cutoff=cut, rng=rng).ravel()
        check = mean_check(weights**2, variance=limit**2 / 4, false_alarm=false_alarm / 2)
        checks[f"cut at {cut}"] = against_mean(
            check, number(claim.terms[1], {"s": cut}) / truncated_deviation(cut) ** 2
        )
    return all_stand(checks)


@witness("truncated-normal", "at-two", "Gauss-Legendre quadrature", draws=False)
def at_two(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The integral at 2, and the constant that libraries print."""
    library = 0.87962566103423978
    both = [Case({}, _moment(2, 2.0)), Case({}, library**2)]
    return hold(claim, both, roundings=512)
