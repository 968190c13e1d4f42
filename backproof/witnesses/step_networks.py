"""Witnesses about boxes: the networks of NumPy at end points, between and outside."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np

from backproof.closed_forms import number
from numerics.functions import step
from numerics.step_networks import StepNetwork, box, box_by_difference
from proofs.kernel.claims import Claim

from .testimony import Rng, Testimony, witness

WIDTHS = (0.5, 1.0, 3.0)
HEIGHTS = (-2.0, 0.5, 1.0)
VALUES_AT_0 = (0.0, 0.25, 0.5, 1.0, 2.0)


def _stepped(u: float, at_zero: float) -> float:
    """The step of the network, with another value at 0: a mean of H and 1 - H(-u), exact for these numbers."""
    below, above = float(step(np.array(u))), 1.0 - float(step(np.array(-u)))
    return (1 - at_zero) * below + at_zero * above


def _points(d: float) -> tuple[float, ...]:
    return (-1.0, 0.0, d / 4, d / 2, d, d + 1.0)


def _exact(cases: Iterable[tuple[float, float]]) -> Testimony:
    """Every number is a small dyadic rational, so that nothing is rounded."""
    pairs = list(cases)
    wrong = sum(claimed != measured for claimed, measured in pairs)
    return Testimony(wrong == 0, (("points", str(len(pairs))), ("different", str(wrong))))


def _boxes(claim: Claim, measured: Callable[[float, float, float], float], a: float = 0.0) -> list[tuple[float, float]]:
    return [
        (number(claim.terms[1], {"x": x, "d": d, "h": h, "a": a}), h * measured(x, d, a))
        for d in WIDTHS
        for h in HEIGHTS
        for x in _points(d)
    ]


def _facing(x: float, d: float, a: float) -> float:
    return _stepped(x, a) + _stepped(d - x, a) - 1


def _apart(x: float, d: float, a: float) -> float:
    return _stepped(x, a) - _stepped(x - d, a)


def _mirrored(x: float, d: float, a: float) -> float:
    return _stepped(d - x, a) - _stepped(-x, a)


def _outside(x: float, d: float, a: float) -> float:
    return 1 - _stepped(-x, a) - _stepped(x - d, a)


@witness("step-box", "open", "the box of NumPy", draws=False)
def open_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The threshold network `box`, whose step is 0 at 0."""
    return _exact(_boxes(claim, lambda x, d, _: float(box(d)(np.array(x)))))


@witness("step-box", "closed", "units with step(0) = 1", draws=False)
def closed_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _facing, 1.0))


@witness("step-box", "half", "units with step(0) = 1/2", draws=False)
def half_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1/2 at 0."""
    return _exact(_boxes(claim, _facing, 0.5))


@witness("step-box", "any", "units with five values at 0", draws=False)
def any_box(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with several values at 0."""
    return _exact(pair for a in VALUES_AT_0 for pair in _boxes(claim, _facing, a))


@witness("step-box-difference", "right-end", "the difference of NumPy", draws=False)
def right_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The threshold network `box_by_difference`, whose step is 0 at 0."""
    return _exact(_boxes(claim, lambda x, d, _: float(box_by_difference(d)(np.array(x)))))


@witness("step-box-difference", "left-end", "units with step(0) = 1", draws=False)
def left_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _apart, 1.0))


@witness("step-box-difference", "half", "units with step(0) = 1/2", draws=False)
def half_difference(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1/2 at 0."""
    return _exact(_boxes(claim, _apart, 0.5))


