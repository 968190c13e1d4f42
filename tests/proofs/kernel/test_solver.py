"""Z3's translation of a term has the value of the term, and Z3 believes nothing that is not so."""

import pytest
import z3
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Rational, Symbol, exp, log, sqrt, tanh

from proofs.kernel.claims import Claim, equal
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Assume
from proofs.kernel.instances import violates
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.solver import Translation, always_nonzero, always_positive, holds
from proofs.kernel.terms import delta, family, index, positive, real, relu, size, total
from proofs.kernel.values import CannotEvaluate

n = size("n")
i, j, k = index("i"), index("j"), index("k")
z = family("z", n)
x, y, c = real("x"), real("y"), real("c")
q, r = positive("q"), positive("r")

numbers = Setting("numbers", ((x, ""), (y, ""), (c, ""), (q, ""), (r, "")), ())
families = Setting("families", ((n, ""), (z[i], ""), (x, "")), ((i, n), (j, n)))

# The translation agrees with evaluation ----------------------------------------------------------------------------

terms = st.recursive(
    st.sampled_from([x, y, q, Integer(2), Rational(-1, 3)]),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a: a**2, inner),
        st.builds(lambda a: 1 / (1 + a**2), inner),
        st.builds(lambda a: 1 / a, inner),
        st.builds(lambda a: relu(a), inner),
    ),
    max_leaves=5,
)
rationals = st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))
positives = st.builds(fmpq, st.integers(1, 4), st.integers(1, 3))
claims = st.builds(Claim, terms, st.sampled_from(["=", "<=", "<"]), terms)


def at(translation, values):
    """The Z3 atoms of the translation and the numbers that stand for them."""
    numerals = {str(name): z3.RealVal(f"{value.p}/{value.q}") for (name, _), value in values.items()}
    return [(atom, numerals[str(key)]) for key, atom in translation.atoms.items()]


@settings(max_examples=150, deadline=None)
@given(claims, rationals, rationals, positives)
def test_a_translated_claim_is_true_exactly_where_the_claim_is(claim, at_x, at_y, at_q):
    values = {(x, ()): at_x, (y, ()): at_y, (q, ()): at_q}
    point = Point(numbers, values)
    try:
        left, right = evaluate(claim.left, point), evaluate(claim.right, point)
    except CannotEvaluate:
        return
    translation = Translation(numbers)
    formula = translation.claim(claim)
    truth = z3.simplify(z3.substitute(formula, *at(translation, values)))
    assert z3.is_false(truth) if violates(left, claim.relation, right) else z3.is_true(truth)


@settings(max_examples=60, deadline=None)
@given(claims, rationals, rationals, positives)
def test_what_z3_proves_is_nowhere_violated(claim, at_x, at_y, at_q):
    if holds(claim, numbers).holds:
        try:
            point = Point(numbers, {(x, ()): at_x, (y, ()): at_y, (q, ()): at_q})
            assert not violates(evaluate(claim.left, point), claim.relation, evaluate(claim.right, point))
        except CannotEvaluate:
            return


def test_the_same_atom_is_one_variable():
    translation = Translation(numbers)
    assert translation.atom("x") is translation.atom("x")
    assert not z3.eq(translation.atom("x"), translation.atom("y"))


# Proved, refuted, not decided --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "setting"),
    [
        (equal((x + y) ** 2, x**2 + 2 * x * y + y**2), numbers),
        (Claim(Integer(0), "<=", x**2), numbers),
        (Claim(Integer(0), "<", q), numbers),
        (Claim(2 * x * y, "<=", x**2 + y**2), numbers),
        (equal(x / q, x * (1 / q)), numbers),
        (equal(exp(x + y), exp(x) * exp(y)), numbers),
        (Claim(Integer(0), "<", exp(x)), numbers),
        (equal(log(q * r), log(q) + log(r)), numbers),
        (equal(log(q / r), log(q) - log(r)), numbers),
        (equal(log(Integer(6)), log(Integer(2)) + log(Integer(3))), numbers),
        (equal(sqrt(q) ** 2, q), numbers),
        (equal(sqrt(q * r), sqrt(q) * sqrt(r)), numbers),
        (equal(relu(x) - relu(-x), x), numbers),
        (Claim(x, "<=", relu(x)), numbers),
        (Claim(equal(2 * x, 2 * y), "iff", equal(x, y)), numbers),
        (Claim(equal(x**2, Integer(0)), "iff", equal(x, Integer(0))), numbers),
        (equal(total(z[k], k, n), total(z[j], j, n)), families),
        (equal(total(z[k] * delta(k, i), k, n), z[i]), families),
        (Claim(Integer(1), "<=", n), families),
    ],
    ids=lambda value: str(value) if isinstance(value, Claim) else "",
)
def test_z3_proves(claim, setting):
    finding = holds(claim, setting)
    assert finding.holds is True
    assert "unsat: no counterexample" in finding.text


