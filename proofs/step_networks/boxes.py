"""Which two units make a box of height h on an interval from 0 to d, end points included.

Four pairs of directions, each with the one choice of output weights and bias that is right between the end points:

    facing       h (H_a(x) + H_a(d - x) - 1)        a h at 0          a h at d
    difference   h (H_a(x) - H_a(x - d))            a h at 0          (1 - a) h at d
    mirrored     h (H_a(d - x) - H_a(-x))           (1 - a) h at 0    a h at d
    outside      h (1 - H_a(-x) - H_a(x - d))       (1 - a) h at 0    (1 - a) h at d
"""

from collections.abc import Callable, Sequence

from sympy import Expr

from ..kernel.cases import cases
from ..kernel.derivations import Entry, Part, Table, Theorem, derive, step
from ..kernel.hypotheses import Definition
from ..kernel.settings import Setting
from ..kernel.terms import positive, real
from .units import HALF, NIELSEN, ONE, ZERO, H, a, at, d, h, x

ENDS = (x, x - d)
WHY = "left of 0, at 0, between, at `d`, right of `d`"
box_setting = Setting("boxes", ((x, "input, real"), (d, "width, positive"), (h, "height, real")), ())
general = Setting("boxes", (*box_setting.alphabet, (a, "value of the step at 0")), ())

OPEN, CLOSED = h * H(x, ZERO) * H(d - x, ZERO), h * H(x, ONE) * H(d - x, ONE)
RIGHT_END, LEFT_END = h * H(x, ZERO) * H(d - x, ONE), h * H(x, ONE) * H(d - x, ZERO)
HALF_ENDS = OPEN + h * (at(x) + at(x - d)) / 2
INTERVALS = {OPEN: "(0, d)", RIGHT_END: "(0, d]", LEFT_END: "[0, d)", CLOSED: "[0, d]"}


def two_sided(at_zero: Expr) -> Expr:
    """Two units that face each other, and a bias."""
    return h * (H(x, at_zero) + H(d - x, at_zero) - 1)


def difference(at_zero: Expr) -> Expr:
    """Two units that are on to the right."""
    return h * (H(x, at_zero) - H(x - d, at_zero))


def mirrored(at_zero: Expr) -> Expr:
    """Two units that are on to the left."""
    return h * (H(d - x, at_zero) - H(-x, at_zero))


def outside(at_zero: Expr) -> Expr:
    """Two units that look away from each other, taken from a bias."""
    return h * (1 - H(-x, at_zero) - H(x - d, at_zero))


def _by_cases(name: str, words: str, left: Expr, right: Expr, setting: Setting = box_setting) -> Part:
    return Part(name, words, setting, derive(left, step(right, cases, WHY, of=ENDS)))


def _exact(name: str, network: Callable[[Expr], Expr], at_zero: Expr, box: Expr) -> Part:
    value = "1/2" if at_zero == HALF else str(at_zero)
    where = f"the box on {INTERVALS[box]}" if box in INTERVALS else "no box, but h/2 at both ends"
    return _by_cases(name, f"with H(0) = {value}: {where}", network(at_zero), box)


def _ends(network: Callable[[Expr], Expr], at_0: Expr, at_d: Expr) -> Part:
    value = OPEN + h * (at_0 * at(x) + at_d * at(x - d))
    shares = (f"({share}) h" if share.is_Add else f"{share} h" for share in (at_0, at_d))
    return _by_cases("any", "with H(0) = a: `{}` at 0, `{}` at `d`".format(*shares), network(a), value, general)


box = Theorem(
    name="step-box",
    title="A box from two steps that face each other",
    idea="Outside one unit is on, inside both are; the bias takes one away. The end points carry the value at 0.",
    parts=(
        _exact("open", two_sided, ZERO, OPEN),
        _exact("closed", two_sided, ONE, CLOSED),
        _exact("half", two_sided, HALF, HALF_ENDS),
        _ends(two_sided, a, a),
    ),
    sources=(NIELSEN,),
)
half_open = Theorem(
    name="step-box-difference",
    title="A box from the difference of two steps",
    idea="Both units jump in the same direction, so that one end point is treated as inside and the other as outside.",
    parts=(
        _exact("right-end", difference, ZERO, RIGHT_END),
        _exact("left-end", difference, ONE, LEFT_END),
        _exact("half", difference, HALF, HALF_ENDS),
        _ends(difference, a, 1 - a),
        _by_cases(
            "gap",
            "it differs from the box of two units that face each other at `d` only, and not at all if H(0) = 1/2",
            difference(a) - two_sided(a),
            (1 - 2 * a) * h * at(x - d),
            general,
        ),
    ),
    sources=(NIELSEN,),
)
mirror_image = Theorem(
    name="step-box-mirrored",
    title="The difference of two steps that are on to the left",
    idea="The mirror image of the difference: the end points exchange their roles.",
    parts=(
        _exact("left-end", mirrored, ZERO, LEFT_END),
        _exact("right-end", mirrored, ONE, RIGHT_END),
        _exact("half", mirrored, HALF, HALF_ENDS),
        _ends(mirrored, 1 - a, a),
    ),
    sources=(NIELSEN,),
)
complement = Theorem(
    name="step-box-outside",
    title="A box as what two steps leave over",
    idea="The units are on outside, and the bias is on everywhere: at the end points the box has what the step lacks.",
    parts=(
        _exact("closed", outside, ZERO, CLOSED),
        _exact("open", outside, ONE, OPEN),
        _exact("half", outside, HALF, HALF_ENDS),
        _ends(outside, 1 - a, 1 - a),
    ),
    sources=(NIELSEN,),
)


