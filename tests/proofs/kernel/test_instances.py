"""Points and models: each satisfies the hypotheses, and what is not assumed is allowed to fail."""

from itertools import islice

import pytest
from flint import arb, fmpq
from sympy import Integer, Integral, Rational, Symbol, exp, oo, pi, sqrt

from proofs.kernel.assumptions import satisfies_assumptions
from proofs.kernel.claims import Claim, equal
from proofs.kernel.counterexamples import shown
from proofs.kernel.enumeration import LARGEST_SIZE, index_points, points, pool_of
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Assume, Definition, Independent, Mean, Normal, Symmetric, Uncorrelated, Variance
from proofs.kernel.instances import Finding, compare, violates
from proofs.kernel.models import SHAPES
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, family, index, positive, real, size, total

n, m = size("n"), size("m")
i, j, k = index("i"), index("j"), index("k")
w, x, z = family("w", n), family("x", n), family("z", n)
a, b, s = real("a"), real("b"), positive("s")

MEAN_W = Mean(w[i], Integer(0), "w has mean 0")
VARIANCE_W = Variance(w[i], s**2, "w has variance s^2")
UNCORRELATED_W = Uncorrelated(w[i], w[j], "w are uncorrelated")
MEAN_X = Mean(x[i], Integer(1), "x has mean 1")
VARIANCE_X = Variance(x[i], Integer(4), "x has variance 4")
APART = Independent((w, x), "w and x are independent")

setting = Setting(
    "instances",
    alphabet=((n, ""), (w[i], ""), (x[i], ""), (z[i], ""), (s, "")),
    ranges=((i, n), (j, n)),
    random=(w, x),
    hypotheses=(MEAN_W, VARIANCE_W, UNCORRELATED_W, MEAN_X, VARIANCE_X, APART),
)
numbers = Setting("numbers", ((n, ""), (z[i], ""), (a, ""), (b, ""), (s, "")), ((i, n), (j, n)))


def first(given, count=40, *, loose=False):
    return list(islice(points(given, loose), count))


# Every point satisfies the hypotheses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (E(w[i]), Integer(0)),
        (E(w[i] ** 2), s**2),
        (Var(x[i]), Integer(4)),
        (E(x[j] ** 2), Integer(5)),
        (E(w[i] * x[j]), Integer(0)),
        (E(w[i] ** 2 * x[i] ** 2), s**2 * 5),
    ],
    ids=str,
)
def test_a_model_has_the_declared_moments_exactly(left, right):
    assert all(evaluate(left, point) == evaluate(right, point) for point in first(setting))


def test_different_entries_of_an_uncorrelated_family_are_uncorrelated():
    apart = [point for point in first(setting) if point.values[i, ()] != point.values[j, ()]]
    assert apart
    assert all(evaluate(E(w[i] * w[j]), point) == 0 for point in apart)


@pytest.mark.parametrize(
    ("dropped", "left", "right"),
    [
        (MEAN_W, E(w[i]), Integer(0)),
        (VARIANCE_W, Var(w[i]), s**2),
        (UNCORRELATED_W, E(total(w[k], k, n) ** 2), n * s**2),
        (MEAN_X, E(x[i]), Integer(1)),
        (VARIANCE_X, Var(x[i]), Integer(4)),
        (APART, E(w[i] * x[i]), E(w[i]) * E(x[i])),
    ],
    ids=lambda value: getattr(value, "words", ""),
)
def test_what_is_not_assumed_fails_in_some_model(dropped, left, right):
    assert compare(equal(left, right), setting).holds is True
    assert compare(equal(left, right), setting.without(dropped), limit=400).holds is False


def test_entries_of_a_family_that_are_not_assumed_uncorrelated_may_share_one_draw():
    laws = [compare(equal(Var(total(x[k], k, n)), n * Var(x[i])), setting).counterexample]
    assert "entries share their draw" in str(laws[0])


def test_a_symmetric_variable_gets_no_skewed_coin():
    free = Setting("free", ((a, ""),), (), (), (a,))
    symmetric = free.having(Symmetric(a, ""))
    assert any(evaluate(E(a**3), point) != 0 for point in first(free))
    assert all(evaluate(E(a**3), point) == 0 for point in first(symmetric))


def test_every_shape_has_mean_zero_and_variance_one():
    for outcomes in SHAPES.values():
        assert sum((chance for chance, _ in outcomes), fmpq(0)) == 1
        assert sum((chance * value for chance, value in outcomes), fmpq(0)) == 0
        assert sum((chance * value**2 for chance, value in outcomes), fmpq(0)) == 1


def test_the_shapes_have_different_third_or_fourth_moments():
    higher = {tuple(sum((c * v**p for c, v in each), fmpq(0)) for p in (3, 4)) for each in SHAPES.values()}
    assert len(higher) == len(SHAPES)


