"""What depth does to a signal: one recursion for the variances of the layers, and what becomes of them.

    q_0 = v^2,   q_{k+1} = r q_k          q_L = r^L v^2
    linear layers:  r = n_in sigma^2      ReLU layers:  r = n_in sigma^2 / 2      backward:  r = n_out sigma^2

That a layer takes the variance q_L to q_{L+1} is proved for random weights and random inputs; the rest is arithmetic.
Which of three things happens is decided by r alone, whatever it is:

    r > 1     explodes:    q_L >= v^2 (1 + L (r - 1))       more than B v^2 at each depth L >= B/(r - 1)
    r < 1     vanishes:    q_L <= v^2/(1 + L (1/r - 1))     less than v^2/B at each depth L >= B/(1/r - 1)
    r = 1     keeps:       q_L = v^2
"""

from sympy import Expr, Integer, oo

from ..bernoulli import L, decays, grows, r
from ..kernel.claims import equal
from ..kernel.derivations import Derivation, Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Mean, Symmetric, Variance
from ..kernel.induction import hypothesis, induction, instance
from ..kernel.laws import Recursion
from ..kernel.layers import recursion
from ..kernel.rules import (
    declared_moments,
    definition,
    given,
    independence,
    lemma,
    linearity,
    sign_cases,
    symmetry,
    variance,
)
from ..kernel.settings import Setting
from ..kernel.terms import E, Var, dependent_family, natural, relu, total
from .linear_layer import LAYER, WEIGHTS_FROM_INPUTS, ZERO_MEAN_INPUTS, a, v, x
from .relu import NEXT_LAYER, WEIGHTS_FROM_PRE_ACTIVATIONS, b, p
from .weights import ALPHABET, RANGES, WEIGHTS, ZERO_MEAN_WEIGHTS, i, j, n_in, n_out, sigma, w
from .xavier import BACKWARD_LAYER, WEIGHTS_FROM_GRADIENTS, ZERO_MEAN_GRADIENTS, d, u

k = natural("k")  # a layer
q = dependent_family("q", oo, positive=True)  # the variance of a unit of each layer

VARIANCES = Recursion(q[k], v**2, r * q[k], "every layer multiplies the variance by r; that of layer 0 is `v^2`")
NUMBERS = (
    (q[k], "variance of a unit of layer k"),
    (v, "standard deviation of a unit of layer 0, positive"),
    (r, "factor per layer, positive"),
    (L, "number of layers"),
)

BY_LINEAR_LAYERS = Assume(equal(r, n_in * sigma**2), "the factor of a linear layer")
BY_RELU_LAYERS = Assume(equal(r, n_in * sigma**2 / 2), "the factor of a ReLU layer")
BY_TRANSPOSES = Assume(equal(r, n_out * sigma**2), "the factor of a linear layer on the way back")


# One layer: from the variance q_L to the variance q_{L+1}.


def one_layer(result: Expr, summed: Expr, squares: Expr, factor: Assume, into: str) -> Derivation:
    """Prove Var(result) = q_{L+1} for a sum of weights times inputs."""
    return derive(
        Var(result),
        step(Var(summed), definition, "definition of the layer"),
        step(E(summed**2) - E(summed) ** 2, variance, "definition of the variance"),
        step(squares, declared_moments, "weights have mean zero, are uncorrelated, and independent of what they see"),
        step(r * q[L], given, into, equation=factor),
        step(q[L + 1], recursion, "the recursion", law=VARIANCES, layer=L + 1),
    )


INPUT_VARIANCE = Variance(x[i], q[L], "the inputs of layer L + 1 have variance `q_L`")
output_mean = Part(
    name="output-mean",
    words="the outputs of a layer have mean zero, as its inputs were assumed to",
    setting=Setting(
        "initialization",
        (*ALPHABET, (x[i], "inputs, random"), (a[j], "outputs")),
        RANGES,
        (LAYER, ZERO_MEAN_WEIGHTS, WEIGHTS_FROM_INPUTS),
        random=(w, x),
    ),
    derivation=derive(
        E(a[j]),
        step(E(total(w[j, i] * x[i], i, n_in)), definition, "definition of the layer"),
        step(total(E(w[j, i] * x[i]), i, n_in), linearity, "E is linear"),
        step(total(E(w[j, i]) * E(x[i]), i, n_in), independence, "weights are independent of inputs"),
        step(Integer(0), declared_moments, "`E[w_ji] = 0`"),
    ),
)
linear_layer = Part(
    name="linear-layer",
    words="a linear layer takes the variance `q_L` to `q_{L+1}`",
    setting=Setting(
        "initialization",
        (*ALPHABET, (x[i], "units of layer L, random"), (a[j], "units of layer L + 1"), *NUMBERS),
        RANGES,
        (LAYER, *WEIGHTS, WEIGHTS_FROM_INPUTS, ZERO_MEAN_INPUTS, INPUT_VARIANCE, BY_LINEAR_LAYERS, VARIANCES),
        random=(w, x),
    ),
    derivation=one_layer(
        a[j], total(w[j, i] * x[i], i, n_in), n_in * sigma**2 * q[L], BY_LINEAR_LAYERS, "`r = n_in sigma^2`"
    ),
)

