"""Claims: a sentence relates two terms, or two claims by `iff`, never one of each."""

import pytest
from sympy import Expr, Integer, Integral, Symbol, exp

from proofs.kernel.claims import Claim, equal
from proofs.kernel.terms import real

x, y = real("x"), real("y")


def test_a_claim_prints_as_it_is_read():
    assert str(Claim(x, "<=", y)) == "x <= y"
    assert str(Claim(equal(x, y), "iff", equal(y, x))) == "(x = y) iff (y = x)"


@pytest.mark.parametrize("side", [equal(x, y), 1, 1.0, "x", None, True])
def test_an_equation_relates_terms_only(side):
    with pytest.raises(TypeError, match="a claim with '=' relates two Exprs, not"):
        Claim(x, "=", side)


@pytest.mark.parametrize("relation", ["=", "<=", "<"])
def test_a_claim_is_not_a_side_of_an_order_or_an_equation(relation):
    with pytest.raises(TypeError, match=f"a claim with '{relation}' relates two Exprs"):
        Claim(equal(x, y), relation, y)


@pytest.mark.parametrize("side", [x, Integer(1), True])
def test_an_equivalence_relates_claims_only(side):
    with pytest.raises(TypeError, match="a claim with 'iff' relates two Claims, not"):
        Claim(side, "iff", equal(x, y))


def test_the_sides_of_an_equation_keep_their_places():
    assert equal(x, y) != equal(y, x)
    assert (equal(x, y).left, equal(x, y).right) == (x, y)


def test_claims_that_say_the_same_are_one_key():
    assert {equal(x, y): 1}[equal(real("x"), real("y"))] == 1


def test_a_claim_cannot_be_changed_after_it_was_judged():
    with pytest.raises(AttributeError, match="cannot assign to field 'right'"):
        equal(x, y).right = x


def test_a_claim_about_integrals_is_printed_without_computing_them(monkeypatch):
    def computed(self):
        raise AssertionError("the terms of a sum are sorted by their numerical values")

    monkeypatch.setattr(Expr, "as_terms", computed)
    t = Symbol("t", real=True)
    one, other = (Integral(exp(-(t**2)) * t**k, (t, 0, k)) for k in (1, 2))
    printed = str(equal(one + 2 * other, other))
    assert "Integral(t*exp(-t**2), (t, 0, 1))" in printed
    assert "2*Integral(t**2*exp(-t**2), (t, 0, 2))" in printed
