"""A staircase of steps, its value on each cell, its error, and how many units it takes.

    S_n(x) = f(q) + sum_{k=1}^{n} (f(q + k w) - f(q + (k - 1) w)) H(x - p - k w),     H(0) = 0

has n + 1 cells (p + j w, p + (j + 1) w] and takes on each the value of f at q + j w: at the left end if q = p, at the
midpoint if q = p + w/2.  It is a network of n threshold units with the output bias f(q).
"""

from sympy import Expr, Sum

from ..kernel.cases import cases
from ..kernel.claims import Claim, equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.hypotheses import Assume, Definition
from ..kernel.induction import at_next, hypothesis, induction
from ..kernel.rules import algebra, definition, given, lemma, order
from ..kernel.settings import Setting
from ..kernel.sums import last_term
from ..kernel.terms import function, index, natural, positive, real, size, substitute, total
from .units import CYBENKO, ZERO, H, absolute, x

f = function("f")
p, q, s = real("p"), real("q"), real("s")
w, L, B, eps = positive("w"), positive("L"), positive("B"), positive("epsilon")
j, m, n = natural("j"), natural("m"), natural("n")
k, N = index("k"), size("N")

RIGHT_OF = Claim(j * w, "<", x - p)
ON = Assume(RIGHT_OF, "x lies to the right of the left end of cell j")
OFF = Assume(Claim(x - p, "<=", (j + 1) * w), "x lies to the left of the right end of cell j, or on it")
NAMES = (
    (f, "function"),
    (x, "input, real"),
    (p, "left end of the first cell"),
    (w, "width of a cell"),
    (j, "number of the cell of x, from 0 on"),
)
FIRST = (q, "where f is taken in the first cell")


def rises(units: Expr, first: Expr = q) -> Sum:
    """The weighted sum of so many units; f is taken at `first` in the first cell."""
    rise = f(first + k * w) - f(first + (k - 1) * w)
    return total(rise * H(x - p - k * w, ZERO), k, units)


def staircase(units: Expr, first: Expr = q) -> Expr:
    """The network with so many units."""
    return f(first) + rises(units, first)


def units_behind(first: Expr, names: tuple[tuple[Expr, str], ...]) -> Part:
    """The units with thresholds left of x are on, and their rises telescope: induction over their number j."""
    claim = equal(rises(j, first), f(first + j * w) - f(first))
    setting, following = Setting("staircases", names, (), (ON,)), at_next(claim, j)
    next_on = Assume(at_next(RIGHT_OF, j), "x lies to the right of the next end too")
    known = hypothesis(claim)
    last = f(first + (j + 1) * w) - f(first + j * w)
    bare = Setting("staircases", names, (), ())
    return Part(
        "on",
        "the units with thresholds left of x add up to the rise of f from the first cell to that of x",
        setting,
        derive(
            claim.left,
            step(
                claim.right,
                induction,
                "by induction over the number of these units",
                over=j,
                base=Part(
                    "on-base",
                    "no unit",
                    bare,
                    derive(rises(ZERO, first), step(f(first) - f(first), algebra, "an empty sum")),
                ),
                step=Part(
                    "on-step",
                    "one more unit that is on",
                    bare.having(next_on, known),
                    derive(
                        following.left,
                        step(
                            rises(j, first) + last * H(x - p - (j + 1) * w, ZERO),
                            last_term,
                            "the last unit",
                            of=following.left,
                        ),
                        step(
                            f(first + j * w) - f(first) + last * H(x - p - (j + 1) * w, ZERO),
                            given,
                            "the induction hypothesis",
                            equation=known,
                        ),
                        step(following.right, cases, "it is on", of=(x - p - (j + 1) * w,)),
                    ),
                ),
            ),
        ),
    )


