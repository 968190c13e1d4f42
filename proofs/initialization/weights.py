"""The alphabet of the chapter: sizes, indices, random weights.

All that is used of the weights are their means, variances and that they are uncorrelated.
"""

from sympy import Integer

from ..kernel.claims import equal
from ..kernel.hypotheses import Assume, Mean, Uncorrelated, Variance
from ..kernel.terms import family, index, positive, size

n_in, n_out = size("n_in"), size("n_out")  # fan-in, fan-out
i, k = index("i"), index("k")  # inputs, 1..n_in
j, l = index("j"), index("l")  # outputs, 1..n_out
RANGES = ((i, n_in), (k, n_in), (j, n_out), (l, n_out))

w = family("w", n_out, n_in)  # weights, random; w_ji leads from input i to output j
sigma = positive("sigma")  # the standard deviation of a weight

ZERO_MEAN_WEIGHTS = Mean(w[j, i], Integer(0), "weights have mean zero")
WEIGHT_VARIANCE = Variance(w[j, i], sigma**2, "weights have variance `sigma^2`")
UNCORRELATED_WEIGHTS = Uncorrelated(w[j, i], w[l, k], "different weights are uncorrelated")
WEIGHTS = (ZERO_MEAN_WEIGHTS, WEIGHT_VARIANCE, UNCORRELATED_WEIGHTS)

ALPHABET = (
    (n_in, "number of inputs (fan-in)"),
    (n_out, "number of outputs (fan-out)"),
    (w[j, i], "weights, random"),
    (sigma, "standard deviation of a weight, positive"),
)

BY_FAN_OUT = Assume(equal(sigma**2, 1 / n_out), "weights have variance `1/n_out`")
BY_FAN_IN = Assume(equal(sigma**2, 1 / n_in), "weights have variance `1/n_in`")