# ReLU keeps half of the second moment of any symmetric pre-activation, not only of a normal one.

SYMMETRIC = Symmetric(p[i], "pre-activations have symmetric distributions, as behind symmetric weights")
CENTRED = Mean(p[i], Integer(0), "so their mean is zero")
SPREAD = Variance(p[i], q[L], "the pre-activations of layer L have variance `q_L`")
symmetric = Setting(
    "initialization",
    ((n_in, "number of inputs (fan-in)"), (p[i], "pre-activations, random")),
    ((i, n_in),),
    (SYMMETRIC,),
    random=(p,),
)
other_half = Part(
    name="other-half",
    words="both halves of a symmetric pre-activation carry the same second moment",
    setting=symmetric,
    derivation=derive(E(relu(-p[i]) ** 2), step(E(relu(p[i]) ** 2), symmetry, "`-p_i` has the distribution of `p_i`")),
)
half = Part(
    name="half",
    words="so ReLU keeps half of the variance of what comes in, as a second moment",
    setting=symmetric.having(CENTRED),
    derivation=derive(
        E(relu(p[i]) ** 2),
        step(E(relu(p[i]) ** 2) / 2 + E(relu(-p[i]) ** 2) / 2, lemma, "the two halves are equal", part=other_half),
        step(E(relu(p[i]) ** 2 / 2 + relu(-p[i]) ** 2 / 2), linearity, "E is linear"),
        step(E(p[i] ** 2 / 2), sign_cases, "one of the two is `p_i^2`, the other 0", of=p[i]),
        step(E(p[i] ** 2) / 2, linearity, "E is linear"),
        step(Var(p[i]) / 2 + E(p[i]) ** 2 / 2, variance, "definition of the variance"),
        step(Var(p[i]) / 2, declared_moments, "`E[p_i] = 0`"),
    ),
)
relu_layer = Part(
    name="relu-layer",
    words="ReLU and a linear layer take the variance `q_L` of the pre-activations to `q_{L+1}`",
    setting=Setting(
        "initialization",
        (*ALPHABET, (p[i], "pre-activations of layer L, random"), (b[j], "those of layer L + 1"), *NUMBERS),
        RANGES,
        (
            NEXT_LAYER,
            *WEIGHTS,
            WEIGHTS_FROM_PRE_ACTIVATIONS,
            SYMMETRIC,
            CENTRED,
            SPREAD,
            BY_RELU_LAYERS,
            VARIANCES,
        ),
        random=(w, p),
    ),
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
            "weights have mean zero, are uncorrelated, and independent of the pre-activations",
        ),
        step(total(sigma**2 * Var(p[i]) / 2, i, n_in), lemma, "ReLU keeps half", part=half),
        step(n_in * sigma**2 * q[L] / 2, declared_moments, "`Var(p_i) = q_L`, `n_in` equal terms"),
        step(r * q[L], given, "`r = n_in sigma^2/2`", equation=BY_RELU_LAYERS),
        step(q[L + 1], recursion, "the recursion", law=VARIANCES, layer=L + 1),
    ),
)
GRADIENT_VARIANCE = Variance(u[j], q[L], "the gradients that arrive have variance `q_L`, L layers below the loss")
backward_layer = Part(
    name="backward-layer",
    words="on the way back, a linear layer takes the variance `q_L` of the gradients to `q_{L+1}`",
    setting=Setting(
        "initialization",
        (*ALPHABET, (u[j], "gradients at the outputs, random"), (d[i], "gradients at the inputs"), *NUMBERS),
        RANGES,
        (
            BACKWARD_LAYER,
            *WEIGHTS,
            WEIGHTS_FROM_GRADIENTS,
            ZERO_MEAN_GRADIENTS,
            GRADIENT_VARIANCE,
            BY_TRANSPOSES,
            VARIANCES,
        ),
        random=(w, u),
    ),
    derivation=one_layer(
        d[i], total(w[j, i] * u[j], j, n_out), n_out * sigma**2 * q[L], BY_TRANSPOSES, "`r = n_out sigma^2`"
    ),
)


