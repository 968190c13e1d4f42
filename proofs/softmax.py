"""Softmax.

    y_i = exp(z_i) / (exp(z_1) + ... + exp(z_n))

The logits z are any real numbers.  Everything here holds for every n >= 1.
"""

from sympy import Integer, exp, log

from .kernel.claims import equal
from .kernel.derivations import Part, Theorem, derive, step
from .kernel.hypotheses import Assume, Definition
from .kernel.rules import algebra, definition, derivative, given, lemma, log_derivative, order
from .kernel.settings import Setting
from .kernel.terms import D, delta, family, index, positive, real, size, total

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


# Theorem.  The probabilities are positive and sum to 1, so a shift of all logits can't change them.

sums_to_1 = Part(
    name="sums-to-1",
    words="the probabilities sum to 1",
    setting=setting,
    derivation=derive(
        total(y[i], i, n),
        step(total(exp(z[i]), i, n) / total(exp(z[k]), k, n), definition, "the denominator is common"),
        step(Integer(1), algebra, "a positive number over itself"),
    ),
)
rows_sum_to_0 = Part(
    name="rows-sum-to-0",
    words="the rows of the Jacobian sum to 0",
    setting=setting,
    derivation=derive(
        total(y[i] * (delta(i, k) - y[k]), k, n),
        step(y[i] - y[i] * total(y[k], k, n), algebra, "the delta contracts"),
        step(Integer(0), lemma, "they sum to 1", part=sums_to_1),
    ),
)
all_positive = Part(
    name="positive",
    words="every probability is positive",
    setting=setting,
    derivation=derive(
        Integer(0),
        step(
            exp(z[i]) / total(exp(z[k]), k, n),
            order,
            "exponentials are positive",
            relation="<",
            gap=exp(z[i]) / total(exp(z[k]), k, n),
        ),
        step(y[i], definition, "softmax"),
    ),
)
softmax_distribution = Theorem(
    name="softmax-distribution",
    title="Softmax is a distribution",
    idea=(
        "Positive numbers over their own sum. Because the sum is fixed, the Jacobian is singular: no gradient moves "
        "all probabilities up at once."
    ),
    parts=(all_positive, sums_to_1, rows_sum_to_0),
    sources=("J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",),
)


# Theorem.  softmax(z + c) = softmax(z); with c = log C the factor C cancels, unless it is left in the denominator.

c = real("c")  # a shift of all logits
C = positive("C")  # a factor of numerator and denominator
shifts = Setting("softmax", (*setting.alphabet, (c, "shift, real")), setting.ranges, (SOFTMAX,))
factors = Setting("softmax", (*setting.alphabet, (C, "factor, positive")), setting.ranges, (SOFTMAX,))

shifted = Part(
    name="shifted",
    words="adding one number to all logits changes nothing",
    setting=shifts,
    derivation=derive(
        exp(z[i] + c) / total(exp(z[k] + c), k, n),
        step(exp(c) * exp(z[i]) / (exp(c) * total(exp(z[k]), k, n)), algebra, "`exp(c)` is a factor of every term"),
        step(y[i], definition, "it cancels"),
    ),
)
shift_invariance = Theorem(
    name="shift-invariance",
    title="Softmax does not see a shift",
    idea=(
        "The shift is a common factor of numerator and denominator. So the largest logit may be subtracted first, "
        "and no exponential overflows: the stable softmax is the same function."
    ),
    parts=(shifted,),
    sources=("I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, 2016, section 4.1",),
)

