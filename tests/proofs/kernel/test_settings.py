"""Settings: every licence has to be declared, and `without` takes exactly one away."""

import pytest
from sympy import Integer, exp

from proofs.kernel.claims import Claim, equal
from proofs.kernel.settings import (
    Assume,
    Definition,
    Independent,
    Mean,
    Normal,
    Setting,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
    at_entry,
    base_of,
)
from proofs.kernel.terms import E, Var, family, index, positive, real, size, total
from proofs.kernel.terms import with_canonical_binders as canonical

n = size("n")
i, j, k = index("i"), index("j"), index("k")
z, y, w, u = family("z", n), family("y", n), family("w", n, n), family("u", n)
x, c = real("x"), real("c")
s = positive("s")

SOFTMAX = Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), "y is the softmax of z")
MEAN = Mean(w[j, i], Integer(0), "mean zero")
VARIANCE = Variance(w[j, i], s**2, "variance s^2")
UNCORRELATED = Uncorrelated(w[j, i], w[k, i], "uncorrelated")
INDEPENDENT = Independent((w, u, z), "independent")

setting = Setting(
    "example",
    alphabet=((n, "size"), (z[i], "numbers"), (y[i], "softmax"), (w[j, i], "weights"), (u[i], "inputs"), (s, "spread")),
    ranges=((i, n), (j, n)),
    random=(w, u),
    hypotheses=(SOFTMAX, MEAN, VARIANCE, UNCORRELATED, INDEPENDENT),
)


def alone(*hypotheses, ranges=((i, n), (j, n)), alphabet=((n, ""), (z[i], ""), (x, ""), (c, ""))):
    return Setting("alone", alphabet, ranges, hypotheses)


# Confusions are refused --------------------------------------------------------------------------------------------


def test_a_symbol_and_a_family_may_not_share_a_name():
    with pytest.raises(ValueError, match="setting 'alone' declares 'z' twice: rename one of them"):
        alone(alphabet=((z[i], ""), (real("z"), "")))


def test_a_definition_may_not_refer_to_itself():
    with pytest.raises(ValueError, match=r"definition of z\[i\] in setting 'alone' refers to itself"):
        alone(Definition(z[i], z[j] + 1, ""))


def test_a_definition_may_not_have_loose_indices():
    with pytest.raises(ValueError, match=r"definition of x in setting 'alone' has loose indices \['i'\]"):
        alone(Definition(x, z[i], ""))


def test_a_bound_index_of_a_definition_is_not_loose():
    assert alone(Definition(x, total(z[i], i, n), "")).definition_of(x) is not None


def test_an_entry_with_the_wrong_number_of_indices_is_refused():
    with pytest.raises(ValueError, match=r"z\[i\] has 1 indices where w\[j, i\] has 2"):
        at_entry(w[j, i], z[i], s)


# Dropping ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hypothesis", setting.hypotheses, ids=lambda each: each.words)
def test_dropping_a_hypothesis_drops_no_other(hypothesis):
    weaker = setting.without(hypothesis)
    assert hypothesis not in weaker.hypotheses
    assert len(weaker.hypotheses) == len(setting.hypotheses) - 1
    assert hypothesis in setting.hypotheses


def test_dropping_what_is_not_assumed_is_an_error():
    with pytest.raises(KeyError, match="setting 'example' has no such hypothesis: the sum is 1"):
        setting.without(Assume(equal(total(z[k], k, n), Integer(1)), "the sum is 1"))


def test_having_adds_and_without_takes_away():
    more = Assume(Claim(x, "<=", c), "ordered")
    assert setting.having(more).without(more) == setting


# What is declared --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hypothesis", "kind", "formulas"),
    [
        (SOFTMAX, "definition", (equal(SOFTMAX.entry, SOFTMAX.body),)),
        (MEAN, "hypothesis", (equal(E(w[j, i]), Integer(0)),)),
        (VARIANCE, "hypothesis", (equal(Var(w[j, i]), s**2),)),
        (UNCORRELATED, "hypothesis", (equal(E(w[j, i] * w[k, i]), E(w[j, i]) * E(w[k, i])),)),
        (INDEPENDENT, "hypothesis", ()),
        (Normal(x, c, s, ""), "hypothesis", ()),
        (Uniform(x, c, s, ""), "hypothesis", ()),
        (Symmetric(x, ""), "hypothesis", ()),
        (Assume(Claim(x, "<", c), ""), "hypothesis", (Claim(x, "<", c),)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_hypothesis_says_what_it_assumes(hypothesis, kind, formulas):
    assert hypothesis.kind == kind
    assert hypothesis.formulas == formulas


def test_the_mean_of_a_family_says_nothing_of_another():
    assert setting.mean_of(u[i]) is None
    assert setting.mean_of(w[k, k]) == 0


def test_the_mean_and_variance_are_those_of_the_entry_asked_for():
    location = alone(Normal(z[i], x * i, s * i, "varying"))
    assert location.mean_of(z[k]) == x * k
    assert location.variance_of(z[Integer(2)]) == 2 * s


def test_a_sum_of_entries_is_no_entry():
    assert setting.variance_of(w[j, i] + w[j, k]) is None
    assert setting.mean_of(2 * w[j, i]) is None


def test_uncorrelated_entries_of_one_family_say_nothing_of_another():
    assert setting.uncorrelated(w)
    assert not setting.uncorrelated(u)


def test_independence_needs_one_hypothesis_with_all_families():
    assert setting.independent(frozenset({w, u}))
    pairwise = setting.without(INDEPENDENT).having(Independent((w, u), ""), Independent((u, z), ""))
    assert not pairwise.independent(frozenset({w, z}))
    assert not pairwise.independent(frozenset({w, u, z}))


def test_assumptions_are_the_relations_only():
    order = Assume(Claim(x, "<=", c), "ordered")
    assert setting.having(order).assumptions == (order.claim,)
    assert setting.assumptions == ()


# Definitions -------------------------------------------------------------------------------------------------------


def test_unfolding_takes_the_index_of_the_entry():
    assert canonical(setting.unfold(y[j])) == canonical(exp(z[j]) / total(exp(z[k]), k, n))


def test_unfolding_under_a_sum_captures_nothing():
    captured = total(exp(z[k]), k, n) / total(exp(z[k]), k, n) * z[j]
    unfolded = setting.unfold(total(y[k] * z[j], k, n))
    assert canonical(unfolded) != canonical(captured)
    assert canonical(unfolded) == canonical(total(exp(z[i]) / total(exp(z[k]), k, n) * z[j], i, n))


def test_unfolding_an_entry_whose_index_is_also_bound_in_the_definition_captures_nothing():
    assert canonical(setting.unfold(y[k])) == canonical(exp(z[k]) / total(exp(z[i]), i, n))


def test_unfolding_goes_through_definitions_of_definitions():
    chain = alone(Definition(x, c + 1, ""), Definition(c, total(z[k], k, n), ""))
    assert chain.unfold(2 * x) == 2 * (total(z[k], k, n) + 1)


def test_a_name_without_definition_stays():
    assert setting.unfold(z[i] + E(u[i])) == z[i] + E(u[i])


def test_a_term_is_random_through_its_definitions():
    through = Setting("through", ((x, ""), (c, ""), (u[i], "")), (), (Definition(x, total(u[k], k, n) + c, ""),), (u,))
    assert through.random_in(2 * x) == {u}
    assert through.random_in(c) == frozenset()


@pytest.mark.parametrize(("entry", "base"), [(w[j, i], w), (x, x)])
def test_the_base_of_an_entry_is_its_family(entry, base):
    assert base_of(entry) == base
