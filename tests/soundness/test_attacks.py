"""Attacks on the rules: false statements that once passed a rule, or would pass a careless one.

P vanishes at every size 1..4, so that an engine that looks at these sizes alone sees nothing wrong.
"""

import dataclasses
from math import prod
from types import SimpleNamespace
from typing import Any

import pytest
from sympy import Expr, Integer, Integral, Rational, Sum, Symbol, acos, exp, gamma, log, oo, sqrt

from proofs.book import theorems
from proofs.initialization.weights import sigma as SIGMA
from proofs.kernel.cases import cases
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, check, check_step, derive, step
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
)
from proofs.kernel.instances import compare
from proofs.kernel.judging import judge
from proofs.kernel.laws import Recursion
from proofs.kernel.rule import RULES, Rule
from proofs.kernel.rules import (
    algebra,
    antiderivative,
    declared_moments,
    definition,
    density,
    derivative,
    derivative_on_each_side,
    equivalence,
    given,
    independence,
    lemma,
    odd,
    order,
    sign_cases,
    symmetry,
)
from proofs.kernel.settings import Setting
from proofs.kernel.terms import (
    D,
    E,
    Var,
    delta,
    dependent_family,
    family,
    heaviside,
    index,
    natural,
    positive,
    real,
    relu,
    size,
    total,
)
from proofs.kernel.verdicts import EngineDisagreement, Proved, Refuted, is_proved

n, m = size("n"), size("m")
i, j, k, l = map(index, "ijkl")
q, c, y, f = map(real, "qcyf")
r, s = positive("r"), positive("s")
t, tp = Symbol("t", real=True), positive("t")
x, w, v = family("x", n), family("w", m, n), family("v", n)
P = (n - 1) * (n - 2) * (n - 3) * (n - 4)
RANGES = ((i, n), (k, n), (j, m), (l, m))

plain = Setting("plain", ((n, ""), (x[i], ""), (q, ""), (r, "")), ((i, n), (k, n)))
bare = Setting("bare", ((q, ""), (r, "")), ())
random = Setting("random", ((c, ""), (q, "")), (), random=(c,))
uniform = Setting("uniform", ((c, ""), (r, "")), (), (Uniform(c, -r, r, "c is uniform"),), (c,))
WEIGHTS = (Mean(w[j, i], Integer(0), "mean 0"), Variance(w[j, i], s**2, "variance"))
layer = Setting("layer", ((w[j, i], ""), (s, ""), (n, ""), (m, "")), RANGES, WEIGHTS, (w,))
both_random = Setting("both", ((c, ""), (q, "")), (), random=(c, q))
zero = Symbol("z", nonnegative=True)

