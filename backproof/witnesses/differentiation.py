"""Witnesses of the chapter on differentiation: difference quotients of polynomials whose derivatives are known.

Points and steps are multiples of 1/16, so every value of a polynomial of degree 4 here is exact in float64, and what is
measured is the formula and not its rounding.
"""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.finite_differences import jacobian_central, jacobian_complex_step
from proofs.kernel.claims import Claim
from proofs.kernel.terms import D, real

from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)

POINTS = (-1.5, -0.25, 0.0, 0.75, 2.0)
STEPS = (0.125, 0.5, 1.0)
POLYNOMIALS = ((1.0, -2.0, 3.0, -1.0), (0.5, 1.0, -1.0, 2.0), (-1.0, 0.25, 2.0, 0.0))  # c_0 ... c_3

_SLOPE = real("slope")  # stands for the derivative in a claim

#: A quotient of numbers below 200 takes at most 40 rounded operations on intermediate values below 2000.
TOLERANCE = 40 * EPS * 2000


def compare(cases: Iterable[tuple[float, float]]) -> Testimony:
    """Hold (claimed, measured) pairs against each other; NaN never stands."""
    errors = [abs(claimed - measured) for claimed, measured in cases]
    figures = ("points", str(len(errors))), ("largest error", f"{max(errors):.3g}"), ("tolerance", f"{TOLERANCE:.3g}")
    return Testimony(all(error <= TOLERANCE for error in errors), figures)


def ordered(claim: Claim, grid: Iterable[dict[str, float]]) -> Testimony:
    """Hold an inequality against a grid of exactly representable numbers; `<` must hold strictly."""
    sides = [[number(side, values) for side in claim.terms] for values in grid]
    slack = [(right - left, 8 * EPS * (1 + abs(left) + abs(right))) for left, right in sides]
    stands = all(gap > rounding if claim.relation == "<" else gap >= -rounding for gap, rounding in slack)
    return Testimony(stands, (("points", str(len(slack))), ("smallest gap", f"{min(gap for gap, _ in slack):.3g}")))


def polynomial(coefficients: Iterable[float]) -> Callable[[Array], Array]:
    """c_0 + c_1 x + c_2 x^2 + ..., elementwise, for real and complex x."""
    return np.polynomial.Polynomial(list(coefficients))


def central(f: Callable[[Array], Array], x: float, h: float) -> float:
    """The central difference of the network's gradient checker."""
    return float(jacobian_central(f, np.array([x]), h)[0, 0])


@witness("forward-difference", "forward-error", "forward differences of quadratics", draws=False)
def forward_error(claim: Claim, rng: Rng, _: float) -> Testimony:
    """(f(x + h) - f(x))/h - f'(x) for quadratics, whose second derivative is the same everywhere."""
    cases = []
    for (c0, c1, c2, _c3), x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial((c0, c1, c2))
        measured = (float(f(np.array(x + h))) - float(f(np.array(x)))) / h - (c1 + 2 * c2 * x)
        cases.append((number(claim.terms[1], {"h": h, "u": 2 * c2, "f_0": float(f(np.array(x)))}), measured))
    return compare(cases)


def _grid(*names: str) -> Iterable[dict[str, float]]:
    """Values of u and v (and rounding errors) within the bounds, the bounds among them."""
    for h, bound, *shares in product(STEPS, (0.5, 3.0), *((-1.0, -0.25, 0.0, 1.0) for _ in names)):
        values = {"h": h, "M": bound, "epsilon": 0.125}
        for name, share in zip(names, shares, strict=True):
            values[name] = share * (bound if name in "uv" else values["epsilon"])
        yield values


for _part in ("forward-above", "forward-below"):

    @witness("forward-difference", _part, "a grid that holds both ends", draws=False)
    def forward_bound(claim: Claim, rng: Rng, _: float) -> Testimony:
        """The bound at values of the second derivative up to M and down to -M."""
        return ordered(claim, _grid("u"))


