"""Witnesses of the chapter on softmax: finite differences, complex step, the network's own backward pass."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.digits import load_digits
from numerics.finite_differences import COMPLEX_STEP_FLOOR, jacobian_central, jacobian_complex_step
from numerics.functions import cross_entropy, softmax
from numerics.initializers import lecun_normal
from numerics.network import Dense, Network
from proofs.kernel.claims import Claim

from .testimony import Rng, Testimony, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)
Measure = Callable[[Array], Array]
TINY = float(np.finfo(float).tiny)

#: Logits that a wrong Jacobian must survive: one class, ties, a spread of 12, saturation at +-700.
HARD_LOGITS = (
    np.array([0.3]),
    np.array([1.0, 1.0, 1.0]),
    np.array([0.0, 12.0, -12.0]),
    np.array([700.0, -700.0, 699.0]),
    np.array([-0.5, 2.0, 0.25, 1.0]),
)


def claimed_jacobian(claim: Claim, z: Array) -> Array:
    """Evaluate the closed form at every (i, j); shape (n, n)."""
    n, y = len(z), softmax(z)
    entries = [
        number(claim.terms[1], {"n": float(n), "z": z, "y": y, "i": float(i), "j": float(j)})
        for i in range(1, n + 1)
        for j in range(1, n + 1)
    ]
    return np.array(entries).reshape(n, n)


def forward_error(z: Array) -> Array:
    """Relative error of each computed probability, at most eps (d_j + max d + n + 9), d the distance to the top logit.

    exp(z_j - max) inherits the rounding of its argument, d_j eps; the denominator that of its terms; the
    summation adds n eps, the remaining operations a few more.
    """
    distance = np.max(z) - z
    return EPS * (distance + np.max(distance) + len(z) + 9)


def entry_tolerance(z: Array) -> Array:
    """Absolute tolerance of each entry of a Jacobian computed in two ways without differencing; shape (n, n).

    An entry is y_i (delta_ij - y_j): relative errors of two probabilities and of a product, and on the diagonal
    the rounding of 1 - y_j, which is eps relative to 1, not to 1 - y_j.  Underflow adds the smallest normal number.
    """
    y, relative = softmax(z), forward_error(z)
    off_diagonal = np.outer(y, y) * (relative[:, None] + relative[None, :] + 4 * EPS)
    on_diagonal = np.diag(y * (4 * EPS + y * relative) + y * (1 - y) * relative)
    return off_diagonal + on_diagonal + len(z) * TINY


def complex_step_tolerance(z: Array) -> Array:
    """The same, plus what underflows in the imaginary part, h J with h = 1e-20, in each of n terms; shape (n, n)."""
    return entry_tolerance(z) + len(z) * COMPLEX_STEP_FLOOR


def differencing_tolerance(z: Array) -> Array:
    """Tolerance of a central difference with step h_j = (3 eps)^(1/3) max(1, |z_j|), per entry; shape (n, n).

    y_i is affine in a sigmoid of z_j and |sigma'''| <= sigma', so the truncation is at most
    h^2/6 exp(h) |J_ij|; the rounding is the error of two probabilities over 2 h, and z_j +- h is exact.
    """
    y = softmax(z)
    h = np.cbrt(3 * EPS) * np.maximum(1.0, np.abs(z))
    jacobian = np.abs(np.diag(y) - np.outer(y, y))
    truncation = h**2 / 6 * np.exp(h) * jacobian
    moved = y[:, None] * np.exp(2 * h)[None, :]  # a probability changes by at most exp(2 h) when one logit moves by h
    rounding = 2 * moved * (forward_error(z)[:, None] + 4 * EPS) / (2 * h)[None, :]
    tolerance: Array = truncation + rounding + entry_tolerance(z) + TINY / h[None, :]
    return tolerance


def _compare(claim: Claim, logits: list[Array], measure: Measure, tolerance: Measure) -> Testimony:
    worst, entries, stands = 0.0, 0, True
    for z in logits:
        error = np.abs(claimed_jacobian(claim, z) - measure(z))
        allowed = tolerance(z)
        stands = stands and bool(np.all(error <= allowed))
        worst = max(worst, float(np.max(error / allowed)))
        entries += error.size
    return Testimony(stands, (("entries", str(entries)), ("largest error / tolerance", f"{worst:.3g}")))


def _logits(rng: Rng) -> list[Array]:
    spread = [rng.normal(0, scale, size) for size, scale in ((2, 1.0), (5, 3.0), (8, 10.0))]
    return [*HARD_LOGITS, *spread]


@witness("softmax-jacobian", "jacobian", "central differences", draws=False)
def central_differences(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Difference the stable softmax; the tolerance is derived per entry."""
    return _compare(claim, _logits(rng), lambda z: jacobian_central(softmax, z), differencing_tolerance)


@witness("softmax-jacobian", "jacobian", "complex step", draws=False)
def complex_step(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Differentiate the stable softmax by the complex step, which has no truncation error."""
    return _compare(claim, _logits(rng), lambda z: jacobian_complex_step(softmax, z), complex_step_tolerance)


@witness("softmax-jacobian", "jacobian", "backward pass", draws=False)
def backward_pass(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Read the Jacobian off the network's own backward pass: a softmax layer pulled back from each output."""
    return _compare(claim, _logits(rng), backward_jacobian, entry_tolerance)


def backward_jacobian(z: Array) -> Array:
    """Row i is the gradient of output i with respect to the logits."""
    n = len(z)
    network = Network((Dense(np.eye(n), np.zeros(n), "softmax"),))
    cache = network.forward(z[None, :])
    return np.stack([network.pullback(cache, row[None, :]).inputs[0] for row in np.eye(n)])


@witness("softmax-jacobian", "jacobian", "logits of real digits", draws=False)
def real_digits(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The Jacobian at the logits of a network that reads real digits, against its backward pass."""
    return _compare(claim, digit_logits(rng, 12), backward_jacobian, entry_tolerance)


def digit_logits(rng: Rng, count: int) -> list[Array]:
    """Logits of an untrained 784-10 network on real digits, one image of each class first."""
    digits = load_digits()
    chosen = np.argsort(digits.labels, kind="stable").reshape(10, -1).T.ravel()[:count]
    network = Network((Dense(lecun_normal(784, 10, rng=rng), np.zeros(10), "softmax"),))
    return list(network.forward(digits.pixels()[chosen]).logits)


def _gradient_testimony(
    claim: Claim, cases: list[tuple[Array, Array]], measure: Callable[[Array, Array], Array]
) -> Testimony:
    """Compare the closed form with a measured gradient, entry by entry.

    An entry is y_j sum t - t_j: relative error of y_j, n eps of the sum of |t|, and the rounding of the difference.
    The measured gradient sums the same terms in another order, so the bound counts twice.  What underflows in the
    imaginary part of a complex step adds its floor for each term.
    """
    worst, stands, entries = 0.0, True, 0
    for z, t in cases:
        y = softmax(z)
        values: dict[str, float | Array] = {"n": float(len(z)), "z": z, "y": y, "t": t}
        places = ({"j": float(j), "i": float(j % len(z) + 1)} for j in range(1, len(z) + 1))  # i: another entry
        claimed = np.array([number(claim.terms[1], {**values, **place}) for place in places])
        scale, floor = float(np.sum(np.abs(t))), len(z) * (TINY + COMPLEX_STEP_FLOOR)
        allowed = 2 * (y * scale * (forward_error(z) + (len(z) + 4) * EPS) + 4 * EPS * np.abs(t)) + floor
        error = np.abs(claimed - measure(z, t))
        stands = stands and bool(np.all(error <= allowed))
        worst, entries = max(worst, float(np.max(error / allowed))), entries + error.size
    return Testimony(stands, (("entries", str(entries)), ("largest error / tolerance", f"{worst:.3g}")))


def complex_step_gradient(z: Array, t: Array) -> Array:
    """The gradient of the stable cross-entropy by the complex step; shape (n,)."""
    return jacobian_complex_step(lambda logits: cross_entropy(t, logits), z)


def backward_gradient(z: Array, t: Array) -> Array:
    """The gradient with respect to the logits that the network's own backward pass computes; shape (n,)."""
    n = len(z)
    network = Network((Dense(np.eye(n), np.zeros(n), "softmax"),), loss="cross-entropy")
    gradient: Array = network.backward(network.forward(z[None, :]), t[None, :]).inputs[0]
    return gradient


def _cases(rng: Rng, *, sum_to_1: bool) -> list[tuple[Array, Array]]:
    """Logits with targets: soft, negative among them, and not summing to 1 unless asked."""
    cases = []
    for z in _logits(rng):
        t = rng.normal(size=len(z))
        cases.append((z, np.append(t[:-1], 1 - np.sum(t[:-1])) if sum_to_1 else t))
    return cases


@witness("cross-entropy-gradient", "any-targets", "complex step", draws=False)
def any_targets(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient for targets that do not sum to 1, by the complex step."""
    return _gradient_testimony(claim, _cases(rng, sum_to_1=False), complex_step_gradient)


@witness("cross-entropy-gradient", "probability-targets", "complex step", draws=False)
def probability_targets(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient for targets that sum to 1, by the complex step."""
    return _gradient_testimony(claim, _cases(rng, sum_to_1=True), complex_step_gradient)


@witness("cross-entropy-gradient", "probability-targets", "backward pass on real digits", draws=False)
def digits_gradient(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient at the logits of a network that reads real digits, by its own backward pass."""
    logits = digit_logits(rng, 20)
    one_hot = [np.eye(10)[index % 10] for index in range(20)]
    return _gradient_testimony(claim, list(zip(logits, one_hot, strict=True)), backward_gradient)
