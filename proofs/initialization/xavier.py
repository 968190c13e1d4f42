"""The Xavier rule.

    forward:   Var(a_j) = v^2  iff  sigma^2 = 1/n_in          a_j = sum_i w_ji x_i
    backward:  Var(d_i) = g^2  iff  sigma^2 = 1/n_out         d_i = sum_j w_ji u_j
    both:      only if n_in = n_out; else  sigma^2 = 2/(n_in + n_out)  is the compromise:
               the harmonic mean of the two, and the minimizer of their squared errors.

Going backward, the transposed matrix multiplies the gradients, so fan-in and fan-out change places.
"""

from sympy import Integer, Integral, Symbol, sqrt

from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Definition, Independent, Mean, Uniform, Variance
from ..kernel.rules import (
    algebra,
    antiderivative,
    declared_moments,
    definition,
    density,
    derivative,
    equivalence,
    independence,
    lemma,
    linearity,
    order,
    variance,
)
from ..kernel.settings import Setting
from ..kernel.terms import D, E, Var, family, positive, real, total
from .linear_layer import a, forward, forward_variance, v
from .weights import ALPHABET, RANGES, WEIGHTS, i, j, l, n_in, n_out, sigma, w

u = family("u", n_out)  # gradients at the outputs, random
d = family("d", n_in)  # gradients at the inputs
g = positive("g")  # the standard deviation of an output gradient

BACKWARD_LAYER = Definition(d[i], total(w[j, i] * u[j], j, n_out), "d is the gradient that flows back to the inputs")
WEIGHTS_FROM_GRADIENTS = Independent((w, u), "weights are independent of the output gradients")
ZERO_MEAN_GRADIENTS = Mean(u[j], Integer(0), "output gradients have mean zero")
GRADIENT_VARIANCE = Variance(u[j], g**2, "output gradients have variance `g^2`")

backward = Setting(
    name="initialization",
    alphabet=(
        *ALPHABET,
        (u[j], "gradients at the outputs, random"),
        (d[i], "gradients at the inputs"),
        (g, "standard deviation of an output gradient, positive"),
    ),
    ranges=RANGES,
    random=(w, u),
    hypotheses=(BACKWARD_LAYER, *WEIGHTS, WEIGHTS_FROM_GRADIENTS, ZERO_MEAN_GRADIENTS, GRADIENT_VARIANCE),
)

backward_variance = Part(
    name="backward-variance",
    words="the variance of a gradient that flows back through the layer",
    setting=backward,
    derivation=derive(
        Var(d[i]),
        step(Var(total(w[j, i] * u[j], j, n_out)), definition, "the transposed matrix times the output gradients"),
        step(
            E(total(w[j, i] * u[j], j, n_out) ** 2) - E(total(w[j, i] * u[j], j, n_out)) ** 2,
            variance,
            "definition of the variance",
        ),
        step(
            total(total(E(w[j, i] * w[l, i] * u[j] * u[l]), l, n_out), j, n_out)
            - total(E(w[j, i] * u[j]), j, n_out) ** 2,
            linearity,
            "the square of a sum is a double sum, and E is linear",
        ),
        step(
            total(total(E(w[j, i] * w[l, i]) * E(u[j] * u[l]), l, n_out), j, n_out)
            - total(E(w[j, i]) * E(u[j]), j, n_out) ** 2,
            independence,
            "weights are independent of the output gradients",
        ),
        step(
            total(sigma**2 * g**2, j, n_out),
            declared_moments,
            "`E[w_ji] = 0` and `E[w_ji w_li] = sigma^2 delta_jl`: only l = j is left; `E[u_j^2] = g^2`",
        ),
        step(n_out * sigma**2 * g**2, algebra, "`n_out` equal terms"),
    ),
)

