"""Softmax.

    y_i = exp(z_i) / (exp(z_1) + ... + exp(z_n))

The logits z are any real numbers.  Everything here holds for every n >= 1.
"""

from sympy import exp, log

from .kernel.derivations import Part, Theorem, derive, step
from .kernel.rules import definition, derivative, log_derivative
from .kernel.settings import Definition, Setting
from .kernel.terms import D, delta, family, index, size, total

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
        step(y[i] * D(log(y[i]), z[j]), log_derivative, "y_i > 0, and (log y)' = y'/y"),
        step(
            y[i] * D(z[i] - log(total(exp(z[k]), k, n)), z[j]),
            definition,
            "the log of a quotient is a difference, and log exp z_i = z_i",
        ),
        step(
            y[i] * (delta(i, j) - exp(z[j]) / total(exp(z[k]), k, n)),
            derivative,
            "only the j-th term of the sum depends on z_j",
        ),
        step(y[i] * (delta(i, j) - y[j]), definition, "the fraction is y_j"),
    ),
)

softmax_jacobian = Theorem(
    name="softmax-jacobian",
    title="The Jacobian of the softmax",
    idea=(
        "Every probability depends on every logit, because they share one denominator. Differentiating log y_i "
        "instead of y_i separates the two: the numerator gives the Kronecker delta, the denominator gives y_j."
    ),
    parts=(jacobian,),
    sources=(
        "J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
        "C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.106)",
    ),
)

THEOREMS = (softmax_jacobian,)
