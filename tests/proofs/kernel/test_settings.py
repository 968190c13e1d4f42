"""Settings: every licence has to be declared, and `without` takes exactly one away."""

import pytest
from sympy import Integer, exp

from proofs.kernel.claims import Claim, equal
from proofs.kernel.hypotheses import (
    Assume,
    Definition,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
    at_entry,
    base_of,
)
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, family, index, positive, real, size, total
from proofs.kernel.terms import with_canonical_binders as canonical

n = size("n")
i, j, k, l = index("i"), index("j"), index("k"), index("l")
z, y, w, u, h = family("z", n), family("y", n), family("w", n, n), family("u", n), family("h", n)
x, c = real("x"), real("c")
s = positive("s")

SOFTMAX = Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), "y is the softmax of z")
MEAN = Mean(w[j, i], Integer(0), "mean zero")
VARIANCE = Variance(w[j, i], s**2, "variance s^2")
UNCORRELATED = Uncorrelated(w[j, i], w[l, k], "uncorrelated")
INDEPENDENT = Independent((w, u, h), "independent")

setting = Setting(
    "example",
    alphabet=((n, ""), (z[i], ""), (y[i], ""), (w[j, i], ""), (u[i], ""), (h[i], ""), (s, ""), (x, ""), (c, "")),
    ranges=((i, n), (j, n), (k, n), (l, n)),
    random=(w, u, h),
    hypotheses=(SOFTMAX, MEAN, VARIANCE, UNCORRELATED, INDEPENDENT),
)


def alone(*hypotheses, alphabet=((n, ""), (z[i], ""), (x, ""), (c, ""), (s, "")), random=()):
    return Setting("alone", alphabet, ((i, n), (j, n)), hypotheses, random)


# Confusions are refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: alone(alphabet=((z[i], ""), (real("z"), ""))), "'z' is declared twice: rename one of them"),
        (lambda: alone(random=(u,)), "u is random but not in the alphabet"),
        (lambda: alone(random=(n,)), "n is a size and can't be random"),
        (lambda: alone(Definition(z[i], z[j] + 1, "")), r"the definition of z\[i\] refers to itself"),
        (lambda: alone(Definition(x, z[i], "")), r"the definition of x has loose indices \['i'\]"),
        (lambda: alone(Definition(z[i], x * j, "")), r"the definition of z\[i\] has loose indices \['j'\]"),
        (lambda: alone(Definition(x, c, ""), random=(x,)), "x is defined, so it can't be declared random as well"),
        (lambda: alone(Definition(s, x, "")), "s is declared positive, but its definition is not seen to be"),
        (lambda: alone(Definition(z[Integer(1)], x, "first")), "'first' is not about a general entry: 1 must run to n"),
        (lambda: setting.having(Mean(w[i, i], x, "trace")), "'trace' is not about .*: its indices must differ"),
        (lambda: setting.having(Uncorrelated(w[j, i], w[j, k], "row")), "'row' is not about a general entry"),
        (lambda: alone(Mean(x, c, "")), "x has a law but is not random"),
        (lambda: alone(Mean(x, c, ""), Normal(x, c, s, ""), random=(x,)), "two hypotheses give x a law: drop one"),
        (lambda: alone(Variance(x, s, ""), Uniform(x, c, s, ""), random=(x,)), "two hypotheses give x a law: drop one"),
        (lambda: alone(Independent((z,), "")), "z is declared independent but is not a random family"),
        (lambda: alone(Assume(equal(z[i], x), "")), r"the assumption z\[i\] = x has loose indices \['i'\]"),
        (lambda: alone(Assume(Claim(equal(x, c), "iff", equal(c, x)), "")), "an assumption relates terms, not claims"),
    ],
)
def test_a_setting_that_could_confuse_is_refused(build, message):
    with pytest.raises(ValueError, match=f"setting '(alone|example)': .*{message}"):
        build()


def test_a_definition_keeps_the_sign_of_its_name():
    assert alone(Definition(s, exp(x), "")).unfold(s) == exp(x)


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
        (UNCORRELATED, "hypothesis", (equal(E(w[j, i] * w[l, k]), E(w[j, i]) * E(w[l, k])),)),
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
    location = alone(Normal(z[i], x * i, s * i, "varying"), random=(z,))
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
    pairwise = setting.without(INDEPENDENT).having(Independent((w, u), ""), Independent((u, h), ""))
    assert not pairwise.independent(frozenset({w, h}))
    assert not pairwise.independent(frozenset({w, u, h}))


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


# Names -------------------------------------------------------------------------------------------------------------


def test_sizes_are_what_bounds_an_index_or_shapes_a_family():
    m = size("m")
    assert Setting("shapes", ((family("a", n, m)[i, j], ""),), ((i, n),)).sizes == {n, m}
    assert alone().sizes == {n}


def test_the_names_of_a_setting_are_its_symbols_sizes_and_indices():
    assert alone().names == {n, x, c, s, i, j}


def test_settings_agree_on_a_name_only_if_it_is_random_defined_and_ranged_alike():
    assert alone().agrees_with(alone(), x + z[i])
    assert not alone().agrees_with(alone(random=(x,)), x)
    assert not alone().agrees_with(alone(Definition(x, c, "")), x)
    assert not alone().agrees_with(Setting("alone", ((n, ""),), ((i, size("m")),)), z[i])
    assert alone().agrees_with(alone(random=(x,)), z[i])