forward_rule = Part(
    name="forward-rule",
    words="activations keep their variance exactly if `sigma^2 = 1/n_in`",
    setting=forward,
    derivation=derive(
        equal(Var(a[j]), v**2),
        step(equal(n_in * sigma**2 * v**2, v**2), lemma, "the variance of a linear layer", part=forward_variance),
        step(equal(sigma**2, 1 / n_in), equivalence, "divide by `n_in v^2 > 0`", factor=n_in * v**2),
    ),
)

backward_rule = Part(
    name="backward-rule",
    words="gradients keep their variance exactly if `sigma^2 = 1/n_out`",
    setting=backward,
    derivation=derive(
        equal(Var(d[i]), g**2),
        step(equal(n_out * sigma**2 * g**2, g**2), lemma, "the backward variance", part=backward_variance),
        step(equal(sigma**2, 1 / n_out), equivalence, "divide by `n_out g^2 > 0`", factor=n_out * g**2),
    ),
)

# The rest is about numbers: two rules, one compromise.

q = real("q")  # a candidate for the variance sigma^2
f, h = positive("f"), positive("h")  # what the two rules ask for

sizes = Setting(
    name="initialization",
    alphabet=((n_in, "number of inputs (fan-in)"), (n_out, "number of outputs (fan-out)")),
    ranges=(),
)
both_rules = Part(
    name="both-rules",
    words="both rules hold at once only if fan-in and fan-out are equal",
    setting=sizes,
    derivation=derive(
        equal(1 / n_in, 1 / n_out),
        step(equal(n_in, n_out), equivalence, "multiply by `n_in n_out`", factor=-1 / (n_in * n_out)),
    ),
)

FORWARD_VALUE = Definition(f, 1 / n_in, "f is the variance that the forward rule asks for")
BACKWARD_VALUE = Definition(h, 1 / n_out, "h is the variance that the backward rule asks for")

harmonic_mean = Part(
    name="harmonic-mean",
    words="`2/(n_in + n_out)` is the harmonic mean of the two rules",
    setting=Setting(
        name="initialization",
        alphabet=(*sizes.alphabet, (f, "variance asked for forward"), (h, "variance asked for backward")),
        ranges=(),
        hypotheses=(FORWARD_VALUE, BACKWARD_VALUE),
    ),
    derivation=derive(
        2 / (1 / f + 1 / h),
        step(2 / (n_in + n_out), definition, "`1/f = n_in` and `1/h = n_out`"),
    ),
)


def squared_errors(variance: Symbol) -> Symbol:
    """How far a variance is from keeping the forward and the backward variance, weighted by 1/fan."""
    return (n_in * variance - 1) ** 2 / n_in + (n_out * variance - 1) ** 2 / n_out


XAVIER = 2 / (n_in + n_out)

candidates = Setting(
    name="initialization",
    alphabet=(*sizes.alphabet, (q, "a candidate for the variance of a weight, real")),
    ranges=(),
)
least_squares = Part(
    name="least-squares",
    words="`2/(n_in + n_out)` minimizes the squared errors of the two rules, each weighted by 1/fan",
    setting=candidates,
    derivation=derive(
        squared_errors(XAVIER),
        step(
            squared_errors(q),
            order,
            "complete the square: the difference is `(n_in + n_out) (q - 2/(n_in + n_out))^2`",
            relation="<=",
            gap=(n_in + n_out) * (q - XAVIER) ** 2,
        ),
    ),
)
only_minimizer = Part(
    name="only-minimizer",
    words="and it is the only stationary point",
    setting=candidates,
    derivation=derive(
        equal(D(squared_errors(q), q), Integer(0)),
        step(equal(2 * (n_in * q - 1) + 2 * (n_out * q - 1), Integer(0)), derivative, "chain rule, 1/fan cancels"),
        step(equal(q, XAVIER), equivalence, "solve for q", factor=2 * (n_in + n_out)),
    ),
)