def test_a_variable_with_a_density_gets_a_model_only_where_moments_are_all_that_is_used():
    normal = Setting("normal", ((a, ""), (s, "")), (), (Normal(a, Integer(1), s**2, ""),), (a,))
    assert all(point.model is None for point in first(normal, 5))
    stand_ins = first(normal, 5, loose=True)
    assert all(point.model is not None for point in stand_ins)
    assert all(evaluate(E(a**2), point) == evaluate(1 + s**2, point) for point in stand_ins)


def test_a_point_satisfies_the_assumed_relations():
    relations = (equal(total(z[k], k, n), Integer(1)), Claim(a, "<=", b), Claim(Integer(0), "<", a))
    normed = numbers.having(*(Assume(each, "") for each in relations))
    found = first(normed, 20)
    assert len(found) > 5
    for point in found:
        assert evaluate(total(z[k], k, n), point) == 1
        assert 0 < evaluate(a, point) <= evaluate(b, point)
        assert satisfies_assumptions(point)


def test_a_point_that_breaks_an_assumption_is_noticed():
    ordered = numbers.having(Assume(Claim(a, "<", b), ""))
    assert not satisfies_assumptions(Point(ordered, {(a, ()): fmpq(1), (b, ()): fmpq(1)}))
    assert not satisfies_assumptions(Point(ordered, {(a, ()): fmpq(1)}))
    assert satisfies_assumptions(Point(ordered, {(a, ()): fmpq(0), (b, ()): fmpq(1)}))


def test_contradictory_hypotheses_have_no_point():
    impossible = numbers.having(Assume(Claim(a, "<", a), ""))
    assert first(impossible) == []
    nowhere = "could not be evaluated: no point satisfies the hypotheses"
    assert compare(equal(a, a), impossible) == Finding(None, nowhere)


# Sizes and indices -------------------------------------------------------------------------------------------------


def test_points_visit_every_small_size_and_different_indices():
    sizes = {int(point.values[n, ()]) for point in first(numbers, 60)}
    assert sizes >= set(range(1, LARGEST_SIZE + 1))
    assert {point.values[i, ()] == point.values[j, ()] for point in first(numbers, 60)} == {True, False}


def test_a_factor_that_vanishes_at_every_small_size_hides_nothing():
    hidden = (n - 1) * (n - 2) * (n - 3) * (n - 4)
    assert compare(equal(hidden * a, Integer(0)), numbers).holds is False


def test_indices_stay_in_their_ranges():
    for point in first(numbers, 60):
        assert 1 <= point.values[i, ()] <= point.values[n, ()]


def test_index_points_fix_sizes_and_indices_and_nothing_else():
    found = list(index_points(numbers))
    assert {int(point.values[n, ()]) for point in found} == set(range(1, LARGEST_SIZE + 1))
    assert all(set(point.values) == {(n, ()), (i, ()), (j, ())} for point in found)


def test_points_come_in_one_fixed_order():
    assert [point.values for point in first(numbers, 10)] == [point.values for point in first(numbers, 10)]


def test_a_defined_name_gets_no_value_of_its_own():
    defined = numbers.having(Definition(a, b + 1, ""))
    assert all((a, ()) not in point.values for point in first(defined, 5))


@pytest.mark.parametrize(
    ("name", "allowed"),
    [(n, lambda v: v >= 1 and v.q == 1), (s, lambda v: v > 0), (family("p", n, positive=True), lambda v: v > 0)],
    ids=["size", "scale", "positive family"],
)
def test_values_lie_in_the_declared_domain(name, allowed):
    assert all(allowed(value) for value in pool_of(name))


def test_a_real_number_may_be_negative_zero_or_a_fraction():
    pool = pool_of(a)
    assert any(value < 0 for value in pool)
    assert any(value == 0 for value in pool)
    assert any(value.q != 1 for value in pool)


# Comparing ---------------------------------------------------------------------------------------------------------


def test_a_false_equation_gets_a_certificate():
    finding = compare(equal(total(z[k], k, n) ** 2, total(z[k] ** 2, k, n)), numbers)
    assert finding.holds is False
    assert finding.counterexample is not None
    assert finding.counterexample.left != finding.counterexample.right
    assert dict(finding.counterexample.where)["n"] == "2"


def test_an_equation_that_fails_only_for_n_at_least_3_is_found():
    finding = compare(equal((n - 1) * (n - 2), Integer(0)), numbers)
    assert finding.holds is False
    assert int(dict(finding.counterexample.where)["n"]) >= 3


def test_a_true_equation_of_rationals_is_exactly_equal():
    finding = compare(equal(total(z[k] + 1, k, n), total(z[k], k, n) + n), numbers)
    assert finding.holds
    assert finding.text.startswith("exactly equal at ")


