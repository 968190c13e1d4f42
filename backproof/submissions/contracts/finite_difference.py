"""The contract of `finite_difference_checker(f, x, k)`: the slope of f along coordinate k, measured, not believed.

Alphabet: f(x) = sum_i a_i sin(w_i x_i) as the first of a tuple; the second is a lie, because a checker that returns
the gradient it is to check checks nothing. f is a remote stub, so the step h that the submission takes is seen.

The central difference is off by at most h^2 |f'''| / 6 (Taylor) plus ROUNDINGS eps |f| / h (f is rounded, and so are
x + h and x - h). A one-sided difference is off by h |f''| / 2: accepted on ordinary input, shown as an edge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.channel import Refused
from backproof.submissions.compare import Array, Difference, Expectation, Judged, as_array, plain
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Edge, Kind, Misconception, Property
from backproof.submissions.contracts.lending import numbers

CENTRAL_LAW = "f'(x) = (f(x + h) - f(x - h)) / (2h) + O(h^2): divided by 2h, one coordinate moved"
LARGEST_STEP, SMALLEST_STEP = 0.01, 1e-9
ROUNDINGS = 64
MOST_CALLS = 200
COUPLING = 0.5


@dataclass(frozen=True)
class Slope:
    """The function's coefficients, the point, the coordinate."""

    a: Array
    w: Array
    x: Array
    k: int

    def terms(self, x: Array) -> Array:
        """a_i sin(w_i x_i)."""
        return np.asarray(self.a * np.sin(self.w * x))

    def derivative(self, order: int) -> float:
        """The derivative of that order along coordinate k."""
        phase = self.w[self.k] * self.x[self.k] + order * np.pi / 2
        return float(self.a[self.k] * self.w[self.k] ** order * np.sin(phase))

    def bound(self, order: int) -> float:
        """A bound on that derivative everywhere."""
        return float(abs(self.a[self.k] * self.w[self.k] ** order))


@dataclass(frozen=True)
class Seen:
    """What the submission returned, and the largest step it took away from x."""

    result: Any
    step: float


def _slopes() -> st.SearchStrategy[Slope]:
    def build(n: int) -> st.SearchStrategy[Slope]:
        vector = drawing.array((n,), st.integers(1, 16).map(lambda k: k / 4))
        point = drawing.array((n,), drawing.eighths(3))
        # Away from the zeros of f'' and f', where a one-sided or a scaled difference could not be told apart.
        return st.builds(Slope, vector, vector, point, st.integers(0, n - 1)).filter(
            lambda case: min(abs(case.derivative(1)), abs(case.derivative(2))) > 0.05
        )

    return st.integers(1, 4).flatmap(build)


def _call(bench: Bench, case: Slope, steps: list[float]) -> list[Any]:
    """The arguments of a call; the distances from x at which f is asked are noted in `steps`."""
    entries = bench.convention == "entries"

    def f(arguments: list[Any]) -> Any:
        if len(steps) >= MOST_CALLS:
            raise Refused(f"f was called more than {MOST_CALLS} times")
        if len(arguments) != 1:
            raise Refused(f"f takes one argument, got {len(arguments)}")
        x = numbers(arguments[0], "f's argument")
        if x.shape != case.x.shape:
            raise Refused(f"f takes an array of shape {case.x.shape}, got {x.shape}")
        steps.append(float(np.abs(x - case.x).max()))
        value = case.terms(x)
        lie = np.cos(np.arange(len(x)) + float(x.sum())) + 7.0
        # One output an entry: each depends on all of x, so that moving every coordinate is seen.
        return (value + COUPLING * value.sum(), lie) if entries else (float(value.sum()), lie)

    return [bench.lend(f), case.x, case.k]


def _observe(bench: Bench, case: Slope) -> Any:
    steps: list[float] = []
    result = bench.call(*_call(bench, case, steps))
    entries = bench.convention == "entries"
    array = as_array(result)
    if entries and array is not None and array.shape in (case.x.shape, ()):
        result = float(array[case.k] if array.ndim else array) / (1 + COUPLING)
    return Seen(result, max(steps, default=0.0))


