"""The largest error of a step network, certified: interval evaluation in ball arithmetic (Arb), branch and bound.

A step network is constant on boxes.  On a box with value v, |f - v| is at most the upper end of its enclosure over the
box, and at least the lower end at the midpoint or a corner.  Boxes that may hold the maximum are halved until the two
ends agree: every number in between is certified, the network being the real function with exactly these float64 weights
and thresholds.  Source: W. Tucker, Validated Numerics, 2011.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import count, pairwise, product

import numpy as np
from flint import arb, ctx, fmpq

from numerics.step_networks import StepNetwork
from numerics.threshold_layers import TwoLayerStepNetwork

Enclosure = Callable[[Sequence[arb]], arb]  # contains f(t) for every t in the balls, one for each coordinate
Box = tuple[tuple[fmpq, fmpq], ...]
_PRECISION = 80
_MOST_BOXES = 20_000


@dataclass(frozen=True)
class SupNorm:
    """The supremum of |f - network| lies in [lower, upper]; both ends are rounded outwards to float64.

    boxes: how many enclosures it took.
    """

    lower: float
    upper: float
    boxes: int


def sup_error(
    network: StepNetwork | TwoLayerStepNetwork, f: Enclosure, low: float, high: float, *, relative: float = 1e-6
) -> SupNorm:
    """Certify the supremum of |f - network| on [low, high] in each coordinate; f is continuous there.

    relative: how close the two ends are to come, relative to the upper one, unless that takes more than 20,000 boxes:
    what is returned holds in any case, an upper end of infinity where f has no enclosure.
    """
    pieces = line_pieces(network, low, high) if isinstance(network, StepNetwork) else grid_pieces(network, low, high)
    before, ctx.prec = ctx.prec, _PRECISION
    try:
        return _branch_and_bound(list(pieces), f, relative)
    finally:
        ctx.prec = before


def exact(number: float) -> fmpq:
    """The rational that a float64 is."""
    top, bottom = float(number).as_integer_ratio()
    return fmpq(top, bottom)


def line_pieces(network: StepNetwork, low: float, high: float) -> Iterator[tuple[Box, fmpq]]:
    """The intervals on which a network is constant, and its value at each jump, all exact."""
    if network.threshold:
        raise ValueError("network: expected a linear output, got a threshold")
    weights, bias, outputs = (
        [exact(u) for u in each] for each in (network.weights, network.bias, network.output_weights)
    )
    start, end = exact(low), exact(high)
    jumps = {-b / w for w, b in zip(weights, bias, strict=True) if w != 0}
    edges = sorted({start, end, *(each for each in jumps if start < each < end)})

    def value(x: fmpq) -> fmpq:
        on = (v for w, b, v in zip(weights, bias, outputs, strict=True) if w * x + b > 0)
        return sum(on, exact(network.output_bias))

    yield from ((((each, each),), value(each)) for each in edges)
    yield from ((((a, b),), value((a + b) / 2)) for a, b in pairwise(edges))


def grid_pieces(network: TwoLayerStepNetwork, low: float, high: float) -> Iterator[tuple[Box, fmpq]]:
    """The boxes on which a network is constant whose first units see one coordinate each, with positive weight 1.

    As H(0) = 0, the value on a face is that of the box to its left, so that the closed boxes cover everything.
    """
    first, bias = network.first
    dimensions = first.shape[1]
    if not np.all((first == 0) | (first == 1)) or not np.all(first.sum(axis=1) == 1):
        raise ValueError("network: expected first units H(x_i - e) of one coordinate each")
    edges = [
        sorted(
            {
                exact(low),
                exact(high),
                *(exact(-b) for w, b in zip(first, bias, strict=True) if w[i] and low < -b < high),
            }
        )
        for i in range(dimensions)
    ]
    for box in product(*(list(pairwise(each)) for each in edges)):
        middle = np.array([float((a + b) / 2) for a, b in box])
        if not all(a < exact(x) < b for x, (a, b) in zip(middle, box, strict=True)):
            raise ValueError(f"network: its cells are too narrow for float64 at {middle}")
        yield box, exact(float(network(middle)))  # the sum has one term that is not 0, so nothing is rounded


def _branch_and_bound(pieces: list[tuple[Box, fmpq]], f: Enclosure, relative: float) -> SupNorm:
    order = count()
    lower = arb(0)

    def entry(box: Box, value: fmpq) -> tuple[float, int, Box, fmpq]:
        nonlocal lower
        for point in (tuple((a + b) / 2 for a, b in box), *product(*box)):
            lower = lower.max(abs(f([arb(x) for x in point]) - value).lower())
        whole = f([_ball(a, b) for a, b in box])
        return -_above(abs(whole - value)), next(order), box, value

    waiting = [entry(box, value) for box, value in pieces]
    heapify(waiting)
    while len(waiting) < _MOST_BOXES:
        upper, _, box, value = waiting[0]
        if -upper - _below(lower) <= relative * -upper < np.inf:
            break
        heappop(waiting)
        for half in _halves(box):
            heappush(waiting, entry(half, value))
    return SupNorm(max(0.0, _below(lower)), -waiting[0][0], next(order))


def _halves(box: Box) -> Iterator[Box]:
    """The box cut across its longest side."""
    longest = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
    a, b = box[longest]
    for half in ((a, (a + b) / 2), ((a + b) / 2, b)):
        yield (*box[:longest], half, *box[longest + 1 :])


def _ball(a: fmpq, b: fmpq) -> arb:
    """The smallest ball around [a, b], rounded outwards."""
    return arb(a).union(arb(b))


def _above(value: arb) -> float:
    """A float64 that is not below any number of the ball."""
    return float(np.nextafter(float(value.upper()), np.inf)) if value.is_finite() else float("inf")


def _below(value: arb) -> float:
    """A float64 that is not above any number of the ball."""
    return float(np.nextafter(float(value.lower()), -np.inf))
