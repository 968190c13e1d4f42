"""Taylor enclosures: known integrals lie in them, wrong ones do not; what is not bounded is refused."""

import pytest
from flint import arb, ctx

from proofs.kernel import tails
from proofs.kernel.tails import CannotEnclose
from proofs.kernel.taylor import Unsure, Variable, gaussian_mean, integral

BITS = 120


def square(t: Variable):
    return t.series * t.series


def kinked(t: Variable):
    """max(t - 1/3, 0)."""
    inside = t.series - t.constant(arb(1) / 3)
    return t.chosen(inside, inside, t.constant(arb(0)))


def reciprocal(t: Variable):
    return t.constant(arb(1)) / t.series


def exponential(t: Variable):
    return t.series.exp()


@pytest.mark.parametrize(
    ("integrand", "low", "high", "value"),
    [
        (square, 0, 3, "9"),
        (square, -1, 1, "0.666666666666666666666666666666666666666667"),
        (kinked, 0, 1, "0.222222222222222222222222222222222222222222"),
    ],
)
def test_an_integral_lies_in_its_enclosure_and_nothing_30_digits_away_does(integrand, low, high, value):
    ball = integral(integrand, arb(low), arb(high), BITS)
    with ctx.workprec(200):
        known = arb(value)
        assert ball.overlaps(known + arb(0, arb("1e-38").upper()))
        assert not ball.overlaps(known + arb("1e-30"))


def test_the_mean_of_exp_is_the_root_of_e_and_its_square_the_square_of_e():
    size = tails.exponential(tails.polynomial(arb(0), arb(1), arb(0))).size
    ball = gaussian_mean(exponential, size, BITS)
    with ctx.workprec(200):
        assert ball.contains(arb("0.5").exp())
        assert not ball.overlaps(arb("0.5").exp() + arb("1e-30"))


@pytest.mark.parametrize("precision", [53, 200])
def test_the_precision_outside_changes_nothing(precision):
    with ctx.workprec(precision):
        ball = gaussian_mean(square, tails.polynomial(arb(0), arb(0), arb(1)).size, BITS)
    assert ball.contains(1)
    assert ball.rad() < arb("1e-33")
    assert ctx.cap == 10


def test_a_pole_inside_is_refused():
    with pytest.raises(CannotEnclose, match=r"bounded"):
        integral(reciprocal, arb(-1), arb(1), 60)


def test_a_point_where_the_sign_is_0_does_not_decide_for_the_interval():
    def touching(t: Variable):
        u = t.series * t.series
        return t.chosen(-u, t.constant(arb(5)), t.constant(arb(1)))

    assert integral(touching, arb(-1), arb(1), 80).contains(2)


@pytest.mark.parametrize(("rate", "exists"), [("0.4", True), ("0.5", False), ("0.6", False)])
def test_a_tail_that_does_not_decay_is_refused(rate, exists):
    size = tails.Quadratic(arb(0), arb(0), arb(rate))
    if exists:
        assert tails.beyond(size, 60) < 1
    else:
        with pytest.raises(CannotEnclose, match="grow so slowly"):
            tails.beyond(size, 60)


ZERO, ONE, SEVEN = 0, 1, 7


def step_at(centre: str, half: str, slope: str, *, hull: bool = False):
    """The step of slope t, with the value 7 at 0, over an interval."""
    t = Variable(arb(arb(centre).mid(), arb(half).upper()), 3, hull=hull)
    return t.stepped(t.series * t.constant(arb(slope)), t.constant(arb(SEVEN)))[0]


@pytest.mark.parametrize(
    ("centre", "half", "slope", "value"),
    [
        ("2", "1", "1", ONE),
        ("-2", "1", "1", ZERO),
        ("2", "1", "-1", ZERO),
        ("1", "1", "0", SEVEN),  # 0 all along
        ("-5", "0", "1", ZERO),
        ("-5", "0", "0", SEVEN),
    ],
)
def test_a_step_has_the_value_that_its_argument_shows(centre, half, slope, value):
    assert step_at(centre, half, slope) == value


def test_a_step_whose_argument_may_be_0_on_a_part_of_the_interval_is_not_taken_for_1():
    # relu(t - 1/2) on an interval around 1/2 is 0 on its left half, where the step has its value at 0
    t = Variable(arb("0.5", "0.25"), 1, hull=True)
    inside = t.series - t.constant(arb(1) / 2)
    rectified = t.chosen(inside, inside, t.constant(arb(0)))
    value = t.stepped(rectified, t.constant(arb(SEVEN)))[0]
    assert value.contains(ONE)
    assert value.contains(SEVEN)
    with pytest.raises(Unsure):
        Variable(t.at, 1).stepped(rectified, t.constant(arb(SEVEN)))


@pytest.mark.parametrize(
    ("centre", "half", "slope"), [("0", "1", "1"), ("0", "0", "1"), ("1", "1", "1"), ("1", "2", "-3")]
)
def test_a_step_whose_argument_changes_its_sign_is_enclosed_or_refused(centre, half, slope):
    with pytest.raises(Unsure):
        step_at(centre, half, slope)
    hull = step_at(centre, half, slope, hull=True)
    assert all(hull.contains(each) for each in (ZERO, ONE, SEVEN))