@pytest.mark.parametrize(
    ("claim", "setting"),
    [
        (equal((x + y) ** 2, x**2 + y**2), numbers),
        (Claim(Integer(0), "<", x**2), numbers),
        (Claim(Integer(1), "<=", q), numbers),
        (equal(relu(x), x), numbers),
        (Claim(equal(x**2, y**2), "iff", equal(x, y)), numbers),
        (Claim(equal(c * x, c * y), "iff", equal(x, y)), numbers),
        (equal(total(z[k], k, n) ** 2, total(z[k] ** 2, k, n)), families),
        (equal(total(z[k] * delta(k, i), k, n), z[j]), families),
        (equal(total(x, k, n), x), families),
        (Claim(Integer(2), "<=", n), families),
    ],
    ids=lambda value: str(value) if isinstance(value, Claim) else "",
)
def test_z3_refutes(claim, setting):
    finding = holds(claim, setting)
    assert finding.holds is False
    assert finding.text == "Z3 finds values for which it fails"


@pytest.mark.parametrize(
    "claim",
    [
        equal(exp(x), x),
        equal(exp(x), 1 + x),
        Claim(1 + x, "<=", exp(x)),
        equal(log(x * y), log(x) + log(y)),
        equal(tanh(x), x),
        equal(log(q + r), log(q) + log(r)),
    ],
    ids=str,
)
def test_values_of_atoms_that_z3_knows_too_little_of_refute_nothing(claim):
    finding = holds(claim, numbers)
    assert finding.holds is None
    assert finding.text == "Z3 finds values of opaque atoms where it fails"


# Hypotheses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assumed", "claim"),
    [
        (Claim(x, "<=", y), Claim(x - y, "<=", Integer(0))),
        (equal(x, y + 1), equal(x**2, y**2 + 2 * y + 1)),
        (Claim(Integer(0), "<", x), Claim(Integer(0), "<", x**3)),
        (equal(x * y, Integer(1)), Claim(Integer(0), "<", x**2)),
    ],
    ids=str,
)
def test_z3_uses_a_hypothesis_and_misses_it_when_it_is_dropped(assumed, claim):
    hypothesis = Assume(assumed, "assumed")
    with_it = numbers.having(hypothesis)
    assert holds(claim, with_it.without(hypothesis)).holds is False
    assert holds(claim, with_it).holds is True


def test_a_hypothesis_about_a_sum_is_used_at_every_size():
    targets = Assume(equal(total(z[k], k, n), Integer(1)), "the targets sum to 1")
    claim = equal(x * total(z[k], k, n), x)
    assert holds(claim, families).holds is False
    assert holds(claim, families.having(targets)).holds is True


# Nonzero -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "assumed", "answer"),
    [
        (x, None, False),
        (x, Claim(Integer(0), "<", x), True),
        (x, Claim(Integer(0), "<=", x), False),
        (x - y, Claim(x, "<", y), True),
        (x - y, Claim(x, "<=", y), False),
        (x**2 + x + 1, None, True),
        (x**2 - 1, None, False),
        (q + x**2, None, True),
        (q - r, None, False),
        (1 - x, equal(x, Integer(0)), True),
        (exp(x) + 1, None, True),
        (exp(x) - 1, None, False),
        (sqrt(q), None, True),
        (Symbol("tiny", real=True), None, False),
    ],
    ids=str,
)
def test_always_nonzero_is_what_z3_proves(term, assumed, answer):
    setting = numbers if assumed is None else numbers.having(Assume(assumed, ""))
    assert always_nonzero(term, setting) is answer


def test_a_sum_of_unknown_length_is_not_called_nonzero():
    assert not always_nonzero(total(exp(z[k]), k, n), families)
    assert not always_positive(total(exp(z[k]), k, n), families)
