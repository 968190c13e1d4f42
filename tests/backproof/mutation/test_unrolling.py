"""Recursions written out: what is equal at one layer is proved by the kernel, what is not has no proof."""

import pytest
from sympy import Expr

from backproof.mutation.unrolling import equal_by_unrolling
from proofs.backpropagation import network as N
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check
from proofs.kernel.terms import D, total
from proofs.kernel.verdicts import is_proved

PART, KNOWN = N.carried_for_biases, N.backpropagation.parts
i, here, parameter = N.i, N.here, N.BIAS
right = N.carried(here, parameter)


def summed(term: Expr) -> Expr:
    return total(term, i, N.n[here])


@pytest.mark.parametrize(
    "other",
    [
        summed(N.d[here, N.j] * D(N.z[here, i], parameter)),  # only unit j moves
        summed(N.d[here, i] * D(N.z[here, i], parameter) ** 2),  # by 1
        summed(N.d[here, i] * D(N.b[here, i], parameter)),  # as its bias does
        N.d[here, N.j],
    ],
    ids=str,
)
def test_what_is_the_same_at_the_layer_is_proved_by_named_rules(other: Expr) -> None:
    parts = equal_by_unrolling(equal(right, other), PART.setting, KNOWN)
    assert parts
    assert all(is_proved(check(each).verdict) for each in parts)
    assert "recursion" in {rule for each in parts for rule in each.rules}
    (first, *_, last) = parts
    assert first.claim.left == right
    assert last.claim.left == first.claim.right  # a = c, b = d, c = d


@pytest.mark.parametrize(
    "other",
    [
        summed(D(N.z[here, i], parameter)),
        summed(N.d[here, i]),
        summed(N.d[here, i] ** 2 * D(N.z[here, i], parameter)),
        summed(N.d[here, i] * D(N.d[here, i], parameter)),
        2 * right,
        N.d[here, N.j] * N.b[here, N.j],
    ],
    ids=str,
)
def test_what_is_not_the_same_has_no_proof(other: Expr) -> None:
    assert not equal_by_unrolling(equal(right, other), PART.setting, KNOWN)


def test_without_the_lemma_about_the_units_below_there_is_no_proof() -> None:
    assert not equal_by_unrolling(equal(right, N.d[here, N.j]), PART.setting, ())


def test_inequalities_and_settings_without_a_recursion_are_left_alone() -> None:
    assert not equal_by_unrolling(Claim(right, "<=", right), PART.setting, KNOWN)
    bare = PART.setting.without(N.FORWARD)
    assert not equal_by_unrolling(equal(right, N.d[here, N.j]), bare, ())
