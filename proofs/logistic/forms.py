"""The symmetry of the sigmoid, its integral softplus, and forms of it that do not overflow.

1 - g(z) = g(-z),    log g - log(1 - g) = z,    g = d/dz log(1 + exp(z))
"""

from sympy import Expr, exp, log

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.rules import algebra, definition, derivative, sign_cases
from ..kernel.settings import Setting
from ..kernel.terms import D, relu
from .unit import ALPHABET, g, unit, z

BISHOP = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.2"
HIGHAM = "N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 1.13"
number = Setting("logistic", (ALPHABET[0],), ())


def absolute(of: Expr) -> Expr:
    """The absolute value."""
    return relu(of) + relu(-of)


symmetry = Part(
    name="symmetry",
    words="the probability of the other class is the sigmoid of `-z`",
    setting=unit,
    derivation=derive(
        1 - g,
        step(exp(-z) / (1 + exp(-z)), definition, "common denominator"),
        step(1 / (1 + exp(z)), algebra, "multiply both by `exp(z)`"),
    ),
)
log_odds = Part(
    name="log-odds",
    words="the logit is the log of the odds",
    setting=unit,
    derivation=derive(
        log(g) - log(1 - g),
        step(log(1 + exp(z)) - log(1 + exp(-z)), definition, "`1 - g` is the sigmoid of `-z`"),
        step(log((1 + exp(z)) / (1 + exp(-z))), algebra, "a difference of logs is the log of a quotient"),
        step(z, algebra, "the quotient is `exp(z)`"),
    ),
)
sigmoid_symmetry = Theorem(
    name="sigmoid-symmetry",
    title="The symmetry of the sigmoid",
    idea="Exchanging the two classes changes the sign of the logit.",
    parts=(symmetry, log_odds),
    sources=(BISHOP,),
)

curvature = Part(
    name="curvature",
    words="the derivative of the slope",
    setting=unit,
    derivation=derive(
        D(g * (1 - g), z),
        step(D(exp(-z) / (1 + exp(-z)) ** 2, z), definition, "definition of the sigmoid"),
        step(
            exp(-z) * (exp(-z) - 1) / (1 + exp(-z)) ** 3,
            derivative,
            "quotient rule; a factor `1 + exp(-z)` cancels",
        ),
        step(g * (1 - g) * (1 - 2 * g), definition, "`1 - 2 g` is `(exp(-z) - 1)/(exp(-z) + 1)`"),
    ),
)
sigmoid_curvature = Theorem(
    name="sigmoid-curvature",
    title="The second derivative of the sigmoid",
    idea="The slope `g (1 - g)` is differentiated like any product; it rises where g < 1/2 and falls where g > 1/2.",
    parts=(curvature,),
    sources=(BISHOP,),
)

softplus_slope = Part(
    name="slope",
    words="the derivative of softplus is the sigmoid",
    setting=unit,
    derivation=derive(
        D(log(1 + exp(z)), z),
        step(exp(z) / (1 + exp(z)), derivative, "chain rule"),
        step(g, definition, "divide both by `exp(z)`"),
    ),
)
softplus_symmetry = Part(
    name="symmetry",
    words="softplus at z and at -z differ by z",
    setting=number,
    derivation=derive(
        log(1 + exp(z)) - log(1 + exp(-z)),
        step(log((1 + exp(z)) / (1 + exp(-z))), algebra, "a difference of logs is the log of a quotient"),
        step(z, algebra, "the quotient is `exp(z)`"),
    ),
)
stable_softplus = Part(
    name="stable",
    words="softplus without overflow",
    setting=number,
    derivation=derive(
        log(1 + exp(z)),
        step(
            relu(z) + log(1 + exp(-absolute(z))),
            sign_cases,
            "for `0 < z`, take `exp(z)` out of the logarithm",
            of=z,
        ),
    ),
)
softplus = Theorem(
    name="softplus",
    title="Softplus",
    idea="Softplus is the integral of the sigmoid and a smooth ReLU: it exceeds ReLU by `log(1 + exp(-|z|))`.",
    parts=(softplus_slope, softplus_symmetry, stable_softplus),
    sources=(
        "C. Dugas et al., Incorporating second-order functional knowledge for better option pricing, 2001",
        HIGHAM,
    ),
)

stable_value = Part(
    name="value",
    words="the sigmoid without overflow",
    setting=unit,
    derivation=derive(
        g,
        step(1 / (1 + exp(-z)), definition, "definition of the sigmoid"),
        step(
            exp(-relu(-z)) / (1 + exp(-absolute(z))),
            sign_cases,
            "for `z < 0`, multiply both by `exp(z)`",
            of=z,
        ),
    ),
)
stable_log = Part(
    name="log",
    words="the log of the sigmoid without overflow",
    setting=unit,
    derivation=derive(
        log(g),
        step(-log(1 + exp(-z)), definition, "the log of a quotient"),
        step(
            -relu(-z) - log(1 + exp(-absolute(z))),
            sign_cases,
            "for `z < 0`, take `exp(-z)` out of the logarithm",
            of=z,
        ),
    ),
)
stable_sigmoid = Theorem(
    name="stable-sigmoid",
    title="The sigmoid without overflow",
    idea="exp(-z) overflows for very negative z; there, the sigmoid is `exp(z)/(1 + exp(z))`, and the two forms agree.",
    parts=(stable_value, stable_log),
    sources=(HIGHAM,),
)
