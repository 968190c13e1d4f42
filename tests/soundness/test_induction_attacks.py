"""Attacks on induction: each proves a falsehood if one premise of the rule is looked at carelessly.

Every base and every step below that can be proved is proved; what fails is how they are put together.
"""

from typing import Any

import pytest
from sympy import Expr, Integer, Rational, Sum, Symbol

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, check, check_step, derive, step
from proofs.kernel.hypotheses import Assume, Definition
from proofs.kernel.induction import Established, hypothesis, induction
from proofs.kernel.judging import judge
from proofs.kernel.rules import algebra, given, lemma, order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import family, index, natural, real, size, total
from proofs.kernel.verdicts import Proved, is_proved

L, n, m = natural("L"), size("n"), size("m")
i, k = index("i"), index("k")
c, q = real("c"), real("q")
x = family("x", n)
P = L * (L - 1) * (L - 2) * (L - 3)  # vanishes at the depths that the second engine looks at
ZERO = Integer(0)

plain = Setting("plain", ((L, ""), (n, ""), (q, ""), (c, "")), ())


def part(setting: Setting, start: Expr, *steps: Any) -> Part:
    return Part("part", "", setting, derive(start, *steps))


def whole(claim: Claim, setting: Setting, base: Any, after: Any, over: Expr = L) -> bool:
    """Say whether the claim passes by induction from this base and step."""
    cites = {"over": over, "base": base, "step": after}
    link = step(claim.right, induction, "", relation=claim.relation, **cites)
    return is_proved(check_step(claim, link, setting))


def trivially(setting: Setting, term: Expr, other: Expr) -> Part:
    made = part(setting, term, step(other, algebra, ""))
    assert is_proved(check(made).verdict), check(made).verdict
    return made


def from_hypothesis(claim: Claim, setting: Setting, start: Expr, to: Expr) -> Part:
    assumed = hypothesis(claim)
    made = part(setting.having(assumed), start, step(to, given, "", equation=assumed))
    assert is_proved(check(made).verdict), check(made).verdict
    return made


SELF = equal(P, ZERO)


def test_the_claim_for_the_next_integer_does_not_prove_itself() -> None:
    following = P.xreplace({L: L + 1})
    circular = from_hypothesis(equal(following, ZERO), plain, following, ZERO)
    assert not whole(SELF, plain, trivially(plain, P.xreplace({L: ZERO}), ZERO), circular)


def test_the_claim_itself_as_a_hypothesis_of_the_setting_is_seen() -> None:
    assumed = hypothesis(SELF)
    circular = plain.having(assumed)
    following = P.xreplace({L: L + 1})
    after = part(circular, following, step(ZERO, given, "", equation=assumed))
    assert not is_proved(check(after).verdict)
    base = part(circular, ZERO, step(ZERO, algebra, ""))
    assert not whole(SELF, circular, base, base)
    assert not whole(SELF, plain, base, base)


def test_no_step_from_nothing() -> None:
    base = trivially(plain, ZERO, ZERO)
    assert not whole(SELF, plain, base, base)


def test_the_base_may_not_assume_the_claim() -> None:
    assumed = hypothesis(SELF)
    base = trivially(plain.having(assumed), ZERO, ZERO)
    after = part(plain.having(assumed), P.xreplace({L: L + 1}), step(P.xreplace({L: L + 1}) + 0, algebra, ""))
    assert not whole(equal(P, P + ZERO), plain, base, after)


def test_a_wrong_base_is_not_made_good_by_a_right_step() -> None:
    """1 <= L is inherited by every successor, and not true of 0; L + 1 <= L can be assumed of no number."""
    claim = Claim(Integer(1), "<=", L)
    steps = (step(L, order, "", relation="<=", gap=L - 1), step(L + 1, order, "", relation="<=", gap=Integer(1)))
    after = part(plain.having(hypothesis(claim)), Integer(1), *steps)
    assert is_proved(check(after).verdict)
    absurd = hypothesis(Claim(L + 1, "<=", L))
    never = part(plain.having(absurd), L + 2, step(L + 1, order, "", relation="<=", gap=Integer(-1)))
    assert not is_proved(check(never).verdict)
    for start, end in ((ZERO, ZERO), (Integer(1), ZERO), (ZERO, Integer(1))):
        base = part(plain, start, step(end, order, "", relation="<=", gap=end - start))
        assert not whole(claim, plain, base, after)


