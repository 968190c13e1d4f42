"""Gains: enclosures against an independent quadrature and known values, kinks anywhere, what stays undecided."""

import re

import mpmath
import pytest
from flint import arb, ctx

from backproof.activations import ACTIVATIONS
from backproof.answers.given import declare
from backproof.answers.reading import read
from backproof.gains import Undecided, enclose


def gains(text: str, digits: int = 30):
    return enclose(read(text, declare({"x": "real"}), "text").readings[0], digits)


def near(value: str, width: str) -> arb:
    with ctx.workprec(200):
        return arb(value) + arb(0, arb(width).upper())


def cdf(t):
    return mpmath.ncdf(t)


#: expression, the same in mpmath, its slope, where it has kinks
SMOOTH_BETWEEN = {
    "tanh(x)": (mpmath.tanh, lambda t: mpmath.sech(t) ** 2, []),
    "x*normcdf(x)": (lambda t: t * cdf(t), lambda t: cdf(t) + t * mpmath.npdf(t), []),
    "x if x > 0 else exp(x) - 1": (lambda t: t if t > 0 else mpmath.expm1(t), lambda t: mpmath.exp(min(t, 0)), [0]),
    "abs(x - 1)*exp(-x^2)": (
        lambda t: abs(t - 1) * mpmath.exp(-(t**2)),
        lambda t: (mpmath.sign(t - 1) - 2 * t * abs(t - 1)) * mpmath.exp(-(t**2)),
        [1],
    ),
    "max(x, 1/3)^2": (
        lambda t: max(t, mpmath.mpf(1) / 3) ** 2,
        lambda t: 2 * t if 3 * t > 1 else 0,
        [mpmath.mpf(1) / 3],
    ),
    "x*tanh(softplus(x))": (
        lambda t: t * mpmath.tanh(mpmath.log1p(mpmath.exp(t))),
        lambda t: mpmath.diff(lambda u: u * mpmath.tanh(mpmath.log1p(mpmath.exp(u))), t),
        [],
    ),
    "x*1[x > 2]": (lambda t: t if t > 2 else 0, lambda t: 1 if t > 2 else 0, [2]),
}


@pytest.mark.parametrize("text", SMOOTH_BETWEEN)
def test_the_enclosures_are_tight_and_agree_with_another_quadrature(text):
    found = gains(text)
    f, slope, kinks = SMOOTH_BETWEEN[text]
    for ball, g, power in ((found.mean, f, 1), (found.second_moment, f, 2), (found.slope_second_moment, slope, 2)):
        assert ball.rad() < arb("1e-30")
        with mpmath.workdps(20):
            ends = sorted([-12, -4, 0, 4, 12, *kinks])
            measured = mpmath.quad(lambda t, g=g, p=power: g(t) ** p * mpmath.npdf(t), ends)
            text_of = mpmath.nstr(measured, 17)
        assert near(text_of, "1e-13").overlaps(ball)
        assert not (near(text_of, "1e-13") + arb("1e-10")).overlaps(ball)


@pytest.mark.parametrize(
    ("text", "second", "slopes"),
    [
        ("x", "1", "1"),
        ("max(x, 0)^2", "1.5", "2"),
        ("abs(x - 1)", "2", "1"),
        ("sign(x)", "1", "0"),
        ("sin(x)^2 + cos(x)^2", "1", "0"),
        ("1 if x^2 > 0 else 5", "1", "0"),
        ("x if abs(x) >= 0 else 7", "1", "1"),
    ],
)
def test_a_known_value_lies_in_its_enclosure_and_no_other_near_it(text, second, slopes):
    found = gains(text)
    for ball, value in ((found.second_moment, second), (found.slope_second_moment, slopes)):
        assert ball.contains(arb(value))
        assert not ball.contains(arb(value) + arb("1e-25"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("exp(x^2)", "grow so slowly"),
        ("exp(x^2/2)", "grow so slowly"),
        ("exp(exp(x))", "bounded by a quadratic"),
        ("log(x)", "stay above 0"),
        ("tan(x)", "stay away from 0"),
        ("1/x", "not bounded|defined and bounded"),
        ("sqrt(x)", "under a root"),
        ("sqrt(2 - x)", "under a root"),
        ("1/(x - 1/3)^2", "stay away from 0|bounded"),
        ("floor(x)", "floor is not among"),
    ],
)
def test_what_cannot_be_bounded_is_undecided_and_says_why(text, reason):
    found = gains(text, 15).mean
    assert isinstance(found, Undecided)
    assert re.search(reason, found.reason), found.reason


def test_a_slope_that_is_not_square_integrable_is_undecided_while_the_moments_are_known():
    found = gains("sqrt(abs(x))", 15)
    assert found.mean.overlaps(near("0.82217895866245855", "1e-17"))
    assert found.mean.rad() < arb("1e-14")
    assert isinstance(found.slope_second_moment, Undecided)
    assert isinstance(found.backward_gain, Undecided)


def test_selu_has_its_fixed_point_at_mean_0_and_variance_1():
    found = gains(ACTIVATIONS["selu"].formula)
    assert found.mean.contains(0)
    assert found.second_moment.contains(1)
    assert not found.second_moment.contains(arb("1.0000000000000000000000000001"))


def test_more_digits_come_on_request():
    assert gains("tanh(x)", 60).mean.rad() < arb("1e-60")
