"""Initialization: how variances pass through a layer.

    a_j = w_j1 x_1 + ... + w_jn x_n                 forward, n = n_in inputs
    d_i = w_1i g_1 + ... + w_mi g_m                 backward, m = n_out outputs

Weights are random, inputs are random, and all that is used of them are means, variances and independence.
The ReLU is the one place where the shape of a distribution matters.
"""

from sympy import Integer, Integral, Rational, Symbol, erf, exp, oo, pi, sqrt

from .kernel.claims import equal
from .kernel.derivations import Part, Theorem, derive, step
from .kernel.rules import (
    algebra,
    antiderivative,
    declared_moments,
    definition,
    density,
    equivalence,
    independence,
    lemma,
    linearity,
    order,
    sign_cases,
    split_at_zero,
    symmetry,
    variance,
)
from .kernel.settings import Definition, Independent, Mean, Normal, Setting, Symmetric, Uncorrelated, Uniform, Variance
from .kernel.terms import E, Var, family, index, positive, real, relu, size, total

n_in, n_out = size("n_in"), size("n_out")
i, j, k = index("i"), index("j"), index("k")
l = index("l")  # a second index of outputs

w = family("w", n_out, n_in)  # weights, random
x = family("x", n_in)  # inputs, random
a = family("a", n_out)  # outputs of the linear layer
sigma, v = positive("sigma"), positive("v")  # standard deviations of a weight and of an input

ZERO_MEAN_WEIGHTS = Mean(w[j, i], Integer(0), "weights have mean zero")
WEIGHT_VARIANCE = Variance(w[j, i], sigma**2, "weights have variance sigma^2")
UNCORRELATED_WEIGHTS = Uncorrelated(w[j, i], w[l, k], "different weights are uncorrelated")
WEIGHTS = (ZERO_MEAN_WEIGHTS, WEIGHT_VARIANCE, UNCORRELATED_WEIGHTS)

ZERO_MEAN_INPUTS = Mean(x[i], Integer(0), "inputs have mean zero")
INPUT_VARIANCE = Variance(x[i], v**2, "inputs have variance v^2")
WEIGHTS_FROM_INPUTS = Independent((w, x), "weights are independent of inputs")
LAYER = Definition(a[j], total(w[j, i] * x[i], i, n_in), "a is the output of a linear layer without bias")

RANGES = ((i, n_in), (k, n_in), (j, n_out), (l, n_out))


# Theorem.  Var(a_j) = n_in sigma^2 v^2.
#
# The square of a sum of n terms has n^2 products.  Uncorrelated weights with mean zero leave only the
# diagonal, n of them.  The inputs need not be independent of each other: that is never used.

forward = Setting(
    name="initialization",
    alphabet=(
        (n_in, "number of inputs (fan-in)"),
        (n_out, "number of outputs (fan-out)"),
        (w[j, i], "weights, random"),
        (x[i], "inputs, random"),
        (a[j], "outputs"),
        (sigma, "standard deviation of a weight, positive"),
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
            "E[w_ji] = 0 and E[w_ji w_jk] = sigma^2 delta_ik: only k = i is left",
        ),
        step(total(sigma**2 * v**2, i, n_in), declared_moments, "E[x_i^2] = Var(x_i) + E[x_i]^2 = v^2 + 0"),
        step(n_in * sigma**2 * v**2, algebra, "n_in equal terms"),
    ),
)

linear_layer_variance = Theorem(
    name="linear-layer-variance",
    title="The variance of a linear layer",
    idea=(
        "A sum of n_in uncorrelated terms has n_in times the variance of one. A term is a weight times an input, "
        "and because the weight has mean zero, its variance is sigma^2 times the second moment of the input. "
        "Nothing is normally distributed here."
    ),
    parts=(forward_variance,),
    sources=(
        "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Mueller, Efficient BackProp, 1998, section 4.6",
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, eq. (5)",
    ),
    remarks=(
        "The inputs need not be independent of each other: the mean-zero weights already remove the cross terms.",
        "If the inputs have mean m, the result is n_in sigma^2 (v^2 + m^2): the second moment counts, not the variance.",
    ),
)


# Theorem.  If a is normal with mean zero: E[relu(a)^2] = Var(a)/2, so the rule is sigma^2 = 2/n_in.
#
# relu cuts off the negative half of a symmetric density.  Half of the second moment is left, but the mean is
# no longer zero: the variance of relu(a) is less than half of Var(a).  The next layer, whose weights have mean
# zero, sees the second moment, and that is why the factor is 2.

p = family("p", n_in)  # pre-activations of the layer before
b = family("b", n_out)  # pre-activations of the next layer
s = positive("s")  # standard deviation of a pre-activation
t = Symbol("t", real=True)  # a variable of integration

NORMAL = Normal(p[i], Integer(0), s**2, "pre-activations are normal with mean 0 and variance s^2")
NEXT_LAYER = Definition(b[j], total(w[j, i] * relu(p[i]), i, n_in), "b is the next linear layer, applied to relu(p)")
WEIGHTS_FROM_PRE_ACTIVATIONS = Independent((w, p), "weights of the next layer are independent of the pre-activations")

