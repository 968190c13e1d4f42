"""Terms: nothing rewrites itself, nothing is captured, the name of a bound variable says nothing."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Add, Dummy, Expr, Integer, Integral, Mul, Pow, Rational, Sum, Symbol, exp, log, oo

from proofs.kernel.evaluation import evaluate
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import (
    D,
    E,
    NotATerm,
    Var,
    bound_variable,
    delta,
    families_in,
    family,
    index,
    mentions,
    open_binder,
    positive,
    real,
    rebuilt,
    relu,
    size,
    substitute,
    subterms,
    total,
    under_binder,
    with_canonical_binders,
)
from proofs.kernel.terms import renamed as with_name

n = size("n")
i, j, k = index("i"), index("j"), index("k")
z, w = family("z", n), family("w", n, n)
x = real("x")
t = Symbol("t", real=True)

plain = Setting("plain", ((n, "size"), (z[i], "numbers"), (x, "a number")), ((i, n), (j, n), (k, n)))

leaves = st.sampled_from([z[i], z[j], z[k], x, delta(i, j), delta(i, k), delta(j, k), Integer(-1), Rational(1, 2)])
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda body, variable: total(body, variable, n), inner, st.sampled_from([i, j, k])),
    ),
    max_leaves=6,
)
rationals = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))


@st.composite
def points(draw):
    sizes = draw(st.integers(1, 3))
    indices = {(name, ()): fmpq(draw(st.integers(1, sizes))) for name in (i, j, k)}
    entries = {(z, (each,)): draw(rationals) for each in range(1, 4)}
    return Point(plain, {(n, ()): fmpq(sizes), (x, ()): draw(rationals)} | indices | entries)


# Inert operators ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        (E(2 * x), 2 * E(x)),
        (E(x + 1), E(x) + 1),
        (E(Integer(3)), Integer(3)),
        (Var(-x), Var(x)),
        (Var(x), E(x**2) - E(x) ** 2),
        (D(x, x), Integer(1)),
        (D(x**2, x), 2 * x),
        (relu(Integer(-3)), Integer(0)),
        (relu(Integer(2)), Integer(2)),
    ],
)
def test_an_operator_stays_as_it_is_written(written, rewritten):
    assert written != rewritten
    assert written.doit() == written


@pytest.mark.parametrize("operator", [E, Var, D, relu])
def test_an_operator_of_real_terms_is_real(operator):
    arguments = (x, x) if operator is D else (x,)
    assert operator(*arguments).is_extended_real


@pytest.mark.parametrize(("operator", "arguments"), [(E, (x, x)), (Var, ()), (D, (x,)), (relu, (x, x))])
def test_an_operator_with_the_wrong_number_of_arguments_is_refused(operator, arguments):
    with pytest.raises(TypeError, match="takes exactly"):
        operator(*arguments)


# Declarations ------------------------------------------------------------------------------------------------------


def test_a_real_number_is_not_declared_positive():
    assert x.is_real
    assert x.is_positive is None
    assert family("z", n)[i].is_positive is None


def test_a_positive_family_has_positive_entries():
    assert family("p", n, positive=True)[i].is_positive


def test_sizes_and_indices_are_at_least_one():
    assert (n - 1).is_nonnegative
    assert (i - 1).is_nonnegative


# Binders -----------------------------------------------------------------------------------------------------------


def test_a_sum_without_bounds_is_not_a_term():
    with pytest.raises(NotATerm, match="needs a variable with a lower and an upper bound"):
        bound_variable(Integral(t, t))


def test_the_outermost_limit_is_the_last_one():
    double = total(total(w[i, j], j, n), i, n)
    assert bound_variable(double) == (i, 1, n)
    assert under_binder(double) == total(w[i, j], j, n)


def test_an_opened_binder_has_a_fresh_variable():
    body, variable, lower, upper = open_binder(total(z[k] * z[i], k, n))
    assert isinstance(variable, Dummy)
    assert variable.assumptions0 == k.assumptions0
    assert body == z[variable] * z[i]
    assert (lower, upper) == (1, n)


def test_two_openings_share_no_variable():
    assert open_binder(total(z[k], k, n))[1] != open_binder(total(z[k], k, n))[1]


# Substitution ------------------------------------------------------------------------------------------------------


def test_substituting_an_index_does_not_let_a_sum_capture_it():
    captured = total(z[k] * z[k], k, n)
    result = substitute(total(z[k] * z[i], k, n), {i: k})
    assert with_canonical_binders(result) != with_canonical_binders(captured)
    assert with_canonical_binders(result) == with_canonical_binders(total(z[j] * z[k], j, n))


def test_substituting_a_number_does_not_let_an_integral_capture_it():
    result = substitute(Integral(x, (t, 0, 1)), {x: t})
    assert with_canonical_binders(result) != with_canonical_binders(Integral(t, (t, 0, 1)))


def test_a_bound_variable_is_not_replaced():
    square = total(z[k] ** 2, k, n)
    assert with_canonical_binders(substitute(square, {k: Integer(1)})) == with_canonical_binders(square)


def test_the_bounds_of_a_sum_are_replaced():
    m = size("m")
    assert bound_variable(substitute(total(z[k], k, n), {n: m}))[2] == m


def test_the_name_of_a_family_is_not_replaced():
    assert substitute(z[i], {Symbol("z"): x, Symbol("z", real=True): x}) == z[i]


def test_replacements_happen_at_once():
    assert substitute(z[i] - z[j], {i: j, j: i}) == z[j] - z[i]


@settings(max_examples=60, deadline=None)
@given(terms, terms, points())
def test_substituting_a_symbol_agrees_with_evaluating_at_its_value(term, replacement, point):
    there = point.at({(x, ()): evaluate(replacement, point)})
    assert evaluate(substitute(term, {x: replacement}), point) == evaluate(term, there)


@settings(max_examples=60, deadline=None)
@given(terms, st.sampled_from([i, j, k]), st.sampled_from([i, j, k]), points())
def test_substituting_an_index_agrees_with_evaluating_at_its_value(term, old, new, point):
    there = point.at({(old, ()): point.values[new, ()]})
    assert evaluate(substitute(term, {old: new}), point) == evaluate(term, there)


# Canonical binders -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (total(z[k], k, n), total(z[j], j, n)),
        (total(total(w[i, j], j, n), i, n), total(total(w[k, i], i, n), k, n)),
        (total(z[k], k, n) * z[k], total(z[i], i, n) * z[k]),
        (Integral(t * x, (t, -oo, oo)), Integral(Symbol("u", real=True) * x, (Symbol("u", real=True), -oo, oo))),
    ],
)
def test_terms_that_differ_in_bound_names_become_identical(one, other):
    assert one != other
    assert with_canonical_binders(one) == with_canonical_binders(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (total(z[k], k, n), total(z[i], k, n)),
        (total(total(w[i, j], j, n), i, n), total(total(w[j, i], j, n), i, n)),
        (total(z[k] * z[i], k, n), total(z[k] * z[j], k, n)),
        (Sum(z[k], (k, 1, n)), Sum(z[k], (k, 1, n - 1))),
    ],
)
def test_terms_that_differ_in_more_than_bound_names_stay_different(one, other):
    assert with_canonical_binders(one) != with_canonical_binders(other)


def renamed(term):
    """The same term with a new name for every bound variable."""
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Sum(renamed(body), (variable, lower, upper))
    return term if not term.args or not term.has(Sum) else term.func(*map(renamed, term.args))


@settings(max_examples=60, deadline=None)
@given(terms)
def test_renaming_bound_variables_changes_nothing_canonical(term):
    assert with_canonical_binders(renamed(term)) == with_canonical_binders(term)


@settings(max_examples=60, deadline=None)
@given(terms, points())
def test_canonical_binders_keep_the_value(term, point):
    assert evaluate(with_canonical_binders(term), point) == evaluate(term, point)


# Reading -----------------------------------------------------------------------------------------------------------


def test_the_label_of_a_family_is_not_a_subterm():
    assert list(subterms(z[i])) == [z[i], i]


def test_a_sum_contains_its_body_and_its_bounds():
    assert {z[k], n, Integer(1)} <= set(subterms(total(z[k], k, n)))


def test_families_are_found_under_sums():
    assert families_in(total(z[k] * x, k, n)) == {z}


@pytest.mark.parametrize(
    ("term", "name", "answer"),
    [(z[i], z, True), (z[i], i, True), (z[i], x, False), (E(x), x, True), (z[i], Symbol("z", real=True), False)],
)
def test_a_term_mentions_its_families_and_symbols(term, name, answer):
    assert mentions(term, frozenset({name})) is answer


def test_canonical_names_in_another_order_capture_nothing():
    first, second = (Symbol(name, integer=True, positive=True) for name in ("_1", "_2"))
    crossed = total(z[first] * total(z[second] * z[first], second, n), first, n)
    plainly = total(z[i] * total(z[j] * z[i], j, n), i, n)
    assert with_canonical_binders(crossed) == with_canonical_binders(plainly)


def test_a_bound_name_changes_only_where_it_would_capture():
    whole = total(z[k] * z[i], k, n)
    assert substitute(whole, {i: j}) == total(z[k] * z[j], k, n)
    assert substitute(whole, {i: k}) == substitute(whole, {i: k})  # the other name is always the same


def test_another_name_is_captured_by_no_binder_inside():
    inner = substitute(total(z[k] * z[i], k, n), {i: k})  # its bound variable has the first spare name
    both = substitute(total(z[i] * z[k] * inner, k, n), {i: k})
    assert with_canonical_binders(both) == with_canonical_binders(total(z[k] * z[j] * inner.xreplace({k: j}), j, n))
    assert k in both.free_symbols


def test_exponentials_are_rebuilt_as_sympy_writes_them():
    a, b = positive("a"), positive("b")
    for exponent in (log(a), a + log(b), Integer(0), -a * b, total(z[k], k, n), 2 * log(a)):
        assert rebuilt(exp(a), (exponent,)) == exp(exponent)
    for base, exponent in ((total(z[k], k, n), -1), (total(z[k], k, n), 0), (total(z[k], k, n), 1), (a * b, -2)):
        assert rebuilt(1 / a, (base, Integer(exponent))) == base ** Integer(exponent)


_LEAVES = st.sampled_from([n, i, j, z[i], z[j], x, w[i, j], Integer(2), Integer(-1), Rational(1, 3), exp(z[i]), log(n)])


@st.composite
def _terms(draw: st.DrawFn) -> Expr:
    parts = draw(st.lists(_LEAVES, min_size=2, max_size=4))
    inner = draw(st.sampled_from([Add(*parts), Mul(*parts), exp(Add(*parts)), Sum(Mul(*parts), (i, 1, n))]))
    return draw(st.sampled_from([Mul, Add]))(inner, *draw(st.lists(_LEAVES, min_size=1, max_size=3))) ** draw(
        st.sampled_from([Integer(1), Integer(-1), Integer(2), Rational(1, 2)])
    )


@given(_terms(), st.lists(_LEAVES, min_size=4, max_size=4))
def test_a_rebuilt_term_is_the_one_that_sympy_makes(term: Expr, others: list[Expr]) -> None:
    parts = [others[k] if k < len(others) and not k % 2 else each for k, each in enumerate(term.args)]
    if isinstance(term, Add | Mul | Pow | exp):
        made, known = rebuilt(term, parts), term.func(*parts)
        assert made == known
        assert made.args == known.args


@given(_terms())
def test_a_renamed_term_is_the_one_that_sympy_makes(term: Expr) -> None:
    made, known = with_name(term, j, index("q")), term.xreplace({j: index("q")})
    assert made == known
    assert made.args == known.args
