"""The variance of a linear layer.

    a_j = sum_i w_ji x_i,    i = 1..n_in            Var(a_j) = n_in sigma^2 v^2

The square of a sum of n terms has n^2 products.  Uncorrelated weights with mean zero leave only the
diagonal, n of them.  The inputs need not be independent of each other: that is never used.
"""

from sympy import Integer

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Definition, Independent, Mean, Variance
from ..kernel.rules import algebra, declared_moments, definition, independence, linearity, variance
from ..kernel.settings import Setting
from ..kernel.terms import E, Var, family, positive, total
from .weights import ALPHABET, RANGES, WEIGHTS, i, j, k, n_in, n_out, sigma, w

x = family("x", n_in)  # inputs, random
a = family("a", n_out)  # outputs
v = positive("v")  # the standard deviation of an input

LAYER = Definition(a[j], total(w[j, i] * x[i], i, n_in), "a is the output of a linear layer without bias")
WEIGHTS_FROM_INPUTS = Independent((w, x), "weights are independent of inputs")
ZERO_MEAN_INPUTS = Mean(x[i], Integer(0), "inputs have mean zero")
INPUT_VARIANCE = Variance(x[i], v**2, "inputs have variance `v^2`")

forward = Setting(
    name="initialization",
    alphabet=(
        *ALPHABET,
        (x[i], "inputs, random"),
        (a[j], "outputs"),
        (v, "standard deviation of an input, positive"),
    ),
    ranges=RANGES,
    random=(w, x),
    hypotheses=(LAYER, *WEIGHTS, WEIGHTS_FROM_INPUTS, ZERO_MEAN_INPUTS, INPUT_VARIANCE),
)

forward_variance = Part(
    name="forward-variance",
    words="the variance of an output of a linear layer",
    setting=forward,
    derivation=derive(
        Var(a[j]),
        step(Var(total(w[j, i] * x[i], i, n_in)), definition, "definition of the layer"),
        step(
            E(total(w[j, i] * x[i], i, n_in) ** 2) - E(total(w[j, i] * x[i], i, n_in)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(total(E(w[j, i] * w[j, k] * x[i] * x[k]), k, n_in), i, n_in) - total(E(w[j, i] * x[i]), i, n_in) ** 2,
            linearity,
            "the square of a sum is a double sum, and E is linear",
        ),
        step(
            total(total(E(w[j, i] * w[j, k]) * E(x[i] * x[k]), k, n_in), i, n_in)
            - total(E(w[j, i]) * E(x[i]), i, n_in) ** 2,
            independence,
            "weights are independent of inputs",
        ),
        step(
            total(sigma**2 * E(x[i] ** 2), i, n_in),
            declared_moments,
            "`E[w_ji] = 0` and `E[w_ji w_jk] = sigma^2 delta_ik`: only k = i is left",
        ),
        step(total(sigma**2 * v**2, i, n_in), declared_moments, "`E[x_i^2] = Var(x_i) + E[x_i]^2 = v^2 + 0`"),
        step(n_in * sigma**2 * v**2, algebra, "`n_in` equal terms"),
    ),
)

linear_layer_variance = Theorem(
    name="linear-layer-variance",
    title="The variance of a linear layer",
    idea=(
        "A sum of `n_in` uncorrelated terms has `n_in` times the variance of one. A term is a weight times an input, "
        "and because the weight has mean zero, its variance is `sigma^2` times the second moment of the input. "
        "Nothing is normally distributed here."
    ),
    parts=(forward_variance,),
    sources=(
        "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Mueller, Efficient BackProp, 1998, section 4.6",
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, "
        "eq. (5)",
    ),
    remarks=(
        "The inputs need not be independent of each other: the mean-zero weights already remove the cross terms.",
        "If the inputs have mean m, the result is `n_in sigma^2 (v^2 + m^2)`: the second moment counts, "
        "not the variance.",
    ),
)
