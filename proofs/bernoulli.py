"""Bernoulli's inequality: a power with any natural exponent against a line, for the base and for its inverse.

    r^L >= 1 + L (r - 1)          r^L (1 + L (1/r - 1)) <= 1          for r > 0

The first grows beyond every bound with L if r > 1; by the second the power falls below every positive number if r < 1.
Chapters cite the parts as parts of their own theorems.
"""

from sympy import Integer

from .kernel.claims import Claim
from .kernel.derivations import Part, derive, step
from .kernel.induction import hypothesis, induction
from .kernel.rules import algebra, order
from .kernel.settings import Setting
from .kernel.terms import natural, positive

r = positive("r")
L = natural("L")
setting = Setting("bernoulli", ((r, "factor per layer, positive"), (L, "number of layers")), ())

GROWTH = Claim(1 + L * (r - 1), "<=", r**L)
DECAY = Claim(r**L * (1 + L * (1 / r - 1)), "<=", Integer(1))
GROWS, DECAYS = hypothesis(GROWTH), hypothesis(DECAY)

one = Part(
    "base",
    "the base: both sides are 1",
    setting,
    derive(Integer(1), step(Integer(1), order, "both sides are 1", relation="<=", gap=Integer(0))),
)
grows = Part(
    "grows",
    "a power lies above its tangent at exponent 0",
    setting,
    derive(
        GROWTH.left,
        step(
            GROWTH.right,
            induction,
            "by induction over L",
            relation="<=",
            over=L,
            base=one,
            step=Part(
                "step",
                "the step: one more factor r",
                setting.having(GROWS),
                derive(
                    1 + (L + 1) * (r - 1),
                    step(
                        (1 + L * (r - 1)) * r, order, "the difference is a square", relation="<=", gap=L * (r - 1) ** 2
                    ),
                    step(
                        r**L * r,
                        order,
                        "the induction hypothesis, times r",
                        relation="<=",
                        gap=r * (r**L - (1 + L * (r - 1))),
                    ),
                    step(r ** (L + 1), algebra, "one more factor"),
                ),
            ),
        ),
    ),
)
decays = Part(
    "decays",
    "and so does the power of the inverse",
    setting,
    derive(
        DECAY.left,
        step(
            DECAY.right,
            induction,
            "by induction over L",
            relation="<=",
            over=L,
            base=one,
            step=Part(
                "step",
                "the step: one more factor r",
                setting.having(DECAYS),
                derive(
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
                        "the induction hypothesis",
                        relation="<=",
                        gap=1 - r**L * (1 + L * (1 / r - 1)),
                    ),
                ),
            ),
        ),
    ),
)