NARROWING = Assume(Claim(n_in, "<=", n_out), "the layer does not narrow (else exchange the two fans)")
between = Part(
    name="between",
    words="it lies between the two rules",
    setting=sizes.having(NARROWING),
    derivation=derive(
        1 / n_out,
        step(
            XAVIER,
            order,
            "`n_in + n_out <= 2 n_out`",
            relation="<=",
            gap=(n_out - n_in) / (n_out * (n_in + n_out)),
        ),
        step(
            1 / n_in,
            order,
            "`2 n_in <= n_in + n_out`",
            relation="<=",
            gap=(n_out - n_in) / (n_in * (n_in + n_out)),
        ),
    ),
)

# The same variance from a uniform distribution.

c = real("c")  # a weight, random, uniform on [-r, r]
r = positive("r")  # the limit of the uniform distribution
t = Symbol("t", real=True)  # a variable of integration

UNIFORM = Uniform(c, -r, r, "the weight c is uniform on [-r, r]")
uniform = Setting(
    name="initialization",
    alphabet=(*sizes.alphabet, (c, "a weight, random"), (r, "limit of the uniform distribution, positive")),
    ranges=(),
    random=(c,),
    hypotheses=(UNIFORM,),
)
uniform_mean = Part(
    name="uniform-mean",
    words="the mean of a uniform weight",
    setting=uniform,
    derivation=derive(
        E(c),
        step(Integral(t / (2 * r), (t, -r, r)), density, "the density is `1/(2 r)`", of=c, variable=t),
        step(
            Integer(0),
            antiderivative,
            "`t^2/(4 r)` is the same at `-r` and `r`",
            antiderivative=t**2 / (4 * r),
            variable=t,
        ),
    ),
)
uniform_second_moment = Part(
    name="uniform-second-moment",
    words="the second moment of a uniform weight",
    setting=uniform,
    derivation=derive(
        E(c**2),
        step(Integral(t**2 / (2 * r), (t, -r, r)), density, "the density is `1/(2 r)`", of=c, variable=t),
        step(r**2 / 3, antiderivative, "`t^3/(6 r)` at `r` minus at `-r`", antiderivative=t**3 / (6 * r), variable=t),
    ),
)
uniform_variance = Part(
    name="uniform-variance",
    words="the variance of a uniform weight",
    setting=uniform,
    derivation=derive(
        Var(c),
        step(E(c**2) - E(c) ** 2, variance, "definition of the variance"),
        step(r**2 / 3 - E(c) ** 2, lemma, "the second moment", part=uniform_second_moment),
        step(r**2 / 3, lemma, "the mean is 0", part=uniform_mean),
    ),
)
uniform_limit = Part(
    name="uniform-limit",
    words="the limits of the uniform Xavier initialization",
    setting=uniform,
    derivation=derive(
        equal(Var(c), XAVIER),
        step(equal(r**2 / 3, XAVIER), lemma, "the variance of a uniform weight", part=uniform_variance),
        step(
            equal(r, sqrt(6 / (n_in + n_out))),
            equivalence,
            "r > 0, so the negative root is excluded",
            factor=(r + sqrt(6 / (n_in + n_out))) / 3,
        ),
    ),
)

xavier_rule = Theorem(
    name="xavier-rule",
    title="The Xavier rule",
    idea=(
        "Keeping the variance of activations asks for `sigma^2 = 1/n_in`, keeping that of gradients for `1/n_out`. "
        "Unless the layer is square, no variance does both. `2/(n_in + n_out)` lies between them: it is their harmonic "
        "mean, and it minimizes the sum of the two squared errors, each weighted by 1/fan."
    ),
    parts=(
        backward_variance,
        forward_rule,
        backward_rule,
        both_rules,
        harmonic_mean,
        least_squares,
        only_minimizer,
        between,
        uniform_mean,
        uniform_second_moment,
        uniform_variance,
        uniform_limit,
    ),
    sources=(
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, "
        "eq. (10)-(16)",
    ),
    remarks=(
        "That weights are independent of the output gradients is a modelling assumption: it holds at the start of "
        "training for a network without ties, not afterwards.",
    ),
)
