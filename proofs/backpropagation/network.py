"""A network of any depth and any widths.

    z^(0) = x        z^(l+1)_j = sum_k W^(l+1)_jk f_l(z^(l)_k) + b^(l+1)_j
    C is a differentiable function of the last z, d^(last)_j = dC/dz_j
    d^(l)_k = f_l'(z^(l)_k) sum_j W^(l+1)_jk d^(l+1)_j  below the last layer: the deltas

Every layer has its own activation function; f_0 may be the identity, then W^(1) meets the input itself.
The parameter in question is in layer l + 1, and p layers lie above that, so the network has l + 1 + p layers.

The proof carries sum_j d_j dz_j/dv through the layers: by the recursion of z and that of d, it is the same
at every layer from l + 1 to the last.  At the last layer it is dC/dv.  At layer l + 1 it is the claimed gradient.
"""

from sympy import Expr, Integer, Symbol, oo

from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume
from ..kernel.induction import hypothesis, induction, instance
from ..kernel.laws import BackwardRecursion, Differentiable, FunctionOf, Recursion
from ..kernel.layers import chain_rule, distinct, recursion
from ..kernel.rules import algebra, derivative, given, lemma
from ..kernel.settings import Setting
from ..kernel.terms import LAYER, D, delta, dependent, dependent_family, family, function, index, natural, total, widths

l, p, q, r = natural("l"), natural("p"), natural("q"), natural("r")
g, h, i, j, k = map(index, "ghijk")
n = widths("n")  # units of each layer
W, b = family("W", oo, n[LAYER], n[LAYER - 1]), family("b", oo, n[LAYER])
x = family("x", n[0])
f = function("f")  # f_l, the activation function of layer l
z = dependent_family("z", oo, n[LAYER])
d = dependent_family("d", oo, n[LAYER])
C = dependent("C")

here, last = l + 1, l + 1 + p  # the layer of the parameter, and the last layer


def preactivation(layer: Expr, unit: Symbol) -> Expr:
    """What the forward pass computes at the layer above a layer."""
    return total(W[layer + 1, unit, h] * f(layer, z[layer, h]), h, n[layer]) + b[layer + 1, unit]


FORWARD = Recursion(
    z[r, i],
    x[i],
    total(W[r + 1, i, k] * f(r, z[r, k]), k, n[r]) + b[r + 1, i],
    "the first preactivations are the input, the next are affine in the activations",
)
SMOOTH = Differentiable(f, "every activation function is differentiable")

LOSS = FunctionOf(
    C, z[last, i], i, d[last, i], "the loss is a differentiable function of the last z, with partial derivatives d"
)
BACKWARD = BackwardRecursion(
    d[r, k],
    last,
    f.slope(r, z[r, k]) * total(W[r + 1, i, k] * d[r + 1, i], i, n[r + 1]),
    "below the last layer, the deltas follow the recursion",
)

ALPHABET = (
    (n[r], "units of layer r"),
    (W[r, i, k], "weights of layer r, from layer 1 on"),
    (b[r, i], "biases of layer r, from layer 1 on"),
    (x[i], "input"),
    (f, "activation functions, one for each layer"),
    (z[r, i], "preactivations of layer r"),
    (d[r, i], "partial derivatives of the loss with respect to them, the deltas"),
    (C, "loss of one sample"),
    (l, "number of layers below the one in question"),
    (p, "number of layers above it"),
    (q, "number of layers between"),
)


def network(units: Expr, *hypotheses: object) -> Setting:
    """Return the setting in which the index g runs over the units of one layer."""
    ranges = ((j, n[here]), (k, n[l]), (g, units))
    return Setting("backpropagation", ALPHABET, ranges, hypotheses)  # type: ignore[arg-type]


forward = (FORWARD, SMOOTH)
everything = (FORWARD, SMOOTH, LOSS, BACKWARD)


