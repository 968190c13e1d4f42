"""Witnesses of the chapter on initialization: Monte Carlo through real layers.

Every sample is a statistic of one unit of a layer whose weights are drawn afresh, so samples are independent
given the inputs.  Their variance is known in closed form, which makes the radius of the estimate rigorous.
"""

from itertools import product
from math import isfinite, pi, sqrt

import numpy as np
import numpy.typing as npt

from backproof.closed_forms import number
from numerics.digits import load_digits
from numerics.initializers import normal, uniform, xavier_uniform
from numerics.moments import gaussian
from numerics.monte_carlo import MeanCheck, mean_check
from numerics.network import Dense, Network
from proofs.kernel.claims import Claim

from .testimony import Rng, Testimony, against_mean, all_stand, witness

Array = npt.NDArray[np.float64]

N_IN, N_OUT = 12, 5  # different on purpose: swapped fans must not pass
SIGMA, V, G, S = 0.4, 1.5, 0.7, 1.3  # no two equal, none equal to 1
UNITS = 100_000


def standardized(rows: int, columns: int, deviation: float, rng: Rng) -> Array:
    """A batch whose columns have mean 0 and this standard deviation exactly; shape (rows, columns)."""
    batch = rng.normal(size=(rows, columns))
    batch -= batch.mean(axis=0)
    scaled: Array = batch * (deviation / batch.std(axis=0))
    return scaled


def linear(weights: Array) -> Network:
    """One linear layer without bias."""
    return Network((Dense(weights, np.zeros(len(weights)), "linear"),), loss="squared-error")


def batch_mean_squares(x: Array, weights: Array) -> Array:
    """The mean over the batch of each unit's squared output; shape (units,)."""
    squares: Array = linear(weights).forward(x).output ** 2
    means: Array = squares.mean(axis=0)
    return means


def variance_of_mean_square(x: Array, sigma: float, kurtosis: float = 3.0) -> float:
    """Variance over weights of the mean of (w.x)^2 over a batch x.

    The mean is w'Cw with C = x'x / rows; for independent weights with mean 0 and this kurtosis its variance is
    sigma^4 ((kurtosis - 3) sum C_ii^2 + 2 sum C_ij^2).
    """
    c = x.T @ x / len(x)
    return float(sigma**4 * ((kurtosis - 3) * np.sum(np.diag(c) ** 2) + 2 * np.sum(c**2)))


def layer_mean_square(x: Array, sigma: float, false_alarm: float, rng: Rng, *, law: str = "normal") -> MeanCheck:
    """Estimate E[a_j^2] over weights and over the batch x, through a layer with one unit a sample."""
    draw, kurtosis = (normal, 3.0) if law == "normal" else (uniform, 9 / 5)
    samples = batch_mean_squares(x, draw(x.shape[1], UNITS, sigma**2, rng=rng))
    return mean_check(samples, variance=variance_of_mean_square(x, sigma, kurtosis), false_alarm=false_alarm)