def units_beyond(first: Expr, names: tuple[tuple[Expr, str], ...]) -> Part:
    """The units with thresholds at x or right of it are off, and change nothing: induction over their number m."""
    behind = units_behind(first, names)
    setting = Setting("staircases", (*names, (m, "number of units that are off")), (), (ON, OFF))
    claim = equal(rises(j + m, first), f(first + j * w) - f(first))
    following, known = at_next(claim, m), hypothesis(claim)
    last = f(first + (j + m + 1) * w) - f(first + (j + m) * w)
    return Part(
        "cell",
        "on the cell of x all units together add up to the rise of f from the first cell to that of x",
        setting,
        derive(
            claim.left,
            step(
                claim.right,
                induction,
                "by induction over the number of units that are off",
                over=m,
                base=Part(
                    "off-base",
                    "every unit is on",
                    setting,
                    derive(rises(j, first), step(claim.right, lemma, "all are on", part=behind)),
                ),
                step=Part(
                    "off-step",
                    "one more unit that is off",
                    setting.having(known),
                    derive(
                        following.left,
                        step(
                            rises(j + m, first) + last * H(x - p - (j + m + 1) * w, ZERO),
                            last_term,
                            "the last unit",
                            of=following.left,
                        ),
                        step(
                            f(first + j * w) - f(first) + last * H(x - p - (j + m + 1) * w, ZERO),
                            given,
                            "the induction hypothesis",
                            equation=known,
                        ),
                        step(following.right, cases, "it is off", of=(x - p - (j + m + 1) * w,)),
                    ),
                ),
            ),
        ),
    )


RISES = equal(total(f(q + k * w) - f(q + (k - 1) * w), k, n), f(q + n * w) - f(q))
TELESCOPES = hypothesis(RISES)
counted = Setting("staircases", ((f, "function"), FIRST, (w, "width of a cell"), (n, "number of units")), ())
telescope = Part(
    "telescope",
    "the rises between neighbouring cells telescope",
    counted,
    derive(
        RISES.left,
        step(
            RISES.right,
            induction,
            "by induction over the number of units",
            over=n,
            base=Part(
                "base",
                "no unit",
                counted,
                derive(substitute(RISES.left, {n: ZERO}), step(f(q) - f(q), algebra, "an empty sum")),
            ),
            step=Part(
                "step",
                "one more unit",
                counted.having(TELESCOPES),
                derive(
                    at_next(RISES, n).left,
                    step(
                        RISES.left + f(q + (n + 1) * w) - f(q + n * w),
                        last_term,
                        "the last rise",
                        of=at_next(RISES, n).left,
                    ),
                    step(f(q + (n + 1) * w) - f(q), given, "the induction hypothesis", equation=TELESCOPES),
                ),
            ),
        ),
    ),
)
on, cell = units_behind(q, (*NAMES, FIRST)), units_beyond(q, (*NAMES, FIRST))
value = Part(
    "value",
    "the staircase is the value of f at `q + j w` on the whole cell j",
    cell.setting,
    derive(
        staircase(j + m),
        step(f(q + j * w), lemma, "the rises telescope", part=cell),
    ),
)
AT_END = {x: p}  # every unit is off there, as H(0) = 0
NO_RISE = equal(substitute(rises(n), AT_END), ZERO)
NOTHING = hypothesis(NO_RISE)
last_rise = f(q + (n + 1) * w) - f(q + n * w)
left_end = Part(
    "left-end",
    "at the left end of the interval, where x = p, the units add nothing: the staircase is f(q)",
    counted,
    derive(
        NO_RISE.left,
        step(
            ZERO,
            induction,
            "by induction over the number of units",
            over=n,
            base=Part(
                "end-base",
                "no unit",
                counted,
                derive(substitute(NO_RISE.left, {n: ZERO}), step(ZERO, algebra, "an empty sum")),
            ),
            step=Part(
                "end-step",
                "one more unit that is off",
                counted.having(NOTHING),
                derive(
                    at_next(NO_RISE, n).left,
                    step(
                        NO_RISE.left + last_rise * H(-(n + 1) * w, ZERO),
                        last_term,
                        "the last unit",
                        of=at_next(NO_RISE, n).left,
                    ),
                    step(last_rise * H(-(n + 1) * w, ZERO), given, "the induction hypothesis", equation=NOTHING),
                    step(ZERO, cases, "it is off", of=(w,)),
                ),
            ),
        ),
    ),
)
staircase_value = Theorem(
    name="staircase-value",
    title="A staircase is a network of steps",
    idea=(
        "Each unit adds the rise of the function to the next cell, once x has passed its threshold. The rises of the "
        "units that are on telescope to the value in the cell of x; the others add nothing."
    ),
    parts=(telescope, on, cell, value, left_end),
    sources=(CYBENKO,),
)


