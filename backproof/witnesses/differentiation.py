"""Witnesses of the chapter on differentiation: difference quotients of polynomials whose derivatives are known.

Points and steps are multiples of 1/16, so every value of a polynomial of degree 4 here is exact in float64, and what is
measured is the formula and not its rounding.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt
from sympy import Expr

from backproof.closed_forms import number
from numerics.finite_differences import jacobian_central
from proofs.kernel.claims import Claim
from proofs.kernel.terms import D, real

from .points import agree
from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)

POINTS = (-1.5, -0.25, 0.0, 0.75, 2.0)
STEPS = (0.125, 0.5, 1.0)
POLYNOMIALS = ((1.0, -2.0, 3.0, -1.0), (0.5, 1.0, -1.0, 2.0), (-1.0, 0.25, 2.0, 0.0))  # c_0 ... c_3

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
        here, there, slope = float(f(np.array(x))), float(f(np.array(x + h))), c1 + 2 * c2 * x
        names = {"h": h, "u": 2 * c2, "f_0": here, "f_1": slope, "p": there}
        cases.append((number(claim.terms[1], names), (there - here) / h - slope))
    return compare(cases)


def _grid(above: str = "", below: str = "") -> Iterable[dict[str, float]]:
    """Values up to the bound (of the names above) or down to its negative (below), the bounds among them, and far off.

    u and v are bounded by M, the rounding errors a and b by epsilon.
    """
    shares = [(name, (-4.0, -1.0, 0.0, 0.25, 1.0)) for name in above]
    shares += [(name, (-1.0, -0.25, 0.0, 1.0, 4.0)) for name in below]
    for h, bound, eps, *chosen in product((0.125, 1.0, 4.0), (0.25, 3.0), (0.125, 2.0), *(each for _, each in shares)):
        values = {"h": h, "M": bound, "epsilon": eps}
        yield values | {
            name: share * (bound if name in "uv" else eps) for (name, _), share in zip(shares, chosen, strict=True)
        }


@witness("forward-difference", "forward-above", "a grid that holds the end", draws=False)
def forward_above(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the second derivative up to M."""
    return ordered(claim, _grid(above="u"))


