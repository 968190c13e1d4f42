"""One layer, for any loss.

    z_j = sum_k W_jk a_k + b_j          C is a differentiable function of z, d_j = dC/dz_j, the deltas

What lies above the layer is an unknown differentiable function; nothing else is said of it.
"""

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Definition
from ..kernel.laws import Differentiable, FunctionOf
from ..kernel.layers import chain_rule
from ..kernel.rules import algebra, definition, derivative, lemma
from ..kernel.settings import Setting
from ..kernel.terms import D, delta, dependent, dependent_family, family, function, index, size, total
from ..softmax import SOFTMAX, jacobian, y
from ..softmax import i as i_class
from ..softmax import j as j_class
from ..softmax import n as n_classes
from ..softmax import z as logits

m, n = size("m"), size("n")  # units of this layer, and of the layer below
i, j = index("i"), index("j")  # units of this layer
h, k = index("h"), index("k")  # units of the layer below
W, b = family("W", m, n), family("b", m)  # weights and biases
a = family("a", n)  # what arrives from below
z = family("z", m)  # preactivations of this layer
d = dependent_family("d", m)  # dC/dz
C = dependent("C")  # the loss of one sample

AFFINE = Definition(z[j], total(W[j, k] * a[k], k, n) + b[j], "z is affine in what arrives")
LOSS = FunctionOf(C, z[i], i, d[i], "the loss is a differentiable function of z, with partial derivatives d")

layer = Setting(
    "backpropagation",
    (
        (m, "units of the layer"),
        (n, "units of the layer below"),
        (a[k], "activations of the layer below"),
        (W[j, k], "weights"),
        (b[j], "biases"),
        (z[j], "preactivations"),
        (d[j], "partial derivatives of the loss with respect to z, the deltas"),
        (C, "loss of one sample"),
    ),
    ((j, m), (k, n)),
    (AFFINE, LOSS),
)


# Theorem.  dC/dW_jk = d_j a_k,  dC/db_j = d_j,  dC/da_k = sum_j W_jk d_j.
#
# W_jk enters z_j alone, where its factor is a_k; a_k enters every z_j, with the factor W_jk.


def _by_chain_rule(name: str, words: str, variable, result, why: str) -> Part:  # type: ignore[no-untyped-def]
    return Part(
        name,
        words,
        layer,
        derive(
            D(C, variable),
            step(total(d[i] * D(z[i], variable), i, m), chain_rule, "the loss varies through every `z_i`"),
            step(total(d[i] * D(total(W[i, h] * a[h], h, n) + b[i], variable), i, m), definition, "`z_i` is affine"),
            step(result, derivative, why),
        ),
    )


weights = _by_chain_rule(
    "weights", "the gradient of the weights", W[j, k], d[j] * a[k], "only `z_j` contains `W_jk`, with the factor `a_k`"
)
biases = _by_chain_rule("biases", "the gradient of the biases", b[j], d[j], "only `z_j` contains `b_j`")
inputs = _by_chain_rule(
    "inputs",
    "what is handed down",
    a[k],
    total(W[i, k] * d[i], i, m),
    "every `z_i` contains `a_k`, with the factor `W_ik`",
)
layer_gradients = Theorem(
    name="layer-gradients",
    title="The gradients of one layer",
    idea=(
        "A layer needs one thing from above: the partial derivatives delta of the loss with respect to its own "
        "preactivations. With them its three gradients are an outer product, delta itself, and the transposed weights "
        "times delta."
    ),
    parts=(weights, biases, inputs),
    sources=(
        "D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, 1986",
    ),
)


# Theorem.  If a_k = f(u_k), then dC/du_k = f'(u_k) sum_j W_jk d_j.

u = family("u", n)  # preactivations of the layer below
f = function("f")  # the activation function

AFFINE_OF_ACTIVATION = Definition(
    z[j], total(W[j, k] * f(u[k]), k, n) + b[j], "z is affine in the activations of the layer below"
)
SMOOTH = Differentiable(f, "f is differentiable")
two_layers = Setting(
    "backpropagation",
    (
        *layer.alphabet[:2],
        (f, "activation function"),
        (u[k], "preactivations of the layer below"),
        *layer.alphabet[3:],
    ),
    layer.ranges,
    (AFFINE_OF_ACTIVATION, SMOOTH, LOSS),
)
recursion_step = Part(
    name="delta-recursion",
    words="from the deltas of a layer to those of the layer below",
    setting=two_layers,
    derivation=derive(
        D(C, u[k]),
        step(total(d[i] * D(z[i], u[k]), i, m), chain_rule, "the loss varies through every `z_i`"),
        step(
            total(d[i] * D(total(W[i, h] * f(u[h]), h, n) + b[i], u[k]), i, m),
            definition,
            "`z_i` is affine in the activations",
        ),
        step(
            total(d[i] * W[i, k] * f.slope(u[k]), i, m),
            derivative,
            "only the k-th activation depends on `u_k`, with the slope of f there",
        ),
        step(f.slope(u[k]) * total(W[j, k] * d[j], j, m), algebra, "the slope does not depend on i"),
    ),
)
delta_recursion = Theorem(
    name="delta-recursion",
    title="The delta recursion",
    idea=(
        "A unit reaches the loss through every unit of the layer above. Its delta is therefore the sum of theirs, "
        "weighted by the connections, times the slope of its own activation."
    ),
    parts=(recursion_step,),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (5.56)",),
)


