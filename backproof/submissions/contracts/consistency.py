"""Is a gradient that of the submission's own loss? Measured along one direction of every parameter array.

For parameters p, own loss L and own gradient g, the difference quotient (L(p + h d) - L(p - h d)) / (2h) is g . d up
to three errors: the quotient's truncation, which the reference's loss shows exactly because the own one agrees with
it; an epsilon of at most GUARD in a logarithm or a quotient, which moves each sample's share by GUARDED of it; and
rounding, ROUNDINGS eps |L| / h. No coordinate of d is 0, so a wrong coordinate of g is seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backproof.submissions.compare import GUARDED, Array, Difference, Expectation, Judged

STEP = 1e-5
ROUNDINGS = 64
Loss = Callable[[Sequence[Array]], float]


@dataclass(frozen=True)
class Slopes:
    """Along each direction: what the gradient says, and the difference quotient of the loss."""

    said: list[float]
    measured: list[float]


def directions(parameters: Sequence[Array]) -> list[Array]:
    """One direction an array, with entries between 1/2 and 1 and changing signs."""
    rng = np.random.default_rng(7)
    return [rng.choice([-1.0, 1.0], p.shape) * rng.uniform(0.5, 1.0, p.shape) for p in parameters]


def quotients(loss: Loss, parameters: Sequence[Array]) -> list[float]:
    """The central difference of the loss along each direction."""
    found = []
    for k, d in enumerate(directions(parameters)):
        up, down = ([*parameters[:k], parameters[k] + s * STEP * d, *parameters[k + 1 :]] for s in (1, -1))
        found.append((loss(up) - loss(down)) / (2 * STEP))
    return found


def along(gradients: Sequence[Array], parameters: Sequence[Array]) -> list[float]:
    """The gradient's slope along each direction."""
    return [float((g * d).sum()) for g, d in zip(gradients, directions(parameters), strict=True)]


def consistent(
    names: Sequence[str], loss: Loss, samples: Sequence[Sequence[Array]], parameters: Sequence[Array]
) -> Expectation:
    """Own slopes that agree. `loss` and `samples`: the reference's mean loss, and its gradient of every sample's loss."""
    shares = np.array([along(gradients, parameters) for gradients in samples])
    truncation = np.abs(np.array(quotients(loss, parameters)) - shares.mean(axis=0))
    rounding = ROUNDINGS * float(np.finfo(float).eps) * (1 + abs(loss(parameters))) / STEP
    allowed = 2 * truncation + 2 * GUARDED * np.abs(shares).mean(axis=0) + rounding

    def check(got: Any) -> Difference | None:
        if got is None:
            return None
        for name, said, measured, most in zip(names, got.said, got.measured, allowed, strict=True):
            if not abs(said - measured) <= most:
                text = f"not the gradient of the submission's own loss (error allowed {most:.3g})"
                return Difference(f"{name} along a direction", measured, said, text)
        return None

    return Judged(check)
