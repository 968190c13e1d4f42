"""Signs and growth on a half-line: never too few signs, never a bound that is too low, and what is not seen raises."""

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from sympy import Expr, Integer, Rational, exp, log, pi, sin, sqrt, tanh

from proofs.kernel.evaluation import evaluate
from proofs.kernel.half_lines import ANY, Decay, HalfLines, decay, polynomial, reach, signs
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import heaviside, real, relu
from proofs.kernel.values import PRECISION, CannotEvaluate

x, a = real("x"), real("a")
NOWHERE = Setting("half-lines", ((x, ""), (a, "")), ())
AT = tuple(Fraction(each) for each in ("1/1000", "1/2", "1", "3/2", "3", "17"))
FAR_OUT = AT[2:]
POSITIVE, NEGATIVE, ZERO = frozenset({1}), frozenset({-1}), frozenset({0})


def line(sign: int) -> HalfLines:
    return HalfLines({x: sign}, lambda term: evaluate(term, Point(NOWHERE, {})))


def value(term: Expr, sign: int, place: Fraction) -> arb:
    at = fmpq(sign * place.numerator, place.denominator)
    return arb(evaluate(term, Point(NOWHERE, {(x, ()): at})))


@pytest.mark.parametrize(
    ("term", "right", "left"),
    [
        (x, POSITIVE, NEGATIVE),
        (-x, NEGATIVE, POSITIVE),
        (x**2, POSITIVE, POSITIVE),
        (-(x**2), NEGATIVE, NEGATIVE),
        (x**3, POSITIVE, NEGATIVE),
        (x**-3, POSITIVE, NEGATIVE),
        (-2 * x**2 - 3, NEGATIVE, NEGATIVE),
        (x + x**3, POSITIVE, NEGATIVE),
        (x - 1, ANY, NEGATIVE),
        (x**2 - x, ANY, POSITIVE),
        (x**2 * (pi - 4), NEGATIVE, NEGATIVE),
        (relu(x), POSITIVE, ZERO),
        (relu(-x), ZERO, POSITIVE),
        (relu(-(x**2)), ZERO, ZERO),
        (relu(x - 1), frozenset({0, 1}), ZERO),
        (-relu(x - 1), frozenset({0, -1}), ZERO),
        (relu(Integer(-1)) * x, ZERO, ZERO),
        (x * relu(-x), ZERO, NEGATIVE),
        (heaviside(x, Integer(5)), POSITIVE, ZERO),
        (heaviside(relu(-x), Integer(-5)), NEGATIVE, POSITIVE),
        (exp(-x), POSITIVE, POSITIVE),
        (exp(x) - 1, ANY, ANY),
        (tanh(x), POSITIVE, NEGATIVE),
        (log(1 + x**2), ANY, ANY),
        (sin(x), ANY, ANY),
    ],
    ids=str,
)
def test_the_signs_of_a_term_on_either_side_are_never_too_few(term, right, left):
    for sign, possible in ((1, right), (-1, left)):
        assert signs(term, line(sign)) == possible
        for place in AT if not term.has(sin) else ():
            at = value(term, sign, place)
            assert (at > 0) - (at < 0) in possible


def test_the_sign_of_a_number_that_may_be_0_is_unknown():
    unsure = HalfLines({x: 1}, lambda term: arb(0, 1) if term == a else fmpq(int(term)))
    assert signs(a, unsure) == ANY
    assert signs(x + a, unsure) == ANY
    assert signs(a * x, HalfLines({x: 1}, lambda term: arb(1, 0.5))) == POSITIVE


GROWING = [
    exp(-relu(-x)),
    exp(-(relu(-x) ** 2)),
    exp(-(relu(x) ** 4) + x),
    exp(-relu(-(x**2))),
    exp(x**2 / 4 - 3 * x + 1),
    exp(tanh(x) * 3),
    exp(heaviside(x, Integer(1)) * x - heaviside(-x, Integer(0)) * x**2),
    relu(x**3 - x) * exp(-(x**2) / 3),
    x**2 + 7 * exp(2 * x),
    (x + exp(-(x**2))) ** 3,
    1 / (3 + relu(x)) ** 2,
    log(2 + exp(3 * x) + x**2),
    heaviside(-(x**2), Integer(3)) + 2,
    relu(-(x**2)) + Rational(1, 7),
]


@pytest.mark.parametrize("term", GROWING, ids=str)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_bound_of_the_growth_holds_far_out(term, sign):
    with ctx.workprec(PRECISION):
        bound = decay(term, line(sign))
        for place in FAR_OUT:
            r = arb(fmpq(place.numerator, place.denominator))
            most = bound.factor * r**bound.degree * (bound.slope * r - bound.rate * r**2).exp()
            assert abs(value(term, sign, place)) <= most * (1 + arb(2) ** -100)


@pytest.mark.parametrize("term", [exp(x**3), exp(exp(x)), exp(-(relu(-x) ** 3) + relu(x) ** 3), sin(x)], ids=str)
def test_what_may_grow_faster_has_no_bound(term):
    with pytest.raises(CannotEvaluate, match="growth"):
        decay(term, line(1))


def test_a_square_that_grows_on_one_side_only_is_a_bound_there_and_none_on_the_other():
    gate = exp(relu(x) ** 2 - x**2 / 2)
    assert decay(gate, line(-1)).rate == arb(0.5)
    assert decay(gate, line(1)).rate == arb(-0.5)
    with pytest.raises(CannotEvaluate, match="not seen to decay like a Gaussian"):
        reach(gate, line(1), PRECISION)


@pytest.mark.parametrize(
    ("term", "right", "left"),
    [
        (x * relu(-x) + 2, [2, 0, 0], [2, 0, -1]),
        (relu(-x) ** 3 - 3 * x, [0, -3, 0, 0], [0, 3, 0, 1]),
        (heaviside(x, Integer(4)) * (x + 1), [1, 1], [0, 0]),
        (heaviside(relu(x), Integer(4)) * x, [0, 1], [0, -4]),
        (relu(x - 1), None, [0]),
        (heaviside(relu(x - 1), Integer(4)), None, [4]),
        (sqrt(x**2 + 1), None, None),
        (exp(x), None, None),
        (x**40, None, None),
    ],
    ids=str,
)
def test_a_polynomial_of_either_side_is_found_or_nothing_is_said(term, right, left):
    for sign, expected in ((1, right), (-1, left)):
        found = polynomial(term, line(sign))
        assert (found is None) == (expected is None)
        while found and found[-1] == 0:
            found.pop()
        while expected and expected[-1] == 0:
            expected.pop()
        assert found == (None if expected is None else list(map(arb, expected)))


def test_the_tail_beyond_the_reach_is_as_small_as_it_is_said_to_be():
    # int_R^oo r exp(-r^2/2) dr = exp(-R^2/2)
    found = reach(x * exp(-(x**2) / 2), line(1), 20)
    assert abs(found.tail).upper() >= (-(found.radius**2) / 2).exp().lower()
    assert abs(found.tail).upper() < arb(2) ** -20


def test_a_term_that_is_0_out_there_has_no_tail():
    assert decay(relu(-x), line(1)) == Decay(arb(0))
    with pytest.raises(CannotEvaluate, match="not seen to stay away from 0"):
        decay(relu(-1 / x), line(1))