# Lemma.  Units do not depend on parameters above them: dz^(q)_g/dv = 0 for q <= l.


def unmoved_below(name: str, parameter: Expr, indices: tuple[Symbol, ...], direct: Expr) -> Part:
    """Prove it by induction over q; `direct` is what differentiating the affine map at layer q + 1 gives."""
    claim = equal(D(z[q, g], parameter), Integer(0))
    assumed = hypothesis(claim, *indices, for_all=((g, n[q]),))
    base = Part(
        "base",
        "the base: the input does not depend on parameters",
        network(n[0], *forward),
        derive(
            D(z[0, g], parameter),
            step(D(x[g], parameter), recursion, "`z` at layer 0 is the input", law=FORWARD, layer=Integer(0)),
            step(Integer(0), derivative, "the input is a constant"),
        ),
    )
    after = Part(
        "step",
        "the step: if no unit of layer q depends on it, none of the next layer does, as long as `q + 1 <= l`",
        network(n[q + 1], *forward, Assume(Claim(q + 1, "<=", l), "layer q + 1 is below the parameter"), assumed),
        derive(
            D(z[q + 1, g], parameter),
            step(D(preactivation(q, g), parameter), recursion, "the forward pass", law=FORWARD, layer=q + 1),
            step(
                direct + total(W[q + 1, g, h] * f.slope(q, z[q, h]) * D(z[q, h], parameter), h, n[q]),
                derivative,
                "product rule and chain rule",
            ),
            step(direct, given, "the units of layer q do not depend on it", equation=assumed),
            step(Integer(0), distinct, "the parameter is in layer l + 1, and q + 1 is less"),
        ),
    )
    below = Assume(Claim(q, "<=", l), "layer q is below the parameter")
    return Part(
        name,
        "units do not depend on parameters above them",
        network(n[q], *forward, below),
        derive(
            D(z[q, g], parameter),
            step(Integer(0), induction, "by induction over the layer q", over=q, base=base, step=after),
        ),
    )


# Lemma.  sum_i d_i dz_i/dv is the same at every layer from l + 1 to the last.


def carried(layer: Expr, parameter: Expr) -> Expr:
    """How the loss varies with a parameter, seen at a layer."""
    return total(d[layer, i] * D(z[layer, i], parameter), i, n[layer])


def carried_unchanged(name: str, parameter: Expr, indices: tuple[Symbol, ...]) -> Part:
    """Prove it by induction over the number q of layers above l + 1."""
    now = here + q
    claim = equal(carried(now, parameter), carried(here, parameter))
    assumed = hypothesis(claim, *indices)
    base = Part(
        "base",
        "the base: q = 0",
        network(n[l], *everything),
        derive(carried(here, parameter), step(carried(here, parameter), algebra, "the two sides are the same")),
    )
    slopes = f.slope(now, z[now, h])
    after = Part(
        "step",
        "the step: from layer l + 1 + q to the next, as long as there is one",
        network(n[l], *everything, Assume(Claim(q + 1, "<=", p), "there is a layer above"), assumed),
        derive(
            carried(now + 1, parameter),
            step(
                total(d[now + 1, i] * D(preactivation(now, i), parameter), i, n[now + 1]),
                recursion,
                "the forward pass",
                law=FORWARD,
                layer=now + 1,
            ),
            step(
                total(
                    d[now + 1, i] * total(W[now + 1, i, h] * slopes * D(z[now, h], parameter), h, n[now]), i, n[now + 1]
                ),
                derivative,
                "the weights and biases of this layer are other parameters",
            ),
            step(
                total(
                    slopes * total(W[now + 1, i, h] * d[now + 1, i], i, n[now + 1]) * D(z[now, h], parameter), h, n[now]
                ),
                algebra,
                "the two sums change places",
            ),
            step(
                carried(now, parameter),
                recursion,
                "the inner sum is the recursion of the deltas",
                law=BACKWARD,
                layer=now,
            ),
            step(carried(here, parameter), given, "the induction hypothesis", equation=assumed),
        ),
    )
    within = Assume(Claim(q, "<=", p), "layer l + 1 + q exists")
    return Part(
        name,
        "the sum of the deltas times dz is the same at every layer",
        network(n[l], *everything, within),
        derive(
            carried(now, parameter),
            step(
                carried(here, parameter),
                induction,
                "by induction over the layers between",
                over=q,
                base=base,
                step=after,
            ),
        ),
    )


