"""A batch: means over samples, outer products, and what averaging too early loses.

z_sj = sum_k W_jk a_sk + b_j        L = (C_1 + ... + C_N) / N        d_sj = dC_s/dz_sj, the deltas
"""

from sympy import Expr, Integer

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Definition
from ..kernel.laws import FunctionOf
from ..kernel.layers import chain_rule
from ..kernel.rules import algebra, definition, derivative
from ..kernel.settings import Setting
from ..kernel.terms import D, dependent_family, family, index, real, size, total

N, m, n = size("N"), size("m"), size("n")  # samples, units, units below
s, t = index("s"), index("t")  # samples
i, j, c = index("i"), index("j"), index("c")  # units
h, k, e = index("h"), index("k"), index("e")  # units below
W, b = family("W", m, n), family("b", m)
a = family("a", N, n)  # activations of the layer below, one row a sample
z = family("z", N, m)  # preactivations, one row a sample
d = dependent_family("d", N, m)  # dC_s/dz_sj
C = dependent_family("C", N)  # the loss of each sample
L = real("L")  # the mean loss

AFFINE = Definition(z[s, j], total(W[j, k] * a[s, k], k, n) + b[j], "z is affine in the activations of the same sample")
LOSSES = FunctionOf(
    C[s],
    z[s, i],
    i,
    d[s, i],
    "the loss of a sample is a differentiable function of its z, with partial derivatives d",
)
MEAN = Definition(L, total(C[s], s, N) / N, "L is the mean of the losses")

batch = Setting(
    "backpropagation",
    (
        (N, "samples"),
        (m, "units of the layer"),
        (n, "units of the layer below"),
        (a[s, k], "activations of the layer below"),
        (W[j, k], "weights"),
        (b[j], "biases"),
        (z[s, j], "preactivations"),
        (d[s, j], "partial derivatives of the loss of a sample"),
        (C[s], "loss of a sample"),
        (L, "mean loss"),
    ),
    ((s, N), (j, m), (k, n)),
    (AFFINE, LOSSES, MEAN),
)


# Theorem.  dL/dW_jk = (1/N) sum_s d_sj a_sk,  dL/db_j = (1/N) sum_s d_sj.


def _mean_gradient(name: str, words: str, parameter: Expr, one: Expr, why: str) -> Part:
    return Part(
        name,
        words,
        batch,
        derive(
            D(L, parameter),
            step(D(total(C[t], t, N) / N, parameter), definition, "L is the mean of the losses"),
            step(
                total(D(C[t], parameter), t, N) / N,
                derivative,
                "the derivative of a mean is the mean of the derivatives",
            ),
            step(
                total(total(d[t, i] * D(z[t, i], parameter), i, m), t, N) / N,
                chain_rule,
                "the loss of a sample varies through its `z_i`",
            ),
            step(
                total(total(d[t, i] * D(total(W[i, h] * a[t, h], h, n) + b[i], parameter), i, m), t, N) / N,
                definition,
                "`z_i` is affine",
            ),
            step(total(one, t, N) / N, derivative, why),
        ),
    )


weights = _mean_gradient(
    "weights",
    "the gradient of the weights",
    W[j, k],
    d[t, j] * a[t, k],
    "only `z_j` contains `W_jk`, with its sample's factor",
)
biases = _mean_gradient("biases", "the gradient of the biases", b[j], d[t, j], "only `z_j` contains `b_j`")
batch_gradient = Theorem(
    name="batch-gradient",
    title="The gradient of a batch",
    idea="The gradient of a mean is the mean of the gradients: one outer product for each sample, averaged.",
    parts=(weights, biases),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 5.3.1",),
)


# Theorem.  A B is the sum of the outer products of the columns of A and the rows of B; each has rank at most one.

A, B = family("A", m, N), family("B", N, n)
P = family("P", m, n)  # the matrix product
R = family("R", N, m, n)  # the outer products
G = family("G", m, n)  # the gradient of a batch
v = family("v", n)  # any vector

PRODUCT = Definition(P[j, k], total(A[j, s] * B[s, k], s, N), "P is the matrix product A B, row times column")
OUTER = Definition(R[s, j, k], A[j, s] * B[s, k], "`R_s` is the outer product of column s of A and row s of B")