Network = Callable[[Expr], Expr]
NETWORKS: tuple[tuple[Network, Expr, Expr], ...] = (  # with the share of h at 0 and at d
    (two_sided, a, a),
    (difference, a, 1 - a),
    (mirrored, 1 - a, a),
    (outside, 1 - a, 1 - a),
)
BOXES = ((OPEN, ZERO, ZERO), (RIGHT_END, ZERO, ONE), (LEFT_END, ONE, ZERO), (CLOSED, ONE, ONE))


def _entry(network: Network, shares: Sequence[Expr], at_zero: Expr, wanted: tuple[Expr, Expr, Expr]) -> Entry:
    """What the network has more than a box: a multiple of h at 0 and at d, and nothing anywhere else."""
    target, *have = wanted
    at_0, at_d = (share.subs(a, at_zero) - own for share, own in zip(shares, have, strict=True))
    part = _by_cases("entry", "network minus box", network(at_zero) - target, h * (at_0 * at(x) + at_d * at(x - d)))
    found = [
        f"{'+' if e > 0 else '-'}{'h' if abs(e) == 1 else 'h/2'} at {p}" for e, p in ((at_0, "0"), (at_d, "d")) if e
    ]
    return Entry(", ".join(found) or "equal", part)


truth_table = Table(
    words="What each network has more than each box: nothing where they are equal, else at the end points only",
    corner="network",
    columns=tuple(INTERVALS[target] for target, _, _ in BOXES),
    rows=tuple(
        (network(at_zero), tuple(_entry(network, shares, at_zero, wanted) for wanted in BOXES))
        for network, *shares in NETWORKS
        for at_zero in (ZERO, HALF, ONE)
    ),
)

v1, v2, c = real("v_1"), real("v_2"), real("c")
p, q, r, s = positive("p"), positive("q"), positive("r"), positive("s")
free_weights = (
    (v1, "first output weight"),
    (v2, "second output weight"),
    (c, "bias of the output"),
    (p, "how far left of 0, positive"),
    (q, "a point inside, positive"),
    (r, "how far it is from the right end, positive"),
    (s, "how far right of the right end, positive"),
    (a, "value of the step at 0"),
)


def facing(u: Expr) -> Expr:
    """Two units that face each other, with any output weights; the right end is q + r."""
    return v1 * H(u) + v2 * H(q + r - u) + c


def aligned(u: Expr) -> Expr:
    """Two units that look to the same side, with any output weights."""
    return v1 * H(u) + v2 * H(u - q - r) + c


left, inside, right = real("left"), real("inside"), real("right")


def _read_off(name: str, network: Network, start: Expr, weight: Expr, words: str) -> Part:
    """A weight as a combination of the values left of the box, in it, and right of it."""
    values = ((left, -p, "left of the box"), (inside, q, "in the box"), (right, q + r + s, "right of the box"))
    used = tuple(each for each in values if start.has(each[0]))
    setting = Setting(
        "boxes",
        (*free_weights, *((value, f"value {where}") for value, _, where in used)),
        (),
        tuple(Definition(value, network(point), f"{network.__name__} units, {where}") for value, point, where in used),
    )
    return Part(name, words, setting, derive(start, step(weight, cases, "which units are on", of=(v1,))))


weights = Theorem(
    name="step-box-weights",
    title="The output weights of a box are forced",
    idea=(
        "Left of the box, in it and right of it two units add up to three values, which give back the two output "
        "weights and the bias. A box has the values 0, `h`, 0, so that no other signs and no other bias make one."
    ),
    parts=(
        _read_off("facing-first", facing, inside - left, v1, "facing units: the first weight, for a box `h`"),
        _read_off("facing-second", facing, inside - right, v2, "facing units: the second weight, for a box `h`"),
        _read_off("facing-bias", facing, left + right - inside, c, "facing units: the bias, for a box `-h`"),
        _read_off("aligned-first", aligned, inside - left, v1, "aligned units: the first weight, for a box `h`"),
        _read_off("aligned-second", aligned, right - inside, v2, "aligned units: the second weight, for a box `-h`"),
        _read_off("aligned-bias", aligned, left, c, "aligned units: the bias, for a box 0"),
    ),
    sources=(NIELSEN,),
    tables=(truth_table,),
)