FALSE_STEPS: dict[str, tuple[Expr | Claim, Rule, Setting, dict[str, Any]]] = {
    "a variable is its mean": (equal(c, E(c)), sign_cases, random, {"of": c}),
    "a random factor leaves the mean": (equal(q * E(c), E(q * c)), sign_cases, both_random, {"of": c}),
    "a lemma on trust": (equal(P, Integer(0)), lemma, plain, {"proved": equal(P, Integer(0)), "holds_in": plain}),
    "a root is its radicand": (
        equal(sqrt(zero), zero),
        definition,
        Setting("z", ((zero, ""),), ()),
        {},
    ),
    "a norm is its square": (equal(P * sqrt(total(x[k] ** 2, k, n)), P * total(x[k] ** 2, k, n)), algebra, plain, {}),
    "an integral over a pole": (
        equal(Integral(tp**-2, (tp, -1, 1)), Integer(-2)),
        antiderivative,
        bare,
        {"antiderivative": -1 / tp, "variable": tp},
    ),
    "a sum that begins below its variable's domain": (
        Claim(Integer(0), "<=", Sum(k, (k, 5 - n, 4))),
        order,
        plain,
        {"gap": Sum(k, (k, 5 - n, 4))},
    ),
    "a sum over 1/0": (equal(Sum((1 + k) / k, (k, 0, n)), n + 1 + Sum(1 / l, (l, 0, n))), algebra, plain, {}),
    "an antiderivative that jumps": (
        equal(Integral(t**2, (t, 0, 1)), Rational(4, 3)),
        antiderivative,
        bare,
        {"antiderivative": t**3 / 3 + delta(t, 1), "variable": t},
    ),
    "a factor that is undefined": (
        Claim(equal(x[i], x[k]), "iff", equal((n - 5) * x[i], (n - 5) * x[k])),
        equivalence,
        plain,
        {"factor": 1 / (n - 5)},
    ),
    "an undefined gap": (
        Claim(P * x[i] ** 2, "<=", Integer(0)),
        order,
        plain,
        {"gap": x[i] ** 2 * sqrt(total(-P / n, i, n)) * sqrt(total(-P / n, k, n))},
    ),
    "a transposed entry": (equal(E(total(w[i, j] * x[i], i, n)), Integer(0)), declared_moments, layer, {}),
    "an entry out of range": (equal(x[7], x[7] + P), algebra, plain, {}),
    "a shifted sum": (equal(total(x[k + 1], k, n), total(x[k], k, n) + P), algebra, plain, {}),
    "a function that is not always defined": (equal(acos(q) * 2, acos(q) + acos(q)), algebra, bare, {}),
    "the gamma function": (equal(gamma(q) * 2, gamma(q) + gamma(q)), algebra, bare, {}),
    "a divergent integral": (
        equal(2 * Integral(exp(t), (t, 0, oo)), Integral(exp(t), (t, 0, oo)) * (1 + 1)),
        algebra,
        bare,
        {},
    ),
    "an integral with respect to a declared name": (
        equal(E(c), Integral(Rational(1, 2), (r, -r, r))),
        density,
        uniform,
        {"of": c, "variable": r},
    ),
    "a captured constant": (
        equal(Integral(t * q, (t, 0, 1)), Rational(1, 3)),
        antiderivative,
        bare,
        {"antiderivative": q**3 / 3, "variable": q},
    ),
    "relu under a sum over its index": (
        equal(relu(-x[i]) * total(relu(x[i]), i, n), Integer(0)),
        sign_cases,
        plain,
        {"of": x[i]},
    ),
    "a name of the kernel": (
        equal(P * total(x[k] * k, k, n), P * total(x[k] * Symbol("_1", integer=True, positive=True), k, n)),
        algebra,
        plain,
        {},
    ),
    "one half as a float": (equal(q / 2, 0.5 * q + P), algebra, plain, {}),
    "a complex square": (Claim(Integer(0), "<=", Symbol("zc") ** 2), order, bare, {"gap": Symbol("zc") ** 2}),
    "the log of a negative": (equal(log(q**2), 2 * log(q)), algebra, bare, {}),
    "a removable pole": (equal(q * P / q, P + (q - q) / q + 1 / q - 1 / q), derivative, plain, {"nonsense": q}),
}


@pytest.mark.parametrize("name", FALSE_STEPS)
def test_the_step_is_not_proved(name: str) -> None:
    claim, rule, setting, cites = FALSE_STEPS[name]
    assert isinstance(claim, Claim)
    verdict = check_step(claim, step(claim.right, rule, "", relation=claim.relation, **cites), setting)
    assert not isinstance(verdict, Proved), verdict


