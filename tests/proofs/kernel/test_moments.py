"""The expectation calculus against enumeration: every moment that it computes is added up over all outcomes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Integral, Rational, Symbol, exp

from proofs.kernel.claims import equal
from proofs.kernel.hypotheses import Definition, Independent, Mean, Normal, Uncorrelated, Variance
from proofs.kernel.instances import compare
from proofs.kernel.moments import Use, calculate, expand, open_variances
from proofs.kernel.normal_form import residual
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, delta, family, index, positive, real, relu, size, total

n = size("n")
i, j, k, l = index("i"), index("j"), index("k"), index("l")
w, x, h = family("w", n), family("x", n), family("h", n)
c, d, a = real("c"), real("d"), real("a")
s, v, m = positive("s"), positive("v"), real("m")
RANGES = {i: n, j: n}

MEAN_W = Mean(w[i], m, "w has mean m")
VARIANCE_W = Variance(w[i], s**2, "w has variance s^2")
UNCORRELATED_W = Uncorrelated(w[i], w[j], "w are uncorrelated")
MEAN_X = Mean(x[i], Integer(0), "x has mean 0")
VARIANCE_X = Variance(x[i], v**2, "x has variance v^2")
APART = Independent((w, x), "w and x are independent")
ALL = (MEAN_W, VARIANCE_W, UNCORRELATED_W, MEAN_X, VARIANCE_X, APART)

setting = Setting(
    "moments",
    alphabet=((n, ""), (w[i], ""), (x[i], ""), (h[i], ""), (c, ""), (s, ""), (v, ""), (m, "")),
    ranges=tuple(RANGES.items()),
    random=(w, x),
    hypotheses=ALL,
)


def moments(term, given=setting):
    return calculate(term, given, Use.MOMENTS)


def same(term, expected):
    return residual(term, expected, RANGES) == 0


# Against enumeration -----------------------------------------------------------------------------------------------

leaves = st.sampled_from([w[i], w[j], x[i], x[j], h[i], c, delta(i, j), Integer(2), Rational(-1, 2)])
polynomials = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda one, other: one + other, inner, inner),
        st.builds(lambda one, other: one * other, inner, inner),
        st.builds(lambda body, name: total(body, name, n), inner, st.sampled_from([i, j])),
    ),
    max_leaves=4,
)


@settings(max_examples=30, deadline=None)
@given(polynomials, st.sets(st.sampled_from(ALL)), st.sampled_from(list(Use)))
def test_the_calculus_agrees_with_adding_up_all_outcomes(term, dropped, use):
    weaker = setting
    for each in dropped:
        weaker = weaker.without(each)
    finding = compare(equal(E(term), calculate(E(term), weaker, use)), weaker, limit=12)
    assert finding.holds is not False, finding.counterexample


@settings(max_examples=20, deadline=None)
@given(polynomials)
def test_adding_up_all_outcomes_tells_a_moment_that_is_off_by_one(term):
    finding = compare(equal(E(term), moments(E(term)) + 1), setting, limit=12)
    assert finding.holds is not True


# One licence a line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "term", "expected"),
    [
        (Use.LINEARITY, E(2 * w[i] + c), 2 * E(w[i]) + c),
        (Use.LINEARITY, E(total(h[k] * w[k], k, n)), total(h[k] * E(w[k]), k, n)),
        (Use.LINEARITY, E(total(w[k], k, n) ** 2), total(total(E(w[k] * w[l]), k, n), l, n)),
        (Use.LINEARITY, E(w[i] / c), E(w[i]) / c),
        (Use.LINEARITY, E(c), c),
        (Use.LINEARITY, E(w[i] * x[i]), E(w[i] * x[i])),
        (Use.LINEARITY, E(w[i]), E(w[i])),
        (Use.INDEPENDENCE, E(w[i] * x[j]), E(w[i]) * E(x[j])),
        (Use.INDEPENDENCE, E(w[i] * w[j] * relu(x[i])), E(w[i] * w[j]) * E(relu(x[i]))),
        (Use.INDEPENDENCE, E(w[i] * w[j]), E(w[i] * w[j])),
        (Use.INDEPENDENCE, E(w[i]), E(w[i])),
        (Use.MOMENTS, E(w[i]), m),
        (Use.MOMENTS, Var(w[i]), s**2),
        (Use.MOMENTS, E(w[i] ** 2), s**2 + m**2),
        (Use.MOMENTS, E(w[i] * w[j]), m**2 + s**2 * delta(i, j)),
        (Use.MOMENTS, E(x[i] * x[j]), E(x[i] * x[j])),
        (Use.MOMENTS, E(x[i] ** 2), v**2),
        (Use.MOMENTS, E(w[i] ** 3), E(w[i] ** 3)),
        (Use.MOMENTS, E(w[i] * x[i]), Integer(0)),
        (Use.MOMENTS, E(total(w[k] * x[k], k, n)), Integer(0)),
    ],
    ids=str,
)
def test_a_level_of_the_calculus_goes_exactly_so_far(use, term, expected):
    assert same(calculate(term, setting, use), expected)


@pytest.mark.parametrize(
    ("dropped", "term", "left_over"),
    [
        (MEAN_W, E(w[i]), E(w[i])),
        (MEAN_W, E(w[i] * w[j]), E(w[i]) * E(w[j]) + delta(i, j) * s**2),
        (VARIANCE_W, E(w[i] ** 2), E(w[i] ** 2)),
        (VARIANCE_W, Var(w[i]), Var(w[i])),
        (UNCORRELATED_W, E(w[i] * w[j]), E(w[i] * w[j])),
        (MEAN_X, E(x[i] ** 2), v**2 + E(x[i]) ** 2),
        (APART, E(w[i] * x[j]), E(w[i] * x[j])),
        (APART, E(w[i] * x[j] + x[j]), E(w[i] * x[j])),
    ],
    ids=str,
)
def test_without_its_licence_a_moment_stays(dropped, term, left_over):
    assert not same(moments(term), left_over)
    assert same(moments(term, setting.without(dropped)), left_over)


def test_independence_of_families_says_nothing_of_entries_of_one_family():
    alone = setting.without(UNCORRELATED_W)
    assert not same(moments(E(w[i] * w[j]), alone), m**2 + s**2 * delta(i, j))


def test_three_families_need_one_hypothesis_that_lists_them_all():
    pairwise = Setting(
        "pairwise", (*setting.alphabet,), setting.ranges, (Independent((w, x), ""), Independent((x, h), "")), (w, x, h)
    )
    product = E(w[i] * x[i] * h[i])
    assert same(calculate(product, pairwise, Use.INDEPENDENCE), product)
    mutual = pairwise.having(Independent((w, x, h), ""))
    assert same(calculate(product, mutual, Use.INDEPENDENCE), E(w[i]) * E(x[i]) * E(h[i]))


def test_a_function_of_two_families_does_not_factor():
    mixed = E(exp(w[i] * x[i]) * x[i])
    assert same(calculate(mixed, setting, Use.INDEPENDENCE), mixed)


def test_a_random_denominator_is_not_pulled_out():
    inverse = E(w[i] / (1 + x[i] ** 2))
    assert not same(moments(inverse), m / (1 + v**2))
    assert same(moments(inverse), inverse)


def test_a_random_name_is_seen_through_its_definition():
    declared = replace(setting, alphabet=(*setting.alphabet, (d, "")))
    hidden = declared.having(Definition(d, w[i] * 0 + total(w[k], k, n), ""))
    assert same(calculate(E(d * c), hidden, Use.LINEARITY), c * E(d))


def test_a_normal_variable_brings_its_mean_and_variance():
    normal = Setting("normal", ((a, ""), (m, ""), (s, "")), (), (Normal(a, m, s**2, ""),), (a,))
    assert same(calculate(E(a**2), normal, Use.MOMENTS), m**2 + s**2)
    assert same(calculate(E(a**4), normal, Use.MOMENTS), E(a**4))


# Variances ---------------------------------------------------------------------------------------------------------


def test_a_variance_is_the_second_moment_minus_the_squared_mean():
    assert open_variances(1 + Var(w[i] + c)) == 1 + E((w[i] + c) ** 2) - E(w[i] + c) ** 2


def test_a_variance_is_opened_under_a_sum():
    assert same(open_variances(total(Var(w[k]), k, n)), total(E(w[k] ** 2) - E(w[k]) ** 2, k, n))


def test_the_calculus_alone_does_not_open_the_variance_of_a_sum():
    assert same(moments(Var(total(w[k], k, n))), Var(total(w[k], k, n)))


def test_the_variance_of_a_sum_of_n_uncorrelated_entries_is_n_times_one():
    """Not n^2 times one, as for one entry that is repeated."""
    opened = moments(open_variances(Var(total(w[k], k, n))))
    assert not same(opened, n**2 * s**2)
    assert same(opened, n * s**2)


def test_an_integral_is_left_alone():
    t = Symbol("t", real=True)
    integral = Integral(E(w[i]) * t, (t, 0, 1))
    assert expand(integral, setting, Use.MOMENTS, {}) == integral
    assert open_variances(Integral(Var(w[i]) * t, (t, 0, 1))) == Integral(Var(w[i]) * t, (t, 0, 1))
