"""The normal form: one form for equal terms, and a form never changes the value."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Add,
    Dummy,
    Eq,
    Integer,
    Integral,
    MatrixSymbol,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Symbol,
    exp,
    expand_mul,
    log,
    pi,
    sqrt,
    tanh,
)
from sympy import I as IMAGINARY

from proofs.kernel.evaluation import evaluate
from proofs.kernel.normal_form import Atoms, normalize, residual
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import (
    D,
    E,
    NotATerm,
    delta,
    family,
    index,
    natural,
    open_binder,
    positive,
    real,
    relu,
    size,
    substitute,
    total,
)
from proofs.kernel.values import CannotEvaluate, differ

n, m = size("n"), size("m")
i, j, k, l = index("i"), index("j"), index("k"), index("l")
z, p, w = family("z", n), family("p", n, positive=True), family("w", n, n)
x, y = real("x"), real("y")
q, r = positive("q"), positive("r")
t = Symbol("t", real=True)

RANGES = {i: n, j: n, k: n}
BOUNDS = {name: (Integer(1), end) for name, end in RANGES.items()}
plain = Setting("plain", ((n, ""), (z[i], ""), (x, ""), (q, "")), tuple(RANGES.items()))


def binders(term):
    """The number of sums that a product of the term multiplies out to."""
    match term:
        case Sum():
            return 1 + binders(term.function) + len(term.limits) - 1
        case Mul():
            return sum(map(binders, term.args))
        case Pow():
            return abs(int(term.exp)) * binders(term.base)
        case _:
            return max(map(binders, term.args), default=0)


def polynomials_in(*leaves):
    def larger(inner):
        return st.one_of(
            st.builds(lambda a, b: a + b, inner, inner),
            st.builds(lambda a, b: a * b, inner, inner),
            st.builds(lambda body, name: total(body, name, n), inner, st.sampled_from([i, j, k])),
        )

    return st.recursive(st.sampled_from(leaves), larger, max_leaves=5).filter(lambda term: binders(term) <= 3)


def fractions_of(numerators, *others):
    return st.one_of(numerators, st.builds(lambda a, b: a / (q + b**2), numerators, st.sampled_from(others)))


numbers = (z[i], z[j], z[k], x, q, Integer(-1), Rational(1, 2))
deltas = (delta(i, j), delta(i, k), delta(j, k))
polynomials = polynomials_in(*numbers, *deltas)
terms = fractions_of(polynomials, *numbers, *deltas)
terms_in_one_delta = fractions_of(polynomials_in(*numbers, deltas[0]), *numbers, deltas[0])

rationals = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))


@st.composite
def points(draw):
    end = draw(st.integers(1, 3))
    values = {(n, ()): fmpq(end), (x, ()): draw(rationals), (q, ()): fmpq(draw(st.integers(1, 5)), 3)}
    values |= {(name, ()): fmpq(draw(st.integers(1, end))) for name in RANGES}
    return Point(plain, values | {(z, (each,)): draw(rationals) for each in range(1, 4)})


def scrambled(term):
    """The same term written otherwise: multiplied out, sums split, bound variables renamed, products moved inside."""
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Add(*(Sum(each, (variable, lower, upper)) for each in Add.make_args(expand_mul(scrambled(body)))))
    if isinstance(term, Mul):
        parts = [scrambled(each) for each in expand_mul(term).as_ordered_factors()]
        sums = [each for each in parts if isinstance(each, Sum)]
        if not sums:
            return Mul(*parts)
        body, variable, lower, upper = open_binder(sums[0])
        parts.remove(sums[0])
        return Sum(Mul(body, *parts), (variable, lower, upper))
    return term.func(*map(scrambled, term.args)) if isinstance(term, Add) else term


# Properties --------------------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(terms_in_one_delta)
def test_a_term_written_otherwise_leaves_no_residual(term):
    assert residual(term, scrambled(term), RANGES) == 0


@settings(max_examples=80, deadline=None)
@given(terms, points())
def test_the_normal_form_keeps_the_value(term, point):
    assert evaluate(normalize(term, BOUNDS), point) == evaluate(term, point)


@settings(max_examples=60, deadline=None)
@given(polynomials, polynomials, points())
def test_terms_that_differ_somewhere_leave_a_residual(term, other, point):
    if evaluate(term, point) != evaluate(other, point):
        assert residual(term, other, RANGES) != 0


@settings(max_examples=60, deadline=None)
@given(terms_in_one_delta)
def test_a_delta_picks_the_term_at_its_other_index(term):
    picked = total(delta(l, i) * substitute(term, {i: l}), l, n)
    assert residual(picked, term, RANGES) == 0


@settings(max_examples=40, deadline=None)
@given(polynomials)
def test_one_more_than_a_term_is_another_term(term):
    assert residual(term + 1, term, RANGES) == 1


# Equal -------------------------------------------------------------------------------------------------------------

square = total(z[k], k, n) ** 2

EQUAL = [
    (total(x, k, n), n * x),
    (Sum(x, (k, 1, n + 1)), (n + 1) * x),
    (total(z[k], k, n) + total(z[j], j, n), 2 * total(z[i], i, n)),
    (square, total(total(z[k] * z[l], k, n), l, n)),
    (total(total(w[k, l], k, n), l, n), total(total(w[k, l], l, n), k, n)),
    (total(total(z[k] * p[l], k, n), l, n), total(z[k], k, n) * total(p[k], k, n)),
    (total(z[k] * delta(k, j), k, n), z[j]),
    (total(total(delta(k, l) * z[k] * z[l], k, n), l, n), total(z[k] ** 2, k, n)),
    (total((z[k] - delta(k, j)) ** 2, k, n), total(z[k] ** 2, k, n) - 2 * z[j] + 1),
    (delta(i, j) ** 2, delta(i, j)),
    (delta(i, j) * z[i], delta(i, j) * z[j]),
    (delta(i, j) * delta(j, k), delta(i, j) * delta(i, k)),
    (total(Piecewise((z[k], Eq(k, j)), (0, True)), k, n), z[j]),
    (x / (x + 1) + 1 / (x + 1), Integer(1)),
    (total(z[k] / total(z[l], l, n), k, n), Integer(1)),
    (exp(x + y), exp(x) * exp(y)),
    (exp(-x), 1 / exp(x)),
    (exp(2 * x), exp(x) ** 2),
    (exp(x / 2) ** 2, exp(x)),
    (exp(total(z[k] + x, k, n)), exp(total(z[k], k, n)) * exp(n * x)),
    (log(q * r), log(q) + log(r)),
    (log(q / r), log(q) - log(r)),
    (log(exp(x) * q), x + log(q)),
    (log(Integer(12)), 2 * log(Integer(2)) + log(Integer(3))),
    (log(sqrt(q)), log(q) / 2),
    (log(1 / total(exp(z[k]), k, n)), -log(total(exp(z[k]), k, n))),
    (sqrt(q) * sqrt(q), q),
    (sqrt(q * r), sqrt(q) * sqrt(r)),
    (sqrt(Integer(12)), 2 * sqrt(Integer(3))),
    (sqrt(q / 2), sqrt(2 * q) / 2),
    (1 / sqrt(q + 1), sqrt(q + 1) / (q + 1)),
    (sqrt(exp(x)), exp(x / 2)),
    (q ** (x + 1), q * q**x),
    (sqrt(2 * pi * q**2), q * sqrt(2) * sqrt(pi)),
    (relu(2 * x - x), relu(x)),
    (E(total(z[k], k, n)), E(total(z[j], j, n))),
    (Integral(2 * t, (t, 0, x)), Integral(t + t, (t, 0, x))),
]


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=str)
def test_equal_terms_leave_no_residual(left, right):
    assert residual(left, right, RANGES) == 0


# Different ---------------------------------------------------------------------------------------------------------

DIFFERENT = [
    (total(x, k, n), x),
    (Sum(x, (k, 1, n + 1)), n * x),
    (square, total(z[k] ** 2, k, n)),
    (total(z[k] * z[i], k, n), total(z[k] ** 2, k, n)),
    (total(w[k, i], k, n), total(w[i, k], k, n)),
    (total(total(w[k, l] * z[k], k, n), l, n), total(total(w[k, l] * z[l], k, n), l, n)),
    (total(delta(k, j), k, n), n),
    (delta(i, j), Integer(0)),
    (delta(i, j), Integer(1)),
    (delta(i, j) * z[i], z[i]),
    (total(1 / z[k], k, n), n / total(z[k], k, n)),
    (exp(x + y), exp(x) + exp(y)),
    (log(q + r), log(q) + log(r)),
    (exp(2 * x), exp(x)),
    (exp(x * y), exp(x) * exp(y)),
    (sqrt(q + r), sqrt(q) + sqrt(r)),
    (sqrt(q), q),
    (q ** Rational(1, 3), sqrt(q)),
    (relu(-x), -relu(x)),
    (relu(x), x),
    (E(x**2), E(x) ** 2),
    (D(x**2, x), D(x**2, y)),
    (tanh(x), x),
    (pi, Rational(22, 7)),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=str)
def test_different_terms_leave_a_residual(left, right):
    assert residual(left, right, RANGES) != 0


def test_the_residual_is_left_minus_right():
    assert residual(square, total(total(z[k] * z[l], k, n), l, n) + x, RANGES) == -x


def test_a_delta_is_contracted_only_over_the_range_of_its_other_index():
    """sum_{k=1..m} z_k delta_kj is z_j only if j is in 1..m."""
    assert residual(Sum(z[k] * delta(k, j), (k, 1, m)), z[j], {j: n}) != 0
    assert residual(Sum(z[k] * delta(k, j), (k, 1, m)), z[j], {j: m}) == 0


def test_a_delta_with_an_index_of_unknown_range_is_not_contracted():
    assert residual(total(z[k] * delta(k, j), k, n), z[j], {}) != 0


def test_a_logarithm_of_an_unknown_sign_is_not_taken_apart():
    assert residual(log(x * y), log(x) + log(y), {}) != 0
    assert residual(log(x**2), 2 * log(x), {}) != 0


def test_a_root_of_a_square_of_an_unknown_sign_stays():
    assert residual(sqrt((x + y) ** 2), x + y, {}) != 0
    assert residual(sqrt((q + r) ** 2), q + r, {}) == 0


# Not a term --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (IMAGINARY, r"I \(ImaginaryUnit\) is not part of the formal language"),
        (x ** (y + 1), r"x has the exponent y \+ 1 but is not seen to be positive"),
        (Sum(z[k], (k, 1, l)), r"the range of k in Sum\(z\[k\], \(k, 1, l\)\) depends on another index"),
        (total(Sum(z[k], (k, 1, l)), l, n), "the range of k in .* depends on another index"),
        (Sum(z[k], (k, n, 1)), "the range n..1 of k in .* may be less than empty"),
        (Piecewise((x, x < 0), (y, True)), r"the case x < 0 is not of the form index = index"),
        (Piecewise((x, Eq(i, j))), "does not say what it is otherwise"),
    ],
    ids=str,
)
def test_what_is_not_in_the_language_is_refused(term, message):
    with pytest.raises(NotATerm, match=message):
        residual(term, Integer(0), RANGES | {l: n})


def test_a_matrix_is_not_a_term():
    with pytest.raises(NotATerm, match="is not part of the formal language"):
        normalize(MatrixSymbol("A", 2, 2), {})


def test_a_product_of_too_many_sums_is_refused():
    factors = [total(w[k, l] ** power, k, n) for power in range(1, 6)]
    with pytest.raises(NotATerm, match="a product of 6 sums is more than the normal form sorts"):
        normalize(total(Mul(*factors), l, n), BOUNDS)


def test_a_bound_variable_of_the_same_name_as_a_free_one_is_another():
    fresh = Dummy("i", integer=True, positive=True)
    assert residual(z[i] * total(z[i], i, n), total(z[i] * z[fresh], fresh, n), RANGES) == 0
    assert residual(z[i] * total(z[i], i, n), total(z[i] ** 2, i, n), RANGES) != 0


L, K = natural("L"), natural("K")
powers = Setting("powers", ((n, ""), (L, ""), (K, ""), (x, ""), (y, ""), (q, "")), ())
exponents = st.sampled_from([L, n, L + 1, 2 * L, L + K, n - 1, 2 * L + K + 2, L * K])
bases = st.sampled_from([x, y, q, x + y, x - 1, 1 - x, 2 * x, x * y, x**2 - 1, -x, 6 * q, q / 2, sqrt(q), Integer(6)])
power_terms = st.recursive(
    st.builds(Pow, bases, exponents),
    lambda inner: st.one_of(
        st.builds(Add, inner, inner), st.builds(Mul, inner, inner), st.builds(Pow, inner, exponents)
    ),
    max_leaves=3,
)


@settings(max_examples=150, deadline=None)
@given(power_terms, st.integers(1, 3), st.integers(0, 3), st.integers(0, 2), st.integers(-3, 3), st.integers(-3, 3))
def test_the_form_of_a_natural_power_has_its_value(term, end, depth, width, left, right):
    """Also where the base is 0 and the exponent is 0; a form that divides by the base says nothing there."""
    values = {n: end, L: depth, K: width, x: left, y: right, q: 2}
    point = Point(powers, {(name, ()): fmpq(value) for name, value in values.items()})
    try:
        form = normalize(term, {})
        pair = evaluate(term, point), evaluate(form, point)
    except (NotATerm, CannotEvaluate):
        return
    assert not differ(*pair), form


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2 * x * y) ** L, 2**L * x**L * y**L),
        (x ** (n - 1) * x, x**n),
        ((x**2 - 1) ** L, (x - 1) ** L * (x + 1) ** L),
        ((1 - x) ** (2 * L), (x - 1) ** (2 * L)),
        ((q / 2) ** L * 2**L, q**L),
        (sqrt(q) ** (2 * L), q**L),
        (x ** (L + K) - x**L * x**K, Integer(0)),
    ],
    ids=str,
)
def test_natural_powers_of_any_number(left, right):
    assert residual(left, right, {}) == 0


@pytest.mark.parametrize(
    ("left", "right"), [(x ** (2 * L), x**L), ((x + y) ** L, x**L + y**L), ((-x) ** L, x**L), (x**L, x**K)], ids=str
)
def test_different_natural_powers_differ(left, right):
    assert residual(left, right, {}) != 0


def test_an_empty_sum_is_0_and_a_sum_of_one_term_is_the_term():
    assert normalize(Sum(z[k], (k, 2, 1)), BOUNDS) == 0
    assert normalize(Sum(z[k], (k, n, n)), BOUNDS) == z[n]


def test_a_fresh_index_is_none_that_occurs_in_the_term():
    used = Atoms({}, {}).fresh(k)  # what the next computation would call its first index
    left = total(z[k] * z[used], k, n)
    assert residual(left, z[used] * total(z[k], k, n), {used: n}) == 0
    assert residual(left, total(z[k] ** 2, k, n), {used: n}) != 0
