"""The logistic unit.

    g = 1 / (1 + exp(-z)),     L = -y log g - (1 - y) log(1 - g)

The logit z and the target y are any real numbers (y is 0 or 1 in a classifier; nothing needs that).
"""

from sympy import Integer, Rational, exp, log

from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Definition
from ..kernel.rules import algebra, definition, derivative, equivalence, given, lemma, order, sign_cases
from ..kernel.settings import Setting
from ..kernel.terms import D, real, relu

z = real("z")  # the logit
y = real("y")  # the target
g = real("g")  # the predicted probability
L = real("L")  # the loss of one sample

SIGMOID = Definition(g, 1 / (1 + exp(-z)), "g is the sigmoid of z")
LOSS = Definition(L, -y * log(g) - (1 - y) * log(1 - g), "L is the logistic loss")

ALPHABET = ((z, "logit, real"), (y, "target, real"), (g, "predicted probability"), (L, "loss of one sample"))
unit = Setting("logistic", (ALPHABET[0], ALPHABET[2]), (), (SIGMOID,))


# Theorem.  dg/dz = g (1 - g) <= 1/4, with equality at z = 0 only.
#
# 1 - g is exp(-z) / (1 + exp(-z)), so the derivative of the quotient splits into g times 1 - g.

slope = Part(
    name="slope",
    words="the derivative of the sigmoid",
    setting=unit,
    derivation=derive(
        D(g, z),
        step(D(1 / (1 + exp(-z)), z), definition, "definition of the sigmoid"),
        step(exp(-z) / (1 + exp(-z)) ** 2, derivative, "chain rule"),
        step(g * (1 - g), definition, "`1 - g` is `exp(-z)` over the denominator"),
    ),
)
largest_slope = Part(
    name="largest-slope",
    words="it is at most 1/4",
    setting=unit,
    derivation=derive(
        g * (1 - g),
        step(Rational(1, 4), order, "complete the square", relation="<=", gap=(g - Rational(1, 2)) ** 2),
    ),
)
steepest = Part(
    name="steepest",
    words="it is 1/4 exactly where the sigmoid is 1/2",
    setting=unit,
    derivation=derive(
        equal(D(g, z), Rational(1, 4)),
        step(equal(g * (1 - g), Rational(1, 4)), lemma, "the derivative", part=slope),
        step(
            equal(g, Rational(1, 2)),
            equivalence,
            "the difference is `-(g - 1/2)^2`, and a square is 0 only at 0",
            factor=Integer(-1),
            power=2,
        ),
    ),
)
AT_0 = Assume(equal(z, Integer(0)), "the logit is 0")
AT_HALF = Assume(equal(g, Rational(1, 2)), "the sigmoid is 1/2")
half_at_0 = Part(
    name="half-at-0",
    words="the sigmoid is 1/2 at 0",
    setting=unit.having(AT_0),
    derivation=derive(
        g,
        step(1 / (1 + exp(-z)), definition, "definition of the sigmoid"),
        step(Rational(1, 2), given, "`exp(0) = 1`", equation=AT_0),
    ),
)
only_at_0 = Part(
    name="only-at-0",
    words="and a logit at which it is 1/2 is 0",
    setting=unit.having(AT_HALF),
    derivation=derive(
        z,
        step(log(g) - log(1 - g), definition, "the logit is the log of the odds"),
        step(Integer(0), given, "the odds are 1", equation=AT_HALF),
    ),
)
sigmoid_derivative = Theorem(
    name="sigmoid-derivative",
    title="The derivative of the sigmoid",
    idea=(
        "The sigmoid satisfies its own differential equation: the slope is the product of the two probabilities, "
        "and such a product is largest when both are 1/2. A chain of saturated units therefore kills gradients."
    ),
    parts=(slope, largest_slope, steepest, half_at_0, only_at_0),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.88)",),
)


# Theorem.  tanh x = 2 g(2x) - 1, and tanh' = 1 - tanh^2.

x = real("x")  # the argument
h = real("h")  # tanh x
g2 = real("q")  # the sigmoid at 2 x