@witness("linear-layer-variance", "forward-variance", "layer with normal and with uniform weights", draws=True)
def forward_layers(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(a_j) through real layers, with two laws of the weights: only the variance may matter."""
    claimed = number(claim.terms[1], {"n_in": N_IN, "n_out": N_OUT, "sigma": SIGMA, "v": V})
    x = standardized(16, N_IN, V, rng)
    return all_stand(
        {
            law: against_mean(layer_mean_square(x, SIGMA, false_alarm / 2, rng, law=law), claimed)
            for law in ("normal", "uniform")
        }
    )


@witness("linear-layer-variance", "forward-variance", "pixels of real digits", draws=True)
def forward_pixels(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Real pixels have a mean that is not zero: the formula holds with their second moment, not with their variance."""
    x = load_digits().pixels()[::8]
    second, variance = float(np.mean(x**2)), float(np.mean((x - x.mean()) ** 2))
    sigma = 0.05
    samples = batch_mean_squares(x, normal(784, 4000, sigma**2, rng=rng))
    check = mean_check(samples, variance=variance_of_mean_square(x, sigma), false_alarm=false_alarm)
    sizes = {"n_in": 784.0, "n_out": 4000.0, "sigma": sigma}
    naive = number(claim.terms[1], {**sizes, "v": sqrt(variance)})
    testimony = against_mean(check, number(claim.terms[1], {**sizes, "v": sqrt(second)}), naive=naive)
    refused = ("naive formula with the pixel variance", "accepted" if check.consistent_with(naive) else "refused")
    return Testimony(testimony.stands and not check.consistent_with(naive), (*testimony.figures, refused))


def small_digit(rng: Rng) -> Array:
    """A real digit averaged over blocks of 7 x 7 pixels; shape (16,)."""
    image = load_digits().pixels()[int(rng.integers(400))].reshape(4, 7, 4, 7)
    means: Array = image.mean(axis=(1, 3)).ravel()
    return means


def preactivations(rng: Rng, count: int, activation: str) -> Array:
    """Units of a layer on a small real digit, scaled so that a pre-activation is N(0, S^2); shape (count,)."""
    x = small_digit(rng)
    weights = normal(x.size, count, float(S**2 / np.sum(x**2)), rng=rng)
    network = Network((Dense(weights, np.zeros(count), activation),), loss="squared-error")
    units: Array = network.forward(x[None, :]).output[0]
    return units


_RELU_UNITS = 140_000


_MOMENTS = {  # of every preactivation; a claim may speak of any of them
    moment: value
    for i in "ik"
    for moment, value in ((f"E(p[{i}])", 0.0), (f"E(p[{i}]**2)", S**2), (f"Var(p[{i}])", S**2))
}


@witness("relu-factor", "relu-second-moment", "ReLU layer on a real digit", draws=True)
def relu_second_moment(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[relu(p)^2] over the units of a real ReLU layer."""
    claimed = number(claim.terms[1], {"s": S, **_MOMENTS})
    samples = preactivations(rng, _RELU_UNITS, "relu") ** 2
    variance = gaussian(S**2).relu.m4 - gaussian(S**2).relu.m2 ** 2
    return against_mean(mean_check(samples, variance=variance, false_alarm=false_alarm), claimed)


@witness("relu-factor", "relu-mean", "ReLU layer on a real digit", draws=True)
def relu_mean(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[relu(p)] over the units of a real ReLU layer."""
    claimed = number(claim.terms[1], {"s": S, **_MOMENTS})
    samples = preactivations(rng, _RELU_UNITS, "relu")
    return against_mean(mean_check(samples, variance=(0.5 - 0.5 / pi) * S**2, false_alarm=false_alarm), claimed)


@witness("relu-factor", "relu-variance", "pairs of units of a ReLU layer", draws=True)
def relu_variance(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(relu(p)) as the mean of (r - r')^2/2 over independent pairs, which needs no estimate of the mean."""
    claimed = number(claim.terms[1], {"s": S, **_MOMENTS})
    return against_mean(relu_variance_check(rng, false_alarm), claimed)


def relu_variance_check(rng: Rng, false_alarm: float) -> MeanCheck:
    """Estimate Var(relu(p)) over pairs of units."""
    units = preactivations(rng, 2 * _RELU_UNITS, "relu")
    samples = (units[::2] - units[1::2]) ** 2 / 2
    m1, m2, m3, m4 = S / sqrt(2 * pi), S**2 / 2, 2 * S**3 / sqrt(2 * pi), 3 * S**4 / 2  # moments of relu(N(0, S^2))
    fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
    variance = (fourth + (m2 - m1**2) ** 2) / 2  # of half a squared difference of two independent copies
    return mean_check(samples, variance=variance, false_alarm=false_alarm)


@witness("relu-factor", "less-than-half", "pairs of units of a ReLU layer", draws=True)
def less_than_half(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The inequality must hold at both ends of what the measured variance may be, also of signals that are scaled."""
    check = relu_variance_check(rng, false_alarm)
    ends = (check.estimate - check.radius, check.estimate + check.radius)
    figures = (("measured", f"{check.estimate:.6g}"), ("radius", f"{check.radius:.3g}"), ("of", f"{S**2:.6g}"))
    return Testimony(_ordered_at(claim, ends), (*figures, ("false alarm", f"{check.false_alarm:.1g}")))


@witness("relu-factor", "less-than-half", "quadrature through ReLU", draws=False)
@witness("relu-factor", "more-than-a-third", "quadrature through ReLU", draws=False)
def by_quadrature(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Moments of relu(p) by Gauss-Legendre on each side of 0, up to 10 deviations: the rest is below 1e-20."""
    nodes, weights = np.polynomial.legendre.leggauss(80)
    p, share = np.concatenate([5 * (nodes - 1), 5 * (nodes + 1)]), np.tile(5 * weights, 2)
    share = share * np.exp(-(p**2) / 2) / sqrt(2 * pi)
    layer = Network((Dense(np.eye(1), np.zeros(1), "relu"),), loss="squared-error")
    h = layer.forward(p[:, None]).output[:, 0]
    mean, second = float(np.sum(share * h)), float(np.sum(share * h**2))
    measured = S**2 * (second - mean**2)
    ends = (measured * (1 - 1e-10), measured * (1 + 1e-10))
    seconds = (S**2 * second * (1 - 1e-10), S**2 * second * (1 + 1e-10))
    return Testimony(_ordered_at(claim, ends, seconds), (("measured", f"{measured:.12g}"), ("of", f"{S**2:.6g}")))


def _ordered_at(claim: Claim, variances: tuple[float, float], seconds: tuple[float, ...] = ()) -> bool:
    """Say whether an order holds at both ends of what Var(relu(p)) may be, also of signals that are scaled.

    seconds: the ends of what E[relu(p)^2] may be, where they are known.  All units have the same moments.
    """
    sides = []
    for which, scale in product((0, 1), (0.25, 1.0, 3.0)):
        names = {"s": scale * S}
        for i in "ik":
            names |= {f"Var(p[{i}])": (scale * S) ** 2, f"E(p[{i}]**2)": (scale * S) ** 2, f"E(p[{i}])": 0.0}
            names |= {f"Var(h[{i}])": scale**2 * variances[which]}
            names |= {f"E(h[{i}]**2)": scale**2 * each for each in seconds[which : which + 1]}
        sides.append([number(side, names) for side in claim.terms])
    return all(left < right if claim.relation == "<" else left <= right for left, right in sides)


_NETWORKS, _NEXT_IN, _NEXT_UNITS = 6000, 3, 32  # few inputs, so that one more or less is seen


def next_layer_mean_squares(sigma: float, rng: Rng) -> Array:
    """For each of many two-layer ReLU networks, the mean of b_j^2 over the units of the second layer."""
    x = np.ones((1, 1))
    samples = np.empty(_NETWORKS)
    for index in range(_NETWORKS):
        first = Dense(normal(1, _NEXT_IN, S**2, rng=rng), np.zeros(_NEXT_IN), "relu")  # p_i = w_i ~ N(0, S^2)
        second = Dense(normal(_NEXT_IN, _NEXT_UNITS, sigma**2, rng=rng), np.zeros(_NEXT_UNITS), "linear")
        output = Network((first, second), loss="squared-error").forward(x).output
        samples[index] = np.mean(output**2)
    return samples


def next_layer_variance(sigma: float) -> float:
    """Variance of that mean: given h = relu(p), b_j ~ N(0, sigma^2 |h|^2), and |h|^2 sums copies of relu(p)^2."""
    relu = gaussian(S**2).relu
    spread = _NEXT_IN * (relu.m4 - relu.m2**2)
    fourth = spread + (_NEXT_IN * relu.m2) ** 2
    return sigma**4 * (spread + 2 * fourth / _NEXT_UNITS)


@witness("relu-factor", "layer-after-relu", "two-layer networks", draws=True)
def after_relu(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(b_j) over two-layer ReLU networks."""
    values = {"n_in": _NEXT_IN, "n_out": _NEXT_UNITS, "sigma": SIGMA, "s": S, **_MOMENTS}
    samples = next_layer_mean_squares(SIGMA, rng)
    check = mean_check(samples, variance=next_layer_variance(SIGMA), false_alarm=false_alarm)
    return against_mean(check, number(claim.terms[1], values))


@witness("relu-factor", "relu-rule", "two-layer networks with the claimed variance", draws=True)
def relu_rule(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Weights with the claimed variance must keep E[b_j^2] = s^2."""
    sigma = sqrt(number(claim.claims[1].terms[1], {"n_in": _NEXT_IN, "n_out": _NEXT_UNITS, "s": S}))
    samples = next_layer_mean_squares(sigma, rng)
    check = mean_check(samples, variance=next_layer_variance(sigma), false_alarm=false_alarm)
    return against_mean(check, S**2)


def backward_mean_square(u: Array, sigma: float, n_in: int, false_alarm: float, rng: Rng) -> MeanCheck:
    """Estimate E[d_i^2] by the network's backward pass: one input unit a sample, u the output gradients."""
    network = linear(normal(n_in, u.shape[1], sigma**2, rng=rng))
    back = network.pullback(network.forward(np.zeros((len(u), n_in))), u).deltas
    flowing = back[0] @ network.layers[0].weights
    return mean_check(np.mean(flowing**2, axis=0), variance=variance_of_mean_square(u, sigma), false_alarm=false_alarm)


@witness("xavier-rule", "backward-variance", "backward pass of a layer", draws=True)
def backward_layers(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(d_i) by the backward pass."""
    claimed = number(claim.terms[1], {"n_in": N_IN, "n_out": N_OUT, "sigma": SIGMA, "g": G})
    u = standardized(16, N_OUT, G, rng)
    return against_mean(backward_mean_square(u, SIGMA, UNITS, false_alarm, rng), claimed)


@witness("xavier-rule", "forward-rule", "layer with the claimed variance", draws=True)
def forward_rule(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Weights with the claimed variance must keep E[a_j^2] = v^2."""
    sigma = sqrt(number(claim.claims[1].terms[1], {"n_in": N_IN, "n_out": N_OUT, "v": V}))
    return against_mean(layer_mean_square(standardized(16, N_IN, V, rng), sigma, false_alarm, rng), V**2)


@witness("xavier-rule", "backward-rule", "backward pass with the claimed variance", draws=True)
def backward_rule(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Weights with the claimed variance must keep E[d_i^2] = g^2."""
    sigma = sqrt(number(claim.claims[1].terms[1], {"n_in": N_IN, "n_out": N_OUT, "g": G}))
    u = standardized(16, N_OUT, G, rng)
    return against_mean(backward_mean_square(u, sigma, UNITS, false_alarm, rng), G**2)


@witness("xavier-rule", "uniform-limit", "xavier_uniform weights", draws=True)
def uniform_limit(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """The initializer's weights must fill [-r, r] and have the variance of the rule.

    The largest of N independent |w| is below (1 - q) r with probability (1 - q)^N: half of the false alarm.
    """
    n_in, n_out = 400, 250
    limit = number(claim.claims[1].terms[1], {"n_in": n_in, "n_out": n_out})
    weights = xavier_uniform(n_in, n_out, rng=rng).ravel()
    gap = -np.expm1(np.log(false_alarm / 2) / weights.size)
    largest = float(np.max(np.abs(weights)))
    true = sqrt(6 / (n_in + n_out))
    check = mean_check(weights**2, variance=4 * true**4 / 45, false_alarm=false_alarm / 2)
    testimony = against_mean(check, limit**2 / 3, limit=limit, largest=largest)
    inside = (1 - gap) * limit <= largest <= limit * (1 + 4 * np.finfo(float).eps)
    return Testimony(testimony.stands and bool(inside), testimony.figures)


@witness("xavier-rule", "uniform-variance", "uniform weights", draws=True)
def uniform_variance(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """Var(c) for c uniform on [-r, r]."""
    r = 1.7
    samples = rng.uniform(-r, r, UNITS) ** 2
    check = mean_check(samples, variance=4 * r**4 / 45, false_alarm=false_alarm)
    return against_mean(check, number(claim.terms[1], {"r": r}))


@witness("xavier-rule", "uniform-second-moment", "uniform weights", draws=True)
def uniform_second_moment(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[c^2] for c uniform on [-r, r]."""
    return uniform_variance(claim, rng, false_alarm)


@witness("xavier-rule", "uniform-mean", "uniform weights", draws=True)
def uniform_mean(claim: Claim, rng: Rng, false_alarm: float) -> Testimony:
    """E[c] for c uniform on [-r, r]."""
    r = 1.7
    check = mean_check(rng.uniform(-r, r, UNITS), variance=r**2 / 3, false_alarm=false_alarm)
    return against_mean(check, number(claim.terms[1], {"r": r}))


_FANS = ((784, 256), (256, 784), (3, 3), (1, 7), (5, 1), (64, 10))
_EPS = float(np.finfo(float).eps)


def _relative(claimed: float, measured: float, operations: int) -> tuple[bool, float]:
    """Compare two numbers that each took at most so many rounded operations."""
    error = abs(claimed - measured) / max(abs(measured), 1e-300)
    return error <= operations * _EPS, error


@witness("xavier-rule", "harmonic-mean", "harmonic mean of the two rules", draws=False)
def harmonic(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The harmonic mean, by its own definition, of 1/n_in and 1/n_out."""
    results = []
    for n_in, n_out in _FANS:
        measured = 2.0 / float(np.sum(1.0 / np.array([1.0 / n_in, 1.0 / n_out])))
        results.append(_relative(number(claim.terms[1], {"n_in": n_in, "n_out": n_out}), measured, 12))
    return Testimony(all(ok for ok, _ in results), (("largest relative error", f"{max(e for _, e in results):.2g}"),))


def squared_errors(variance: float, n_in: int, n_out: int) -> float:
    """How far a weight variance is from keeping the forward and the backward variance, weighted by 1/fan."""
    return (n_in * variance - 1) ** 2 / n_in + (n_out * variance - 1) ** 2 / n_out


@witness("xavier-rule", "least-squares", "errors around the claimed minimum", draws=False)
def least_squares(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The claimed minimum must not exceed the errors at candidates around and far from it; `<` must hold strictly.

    The errors are computed here, and those on the right side of the claim must not be smaller.  Candidates lie within
    a relative 1e-3 of the vertex of a parabola through three of them, so a minimum that is off by more is seen.
    """
    worst, strict, defined = -np.inf, True, True
    for n_in, n_out in _FANS:
        points = np.array([0.0, 1.0 / n_in, 2.0 / n_in])
        second, first, _constant = np.polyfit(points, [squared_errors(q, n_in, n_out) for q in points], 2)
        vertex = -first / (2 * second)
        candidates = [*vertex * np.concatenate([np.linspace(-3, 5, 41), 1 + np.linspace(-1e-3, 1e-3, 21)]), 1 / n_in]
        scale = 1 / n_in + 1 / n_out
        for q in map(float, candidates):
            left, right = (number(side, {"n_in": n_in, "n_out": n_out, "q": q}) for side in claim.terms)
            errors = squared_errors(q, n_in, n_out)
            tolerance = scale * max(1.0, (q * n_in) ** 2, (q * n_out) ** 2)  # what the rounding is relative to
            worst = max(worst, (left - errors) / tolerance, (left - right) / tolerance)
            defined = defined and isfinite(left) and isfinite(right)
            strict = strict and left < right
    stands = defined and bool(worst <= 64 * _EPS) and (strict or claim.relation != "<")
    return Testimony(stands, (("largest excess over a candidate", f"{worst:.2g}"),))


@witness("xavier-rule", "only-minimizer", "slope at the claimed minimum", draws=False)
def stationary(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The central difference of a quadratic has no truncation error, so the slope at the minimum is rounding alone."""
    worst = 0.0
    for n_in, n_out in _FANS:
        q = number(claim.claims[1].terms[1], {"n_in": n_in, "n_out": n_out})
        h = 0.5 / (n_in + n_out)
        above, below = (squared_errors(q + step, n_in, n_out) for step in (h, -h))
        rounding = 16 * _EPS * (above + below) / (2 * h)  # each error takes fewer than 16 rounded operations
        worst = max(worst, abs(above - below) / (2 * h) / rounding)
    return Testimony(worst <= 1, (("largest slope / rounding", f"{worst:.2g}"),))


@witness("xavier-rule", "between", "a grid of fans", draws=False)
def between(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two ends of the chain, on every pair n_in <= n_out up to 60; `<` must hold strictly."""
    return on_pairs(claim, [(n_in, n_out) for n_out in range(1, 61) for n_in in range(1, n_out + 1)])


def on_pairs(claim: Claim, pairs: list[tuple[int, int]]) -> Testimony:
    """An inequality between positive numbers on pairs (n_in, n_out); `<` must hold strictly."""
    values = [({"n_in": a, "n_out": b}) for a, b in pairs]
    slack = -4 * _EPS if claim.relation == "<" else 4 * _EPS
    sides = ([number(side, each) for side in claim.terms] for each in values)
    stands = all(isfinite(left) and isfinite(right) and left <= right * (1 + slack) for left, right in sides)
    return Testimony(stands, (("pairs", str(len(pairs))),))


@witness("xavier-rule", "both-rules", "a grid of fans", draws=False)
def both_rules(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two rules agree on a pair of fans if and only if the claimed equation holds, on every pair up to 60."""
    grid = [{"n_in": float(a), "n_out": float(b)} for a in range(1, 61) for b in range(1, 61)]
    truths = [
        number(left, values) == number(right, values)
        for values in grid
        for left, right in (each.terms for each in claim.claims)
    ]
    return Testimony(truths[::2] == truths[1::2], (("pairs", str(len(grid))),))
