"""What changes when inputs, weights or gradients have a mean.

    E[x_i] = m, E[w] = 0            Var(a_j) = n_in sigma^2 (v^2 + m^2)
    E[x_i] = m, E[w] = mu           Var(a_j) = n_in (sigma^2 v^2 + sigma^2 m^2 + mu^2 v^2),  x_i uncorrelated
    E[u_j] = m, E[w] = 0            Var(d_i) = n_out sigma^2 (g^2 + m^2)

Weights of mean zero pass on the second moment of what they multiply, and a mean is part of it.  So the rules 1/n_in and
1/n_out keep the variance only of what has mean zero: with any other m they let it grow.
"""

from sympy import Integer

from ..kernel.claims import equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Mean, Uncorrelated
from ..kernel.rules import declared_moments, definition, equivalence, given, independence, lemma, linearity, variance
from ..kernel.terms import E, Var, real, total
from .linear_layer import ZERO_MEAN_INPUTS, a, forward, v, x
from .weights import BY_FAN_IN, BY_FAN_OUT, ZERO_MEAN_WEIGHTS, i, j, k, l, n_in, n_out, sigma, w
from .xavier import ZERO_MEAN_GRADIENTS, backward, d, g, u

m = real("m")  # the mean of an input, or of an output gradient
mu = real("mu")  # the mean of a weight

INPUT_MEAN = Mean(x[i], m, "inputs have mean m")
WEIGHT_MEAN = Mean(w[j, i], mu, "weights have mean mu")
UNCORRELATED_INPUTS = Uncorrelated(x[i], x[k], "different inputs are uncorrelated")
GRADIENT_MEAN = Mean(u[j], m, "output gradients have mean m")

shifted_inputs = forward.without(ZERO_MEAN_INPUTS).having_variable(m, "mean of an input").having(INPUT_MEAN)

with_input_means = Part(
    name="with-input-means",
    words="the variance of an output when inputs have a mean",
    setting=shifted_inputs,
    derivation=derive(
        Var(a[j]),
        step(Var(total(w[j, i] * x[i], i, n_in)), definition, "definition of the layer"),
        step(
            E(total(w[j, i] * x[i], i, n_in) ** 2) - E(total(w[j, i] * x[i], i, n_in)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(total(E(w[j, i] * w[j, k]) * E(x[i] * x[k]), k, n_in), i, n_in)
            - total(E(w[j, i]) * E(x[i]), i, n_in) ** 2,
            independence,
            "E is linear, and weights are independent of inputs",
        ),
        step(
            n_in * sigma**2 * (v**2 + m**2),
            declared_moments,
            "`E[w_ji w_jk] = sigma^2 delta_ik`, and `E[x_i^2] = v^2 + m^2`",
        ),
    ),
)

needs_centred_inputs = Part(
    name="needs-centred-inputs",
    words="weights of variance `1/n_in` keep the variance exactly if the inputs have mean zero",
    setting=shifted_inputs.having(BY_FAN_IN),
    derivation=derive(
        equal(Var(a[j]), v**2),
        step(equal(n_in * sigma**2 * (v**2 + m**2), v**2), lemma, "with a mean", part=with_input_means),
        step(equal(v**2 + m**2, v**2), given, "`sigma^2 = 1/n_in`", equation=BY_FAN_IN),
        step(equal(m, Integer(0)), equivalence, "a square is 0 only at 0", factor=Integer(1), power=2),
    ),
)

shifted_weights = (
    shifted_inputs.without(ZERO_MEAN_WEIGHTS)
    .having_variable(mu, "mean of a weight")
    .having(WEIGHT_MEAN)
    .having(UNCORRELATED_INPUTS)
)
with_weight_means = Part(
    name="with-weight-means",
    words="and when the weights have one too",
    setting=shifted_weights,
    derivation=derive(
        Var(a[j]),
        step(Var(total(w[j, i] * x[i], i, n_in)), definition, "definition of the layer"),
        step(
            E(total(w[j, i] * x[i], i, n_in) ** 2) - E(total(w[j, i] * x[i], i, n_in)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(total(E(w[j, i] * w[j, k]) * E(x[i] * x[k]), k, n_in), i, n_in)
            - total(E(w[j, i]) * E(x[i]), i, n_in) ** 2,
            independence,
            "E is linear, and weights are independent of inputs",
        ),
        step(
            n_in * (sigma**2 * v**2 + sigma**2 * m**2 + mu**2 * v**2),
            declared_moments,
            "`(mu^2 + sigma^2 delta_ik)(m^2 + v^2 delta_ik)`; the `n_in^2` terms `mu^2 m^2` are the square of the mean",
        ),
    ),
)

input_means = Theorem(
    name="input-means",
    title="Inputs and weights with a mean",
    idea=(
        "A weight of mean zero passes on the second moment of its input. Pixels between 0 and 1 have a mean, so a "
        "layer that sees them has a larger variance than their variance alone promises: subtract the mean, or count it."
    ),
    parts=(with_input_means, needs_centred_inputs, with_weight_means),
    sources=("Y. LeCun, L. Bottou, G. B. Orr, K.-R. Mueller, Efficient BackProp, 1998, section 4.3",),
)

shifted_gradients = (
    backward.without(ZERO_MEAN_GRADIENTS).having_variable(m, "mean of an output gradient").having(GRADIENT_MEAN)
)
with_gradient_means = Part(
    name="with-gradient-means",
    words="the variance of a gradient when the output gradients have a mean",
    setting=shifted_gradients,
    derivation=derive(
        Var(d[i]),
        step(Var(total(w[j, i] * u[j], j, n_out)), definition, "the transposed matrix times the output gradients"),
        step(
            E(total(w[j, i] * u[j], j, n_out) ** 2) - E(total(w[j, i] * u[j], j, n_out)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(total(E(w[j, i] * w[l, i] * u[j] * u[l]), l, n_out), j, n_out)
            - total(E(w[j, i] * u[j]), j, n_out) ** 2,
            linearity,
            "the square of a sum is a double sum, and E is linear",
        ),
        step(
            n_out * sigma**2 * (g**2 + m**2),
            declared_moments,
            "weights are independent of the gradients, and `E[u_j^2] = g^2 + m^2`",
        ),
    ),
)
needs_zero_mean_gradients = Part(
    name="needs-zero-mean-gradients",
    words="weights of variance `1/n_out` keep the variance exactly if the output gradients have mean zero",
    setting=shifted_gradients.having(BY_FAN_OUT),
    derivation=derive(
        equal(Var(d[i]), g**2),
        step(equal(n_out * sigma**2 * (g**2 + m**2), g**2), lemma, "with a mean", part=with_gradient_means),
        step(equal(g**2 + m**2, g**2), given, "`sigma^2 = 1/n_out`", equation=BY_FAN_OUT),
        step(equal(m, Integer(0)), equivalence, "a square is 0 only at 0", factor=Integer(1), power=2),
    ),
)
gradient_means = Theorem(
    name="gradient-means",
    title="Gradients with a mean",
    idea=(
        "The backward rule takes gradients of mean zero for granted. With a mean, the second moment takes the place of "
        "the variance, and `1/n_out` no longer keeps it."
    ),
    parts=(with_gradient_means, needs_zero_mean_gradients),
    sources=("X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",),
)
