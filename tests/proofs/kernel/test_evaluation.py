"""Certified evaluation against values known beforehand: exact rationals, or balls that hold the truth."""

from itertools import product
from math import comb

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import E as EULER
from sympy import (
    Expr,
    Function,
    GoldenRatio,
    Integer,
    Integral,
    Rational,
    Sum,
    Symbol,
    erf,
    exp,
    factorial2,
    log,
    oo,
    pi,
    sqrt,
    tanh,
)

from proofs.kernel.evaluation import evaluate, place_of, written_out
from proofs.kernel.hypotheses import Definition, Normal, Uniform
from proofs.kernel.point import Draw, Model, Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, Var, delta, family, index, positive, real, relu, size, total
from proofs.kernel.values import PRECISION, CannotEvaluate, differ

n, m = size("n"), size("m")
i, j, k = index("i"), index("j"), index("k")
z, y, w = family("z", n), family("y", n), family("w", n)
x, a, b, c, u = real("x"), real("a"), real("b"), real("c"), real("u")
s = positive("s")
t = Symbol("t", real=True)

setting = Setting(
    "evaluation",
    alphabet=((n, ""), (z[i], ""), (y[i], ""), (w[i], ""), (x, ""), (a, ""), (b, ""), (c, ""), (u, ""), (s, "")),
    ranges=((i, n), (j, n)),
    random=(w, a, u),
    hypotheses=(
        Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), ""),
        Definition(c, total(z[k] ** 2, k, n), ""),
        Normal(a, x, s**2, ""),
        Uniform(u, -s, 2 * s, ""),
    ),
)
COIN = ((fmpq(1, 4), fmpq(3)), (fmpq(3, 4), fmpq(-1)))
coins = Model("coins", lambda name, entry: Draw((name, entry), fmpq(1), fmpq(2), COIN) if name == w else None)


def place(name, *entry):
    return name, entry


HERE = Point(
    setting,
    {
        place(n): fmpq(3),
        place(i): fmpq(1),
        place(j): fmpq(3),
        place(x): fmpq(-1, 2),
        place(s): fmpq(2),
        place(b): fmpq(0),
        **{place(z, each): fmpq(each, 2) for each in (1, 2, 3)},
    },
    coins,
)


def contains(value, truth):
    """The ball holds the truth, and it is so small that it does not hold what is 1e-20 away."""
    with ctx.workprec(PRECISION):
        return arb(value).overlaps(arb(truth)) and not arb(value).overlaps(arb(truth) + arb(10) ** -20)


# Exact -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "expected", "lie"),
    [
        (Rational(2, 3), fmpq(2, 3), fmpq(3, 2)),
        (x**2 - x, fmpq(3, 4), fmpq(-1, 4)),
        (z[j], fmpq(3, 2), fmpq(1, 2)),
        (z[i + 1], fmpq(1), fmpq(1, 2)),
        (1 / z[Integer(2)], fmpq(1), fmpq(2)),
        (total(z[k], k, n), fmpq(3), fmpq(9, 2)),
        (total(z[i], i, n) * z[i], fmpq(3, 2), fmpq(9, 4)),
        (Sum(z[k], (k, 2, n)), fmpq(5, 2), fmpq(3)),
        (Sum(z[k], (k, 1, n - 3)), fmpq(0), fmpq(1, 2)),
        (total(total(z[k] * z[i], i, n), k, n), fmpq(9), fmpq(7, 2)),
        (total(delta(k, j) * z[k], k, n), fmpq(3, 2), fmpq(3)),
        (delta(i, j), fmpq(0), fmpq(1)),
        (delta(i + 2, j), fmpq(1), fmpq(0)),
        (relu(x), fmpq(0), fmpq(-1, 2)),
        (relu(-x), fmpq(1, 2), fmpq(0)),
        (c, fmpq(7, 2), fmpq(9)),
        (sqrt(c + Rational(1, 2)), fmpq(2), fmpq(-2)),
        (sqrt(s / 8), fmpq(1, 2), fmpq(1, 4)),
        (s ** Rational(-1, 2) * sqrt(s), fmpq(1), fmpq(2)),
    ],
    ids=str,
)
def test_a_rational_term_has_an_exact_value(term, expected, lie):
    assert differ(evaluate(term, HERE), lie)
    assert not differ(evaluate(term, HERE), expected)