matrices = Setting(
    "backpropagation",
    (
        (N, "columns of A and rows of B"),
        (m, "rows of A"),
        (n, "columns of B"),
        (A[j, s], "any matrix"),
        (B[s, k], "any matrix"),
        (P[j, k], "their product"),
        (R[s, j, k], "outer products"),
    ),
    ((s, N), (j, m), (c, m), (k, n), (e, n)),
    (PRODUCT, OUTER),
)
sum_of_outer_products = Part(
    name="sum-of-outer-products",
    words="the product is the sum of the outer products",
    setting=matrices,
    derivation=derive(
        P[j, k],
        step(total(A[j, t] * B[t, k], t, N), definition, "row j of A times column k of B"),
        step(total(R[t, j, k], t, N), definition, "each product is an entry of an outer product"),
    ),
)
vanishing_minors = Part(
    name="vanishing-minors",
    words="each of them has rank at most one: its two-by-two minors vanish",
    setting=matrices.without(PRODUCT),
    derivation=derive(
        R[s, j, k] * R[s, c, e] - R[s, j, e] * R[s, c, k],
        step(Integer(0), definition, "both products have the same four factors: two of A, two of B"),
    ),
)
deltas = family("d", N, m)
GRADIENT = Definition(G[j, k], total(deltas[s, j] * a[s, k], s, N) / N, "G is the gradient of the weights")
image_setting = Setting(
    "backpropagation",
    (
        (N, "samples"),
        (m, "units of the layer"),
        (n, "units of the layer below"),
        (deltas[s, j], "deltas of each sample"),
        (a[s, k], "activations of the layer below"),
        (G[j, k], "gradient of the weights"),
        (v[k], "any vector"),
    ),
    ((s, N), (j, m), (k, n)),
    (GRADIENT,),
)
image = Part(
    name="image",
    words="the gradient of a batch maps every vector to a combination of the deltas",
    setting=image_setting,
    derivation=derive(
        total(G[j, k] * v[k], k, n),
        step(total(total(deltas[t, j] * a[t, k], t, N) / N * v[k], k, n), definition, "the entries of G"),
        step(total(total(a[t, k] * v[k], k, n) * deltas[t, j], t, N) / N, algebra, "the sums change places"),
    ),
)
rank_one = Theorem(
    name="rank-one-sum",
    title="A matrix product is a sum of rank-one matrices",
    idea=(
        "The same double family of products can be added row by column, which gives the entries, or sample by sample, "
        "which gives outer products. A gradient of N samples has therefore rank N at most."
    ),
    parts=(sum_of_outer_products, vanishing_minors, image),
    sources=("G. Strang, Introduction to Linear Algebra, 2016, section 2.4",),
)


# Theorem.  mean(d a') - mean(d) mean(a)' is the covariance of d and a.

d_mean, a_mean = family("dbar", m), family("abar", n)
MEAN_DELTA = Definition(d_mean[j], total(deltas[s, j], s, N) / N, "the mean of the deltas")
MEAN_ACTIVATION = Definition(a_mean[k], total(a[s, k], s, N) / N, "the mean of the activations")
means = Setting(
    "backpropagation",
    (
        *image_setting.alphabet[:6],
        (d_mean[j], "mean of the deltas"),
        (a_mean[k], "mean of the activations"),
    ),
    image_setting.ranges,
    (GRADIENT, MEAN_DELTA, MEAN_ACTIVATION),
)
covariance = Part(
    name="covariance",
    words="what is lost if the means are taken before the outer product",
    setting=means,
    derivation=derive(
        G[j, k] - d_mean[j] * a_mean[k],
        step(
            total(deltas[t, j] * a[t, k], t, N) / N - total(deltas[t, j], t, N) * total(a[t, k], t, N) / N**2,
            definition,
            "the gradient and the two means",
        ),
        step(
            total((deltas[t, j] - d_mean[j]) * (a[t, k] - a_mean[k]), t, N) / N,
            definition,
            "multiplied out, the two mixed terms and the product of the means leave one product of means",
        ),
    ),
)
averaging_first = Theorem(
    name="averaging-first",
    title="Averaging before the outer product",
    idea=(
        "The mean of products is not the product of means; the difference is the covariance over the batch. It "
        "vanishes for one sample, and where activations and deltas are uncorrelated over the batch, not in general."
    ),
    parts=(covariance,),
    sources=("C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eq. (1.41)",),
)
