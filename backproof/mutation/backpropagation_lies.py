"""Lies about back-propagation: what students write down instead, for the table of `lies`."""

from sympy import Expr, Integer

from proofs.backpropagation import batch as B
from proofs.backpropagation import heads as H
from proofs.backpropagation import layer as Y
from proofs.backpropagation import network as N
from proofs.kernel.terms import D, total

f, d, i, j, k = Y.f, Y.d, Y.i, Y.j, Y.k
CENTERED = (B.deltas[B.t, j] - B.d_mean[j]) * (B.a[B.t, k] - B.a_mean[k])
unit_above = N.d[N.here, N.j]

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("layer-gradients", "weights"): {
        "transposed roles": Y.a[k] * total(d[i], i, Y.m),
        "activation forgotten": d[j],
        "delta forgotten": Y.a[k],
        "weight for activation": d[j] * Y.W[j, k],
        "preactivation for activation": d[j] * Y.z[j],
        "sum over inputs": d[j] * total(Y.a[k], k, Y.n),
        "sign": -d[j] * Y.a[k],
        "activation squared": d[j] * Y.a[k] ** 2,
    },
    ("layer-gradients", "biases"): {
        "dot product": total(d[i], i, Y.m),
        "times the bias": d[j] * Y.b[j],
        "one": Integer(1),
        "sign": -d[j],
    },
    ("layer-gradients", "inputs"): {
        "one unit only": Y.W[1, k] * d[1],
        "weights forgotten": total(d[i], i, Y.m),
        "deltas forgotten": total(Y.W[i, k], i, Y.m),
        "preactivations for deltas": total(Y.W[i, k] * Y.z[i], i, Y.m),
        "weights squared": total(Y.W[i, k] ** 2 * d[i], i, Y.m),
    },
    ("delta-recursion", "delta-recursion"): {
        "slope forgotten": total(Y.W[j, k] * d[j], j, Y.m),
        "function for slope": f(Y.u[k]) * total(Y.W[j, k] * d[j], j, Y.m),
        "slope inside twice": f.slope(Y.u[k]) ** 2 * total(Y.W[j, k] * d[j], j, Y.m),
        "weights forgotten": f.slope(Y.u[k]) * total(d[j], j, Y.m),
        "slope of the layer above": total(f.slope(Y.z[j]) * Y.W[j, k] * d[j], j, Y.m),
        "sign": -f.slope(Y.u[k]) * total(Y.W[j, k] * d[j], j, Y.m),
        "sum of products of sums": f.slope(Y.u[k]) * total(Y.W[j, k], j, Y.m) * total(d[j], j, Y.m),
        "mean instead of sum": f.slope(Y.u[k]) * total(Y.W[j, k] * d[j], j, Y.m) / (Y.m + 1),
    },
    ("backpropagation", "units-below-weights"): {"one": Integer(1), "the activation": N.f(N.q, N.z[N.q, N.g])},
    ("backpropagation", "units-below-biases"): {"one": Integer(1), "the slope": N.f.slope(N.q, N.z[N.q, N.g])},
    ("backpropagation", "carried-for-weights"): {
        "twice": 2 * N.carried(N.here, N.WEIGHT),
        "without the deltas": total(D(N.z[N.here, N.i], N.WEIGHT), N.i, N.n[N.here]),
    },
    ("backpropagation", "carried-for-biases"): {
        "sign": -N.carried(N.here, N.BIAS),
        "without the deltas": total(D(N.z[N.here, N.i], N.BIAS), N.i, N.n[N.here]),
    },
    ("backpropagation", "weights"): {
        "activation forgotten": unit_above,
        "the preactivation below": unit_above * N.z[N.l, N.k],
        "the slope below": unit_above * N.f.slope(N.l, N.z[N.l, N.k]),
        "deltas of the whole layer": total(N.d[N.here, N.i], N.i, N.n[N.here]) * N.f(N.l, N.z[N.l, N.k]),
        "sign": -unit_above * N.f(N.l, N.z[N.l, N.k]),
        "twice": 2 * unit_above * N.f(N.l, N.z[N.l, N.k]),
        "a layer forgotten": unit_above * N.f(N.l, N.z[N.l, N.k]) * N.p,
        "its own weight as a factor": unit_above * N.f(N.l, N.z[N.l, N.k]) * N.W[N.here, N.j, N.k],
    },
    ("backpropagation", "biases"): {
        "sum of the layer": total(N.d[N.here, N.i], N.i, N.n[N.here]),
        "times its slope": unit_above * N.f.slope(N.here, N.z[N.here, N.j]),
        "times the bias": unit_above * N.b[N.here, N.j],
        "one": Integer(1),
        "sign": -unit_above,
    },
    ("batch-gradient", "weights"): {
        "sum for mean": total(B.d[B.t, j] * B.a[B.t, B.k], B.t, B.N),
        "averaging first": total(B.d[B.t, j], B.t, B.N) * total(B.a[B.t, B.k], B.t, B.N) / B.N**2,
        "divided by N squared": total(B.d[B.t, j] * B.a[B.t, B.k], B.t, B.N) / B.N**2,
        "divided by the units": total(B.d[B.t, j] * B.a[B.t, B.k], B.t, B.N) / (B.N + B.m),
        "first sample only": B.d[1, j] * B.a[1, B.k],
        "activations forgotten": total(B.d[B.t, j], B.t, B.N) / B.N,
    },
    ("batch-gradient", "biases"): {
        "sum for mean": total(B.d[B.t, j], B.t, B.N),
        "first sample only": B.d[1, j],
        "all units": total(total(B.d[B.t, B.i], B.i, B.m), B.t, B.N) / B.N,
        "sign": -total(B.d[B.t, j], B.t, B.N) / B.N,
    },
    ("rank-one-sum", "sum-of-outer-products"): {
        "one of them": B.R[1, j, k],
        "averaged": total(B.R[B.t, j, k], B.t, B.N) / B.N,
        "product of sums": total(B.A[j, B.t], B.t, B.N) * total(B.B[B.t, k], B.t, B.N),
        "sign": -total(B.R[B.t, j, k], B.t, B.N),
    },
    ("rank-one-sum", "vanishing-minors"): {
        "one": Integer(1),
        "half of it": B.R[B.s, j, k] * B.R[B.s, B.c, B.e],
        "the entry": B.R[B.s, j, k],
    },
    ("averaging-first", "covariance"): {
        "nothing is lost": Integer(0),
        "divided by N + 1": total(CENTERED, B.t, B.N) / (B.N + 1),
        "sum instead of mean": total(CENTERED, B.t, B.N),
        "not centered": total(B.deltas[B.t, j] * B.a[B.t, k], B.t, B.N) / B.N,
        "sign": -total(CENTERED, B.t, B.N) / B.N,
        "variance of the deltas": total((B.deltas[B.t, j] - B.d_mean[j]) ** 2, B.t, B.N) / B.N,
    },
    ("softmax-head", "weights"): {
        "sign": (H.t[j] - H.y[j]) * H.a[k],
        "squared-error habit": (H.y[j] - H.t[j]) * H.y[j] * (1 - H.y[j]) * H.a[k],
        "activation forgotten": H.y[j] - H.t[j],
    },
    ("softmax-head", "biases"): {
        "sign": H.t[j] - H.y[j],
        "squared-error habit": (H.y[j] - H.t[j]) * H.y[j] * (1 - H.y[j]),
    },
    ("logistic-head", "weights"): {
        "slope kept": (H.g - H.label) * H.g * (1 - H.g) * H.a[k],
        "divided by the slope": (H.g - H.label) / (1 + H.g) * H.a[k],
        "activation forgotten": H.g - H.label,
        "sign": (H.label - H.g) * H.a[k],
        "weight for activation": (H.g - H.label) * H.w[k],
    },
    ("logistic-head", "bias"): {
        "slope kept": (H.g - H.label) * H.g * (1 - H.g),
        "sign": H.label - H.g,
        "logit for probability": H.score - H.label,
    },
    ("squared-error-head", "delta"): {
        "slope forgotten": H.y[j] - H.t[j],
        "factor 2": 2 * (H.y[j] - H.t[j]) * H.f.slope(H.z[j]),
        "function for slope": (H.y[j] - H.t[j]) * H.f(H.z[j]),
        "sign": (H.t[j] - H.y[j]) * H.f.slope(H.z[j]),
        "slope squared": (H.y[j] - H.t[j]) * H.f.slope(H.z[j]) ** 2,
    },
    ("elementwise-rule", "softmax-layer"): {
        "elementwise rule": Y.y[Y.j_class] * (1 - Y.y[Y.j_class]) * Y.g[Y.j_class],
        "without the sum": Y.y[Y.j_class] * Y.g[Y.j_class],
        "sign of the sum": Y.y[Y.j_class] * (Y.g[Y.j_class] + total(Y.g[k] * Y.y[k], k, Y.n_classes)),
        "sum of g alone": Y.y[Y.j_class] * (Y.g[Y.j_class] - total(Y.g[k], k, Y.n_classes)),
        "y_j forgotten": Y.g[Y.j_class] - total(Y.g[k] * Y.y[k], k, Y.n_classes),
    },
    ("elementwise-rule", "what-the-elementwise-rule-misses"): {
        "nothing": Integer(0),
        "with its own term": -Y.y[Y.j_class] * total(Y.g[k] * Y.y[k], k, Y.n_classes),
        "without the factor": -total(Y.g[k] * Y.y[k], k, Y.n_classes),
    },
}