FALSE_SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "uncorrelated within one column only": (
        {"hypotheses": (*WEIGHTS, Uncorrelated(w[j, i], w[l, i], "one column"))},
        "its indices must differ",
    ),
    "a mean of one entry": ({"hypotheses": (Mean(w[1, i], Integer(0), "first row"),)}, "must run to"),
    "a diagonal definition": (
        {
            "alphabet": ((family("u", n, n)[i, k], ""), (x[i], ""), (n, "")),
            "random": (),
            "hypotheses": (Definition(family("u", n, n)[i, i], x[i], "diagonal"),),
        },
        "its indices must differ",
    ),
    "a definition at one index": (
        {"alphabet": ((v[i], ""), (q, ""), (n, "")), "random": (), "hypotheses": (Definition(v[1], q, "first"),)},
        "must run to",
    ),
    "a definition with a loose index": (
        {"alphabet": ((y, ""), (q, ""), (n, "")), "random": (), "hypotheses": (Definition(y, k * q, "loose"),)},
        "loose indices",
    ),
    "an assumption with a loose index": (
        {"alphabet": ((x[i], ""), (n, "")), "random": (), "hypotheses": (Assume(equal(x[i], Integer(0)), "one"),)},
        "loose indices",
    ),
    "a random size": ({"random": (w, n)}, "can't be random"),
    "a random name that nobody declared": ({"random": (w, c)}, "not in the alphabet"),
    "two means": ({"hypotheses": (*WEIGHTS, Mean(w[j, i], Integer(1), "mean 1"))}, "drop one"),
    "a law of a constant": ({"random": ()}, "not random"),
    "symmetry of a constant": ({"hypotheses": (*WEIGHTS, Symmetric(s, "s is the same as -s"))}, "positive|not random"),
    "symmetry of a constant family": (
        {"alphabet": (*layer.alphabet, (x[i], "")), "hypotheses": (*WEIGHTS, Symmetric(x[i], "x as -x"))},
        "not random",
    ),
    "constants that are uncorrelated": (
        {"alphabet": (*layer.alphabet, (x[i], "")), "hypotheses": (*WEIGHTS, Uncorrelated(x[i], x[k], "x"))},
        "not random",
    ),
    "independence of a name that is not random": (
        {"hypotheses": (Independent((w, x), "x is not random"),)},
        "not a random family",
    ),
    "a defined name with a sign that it does not have": (
        {
            "alphabet": ((r, ""), (q, "")),
            "random": (),
            "ranges": (),
            "hypotheses": (Definition(r, -(q**2), "negative"),),
        },
        "declared positive",
    ),
    "a definition that refers to itself": (
        {"alphabet": ((q, ""),), "random": (), "ranges": (), "hypotheses": (Definition(q, q + 1, "circle"),)},
        "refers to itself",
    ),
}


@pytest.mark.parametrize("name", FALSE_SETTINGS)
def test_the_setting_is_refused(name: str) -> None:
    changes, message = FALSE_SETTINGS[name]
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(layer, **changes)


def test_a_definition_is_not_captured_by_a_bound_variable() -> None:
    setting = Setting("capture", ((q, ""), (y, "")), (), (Definition(y, q**2, "y is the square"),))
    claim = equal(Integral(y, (q, 0, 1)), Integral(q**2, (q, 0, 1)))
    assert not isinstance(check_step(claim, step(claim.right, definition, ""), setting), Proved)


def test_an_assumption_is_not_rewritten_under_a_derivative() -> None:
    targets = Assume(equal(total(x[k], k, n), Integer(1)), "sum 1")
    setting = plain.having(targets)
    claim = equal(P * D(total(x[k], k, n), x[i]), P * D(Integer(1), x[i]))
    verdict = check_step(claim, step(claim.right, given, "", equation=targets), setting)
    assert not isinstance(verdict, Proved)


def test_a_lemma_about_a_constant_is_not_used_of_a_random_variable() -> None:
    constant = Part(
        "square", "", Setting("constant", ((c, ""),), ()), derive(E(c**2), step(c**2, declared_moments, ""))
    )
    assert isinstance(check(constant).verdict, Proved)
    claim = equal(E(c**2), c**2)
    assert not isinstance(check_step(claim, step(c**2, lemma, "", part=constant), random), Proved)


def test_a_lemma_about_a_free_family_is_not_used_of_a_defined_one() -> None:
    free = Part("free", "", plain, derive(D(q, r), step(Integer(0), derivative, "")))
    assert isinstance(check(free).verdict, Proved)
    defined = plain.having(Definition(q, r**2, "q depends on r"))
    claim = equal(D(q, r), Integer(0))
    assert not isinstance(check_step(claim, step(Integer(0), lemma, "", part=free), defined), Proved)


@pytest.mark.parametrize(("rule", "cites"), [(density, {"of": c, "variable": t}), (symmetry, {})])
def test_a_defined_name_does_not_hide_the_variable(rule: Rule, cites: dict[str, Any]) -> None:
    setting = Setting("hidden", ((c, ""), (r, ""), (y, "")), (), (Uniform(c, -r, r, "u"), Definition(y, c, "y")), (c,))
    if rule is symmetry:
        setting = Setting("hidden", ((c, ""), (y, "")), (), (Symmetric(c, "s"), Definition(y, c, "y")), (c,))
    right = E(-c * y) if rule is symmetry else Integral(t * y / (2 * r), (t, -r, r))
    claim = equal(E(c * y), right)
    assert not isinstance(check_step(claim, step(right, rule, "", **cites), setting), Proved)


