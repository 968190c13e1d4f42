"""Networks of threshold units.

H_a(u) is the step whose value at 0 is a; a unit computes H_a(w x + b).

h (H_a(x) + H_a(d - x) - 1)     the box of height h on (0, d), and a h at both end points
h (H_a(x) - H_a(x - d))         the box, a h at 0 and (1 - a) h at d
"""

from sympy import Expr, Integer, Rational

from .kernel.cases import cases
from .kernel.claims import Claim
from .kernel.derivations import Part, Theorem, derive, step
from .kernel.rules import algebra, order
from .kernel.settings import Assume, Setting
from .kernel.terms import function, heaviside, positive, real, relu, size

CYBENKO = "G. Cybenko, Approximation by superpositions of a sigmoidal function, 1989"
NIELSEN = "M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 4"
x, y, h, a = real("x"), real("y"), real("h"), real("a")
d = positive("d")
HALF = Rational(1, 2)


def H(u: Expr, at_zero: Expr = a) -> Expr:
    """The step."""
    return heaviside(u, at_zero)


def at(u: Expr) -> Expr:
    """1 where u = 0, else 0."""
    return H(u, Integer(1)) - H(u, Integer(0))


def two_sided(at_zero: Expr) -> Expr:
    """Two units that face each other, and a bias."""
    return h * (H(x, at_zero) + H(d - x, at_zero) - 1)


def difference(at_zero: Expr) -> Expr:
    """Two units that face the same way."""
    return h * (H(x, at_zero) - H(x - d, at_zero))


OPEN = h * H(x, Integer(0)) * H(d - x, Integer(0))
CLOSED = h * H(x, Integer(1)) * H(d - x, Integer(1))
box_setting = Setting("boxes", ((x, "input, real"), (d, "width, positive"), (h, "height, real")), ())
general = Setting("boxes", (*box_setting.alphabet, (a, "value of the step at 0")), ())
ENDS = (x, x - d)
WHY = "left of 0, at 0, between, at `d`, right of `d`"


def _by_cases(name: str, words: str, left: Expr, right: Expr, setting: Setting = box_setting) -> Part:
    return Part(name, words, setting, derive(left, step(right, cases, WHY, of=ENDS)))


box = Theorem(
    name="step-box",
    title="A box from two steps that face each other",
    idea="Outside one unit is on, inside both are; the bias takes one away. The end points carry the value at 0.",
    parts=(
        _by_cases("open", "with H(0) = 0 the box is open", two_sided(Integer(0)), OPEN),
        _by_cases("closed", "with H(0) = 1 the box is closed", two_sided(Integer(1)), CLOSED),
        _by_cases("half", "with H(0) = 1/2 the ends get h/2", two_sided(HALF), OPEN + h * (at(x) + at(x - d)) / 2),
        _by_cases(
            "any", "with any value at 0 the ends get `a h`", two_sided(a), OPEN + a * h * (at(x) + at(x - d)), general
        ),
    ),
    sources=(NIELSEN,),
)
half_open = Theorem(
    name="step-box-difference",
    title="A box from the difference of two steps",
    idea="Both units jump in the same direction, so that one end point is treated as inside and the other as outside.",
    parts=(
        _by_cases("right-end", "H(0) = 0: (0, d]", difference(Integer(0)), h * H(x, Integer(0)) * H(d - x, Integer(1))),
        _by_cases("left-end", "H(0) = 1: [0, d)", difference(Integer(1)), h * H(x, Integer(1)) * H(d - x, Integer(0))),
        _by_cases(
            "gap",
            "the two constructions differ at `d` only, and not at all if H(0) = 1/2",
            difference(a) - two_sided(a),
            (1 - 2 * a) * h * at(x - d),
            general,
        ),
    ),
    sources=(NIELSEN,),
)

f = function("f")
c = real("c")
w, L, B, eps = positive("w"), positive("L"), positive("B"), positive("epsilon")
N = size("N")


def absolute(u: Expr) -> Expr:
    """The absolute value."""
    return relu(u) + relu(-u)


