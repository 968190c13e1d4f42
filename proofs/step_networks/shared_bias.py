"""Two units with one bias in common, v_1 H(w_1 x + b) + v_2 H(w_2 x + b) + c, and why they make no box.

A unit switches at -b/w.  On a half-line all units with the same b switch in the same direction, so that output weights
of equal sign leave the network monotone there; and at 0 nothing switches unless b = 0, when everything does.
"""

from sympy import Expr, Integer

from ..kernel.cases import cases
from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Definition
from ..kernel.rules import given
from ..kernel.settings import Setting
from ..kernel.terms import positive, real
from .units import CYBENKO, ZERO, H, a, h, x

w1, w2, v1, v2, b, c = real("w_1"), real("w_2"), real("v_1"), real("v_2"), real("b"), real("c")
p, q, r, beta = positive("p"), positive("q"), positive("r"), positive("beta")
left, inside, right = real("left"), real("inside"), real("right")


def network(u: Expr, bias: Expr = b) -> Expr:
    """Two units with the same bias."""
    return v1 * H(w1 * u + bias) + v2 * H(w2 * u + bias) + c


WEIGHTS = (
    (w1, "first hidden weight"),
    (w2, "second hidden weight"),
    (v1, "first output weight"),
    (v2, "second output weight"),
    (a, "value of the step at 0"),
)
BIAS, OUTER = (b, "bias of both units"), ((c, "bias of the output"), (h, "height of the box"))
BEFORE, IN, BEYOND = (
    Assume(equal(left, ZERO), "the network is 0 before the box"),
    Assume(equal(inside, h), "the network is h in the box"),
    Assume(equal(right, ZERO), "the network is 0 beyond the box"),
)
EQUAL_SIGNS = Assume(Claim(ZERO, "<=", v1 * v2), "the output weights have equal signs")
NOT_BELOW = Assume(Claim(ZERO, "<=", a), "the value of the step at 0 is at least 0")
NOT_ABOVE = Assume(Claim(a, "<=", Integer(1)), "the value of the step at 0 is at most 1")
SMALL_1 = Assume(Claim(w1**2 * p**2, "<", b**2), "the first unit does not switch between -p and p")
SMALL_2 = Assume(Claim(w2**2 * p**2, "<", b**2), "the second unit does not switch between -p and p")
NO_BIAS = Definition(b, ZERO, "the bias is 0")


def _value(name: Expr, at: Expr, words: str) -> Definition:
    return Definition(name, network(at), words)


VALUES = ((left, "value before the box"), (inside, "value in the box"), (right, "value beyond the box"))
THREE = (
    (p, "a point before the box, positive"),
    (q, "distance to a point in it"),
    (r, "distance to a point beyond it"),
)
SWITCHES = tuple(w * at + b for w in (w1, w2) for at in (p, p + q, p + q + r))

HALF_LINE = Setting(
    "boxes",
    (*WEIGHTS, BIAS, *THREE, OUTER[0], *VALUES),
    (),
    (
        _value(left, p, "the value at p"),
        _value(inside, p + q, "the value at p + q"),
        _value(right, p + q + r, "the value at p + q + r"),
        EQUAL_SIGNS,
        NOT_BELOW,
        NOT_ABOVE,
    ),
)
monotone = Part(
    "half-line",
    "with equal output signs the network rises twice, falls twice, or stays, at any three points right of 0",
    HALF_LINE,
    derive(
        ZERO,
        step((inside - left) * (right - inside), cases, "each order of switching", relation="<=", of=SWITCHES),
    ),
)
beyond = Part(
    "beyond",
    "so there is no box on an interval right of 0: its height is 0",
    HALF_LINE.having_variable(h, "height of the box").having(BEFORE, BEYOND, IN),
    derive(
        h**2,
        step((h - left) * h, given, "the network is 0 before", equation=BEFORE),
        step((h - left) * (h - right), given, "it is 0 beyond", equation=BEYOND),
        step((inside - left) * (inside - right), given, "it is h inside", equation=IN),
        step(ZERO, cases, "the product of rise and fall is not positive", relation="<=", of=(p,), part=monotone),
    ),
)
with_bias = Part(
    "bias",
    "at 0, with a bias: no jump, so no box that begins or ends there, whatever the output signs",
    Setting(
        "boxes",
        (*WEIGHTS, BIAS, (p, "a small number"), *OUTER, *VALUES[:2]),
        (),
        (
            _value(left, -p, "the value at -p"),
            _value(inside, p, "the value at p"),
            SMALL_1,
            SMALL_2,
            BEFORE,
            IN,
        ),
    ),
    derive(
        h,
        step(inside, given, "h inside", equation=IN),
        step(left, cases, "neither unit has switched", of=(w1 * p + b, w2 * p + b)),
        step(ZERO, given, "0 before", equation=BEFORE),
    ),
)
without_bias = Part(
    "no-bias",
    "without a bias: no jump at d, so no box on (0, d), whatever the output signs",
    Setting(
        "boxes",
        (*WEIGHTS, BIAS, (p, "a point in the box"), (q, "distance to a point beyond it"), *OUTER, *VALUES[1:]),
        (),
        (
            NO_BIAS,
            _value(inside, p, "the value at p"),
            _value(right, p + q, "the value at p + q"),
            BEYOND,
            IN,
        ),
    ),
    derive(
        h,
        step(inside, given, "h inside", equation=IN),
        step(right, cases, "no unit switches right of 0", of=(w1, w2)),
        step(ZERO, given, "0 beyond", equation=BEYOND),
    ),
)
around = Part(
    "around",
    "around 0 there is such a box, so it matters where the interval lies",
    Setting("boxes", ((x, "input, real"), (beta, "bias, and half the width"), (h, "height")), ()),
    derive(
        h * H(x + beta, ZERO) + h * H(-x + beta, ZERO) - h,
        step(h * H(x + beta, ZERO) * H(beta - x, ZERO), cases, "both units are on inside", of=(x + beta, x - beta)),
    ),
)

one_bias = Theorem(
    name="no-box-from-a-shared-bias",
    title="Two units with the same bias make no box",
    idea=(
        "Right of 0 all units with the same bias switch in the same direction, so with equal output signs the network "
        "is monotone there, and a box is not. At 0 a unit jumps only if the bias is 0, and then it jumps nowhere else."
    ),
    parts=(monotone, beyond, with_bias, without_bias, around),
    sources=(CYBENKO,),
)