def test_independence_of_a_family_is_not_independence_of_what_is_defined_by_it() -> None:
    p, h = family("p", n), family("h", n)
    alphabet = ((w[j, i], ""), (p[i], ""), (h[i], ""), (n, ""), (m, ""))
    setting = Setting(
        "relu", alphabet, RANGES, (Definition(h[i], relu(p[i]), "h"), Independent((w, p), "independent")), (w, p)
    )
    claim = equal(E(w[j, i] * h[i]), E(w[j, i]) * E(h[i]))
    assert isinstance(check_step(claim, step(claim.right, independence, ""), setting), Proved)
    dependent = dataclasses.replace(setting, hypotheses=setting.hypotheses[:1])
    assert not isinstance(check_step(claim, step(claim.right, independence, ""), dependent), Proved)


def test_a_positive_random_family_takes_no_negative_values() -> None:
    a = family("a", n, positive=True)
    setting = Setting("positive", ((a[i], ""), (n, "")), ((i, n),), random=(a,))
    assert not isinstance(judge(equal(E(relu(a[i])), E(a[i])), setting), Refuted)


def test_an_equation_between_equal_roots_is_decided_and_does_not_hang() -> None:
    positive_sum = total(exp(x[k]), k, n)
    claim = equal(1 / sqrt(positive_sum), sqrt(positive_sum) / positive_sum)
    assert isinstance(check_step(claim, step(claim.right, algebra, ""), plain), Proved)


@pytest.mark.parametrize("term", [q ** (10**6), (q + 1) ** 20000, Sum(k, (k, 1, 10**5)), sqrt(Integer(10**60 + 7))])
def test_what_would_take_forever_is_refused_at_once(term: Expr) -> None:
    verdict = check_step(equal(term, q), step(q, algebra, ""), bare)
    assert not isinstance(verdict, Proved | Refuted)


class TestForgeries:
    """Objects that look like parts, derivations and verdicts."""

    def test_a_subclass_of_a_part_is_not_checked(self) -> None:
        class Liar(Part):
            @property
            def claim(self) -> Claim:
                return equal(Integer(1), Integer(2))

        part = theorems()["softmax-jacobian"].parts[0]
        with pytest.raises(TypeError, match="lookalike"):
            check(Liar(part.name, part.words, part.setting, part.derivation))

    def test_a_lookalike_of_a_derivation_is_not_checked(self) -> None:
        fake: Any = SimpleNamespace(claim=equal(Integer(1), Integer(2)), links=(), steps=())
        part = Part("fake", "", bare, derive(q, step(q, algebra, "")))
        object.__setattr__(part, "derivation", fake)
        with pytest.raises(TypeError, match=r"lookalike|unhashable"):
            check(part)

    def test_a_proved_that_was_not_issued_is_seen(self) -> None:
        genuine = check(theorems()["softmax-jacobian"].parts[0]).verdict
        assert is_proved(genuine)
        forged = object.__new__(Proved)
        object.__setattr__(forged, "claim", equal(Integer(1), Integer(2)))
        object.__setattr__(forged, "evidence", ())
        assert not is_proved(forged)

    def test_a_proved_whose_claim_was_exchanged_is_seen(self) -> None:
        part = Part("own", "", bare, derive(q + q, step(2 * q, algebra, "")))
        verdict = check(part).verdict
        assert is_proved(verdict)
        object.__setattr__(verdict, "claim", equal(Integer(1), Integer(2)))
        assert not is_proved(verdict)

    def test_the_table_of_rules_is_read_only(self) -> None:
        with pytest.raises(TypeError, match="does not support item assignment"):
            RULES["algebra"] = definition  # type: ignore[index]


def test_no_attack_makes_the_engines_disagree() -> None:
    """A disagreement would be a bug even where it hides a false statement."""
    for claim, rule, setting, cites in FALSE_STEPS.values():
        assert isinstance(claim, Claim)
        try:
            check_step(claim, step(claim.right, rule, "", relation=claim.relation, **cites), setting)
        except EngineDisagreement as error:
            pytest.fail(str(error))


def test_a_standardized_variable_has_variance_1() -> None:
    setting = Setting("v", ((c, ""), (s, "")), (), (Mean(c, Integer(0), "m"), Variance(c, s**2, "v")), (c,))
    claim = equal(Var(c) / s**2, Integer(1))
    assert isinstance(check_step(claim, step(claim.right, declared_moments, ""), setting), Proved)


