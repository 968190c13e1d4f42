"""More witnesses of the chapter on initialization: means, gates, the wider fan, and limits.

What can be enumerated is: a layer whose units run through all sign patterns of weights +-sigma, on a batch of all sign
patterns of inputs +-v, averages over independent weights and inputs exactly.
"""

from itertools import product
from math import sqrt

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.functions import relu_derivative
from numerics.initializers import he_uniform, lecun_uniform, normal, uniform
from numerics.monte_carlo import MeanCheck, mean_check
from numerics.network import Dense, Network
from proofs.kernel.claims import Claim

from .initialization import (
    N_IN,
    N_OUT,
    SIGMA,
    UNITS,
    G,
    V,
    backward_mean_square,
    batch_mean_squares,
    linear,
    standardized,
    variance_of_mean_square,
)
from .points import agree
from .testimony import Rng, Testimony, against_mean, witness

Array = npt.NDArray[np.float64]
EPS = float(np.finfo(float).eps)
MEAN, WEIGHT_MEAN = 0.9, 0.3  # of an input or a gradient, of a weight


@witness("input-means", "with-input-means", "layer on inputs with a mean", draws=True)
def with_input_means(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[a_j^2] over weights of mean zero and over a batch whose columns have mean m and standard deviation v."""
    claimed = number(claim.terms[1], {"n_in": N_IN, "n_out": N_OUT, "sigma": SIGMA, "v": V, "m": MEAN})
    x = standardized(16, N_IN, V, rng) + MEAN
    samples = batch_mean_squares(x, normal(N_IN, UNITS, SIGMA**2, rng=rng))
    check = mean_check(samples, variance=variance_of_mean_square(x, SIGMA), false_alarm=false_alarm)
    return against_mean(check, claimed)


@witness("input-means", "with-weight-means", "layer with weights of mean mu", draws=True)
def with_weight_means(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[(a_j - n m mu)^2] for w = mu + sigma z, over a batch with covariance v^2 I and means m.

    It is a constant + 2 mu sigma v^2 1'z + sigma^2 z'Cz with C = v^2 I + m^2 11', whose variance over z is
    4 mu^2 sigma^2 v^4 n + 2 sigma^4 |C|^2.
    """
    values = {"n_in": N_IN, "n_out": N_OUT, "sigma": SIGMA, "v": V, "m": MEAN, "mu": WEIGHT_MEAN}
    batch = standardized(4 * N_IN, N_IN, 1.0, rng)
    orthogonal, _ = np.linalg.qr(batch)  # centred columns stay centred
    x = orthogonal * (V * sqrt(len(batch))) + MEAN
    weights = normal(N_IN, UNITS, SIGMA**2, rng=rng) + WEIGHT_MEAN
    output = linear(weights).forward(x).output - N_IN * MEAN * WEIGHT_MEAN
    c = x.T @ x / len(x)
    variance = 4 * WEIGHT_MEAN**2 * SIGMA**2 * V**4 * N_IN + 2 * SIGMA**4 * float(np.sum(c**2))
    check = mean_check(np.mean(output**2, axis=0), variance=variance, false_alarm=false_alarm)
    return against_mean(check, number(claim.terms[1], values))


@witness("input-means", "needs-centred-inputs", "a layer on inputs without and with a mean", draws=False)
def needs_centred_inputs(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Whether weights of variance 1/n_in keep the variance, on all sign patterns of weights and of inputs around m."""
    cases = []
    for n_in, v, m in product((1, 4), (0.5, 2.0), (-1.5, -0.25, 0.0, 0.25, 1.0, 3.0)):
        sigma = 1 / sqrt(n_in)
        output = linear(sigma * signs(n_in)).forward(v * signs(n_in) + m).output
        cases.append(({"m": m, "n_in": n_in, "n_out": 3, "sigma": sigma, "v": v}, float(np.mean(output**2)) - v**2))
    return agree(claim, cases)


@witness("gradient-means", "needs-zero-mean-gradients", "the way back of gradients with a mean", draws=False)
def needs_zero_mean_gradients(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Whether weights of variance 1/n_out keep the variance of gradients around m."""
    cases = []
    for n_out, g, m in product((1, 4), (0.5, 2.0), (-1.5, -0.25, 0.0, 0.25, 1.0, 3.0)):
        sigma = 1 / sqrt(n_out)
        moment = backward_moment(n_out, sigma, g, mean=m)
        cases.append(({"m": m, "n_in": 3, "n_out": n_out, "sigma": sigma, "g": g}, moment - g**2))
    return agree(claim, cases)


@witness("gradient-means", "with-gradient-means", "backward pass of gradients with a mean", draws=True)
def with_gradient_means(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[d_i^2] by the backward pass, for output gradients with mean m and standard deviation g."""
    claimed = number(claim.terms[1], {"n_in": N_IN, "n_out": N_OUT, "sigma": SIGMA, "g": G, "m": MEAN})
    u = standardized(16, N_OUT, G, rng) + MEAN
    return against_mean(backward_mean_square(u, SIGMA, UNITS, false_alarm, rng), claimed)


def _below_relu(u: Array, sigma: float, rng: Rng) -> Array:
    """The mean over the batch of d_i^2, for each of the hidden units of a ReLU network; shape (units,)."""
    first = Dense(normal(1, UNITS, 1.0, rng=rng), np.zeros(UNITS), "relu")
    second = Dense(normal(UNITS, u.shape[1], sigma**2, rng=rng), np.zeros(u.shape[1]), "linear")
    network = Network((first, second), loss="squared-error")
    deltas = network.pullback(network.forward(np.ones((len(u), 1))), u).deltas
    means: Array = np.mean(deltas[0] ** 2, axis=0)
    return means


def _variance_below_relu(u: Array, sigma: float) -> float:
    """Variance of c Q for a gate c, 0 or 1 with equal chance, and an independent Q = w'Cw."""
    mean = sigma**2 * float(np.sum(u**2)) / len(u)
    return 0.5 * (variance_of_mean_square(u, sigma) + mean**2) - 0.25 * mean**2


@witness("relu-backward", "gate-mean", "slopes of ReLU at normal pre-activations", draws=True)
def gate_mean(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The mean of the slope, 0 or 1, of variance 1/4."""
    return against_mean(_slopes(rng, false_alarm), number(claim.terms[1], {"s": V}))


@witness("relu-backward", "gate-second-moment", "slopes of ReLU at normal pre-activations", draws=True)
def gate_second_moment(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The square of a slope that is 0 or 1 is the slope."""
    return against_mean(_slopes(rng, false_alarm), number(claim.terms[1], {"s": V}))


@witness("relu-backward", "gate-variance", "slopes of ReLU at normal pre-activations", draws=True)
def gate_variance(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Half of the squared difference of two slopes, 0 or 1/2 with equal chance, has the variance as its mean."""
    return against_mean(_slopes(rng, false_alarm, pairs=True), number(claim.terms[1], {"s": V}))


def _slopes(rng: Rng, false_alarm: float, *, pairs: bool = False) -> MeanCheck:
    slopes = relu_derivative(normal(2, 4 * UNITS, V**2, rng=rng))  # (4 UNITS, 2)
    first, second = slopes[:, 0], slopes[:, 1]
    samples = (first - second) ** 2 / 2 if pairs else first
    return mean_check(samples, variance=1 / 16 if pairs else 1 / 4, false_alarm=false_alarm)


@witness("relu-backward", "gated-variance", "backward pass through a ReLU layer", draws=True)
def gated_variance(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(d_i) below real ReLU units."""
    claimed = number(claim.terms[1], {"n_in": UNITS, "n_out": N_OUT, "sigma": SIGMA, "g": G})
    u = standardized(4, N_OUT, G, rng)
    samples = _below_relu(u, SIGMA, rng)
    return against_mean(mean_check(samples, variance=_variance_below_relu(u, SIGMA), false_alarm=false_alarm), claimed)


@witness("relu-backward", "gated-rule", "backward pass with the claimed variance", draws=True)
def gated_rule(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Weights with the claimed variance must keep E[d_i^2] = g^2."""
    sigma = sqrt(number(claim.claims[1].terms[1], {"n_in": UNITS, "n_out": N_OUT, "g": G}))
    u = standardized(4, N_OUT, G, rng)
    samples = _below_relu(u, sigma, rng)
    return against_mean(mean_check(samples, variance=_variance_below_relu(u, sigma), false_alarm=false_alarm), G**2)


def signs(count: int) -> Array:
    """All sign patterns, one a row; shape (2^count, count)."""
    return np.array(list(product((-1.0, 1.0), repeat=count)))


def forward_moment(n_in: int, sigma: float, v: float) -> float:
    """E[a^2] over all sign patterns of weights and inputs, by a real layer."""
    return float(np.mean(linear(sigma * signs(n_in)).forward(v * signs(n_in)).output ** 2))


def backward_moment(n_out: int, sigma: float, g: float, mean: float = 0.0) -> float:
    """E[d^2] over all sign patterns of weights and of output gradients around a mean, by a real backward pass."""
    weights = sigma * signs(n_out).T  # (n_out, units): one input unit for each pattern
    network, u = linear(weights), g * signs(n_out) + mean
    back = network.pullback(network.forward(np.zeros((len(u), weights.shape[1]))), u).deltas
    return float(np.mean((back[0] @ weights) ** 2))


_FANS = ((1, 4), (2, 4), (4, 4), (4, 1), (4, 2))  # with power-of-four maxima sigma is exact


def _wider(claim: Claim, forward: bool, wide: bool) -> Testimony:
    """The moment with variance 1/max(n_in, n_out), enumerated exactly, in the place of the variance in the claim."""
    checked = []
    for (n_in, n_out), scale in product(_FANS, (0.5, V)):  # one deviation below 1, one above
        if (n_in <= n_out) == wide or n_in == n_out:
            sigma = 1 / sqrt(max(n_in, n_out))
            measured = forward_moment(n_in, sigma, scale) if forward else backward_moment(n_out, sigma, scale)
            names = {"n_in": n_in, "n_out": n_out, "sigma": sigma, "v": scale, "g": scale}
            unit, indices = ("a", "jl") if forward else ("d", "ik")  # the units of a layer are alike, with mean 0
            entries = [f"{unit}[{index}]" for index in indices]
            moments = {of: measured for each in entries for of in (f"Var({each})", f"E({each}**2)")}
            left, right = (number(side, names | moments) for side in claim.terms)
            slack = 64 * EPS * (abs(left) + abs(right))
            gap = right - left
            holds = {"=": abs(gap) <= slack, "<=": gap >= -slack, "<": gap > slack}
            checked.append(holds[claim.relation])
    return Testimony(all(checked), (("pairs of fans", str(len(checked))),))


@witness("wider-fan-rule", "forward-ratio", "all sign patterns through a layer", draws=False)
def forward_ratio(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Forward, n_in <= n_out."""
    return _wider(claim, forward=True, wide=True)


@witness("wider-fan-rule", "wide-forward", "all sign patterns through a layer", draws=False)
def wide_forward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Forward, n_in <= n_out."""
    return _wider(claim, forward=True, wide=True)


@witness("wider-fan-rule", "wide-backward", "all sign patterns back through a layer", draws=False)
def wide_backward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Backward, n_in <= n_out."""
    return _wider(claim, forward=False, wide=True)


@witness("wider-fan-rule", "narrow-forward", "all sign patterns through a layer", draws=False)
def narrow_forward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Forward, n_out <= n_in."""
    return _wider(claim, forward=True, wide=False)


@witness("wider-fan-rule", "backward-ratio", "all sign patterns back through a layer", draws=False)
def backward_ratio(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Backward, n_out <= n_in."""
    return _wider(claim, forward=False, wide=False)


@witness("wider-fan-rule", "narrow-backward", "all sign patterns back through a layer", draws=False)
def narrow_backward(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Backward, n_out <= n_in."""
    return _wider(claim, forward=False, wide=False)


def _limit(weights: Array, claim: Claim, names: dict[str, float], false_alarm: float) -> Testimony:
    """Weights must fill [-r, r] for the claimed r.

    The largest of N independent |w| is below (1 - q) r with probability (1 - q)^N, the false alarm.
    """
    limit = number(claim.claims[1].terms[1], names)
    gap = -np.expm1(np.log(false_alarm) / weights.size)
    largest = float(np.max(np.abs(weights)))
    stands = (1 - gap) * limit <= largest <= limit * (1 + 4 * EPS) and np.sign(limit) > 0
    return Testimony(bool(stands), (("limit", f"{limit:.6g}"), ("largest", f"{largest:.6g}"), ("gap", f"{gap:.2g}")))


@witness("uniform-limits", "lecun-limit", "lecun_uniform weights", draws=True)
def lecun_limit(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The limits of the initializer for the fan-in rule."""
    names = {"n_in": 400.0, "n_out": 250.0}
    return _limit(lecun_uniform(400, 250, rng=rng), claim, names, false_alarm)


@witness("uniform-limits", "he-limit", "he_uniform weights", draws=True)
def he_limit(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The limits of the uniform He initializer."""
    names = {"n_in": 400.0, "n_out": 250.0}
    return _limit(he_uniform(400, 250, rng=rng), claim, names, false_alarm)


@witness("uniform-limits", "backward-limit", "uniform weights of variance 1/n_out", draws=True)
def backward_limit(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The limits of uniform weights whose variance is 1/n_out."""
    names = {"n_in": 400.0, "n_out": 250.0}
    return _limit(uniform(400, 250, 1 / 250, rng=rng), claim, names, false_alarm)
