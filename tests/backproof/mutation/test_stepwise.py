"""Steps compared by cases: equal for all signs, end points included, or no proof."""

import pytest
from sympy import Integer

from backproof.mutation.stepwise import equal_by_cases, follows_by_signs
from proofs.kernel.cases import cases
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, check, derive, step
from proofs.kernel.hypotheses import Assume
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


bound = Part(
    "bound", "", setting, derive(-(x**2), step(ZERO, cases, "a square is not negative", relation="<=", of=(x,)))
)
flat = setting.having(Assume(Claim(x**2, "<=", ZERO), "x^2 is not positive"))
nothing = Part("nothing", "", flat, derive(x**2, step(ZERO, cases, "as assumed", relation="<=", of=(x,))))


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [(x, "<=", ZERO), (-x, "<=", ZERO), (x**3, "<=", ZERO), (x, "<", d), (x, "=", ZERO), (x * d, "<=", x)],
)
def test_what_follows_from_a_part_for_every_sign_is_proved(left, relation, right) -> None:  # type: ignore[no-untyped-def]
    part = follows_by_signs(Claim(left, relation, right), nothing)
    assert part is not None
    assert is_proved(check(part).verdict)
    assert part.claim == Claim(left, relation, right)


@pytest.mark.parametrize("source", [bound, nothing], ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        (x, "<", ZERO),
        (x**2, "<", ZERO),
        (x + 1, "<=", ZERO),
        (1 - x, "<=", ZERO),
        (x, "<=", -d),
        (y, "<=", ZERO),
        (x + y, "<=", ZERO),
        (x, "=", ONE),
        (1 / x, "<=", ZERO),
        (d, "<=", x),
        (ONE, "<=", ZERO),
    ],
)
def test_what_does_not_follow_is_not_proved(source, left, relation, right) -> None:  # type: ignore[no-untyped-def]
    assert follows_by_signs(Claim(left, relation, right), source) is None


@pytest.mark.parametrize("left", [x, x**3, -x])
def test_a_part_from_which_it_does_not_follow_proves_nothing(left) -> None:  # type: ignore[no-untyped-def]
    assert follows_by_signs(Claim(left, "<=", ZERO), bound) is None