MAYBE_EMPTY = Sum(r, (l, 1, n - 1))


def test_a_sum_that_may_be_empty_is_not_positive() -> None:
    claim = Claim(Integer(0), "<", MAYBE_EMPTY)
    assert not isinstance(check_step(claim, step(MAYBE_EMPTY, order, "", relation="<", gap=MAYBE_EMPTY), plain), Proved)
    quotient = equal(2 / MAYBE_EMPTY, 4 / (2 * MAYBE_EMPTY))
    assert not isinstance(check_step(quotient, step(quotient.right, algebra, ""), plain), Proved)


def test_an_index_stays_in_its_range() -> None:
    assert not isinstance(judge(Claim(i, "<=", n), plain), Refuted)


def test_definitions_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="refer to each other"):
        Setting("circle", ((q, ""), (c, "")), (), (Definition(q, c + 1, ""), Definition(c, q - 1, "")))


def test_three_deltas_in_a_triangle_are_equal() -> None:
    h = index("h")
    setting = Setting("three", ((n, ""), (x[i], "")), ((i, n), (k, n), (h, n)))
    claim = equal(delta(k, h) * delta(i, k), delta(k, h) * delta(i, h))
    assert isinstance(check_step(claim, step(claim.right, algebra, ""), setting), Proved)


@pytest.mark.parametrize(
    "claim", [equal(D(relu(q), q) + 1, 1 + D(relu(q), q)), equal(2 * D(sqrt(q), q), D(2 * sqrt(q), q))]
)
def test_a_derivative_that_does_not_exist_everywhere_proves_nothing(claim: Claim) -> None:
    assert not isinstance(check_step(claim, step(claim.right, definition, ""), bare), Proved)


def test_nothing_is_differentiated_with_respect_to_a_defined_name() -> None:
    setting = Setting("defined", ((q, ""), (c, "")), (), (Definition(c, 2 * q, "c"),))
    claim = equal(D(q, c), Integer(0))
    assert not isinstance(check_step(claim, step(Integer(0), derivative, ""), setting), Proved)


def test_the_second_engine_alone_sees_a_wrong_power_of_sigma() -> None:
    theorem = theorems()["linear-layer-variance"]
    part = theorem.parts[0]
    left, right = part.claim.terms
    for wrong in (right / SIGMA, right * SIGMA, right / SIGMA**2):
        assert compare(equal(left, wrong), part.setting, loose=True).holds is False


# Attacks through what is cited, and on bare claims.

P6 = P * (n - 5) * (n - 6)
SIZED = ((i, n), (k, n))


def alphabet(*names: Expr) -> tuple[tuple[Expr, str], ...]:
    return tuple((name, "") for name in (*names, x[i], n))


def test_a_known_part_about_a_constant_is_not_used_of_a_random_variable() -> None:
    constant = Part("p", "", Setting("A", alphabet(c), SIZED), derive(E(c), step(c, declared_moments, "")))
    varying = Setting("B", alphabet(c), SIZED, random=(c,))
    assert not is_proved(judge(equal(P6 * E(c), P6 * c), varying, [constant]))


def test_a_lemma_is_not_used_where_its_definitions_have_become_random() -> None:
    twice = Definition(y, 2 * f, "y is 2 f")
    constant = Part("p", "", Setting("A", alphabet(y, f), SIZED, (twice,)), derive(E(y), step(y, declared_moments, "")))
    varying = Setting("B", alphabet(y, f), SIZED, (twice,), random=(f,))
    verdict = check_step(equal(P6 * E(y), P6 * y), step(P6 * y, lemma, "", part=constant), varying)
    assert not is_proved(verdict)


def test_a_lemma_about_an_index_is_not_used_of_an_integer() -> None:
    term = q * total(delta(k, i), k, n)
    ranged = Part("p", "", Setting("A", alphabet(q), SIZED), derive(q, step(term, algebra, "")))
    loose = Setting("B", ((q, ""), (i, ""), (x[k], ""), (n, "")), ((k, n),))
    assert not is_proved(check_step(equal(P6 * q, P6 * term), step(P6 * term, lemma, "", part=ranged), loose))