def test_the_exponential_of_0_is_a_number_and_no_ball():
    value = evaluate(1 / (1 + exp(x - x * s / 2)), Point(HERE.setting, {**HERE.values, (x, ()): fmpq(0)}))
    assert isinstance(value, fmpq)
    assert value == fmpq(1, 2)


@pytest.mark.parametrize(
    ("term", "digits"),
    [
        (pi, "3.14159265358979323846264338327950288419716939937510582"),
        (EULER, "2.71828182845904523536028747135266249775724709369995957"),
        (exp(s), "7.38905609893065022723042746057500781318031557055184732"),
        (log(s), "0.69314718055994530941723212145817656807550013436025525"),
        (sqrt(s), "1.41421356237309504880168872420969807856967187537694807"),
        (tanh(x), "-0.46211715726000975850231848364367254873028928033011303"),
        (erf(-x), "0.52049987781304653768274665389196452873645157575796370"),
        (2**x, "0.70710678118654752440084436210484903928483593768847403"),
    ],
    ids=str,
)
def test_a_transcendental_value_lies_in_its_ball(term, digits):
    with ctx.workprec(PRECISION):
        value, truth = arb(evaluate(term, HERE)), arb(digits)
        assert abs(value - truth) < arb(10) ** -50
        assert differ(value, truth + arb(10) ** -40)


def test_a_definition_is_looked_up_at_the_index_asked_for():
    total_of_exponentials = evaluate(total(exp(z[k]), k, n), HERE)
    assert not differ(evaluate(y[j], HERE) * total_of_exponentials, arb(fmpq(3, 2)).exp())
    assert differ(evaluate(y[i], HERE) * total_of_exponentials, arb(fmpq(3, 2)).exp())


def test_two_equal_values_do_not_differ_and_two_close_ones_do():
    third = fmpq(1, 3)
    assert not differ(third, arb(1) / 3)
    assert differ(third, third + fmpq(1, 10**60))
    assert differ(arb(third), arb(third) + arb(10) ** -12)


ZERO_BALL = tanh(s) - (exp(2 * s) - 1) / (exp(2 * s) + 1)  # 0, but a ball can't know it


# Outside the domain ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (1 / b, "division by 0"),
        (1 / (total(z[k], k, n) - 3), "division by 0"),
        (1 / (exp(b) - 1), "division by 0"),
        (1 / ZERO_BALL, r"division by \[\+/-"),
        (log(x), "log of -"),
        (log(b), "log of 0"),
        (sqrt(x), "a root of -1/2"),
        (sqrt(1 - exp(s)), r"a root of \[-6"),
        (x**x, "a root of -1/2"),
        (x**pi, r"log of -0\.5"),
        (relu(ZERO_BALL), "the sign of .* is not certain"),
        (z[x], "x must be an integer, not -1/2"),
        (real("foo"), "foo has no value at this point"),
        (z[Integer(4)], r"z\[4\] has no value at this point"),
        (delta(x, 1), "x must be an integer"),
        (Function("f")(x), "has no value here"),
        (GoldenRatio, "has no value here"),
        (E(a * u), "an expectation over 2 continuous variables is not supported"),
        (E(total(w[k], k, n) * a * u), "an expectation over 2 continuous variables"),
        (D(D(D(x**3, x), x), x), "a third derivative is not supported"),
        (D(x * D(x**3, x), x), "a derivative within a sum of derivatives is not supported"),
        (Integral(t, (t, 0, oo)), "the tails of .* are not seen to decay"),
        (Integral(exp(t), (t, -oo, oo)), "no bound for the growth|not seen to decay"),
        (Integral(exp(t**2), (t, -oo, oo)), "not seen to decay"),
        (Integral(t, (t, 1, 0)), "is not an interval"),
        (Integral(relu(2 * t - 1), (t, 0, 1)), "the sign of .* on a path of integration"),
    ],
    ids=str,
)
def test_outside_its_domain_a_term_has_no_value(term, message):
    with pytest.raises(CannotEvaluate, match=message):
        evaluate(term, HERE)