# Theorem.  Where every unit has its own input, dC/dz_j = f'(z_j) g_j.  A softmax layer has off-diagonal entries:
# dC/dz_j = y_j (g_j - sum_i g_i y_i), which differs from the elementwise rule by -y_j sum over i != j of g_i y_i.

g = dependent_family("g", n_classes)  # dC/d(activation)
v = family("v", n_classes)  # activations of a hidden layer

ELEMENTWISE = Definition(v[i_class], f(logits[i_class]), "each activation is a function of its own preactivation")
LOSS_OF_ACTIVATIONS = FunctionOf(
    C, v[i], i, g[i], "the loss is a differentiable function of v, with partial derivatives g"
)
LOSS_OF_SOFTMAX = FunctionOf(C, y[i], i, g[i], "the loss is a differentiable function of y, with partial derivatives g")

hidden = Setting(
    "backpropagation",
    (
        (n_classes, "units of the layer"),
        (f, "activation function"),
        (logits[j_class], "preactivations"),
        (v[j_class], "activations"),
        (g[j_class], "partial derivatives of the loss with respect to the activations"),
        (C, "loss of one sample"),
    ),
    ((i_class, n_classes), (j_class, n_classes)),
    (ELEMENTWISE, SMOOTH, LOSS_OF_ACTIVATIONS),
)
softmax_layer = Setting(
    "backpropagation",
    (
        (n_classes, "units of the layer"),
        (logits[j_class], "preactivations"),
        (y[j_class], "probabilities"),
        *hidden.alphabet[4:],
    ),
    hidden.ranges,
    (SOFTMAX, LOSS_OF_SOFTMAX),
)
hidden_layer = Part(
    name="hidden-layer",
    words="the elementwise rule of a hidden layer",
    setting=hidden,
    derivation=derive(
        D(C, logits[j_class]),
        step(
            total(g[k] * D(v[k], logits[j_class]), k, n_classes), chain_rule, "the loss varies through every activation"
        ),
        step(total(g[k] * D(f(logits[k]), logits[j_class]), k, n_classes), definition, "`v_k` is f of `z_k`"),
        step(f.slope(logits[j_class]) * g[j_class], derivative, "only the j-th activation depends on `z_j`"),
    ),
)
through_softmax = Part(
    name="softmax-layer",
    words="the rule of a softmax layer",
    setting=softmax_layer,
    derivation=derive(
        D(C, logits[j_class]),
        step(
            total(g[k] * D(y[k], logits[j_class]), k, n_classes),
            chain_rule,
            "the loss varies through every probability",
        ),
        step(
            total(g[k] * y[k] * (delta(k, j_class) - y[j_class]), k, n_classes),
            lemma,
            "the Jacobian of the softmax, which is not diagonal",
            part=jacobian,
        ),
        step(y[j_class] * (g[j_class] - total(g[k] * y[k], k, n_classes)), algebra, "the delta contracts"),
    ),
)
difference = Part(
    name="what-the-elementwise-rule-misses",
    words="what the elementwise rule misses at a softmax layer",
    setting=softmax_layer,
    derivation=derive(
        D(C, logits[j_class]) - y[j_class] * (1 - y[j_class]) * g[j_class],
        step(
            y[j_class] * (g[j_class] - total(g[k] * y[k], k, n_classes)) - y[j_class] * (1 - y[j_class]) * g[j_class],
            lemma,
            "the rule of a softmax layer",
            part=through_softmax,
        ),
        step(
            -y[j_class] * total((1 - delta(k, j_class)) * g[k] * y[k], k, n_classes),
            algebra,
            "the terms of the j-th unit cancel; the others stay",
        ),
    ),
)
elementwise_rule = Theorem(
    name="elementwise-rule",
    title="The elementwise rule and where it fails",
    idea=(
        "If every activation depends on its own preactivation alone, the Jacobian is diagonal and a product entry by "
        "entry is right. The probabilities of a softmax share a denominator; multiplying by the diagonal "
        "`y_j (1 - y_j)` forgets how a logit moves the other probabilities."
    ),
    parts=(hidden_layer, through_softmax, difference),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, sections 4.3.4 and 5.3",),
)
