"""Chains of inequalities: found where each link follows from one assumption, and checked by the kernel."""

import pytest
from sympy import Integer

from backproof.mutation.chains import chained
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check
from proofs.kernel.hypotheses import Assume
from proofs.kernel.settings import Setting
from proofs.kernel.terms import positive, real
from proofs.kernel.verdicts import is_proved

u, v, b = real("u"), real("v"), real("b")
h, M, e = positive("h"), positive("M"), positive("e")
names = tuple((each, "") for each in (u, v, b, h, M, e))
setting = Setting(
    "chains",
    names,
    (),
    (Assume(Claim(u, "<=", M), "u"), Assume(Claim(v, "<=", M), "v"), Assume(Claim(-e, "<=", b), "b")),
)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(u, "<=", M),
        Claim(v, "<=", 2 * M),
        Claim(h**2 * (u + v) / 12, "<=", h**2 * M / 6),
        Claim(h**2 * v / 12, "<=", h**2 * M / 6),
        Claim(-b / h, "<=", e / h),
        Claim(u - b, "<=", M + 2 * e),
        Claim(-2 * e, "<=", b),
        Claim(-h * M, "<=", -h * u),
    ],
    ids=str,
)
def test_what_follows_link_by_link_is_proved_by_the_kernel(claim: Claim) -> None:
    part = chained(claim, setting)
    assert part is not None
    assert is_proved(check(part).verdict)
    assert part.claim.terms == claim.terms


@pytest.mark.parametrize(
    "claim",
    [
        Claim(M, "<=", u),
        Claim(-u, "<=", M),
        Claim(u, "<=", M / 2),
        Claim(u * v, "<=", M**2),
        Claim(b, "<=", e),
        Claim(h * u, "<=", M),
        Claim(Integer(0), "<=", u),
        Claim(u, "<", M),
        equal(u, M),
    ],
    ids=str,
)
def test_what_does_not_follow_has_no_chain(claim: Claim) -> None:
    assert chained(claim, setting) is None