for _part in ("central-above", "central-below"):

    @witness("central-difference", _part, "a grid that holds both ends", draws=False)
    def central_bound(claim: Claim, rng: Rng, _: float) -> Testimony:
        """The bound at values of the third derivative up to M and down to -M."""
        return ordered(claim, _grid("u", "v"))


@witness("central-difference", "with-rounding", "a grid that holds both ends", draws=False)
def with_rounding(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound with rounding errors up to epsilon and down to -epsilon."""
    return ordered(claim, _grid("u", "v", "a", "b"))


@witness("central-difference", "central-error", "the gradient checker on quartics", draws=False)
def central_error(claim: Claim, rng: Rng, _: float) -> Testimony:
    """x^4 + c_2 x^2: h^3 u/6 = 4 x h^3 + h^4 and h^3 v/6 = 4 x h^3 - h^4, so u and v differ."""
    cases = []
    for (c0, _c1, c2, _c3), x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial((c0, 0.0, c2, 0.0, 1.0))
        measured = central(f, x, h) - (2 * c2 * x + 4 * x**3)
        claimed = number(claim.terms[1], {"h": h, "u": 24 * x + 6 * h, "v": 24 * x - 6 * h, "f_0": c0})
        cases.append((claimed, measured))
    return compare(cases)


def _cubic_cases(claim: Claim, quotient: Callable[[Callable[[Array], Array], float, float], float]) -> Testimony:
    """The claimed value on cubics; the derivative in it is taken with the network's complex step."""
    cases = []
    for coefficients, x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial(coefficients)
        slope = float(jacobian_complex_step(f, np.array([x]))[0, 0])
        names = {f"c_{n}": c for n, c in enumerate(coefficients)} | {"x": x, "h": h, "slope": slope}
        claimed = claim.terms[1].replace(lambda part: isinstance(part, D), lambda part: _SLOPE)
        cases.append((number(claimed, names), quotient(f, x, h)))
    return compare(cases)


@witness("central-difference", "for-cubics", "the gradient checker on cubics", draws=False)
def for_cubics(claim: Claim, rng: Rng, _: float) -> Testimony:
    """f' + c_3 h^2 against the central difference of the gradient checker."""
    return _cubic_cases(claim, central)


@witness("complex-step", "complex-step", "complex arithmetic on cubics", draws=False)
def complex_step(claim: Claim, rng: Rng, _: float) -> Testimony:
    """f' - c_3 h^2 against Im f(x + i h)/h in complex arithmetic, with steps that are not small."""
    return _cubic_cases(claim, lambda f, x, h: float(np.imag(f(np.array(complex(x, h)))) / h))


_BEST = [  # (M, s, epsilon) with M s^3 = 3 epsilon, exactly representable
    (bound, best, bound * best**3 / 3) for bound in (0.75, 3.0, 12.0) for best in (0.25, 0.5, 2.0)
]


@witness("best-step-size", "best-step", "a grid of steps around the best one", draws=False)
def best_step(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at s and at steps far below, near and far above it."""
    grid = (
        {"M": bound, "s": best, "epsilon": eps, "h": best * share}
        for bound, best, eps in _BEST
        for share in (0.125, 0.5, 0.875, 1.0, 1.125, 2.0, 8.0)
    )
    return ordered(claim, grid)


@witness("best-step-size", "value-at-best", "both sides at exact steps", draws=False)
def value_at_best(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound of the gradient checker, h^2 M/6 + epsilon/h at h = s, against the closed form."""
    cases = (
        (number(claim.terms[1], {"M": bound, "s": best, "epsilon": eps}), best**2 * bound / 6 + eps / best)
        for bound, best, eps in _BEST
    )
    return compare(cases)


@witness("missing-parenthesis", "parenthesis", "the slip, as a program evaluates it", draws=False)
def parenthesis(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Python's own `(p - m)/2*h` against the closed form."""
    cases = []
    for coefficients, x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial(coefficients)
        p, m = float(f(np.array(x + h))), float(f(np.array(x - h)))
        cases.append((number(claim.terms[1], {"p": p, "m": m, "h": h, "q": central(f, x, h)}), (p - m) / 2 * h))
    return compare(cases)
