"""Gains: enclosures against an independent quadrature, the bounds behind the tails, the command."""

import json

import mpmath
import pytest
from flint import acb, arb
from typer.testing import CliRunner, Result

from backproof.cli import app
from backproof.gains import activations, enclose

KNOWN = activations()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["gain", *words])


def cdf(t):
    return mpmath.ncdf(t)


ORACLES = {
    "relu": lambda t: max(t, 0),
    "leaky-relu": lambda t: t if t > 0 else t / 100,
    "elu": lambda t: t if t > 0 else mpmath.expm1(t),
    "tanh": mpmath.tanh,
    "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
    "silu": lambda t: t / (1 + mpmath.exp(-t)),
    "softplus": lambda t: mpmath.log1p(mpmath.exp(t)),
    "erf": lambda t: mpmath.erf(t / mpmath.sqrt(2)),
    "gelu": lambda t: t * cdf(t),
}


@pytest.mark.parametrize("name", ORACLES)
def test_the_enclosures_are_tight_and_agree_with_another_quadrature(name):
    gains, f = enclose(KNOWN[name]), ORACLES[name]
    for ball, power in ((gains.mean, 1), (gains.second_moment, 2)):
        assert ball.rad() < arb("1e-35")
        with mpmath.workdps(25):
            measured = mpmath.quad(lambda t, p=power: f(t) ** p * mpmath.npdf(t), [-14, -7, -3, 0, 3, 7, 14])
            near = arb(mpmath.nstr(measured, 22), 1e-15)
        assert near.overlaps(ball)
        assert not (near + arb("1e-12")).overlaps(ball)


def test_selu_has_its_fixed_point_at_mean_0_and_variance_1():
    gains = enclose(KNOWN["selu"])
    assert gains.mean.contains(0)
    assert gains.second_moment.contains(1)
    assert not gains.second_moment.contains(arb("1.0000000000000000000000000000001"))


@pytest.mark.parametrize("name", KNOWN)
def test_activation_and_slope_are_within_the_bound_of_the_tails_and_the_slope_is_the_derivative(name):
    each = KNOWN[name]
    step = acb(arb("1e-9"))
    for point in (-30, -19, -3, -1, 1, 2, 18, 40):
        f, slope = (each.right, each.right_slope) if point > 0 else (each.left, each.left_slope)
        t, limit = acb(point), each.bound * (1 + abs(point))
        assert abs(f(t, False).real) <= limit
        assert abs(slope(t, False).real) <= limit
        difference = ((f(t + step, False) - f(t - step, False)) / (2 * step)).real
        assert abs(difference - slope(t, False).real) < arb("1e-4")


def test_a_proved_closed_form_names_its_theorem():
    entries = json.loads(run("gelu", "--json").stdout)
    assert entries["mean"]["theorem"] == "gelu-moments"
    assert entries["mean"]["closed_form"] == "1/(2 sqrt(pi))"
    assert "closed_form" not in entries["backward_gain"]
    assert "proved: gelu-moments" in run("gelu").stdout
    assert "proved" not in run("tanh").stdout


def test_every_closed_form_lies_in_its_enclosure():
    from backproof.closed_forms import number
    from proofs.book import theorems

    book = theorems()
    for each in KNOWN.values():
        gains = enclose(each)
        for quantity, theorem, name in each.proved:
            (part,) = (part for part in book[theorem].parts if part.name == name)
            assert abs(arb(number(part.claim.terms[1], {})) - getattr(gains, quantity)) < arb("1e-14")


def test_a_typo_suggests_the_nearest_name():
    result = run("gleu")
    assert result.exit_code == 2
    assert "did you mean" in result.stderr
    assert not result.stdout
