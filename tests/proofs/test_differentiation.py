"""The chapter on numerical differentiation: proved, and its constants can't be made smaller."""

import pytest
from sympy import Rational

from proofs.differentiation import (
    THEOREMS,
    U_ABOVE,
    V_ABOVE,
    M,
    bounded,
    eps,
    error_bound,
    h,
    m,
    p,
    q,
    s,
    steps,
    u,
    v,
)
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, check, derive, step
from proofs.kernel.judging import judge
from proofs.kernel.rules import order
from proofs.kernel.verdicts import Refuted, is_proved

PARTS = [part for theorem in THEOREMS for part in theorem.parts]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_is_proved(part: Part) -> None:
    assert is_proved(check(part).verdict)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(h**2 * (u + v) / 12, "<=", h**2 * M / 7),  # a smaller constant
        Claim(h**2 * (u + v) / 12, "<=", h * M / 6),  # a wrong power of the step
        Claim(h**2 * (u + v) / 12, "<", h**2 * M / 6),  # the bound is attained
    ],
)
def test_a_sharper_bound_is_not_proved(claim: Claim) -> None:
    part = Part(
        "lie",
        "",
        bounded.having(U_ABOVE).having(V_ABOVE),
        derive(claim.left, step(claim.right, order, "", relation=claim.relation, gap=claim.right - claim.left)),
    )
    assert not is_proved(check(part).verdict)


@pytest.mark.parametrize("factor", [h**-2, h, 1 / h, Rational(1, 2)])
def test_the_slip_is_off_by_the_square_of_the_step(factor: object) -> None:
    slip = next(part for part in PARTS if part.name == "parenthesis")
    assert isinstance(judge(equal((p - m) / 2 * h, factor * q), slip.setting, ()), Refuted)


def test_the_best_step_is_not_the_square_root() -> None:
    """At another step the bound is larger: the derivative of the bound is not zero there."""
    assert isinstance(judge(equal(error_bound(2 * s), error_bound(s)), steps, ()), Refuted)
    assert isinstance(judge(equal(error_bound(s), eps / s), steps, ()), Refuted)
