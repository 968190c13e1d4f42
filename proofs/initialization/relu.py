"""The factor 2 of ReLU.

    p_i ~ N(0, s^2),   b_j = sum_i w_ji relu(p_i)         Var(b_j) = s^2   iff   sigma^2 = 2 / n_in

ReLU cuts off the negative half of a symmetric density.  Half of the second moment is left, but the mean is
no longer zero: the variance of relu(p) is less than half of Var(p).  The next layer, whose weights have mean
zero, sees the second moment, and that is why the factor is 2.
"""

from dataclasses import replace

from sympy import Integer, Integral, Rational, Symbol, erf, exp, oo, pi, sqrt

from ..kernel.claims import equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Definition, Independent, Normal
from ..kernel.rules import (
    antiderivative,
    declared_moments,
    definition,
    density,
    equivalence,
    lemma,
    order,
    split_at_zero,
    variance,
)
from ..kernel.settings import Setting
from ..kernel.terms import E, Var, family, positive, relu, total
from .weights import ALPHABET, RANGES, WEIGHTS, i, j, k, n_in, n_out, sigma, w

p = family("p", n_in)  # pre-activations of the layer before
h = family("h", n_in)  # activations
b = family("b", n_out)  # pre-activations of the next layer
s = positive("s")  # standard deviation of a pre-activation
t = Symbol("t", real=True)  # a variable of integration

NORMAL = Normal(p[i], Integer(0), s**2, "pre-activations are normal with mean 0 and variance `s^2`")
ACTIVATION = Definition(h[i], relu(p[i]), "h is ReLU of the pre-activation")
NEXT_LAYER = Definition(b[j], total(w[j, i] * relu(p[i]), i, n_in), "b is the next linear layer, applied to relu(p)")
WEIGHTS_FROM_PRE_ACTIVATIONS = Independent((w, p), "weights of the next layer are independent of the pre-activations")

gaussian = Setting(
    name="initialization",
    alphabet=(
        (n_in, "number of inputs (fan-in)"),
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
        *ALPHABET,
        (p[i], "pre-activations, random"),
        (s, "standard deviation of a pre-activation, positive"),
        (b[j], "pre-activations of the next layer"),
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
        step(Integral(relu(t) ** 2 * bell, (t, -oo, oo)), density, "the density of `N(0, s^2)`", of=p[i], variable=t),
        step(Integral(t**2 * bell, (t, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
        step(
            s**2 / 2,
            antiderivative,
            "integrate by parts: t times t `exp(-t^2/2s^2)`",
            antiderivative=-(s**2) * t * bell + s**2 / 2 * erf(t / (sqrt(2) * s)),
            variable=t,
        ),
        step(Var(p[i]) / 2, declared_moments, "`Var(p_i) = s^2`"),
    ),
)

relu_mean = Part(
    name="relu-mean",
    words="the mean of ReLU",
    setting=gaussian,
    derivation=derive(
        E(relu(p[i])),
        step(Integral(relu(t) * bell, (t, -oo, oo)), density, "the density of `N(0, s^2)`", of=p[i], variable=t),
        step(Integral(t * bell, (t, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
        step(
            s / sqrt(2 * pi),
            antiderivative,
            "`t exp(-t^2/2s^2)` has the antiderivative `-s^2 exp(-t^2/2s^2)`",
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
        step(Var(p[i]) / 2 - E(relu(p[i])) ** 2, lemma, "the second moment is `Var(p_i)/2`", part=relu_second_moment),
        step(Var(p[i]) / 2 - (s / sqrt(2 * pi)) ** 2, lemma, "the mean is `s/sqrt(2 pi)`", part=relu_mean),
        step((Rational(1, 2) - 1 / (2 * pi)) * s**2, declared_moments, "`Var(p_i) = s^2`"),
    ),
)

activated = replace(gaussian, alphabet=(*gaussian.alphabet, (h[i], "activations"))).having(ACTIVATION)
more_than_a_third = Part(
    name="more-than-a-third",
    words="so between a third",
    setting=activated,
    derivation=derive(
        Var(p[i]) / 3,
        step(s**2 / 3, declared_moments, "`Var(p_i) = s^2`"),
        step(
            (Rational(1, 2) - 1 / (2 * pi)) * s**2,
            order,
            "pi exceeds 3",
            relation="<",
            gap=s**2 * (pi - 3) / (6 * pi),
        ),
        step(Var(relu(p[i])), lemma, "the variance of ReLU", part=relu_variance),
        step(Var(h[i]), definition, "definition of the activation"),
    ),
)
less_than_half = Part(
    name="less-than-half",
    words="and a half is left: ReLU does not halve the variance",
    setting=activated,
    derivation=derive(
        Var(h[i]),
        step(Var(relu(p[i])), definition, "definition of the activation"),
        step((Rational(1, 2) - 1 / (2 * pi)) * s**2, lemma, "the variance of ReLU", part=relu_variance),
        step(s**2 / 2, order, "the square of the mean is missing", relation="<", gap=s**2 / (2 * pi)),
        step(Var(p[i]) / 2, declared_moments, "`Var(p_i) = s^2`"),
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
            "`E[w_ji] = 0` and `E[w_ji w_jk] = sigma^2 delta_ik`, and weights are independent of pre-activations",
        ),
        step(total(sigma**2 * Var(p[i]) / 2, i, n_in), lemma, "ReLU keeps half of it", part=relu_second_moment),
        step(n_in * sigma**2 * s**2 / 2, declared_moments, "`Var(p_i) = s^2`, `n_in` equal terms"),
    ),
)

relu_rule = Part(
    name="relu-rule",
    words="the variance is kept exactly if `sigma^2 = 2/n_in`",
    setting=next_layer,
    derivation=derive(
        equal(Var(b[j]), s**2),
        step(equal(n_in * sigma**2 * s**2 / 2, s**2), lemma, "the variance of the next layer", part=after_relu),
        step(equal(sigma**2, 2 / n_in), equivalence, "multiply by `2/(n_in s^2)`", factor=n_in * s**2 / 2),
    ),
)

relu_factor = Theorem(
    name="relu-factor",
    title="The factor 2 of ReLU",
    idea=(
        "A normal pre-activation is negative half of the time, and ReLU sets it to 0 there: half of the second moment "
        "is left. The next layer multiplies by weights of mean zero, so it sees exactly this second moment, and "
        "weights with twice the variance make up for the loss. The variance of relu(p) itself is not halved."
    ),
    parts=(relu_second_moment, relu_mean, relu_variance, more_than_a_third, less_than_half, after_relu, relu_rule),
    sources=("K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2, eq. (8)-(10)",),
    remarks=("'ReLU halves the variance' is false: it halves the second moment. The variance drops to 34 percent.",),
)
