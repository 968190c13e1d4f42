"""Steps compared by cases: equal for all signs, end points included, or no proof."""

import pytest
from sympy import Integer

from backproof.mutation.stepwise import equal_by_cases
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check
from proofs.kernel.settings import Setting
from proofs.kernel.terms import heaviside, positive, real, relu
from proofs.kernel.verdicts import is_proved

x, y, a = map(real, "xya")
d = positive("d")
setting = Setting("steps", ((x, ""), (y, ""), (a, ""), (d, "")), ())
ZERO, ONE = Integer(0), Integer(1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (heaviside(x, ZERO) ** 2, heaviside(x, ZERO)),
        (heaviside(x, ZERO) + heaviside(-x, ONE), ONE),
        (relu(x) * heaviside(x, ZERO), relu(x)),
        (heaviside(x - d, ZERO) * heaviside(x, ONE), heaviside(x - d, ZERO)),
    ],
)
def test_what_agrees_for_all_signs_is_proved_by_cases(left, right) -> None:  # type: ignore[no-untyped-def]
    part = equal_by_cases(equal(left, right), setting)
    assert part is not None
    assert is_proved(check(part).verdict)
    assert part.rules == {"cases"}
    assert part.claim == equal(left, right)


@pytest.mark.parametrize(
    "claim",
    [
        equal(heaviside(x, a) ** 2, heaviside(x, a)),
        equal(heaviside(x, ZERO) + heaviside(-x, ZERO), ONE),
        equal(heaviside(x, ZERO), heaviside(x, ONE)),
        equal(heaviside(x - d, ZERO) * heaviside(x, ONE), heaviside(x, ONE)),
        equal(relu(x) * heaviside(y, ONE), relu(x)),
        equal(x, x),
        Claim(ZERO, "<=", relu(x)),
    ],
    ids=str,
)
def test_what_does_not_or_has_no_step_is_not_proved(claim: Claim) -> None:
    assert equal_by_cases(claim, setting) is None
