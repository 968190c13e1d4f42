"""What depth does to a factor r = n_in sigma^2 per layer: r^L vanishes, explodes, or keeps.

    r^L >= 1 + L (r - 1)              grows without bound if r > 1
    r^L (1 + L (1/r - 1)) <= 1        tends to 0 if r < 1
    r^L = 1                           if r = 1

Both bounds are Bernoulli's inequality, for r and for 1/r, proved by induction over the depth L.
"""

from sympy import Expr, Integer

from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.induction import hypothesis, induction
from ..kernel.rules import algebra, given, order
from ..kernel.settings import Assume, Setting
from ..kernel.terms import natural, positive

r = positive("r")  # the factor per layer, n_in sigma^2
L = natural("L")  # the number of layers

per_layer = Setting(
    name="initialization",
    alphabet=((r, "factor per layer, `n_in sigma^2`, positive"), (L, "number of layers")),
    ranges=(),
)


def bernoulli(ratio: Expr) -> Claim:
    """1 + L (ratio - 1) <= ratio^L."""
    return Claim(1 + L * (ratio - 1), "<=", ratio**L)


EXPLODES = bernoulli(r)
explodes_base = Part(
    name="explodes-base",
    words="no layer",
    setting=per_layer,
    derivation=derive(Integer(1), step(Integer(1), order, "both are 1", relation="<=", gap=Integer(0))),
)
explodes_step = Part(
    name="explodes-step",
    words="one more layer",
    setting=per_layer.having(hypothesis(EXPLODES)),
    derivation=derive(
        1 + (L + 1) * (r - 1),
        step((1 + L * (r - 1)) * r, order, "the difference is a square", relation="<=", gap=L * (r - 1) ** 2),
        step(r**L * r, order, "the hypothesis, times r", relation="<=", gap=r * (r**L - (1 + L * (r - 1)))),
        step(r ** (L + 1), algebra, "one more factor"),
    ),
)
explodes = Part(
    name="explodes",
    words="a factor above 1 grows at least linearly in the depth, so without bound",
    setting=per_layer,
    derivation=derive(
        EXPLODES.left,
        step(
            EXPLODES.right,
            induction,
            "induction over the number of layers",
            relation="<=",
            over=L,
            base=explodes_base,
            step=explodes_step,
        ),
    ),
)

VANISHES = Claim(r**L * (1 + L * (1 / r - 1)), "<=", Integer(1))
vanishes_base = Part(
    name="vanishes-base",
    words="no layer",
    setting=per_layer,
    derivation=derive(Integer(1), step(Integer(1), order, "both are 1", relation="<=", gap=Integer(0))),
)
vanishes_step = Part(
    name="vanishes-step",
    words="one more layer",
    setting=per_layer.having(hypothesis(VANISHES)),
    derivation=derive(
        r ** (L + 1) * (1 + (L + 1) * (1 / r - 1)),
        step(
            r**L * (1 + L * (1 / r - 1)),
            order,
            "the difference is `r^L` times a square over r",
            relation="<=",
            gap=r**L * L * (r - 1) ** 2 / r,
        ),
        step(
            Integer(1),
            order,
            "the hypothesis",
            relation="<=",
            gap=1 - r**L * (1 + L * (1 / r - 1)),
        ),
    ),
)
vanishes = Part(
    name="vanishes",
    words="a factor below 1 falls below `1/(1 + L (1/r - 1))`, so to 0",
    setting=per_layer,
    derivation=derive(
        VANISHES.left,
        step(
            VANISHES.right,
            induction,
            "induction over the number of layers",
            relation="<=",
            over=L,
            base=vanishes_base,
            step=vanishes_step,
        ),
    ),
)

CRITICAL = Assume(equal(r, Integer(1)), "the factor is 1")
keeps = Part(
    name="keeps",
    words="a factor of 1 keeps",
    setting=per_layer.having(CRITICAL),
    derivation=derive(
        r**L,
        step(Integer(1), given, "every power of 1 is 1", equation=CRITICAL),
    ),
)

depth = Theorem(
    name="depth",
    title="Vanishing and exploding with depth",
    idea=(
        "Every layer multiplies the variance by the same factor. A power grows or falls faster than any line with that "
        "slope at depth 0, so only the factor 1 survives depth: an error of one percent is a factor of e in 100 layers."
    ),
    parts=(explodes, vanishes, keeps),
    sources=("J. Bernoulli, Positiones arithmeticae de seriebus infinitis, 1689",),
)
