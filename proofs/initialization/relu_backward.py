"""ReLU on the way back: a gate that is open half of the time.

    d_i = c_i sum_j w_ji u_j,   c_i = 1 where the pre-activation is positive, else 0
    Var(d_i) = n_out sigma^2 g^2/2          kept exactly if  sigma^2 = 2/n_out

The gate is the derivative of ReLU at the pre-activation, H(p_i).  A normal pre-activation of mean 0 opens it half of
the time, whatever the derivative is taken to be at 0; all that counts further is the mean and the variance of the gate.
"""

from dataclasses import replace

from sympy import Integral, Rational, erf, oo, sqrt

from ..kernel.claims import equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Definition, Independent, Mean, Variance
from ..kernel.rules import (
    antiderivative,
    declared_moments,
    definition,
    density,
    equivalence,
    independence,
    lemma,
    split_at_zero,
    variance,
)
from ..kernel.settings import Setting
from ..kernel.terms import E, Var, family, heaviside, real, total
from .relu import bell, gaussian, p, s, t
from .weights import ALPHABET, RANGES, WEIGHTS, i, j, l, n_in, n_out, sigma, w
from .xavier import GRADIENT_VARIANCE, ZERO_MEAN_GRADIENTS, g, u

a = real("a")  # the derivative of ReLU at 0, whatever it is taken to be
c = family("c", n_in)  # the gates, random, 0 or 1
d = family("d", n_in)  # gradients at the pre-activations below

HALF_OPEN = Mean(c[i], Rational(1, 2), "a gate is 1 with probability 1/2, else 0")
GATE_VARIANCE = Variance(c[i], Rational(1, 4), "so its variance is `1/2 - 1/4`")
GATED = Definition(d[i], c[i] * total(w[j, i] * u[j], j, n_out), "d is the gradient below ReLU")
INDEPENDENT = Independent((w, u, c), "weights, output gradients and gates are independent of each other")

gated = Setting(
    name="initialization",
    alphabet=(
        *ALPHABET,
        (u[j], "gradients at the outputs, random"),
        (c[i], "gates: 1 where the pre-activation is positive, else 0; random"),
        (d[i], "gradients at the pre-activations"),
        (g, "standard deviation of an output gradient, positive"),
    ),
    ranges=RANGES,
    random=(w, u, c),
    hypotheses=(GATED, *WEIGHTS, INDEPENDENT, ZERO_MEAN_GRADIENTS, GRADIENT_VARIANCE, HALF_OPEN, GATE_VARIANCE),
)

opened = replace(gaussian, alphabet=(*gaussian.alphabet, (a, "the slope of ReLU at 0, whatever it is taken to be")))


def _half(name: str, words: str, power: int) -> Part:
    """E[H(p_i)^power] = 1/2."""
    return Part(
        name=name,
        words=words,
        setting=opened,
        derivation=derive(
            E(heaviside(p[i], a) ** power),
            step(
                Integral(heaviside(t, a) ** power * bell, (t, -oo, oo)),
                density,
                "the density of `N(0, s^2)`",
                of=p[i],
                variable=t,
            ),
            step(Integral(bell, (t, 0, oo)), split_at_zero, "the slope is 0 on the left and 1 on the right"),
            step(
                Rational(1, 2),
                antiderivative,
                "half of the density",
                antiderivative=erf(t / (sqrt(2) * s)) / 2,
                variable=t,
            ),
        ),
    )


gate_mean = _half("gate-mean", "the slope of ReLU at a normal pre-activation is 1 half of the time, else 0", 1)
gate_second_moment = _half("gate-second-moment", "which is its second moment too", 2)
gate_variance = Part(
    name="gate-variance",
    words="so its variance is 1/4",
    setting=opened,
    derivation=derive(
        Var(heaviside(p[i], a)),
        step(E(heaviside(p[i], a) ** 2) - E(heaviside(p[i], a)) ** 2, variance, "definition of the variance"),
        step(Rational(1, 2) - E(heaviside(p[i], a)) ** 2, lemma, "the second moment", part=gate_second_moment),
        step(Rational(1, 4), lemma, "the mean", part=gate_mean),
    ),
)
gated_variance = Part(
    name="gated-variance",
    words="the variance of a gradient below ReLU",
    setting=gated,
    derivation=derive(
        Var(d[i]),
        step(Var(c[i] * total(w[j, i] * u[j], j, n_out)), definition, "the gate lets the gradient pass or stops it"),
        step(
            E(c[i] ** 2 * total(w[j, i] * u[j], j, n_out) ** 2) - E(c[i] * total(w[j, i] * u[j], j, n_out)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            E(c[i] ** 2) * total(total(E(w[j, i] * w[l, i]) * E(u[j] * u[l]), l, n_out), j, n_out)
            - (E(c[i]) * total(E(w[j, i]) * E(u[j]), j, n_out)) ** 2,
            independence,
            "gates, weights and gradients are independent",
        ),
        step(
            n_out * sigma**2 * g**2 / 2,
            declared_moments,
            "`E[c_i^2] = 1/2`, `E[w_ji w_li] = sigma^2 delta_jl` and `E[u_j^2] = g^2`",
        ),
    ),
)
gated_rule = Part(
    name="gated-rule",
    words="it is kept exactly if `sigma^2 = 2/n_out`",
    setting=gated,
    derivation=derive(
        equal(Var(d[i]), g**2),
        step(equal(n_out * sigma**2 * g**2 / 2, g**2), lemma, "the variance below ReLU", part=gated_variance),
        step(equal(sigma**2, 2 / n_out), equivalence, "divide by `n_out g^2/2 > 0`", factor=n_out * g**2 / 2),
    ),
)
relu_backward = Theorem(
    name="relu-backward",
    title="The factor 2 of ReLU, backward",
    idea=(
        "ReLU stops a gradient where the unit was off, half of the time: its slope is 0 or 1. Unlike the forward "
        "direction nothing else changes, and the factor 2 comes back with the other fan."
    ),
    parts=(gate_mean, gate_second_moment, gate_variance, gated_variance, gated_rule),
    sources=("K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2, eq. (13)-(14)",),
    remarks=(
        "That gates are independent of the weights above them is a modelling assumption, as in the forward direction.",
    ),
)
