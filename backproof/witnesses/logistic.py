"""Witnesses of the chapter on the logistic unit: the complex step through the network's own functions."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.finite_differences import jacobian_complex_step
from numerics.functions import binary_cross_entropy, sigmoid, tanh
from proofs.kernel.claims import Claim

from .points import Case, agree, hold
from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)

#: Logits of both signs, near 0 and saturated; beyond 30 the sigmoid is 1 to the last digit.
LOGITS = np.array([-30.0, -8.0, -2.5, -0.5, -1e-3, 0.0, 1e-3, 0.5, 2.5, 8.0, 30.0])


def derivative(function: Callable[[Array], Array], at: float) -> float:
    """The derivative of an elementwise function by the complex step."""
    return float(jacobian_complex_step(function, np.array([at]))[0, 0])


def compare(cases: Iterable[tuple[float, float, float]]) -> Testimony:
    """Hold (claimed, measured, tolerance) triples against each other; NaN never stands."""
    ratios = [abs(claimed - measured) / tolerance for claimed, measured, tolerance in cases]
    stands = all(ratio <= 1 for ratio in ratios)
    return Testimony(stands, (("points", str(len(ratios))), ("largest error / tolerance", f"{max(ratios):.3g}")))


def _tolerance(z: float, scale: float) -> float:
    """16 rounded operations, and the error of exp(z), relative |z| eps, on a result of this scale."""
    return (16 + 2 * abs(z)) * EPS * scale


def _at_logits(claim: Claim, names: Callable[[float], dict[str, float]]) -> list[float]:
    return [number(claim.terms[1], names(float(z))) for z in LOGITS]


@witness("sigmoid-derivative", "slope", "complex step of the sigmoid", draws=False)
def slope(claim: Claim, rng: Rng, _: float) -> Testimony:
    """dg/dz by the complex step; g (1 - g) loses digits where g rounds to 1, so its scale is g."""
    claimed = _at_logits(claim, lambda z: {"z": z, "g": float(sigmoid(np.array(z)))})
    cases = (
        (value, derivative(sigmoid, float(z)), _tolerance(float(z), float(sigmoid(np.array(z)))))
        for value, z in zip(claimed, LOGITS, strict=True)
    )
    return compare(cases)


@witness("sigmoid-derivative", "largest-slope", "a grid of logits", draws=False)
def largest_slope(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The inequality at the network's sigmoid on a grid that contains 0, where g = 1/2 exactly; `<` is strict."""
    grid = [k / 32 for k in range(-256, 257)]
    sides = [[number(side, {"z": z, "g": float(sigmoid(np.array(z)))}) for side in claim.terms] for z in grid]
    stands = all(left < right if claim.relation == "<" else left <= right for left, right in sides)
    return Testimony(stands, (("points", str(len(grid))),))