def _error(name: str, words: str, first: Expr, far: Expr, why: str) -> Part:
    node = first + j * w
    lipschitz = Assume(Claim(absolute(f(x) - f(node)), "<=", L * absolute(x - node)), "f is L-Lipschitz")
    inner = units_beyond(first, NAMES)
    value_at_x = Definition(s, staircase(j + m, first), "the value of the staircase at x")
    distance = absolute(x - node)
    names = (*inner.setting.alphabet, (s, "value of the staircase at x"), (L, "Lipschitz constant"))
    on_cell = Part(
        "value-at-x",
        "the value of the staircase",
        Setting("staircases", names[:-1], (), (ON, OFF, value_at_x)),
        derive(
            s,
            step(staircase(j + m, first), definition, "the network"),
            step(f(node), lemma, "the value on the cell", part=inner),
        ),
    )
    return Part(
        name,
        words,
        Setting("staircases", names, (), (ON, OFF, value_at_x, lipschitz)),
        derive(
            absolute(f(x) - s),
            step(absolute(f(x) - f(node)), lemma, "the value on the cell", part=on_cell),
            step(L * distance, order, "Lipschitz", relation="<=", gap=L * distance - absolute(f(x) - f(node))),
            step(L * far, cases, why, relation="<=", of=(x - node,)),
        ),
    )


left_ends = _error("left-ends", "values at the left ends", p, w, "no point is further away than the width")
midpoints = _error(
    "midpoints", "values at the midpoints", p + w / 2, w / 2, "no point is further away than half the width"
)


def _attained(name: str, words: str, first: Expr, bound: Expr) -> Part:
    """The error of the staircase of the line L u at the right end of cell j."""
    names = (*(each for each in NAMES if each[0] not in (f, x)), (L, "slope of the line"))
    end, node = p + (j + 1) * w, first + j * w
    setting = Setting("staircases", names, ())
    return Part(
        name, words, setting, derive(absolute(L * end - L * node), step(bound, cases, "all is positive", of=(w,)))
    )


staircase_error = Theorem(
    name="staircase-error",
    title="The error of a staircase",
    idea="A Lipschitz function moves at most `L` times the distance; from the midpoint no point is further than `w/2`.",
    parts=(
        left_ends,
        midpoints,
        _attained("left-attained", "a line attains the bound for left ends", p, L * w),
        _attained("midpoint-attained", "a line attains the bound for midpoints", p + w / 2, L * w / 2),
    ),
    remarks=(
        "The cells cover all but the left end of the interval; the staircase is there what it is on the first cell.",
    ),
    sources=(CYBENKO,),
)

WIDE = ((L, "Lipschitz constant"), (B, "half the interval"), (N, "number of cells"), (eps, "error allowed"))
ENOUGH_LEFT = Assume(Claim(2 * L * B, "<=", N * eps), "there are at least `2 L B / epsilon` cells")
ENOUGH = Assume(Claim(L * B, "<=", N * eps), "there are at least `L B / epsilon` cells")
TOO_FEW = Assume(Claim(N * eps, "<", L * B), "there are fewer than `L B / epsilon` cells")
WIDTH = 2 * B / N

unit_count = Theorem(
    name="staircase-units",
    title="How many units a staircase takes",
    idea=(
        "N cells of width `2B/N` cover [-B, B] with N - 1 units and a bias. The bound of the error is at most epsilon "
        "from a certain N on; below it, a line is further away than epsilon."
    ),
    parts=(
        Part(
            "left-cells",
            "N cells on [-B, B], values at the left ends",
            Setting("staircases", WIDE, (), (ENOUGH_LEFT,)),
            derive(
                L * WIDTH,
                step(eps, order, "the number of cells", relation="<=", gap=(N * eps - 2 * L * B) / N),
            ),
        ),
        Part(
            "cells",
            "N cells on [-B, B], values at the midpoints",
            Setting("staircases", WIDE, (), (ENOUGH,)),
            derive(L * WIDTH / 2, step(eps, order, "the number of cells", relation="<=", gap=(N * eps - L * B) / N)),
        ),
        Part(
            "too-few",
            "with fewer cells the error at the ends of a line is larger than epsilon, even for midpoints",
            Setting("staircases", WIDE, (), (TOO_FEW,)),
            derive(eps, step(L * WIDTH / 2, cases, "the number of cells", relation="<", of=(B,))),
        ),
    ),
    sources=(CYBENKO,),
)