def test_unfolding_does_not_hide_that_a_definition_is_undefined() -> None:
    logarithm = Setting("log", ((c, ""), (q, "")), (), (Definition(c, log(q), "c is log q"),))
    assert not is_proved(judge(equal(exp(c), q), logarithm))
    inverse = Setting("inverse", ((c, ""), (q, "")), (), (Definition(c, 1 / q, "c is 1/q"),))
    assert not is_proved(check_step(equal(c * q, Integer(1)), step(Integer(1), definition, ""), inverse))


@pytest.mark.parametrize("claim", [equal(D(i, i), Integer(1)), equal(D(n**2, n), 2 * n), equal(D(x[i], i), Integer(0))])
def test_nothing_is_differentiated_with_respect_to_an_integer(claim: Claim) -> None:
    assert not is_proved(judge(claim, plain))


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Integer(0), "<", (q**4 + q**2) / q**2),
        Claim(equal((q**2 - q) / q, Integer(0)), "iff", equal(q, Integer(1))),
        Claim(Integer(0), "<=", log(q) * (1 + r) - log(q) - r * log(q) + r),
        Claim(Integer(0), "<=", sqrt(q) * (1 + r) - sqrt(q) - r * sqrt(q) + r),
        Claim(Integer(0), "<", (q**4 + q**3) / (q * (q + 1))),
    ],
    ids=str,
)
def test_a_bare_claim_that_is_undefined_somewhere_is_neither_proved_nor_refuted(claim: Claim) -> None:
    assert not is_proved(judge(claim, bare))
    assert not isinstance(judge(claim, bare), Refuted)


@pytest.mark.parametrize(
    ("claim", "hypothesis"),
    [
        (Claim(Integer(0), "<=", q), Variance(c, q, "a variance")),
        (Claim(Integer(0), "<", q), Normal(c, Integer(0), q, "a normal law")),
        (Claim(q, "<", f), Uniform(c, q, f, "a uniform law")),
    ],
    ids=str,
)
def test_what_a_law_implies_is_not_refuted(claim: Claim, hypothesis: Variance) -> None:
    setting = Setting("law", ((c, ""), (q, ""), (f, "")), (), (hypothesis,), (c,))
    assert not isinstance(judge(claim, setting), Refuted)


def test_an_assumption_about_random_variables_is_not_broken_by_a_model() -> None:
    sums = Assume(equal(total(x[k], k, n), Integer(1)), "the random targets sum to 1")
    setting = Setting("targets", ((x[i], ""), (n, "")), SIZED, (sums,), (x,))
    claim = equal(E(total(x[k], k, n)), Integer(1))
    assert not isinstance(judge(claim, setting), Refuted)
    assert not isinstance(check_step(claim, step(Integer(1), given, "", equation=sums), setting), Refuted)


def test_a_power_of_a_positive_number_is_positive() -> None:
    claim = Claim(Integer(0), "<", r**q)
    assert is_proved(check_step(claim, step(r**q, order, "", relation="<", gap=r**q), bare))


def test_a_scalar_that_is_defined_by_a_sum_is_written_out() -> None:
    squares = Setting("loss", ((n, ""), (x[i], ""), (c, "")), SIZED, (Definition(c, total(x[k] ** 2, k, n), "c"),))
    claim = equal((c + 1) ** 2, c**2 + 2 * c + 1)
    assert is_proved(check_step(claim, step(claim.right, algebra, ""), squares))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hypotheses": (Mean(w[j, i], q, "mean q"),)}, "does not declare"),
        ({"ranges": (*RANGES, (index("h"), n - 1))}, "must be a size"),
        ({"alphabet": (*layer.alphabet, (Symbol("s", real=True), "again"))}, "twice"),
    ],
)
def test_a_setting_with_loose_names_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(layer, **changes)


def test_a_positive_variable_has_no_symmetric_law() -> None:
    with pytest.raises(ValueError, match="contradicts"):
        Setting("normal", ((r, ""),), (), (Normal(r, Integer(0), Integer(1), "normal"),), (r,))


@pytest.mark.parametrize("term", [(q + c + r + s + 1) ** 40, ((q + 1) ** 60 + 1) ** 60])
def test_what_has_too_many_terms_is_never_multiplied_out(term: Expr) -> None:
    """What is false is seen at a point."""
    setting = Setting("large", ((q, ""), (c, ""), (r, ""), (s, "")), ())
    assert isinstance(judge(equal(term, term + q - r), setting), Refuted)
    assert not isinstance(judge(equal(term * (q + 1), term * q + term), setting), Refuted)