TANH = Definition(h, (exp(x) - exp(-x)) / (exp(x) + exp(-x)), "h is tanh x")
SIGMOID_OF_TWICE = Definition(g2, 1 / (1 + exp(-2 * x)), "q is the sigmoid of 2 x")
hyperbolic = Setting(
    "logistic", ((x, "argument, real"), (h, "tanh x"), (g2, "sigmoid of 2 x")), (), (TANH, SIGMOID_OF_TWICE)
)
tanh_is_sigmoid = Part(
    name="tanh-is-sigmoid",
    words="tanh is a sigmoid, stretched and shifted",
    setting=hyperbolic,
    derivation=derive(
        h,
        step((1 - exp(-2 * x)) / (1 + exp(-2 * x)), definition, "multiply both by `exp(-x)`"),
        step(2 * g2 - 1, definition, "`1 - u = 2 - (1 + u)`"),
    ),
)
tanh_slope = Part(
    name="tanh-slope",
    words="the derivative of tanh",
    setting=hyperbolic.without(SIGMOID_OF_TWICE),
    derivation=derive(
        D(h, x),
        step(D((exp(x) - exp(-x)) / (exp(x) + exp(-x)), x), definition, "definition of tanh"),
        step(4 / (exp(x) + exp(-x)) ** 2, derivative, "quotient rule; the squares differ by 4"),
        step(1 - h**2, definition, "the same difference of squares"),
    ),
)
tanh_identities = Theorem(
    name="tanh-identities",
    title="tanh and its derivative",
    idea="tanh is the sigmoid in another frame, so whatever is known of one is known of the other.",
    parts=(tanh_is_sigmoid, tanh_slope),
    sources=("Y. LeCun, L. Bottou, G. B. Orr, K.-R. Mueller, Efficient BackProp, 1998, section 4.4",),
)


# Theorem.  dL/dg = (g - y)/(g - g^2), and dL/dz = g - y.

ABOVE_0 = Assume(Claim(Integer(0), "<", g), "the prediction is above 0")
BELOW_1 = Assume(Claim(g, "<", Integer(1)), "the prediction is below 1")
prediction = Setting("logistic", ALPHABET[1:], (), (LOSS, ABOVE_0, BELOW_1))
with_logit = Setting("logistic", ALPHABET, (), (SIGMOID, LOSS))

with_respect_to_g = Part(
    name="with-respect-to-g",
    words="the derivative with respect to the prediction",
    setting=prediction,
    derivation=derive(
        D(L, g),
        step(D(-y * log(g) - (1 - y) * log(1 - g), g), definition, "definition of the loss"),
        step(-y / g + (1 - y) / (1 - g), derivative, "the derivative of `log(1 - g)` is `-1/(1 - g)`"),
        step((g - y) / (g - g**2), algebra, "common denominator: `y g` cancels"),
    ),
)
with_respect_to_z = Part(
    name="with-respect-to-z",
    words="the derivative with respect to the logit",
    setting=with_logit,
    derivation=derive(
        D(L, z),
        step(
            D(log(1 + exp(z)) - y * z, z),
            definition,
            "`-log g = log(1 + exp(z)) - z` and `-log(1 - g) = log(1 + exp(z))`",
        ),
        step(exp(z) / (1 + exp(z)) - y, derivative, "chain rule"),
        step(g - y, definition, "the fraction is the sigmoid"),
    ),
)
logistic_loss_gradient = Theorem(
    name="logistic-loss-gradient",
    title="The gradient of the logistic loss",
    idea=(
        "The derivative with respect to the prediction explodes at 0 and 1; that of the sigmoid vanishes there at the "
        "same rate. With respect to the logit the two cancel, and the difference of prediction and target is left."
    ),
    parts=(with_respect_to_g, with_respect_to_z),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.91)",),
)


# Theorem.  L = max(z, 0) - y z + log(1 + exp(-|z|)), which never overflows.

stable_loss = Part(
    name="stable-loss",
    words="a form that never exponentiates a positive number",
    setting=with_logit,
    derivation=derive(
        L,
        step(log(1 + exp(z)) - y * z, definition, "`-log g = log(1 + exp(z)) - z` and `-log(1 - g) = log(1 + exp(z))`"),
        step(
            relu(z) - y * z + log(1 + exp(-(relu(z) + relu(-z)))),
            sign_cases,
            "for `0 < z`, take `z` out of the logarithm; relu(z) + relu(-z) is the absolute value",
            of=z,
        ),
    ),
)
stable_logistic_loss = Theorem(
    name="stable-logistic-loss",
    title="The logistic loss without overflow",
    idea="exp(z) overflows for large z; exp of minus the absolute value never does, and the two forms are equal.",
    parts=(stable_loss,),
    sources=("N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 1.13",),
)
