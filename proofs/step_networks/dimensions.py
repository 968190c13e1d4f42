"""More than one input: gates, their product, and how many cells there are.

A gate is a step of one coordinate, or two of them that face each other: 0 or 1.  The indicator of a box is the product
of its gates.  A sum of functions of single coordinates is no product; a second layer of thresholds makes it one.
"""

from sympy import Expr, Rational, Symbol, oo

from ..kernel.cases import cases
from ..kernel.claims import Claim, equal
from ..kernel.derivations import Derivation, Part, Theorem, derive, step
from ..kernel.hypotheses import Definition
from ..kernel.induction import hypothesis, induction
from ..kernel.laws import Recursion
from ..kernel.layers import recursion
from ..kernel.rules import algebra, definition, given, lemma, order
from ..kernel.settings import Setting
from ..kernel.sums import last_term
from ..kernel.terms import dependent_family, family, function, index, natural, real, size, total
from .units import CYBENKO, HALF, ONE, ZERO, H, a, d, h, u, v, x, y

AT_ZERO = "value of the step at 0"
n, l, i, N = natural("n"), natural("l"), index("i"), size("N")
k = size("n")  # of gates
xs = family("z", oo)
product, others, cells = dependent_family("P", oo), dependent_family("Q", oo), dependent_family("M", oo)
f, g, e = function("f"), function("g"), function("e")
X = (xs[i], "what the i-th gate is a step of, such as the distance from a face")
DIMENSIONS, GATE_COUNT = (n, "how many"), (k, "number of gates")
PRODUCT = Recursion(product[l], ONE, product[l] * H(xs[l + 1], ZERO), "the product of the gates, one after the other")


def gate_sum(upper: Expr) -> Expr:
    """How many of the first gates are on."""
    return total(H(xs[i], ZERO), i, upper)


def _by_induction(
    name: str, words: str, claim: Claim, over: Symbol, setting: Setting, base: Derivation, step_: Derivation
) -> Part:
    known = setting.having(hypothesis(claim))
    return Part(
        name,
        words,
        setting,
        derive(
            claim.terms[0],
            step(
                claim.terms[1],
                induction,
                "by induction over their number",
                relation=claim.relation,
                over=over,
                base=Part(f"{name}-base", "the least number", setting, base),
                step=Part(f"{name}-step", "one more", known, step_),
            ),
        ),
    )