def test_an_undeclared_name_is_named() -> None:
    verdict = judge(equal(f, q), bare)
    assert "f is not declared" in verdict.reason


# Attacks on what a derivative sees, on atoms that look alike, and on equivalences.

BLIND = prod(y - each for each in (1, 0, -1, 2, Rational(1, 2), 3, -2, Rational(-1, 2), 5, -3, Rational(4, 3)))
BLIND_R = prod(r - each for each in (1, 2, Rational(1, 2), 3, Rational(1, 3), 5, Rational(3, 2)))
shifted = Setting("shifted", ((c, ""), (q, ""), (y, "")), (), (Mean(c, q, "mean q"),), (c,))
LAWS = {
    "mean": (shifted, q, c),
    "normal": (dataclasses.replace(shifted, hypotheses=(Normal(c, Integer(0), q**2 + 1, "n"),)), q, c**2),
    "uniform": (uniform, r, c**2),
    "defined": (shifted.having(Definition(y, E(c) ** 2, "y")), q, y),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("rule", [derivative, definition, declared_moments, derivative_on_each_side])
def test_a_mean_varies_with_what_its_law_depends_on(law: str, rule: Rule) -> None:
    setting, variable, inside = LAWS[law]
    mean = inside if inside == y else E(inside)
    for value in (Integer(0), Integer(1)):
        claim = equal(D(mean, variable), value)
        verdict = check_step(claim, step(value, rule, ""), setting)
        assert not isinstance(verdict, Proved | Refuted)
        assert not isinstance(judge(claim, setting), Proved | Refuted)


def test_a_mean_is_constant_in_what_its_law_does_not_mention() -> None:
    claim = equal(D(y * E(c), y), E(c))
    assert isinstance(check_step(claim, step(E(c), derivative, ""), shifted), Proved)


def test_a_derivative_is_not_decided_by_the_value_at_one_point() -> None:
    at_0 = heaviside(q, Integer(1)) - heaviside(q, Integer(0))
    setting = Setting("point", ((q, ""), (y, "")), ())
    for hidden in (BLIND, Integer(1)):
        claim = equal(hidden * D(q * y, q) * at_0, hidden * D(q**2, q) * at_0)
        assert not isinstance(check_step(claim, step(claim.right, sign_cases, "", of=q), setting), Proved)


def test_a_name_that_looks_like_a_root_is_not_the_root() -> None:
    like = Symbol("root 2 of r / 1.0", real=True)
    claim = Claim(Integer(0), "<=", like * sqrt(r) * BLIND_R**2)
    setting = Setting("alike", ((r, ""), (q, ""), (like, "")), ())
    assert not isinstance(check_step(claim, step(claim.right, cases, "", relation="<=", of=(q,)), setting), Proved)


def test_integrals_that_look_alike_are_two_numbers() -> None:
    other = Symbol("t", real=True, rational=True)  # printed as t is
    one, two = (Integral(Integral(t * other**2, (a, 0, 1)), (b, 0, 2)) for a, b in ((t, other), (other, t)))
    assert str(one) == str(two)
    gap = Rational(4, 3) - Rational(2, 3)
    claim = equal((3 * one - 3 * two - 3 * gap) / (one - two - gap), Integer(3))  # 0/0
    assert not isinstance(check_step(claim, step(Integer(3), algebra, ""), bare), Proved)


def test_an_equivalence_is_not_refuted_because_its_sides_are_exchanged() -> None:
    for claim in (Claim(equal(q, c), "iff", equal(c, q)), Claim(equal(q, c), "iff", equal(-q, -c))):
        assert not isinstance(check_step(claim, step(claim.right, algebra, ""), random), Refuted)


def test_what_a_recursion_determines_is_not_drawn() -> None:
    depth, drawn = natural("l"), dependent_family("v", oo)
    law = Recursion(drawn[depth], q, 2 * drawn[depth], "doubles")
    with pytest.raises(ValueError, match="can't be declared random"):
        Setting("both", ((depth, ""), (q, ""), (drawn[depth], "")), (), (law, Mean(drawn[depth], q, "m")), (drawn,))


MORE_FALSE_STEPS: dict[str, tuple[Expr | Claim, Rule, Setting, dict[str, Any]]] = {
    "a square root of an equation": (
        Claim(equal(q**2, r**2), "iff", equal(q, r)),
        equivalence,
        bare,
        {"factor": Integer(1), "power": 2},
    ),
    "the power 0": (Claim(equal(q, q), "iff", equal(q, r)), equivalence, bare, {"factor": Integer(1), "power": 0}),
    "true is not 1": (
        Claim(equal(q - r, Integer(0)), "iff", equal(q, -r)),
        equivalence,
        bare,
        {"factor": Integer(1), "power": True},
    ),
    "ELU with another alpha has a kink": (
        equal(
            D(relu(q) - r * (1 - exp(-relu(-q))), q),
            heaviside(q, Integer(1)) + r * exp(-relu(-q)) * (1 - heaviside(q, Integer(1))),
        ),
        derivative_on_each_side,
        bare,
        {},
    ),
    "the slope of ReLU": (equal(D(relu(q), q), heaviside(q, Integer(0))), derivative_on_each_side, bare, {}),
    "the slope of a step": (equal(D(heaviside(q, Integer(0)), q), Integer(0)), derivative_on_each_side, bare, {}),
    "two steps of which one jumps": (
        equal(D(heaviside(q, Integer(1)) - heaviside(q, Integer(0)), q), Integer(0)),
        derivative_on_each_side,
        bare,
        {},
    ),
    "an odd function without a mean": (equal(E(c**-1), Integer(0)), odd, uniform, {}),
    "odd in the wrong place": (equal(E(c * r + r), Integer(0)), odd, uniform, {}),
    "odd around another mean": (equal(BLIND.subs(y, q) * E(c), Integer(0)), odd, shifted, {}),
    "relu of an entry that may be the other": (
        equal(D(relu(x[i]) * x[k], x[i]), heaviside(x[i], Integer(0)) * x[k]),
        derivative_on_each_side,
        plain,
        {},
    ),
    "a gap that is assumed, cubed": (
        Claim(Integer(0), "<=", (q - r) ** 3),
        order,
        bare.having(Assume(Claim(q, "<=", r), "q <= r")),
        {"gap": (q - r) ** 3},
    ),
    "0 to the power 0": (
        equal(Integer(0) ** natural("l"), Integer(0)),
        algebra,
        Setting("l", ((natural("l"), ""),), ()),
        {},
    ),
    "irrational zeros of a form": (
        equal(heaviside(q**2 - 2, Integer(0)), heaviside(q**2 - 2, Integer(1))),
        cases,
        bare,
        {"of": (q**2 - 2,)},
    ),
}


@pytest.mark.parametrize("name", MORE_FALSE_STEPS)
def test_another_false_step_is_not_proved(name: str) -> None:
    claim, rule, setting, cites = MORE_FALSE_STEPS[name]
    assert isinstance(claim, Claim)
    verdict = check_step(claim, step(claim.right, rule, "", relation=claim.relation, **cites), setting)
    assert not isinstance(verdict, Proved), verdict


def test_a_name_of_the_setting_is_not_taken_for_a_generalized_value() -> None:
    mine = real("value1")
    setting = Setting("mine", ((mine, ""), (x[i], ""), (n, "")), SIZED)
    inside = total(x[i], i, n) + mine
    assert is_proved(judge(equal(relu(inside) - relu(-inside), inside), setting))
    assert not is_proved(judge(equal(relu(total(x[i], i, n)) - relu(-mine), total(x[k], k, n)), setting))


def test_an_index_is_not_the_end_of_its_own_range() -> None:
    with pytest.raises(ValueError, match="end of its own range"):
        Setting("own", ((n, ""),), ((index("n"), n),))


@pytest.mark.parametrize(
    "law",
    [
        Mean(c, q, "a mean that is drawn"),
        Normal(c, Integer(0), q**2 + 1, "a variance that is drawn"),
        Uniform(c, q - 1, q + 1, "limits that are drawn"),
        Variance(c, Var(c) + 1, "a variance that exceeds itself"),
        Mean(c, E(c) + 1, "a mean that exceeds itself"),
        Mean(c, y, "a mean that is drawn, by definition"),
    ],
    ids=lambda law: law.words,
)
def test_a_law_has_constants_for_parameters(law: Mean) -> None:
    with pytest.raises(ValueError, match="a law has constants for parameters"):
        Setting("drawn", ((c, ""), (q, ""), (y, "")), (), (law, Definition(y, 2 * q, "y")), (c, q))
