"""Two rules that look at both sides of 0: means of odd functions, and derivatives on each side."""

import pytest
from sympy import Expr, Integer, Rational, exp, tanh

from proofs.kernel.claims import equal
from proofs.kernel.derivations import check_step, step
from proofs.kernel.hypotheses import Mean, Normal, Symmetric, Uniform
from proofs.kernel.judging import judge
from proofs.kernel.rules import derivative_on_each_side, odd
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, heaviside, real, relu
from proofs.kernel.verdicts import Proved, Refuted

z, c, s = real("z"), real("c"), real("s")
ALPHABET = ((z, ""), (c, ""))


def setting(*hypotheses) -> Setting:
    return Setting("chance", ALPHABET, (), hypotheses, (z,))


normal = setting(Normal(z, Integer(0), Integer(1), "normal"))
moved = setting(Normal(z, Integer(1), Integer(1), "normal"))
uniform = setting(Uniform(z, Integer(-2), Integer(2), "uniform"))
sigmoid = 1 / (1 + exp(-z))


def verdict(term: Expr, value: Expr, here: Setting, rule=odd):
    return check_step(equal(term, value), step(value, rule, ""), here)


@pytest.mark.parametrize(
    "body", [tanh(z), z**3 * c, sigmoid - Rational(1, 2), relu(z) - relu(-z), exp(z) - exp(-z)], ids=str
)
@pytest.mark.parametrize("here", [normal, uniform], ids=["normal", "uniform"])
def test_an_odd_function_of_a_symmetric_variable_has_mean_0(body, here):
    assert isinstance(verdict(E(body), Integer(0), here), Proved)
    assert isinstance(judge(equal(E(body), Integer(0)), here), Proved)
    assert not isinstance(verdict(E(body), Integer(1), here), Proved)


@pytest.mark.parametrize(
    ("body", "here"),
    [
        (tanh(z), moved),  # not symmetric
        (tanh(z), setting(Mean(z, Integer(0), "mean 0"))),  # mean 0 is not symmetry
        (z, setting(Symmetric(z, "symmetric"))),  # a symmetric variable may have no mean
        (sigmoid, normal),  # not odd
        (relu(z), normal),
        (1 / z, normal),  # odd, and without a mean
        (z * exp(z**2), normal),
        (tanh(z), setting(Uniform(z, Integer(-1), Integer(2), "uniform"))),
    ],
    ids=str,
)
def test_every_premise_is_needed(body, here):
    assert not isinstance(verdict(E(body), Integer(0), here), Proved)


elu = relu(z) + c * (exp(-relu(-z)) - 1)


@pytest.mark.parametrize(
    ("function", "slope", "holds"),
    [
        (elu.subs(c, 1), exp(-relu(-z)), True),
        (relu(z) ** 2, 2 * relu(z), True),
        (elu, exp(-relu(-z)), False),  # a kink, and another slope on the left
        (elu.subs(c, 1), exp(relu(-z)), False),
        (relu(z), heaviside(z, Integer(1)), False),  # no derivative at 0
        (heaviside(z, Integer(0)), Integer(0), False),  # a jump
        (relu(z - 1), Integer(0), False),
    ],
    ids=str,
)
def test_the_derivative_on_each_side(function, slope, holds):
    found = verdict(D(function, z), slope, normal, derivative_on_each_side)
    assert isinstance(found, Proved) == holds


def test_a_wrong_slope_comes_with_a_counterexample():
    found = verdict(D(elu.subs(c, 1), z), exp(relu(-z)), normal, derivative_on_each_side)
    assert isinstance(found, Refuted)
