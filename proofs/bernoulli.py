"""Bernoulli's inequality: what a power with any natural exponent does, in a form that needs no logarithm.

    (1 + c)^L >= 1 + L c          (1 + c)^(-L) <= 1 / (1 + L c)          for c > 0

The first grows beyond every bound with L, the second below every positive one: a signal that is multiplied by the
same factor in every layer explodes if the factor is 1 + c, and vanishes if it is 1 / (1 + c).  Chapters cite the
parts as parts of their own theorems.
"""

from sympy import Integer

from .kernel.claims import Claim
from .kernel.derivations import Part, derive, step
from .kernel.induction import hypothesis, induction
from .kernel.rules import algebra, order
from .kernel.settings import Setting
from .kernel.terms import natural, positive

c = positive("c")
L = natural("L")
setting = Setting("bernoulli", ((c, "excess of the factor over 1, positive"), (L, "number of layers")), ())

GROWTH = Claim(1 + L * c, "<=", (1 + c) ** L)
DECAY = Claim((1 + c) ** (-L), "<=", 1 / (1 + L * c))
GROWS, DECAYS = hypothesis(GROWTH), hypothesis(DECAY)

one = Part(
    "base",
    "the base: both sides are 1",
    setting,
    derive(Integer(1), step(Integer(1), order, "both sides are 1", relation="<=", gap=Integer(0))),
)
explodes = Part(
    "explodes",
    "a factor above 1 makes a power grow at least linearly",
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
                "the step: one more factor `1 + c`",
                setting.having(GROWS),
                derive(
                    1 + (L + 1) * c,
                    step((1 + L * c) * (1 + c), order, "`L c^2` is not negative", relation="<=", gap=L * c**2),
                    step(
                        (1 + c) ** L * (1 + c),
                        order,
                        "the induction hypothesis, times `1 + c`",
                        relation="<=",
                        gap=(1 + c) * ((1 + c) ** L - (1 + L * c)),
                    ),
                    step((1 + c) ** (L + 1), algebra, "one more factor"),
                ),
            ),
        ),
    ),
)
vanishes = Part(
    "vanishes",
    "a factor below 1 makes a power decay at least like 1/L",
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
                "the step: one more factor `1/(1 + c)`",
                setting.having(DECAYS),
                derive(
                    (1 + c) ** (-L - 1),
                    step(
                        1 / (1 + L * c) / (1 + c),
                        order,
                        "the induction hypothesis, divided by `1 + c`",
                        relation="<=",
                        gap=(1 / (1 + L * c) - (1 + c) ** (-L)) / (1 + c),
                    ),
                    step(
                        1 / (1 + (L + 1) * c),
                        order,
                        "the product of the denominators is larger by `L c^2`",
                        relation="<=",
                        gap=L * c**2 / ((1 + c) * (1 + L * c) * (1 + (L + 1) * c)),
                    ),
                ),
            ),
        ),
    ),
)