def test_a_normal_density_needs_a_positive_variance():
    flat = Point(Setting("flat", ((a, ""),), (), (Normal(a, Integer(0), x**2 - x**2, ""),), (a,)), {})
    with pytest.raises(CannotEvaluate, match="0 is not the variance of a normal density"):
        evaluate(E(a), flat)


def test_a_uniform_density_needs_an_interval():
    reversed_ends = Point(Setting("empty", ((u, ""),), (), (Uniform(u, Integer(1), Integer(0), ""),), (u,)), {})
    with pytest.raises(CannotEvaluate, match=r"\[1, 0\] is not an interval"):
        evaluate(E(u), reversed_ends)


def test_a_random_entry_without_distribution_has_no_expectation():
    bare = Point(Setting("bare", ((a, ""),), (), (), (a,)), {place(a): fmpq(1)})
    with pytest.raises(CannotEvaluate, match="the distribution of a is not given"):
        evaluate(E(a), bare)


# Jets --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "variable", "expected", "lie"),
    [
        (x**3, x, fmpq(3, 4), fmpq(-1, 8)),
        (total(z[k] ** 2, k, n), z[j], fmpq(3), fmpq(6)),
        (total(z[k] * z[j], k, n), z[j], fmpq(9, 2), fmpq(3)),
        (z[i] * z[j], z[i], fmpq(3, 2), fmpq(1, 2)),
        (z[i], z[j], fmpq(0), fmpq(1)),
        (c, z[j], fmpq(3), fmpq(0)),
        (x, s, fmpq(0), fmpq(1)),
        (1 / (1 + x**2), x, fmpq(16, 25), fmpq(-16, 25)),
        (log(s), s, fmpq(1, 2), fmpq(2)),
        (sqrt(s + 2), s, fmpq(1, 4), fmpq(1, 2)),
        (relu(s) ** 2, x, fmpq(0), fmpq(4)),
    ],
    ids=str,
)
def test_a_jet_is_the_derivative(term, variable, expected, lie):
    value = evaluate(D(term, variable), HERE)
    assert differ(value, lie)
    assert not differ(value, expected)


def test_the_softmax_varies_with_every_logit_through_its_definition():
    with ctx.workprec(PRECISION):
        yi, yj = evaluate(y[i], HERE), evaluate(y[j], HERE)
        assert not differ(evaluate(D(y[i], z[j]), HERE), -yi * yj)
        assert differ(evaluate(D(y[i], z[j]), HERE), yi * yj)


# Expectations ------------------------------------------------------------------------------------------------------


def by_hand(function, entries):
    """E over independent coins: w = 1 + 2 u, u from COIN."""
    result = fmpq(0)
    for outcome in product(COIN, repeat=entries):
        chance = fmpq(1)
        for probability, _ in outcome:
            chance *= probability
        result += chance * function(*(1 + 2 * value for _, value in outcome))
    return result


@pytest.mark.parametrize(
    ("term", "expected", "lie"),
    [
        (E(w[i]), by_hand(lambda p: p, 1), fmpq(0)),
        (E(w[i] ** 2), by_hand(lambda p: p**2, 1), by_hand(lambda p: p, 1) ** 2),
        (E(w[i] * w[j]), by_hand(lambda p, q: p * q, 2), by_hand(lambda p: p**2, 1)),
        (Var(w[i]), fmpq(12), fmpq(3)),
        (Var(total(w[k], k, n)), fmpq(36), fmpq(108)),
        (Var(3 * w[i]), fmpq(108), fmpq(36)),
        (E(relu(w[i])), by_hand(lambda p: max(p, fmpq(0)), 1), fmpq(1)),
        (E(1 / (w[i] ** 2 + 1)), by_hand(lambda p: 1 / (p**2 + 1), 1), fmpq(1, 3)),
        (E(E(w[i]) * w[i]), fmpq(1), by_hand(lambda p: p**2, 1)),
        (E(x), fmpq(-1, 2), fmpq(0)),
    ],
    ids=str,
)
def test_an_expectation_is_the_sum_over_the_outcomes(term, expected, lie):
    assert differ(evaluate(term, HERE), lie)
    assert evaluate(term, HERE) == expected