# L layers: q_L = r^L v^2, by induction.

numbers = Setting("initialization", NUMBERS, (), (VARIANCES,))
POWER = equal(q[L], r**L * v**2)
ASSUMED = hypothesis(POWER)
at_depth = Part(
    name="at-depth",
    words="after L layers the variance has L factors r",
    setting=numbers,
    derivation=derive(
        q[L],
        step(
            r**L * v**2,
            induction,
            "by induction over the number of layers",
            over=L,
            base=Part(
                "base",
                "the base: no layer",
                numbers,
                derive(q[0], step(v**2, recursion, "the input", law=VARIANCES, layer=Integer(0))),
            ),
            step=Part(
                "step",
                "the step: one more layer",
                numbers.having(ASSUMED),
                derive(
                    q[L + 1],
                    step(r * q[L], recursion, "the recursion", law=VARIANCES, layer=L + 1),
                    step(r ** (L + 1) * v**2, given, "the induction hypothesis", equation=ASSUMED),
                ),
            ),
        ),
    ),
)

FANS = ((n_in, "number of inputs of every layer (fan-in)"), (sigma, "standard deviation of a weight, positive"))


def written_out(name: str, words: str, factor: Assume) -> Part:
    """Prove q_L = (the factor)^L v^2."""
    return Part(
        name=name,
        words=words,
        setting=Setting("initialization", (*FANS, *NUMBERS), (), (VARIANCES, factor)),
        derivation=derive(
            q[L],
            step(r**L * v**2, lemma, "L factors r", part=at_depth),
            step(factor.claim.terms[1] ** L * v**2, given, factor.words, equation=factor),
        ),
    )


linear_network = written_out("linear-network", "the variance after L linear layers", BY_LINEAR_LAYERS)
relu_network = written_out("relu-network", "the variance of the pre-activations after L ReLU layers", BY_RELU_LAYERS)


# Which factors vanish, explode, keep.

CRITICAL = Assume(equal(r, Integer(1)), "the factor is 1")

explodes = Part(
    name="explodes",
    words="a factor above 1 grows at least linearly with the depth, so beyond every bound",
    setting=numbers,
    derivation=derive(
        1 + L * (r - 1),
        step(r**L, instance, "Bernoulli's inequality", relation="<=", part=grows, name=L, value=L),
        step(q[L] / v**2, lemma, "L factors r", part=at_depth),
    ),
)
vanishes = Part(
    name="vanishes",
    words="a factor below 1 falls below `1/(1 + L (1/r - 1))`, so to 0",
    setting=numbers,
    derivation=derive(
        q[L] / v**2 * (1 + L * (1 / r - 1)),
        step(r**L * (1 + L * (1 / r - 1)), lemma, "L factors r", part=at_depth),
        step(Integer(1), instance, "Bernoulli's inequality for 1/r", relation="<=", part=decays, name=L, value=L),
    ),
)
keeps = Part(
    name="keeps",
    words="a factor of 1 keeps the variance at every depth",
    setting=numbers.having(CRITICAL),
    derivation=derive(
        q[L],
        step(r**L * v**2, lemma, "L factors r", part=at_depth),
        step(v**2, given, "every power of 1 is 1", equation=CRITICAL),
    ),
)

depth = Theorem(
    name="depth",
    title="Vanishing and exploding with depth",
    idea=(
        "Every layer multiplies the variance by the same factor. A power grows or falls faster than any line with that "
        "slope at depth 0, so only the factor 1 survives depth: an error of one percent is a factor of e in 100 layers."
    ),
    parts=(
        output_mean,
        linear_layer,
        other_half,
        half,
        relu_layer,
        backward_layer,
        at_depth,
        linear_network,
        relu_network,
        explodes,
        vanishes,
        keeps,
    ),
    sources=(
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, "
        "eq. (5)",
        "K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2, eq. (9)",
        "J. Bernoulli, Positiones arithmeticae de seriebus infinitis, 1689",
    ),
    remarks=(
        "The outputs of one layer are the inputs of the next: their mean is zero and their variance `q_{L+1}`, as is "
        "proved for one layer, and they are independent of the next weights if every layer draws its own.",
        "The layers may have different widths, as long as each has the factor r: with `sigma^2 = 1/n_in` it is 1.",
        "For ReLU nothing needs to be normal: weights with symmetric distributions make symmetric pre-activations.",
    ),
)
