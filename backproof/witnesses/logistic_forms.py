"""Witnesses of the forms of the sigmoid and of softplus: NumPy's logaddexp and the network's own functions."""

from collections.abc import Callable, Iterator

import numpy as np

from numerics.finite_differences import jacobian_complex_step
from numerics.functions import sigmoid
from proofs.kernel.claims import Claim

from .points import Case, hold
from .testimony import Rng, Testimony, witness

LOGITS = (-30.0, -8.0, -2.5, -0.5, -1e-3, 0.0, 1e-3, 0.5, 2.5, 8.0, 30.0)
FAR = (*LOGITS, -600.0, 600.0)


def _at(logits: tuple[float, ...], measure: Callable[[float], float]) -> Iterator[Case]:
    for z in logits:
        yield Case({"z": z, "g": float(sigmoid(np.array(z)))}, measure(z), scale=1 + abs(z))


def softplus(z: float) -> float:
    """log(exp(0) + exp(z)) by NumPy."""
    return float(np.logaddexp(0.0, z))


@witness("sigmoid-symmetry", "symmetry", "the network's sigmoid", draws=False)
def symmetry(claim: Claim, rng: Rng, _: float) -> Testimony:
    """1 - g by the sigmoid that the network computes."""
    return hold(claim, _at(LOGITS, lambda z: 1 - float(sigmoid(np.array(z)))))


@witness("sigmoid-symmetry", "log-odds", "logaddexp", draws=False)
def log_odds(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The difference of the logs of both probabilities, each by logaddexp."""
    return hold(claim, _at(LOGITS, lambda z: softplus(z) - softplus(-z)))


@witness("sigmoid-curvature", "curvature", "complex step of the slope", draws=False)
def curvature(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of g (1 - g) by the complex step through the network's sigmoid."""
    slope = lambda z: sigmoid(z) * (1 - sigmoid(z))  # noqa: E731
    return hold(claim, _at(LOGITS, lambda z: float(jacobian_complex_step(slope, np.array([z]))[0, 0])))


@witness("softplus", "slope", "complex step of softplus", draws=False)
def softplus_slope(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of log(1 + exp(z)) by the complex step."""
    function = lambda z: np.log(1 + np.exp(z))  # noqa: E731
    return hold(claim, _at(LOGITS, lambda z: float(jacobian_complex_step(function, np.array([z]))[0, 0])))


@witness("softplus", "symmetry", "logaddexp", draws=False)
def softplus_symmetry(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Softplus at z minus softplus at -z."""
    return hold(claim, _at(FAR, lambda z: softplus(z) - softplus(-z)))


@witness("softplus", "stable", "logaddexp", draws=False)
def softplus_stable(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Softplus by logaddexp, also where exp(z) alone is 1e260."""
    return hold(claim, _at(FAR, softplus))


@witness("stable-sigmoid", "value", "the network's sigmoid", draws=False)
def stable_value(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The sigmoid that the network computes."""
    return hold(claim, _at(FAR, lambda z: float(sigmoid(np.array(z)))))


@witness("stable-sigmoid", "log", "logaddexp", draws=False)
def stable_log(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The log of the sigmoid by logaddexp."""
    return hold(claim, _at(FAR, lambda z: -softplus(-z)))
