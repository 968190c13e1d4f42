"""Two evaluators: values, undefined values, and what is a matter of convention."""

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from backproof.answers.evaluation import differ, evaluate
from backproof.answers.expansion import Expander
from backproof.answers.given import declare
from backproof.answers.reading import read
from backproof.answers.recheck import NOTHING, UNSURE, Rechecker
from backproof.answers.syntax import Expr

GIVEN = declare({"x": "real", "n": "integer >= 0", "H": "step", "Phi": "normal cdf"})
POINT = {"x": fmpq(1, 2), "n": fmpq(3)}


def scalar(text: str) -> Expr:
    return Expander(GIVEN, {}).expand(read(text, GIVEN, "text").readings[0], {}).number()


UNDEFINED = ["1/0", "0*(1/0)", "log(-1)", "sqrt(-1)", "(x - x)^-1", "(-2)^(1/2)", "artanh(2)", "log(0)", "1/(x - 1/2)"]
UNCLEAR = ["0^0", "0*log(0)", "cbrt(-8)", "(-8)^(1/3)", "H(n - n)", "9^9^9^9^9", "factorial(1/2)"]


@pytest.mark.parametrize("text", UNDEFINED)
def test_undefined_is_an_outcome_that_both_evaluators_see(text: str) -> None:
    assert evaluate(scalar(text), POINT, frozenset("x"), 128).kind == "undefined"
    assert Rechecker({"x": Fraction(1, 2), "n": Fraction(3)}, 40).outcome(scalar(text)) is NOTHING


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_convention_is_not_evidence(text: str) -> None:
    assert evaluate(scalar(text), POINT, frozenset("x"), 128).kind == "unclear"


EXACT = {
    "x + 1/3": "5/6",
    "sqrt(9/4)": "3/2",
    "exp(0)": "1",
    "log(1)": "0",
    "max(x, 2, -1)": "2",
    "floor(-x)": "-1",
    "(x if x > 0 else 0)": "1/2",
    "Sum(k^2, (k, 1, n))": "14",
    "factorial(n)": "6",
    "n mod 2": "1",
    "|x - 1|": "1/2",
    "1[0 < x < 1]": "1",
    "x^-2": "4",
    "4^x": "2",
    "sign(-x)": "-1",
    "H(x)": "1",
    "ceil(x)": "1",
}


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_rational_values_are_exact(text: str, value: str) -> None:
    assert evaluate(scalar(text), POINT, frozenset("x"), 128).value == fmpq(*Fraction(value).as_integer_ratio())
    assert Rechecker({"x": Fraction(1, 2), "n": Fraction(3)}, 40).outcome(scalar(text)) == Fraction(value)


BALLS = [
    "sin(x)",
    "cos(x)",
    "tan(x)",
    "sinh(x)",
    "cosh(x)",
    "tanh(x)",
    "sech(x)",
    "csch(x)",
    "coth(x)",
    "arsinh(x)",
    "artanh(x)",
    "arcsin(x)",
    "arccos(x)",
    "arctan(x)",
    "sigmoid(x)",
    "softplus(x)",
    "logsigmoid(x)",
    "erf(x)",
    "erfc(x)",
    "Phi(x)",
    "phi(x)",
    "log1p(x)",
    "expm1(x)",
    "logit(x)",
    "arcosh(x + 1)",
    "cot(x)",
    "sec(x)",
    "csc(x)",
    "cbrt(x)",
    "x^pi",
    "e^x",
]


@pytest.mark.parametrize("text", BALLS)
def test_the_two_evaluators_agree_to_35_digits(text: str) -> None:
    found = evaluate(scalar(text), POINT, frozenset("x"), 128).value
    other = Rechecker({"x": Fraction(1, 2), "n": Fraction(3)}, 60).outcome(scalar(text))
    with ctx.workprec(256):
        assert abs(arb(str(other)) - found) < arb("1e-35")


def test_a_jump_along_a_continuous_symbol_is_noted() -> None:
    assert evaluate(scalar("H(x - 1/2)"), POINT, frozenset("x"), 128).jumps
    assert not evaluate(scalar("H(x)"), POINT, frozenset("x"), 128).jumps


def test_balls_that_overlap_do_not_differ() -> None:
    assert not differ(arb("1 +/- 0.1"), fmpq(1), 128)
    assert differ(arb(2).sqrt(), fmpq(7, 5), 128)


def test_the_second_evaluator_is_unsure_close_to_a_switch() -> None:
    assert Rechecker({"x": Fraction(1, 2)}, 40).outcome(scalar("sign(sqrt(2)^2 - 2)")) is UNSURE