@witness("sigmoid-derivative", "steepest", "complex step of the sigmoid", draws=False)
def steepest(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Where the slope by the complex step is 1/4: at 0 of a grid of logits; next to it, it is 1/65536 less."""
    grid = (-4.0, -1.0, -1 / 64, 0.0, 1 / 64, 0.5, 2.0)
    return agree(claim, (({"z": z, "g": float(sigmoid(np.array(z)))}, derivative(sigmoid, z) - 0.25) for z in grid))


@witness("sigmoid-derivative", "half-at-0", "the network's sigmoid at 0", draws=False)
def half_at_0(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The sigmoid of 0, which rounds nothing."""
    measured = float(sigmoid(np.array(0.0)))
    return hold(claim, [Case({"z": 0.0, "g": measured}, measured, exact=True)])


@witness("sigmoid-derivative", "only-at-0", "bisection for the logit at which the sigmoid is 1/2", draws=False)
def only_at_0(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The logit at which the network's sigmoid, which rises, passes 1/2; sixty halvings of [-4, 6]."""
    low, high = -4.0, 6.0
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(np.array(middle)) < 0.5 else (low, middle)
    return hold(claim, [Case({"z": high, "g": 0.5}, high)])


def _tanh_names(x: float) -> dict[str, float]:
    return {"x": x, "q": float(sigmoid(np.array(2 * x))), "h": float(tanh(np.array(x)))}


@witness("tanh-identities", "tanh-is-sigmoid", "tanh of NumPy", draws=False)
def tanh_is_sigmoid(claim: Claim, rng: Rng, _: float) -> Testimony:
    """2 g(2x) - 1 with the network's sigmoid against its tanh; the difference of numbers near 1 has scale 1."""
    claimed = _at_logits(claim, _tanh_names)
    cases = (
        (value, float(tanh(np.array(x))), _tolerance(float(x), 1.0)) for value, x in zip(claimed, LOGITS, strict=True)
    )
    return compare(cases)


@witness("tanh-identities", "tanh-slope", "complex step of tanh", draws=False)
def tanh_slope(claim: Claim, rng: Rng, _: float) -> Testimony:
    """1 - tanh^2 against the complex step; the difference from 1 has scale 1."""
    claimed = _at_logits(claim, _tanh_names)
    cases = (
        (value, derivative(tanh, float(x)), _tolerance(float(x), 1.0)) for value, x in zip(claimed, LOGITS, strict=True)
    )
    return compare(cases)


_TARGETS = (0.0, 1.0, 0.3)


def _loss_of_prediction(y: float) -> Callable[[Array], Array]:
    return lambda g: -y * np.log(g) - (1 - y) * np.log(1 - g)


def _loss_of_logit(y: float) -> Callable[[Array], Array]:
    return lambda z: binary_cross_entropy(np.array([y]), z)


def _names_at(z: float, y: float) -> dict[str, float]:
    """The logit, the target, and what the network makes of them."""
    loss = float(np.sum(binary_cross_entropy(np.array([y]), np.array([z]))))
    return {"z": z, "y": y, "g": float(sigmoid(np.array(z))), "L": loss}


@witness("logistic-loss-gradient", "with-respect-to-g", "complex step of the loss", draws=False)
def with_respect_to_g(claim: Claim, rng: Rng, _: float) -> Testimony:
    """dL/dg by the complex step; the scale is that of its two terms."""
    cases = []
    for y in _TARGETS:
        for g in (0.01, 0.2, 0.5, 0.7, 0.99):
            loss = float(_loss_of_prediction(y)(np.array(g)))
            claimed = number(claim.terms[1], {"g": g, "y": y, "L": loss})
            scale = y / g + (1 - y) / (1 - g)
            cases.append((claimed, derivative(_loss_of_prediction(y), g), 16 * EPS * scale / (1 - g)))
    return compare(cases)


@witness("logistic-loss-gradient", "with-respect-to-z", "complex step of the stable loss", draws=False)
def with_respect_to_z(claim: Claim, rng: Rng, _: float) -> Testimony:
    """dL/dz by the complex step through the network's stable binary cross-entropy; the scale is 1 + |y|."""
    cases = []
    for y in _TARGETS:
        for z in LOGITS:
            claimed = number(claim.terms[1], _names_at(float(z), y))
            measured = derivative(_loss_of_logit(y), float(z))
            cases.append((claimed, measured, _tolerance(float(z), 1 + abs(y))))
    return compare(cases)


@witness("stable-logistic-loss", "stable-loss", "the network's binary cross-entropy", draws=False)
def stable_loss(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The stable form against the loss that the network computes; the scale is that of its terms."""
    cases = []
    for y in _TARGETS:
        for z in (*LOGITS, -700.0, 700.0):
            names = _names_at(float(z), y)
            claimed, measured = number(claim.terms[1], names), names["L"]
            cases.append((claimed, measured, _tolerance(0.0, 1 + abs(float(z)) * (1 + abs(y)))))
    return compare(cases)
