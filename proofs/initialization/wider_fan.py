"""What the variance 1/max(n_in, n_out) does.

    n_in <= n_out:   sigma^2 = 1/n_out     forward  n_in/n_out <= 1,     backward  1
    n_out <= n_in:   sigma^2 = 1/n_in      forward  1,                   backward  n_out/n_in <= 1

One of the two variances is kept, the other shrinks by the ratio of the fans: nothing explodes, in either direction.
"""

from ..kernel.claims import Claim
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume
from ..kernel.rules import given, lemma, order
from ..kernel.terms import Var
from .linear_layer import a, forward, forward_variance, v
from .weights import BY_FAN_IN, BY_FAN_OUT, i, j, n_in, n_out, sigma
from .xavier import backward, backward_variance, d, g

WIDENS = Assume(Claim(n_in, "<=", n_out), "the layer does not narrow")
NARROWS = Assume(Claim(n_out, "<=", n_in), "the layer does not widen")

forward_ratio = Part(
    name="forward-ratio",
    words="with `sigma^2 = 1/n_out` the forward variance is multiplied by the ratio of the fans",
    setting=forward.having(BY_FAN_OUT),
    derivation=derive(
        Var(a[j]),
        step(n_in * sigma**2 * v**2, lemma, "the variance of a linear layer", part=forward_variance),
        step(n_in / n_out * v**2, given, "`sigma^2 = 1/n_out`", equation=BY_FAN_OUT),
    ),
)
wide_forward = Part(
    name="wide-forward",
    words="where the layer widens, it does not grow",
    setting=forward.having(WIDENS, BY_FAN_OUT),
    derivation=derive(
        Var(a[j]),
        step(n_in * sigma**2 * v**2, lemma, "the variance of a linear layer", part=forward_variance),
        step(n_in / n_out * v**2, given, "`sigma^2 = 1/n_out`", equation=BY_FAN_OUT),
        step(v**2, order, "`n_in <= n_out`", relation="<=", gap=(n_out - n_in) * v**2 / n_out),
    ),
)
wide_backward = Part(
    name="wide-backward",
    words="and the backward variance is kept",
    setting=backward.having(BY_FAN_OUT),
    derivation=derive(
        Var(d[i]),
        step(n_out * sigma**2 * g**2, lemma, "the backward variance", part=backward_variance),
        step(g**2, given, "`sigma^2 = 1/n_out`", equation=BY_FAN_OUT),
    ),
)
narrow_forward = Part(
    name="narrow-forward",
    words="where it narrows, the forward variance is kept",
    setting=forward.having(BY_FAN_IN),
    derivation=derive(
        Var(a[j]),
        step(n_in * sigma**2 * v**2, lemma, "the variance of a linear layer", part=forward_variance),
        step(v**2, given, "`sigma^2 = 1/n_in`", equation=BY_FAN_IN),
    ),
)
backward_ratio = Part(
    name="backward-ratio",
    words="with `sigma^2 = 1/n_in` the backward variance is multiplied by the ratio of the fans",
    setting=backward.having(BY_FAN_IN),
    derivation=derive(
        Var(d[i]),
        step(n_out * sigma**2 * g**2, lemma, "the backward variance", part=backward_variance),
        step(n_out / n_in * g**2, given, "`sigma^2 = 1/n_in`", equation=BY_FAN_IN),
    ),
)
narrow_backward = Part(
    name="narrow-backward",
    words="where the layer narrows, it does not grow",
    setting=backward.having(NARROWS, BY_FAN_IN),
    derivation=derive(
        Var(d[i]),
        step(n_out * sigma**2 * g**2, lemma, "the backward variance", part=backward_variance),
        step(n_out / n_in * g**2, given, "`sigma^2 = 1/n_in`", equation=BY_FAN_IN),
        step(g**2, order, "`n_out <= n_in`", relation="<=", gap=(n_in - n_out) * g**2 / n_in),
    ),
)

wider_fan_rule = Theorem(
    name="wider-fan-rule",
    title="Weights of variance 1/max(n_in, n_out)",
    idea=(
        "Dividing by the larger fan is the cautious compromise: it keeps the variance in the direction that sums over "
        "the larger fan, and shrinks it in the other. Xavier's `2/(n_in + n_out)` lets one of the two grow instead."
    ),
    parts=(forward_ratio, wide_forward, wide_backward, narrow_forward, backward_ratio, narrow_backward),
    sources=(
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, "
        "eq. (10)-(11)",
    ),
)