def test_all_horses_have_the_same_color() -> None:
    """(n - 1)(n - 3) >= 0 holds for 1, and for n + 1 if n >= 2; the second horse is missing."""
    horses = Setting("horses", ((n, ""),), ())
    claim = Claim(ZERO, "<=", (n - 1) * (n - 3))
    base = part(horses, ZERO, step(ZERO, order, "", relation="<=", gap=ZERO))
    two = Assume(Claim(Integer(2), "<=", n), "there are two horses")
    for more in ((two,), (two, hypothesis(claim)), (hypothesis(claim), two)):
        after = part(horses.having(*more), ZERO, step(n * (n - 2), order, "", relation="<=", gap=n * (n - 2)))
        assert is_proved(check(after).verdict), check(after).verdict
        assert not whole(claim, horses, base, after, over=n)


def test_a_step_for_sizes_does_not_serve_natural_numbers() -> None:
    """P(1), P(n) -> P(n+1) for n >= 1 says nothing of 0."""
    same = size("L")
    claim = Claim(Integer(1), "<=", L)
    sizes = Setting("sizes", ((same, ""),), ())
    base = part(sizes, Integer(1), step(Integer(1), order, "", relation="<=", gap=ZERO))
    after = part(sizes, Integer(1), step(same + 1, order, "", relation="<=", gap=same))
    assert is_proved(check(base).verdict)
    assert is_proved(check(after).verdict)
    assert not whole(claim, Setting("naturals", ((L, ""),), ()), base, after)
    assert whole(Claim(Integer(1), "<=", same), sizes, base, after, over=same)


@pytest.mark.parametrize("relation", ["=", "<="])
def test_the_direction_of_an_inequality_is_kept(relation: Any) -> None:
    """From L <= 2 L nothing follows for 2 L <= L."""
    up = Claim(L, "<=", 2 * L)
    base = part(plain, ZERO, step(ZERO, order, "", relation="<=", gap=ZERO))
    assumed = hypothesis(up)
    after = part(plain.having(assumed), L + 1, step(2 * L + 2, order, "", relation="<=", gap=L + 1))
    assert whole(up, plain, base, after)
    assert not whole(Claim(2 * L, relation, L), plain, base, after)
    assert not whole(Claim(L, "=", 2 * L), plain, base, after)


def test_the_hypothesis_is_not_used_upside_down() -> None:
    assumed = hypothesis(Claim(q, "<=", L))
    setting = plain.having(assumed)
    wrong = Claim(L, "<=", q)
    assert not is_proved(check_step(wrong, step(q, order, "", relation="<=", gap=q - L), setting))


def test_a_hypothesis_about_one_number_is_not_used_of_the_next() -> None:
    claim = equal(q**L * c, c)
    assumed = hypothesis(claim)
    following = q ** (L + 1) * c
    for to in (c, q * c + (c - q * c)):
        after = part(plain.having(assumed), following, step(to, given, "", equation=assumed))
        assert not is_proved(check(after).verdict)


def test_the_variable_is_not_an_index_a_size_of_a_family_or_bounded() -> None:
    vector = Setting("vector", ((x[i], ""), (q, "")), ((i, n),))
    claim = equal(n - n + total(x[k], k, n), total(x[k], k, n) * 1 + 0)
    base = trivially(vector, q, q)
    assert not whole(claim, vector, base, base, over=n)
    assert not whole(equal(i * q, q * i), vector, base, base, over=i)
    bounded = plain.having(Assume(Claim(L, "<=", Integer(3)), "L is at most 3"))
    nothing = trivially(bounded, ZERO, ZERO)
    assert not whole(equal(P, ZERO), bounded, nothing, nothing)


def test_what_is_defined_by_the_variable_changes_with_it() -> None:
    """c := L; P(L): c = L.  At L + 1 the claim c = L + 1 is another claim, and c = 0 at the base is false."""
    defined = Setting("defined", ((L, ""), (c, "")), (), (Definition(c, 1 * L, "c is L"),))
    base = part(defined, c, step(ZERO, algebra, ""))
    after = part(defined, c, step(L + 1, algebra, ""))
    assert not whole(equal(c, L), defined, base, after)
    hidden = equal(c * (c - 1) * (c - 2) * (c - 3) + L - L, ZERO)
    assert not whole(hidden, defined, base, after)


def test_a_fixed_number_is_no_variable() -> None:
    """q does not grow with L: P(L) = (q <= L) can't be proved, whatever the base says of q."""
    capped = plain.having(Assume(Claim(q, "<=", ZERO), "q is not positive"))
    claim = Claim(q, "<=", L)
    base = part(capped, q, step(ZERO, order, "", relation="<=", gap=-q))
    after = part(plain.having(hypothesis(claim)), q, step(L + 1, order, "", relation="<=", gap=(L - q) + 1))
    assert not whole(claim, plain, base, after)


