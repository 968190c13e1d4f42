"""Bounds far out hold at points far out, and are refused where a premise is missing."""

import pytest
from flint import arb

from proofs.kernel import tails
from proofs.kernel.tails import Bounds, CannotEnclose, Quadratic

T = tails.polynomial(arb(0), arb(1), arb(0))
ONE = tails.constant(arb(1))
POINTS = [arb(n) / 4 for n in (-120, -30, -9, -4, 4, 5, 17, 100)]


def at(bound: Quadratic, t: arb) -> arb:
    return bound.a + bound.b * abs(t) + bound.c * t * t


SIGMOID = tails.reciprocal(tails.added([ONE, tails.exponential(T)]))
CASES: dict[str, tuple[Bounds, object]] = {
    "t": (T, lambda t: t),
    "3 t - 2": (tails.polynomial(arb(-2), arb(3), arb(0)), lambda t: 3 * t - 2),
    "t^2 + 1": (tails.added([tails.whole_power(T, 2), ONE]), lambda t: t * t + 1),
    "1/(1 + t^2)": (tails.reciprocal(tails.added([tails.whole_power(T, 2), ONE])), lambda t: 1 / (1 + t * t)),
    "exp(t)": (tails.exponential(T), lambda t: t.exp()),
    "1/(1 + exp(t))": (SIGMOID, lambda t: 1 / (1 + t.exp())),
    "t/(1 + exp(t))": (tails.multiplied(T, SIGMOID), lambda t: t / (1 + t.exp())),
    "log(1 + exp(t))": (tails.logarithm(tails.added([ONE, tails.exponential(T)])), lambda t: (1 + t.exp()).log()),
    "relu(t)^3": (tails.whole_power(tails.rectified(T), 3), lambda t: t.max(arb(0)) ** 3),
    "sqrt(1 + t^2)": (
        tails.real_power(tails.added([tails.whole_power(T, 2), ONE]), arb(1) / 2),
        lambda t: (1 + t * t).sqrt(),
    ),
    "max(t, -2)": (tails.largest(T, tails.constant(arb(-2))), lambda t: t.max(arb(-2))),
    "t or 3": (tails.either(T, tails.constant(arb(3))), lambda t: t if t > 0 else arb(3)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_bound_holds_far_out(name):
    bounds, f = CASES[name]
    for t in POINTS:
        value, slack = f(t), 1 + arb("1e-10")
        assert abs(value) <= at(bounds.size, t).exp() * slack
        if bounds.low is not None:
            assert value >= at(bounds.low, t) - arb("1e-10") * (1 + abs(value))
        if bounds.high is not None:
            assert value <= at(bounds.high, t) + arb("1e-10") * (1 + abs(value))
        if bounds.floor is not None:
            assert abs(value) * slack >= (-at(bounds.floor, t)).exp()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: tails.reciprocal(tails.added([T, ONE])), "stay away from 0"),
        (lambda: tails.logarithm(T), "stay above 0"),
        (lambda: tails.exponential(tails.exponential(T)), "quadratic polynomial"),
        (lambda: tails.real_power(T, arb(1) / 2), "under a root"),
    ],
)
def test_a_missing_premise_is_named(wrong, message):
    with pytest.raises(CannotEnclose, match=message):
        wrong()


def test_the_tail_is_at_least_the_true_one():
    for radius in (2, 5, 9):  # 2 int_R^oo p(t) dt = erfc(R/sqrt(2)), and 2 int_R^oo t^2 p(t) dt is more
        true = (arb(radius) / arb(2).sqrt()).erfc()
        assert tails.beyond(ONE.size, radius) >= true
        assert tails.beyond(tails.whole_power(T, 2).size, radius) >= true * radius**2
