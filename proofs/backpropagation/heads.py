"""Heads: the last layer with its loss, for which delta has a closed form.

softmax and cross-entropy     delta = y - t  if the targets sum to 1
sigmoid and logistic loss     delta = g - y
any f and squared error       delta_j = (y_j - t_j) f'(z_j)
"""

from sympy import Expr, Integer, Rational, Symbol, exp, log

from ..kernel.claims import equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Definition
from ..kernel.laws import Differentiable
from ..kernel.rules import definition, derivative, given
from ..kernel.settings import Setting
from ..kernel.terms import D, delta, family, function, index, real, size, total

m, n = size("m"), size("n")  # classes or outputs, units of the layer below
i, j, c, e = index("i"), index("j"), index("c"), index("e")  # classes
h, k = index("h"), index("k")  # units of the layer below
W, b = family("W", m, n), family("b", m)
a, t = family("a", n), family("t", m)  # activations of the layer below, targets
z, y = family("z", m), family("y", m)  # logits, outputs
L = real("L")  # the loss of one sample

AFFINE = Definition(z[j], total(W[j, k] * a[k], k, n) + b[j], "the logits are affine in the activations")
SOFTMAX = Definition(y[i], exp(z[i]) / total(exp(z[c]), c, m), "y is the softmax of z")
CROSS_ENTROPY = Definition(L, -total(t[c] * log(y[c]), c, m), "L is the cross-entropy of the targets t and y")
TARGETS_SUM_TO_1 = Assume(equal(total(t[c], c, m), Integer(1)), "the targets sum to 1")

ALPHABET = (
    (m, "units of the last layer"),
    (n, "units of the layer below"),
    (a[k], "activations of the layer below"),
    (W[j, k], "weights"),
    (b[j], "biases"),
    (z[j], "logits"),
    (y[j], "outputs"),
    (t[j], "targets"),
    (L, "loss of one sample"),
)
RANGES = ((i, m), (j, m), (k, n))
classifier = Setting("backpropagation", ALPHABET, RANGES, (AFFINE, SOFTMAX, CROSS_ENTROPY, TARGETS_SUM_TO_1))


def logit(unit: Symbol) -> Expr:
    """The logit of a unit, written out."""
    return total(W[unit, h] * a[h], h, n) + b[unit]


def _softmax_gradient(name: str, words: str, parameter: Expr, factor: Expr, slope: Expr, why: str) -> Part:
    normalizer = total(exp(logit(e)), e, m)
    return Part(
        name,
        words,
        classifier,
        derive(
            D(L, parameter),
            step(
                D(total(t[c] * (log(normalizer) - logit(c)), c, m), parameter),
                definition,
                "`log y_c` is the logit minus the log of the sum",
            ),
            step(
                total(t[c] * (exp(logit(j)) * factor / normalizer - slope), c, m),
                derivative,
                why,
            ),
            step(
                (y[j] * total(t[c], c, m) - t[j]) * factor, definition, "the fraction is `y_j`, and the delta contracts"
            ),
            step((y[j] - t[j]) * factor, given, "the targets sum to 1", equation=TARGETS_SUM_TO_1),
        ),
    )


softmax_weights = _softmax_gradient(
    "weights", "the gradient of the weights", W[j, k], a[k], delta(c, j) * a[k], "only the j-th logit contains `W_jk`"
)
softmax_biases = _softmax_gradient(
    "biases", "the gradient of the biases", b[j], Integer(1), delta(c, j), "only the j-th logit contains `b_j`"
)
softmax_head = Theorem(
    name="softmax-head",
    title="The gradient of a softmax layer with cross-entropy",
    idea="The logarithm of the loss undoes the exponential of the softmax: delta is prediction minus target.",
    parts=(softmax_weights, softmax_biases),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.109)",),
    remarks=("If the targets do not sum to 1, delta is `y_j` times their sum, minus `t_j`.",),
)


# Theorem.  For one sigmoid unit: dL/dw_k = (g - y) a_k and dL/db = g - y.

w = family("w", n)
bias, score, label, g = real("b"), real("z"), real("y"), real("g")

SCORE = Definition(score, total(w[k] * a[k], k, n) + bias, "the logit is affine in the activations")
SIGMOID = Definition(g, 1 / (1 + exp(-score)), "g is the sigmoid of z")
LOGISTIC_LOSS = Definition(L, -label * log(g) - (1 - label) * log(1 - g), "L is the logistic loss")
unit = Setting(
    "backpropagation",
    (
        (n, "units of the layer below"),
        (a[k], "activations of the layer below"),
        (w[k], "weights"),
        (bias, "bias"),
        (score, "logit"),
        (g, "predicted probability"),
        (label, "target, real"),
        (L, "loss of one sample"),
    ),
    ((k, n),),
    (SCORE, SIGMOID, LOGISTIC_LOSS),
)
SCORE_OUT = total(w[h] * a[h], h, n) + bias


def _logistic_gradient(name: str, words: str, parameter: Expr, factor: Expr, why: str) -> Part:
    return Part(
        name,
        words,
        unit,
        derive(
            D(L, parameter),
            step(
                D(log(1 + exp(SCORE_OUT)) - label * SCORE_OUT, parameter),
                definition,
                "`-log g = log(1 + exp(z)) - z` and `-log(1 - g) = log(1 + exp(z))`",
            ),
            step((exp(SCORE_OUT) / (1 + exp(SCORE_OUT)) - label) * factor, derivative, why),
            step((g - label) * factor, definition, "the fraction is g"),
        ),
    )


logistic_weights = _logistic_gradient(
    "weights", "the gradient of the weights", w[k], a[k], "the logit contains `w_k` with the factor `a_k`"
)
logistic_bias = _logistic_gradient(
    "bias", "the gradient of the bias", bias, Integer(1), "the logit contains the bias once"
)
logistic_head = Theorem(
    name="logistic-head",
    title="The gradient of a sigmoid unit with the logistic loss",
    idea="As at a softmax, what the sigmoid flattens the logarithm steepens: delta is prediction minus target.",
    parts=(logistic_weights, logistic_bias),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.91)",),
)


# Theorem.  For L = sum_c (y_c - t_c)^2 / 2 with y = f(z): dL/dz_j = (y_j - t_j) f'(z_j).

f = function("f")
OUTPUT = Definition(y[i], f(z[i]), "y is f of z, unit by unit")
SQUARED_ERROR = Definition(L, total((y[c] - t[c]) ** 2, c, m) / 2, "L is half the squared error")
SMOOTH = Differentiable(f, "f is differentiable")
regression = Setting(
    "backpropagation",
    ((m, "units of the last layer"), (f, "activation function"), *ALPHABET[5:]),
    ((i, m), (j, m)),
    (OUTPUT, SQUARED_ERROR, SMOOTH),
)
squared_error_delta = Part(
    name="delta",
    words="the delta of the last layer",
    setting=regression,
    derivation=derive(
        D(L, z[j]),
        step(D(total((f(z[c]) - t[c]) ** 2, c, m) * Rational(1, 2), z[j]), definition, "definition of the loss"),
        step((f(z[j]) - t[j]) * f.slope(z[j]), derivative, "only the j-th term depends on `z_j`"),
        step((y[j] - t[j]) * f.slope(z[j]), definition, "f of `z_j` is the output"),
    ),
)
squared_error_head = Theorem(
    name="squared-error-head",
    title="The delta of the squared error",
    idea=(
        "Nothing undoes the activation here, so its slope stays as a factor: a saturated unit learns slowly, however "
        "wrong it is."
    ),
    parts=(squared_error_delta,),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2.1",),
)