gaussian = Setting(
    name="initialization",
    alphabet=(
        (n_in, "number of units of the layer before"),
        (p[i], "pre-activations, random"),
        (s, "standard deviation of a pre-activation, positive"),
    ),
    ranges=((i, n_in), (k, n_in)),
    random=(p,),
    hypotheses=(NORMAL,),
)

next_layer = Setting(
    name="initialization",
    alphabet=(
        *gaussian.alphabet,
        (n_out, "number of units of the next layer"),
        (w[j, i], "weights of the next layer, random"),
        (b[j], "pre-activations of the next layer"),
        (sigma, "standard deviation of a weight, positive"),
    ),
    ranges=RANGES,
    random=(w, p),
    hypotheses=(NORMAL, NEXT_LAYER, *WEIGHTS, WEIGHTS_FROM_PRE_ACTIVATIONS),
)

bell = exp(-(t**2) / (2 * s**2)) / sqrt(2 * pi * s**2)  # the density of N(0, s^2)

relu_second_moment = Part(
    name="relu-second-moment",
    words="ReLU keeps half of the second moment",
    setting=gaussian,
    derivation=derive(
        E(relu(p[i]) ** 2),
        step(
            Integral(relu(t) ** 2 * bell, (t, -oo, oo)), density, "the density of N(0, s^2)", of=p[i], variable=t
        ),
        step(Integral(t**2 * bell, (t, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
        step(
            s**2 / 2,
            antiderivative,
            "integrate by parts: t times t exp(-t^2/2s^2)",
            antiderivative=-(s**2) * t * bell + s**2 / 2 * erf(t / (sqrt(2) * s)),
            variable=t,
        ),
        step(Var(p[i]) / 2, declared_moments, "Var(p_i) = s^2"),
    ),
)

relu_mean = Part(
    name="relu-mean",
    words="the mean of ReLU",
    setting=gaussian,
    derivation=derive(
        E(relu(p[i])),
        step(Integral(relu(t) * bell, (t, -oo, oo)), density, "the density of N(0, s^2)", of=p[i], variable=t),
        step(Integral(t * bell, (t, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
        step(
            s / sqrt(2 * pi),
            antiderivative,
            "t exp(-t^2/2s^2) has the antiderivative -s^2 exp(-t^2/2s^2)",
            antiderivative=-(s**2) * bell,
            variable=t,
        ),
    ),
)

relu_variance = Part(
    name="relu-variance",
    words="the variance of ReLU is less than half",
    setting=gaussian,
    derivation=derive(
        Var(relu(p[i])),
        step(E(relu(p[i]) ** 2) - E(relu(p[i])) ** 2, variance, "definition of the variance"),
        step(Var(p[i]) / 2 - E(relu(p[i])) ** 2, lemma, "the second moment is Var(p_i)/2", part=relu_second_moment),
        step(Var(p[i]) / 2 - (s / sqrt(2 * pi)) ** 2, lemma, "the mean is s/sqrt(2 pi)", part=relu_mean),
        step((Rational(1, 2) - 1 / (2 * pi)) * s**2, declared_moments, "Var(p_i) = s^2"),
    ),
)

after_relu = Part(
    name="layer-after-relu",
    words="the next layer sees the second moment",
    setting=next_layer,
    derivation=derive(
        Var(b[j]),
        step(Var(total(w[j, i] * relu(p[i]), i, n_in)), definition, "definition of the next layer"),
        step(
            E(total(w[j, i] * relu(p[i]), i, n_in) ** 2) - E(total(w[j, i] * relu(p[i]), i, n_in)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(sigma**2 * E(relu(p[i]) ** 2), i, n_in),
            declared_moments,
            "E[w_ji] = 0 and E[w_ji w_jk] = sigma^2 delta_ik, and weights are independent of pre-activations",
        ),
        step(total(sigma**2 * Var(p[i]) / 2, i, n_in), lemma, "ReLU keeps half of it", part=relu_second_moment),
        step(n_in * sigma**2 * s**2 / 2, declared_moments, "Var(p_i) = s^2, n_in equal terms"),
    ),
)

relu_rule = Part(
    name="relu-rule",
    words="the variance is kept exactly if sigma^2 = 2/n_in",
    setting=next_layer,
    derivation=derive(
        equal(Var(b[j]), s**2),
        step(equal(n_in * sigma**2 * s**2 / 2, s**2), lemma, "the variance of the next layer", part=after_relu),
        step(equal(sigma**2, 2 / n_in), equivalence, "multiply by 2/(n_in s^2)", factor=n_in * s**2 / 2),
    ),
)

relu_factor = Theorem(
    name="relu-factor",
    title="The factor 2 of ReLU",
    idea=(
        "A normal pre-activation is negative half of the time, and ReLU sets it to 0 there: half of the second moment "
        "is left. The next layer multiplies by weights of mean zero, so it sees exactly this second moment, and weights "
        "with twice the variance make up for the loss. The variance of relu(p) itself is not halved."
    ),
    parts=(relu_second_moment, relu_mean, relu_variance, after_relu, relu_rule),
    sources=(
        "K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2, eq. (8)-(10)",
    ),
    remarks=("'ReLU halves the variance' is false: it halves the second moment. The variance drops to 34 percent.",),
)
