"""Activation and loss functions, written so that no logit overflows and no NaN is lost.

Alphabet: z is a logit or an array of them, t a target, y = softmax(z) or sigmoid(z).

Every function takes real or complex arrays. The complex ones serve the complex step: a comparison looks at the real
part only, and each formula is analytic on either side of it, so Im f(x + ih)/h is the derivative. Finite logits up to
1e300 in size give finite values without a warning. NaN in gives NaN out. -inf is a legitimate logit (probability 0);
where no limit exists (softmax of +inf, or of nothing but -inf) the result is NaN with NumPy's own warning.

Sources: ELU, Clevert et al. (2015); GELU, Hendrycks and Gimpel (2016); SELU, Klambauer et al. (2017); SiLU, Elfwing et
al. (2017), also called swish.
"""

import math

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array, as_inexact

LEAK = 0.01
"""Slope of the leaky ReLU below 0."""

SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946
"""The constants that make mean 0 and variance 1 a fixed point (Klambauer et al., equation 14)."""

_FAR = 1e3
"""Beyond it exp(-|z|) and the normal density are 0 in float64, so a factor z may stop growing: no infinity times 0."""


def softmax(z: npt.ArrayLike, axis: int = -1) -> Array:
    """y_j = exp(z_j) / sum_k exp(z_k) along `axis`; the shape of z.

    Shifting every logit by the largest changes nothing in exact arithmetic and keeps exp at most 1 here.
    """
    z = _logits(z, axis)
    e = np.exp(z - np.max(z.real, axis=axis, keepdims=True))
    return np.asarray(e / np.sum(e, axis=axis, keepdims=True))


def logsumexp(z: npt.ArrayLike, axis: int = -1) -> Array:
    """log(sum_k exp(z_k)) along `axis`, which disappears from the shape."""
    largest, others = _largest_and_others(_logits(z, axis), axis)
    return np.asarray(np.squeeze(largest + np.log1p(others), axis=axis))


def log_softmax(z: npt.ArrayLike, axis: int = -1) -> Array:
    """log(softmax(z)) along `axis`; the shape of z.

    The entry of the largest logit is -log1p(what the others add), which keeps its digits when it is nearly 0.
    """
    z = _logits(z, axis)
    largest, others = _largest_and_others(z, axis)
    return np.asarray((z - largest) - np.log1p(others))