# Theorem.  dC/dW^(l+1)_jk = d^(l+1)_j f_l(z^(l)_k)  and  dC/db^(l+1)_j = d^(l+1)_j.


def gradient(name: str, words: str, parameter: Expr, unmoved: Part, unchanged: Part, result: Expr, why: str) -> Part:
    """Prove that the derivative of the loss with respect to a parameter of layer l + 1 is the result."""
    setting = network(n[l], *everything)
    at_l = Part(
        f"{name}-at-l",
        "the units of layer l do not depend on it",
        network(n[l], *forward),
        derive(D(z[l, g], parameter), step(Integer(0), instance, "q = l", part=unmoved, name=q, value=l)),
    )
    above = total(d[here, i] * total(W[here, i, h] * f.slope(l, z[l, h]) * D(z[l, h], parameter), h, n[l]), i, n[here])
    return Part(
        name,
        words,
        setting,
        derive(
            D(C, parameter),
            step(carried(last, parameter), chain_rule, "the loss varies through every unit of the last layer"),
            step(
                carried(here, parameter),
                instance,
                "the sum is the same at layer l + 1",
                part=unchanged,
                name=q,
                value=p,
            ),
            step(
                total(d[here, i] * D(preactivation(l, i), parameter), i, n[here]),
                recursion,
                "the forward pass",
                law=FORWARD,
                layer=here,
            ),
            step(result + above, derivative, why),
            step(result, lemma, "the units of layer l do not depend on a parameter of layer l + 1", part=at_l),
        ),
    )


WEIGHT, BIAS = W[here, j, k], b[here, j]

units_below_weights = unmoved_below(
    "units-below-weights",
    WEIGHT,
    (j, k),
    delta(q + 1, here) * total(delta(g, j) * delta(h, k) * f(q, z[q, h]), h, n[q]),
)
units_below_biases = unmoved_below("units-below-biases", BIAS, (j,), delta(q + 1, here) * delta(g, j))
carried_for_weights = carried_unchanged("carried-for-weights", WEIGHT, (j, k))
carried_for_biases = carried_unchanged("carried-for-biases", BIAS, (j,))
weights = gradient(
    "weights",
    "the gradient of the weights at any depth",
    WEIGHT,
    units_below_weights,
    carried_for_weights,
    d[here, j] * f(l, z[l, k]),
    "only the j-th unit contains `W_jk`, with the activation of the k-th unit below as its factor",
)
biases = gradient(
    "biases",
    "the gradient of the biases at any depth",
    BIAS,
    units_below_biases,
    carried_for_biases,
    d[here, j],
    "only the j-th unit contains `b_j`",
)
backpropagation = Theorem(
    name="backpropagation",
    title="Back-propagation through any number of layers",
    idea=(
        "A parameter moves the units of its layer, these move the next, and so on to the loss. Summing delta times "
        "that movement over a layer gives the same number at every layer, because the recursion of delta is the "
        "transpose of the recursion of the movement. At the last layer the number is the derivative of the loss; at "
        "the parameter's own layer it is delta times an activation."
    ),
    parts=(units_below_weights, units_below_biases, carried_for_weights, carried_for_biases, weights, biases),
    sources=(
        "D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, 1986",
        "A. Griewank, A. Walther, Evaluating Derivatives, 2008, chapter 3",
    ),
    remarks=("The layers may have different widths and different activation functions; `f_0` may be the identity.",),
)