@pytest.mark.parametrize("over", [q, Integer(1), L + 1, Symbol("z", integer=True), Symbol("L", real=True), 2 * L])
def test_only_a_counting_number_is_varied(over: Expr) -> None:
    base = trivially(plain, ZERO, ZERO)
    assert not whole(equal(L * 0 + q, q), plain, base, base, over=over)
    assert not whole(SELF, plain, base, base, over=over)


def test_a_bound_variable_does_not_capture_the_next_integer() -> None:
    """sum_{k=1}^{2} L with the bound variable named like the induction variable."""
    inner = Sum(L, (L, 0, 2))
    base = trivially(plain, ZERO, ZERO)
    assert not whole(equal(inner * L, 3 * L * L), plain, base, base)


def test_base_and_step_are_proved_parts_and_nothing_else() -> None:
    forged = Established(equal(ZERO, ZERO), plain)
    following = Established(equal(P.xreplace({L: L + 1}), ZERO), plain)
    base = trivially(plain, ZERO, ZERO)
    for pair in ((forged, following), (base, following), (equal(ZERO, ZERO), SELF), (None, None), (base, None)):
        assert not whole(SELF, plain, *pair)


def test_a_refuted_or_open_step_proves_nothing() -> None:
    following = P.xreplace({L: L + 1})
    open_step = part(plain.having(hypothesis(SELF)), following, step(ZERO, algebra, ""))
    assert not whole(SELF, plain, trivially(plain, ZERO, ZERO), open_step)


def test_a_hypothesis_of_the_step_is_not_smuggled_into_the_setting() -> None:
    """The step may assume P(L) and nothing else, not even under the same words."""
    help_of = Assume(equal(q, ZERO), "the induction hypothesis")
    claim = equal(q * L, ZERO)
    base = trivially(plain, ZERO, ZERO)
    after = part(plain.having(help_of), q * (L + 1), step(ZERO, given, "", equation=help_of))
    assert is_proved(check(after).verdict)
    assert not whole(claim, plain, base, after)


def test_a_lemma_by_induction_is_not_used_without_its_hypotheses() -> None:
    zero = Assume(equal(q, ZERO), "q is 0")
    with_zero = plain.having(zero)
    claim = equal(q * L, ZERO)
    base = trivially(with_zero, ZERO, ZERO)
    after = part(with_zero, q * (L + 1), step(ZERO, given, "", equation=zero))
    proved = part(with_zero, q * L, step(ZERO, induction, "", over=L, base=base, step=after))
    assert is_proved(check(proved).verdict)
    assert not is_proved(check_step(claim, step(ZERO, lemma, "", part=proved), plain))


@pytest.mark.parametrize(
    "claim",
    [
        equal(ZERO**L, ZERO),
        equal((q * c) ** L, q**L + c**L),
        equal(q ** (2 * L), q**L),
        equal(q ** (L + 1), q**L),
        equal(q ** (L - L) * P, P * q),
        equal((-1) ** L, Integer(1)),
        equal(Rational(1, 2) ** L, Rational(2) ** L),
        equal((q**2) ** L, q**L * 2),
        equal(q ** (L - 1) * q, q**L),  # undefined for q = 0, L = 0
        equal(q ** (n - 1) * q, q ** (n + 1)),
        equal((q + c) ** L, (q + c) ** n),
        Claim(ZERO, "<=", q**L),
        Claim(ZERO, "<", q ** (2 * L)),
        Claim(ZERO, "<", (1 + q**2 - 1) ** L),
    ],
    ids=str,
)
def test_false_powers_are_refused(claim: Claim) -> None:
    assert not isinstance(judge(claim, plain), Proved)


@pytest.mark.parametrize(
    "claim",
    [
        equal(q ** (n - 1) * q, q**n),
        equal((q * c) ** L, q**L * c**L),
        equal((-q) ** (2 * L), q ** (2 * L)),
        equal((2 * q + 2) ** L, 2**L * (q + 1) ** L),
        equal(q ** (L + 2) - q**L, q**L * (q - 1) * (q + 1)),
        equal((q**2) ** L, (q**L) ** 2),
    ],
    ids=str,
)
def test_true_powers_are_proved(claim: Claim) -> None:
    assert isinstance(judge(claim, plain), Proved), judge(claim, plain)