def cross_entropy(t: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    """-sum_j t_j log(softmax(z)_j), one loss per sample.

    t and z have the same shape: (n,) for one sample, giving shape (), or (N, n) with samples as rows, giving (N,).
    Any targets are allowed, not only those that sum to 1. Logits must be finite: 0 * log(0) is not guessed.
    """
    t, z = _same_shape(t, z)
    return np.asarray(-np.sum(t * log_softmax(z), axis=-1))


def binary_cross_entropy(t: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    """-t log(sigmoid(z)) - (1 - t) log(1 - sigmoid(z)), entry by entry; t and z have the same shape.

    Written as a weighted mean of softplus(-z) and softplus(z): both terms are positive, so nothing cancels.
    """
    t, z = _same_shape(t, z)
    return np.asarray(t * softplus(-z) + (1 - t) * softplus(z))


def linear(z: npt.ArrayLike) -> Array:
    """Return z itself."""
    return as_inexact("z", z)


def linear_derivative(z: npt.ArrayLike) -> Array:
    """Return 1 for every entry (and NaN for NaN)."""
    z = as_inexact("z", z)
    return np.asarray(np.where(np.isnan(z), z, 1))


def relu(z: npt.ArrayLike) -> Array:
    """max(z, 0). The test is `z <= 0`, false for NaN, so that NaN passes through."""
    z = as_inexact("z", z)
    return np.asarray(np.where(z.real <= 0, 0, z))


def relu_derivative(z: npt.ArrayLike) -> Array:
    """1 for z > 0 and 0 for z <= 0: at the kink, the left derivative (the usual convention)."""
    return step(z)


def leaky_relu(z: npt.ArrayLike) -> Array:
    """z for z > 0 and 0.01 z for z <= 0."""
    z = as_inexact("z", z)
    return np.asarray(np.where(z.real <= 0, LEAK * z, z))


def leaky_relu_derivative(z: npt.ArrayLike) -> Array:
    """1 for z > 0 and 0.01 for z <= 0: at the kink, the left derivative."""
    z = as_inexact("z", z)
    return np.asarray(np.where(z.real <= 0, LEAK, linear_derivative(z)))


def elu(z: npt.ArrayLike) -> Array:
    """z for z > 0 and exp(z) - 1 for z <= 0; differentiable at 0."""
    z = as_inexact("z", z)
    return np.asarray(np.where(z.real <= 0, np.expm1(_negative_part(z)), z))


def elu_derivative(z: npt.ArrayLike) -> Array:
    """1 for z > 0 and exp(z) for z <= 0."""
    z = as_inexact("z", z)
    return np.asarray(np.where(z.real <= 0, np.exp(_negative_part(z)), linear_derivative(z)))


def selu(z: npt.ArrayLike) -> Array:
    """SELU_SCALE times z for z > 0, times SELU_ALPHA (exp(z) - 1) for z <= 0."""
    z = as_inexact("z", z)
    return np.asarray(SELU_SCALE * np.where(z.real <= 0, SELU_ALPHA * elu(z), z))


def selu_derivative(z: npt.ArrayLike) -> Array:
    """SELU_SCALE times 1 for z > 0, times SELU_ALPHA exp(z) for z <= 0: at the kink, the left derivative."""
    z = as_inexact("z", z)
    return np.asarray(SELU_SCALE * np.where(z.real <= 0, SELU_ALPHA * elu_derivative(z), linear_derivative(z)))


def silu(z: npt.ArrayLike) -> Array:
    """z sigmoid(z)."""
    z = as_inexact("z", z)
    return np.asarray(_bounded_below(z) * sigmoid(z))


def silu_derivative(z: npt.ArrayLike) -> Array:
    """sigmoid(z) (1 + z sigmoid(-z))."""
    z = as_inexact("z", z)
    return np.asarray(sigmoid(z) * (1 + _bounded(z) * sigmoid(-z)))


def gelu(z: npt.ArrayLike) -> Array:
    """z Phi(z) with the normal distribution function Phi, not its tanh approximation."""
    z = as_inexact("z", z)
    return np.asarray(_bounded_below(z) * normal_cdf(z))


def gelu_derivative(z: npt.ArrayLike) -> Array:
    """Phi(z) + z phi(z)."""
    z = as_inexact("z", z)
    return np.asarray(normal_cdf(z) + _bounded(z) * normal_density(z))


def normal_density(z: npt.ArrayLike) -> Array:
    """phi(z) = exp(-z^2 / 2) / sqrt(2 pi)."""
    z = _bounded(as_inexact("z", z))
    return np.asarray(np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def normal_cdf(z: npt.ArrayLike) -> Array:
    """Phi(z) = erfc(-z / sqrt(2)) / 2, which keeps its digits in the lower tail.

    For complex z = x + iy, Phi(x) + i y phi(x): the first two terms of the Taylor series. It is exact for the complex
    step, where y^2 underflows, and meant for nothing else.
    """
    z = as_inexact("z", z)
    real = np.asarray(_erfc(-z.real / math.sqrt(2)) / 2, dtype=z.real.dtype)
    return np.asarray(real + 1j * z.imag * normal_density(z.real)) if np.iscomplexobj(z) else real


def step(z: npt.ArrayLike) -> Array:
    """The Heaviside step: 1 for z > 0 and 0 for z <= 0, so step(0) = 0. Real, also for complex z."""
    return np.asarray(np.heaviside(as_inexact("z", z).real, 0))


def sigmoid(z: npt.ArrayLike) -> Array:
    """1 / (1 + exp(-z)), by whichever of its two forms has the decaying exponential."""
    z = as_inexact("z", z)
    decay = np.exp(_minus_magnitude(z))
    return np.asarray(np.where(z.real <= 0, decay, 1) / (1 + decay))


def sigmoid_derivative(z: npt.ArrayLike) -> Array:
    """sigmoid(z) sigmoid(-z); the form s(1 - s) would lose every digit of 1 - s once s rounds to 1."""
    z = as_inexact("z", z)
    return np.asarray(sigmoid(z) * sigmoid(-z))


def log_sigmoid(z: npt.ArrayLike) -> Array:
    """log(sigmoid(z)) = -softplus(-z)."""
    return np.asarray(-softplus(-as_inexact("z", z)))


def softplus(z: npt.ArrayLike) -> Array:
    """log(1 + exp(z)) = relu(z) + log1p(exp(-|z|))."""
    z = as_inexact("z", z)
    return np.asarray(relu(z) + np.log1p(np.exp(_minus_magnitude(z))))


def softplus_derivative(z: npt.ArrayLike) -> Array:
    """The sigmoid."""
    return sigmoid(z)


def tanh(z: npt.ArrayLike) -> Array:
    """The hyperbolic tangent."""
    return np.asarray(np.tanh(as_inexact("z", z)))


def tanh_derivative(z: npt.ArrayLike) -> Array:
    """1 - tanh(z)^2 = 4 sigmoid(2z) sigmoid(-2z), in the form that does not cancel."""
    z = as_inexact("z", z)
    return np.asarray(4 * sigmoid_derivative(2 * z))


_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def _bounded_below(z: Array) -> Array:
    """max(z, -_FAR), NaN kept."""
    return np.asarray(np.where(z.real < -_FAR, -_FAR, z))


def _bounded(z: Array) -> Array:
    """z kept within +-_FAR, NaN kept."""
    return np.asarray(np.where(z.real > _FAR, _FAR, _bounded_below(z)))


def _negative_part(z: Array) -> Array:
    """min(z, 0), NaN kept: exp of it does not overflow in the branch that is thrown away."""
    return np.asarray(np.where(z.real > 0, 0, z))


def _minus_magnitude(z: Array) -> Array:
    """-|z| for real z; for complex z, the analytic continuation of each of its two branches.

    It parts them where relu does, at z <= 0: otherwise softplus would mix two branches at 0 and its slope be wrong.
    """
    return np.asarray(np.where(z.real <= 0, z, -z))


def _largest_and_others(z: Array, axis: int) -> tuple[Array, Array]:
    """The logit with the largest real part, and the sum of exp(z_k - largest) over all the others.

    log(sum exp z) is then largest + log1p(others). One entry attains the maximum (the first of a tie); leaving it out
    of the sum, where it would contribute 1, is what keeps the digits of a small `others`.
    """
    where = np.argmax(z.real, axis=axis, keepdims=True)
    largest = np.take_along_axis(z, where, axis=axis)
    e = np.exp(z - largest)
    np.put_along_axis(e, where, 0, axis=axis)
    return largest, np.asarray(np.sum(e, axis=axis, keepdims=True))


def _logits(value: npt.ArrayLike, axis: int) -> Array:
    z = as_inexact("z", value)
    if z.ndim == 0 or z.shape[axis] == 0:
        raise ValueError(f"z: expected at least one logit in an array, got shape {z.shape}; pass one row per sample")
    return z


def _same_shape(t: npt.ArrayLike, z: npt.ArrayLike) -> tuple[Array, Array]:
    targets, logits = as_inexact("t", t), as_inexact("z", z)
    if targets.shape != logits.shape:
        raise ValueError(
            f"t: shape {targets.shape} differs from the shape {logits.shape} of z; "
            "give one target per logit (class labels become rows of numpy.eye)"
        )
    return targets, logits