def test_a_true_equation_of_balls_says_so():
    finding = compare(equal(exp(a) * exp(-a + b), exp(b)), numbers)
    assert finding.holds
    assert "Arb balls of 192 bits overlap" in finding.text


def test_what_nowhere_has_a_value_is_not_compared():
    finding = compare(equal(sqrt(-1 - a**2), a), numbers)
    assert finding.holds is None
    assert "could not be evaluated: a root of" in finding.text


@pytest.mark.parametrize(
    ("left", "relation", "right", "answer"),
    [
        (a**2, "<=", Integer(0), False),
        (Integer(0), "<=", a**2, True),
        (Integer(0), "<", a**2, False),
        (Integer(0), "<", a**2 + 1, True),
        (exp(a), "<", Integer(0), False),
        (-exp(a), "<=", Integer(0), True),
    ],
    ids=str,
)
def test_an_inequality_is_compared_at_points(left, relation, right, answer):
    assert compare(Claim(left, relation, right), Setting("one", ((a, ""),), ())).holds is answer


def test_integrals_are_compared_at_fewer_points():
    t = Symbol("t", real=True)
    bell = Integral(exp(-(t**2)), (t, -oo, oo))
    finding = compare(equal(bell * s, sqrt(pi) * s), Setting("few", ((s, ""), (n, "")), ((i, n),)))
    assert finding.holds
    assert int(finding.text.split(" at ")[1].split()[0]) <= 10


@pytest.mark.parametrize(
    ("left", "relation", "right", "answer"),
    [
        (fmpq(1), "=", fmpq(1), False),
        (fmpq(1), "=", fmpq(2), True),
        (fmpq(2), "<=", fmpq(1), True),
        (fmpq(1), "<=", fmpq(1), False),
        (fmpq(1), "<", fmpq(1), True),
        (arb(1), "<", arb(1), True),  # balls of radius 0
        (arb(1, 1), "<", arb(1), False),
        (arb(2), "<", arb(1), True),
        (arb(1, 1), "=", arb(2, 1), False),
        (arb(1, 1), "<=", fmpq(0), False),
        (arb(5, 1), "<=", fmpq(0), True),
    ],
)
def test_a_relation_is_violated_only_for_certain(left, relation, right, answer):
    assert violates(left, relation, right) is answer


def test_terms_are_not_compared_with_iff():
    with pytest.raises(ValueError, match="terms are not compared with 'iff'"):
        violates(fmpq(1), "iff", fmpq(1))


@pytest.mark.parametrize(("value", "text"), [(fmpq(1, 3), "1/3"), (arb(2), "2.00000000000000"), (fmpq(-2), "-2")])
def test_values_are_shown_as_people_write_them(value, text):
    assert shown(value) == text


def test_a_counterexample_names_only_what_the_claim_mentions():
    found = compare(equal(a, b), numbers).counterexample
    assert {name for name, _ in found.where} == {"a", "b"}


def test_a_counterexample_about_random_variables_tells_their_law():
    found = compare(equal(E(w[i] ** 4), s**4), setting).counterexample
    assert "law of w = " in str(found)
    assert "with probability" in str(found)


def test_a_variance_that_is_no_square_has_models_too():
    third = Setting("third", ((a, ""),), (), (Mean(a, Rational(1, 2), ""), Variance(a, Rational(1, 12), "")), (a,))
    points = first(third)
    assert points
    assert all(evaluate(E(a), point) == fmpq(1, 2) for point in points)
    assert all(evaluate(Var(a), point) == fmpq(1, 12) for point in points)
    mirrored = third.having(Symmetric(a, ""))
    assert not first(mirrored)  # its mean is 1/2


def test_a_seed_that_is_made_for_a_variance_is_symmetric_where_that_is_asked_for():
    third = Setting("third", ((a, ""),), (), (Symmetric(a, ""), Variance(a, Rational(1, 3), "")), (a,))
    points = first(third)
    assert points
    assert all(evaluate(E(a**3), point) == 0 and evaluate(E(a**2), point) == fmpq(1, 3) for point in points)


def test_sizes_and_indices_are_never_adjusted_to_what_is_assumed():
    """A size that is made smaller would leave an index without its entry."""
    y = family("y", n)
    assumed = Setting(
        "assumed",
        ((n, ""), (z[i], ""), (y[i], "")),
        ((i, n),),
        (
            Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), "no point but n = 1 shows exactly that they sum to 1"),
            Assume(equal(total(y[j], j, n), Integer(1)), "they sum to 1"),
        ),
    )
    found = [{str(base): value for (base, at), value in point.values.items() if not at} for point in first(assumed)]
    assert found
    assert all(each["i"] <= each["n"] for each in found)
