"""The Xavier variance 2/(n_in + n_out): it equals a rule only in a square layer, and it is the only minimum.

    2/(n_in + n_out) = 1/n_in   iff   n_in = n_out   iff   2/(n_in + n_out) = 1/n_out
    errors(q) = errors(2/(n_in + n_out))   iff   q = 2/(n_in + n_out)

By `least-squares` of the Xavier rule no candidate has a smaller error; the last line says that no other has the same.
"""

from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume
from ..kernel.rules import equivalence, order
from .weights import n_in, n_out
from .xavier import XAVIER, candidates, q, sizes, squared_errors

meets_forward = Part(
    name="meets-forward",
    words="the forward rule is met only if the layer is square",
    setting=sizes,
    derivation=derive(
        equal(XAVIER, 1 / n_in),
        step(equal(n_in, n_out), equivalence, "common denominator", factor=1 / (n_in * (n_in + n_out))),
    ),
)
meets_backward = Part(
    name="meets-backward",
    words="and the backward rule only then",
    setting=sizes,
    derivation=derive(
        equal(XAVIER, 1 / n_out),
        step(equal(n_in, n_out), equivalence, "common denominator", factor=-1 / (n_out * (n_in + n_out))),
    ),
)

NARROWS = Assume(Claim(n_out, "<=", n_in), "the layer does not widen")
between_narrowing = Part(
    name="between-narrowing",
    words="where the layer narrows, the two rules change places, and it still lies between them",
    setting=sizes.having(NARROWS),
    derivation=derive(
        1 / n_in,
        step(
            XAVIER,
            order,
            "`n_in + n_out <= 2 n_in`",
            relation="<=",
            gap=(n_in - n_out) / (n_in * (n_in + n_out)),
        ),
        step(
            1 / n_out,
            order,
            "`2 n_out <= n_in + n_out`",
            relation="<=",
            gap=(n_in - n_out) / (n_out * (n_in + n_out)),
        ),
    ),
)
unique_minimum = Part(
    name="unique-minimum",
    words="no other variance has an error as small",
    setting=candidates,
    derivation=derive(
        equal(squared_errors(q), squared_errors(XAVIER)),
        step(
            equal(q, XAVIER),
            equivalence,
            "the difference is `(n_in + n_out) (q - 2/(n_in + n_out))^2`",
            factor=n_in + n_out,
            power=2,
        ),
    ),
)

xavier_compromise = Theorem(
    name="xavier-compromise",
    title="The Xavier rule as a compromise",
    idea=(
        "Two rules that agree only in a square layer leave room for one number between them. Measured by how far both "
        "variances are from being kept, each weighted by 1/fan, the best one is unique."
    ),
    parts=(meets_forward, meets_backward, between_narrowing, unique_minimum),
    sources=(
        "X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, "
        "eq. (10)-(12)",
    ),
    remarks=("Neither variance is kept exactly, then: one shrinks, the other grows, by factors that add up to 2.",),
)