def test_entries_that_share_a_seed_are_one_variable():
    tied = Point(setting, HERE.values, Model("tied", lambda name, _: Draw(name, fmpq(0), fmpq(1), COIN)))
    assert evaluate(Var(total(w[k], k, n)), tied) == 9 * evaluate(Var(w[i]), tied)
    assert evaluate(Var(total(w[k], k, n)), HERE) == 3 * evaluate(Var(w[i]), HERE)


def test_too_many_outcomes_are_not_added_up():
    large = HERE.at({place(n): fmpq(11)})
    with pytest.raises(CannotEvaluate, match="11 random entries have too many outcomes"):
        evaluate(E(total(w[k], k, n)), large)


@pytest.mark.parametrize("power", range(6))
@pytest.mark.parametrize("mean", [fmpq(0), fmpq(-1, 2), fmpq(3)])
def test_a_moment_of_a_normal_variable_lies_in_its_enclosure(power, mean):
    """E[(m + s Z)^p] = sum over even q of C(p, q) m^(p-q) s^q (q-1)!!"""
    point = HERE.at({place(x): mean})
    truth = fmpq(0)
    for even in range(0, power + 1, 2):
        truth += comb(power, even) * mean ** (power - even) * fmpq(2) ** even * int(factorial2(even - 1))
    assert contains(evaluate(E(a**power), point), truth)


@pytest.mark.parametrize("power", range(5))
def test_a_moment_of_a_uniform_variable_lies_in_its_enclosure(power):
    truth = (fmpq(4) ** (power + 1) - fmpq(-2) ** (power + 1)) / (6 * (power + 1))
    assert contains(evaluate(E(u**power), HERE), truth)


def test_half_of_the_second_moment_of_a_centred_normal_variable_is_left_by_relu():
    centred = HERE.at({place(x): fmpq(0)})
    assert contains(evaluate(E(relu(a) ** 2), centred), fmpq(2))
    assert contains(evaluate(E(relu(-a) ** 2), centred), fmpq(2))
    assert differ(evaluate(Var(relu(a)), centred), fmpq(2))


# Integrals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("integral", "truth", "lie"),
    [
        (Integral(t**2, (t, -1, 2)), Integer(3), Rational(7, 3)),
        (Integral(relu(t), (t, -1, 2)), Integer(2), Rational(3, 2)),
        (Integral(relu(-t), (t, -1, 2)), Rational(1, 2), Integer(0)),
        (Integral(1 / (1 + t**2), (t, -1, 1)), pi / 2, pi),
        (Integral(exp(-(t**2)), (t, -oo, oo)), sqrt(pi), pi),
        (Integral(exp(-(t**2)), (t, 0, oo)), sqrt(pi) / 2, sqrt(pi)),
        (Integral(exp(-(t**2) + t), (t, -oo, oo)), sqrt(pi) * exp(Rational(1, 4)), sqrt(pi)),
        (Integral(t**4 * exp(-(t**2) / 2), (t, -oo, oo)), 3 * sqrt(2 * pi), sqrt(2 * pi)),
        (Integral(erf(t) * t * exp(-(t**2)), (t, -oo, oo)), 1 / sqrt(Integer(2)), Integer(0)),
        (Integral(relu(t) * exp(-(t**2) / 8), (t, -oo, oo)), Integer(4), Integer(0)),
        (Integral(x * exp(-(t**2)), (t, x, oo)), x * sqrt(pi) * (1 - erf(x)) / 2, x * sqrt(pi) / 2),
        (Integral(t, (t, 1, 1)), Integer(0), Integer(1)),
    ],
    ids=str,
)
def test_an_integral_lies_in_its_enclosure(integral, truth, lie):
    value = evaluate(integral, HERE)
    assert differ(value, evaluate(lie, HERE))
    assert contains(value, arb(evaluate(truth, HERE)))


