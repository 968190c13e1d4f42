"""Signs by structure: whatever a term evaluates to, its sign was foreseen."""

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Pow, Rational, Sum, erf, exp, log, pi, sqrt, tanh

from proofs.kernel.evaluation import evaluate
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.signs import ANY, is_nonnegative, is_nonzero, is_positive, is_whole, least, signs
from proofs.kernel.terms import D, E, Var, delta, family, index, natural, positive, real, relu, size, total
from proofs.kernel.values import CannotEvaluate

n, L = size("n"), natural("L")
i, j = index("i"), index("j")
z, p = family("z", n), family("p", n, positive=True)
x, y = real("x"), real("y")
q, r = positive("q"), positive("r")

plain = Setting("plain", ((n, ""), (z[i], ""), (p[i], ""), (x, ""), (q, ""), (L, "")), ((i, n), (j, n)))

POWERS = st.sampled_from([2, 3, -1, -2, Rational(1, 2), Rational(-1, 2)])
leaves = st.sampled_from(
    [x, q, z[i], p[j], delta(i, j), n, L, n - 1, L - n, Integer(-2), Integer(0), Rational(1, 2), pi]
)
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, power: Pow(a, power), inner, POWERS),
        st.builds(lambda a, power: Pow(a, power), inner, st.sampled_from([L, n, 2 * L + 1, n - 1])),
        st.builds(lambda a: exp(a), inner),
        st.builds(lambda a: relu(a), inner),
        st.builds(lambda a, odd: odd(a), inner, st.sampled_from([erf, tanh])),
        st.builds(lambda a, name: total(a, name, n), inner, st.sampled_from([i, j])),
    ),
    max_leaves=5,
)
rationals = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))
positives = st.builds(fmpq, st.integers(1, 4), st.integers(1, 3))


@st.composite
def points(draw):
    end = draw(st.integers(1, 3))
    values = {(n, ()): fmpq(end), (x, ()): draw(rationals), (q, ()): draw(positives)}
    values |= {(name, ()): fmpq(draw(st.integers(1, end))) for name in (i, j)} | {
        (L, ()): fmpq(draw(st.integers(0, 3)))
    }
    values |= {(z, (each,)): draw(rationals) for each in range(1, 4)}
    return Point(plain, values | {(p, (each,)): draw(positives) for each in range(1, 4)})


@settings(max_examples=200, deadline=None)
@given(terms, points())
def test_the_sign_of_a_value_is_among_the_signs_of_the_term(term, point):
    try:
        value = arb(evaluate(term, point))
    except CannotEvaluate:
        return
    if value > 0 or value < 0 or value == 0:  # the ball decides its sign
        assert (1 if value > 0 else -1 if value < 0 else 0) in signs(term)


@pytest.mark.parametrize(
    ("term", "possible"),
    [
        (x, {-1, 0, 1}),
        (q, {1}),
        (-q, {-1}),
        (x**2, {0, 1}),
        (-(x**2), {-1, 0}),
        (x**2 + 1, {1}),
        (x**2 - 1, {-1, 0, 1}),
        (x**3, {-1, 0, 1}),
        (x**2 + z[i] ** 2, {0, 1}),
        (q * r, {1}),
        (q - r, {-1, 0, 1}),
        (-q - r, {-1}),
        (1 / x, {-1, 1}),
        (1 / x**2, {1}),
        (exp(x), {1}),
        (-exp(x), {-1}),
        (sqrt(x**2 + 1), {1}),
        (q**x, {1}),
        (log(q), {-1, 0, 1}),
        (tanh(q), {1}),
        (erf(-q), {-1}),
        (relu(x), {0, 1}),
        (relu(q), {0, 1}),
        (delta(i, j), {0, 1}),
        (Var(x), {0, 1}),
        (E(x), {-1, 0, 1}),
        (E(q), {1}),
        (E(x**2), {0, 1}),
        (D(x, y), {-1, 0, 1}),
        (Integer(0), {0}),
        (total(q, i, n), {1}),
        (total(z[i] ** 2, i, n), {0, 1}),
        (total(-exp(z[i]), i, n), {-1}),
        (total(z[i], i, n), {-1, 0, 1}),
    ],
    ids=str,
)
def test_signs_of(term, possible):
    assert signs(term) == possible