AT_MOST = Claim(gate_sum(k), "<=", k)
at_most = _by_induction(
    "at-most",
    "no more than n of n gates are on",
    AT_MOST,
    k,
    Setting("gates", (X, GATE_COUNT), ()),
    derive(
        gate_sum(ONE),
        step(H(xs[1], ZERO), algebra, "a single term"),
        step(ONE, cases, "a gate is 0 or 1", relation="<=", of=(xs[1],)),
    ),
    derive(
        gate_sum(k + 1),
        step(gate_sum(k) + H(xs[k + 1], ZERO), last_term, "the last gate", of=gate_sum(k + 1)),
        step(k + H(xs[k + 1], ZERO), order, "the induction hypothesis", relation="<=", gap=k - gate_sum(k)),
        step(k + 1, cases, "a gate is 0 or 1", relation="<=", of=(xs[k + 1],)),
    ),
)
with_product = Setting(
    "gates", (X, (product[l], "product of the first l gates"), GATE_COUNT, (a, AT_ZERO)), (), (PRODUCT,)
)
ALL_ON = equal(H(gate_sum(k) - (k - HALF)), product[k])
all_on = _by_induction(
    "product",
    "the threshold of the sum of n gates is their product",
    ALL_ON,
    k,
    with_product,
    derive(
        H(gate_sum(ONE) - HALF),
        step(H(H(xs[1], ZERO) - HALF), algebra, "a single gate"),
        step(H(xs[1], ZERO), cases, "0 is below 1/2, and 1 above", of=(xs[1],)),
        step(product[0] * H(xs[1], ZERO), recursion, "an empty product", law=PRODUCT, layer=ZERO),
        step(product[1], recursion, "the first gate", law=PRODUCT, layer=ONE),
    ),
    derive(
        H(gate_sum(k + 1) - (k + 1 - HALF)),
        step(H(gate_sum(k) + H(xs[k + 1], ZERO) - (k + HALF)), last_term, "the last gate", of=gate_sum(k + 1)),
        step(
            H(xs[k + 1], ZERO) * H(gate_sum(k) - (k - HALF)),
            cases,
            "if it is off, the others are too few: no more than n of them are on",
            of=(xs[k + 1],),
            part=at_most,
        ),
        step(H(xs[k + 1], ZERO) * product[k], given, "the induction hypothesis", equation=hypothesis(ALL_ON)),
        step(product[k + 1], recursion, "the product with the last gate", law=PRODUCT, layer=k + 1),
    ),
)
IDEMPOTENT = equal(product[k] ** 2, product[k])
zero_or_one = _by_induction(
    "zero-or-one",
    "the product of gates is 0 or 1: it is its own square",
    IDEMPOTENT,
    k,
    Setting("gates", with_product.alphabet[:-1], (), (PRODUCT,)),
    derive(
        product[1] ** 2,
        step(product[0] ** 2 * H(xs[1], ZERO) ** 2, recursion, "the first gate", law=PRODUCT, layer=ONE),
        step(H(xs[1], ZERO) ** 2, recursion, "an empty product", law=PRODUCT, layer=ZERO),
        step(H(xs[1], ZERO), cases, "a gate is 0 or 1", of=(xs[1],)),
        step(product[0] * H(xs[1], ZERO), recursion, "an empty product", law=PRODUCT, layer=ZERO),
        step(product[1], recursion, "the first gate", law=PRODUCT, layer=ONE),
    ),
    derive(
        product[k + 1] ** 2,
        step(product[k] ** 2 * H(xs[k + 1], ZERO) ** 2, recursion, "the last gate", law=PRODUCT, layer=k + 1),
        step(product[k] * H(xs[k + 1], ZERO) ** 2, given, "the induction hypothesis", equation=hypothesis(IDEMPOTENT)),
        step(product[k] * H(xs[k + 1], ZERO), cases, "a gate is 0 or 1", of=(xs[k + 1],)),
        step(product[k + 1], recursion, "the last gate", law=PRODUCT, layer=k + 1),
    ),
)
two_gates = Part(
    "both",
    "the threshold of the sum of two gates is their product",
    Setting("gates", ((x, "first input"), (y, "second input"), (a, AT_ZERO)), ()),
    derive(
        H(H(x, ZERO) + H(y, ZERO) - Rational(3, 2)),
        step(H(x, ZERO) * H(y, ZERO), cases, "each sign of `x` and `y`", of=(x, y)),
    ),
)
gates = Theorem(
    name="threshold-of-gates",
    title="A second layer makes the product",
    idea=(
        "Gates that are 0 or 1 add up to more than their number less one half only if all are on. A box in any number "
        "of dimensions is the product of its gates: two for each coordinate, one for each face."
    ),
    parts=(two_gates, at_most, zero_or_one, all_on),
    sources=(CYBENKO,),
)