@witness("forward-difference", "forward-below", "a grid that holds the end", draws=False)
def forward_below(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the second derivative down to -M."""
    return ordered(claim, _grid(below="u"))


@witness("central-difference", "central-above", "a grid that holds the end", draws=False)
def central_above(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the third derivative up to M."""
    return ordered(claim, _grid(above="uv"))


@witness("central-difference", "central-below", "a grid that holds the end", draws=False)
def central_below(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the third derivative down to -M."""
    return ordered(claim, _grid(below="uv"))


@witness("central-difference", "with-rounding", "a grid that holds the ends", draws=False)
def with_rounding(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound with a rounding error of f(x + h) up to epsilon and of f(x - h) down to -epsilon."""
    return ordered(claim, _grid(above="uva", below="b"))


@witness("central-difference", "rounded-below", "a grid that holds the ends", draws=False)
def rounded_below(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound with a rounding error of f(x + h) down to -epsilon and of f(x - h) up to epsilon."""
    return ordered(claim, _grid(above="b", below="uva"))


@witness("central-difference", "central-error", "the gradient checker on quartics", draws=False)
def central_error(claim: Claim, rng: Rng, _: float) -> Testimony:
    """x^4 + c_2 x^2: h^3 u/6 = 4 x h^3 + h^4 and h^3 v/6 = 4 x h^3 - h^4, so u and v differ."""
    cases = []
    for (c0, _c1, c2, _c3), x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial((c0, 0.0, c2, 0.0, 1.0))
        slope = 2 * c2 * x + 4 * x**3
        names = {"h": h, "u": 24 * x + 6 * h, "v": 24 * x - 6 * h, "f_1": slope, "f_2": 2 * c2 + 12 * x**2}
        names |= {name: float(f(np.array(at))) for name, at in (("f_0", x), ("p", x + h), ("m", x - h))}
        cases.append((number(claim.terms[1], names), central(f, x, h) - slope))
    return compare(cases)


def _slope(term: Expr, names: Callable[[float], dict[str, float]], x: float) -> float:
    """The derivative of a term with respect to x by five points, exact up to degree 4; other names may vary with x."""
    f = {step: number(term, names(x + step / 2)) for step in (-2, -1, 1, 2)}
    return (8 * (f[1] - f[-1]) - (f[2] - f[-2])) / 6


def _names(coefficients: Iterable[float], x: float, h: float) -> dict[str, float]:
    """The coefficients of a cubic, x, h, and the parts of the powers of x + i h, as the chapter calls them."""
    powers = {n: complex(x, h) ** n for n in (2, 3)}
    parts = {f"r_{n}": each.real for n, each in powers.items()} | {f"i_{n}": each.imag for n, each in powers.items()}
    return {f"c_{n}": c for n, c in enumerate(coefficients)} | parts | {"x": x, "h": h}


def _cubic_cases(claim: Claim, quotient: Callable[[Callable[[Array], Array], float, float], float]) -> Testimony:
    """The claimed value on cubics; the derivative in it is that of what stands there."""
    cases = []
    derivatives = sorted(claim.terms[1].atoms(D), key=str)
    symbols = {each: real(f"slope{number}") for number, each in enumerate(derivatives)}
    for coefficients, x, h in product(POLYNOMIALS, POINTS, STEPS):
        names = partial(_names, coefficients, h=h)
        slopes = {symbol.name: _slope(each.args[0], names, x) for each, symbol in symbols.items()}
        claimed = number(claim.terms[1].xreplace(symbols), names(x) | slopes)
        cases.append((claimed, quotient(polynomial(coefficients), x, h)))
    return compare(cases)


@witness("central-difference", "for-cubics", "the gradient checker on cubics", draws=False)
def for_cubics(claim: Claim, rng: Rng, _: float) -> Testimony:
    """f' + c_3 h^2 against the central difference of the gradient checker."""
    return _cubic_cases(claim, central)


@witness("complex-step", "complex-error", "complex arithmetic on quartics", draws=False)
def complex_error(claim: Claim, rng: Rng, _: float) -> Testimony:
    """x^4 + c_2 x^2: the real part of the third derivative is 24 x all along the way from x to x + i h."""
    cases = []
    for (c0, _c1, c2, _c3), x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial((c0, 0.0, c2, 0.0, 1.0))
        imaginary, slope = float(np.imag(f(np.array(complex(x, h))))), 2 * c2 * x + 4 * x**3
        names = {"h": h, "u": 24 * x, "f_1": slope, "y": imaginary}
        cases.append((number(claim.terms[1], names), imaginary / h - slope))
    return compare(cases)


@witness("complex-step", "complex-above", "a grid that holds the end", draws=False)
def complex_above(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the real part of the third derivative down to -M."""
    return ordered(claim, _grid(below="u"))


@witness("complex-step", "complex-below", "a grid that holds the end", draws=False)
def complex_below(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at values of the real part of the third derivative up to M."""
    return ordered(claim, _grid(above="u"))


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
        (number(claim.terms[1], {"M": bound, "s": best, "epsilon": eps, "h": 7.0}), best**2 * bound / 6 + eps / best)
        for bound, best, eps in _BEST
    )
    return compare(cases)


@witness("best-step-size", "only-best", "steps around the best one", draws=False)
def only_best(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The bound at other steps differs from that at s by far more than rounding."""
    return agree(
        claim,
        (
            (
                {"M": bound, "s": best, "epsilon": eps, "h": best * share},
                (best * share) ** 2 * bound / 6 + eps / (best * share) - best**2 * bound / 2,
            )
            for bound, best, eps in _BEST
            for share in (0.125, 0.5, 0.875, 1.0, 1.125, 2.0, 8.0)
        ),
    )


@witness("missing-parenthesis", "parenthesis", "the slip, as a program evaluates it", draws=False)
def parenthesis(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Python's own `(p - m)/2*h` against the closed form."""
    cases = []
    for coefficients, x, h in product(POLYNOMIALS, POINTS, STEPS):
        f = polynomial(coefficients)
        p, m = float(f(np.array(x + h))), float(f(np.array(x - h)))
        cases.append((number(claim.terms[1], {"p": p, "m": m, "h": h, "q": central(f, x, h)}), (p - m) / 2 * h))
    return compare(cases)