# Written out -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (total(z[k], k, n), z[Integer(1)] + z[Integer(2)] + z[Integer(3)]),
        (z[j], z[Integer(3)]),
        (c, z[Integer(1)] ** 2 + z[Integer(2)] ** 2 + z[Integer(3)] ** 2),
        (x * a, -a / 2),
    ],
    ids=str,
)
def test_written_out_a_term_has_explicit_indices(term, expected):
    assert written_out(term, HERE) == expected


@pytest.mark.parametrize(("term", "expected"), [(z[j], (z, (3,))), (z[i + 1], (z, (2,))), (x, (x, ()))])
def test_the_place_of_an_entry(term: Expr, expected):
    assert place_of(term, HERE) == expected


# Properties --------------------------------------------------------------------------------------------------------

small = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))


@settings(max_examples=50, deadline=None)
@given(st.lists(small, min_size=1, max_size=4), small)
def test_a_sum_is_the_sum_of_its_entries(entries, number):
    values = {place(z, position): value for position, value in enumerate(entries, start=1)}
    point = Point(setting, values | {place(n): fmpq(len(entries)), place(x): number})
    assert evaluate(total(x * z[k], k, n), point) == number * sum(entries, fmpq(0))


@settings(max_examples=50, deadline=None)
@given(st.lists(small, min_size=2, max_size=6), small)
def test_a_jet_of_a_polynomial_is_its_derivative(coefficients, number):
    polynomial = sum(Rational(int(each.p), int(each.q)) * x**power for power, each in enumerate(coefficients))
    slope = sum((power * each * number ** (power - 1) for power, each in enumerate(coefficients) if power), fmpq(0))
    assert not differ(evaluate(D(Integer(0) + polynomial, x), HERE.at({place(x): number})), slope)


def test_a_second_derivative_keeps_its_two_steps_apart():
    point = Point(Setting("", ((x, ""), (a, "")), ()), {(x, ()): fmpq(2), (a, ()): fmpq(3)})
    assert evaluate(D(D(x**2 * a**3, x), a), point) == 2 * 2 * 3 * 9
    assert evaluate(D(D(x**2 * a**3, a), x), point) == 2 * 2 * 3 * 9
    assert evaluate(D(D(x**3, x), x), point) == 12
    assert evaluate(D(D(x * a, x), x), point) == 0
    assert evaluate(D(D(exp(x * a), x), a), point).overlaps(arb(6).exp() * 7)


def test_a_definition_is_evaluated_again_at_another_size():
    values = {place(n): fmpq(2), **{place(z, entry): fmpq(entry) for entry in (1, 2, 3)}}
    small = Point(setting, values)
    assert evaluate(c, small) == 5
    assert evaluate(c, small.at({place(n): fmpq(3)})) == 14


def test_a_definition_is_evaluated_again_under_another_model():
    mean = real("mean")
    declared = Setting(
        "a mean", ((mean, ""), (w[i], "")), ranges=((i, n),), random=(w,), hypotheses=(Definition(mean, E(w[1]), ""),)
    )
    shifted = Model("shifted", lambda name, entry: Draw((name, entry), fmpq(7), fmpq(2), COIN))
    point = Point(declared, {place(n): fmpq(1)}).under(coins)
    assert evaluate(mean, point) == 1
    assert evaluate(mean, point.under(shifted)) == 7


def test_a_sum_within_a_sum_is_evaluated_for_each_index():
    point = Point(setting, {place(n): fmpq(2), **{place(z, entry): fmpq(entry) for entry in (1, 2)}})
    assert evaluate(total(total(z[k] * z[j], k, n) ** 2, j, n), point) == 3**2 * (1 + 2**2)
