"""Contracts of `threes-nines`: layers of any number and width, samples in rows, activations that return their slope.

Alphabet: X is n x d_0; layer l computes z = x W + b, (out, grad) = activation(z); g is the last output, n x 1.
Harmless choices are conventions: W is d_in x d_out or its transpose, b is (d_out,), 1 x d_out or d_out x 1.

Promised for a batch of no samples: an output of no rows. Nothing is promised of backward_pass and logistic_loss there:
the mean over no samples is 0/0. The caches are backward_pass's own: it may use them up.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import Array, Close, Difference, Expectation, Judged, as_array, plain
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Edge, Kind, Misconception, Property
from backproof.submissions.contracts.lending import numbers
from backproof.submissions.frames import Definition, Handle, Remote
from numerics.activations import activation
from numerics.network import Cache, Dense, Network

LAYER_LAW = "a_l = f_l(W_l a_(l-1) + b_l)"
HUGE = 1e4
KINK = 1e-3  # preactivations of a ReLU stay this far from 0, where it has no derivative


@dataclass(frozen=True)
class Layout:
    """How a course stores W and b."""

    transposed: bool
    bias: str  # "flat", "row" or "column"

    def weight(self, w: Array) -> Array:
        """A d_in x d_out matrix as the submission has it."""
        return w.T.copy() if self.transposed else w

    def offset(self, b: Array) -> Array:
        """A bias vector as the submission has it."""
        return {"flat": b, "row": b[None, :], "column": b[:, None]}[self.bias]


LAYOUTS = tuple(Layout(transposed, bias) for transposed in (False, True) for bias in ("row", "flat", "column"))


@dataclass(frozen=True)
class Stack:
    """A network, a batch, and the slope of the loss at its output."""

    weights: tuple[Array, ...]  # d_in x d_out
    biases: tuple[Array, ...]
    names: tuple[str, ...]
    x: Array
    slope: Array  # n x d_L, per sample

    def network(self) -> Network:
        """The reference network."""
        layers = (Dense(w.T, b, name) for w, b, name in zip(self.weights, self.biases, self.names, strict=True))
        return Network(tuple(layers), "squared-error")

    def cache(self) -> Cache:
        """Its forward pass."""
        return self.network().forward(self.x)

    def smooth(self) -> bool:
        """Whether no ReLU is near its kink."""
        pairs = zip(self.cache().preactivations, self.names, strict=True)
        return all(name != "relu" or bool((np.abs(z) > KINK).all()) for z, name in pairs)


def stacks(
    depth: st.SearchStrategy[int],
    *,
    samples: tuple[int, int] = (1, 4),
    units: tuple[int, int] = (1, 1),
    last: tuple[str, ...] = ("sigmoid",),
) -> st.SearchStrategy[Stack]:
    """Small networks that end in one sigmoid unit (or `units`, `last`), with a batch of one to four samples."""

    def build(widths: list[int], k: int, n: int) -> st.SearchStrategy[Stack]:
        shapes = list(zip(widths, [*widths[1:], k], strict=True))
        weights = st.tuples(*(drawing.array(shape, drawing.eighths(2)) for shape in shapes))
        biases = st.tuples(*(drawing.array(shape[1:], drawing.eighths(1)) for shape in shapes))
        hidden = st.lists(st.sampled_from(("sigmoid", "relu")), min_size=len(shapes) - 1, max_size=len(shapes) - 1)
        names = st.tuples(hidden, st.sampled_from(last)).map(lambda found: (*found[0], found[1]))
        x = drawing.array((n, widths[0]), drawing.eighths(2))
        slope = drawing.array((n, k), drawing.eighths(4))
        return st.builds(Stack, weights, biases, names, x, slope).filter(Stack.smooth)

    widths = depth.flatmap(lambda d: st.lists(st.integers(1, 3), min_size=d, max_size=d))
    return st.tuples(widths, st.integers(*units), st.integers(*samples)).flatmap(lambda drawn: build(*drawn))


def saturated(ordinary: st.SearchStrategy[Stack]) -> st.SearchStrategy[Stack]:
    """The same networks with preactivations of +-1e4 in one layer."""

    def shifted(case: Stack, k: int, sign: float) -> Stack:
        biases = tuple(b + sign * HUGE * (l == k % len(case.biases)) for l, b in enumerate(case.biases))
        return replace(case, biases=biases)

    return st.builds(shifted, ordinary, st.integers(0, 2), st.sampled_from((1.0, -1.0))).filter(Stack.smooth)


def derivative(name: str, z: Array) -> Array:
    """The slope of an elementwise activation: its pullback of ones."""
    entry = activation(name)
    return entry.pullback(z, entry.function(z), np.ones_like(z))


def own_activation(bench: Bench, name: str) -> Definition | Remote:
    """The submission's own activation if nothing is wrong with it, else a stub of the judge's."""
    own = f"{name}_activation"
    if own in bench.sound - bench.flawed:
        return Definition(own)
    entry = activation(name)

    def stub(arguments: list[Any]) -> Any:
        z = numbers(arguments[0] if arguments else None, "the activation's argument")
        return entry.function(z), derivative(name, z)

    return bench.lend(stub)


def layout(bench: Bench) -> Layout:
    """The convention in force."""
    return bench.convention if isinstance(bench.convention, Layout) else LAYOUTS[0]


def show(case: Stack) -> str:
    """The case in full: it is small."""
    layers = "; ".join(
        f"W{l} = {plain(w)}, b{l} = {plain(b)}, {name}"
        for l, (w, b, name) in enumerate(zip(case.weights, case.biases, case.names, strict=True), 1)
    )
    return f"X = {plain(case.x)}; {layers}; dL_dg = {plain(case.slope)}"


# One layer, and all of them.


def first_of_pair(found: Any) -> Any:
    """The first of two values; anything else as it is."""
    return found[0] if isinstance(found, tuple | list) and len(found) == 2 else found


def _layer_arguments(bench: Bench, case: Stack) -> list[Any]:
    chosen = layout(bench)
    w, b = chosen.weight(case.weights[0]), chosen.offset(case.biases[0])
    return [case.x, w, b, own_activation(bench, case.names[0])]


def _observe_layer(bench: Bench, case: Stack) -> Any:
    return first_of_pair(bench.call(*_layer_arguments(bench, case)))


def pass_arguments(bench: Bench, case: Stack) -> list[Any]:
    """X, weights, biases, activations as the submission wants them."""
    chosen = layout(bench)
    weights, biases = [chosen.weight(w) for w in case.weights], [chosen.offset(b) for b in case.biases]
    return [case.x, weights, biases, [own_activation(bench, name) for name in case.names]]


def _expect_output(case: Stack) -> Expectation:
    return Close(case.cache().output, name="output")


def _empty_output(case: Stack) -> Expectation:
    return Close(np.zeros((0, len(case.biases[-1]))), name="output")


def _no_samples(case: Stack) -> Stack:
    return replace(case, x=case.x[:0], slope=case.slope[:0])


def _output_wrong(name: str, says: str, change: Callable[[Stack], Array]) -> Misconception:
    return Misconception(name, says, LAYER_LAW, lambda case: Close(change(case)))


def _without_bias(case: Stack) -> Array:
    return Stack(case.weights, tuple(0 * b for b in case.biases), case.names, case.x, case.slope).cache().output


_OUTPUT_WRONGS = (
    _output_wrong("layer-no-bias", "the bias is not added", _without_bias),
    _output_wrong("layer-linear", "the last activation is not applied", lambda case: case.cache().logits),
    _output_wrong("layer-slope", "the activation's slope is returned instead of its value", lambda case: derivative(case.names[-1], case.cache().logits)),
    _output_wrong("layer-twice", "the last activation is applied twice", lambda case: activation(case.names[-1]).function(case.cache().output)),
    _output_wrong("layer-always-sigmoid", "the activation that was given is not used: it is always the sigmoid", lambda case: replace(case, names=("sigmoid",) * len(case.names)).cache().output),
)  # fmt: skip


def _observe_twice(bench: Bench, case: Stack) -> Any:
    """The whole result of a call, and of the same call after another one."""
    first = bench.call(*pass_arguments(bench, case))
    bench.call(*pass_arguments(bench, replace(case, x=case.x[:1])))
    return first, bench.call(*pass_arguments(bench, case))


def _same_caches(got: Any) -> Difference | None:
    (_, before), (_, after) = got
    if form(before) == form(after):
        return None
    text = "the caches of a second call are not those of the first: something is kept between calls"
    return Difference("caches", form(before), form(after), text)


def form(value: Any) -> str:
    """What a value is made of: kinds, lengths and shapes."""
    match value:
        case list() | tuple():
            return f"{type(value).__name__} of {len(value)}: [{', '.join(form(item) for item in value)}]"
        case dict():
            return f"dict: {{{', '.join(f'{key}: {form(item)}' for key, item in value.items())}}}"
        case np.ndarray():
            return f"array {value.shape}"
        case Handle(type_name=name):
            return name
        case _:
            return type(value).__name__


def _forward_contract(
    name: str,
    depth: st.SearchStrategy[int],
    observe: Callable[[Bench, Stack], Any],
    arguments: Callable[[Bench, Stack], list[Any]],
    excused_by: frozenset[str] = frozenset(),
    twice: tuple[Property, ...] = (),
    **options: Any,
) -> Contract:
    drawn = stacks(depth, **options)
    one = stacks(depth, samples=(1, 1), **options)
    return Contract(
        name,
        (
            Property("values", drawn, _expect_output, observe=observe, held=arguments, show=show, examples=30),
            Property("a batch of one", one, _expect_output, observe=observe, held=arguments, show=show, examples=6),
            *twice,
            Property("stability", saturated(drawn), _expect_output, observe=observe, show=show, kind=Kind.EDGE, excused_by=excused_by, examples=12, remark="overflow at large preactivations"),
            Property("an empty batch", drawn.map(_no_samples), _empty_output, observe=observe, show=show, kind=Kind.EDGE, edge=Edge.EMPTY, excused_by=excused_by, examples=3, remark="a batch of no samples"),
        ),
        _OUTPUT_WRONGS,
        conventions=LAYOUTS,
    )  # fmt: skip


def _observe_pass(bench: Bench, case: Stack) -> Any:
    return first_of_pair(bench.call(*pass_arguments(bench, case)))


LAYER_FORWARD = _forward_contract(
    "layer-forward", st.just(1), _observe_layer, _layer_arguments, units=(1, 3), last=("sigmoid", "relu")
)
FORWARD_PASS = _forward_contract(
    "forward-pass",
    st.integers(1, 3),
    _observe_pass,
    pass_arguments,
    excused_by=frozenset({"layer_forward"}),
    twice=(Property("the same caches", stacks(st.integers(1, 3)), lambda case: Judged(_same_caches), observe=_observe_twice, show=show, examples=6),),
)  # fmt: skip


def canonical(value: Any, transposed: bool) -> Any:
    """A returned matrix as d_in x d_out."""
    array = as_array(value)
    return array.T.copy() if transposed and array is not None and array.ndim == 2 else value