@witness("step-box-difference", "gap", "both constructions", draws=False)
def gap(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The difference of the two constructions with several values at 0."""
    return _exact(
        pair for a in VALUES_AT_0 for pair in _boxes(claim, lambda x, d, a: _apart(x, d, a) - _facing(x, d, a), a)
    )


@witness("step-box-difference", "any", "units with five values at 0", draws=False)
def any_difference(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with several values at 0."""
    return _exact(pair for a in VALUES_AT_0 for pair in _boxes(claim, _apart, a))


@witness("step-box-mirrored", "left-end", "units with step(0) = 0", draws=False)
def mirrored_left_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units of NumPy, whose step is 0 at 0."""
    network = StepNetwork(np.array([-1.0, -1.0]), np.array([0.0, 0.0]), np.array([1.0, -1.0]), 0.0, threshold=False)

    def measured(x: float, d: float, _: float) -> float:
        shifted = StepNetwork(network.weights, np.array([d, 0.0]), network.output_weights, 0.0, threshold=False)
        return float(shifted(np.array(x)))

    return _exact(_boxes(claim, measured))


@witness("step-box-mirrored", "right-end", "units with step(0) = 1", draws=False)
def mirrored_right_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _mirrored, 1.0))


@witness("step-box-mirrored", "half", "units with step(0) = 1/2", draws=False)
def mirrored_half(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1/2 at 0."""
    return _exact(_boxes(claim, _mirrored, 0.5))


@witness("step-box-mirrored", "any", "units with five values at 0", draws=False)
def mirrored_any(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with several values at 0."""
    return _exact(pair for a in VALUES_AT_0 for pair in _boxes(claim, _mirrored, a))


@witness("step-box-outside", "closed", "units with step(0) = 0", draws=False)
def outside_closed(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 0 at 0."""
    return _exact(_boxes(claim, _outside, 0.0))


@witness("step-box-outside", "open", "units with step(0) = 1", draws=False)
def outside_open(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1 at 0."""
    return _exact(_boxes(claim, _outside, 1.0))


@witness("step-box-outside", "half", "units with step(0) = 1/2", draws=False)
def outside_half(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with the value 1/2 at 0."""
    return _exact(_boxes(claim, _outside, 0.5))


@witness("step-box-outside", "any", "units with five values at 0", draws=False)
def outside_any(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The two units with several values at 0."""
    return _exact(pair for a in VALUES_AT_0 for pair in _boxes(claim, _outside, a))


Values = dict[str, float]
OUTPUTS = ((1.0, 2.0), (-3.0, 0.5), (-1.0, -2.0), (0.0, 4.0))


def _weighted(aligned: bool) -> Iterator[Values]:
    """Two units with the step of NumPy and any output weights: three measured values."""
    for (v1, v2), c, (p, q, r, s) in product(OUTPUTS, (0.0, -1.5), ((0.5, 1.0, 2.0, 0.25), (3.0, 0.25, 0.5, 4.0))):
        direction = 1.0 if aligned else -1.0
        network = StepNetwork(
            np.array([1.0, direction]), np.array([0.0, -direction * (q + r)]), np.array([v1, v2]), c, threshold=False
        )
        left, inside, right = (float(network(np.array(x))) for x in (-p, q, q + r + s))
        names = {"v_1": v1, "v_2": v2, "c": c, "p": p, "q": q, "r": r, "s": s, "a": 0.0}
        yield names | {"left": left, "inside": inside, "right": right}


def _read_off(claim: Claim, aligned: bool) -> Testimony:
    return _exact((number(claim.terms[1], each), number(claim.terms[0], each)) for each in _weighted(aligned))


for _part in ("first", "second", "bias"):
    for _name, _aligned in (("facing", False), ("aligned", True)):

        @witness("step-box-weights", f"{_name}-{_part}", "two units with any output weights", draws=False)
        def read_off(claim: Claim, rng: Rng, _: float, aligned: bool = _aligned) -> Testimony:
            """The values of a network of NumPy left of the box, in it, and right of it."""
            return _read_off(claim, aligned)


def _related(claim: Claim, cases: Iterable[Values]) -> Testimony:
    """Hold both sides of a claim against each other; every number is a small dyadic rational."""
    sides = [(number(claim.terms[0], each), number(claim.terms[1], each)) for each in cases]
    relation = {"=": float.__eq__, "<=": float.__le__, "<": float.__lt__}[claim.relation]
    wrong = sum(not relation(float(left), float(right)) for left, right in sides)
    return Testimony(bool(sides) and not wrong, (("points", str(len(sides))), ("different", str(wrong))))


HIDDEN = (-2.0, -1.0, -0.5, 0.0, 0.25, 0.5, 1.0)


def _shared(v1: float, v2: float, c: float, w1: float, w2: float, b: float) -> StepNetwork:
    return StepNetwork(np.array([w1, w2]), np.array([b, b]), np.array([v1, v2]), c, threshold=False)


def _three_values() -> Iterator[Values]:
    """Networks with one bias and output weights of equal sign, at three points right of 0."""
    for (v1, v2), w1, w2, b in product(((1.0, 2.0), (-0.5, -3.0), (0.0, 1.0)), HIDDEN, HIDDEN, (-1.0, 0.0, 1.0)):
        for p, q, r in ((0.5, 1.0, 1.0), (1.0, 1.0, 2.0)):
            left, inside, right = (float(_shared(v1, v2, 0.5, w1, w2, b)(np.array(x))) for x in (p, p + q, p + q + r))
            weights = {"v_1": v1, "v_2": v2, "w_1": w1, "w_2": w2, "b": b, "c": 0.5, "a": 0.0}
            yield weights | {"p": p, "q": q, "r": r, "h": inside, "left": left, "inside": inside, "right": right}


@witness("no-box-from-a-shared-bias", "half-line", "networks with one bias", draws=False)
def monotone(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Three values of a network of NumPy, for many weights."""
    return _related(claim, _three_values())


@witness("no-box-from-a-shared-bias", "beyond", "networks with one bias", draws=False)
def beyond(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Among many networks, shifted to 0 before the box, those that are 0 beyond it: the height that they have."""
    shifted = (
        {**each, "c": each["c"] - each["left"], "h": each["inside"] - each["left"]}
        for each in _three_values()
        if each["right"] == each["left"]
    )
    return _related(claim, ({**each, "left": 0.0, "right": 0.0, "inside": each["h"]} for each in shifted))


@witness("no-box-from-a-shared-bias", "bias", "networks with one bias", draws=False)
def no_jump(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Networks of NumPy that are 0 at -p: the height that they have at p."""
    cases = []
    for (v1, v2), w1, w2, b in product(OUTPUTS, HIDDEN, HIDDEN, (-1.0, 0.5)):
        p = 0.5 if abs(b) == 1.0 else 0.125
        if max(abs(w1), abs(w2)) * p < abs(b):
            c = -float(_shared(v1, v2, 0.0, w1, w2, b)(np.array(-p)))
            h = float(_shared(v1, v2, c, w1, w2, b)(np.array(p)))
            names = {"v_1": v1, "v_2": v2, "w_1": w1, "w_2": w2, "b": b, "c": c, "p": p, "a": 0.0}
            cases.append(names | {"left": 0.0, "inside": h, "h": h})
    return _related(claim, cases)


@witness("no-box-from-a-shared-bias", "no-bias", "networks without a bias", draws=False)
def no_end(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Networks of NumPy that are 0 beyond the box: the height that they have in it."""
    cases = []
    for (v1, v2), w1, w2, (p, q) in product(OUTPUTS, HIDDEN, HIDDEN, ((0.5, 1.0), (2.0, 0.25))):
        c = -float(_shared(v1, v2, 0.0, w1, w2, 0.0)(np.array(p + q)))
        h = float(_shared(v1, v2, c, w1, w2, 0.0)(np.array(p)))
        names = {"v_1": v1, "v_2": v2, "w_1": w1, "w_2": w2, "b": 0.0, "c": c, "p": p, "q": q, "a": 0.0}
        cases.append(names | {"inside": h, "right": 0.0, "h": h})
    return _related(claim, cases)


@witness("no-box-from-a-shared-bias", "around", "a network with one bias", draws=False)
def around(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Two units of NumPy with the same bias, on both sides of 0."""
    pairs = []
    for beta, h in product(WIDTHS, HEIGHTS):
        network = _shared(h, h, -h, 1.0, -1.0, beta)
        for x in (-beta - 1, -beta, -beta / 2, 0.0, beta / 2, beta, beta + 1):
            pairs.append((number(claim.terms[1], {"x": x, "beta": beta, "h": h}), float(network(np.array(x)))))
    return _exact(pairs)
