"""Softmax.

    y_i = exp(z_i) / (exp(z_1) + ... + exp(z_n))

The logits z are any real numbers.  Everything here holds for every n >= 1.
"""

from sympy import Integer, exp, log

from .kernel.claims import equal
from .kernel.derivations import Part, Theorem, derive, step
from .kernel.rules import definition, derivative, given, lemma, log_derivative
from .kernel.settings import Assume, Definition, Setting
from .kernel.terms import D, delta, family, index, real, size, total

n = size("n")  # the number of classes
i, j, k = index("i"), index("j"), index("k")
z = family("z", n)  # the logits, any real numbers
y = family("y", n)  # their softmax

SOFTMAX = Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), "y is the softmax of z")

setting = Setting(
    name="softmax",
    alphabet=((n, "number of classes"), (z[i], "logits, real"), (y[i], "probabilities")),
    ranges=((i, n), (j, n)),
    hypotheses=(SOFTMAX,),
)


# Theorem.  dy_i/dz_j = y_i (delta_ij - y_j).
#
# The quotient rule needs two cases.  The logarithm needs none: log y_i is a difference, its derivative
# is one line, and y_i > 0 brings it back.

jacobian = Part(
    name="jacobian",
    words="the Jacobian of the softmax",
    setting=setting,
    derivation=derive(
        D(y[i], z[j]),
        step(y[i] * D(log(y[i]), z[j]), log_derivative, "`y_i > 0`, and (log y)' = y'/y"),
        step(
            y[i] * D(z[i] - log(total(exp(z[k]), k, n)), z[j]),
            definition,
            "the log of a quotient is a difference, and `log exp z_i = z_i`",
        ),
        step(
            y[i] * (delta(i, j) - exp(z[j]) / total(exp(z[k]), k, n)),
            derivative,
            "only the j-th term of the sum depends on `z_j`",
        ),
        step(y[i] * (delta(i, j) - y[j]), definition, "the fraction is `y_j`"),
    ),
)

softmax_jacobian = Theorem(
    name="softmax-jacobian",
    title="The Jacobian of the softmax",
    idea=(
        "Every probability depends on every logit, because they share one denominator. Differentiating `log y_i` "
        "instead of `y_i` separates the two: the numerator gives the Kronecker delta, the denominator gives `y_j`."
    ),
    parts=(jacobian,),
    sources=(
        "J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
        "C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.106)",
    ),
)


# Theorem.  For L = -sum_k t_k log y_k:  dL/dz_j = y_j sum_k t_k - t_j, hence y_j - t_j if the targets sum to 1.
#
# log y_k = z_k - log sum exp z, so L is a sum of log-sum-exp and linear terms: no quotient is differentiated.

l = index("l")
t = family("t", n)  # the targets, any real numbers
L = real("L")  # the cross-entropy of one sample

CROSS_ENTROPY = Definition(L, -total(t[k] * log(y[k]), k, n), "L is the cross-entropy of the targets t and y")
TARGETS_SUM_TO_1 = Assume(equal(total(t[k], k, n), Integer(1)), "the targets sum to 1")

losses = Setting(
    name="softmax",
    alphabet=(*setting.alphabet, (t[i], "targets, real"), (L, "cross-entropy of one sample")),
    ranges=setting.ranges,
    hypotheses=(SOFTMAX, CROSS_ENTROPY),
)

any_targets = Part(
    name="any-targets",
    words="the gradient for any targets",
    setting=losses,
    derivation=derive(
        D(L, z[j]),
        step(
            D(total(t[k] * (log(total(exp(z[l]), l, n)) - z[k]), k, n), z[j]),
            definition,
            "`log y_k` is `z_k` minus the log of the sum",
        ),
        step(
            total(t[k] * (exp(z[j]) / total(exp(z[l]), l, n) - delta(k, j)), k, n),
            derivative,
            "the log of the sum gives `y_j` in every term, `z_k` counts only for k = j",
        ),
        step(y[j] * total(t[k], k, n) - t[j], definition, "the delta contracts, the fraction is `y_j`"),
    ),
)

probability_targets = Part(
    name="probability-targets",
    words="the gradient if the targets sum to 1",
    setting=losses.having(TARGETS_SUM_TO_1),
    derivation=derive(
        D(L, z[j]),
        step(y[j] * total(t[k], k, n) - t[j], lemma, "the gradient for any targets", part=any_targets),
        step(y[j] - t[j], given, "the targets sum to 1", equation=TARGETS_SUM_TO_1),
    ),
)

cross_entropy_gradient = Theorem(
    name="cross-entropy-gradient",
    title="The gradient of softmax and cross-entropy",
    idea=(
        "The softmax and the logarithm of the loss undo each other: what is left is a log-sum-exp, whose gradient is "
        "the softmax, minus a linear term, whose gradient is the target."
    ),
    parts=(any_targets, probability_targets),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.109)",),
    remarks=("With targets that do not sum to 1 (label smoothing done wrong, for example) y - t is not the gradient.",),
)

THEOREMS = (softmax_jacobian, cross_entropy_gradient)