def _number(seen: Any) -> float | Difference:
    value = seen.result if isinstance(seen, Seen) else seen
    array = as_array(value)
    if array is None or array.size != 1:
        return Difference("result", "one number", plain(value), "expected one number, the slope along coordinate k")
    return float(array.reshape(()))


def _within(
    target: Callable[[Slope, float], float], error: Callable[[Slope, float], float]
) -> Callable[[Slope], Expectation]:
    """The result is `target(case, h)` up to `error(case, h)`, for the step h that was taken."""

    def expect(case: Slope) -> Expectation:
        def check(seen: Any) -> Difference | None:
            value = _number(seen)
            if isinstance(value, Difference):
                return value
            h = min(max(seen.step, SMALLEST_STEP), LARGEST_STEP)
            right, allowed = target(case, h), error(case, h)
            if np.isfinite(value) and abs(value - right) <= allowed:
                return None
            return Difference(
                "result", right, plain(value), f"a wrong value (step {seen.step:.3g}, error allowed {allowed:.3g})"
            )

        return Judged(check)

    return expect


def _rounding(case: Slope, h: float) -> float:
    return (
        ROUNDINGS
        * float(np.finfo(float).eps)
        * float(np.abs(case.a).sum() + np.abs(case.a * case.w * case.x).sum())
        / h
    )


def _central_error(case: Slope, h: float) -> float:
    return h * h * case.bound(3) / 6 + _rounding(case, h)


def _one_sided_error(case: Slope, h: float) -> float:
    return h * case.bound(2) / 2 + _central_error(case, h)


def _slope(case: Slope, h: float) -> float:
    return case.derivative(1)


def _all_coordinates(case: Slope, h: float) -> float:
    return float((case.a * case.w * np.cos(case.w * case.x)).sum())


def _wrong(name: str, says: str, factor: Callable[[float], float]) -> Misconception:
    def error(case: Slope, h: float) -> float:
        return abs(factor(h)) * _central_error(case, h)

    return Misconception(name, says, CENTRAL_LAW, _within(lambda case, h: factor(h) * case.derivative(1), error))


def _show(case: Slope) -> str:
    formula = " + ".join(f"{a:g} sin({w:g} x[{i}])" for i, (a, w) in enumerate(zip(case.a, case.w, strict=True)))
    return f"finite_difference_checker(f, {plain(case.x)}, {case.k}) with f(x)[0] = {formula}"


FINITE_DIFFERENCE = Contract(
    "finite-difference",
    (
        Property("values", _slopes(), _within(_slope, _one_sided_error), observe=_observe, held=lambda bench, case: _call(bench, case, []), show=_show, examples=30),
        Property(
            "second order",
            _slopes(),
            _within(_slope, _central_error),
            observe=_observe,
            show=_show,
            kind=Kind.EDGE,
            edge=Edge.ORDER,
            examples=15,
        ),
    ),
    (
        _wrong("difference-times-h", "the central difference multiplies by h instead of dividing by it", lambda h: h * h),
        _wrong("difference-times-2h", "the central difference multiplies by 2h instead of dividing by it", lambda h: 4 * h * h),
        _wrong("difference-by-h", "the central difference is divided by h, not by 2h", lambda h: 2.0),
        _wrong("difference-undivided", "the difference is not divided by 2h", lambda h: 2 * h),
        _wrong("difference-halved", "the difference is divided by 2, not by 2h", lambda h: h),
        _wrong("difference-one-sided-2h", "a one-sided difference divided by 2h", lambda h: 0.5),
        _wrong("difference-sign", "the two evaluations are exchanged: the sign is flipped", lambda h: -1.0),
        Misconception("difference-all-coordinates", "every coordinate is moved, not only coordinate k", CENTRAL_LAW, _within(_all_coordinates, lambda case, h: len(case.x) * _one_sided_error(case, h) * 16)),
    ),
    conventions=("scalar", "entries"),
)  # fmt: skip