@pytest.mark.parametrize("term", [Sum(z[i] ** 2, (i, 1, n - 1)), Sum(relu(x), (i, 2, n))], ids=str)
def test_a_sum_over_a_range_that_may_be_empty_may_be_zero(term):
    assert signs(term) == {0, 1}


@pytest.mark.parametrize("term", [x, x + q, x**2 - 1, q - r, erf(x), log(q)], ids=str)
def test_nothing_is_claimed_of_an_unknown_sign(term):
    assert signs(term) == ANY
    assert not any(seen(term) for seen in (is_positive, is_nonnegative, is_nonzero))


@pytest.mark.parametrize(
    ("seen", "term", "lie"),
    [
        (is_positive, x**2 + 1, x**2),
        (is_nonnegative, x**2, x**3),
        (is_nonzero, -q, x),
        (is_nonzero, 1 + exp(x), 1 - exp(x)),
    ],
)
def test_each_question_has_a_lie_and_a_truth(seen, term, lie):
    assert not seen(lie)
    assert seen(term)


@pytest.mark.parametrize(
    ("term", "bound"),
    [
        (n, 1),
        (L, 0),
        (n - 1, 0),
        (2 * n + L - 3, -1),
        (n * (n + 1), 2),
        (L * n, 0),
        (x, None),
        (n - L, None),
        (q, None),
    ],
    ids=str,
)
def test_the_least_value_of_sizes_and_depths(term, bound):
    assert least(term) == bound


def test_whole_numbers_are_seen_by_structure():
    assert all(map(is_whole, (n, L, 2 * n * L - 5, Integer(3))))
    assert not any(map(is_whole, (q, n / 2, x + n, Rational(1, 2), n**2)))


def over(body, name=i, end=n):
    return total(body, name, end)


@pytest.mark.parametrize(
    "term",
    [
        over(p[i]) * over(p[i] * z[i] ** 2) - over(p[i] * z[i]) ** 2,
        over(p[i]) * over(p[j] * z[j] ** 2, j) - over(p[i] * z[i]) ** 2,
        3 * n * over(z[i] ** 2) - 3 * over(z[i]) ** 2,
        over(z[i] ** 2) * over(exp(z[i])) - over(z[i] * exp(z[i] / 2)) ** 2,
        over(x**2 * z[i] ** 2) * over(p[i] ** 2) - over(x * z[i] * p[i]) ** 2,
    ],
    ids=str,
)
def test_cauchy_schwarz(term):
    assert is_nonnegative(term)
    assert not is_positive(term)


@pytest.mark.parametrize(
    "term",
    [
        over(p[i] * z[i]) ** 2 - over(p[i]) * over(p[i] * z[i] ** 2),  # the other way round
        over(p[i]) * over(p[i] * z[i] ** 2) - 2 * over(p[i] * z[i]) ** 2,
        over(p[i] * z[i] ** 2) - over(p[i] * z[i]) ** 2,  # p need not add up to 1
        over(z[i]) * over(z[i] ** 3) - over(z[i] ** 2) ** 2,  # summands of both signs
        over(z[i]) * over(p[j] * z[i], j) - over(z[i] * p[i]) ** 2,  # one of them is outside the sum
        (n - 1) * over(z[i] ** 2) - over(z[i]) ** 2,
        over(z[i] ** 2) * over(p[i] ** 2, i, L) - over(z[i] * p[i]) ** 2,  # another range
    ],
    ids=str,
)
def test_what_only_resembles_cauchy_schwarz(term):
    assert not is_nonnegative(term)