OTHERS = Recursion(others[l], ONE, others[l] * H(d), "the product of the other gates, each d inside")
OTHERS_ON = equal(others[n], ONE)
around = Setting(
    "rectangles",
    ((others[l], "product of l other gates"), DIMENSIONS, (d, "half the side"), (a, AT_ZERO)),
    (),
    (OTHERS,),
)
others_on = _by_induction(
    "others",
    "the gates of the other coordinates are on",
    OTHERS_ON,
    n,
    around,
    derive(others[0], step(ONE, recursion, "an empty product", law=OTHERS, layer=ZERO)),
    derive(
        others[n + 1],
        step(others[n] * H(d), recursion, "one more gate", law=OTHERS, layer=n + 1),
        step(1 * H(d), given, "the induction hypothesis", equation=hypothesis(OTHERS_ON)),
        step(ONE, cases, "it is on", of=(d,)),
    ),
)
rest = total(e(i, xs[i]), i, n)
above_right, above_left, below_right, below_left = map(real, ("s_1", "s_2", "s_3", "s_4"))
VALUES = (
    Definition(above_right, f(u) + g(v) + rest, "the sum at the corner above on the right"),
    Definition(above_left, f(x) + g(v) + rest, "above on the left"),
    Definition(below_right, f(u) + g(y) + rest, "below on the right"),
    Definition(below_left, f(x) + g(y) + rest, "below on the left"),
)
MIXED = h * others[n] * (H(d) * H(d) - H(d) * H(-d) - H(-d) * H(d) + H(-d) * H(-d))
with_height = Setting("rectangles", (*around.alphabet, (h, "height")), (), (OTHERS,))
corner = Part(
    "corner",
    "the mixed difference of the product of steps around the origin, in n + 2 dimensions",
    with_height,
    derive(
        MIXED,
        step(h * others[n], cases, "three corners are outside", of=(d,)),
        step(h * 1, lemma, "the other gates are on", part=others_on),
    ),
)
no_corner = Theorem(
    name="no-sum-is-a-corner",
    title="A sum of functions of one variable is no product of steps",
    idea=(
        "The mixed difference over a rectangle in two of the coordinates is 0 for every sum of functions of one "
        "coordinate each, whatever they are and however many; for a box of height `h` that covers one corner it is `h`."
    ),
    parts=(
        Part(
            "sum",
            "the mixed difference of a sum, in n + 2 dimensions",
            Setting(
                "rectangles",
                (
                    (f, "function of the first coordinate"),
                    (g, "function of the second coordinate"),
                    (e, "functions of the others"),
                    (xs[i], "the others"),
                    (x, "left"),
                    (u, "right"),
                    (y, "below"),
                    (v, "above"),
                    DIMENSIONS,
                    *((each.entry, each.words) for each in VALUES),
                ),
                (),
                VALUES,
            ),
            derive(
                above_right - above_left - below_right + below_left,
                step(ZERO, definition, "every value occurs with both signs"),
            ),
        ),
        others_on,
        corner,
        Part(
            "none",
            "so the product of steps is such a sum only if its height is 0",
            with_height,
            derive(equal(MIXED, ZERO), step(equal(h, ZERO), lemma, "the mixed difference is `h`", part=corner)),
        ),
    ),
    sources=(CYBENKO,),
)

CELLS = Recursion(cells[l], ONE, N * cells[l], "each coordinate cuts every cell into N")
grid = Setting(
    "grids", ((cells[l], "cells in l dimensions"), DIMENSIONS, (N, "cells along one coordinate")), (), (CELLS,)
)
COUNT = equal(cells[n], N**n)
count = _by_induction(
    "count",
    "a grid of N cells along each of n coordinates has `N^n` cells",
    COUNT,
    n,
    grid,
    derive(cells[0], step(ONE, recursion, "one point", law=CELLS, layer=ZERO)),
    derive(
        cells[n + 1],
        step(N * cells[n], recursion, "one more coordinate", law=CELLS, layer=n + 1),
        step(N * N**n, given, "the induction hypothesis", equation=hypothesis(COUNT)),
        step(N ** (n + 1), algebra, "one more factor"),
    ),
)
growth = Theorem(
    name="cells-of-a-grid",
    title="The number of cells grows like a power of the dimension",
    idea=(
        "Every coordinate multiplies the number of cells. Half the width costs twice the cells along each of n "
        "coordinates, so `2^n` times the cells: this is what a staircase pays for accuracy in many dimensions."
    ),
    parts=(
        count,
        Part(
            "halved",
            "half the width takes `2^n` times as many cells",
            Setting("grids", (DIMENSIONS, (N, "cells along one coordinate")), ()),
            derive((2 * N) ** n, step(2**n * N**n, algebra, "a power of a product")),
        ),
    ),
    sources=(CYBENKO,),
)