LOG = Definition(c, log(C), "c is log C")
exponents = Setting("softmax", (*factors.alphabet, (c, "log of the factor")), factors.ranges, (SOFTMAX, LOG))
moved = Part(
    name="moved",
    words="a positive factor goes into the exponent",
    setting=exponents.without(SOFTMAX),
    derivation=derive(C * exp(z[i]), step(exp(z[i] + c), definition, "`C = exp(log C)`")),
)
absorbed = Part(
    name="absorbed",
    words="so a factor C of numerator and denominator can stand in all exponents",
    setting=exponents,
    derivation=derive(
        exp(z[i] + c) / total(exp(z[k] + c), k, n),
        step(C * exp(z[i]) / (C * total(exp(z[k]), k, n)), definition, "`exp(z_i + c) = C exp(z_i)`"),
        step(y[i], definition, "C cancels"),
    ),
)
left_behind = Part(
    name="left-behind",
    words="if C stays in the denominator as well, the result is divided by C",
    setting=exponents,
    derivation=derive(
        exp(z[i] + c) / (C * total(exp(z[k] + c), k, n)),
        step(exp(z[i]) / (C * total(exp(z[k]), k, n)), definition, "one of the two factors cancels"),
        step(y[i] / C, definition, "the other is left"),
    ),
)
no_distribution = Part(
    name="no-distribution",
    words="and what should sum to 1 sums to 1/C",
    setting=factors,
    derivation=derive(
        total(y[i] / C, i, n),
        step(total(y[i], i, n) / C, algebra, "a constant factor"),
        step(1 / C, lemma, "the probabilities sum to 1", part=sums_to_1),
    ),
)
stable_softmax = Theorem(
    name="stable-softmax",
    title="The stable softmax, and the slip in its derivation",
    idea=(
        "Multiply numerator and denominator by C and write `C exp(z) = exp(z + log C)`. Once C is in the exponents of "
        "the denominator it must not stand before the sum too."
    ),
    parts=(moved, absorbed, left_behind, no_distribution),
    sources=(
        "N. J. Higham, P. Blanchard, D. J. Higham, Accurately computing the log-sum-exp and softmax functions, 2021",
    ),
)


# Theorem.  The gradient of log sum exp is the softmax.

lse = Part(
    name="gradient",
    words="the gradient of log-sum-exp",
    setting=setting,
    derivation=derive(
        D(log(total(exp(z[k]), k, n)), z[j]),
        step(exp(z[j]) / total(exp(z[k]), k, n), derivative, "only the j-th term depends on `z_j`"),
        step(y[j], definition, "softmax"),
    ),
)
log_sum_exp_gradient = Theorem(
    name="log-sum-exp-gradient",
    title="The gradient of log-sum-exp",
    idea="Softmax is the gradient of a smooth maximum, which is why its Jacobian, a Hessian, is symmetric.",
    parts=(lse,),
    sources=("S. Boyd, L. Vandenberghe, Convex Optimization, 2004, section 3.1.5",),
)


# Theorem.  With two classes softmax is the sigmoid of the difference, and cross-entropy the logistic loss.

z1, z2, y1, y2, g, t1 = real("z_1"), real("z_2"), real("y_1"), real("y_2"), real("g"), real("t_1")
FIRST = Definition(y1, exp(z1) / (exp(z1) + exp(z2)), "`y_1` is the first of two probabilities")
SECOND = Definition(y2, exp(z2) / (exp(z1) + exp(z2)), "`y_2` is the second")
SIGMOID = Definition(g, 1 / (1 + exp(-(z1 - z2))), "g is the sigmoid of the difference of the logits")
two = Setting(
    "softmax",
    (
        (z1, "first logit, real"),
        (z2, "second logit, real"),
        (y1, "first probability"),
        (y2, "second probability"),
        (g, "sigmoid of the difference"),
        (t1, "target of the first class, real"),
    ),
    (),
    (FIRST, SECOND, SIGMOID),
)
is_sigmoid = Part(
    name="is-sigmoid",
    words="the first probability is a sigmoid",
    setting=two.without(SECOND),
    derivation=derive(y1, step(g, definition, "divide numerator and denominator by `exp(z_1)`")),
)
is_logistic_loss = Part(
    name="is-logistic-loss",
    words="cross-entropy is the logistic loss",
    setting=two,
    derivation=derive(
        -t1 * log(y1) - (1 - t1) * log(y2),
        step(-t1 * log(g) - (1 - t1) * log(1 - g), definition, "`y_2 = 1 - y_1`"),
    ),
)
two_classes = Theorem(
    name="two-classes",
    title="Two classes: softmax is a sigmoid",
    idea="Only the difference of the logits counts, by shift invariance with `-z_2`: one logit is enough.",
    parts=(is_sigmoid, is_logistic_loss),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.2",),
)

THEOREMS = (
    softmax_jacobian,
    softmax_distribution,
    shift_invariance,
    stable_softmax,
    log_sum_exp_gradient,
    cross_entropy_gradient,
    two_classes,
)