LIPSCHITZ = Assume(Claim(absolute(f(x) - f(c)), "<=", L * absolute(x - c)), "f is L-Lipschitz")
WITHIN = Assume(Claim(absolute(x - c), "<=", w), "x lies in the cell of width w whose left end is c")
NEAR = Assume(Claim(absolute(x - c), "<=", w / 2), "x lies in the cell of width w whose midpoint is c")
ENOUGH = Assume(Claim(L * B, "<=", N * eps), "there are at least L B / epsilon cells")
cell = ((f, "function"), (x, "input, real"), (c, "where f is taken"), (L, "Lipschitz constant"), (w, "width of a cell"))


def _staircase(name: str, words: str, where: Assume, far: Expr) -> Part:
    distance = absolute(x - c)
    return Part(
        name,
        words,
        Setting("staircases", cell, (), (LIPSCHITZ, where)),
        derive(
            absolute(f(x) - f(c)),
            step(L * distance, order, "Lipschitz", relation="<=", gap=L * distance - absolute(f(x) - f(c))),
            step(L * far, order, "the point is no further away", relation="<=", gap=L * (far - distance)),
        ),
    )


staircase = Theorem(
    name="staircase-error",
    title="The error of a staircase",
    idea="A Lipschitz function moves at most `L` times the distance; from the midpoint no point is further than `w/2`.",
    parts=(
        _staircase("left-ends", "values at the left ends", WITHIN, w),
        _staircase("midpoints", "values at the midpoints", NEAR, w / 2),
        Part(
            "cells",
            "N cells of width `2B/N` on [-B, B], values at the midpoints",
            Setting(
                "staircases",
                ((L, "Lipschitz constant"), (B, "half the interval"), (N, "number of cells"), (eps, "error allowed")),
                (),
                (ENOUGH,),
            ),
            derive(
                L * (2 * B / N) / 2,
                step(eps, order, "the number of cells", relation="<=", gap=(N * eps - L * B) / N),
            ),
        ),
    ),
    sources=(CYBENKO,),
)

g = function("g")
u, v = real("u"), real("v")
no_corner = Theorem(
    name="no-sum-is-a-corner",
    title="A sum of functions of one variable is no product of steps",
    idea="The mixed difference over a rectangle is 0 for every sum, and the height for a box that covers one corner.",
    parts=(
        Part(
            "sum",
            "the mixed difference of a sum",
            Setting(
                "rectangles",
                ((f, "function"), (g, "function"), (x, "left"), (u, "right"), (y, "below"), (v, "above")),
                (),
            ),
            derive(
                (f(u) + g(v)) - (f(u) + g(y)) - (f(x) + g(v)) + (f(x) + g(y)),
                step(Integer(0), algebra, "every value occurs with both signs"),
            ),
        ),
        Part(
            "corner",
            "the mixed difference of the product of two steps around the origin",
            Setting("rectangles", ((d, "half the side"), (h, "height"), (a, "value of the step at 0")), ()),
            derive(
                h * (H(d) * H(d) - H(d) * H(-d) - H(-d) * H(d) + H(-d) * H(-d)),
                step(h, cases, "three corners are outside", of=(d,)),
            ),
        ),
    ),
    sources=(CYBENKO,),
)
ZERO = Integer(0)
gates = Theorem(
    name="threshold-of-two-gates",
    title="A second layer makes the product",
    idea="Two gates that are 0 or 1 add up to more than 3/2 only if both are on.",
    parts=(
        Part(
            "both",
            "the threshold of a sum is the product of the gates",
            Setting("gates", ((x, "first input"), (y, "second input"), (a, "value of the last step at 0")), ()),
            derive(
                H(H(x, ZERO) + H(y, ZERO) - Rational(3, 2)),
                step(H(x, ZERO) * H(y, ZERO), cases, "each sign of `x` and `y`", of=(x, y)),
            ),
        ),
    ),
    sources=(CYBENKO,),
)
THEOREMS = (box, half_open, staircase, no_corner, gates)
