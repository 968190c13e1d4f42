"""Derivations: a chain is as strong as its weakest link, and nothing is proved that no rule accepted."""

import pytest
from sympy import Integer, exp, log

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import (
    Derivation,
    Part,
    Step,
    Theorem,
    check,
    check_step,
    check_theorem,
    derive,
    step,
)
from proofs.kernel.hypotheses import Assume, Definition
from proofs.kernel.ledger import ledger
from proofs.kernel.rule import Accepted, Rule
from proofs.kernel.rules import algebra, definition, equivalence, given, lemma, order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import family, index, positive, real, size, total
from proofs.kernel.verdicts import Evidence, Proved, Refuted, Undecided, is_proved

n = size("n")
i, k = index("i"), index("k")
z = family("z", n)
x, y, c = real("x"), real("y"), real("c")
q = positive("q")

DOUBLE = Definition(y, 2 * x, "y is twice x")
ONE = Assume(equal(x, Integer(1)), "x is 1")
UNUSED = Assume(Claim(c, "<=", c + 1), "never used")
setting = Setting("chain", ((n, ""), (z[i], ""), (x, ""), (y, ""), (c, ""), (q, "")), ((i, n),), (DOUBLE,))


def part(*chain, given=setting, name="part"):
    return Part(name, "a part", given, derive(*chain))


TRUE = part(2 * y, step(4 * x, definition, "twice twice"), step(x + 3 * x, algebra, "count"))
FALSE_STEP = part(
    2 * y, step(4 * x, definition, "twice twice"), step(5 * x, algebra, "miscount"), step(x * 5, algebra, "")
)
NOT_SEEN = part(log(x**2), step(2 * log(x), algebra, "the sign of x is not known"))


# Writing -----------------------------------------------------------------------------------------------------------


def test_a_chain_without_steps_is_refused():
    with pytest.raises(ValueError, match="the derivation that starts at x has no steps"):
        derive(x)


def test_the_links_of_a_chain_share_their_sides():
    assert TRUE.derivation.links == (equal(2 * y, 4 * x), equal(4 * x, x + 3 * x))


@pytest.mark.parametrize(
    ("relations", "whole"),
    [
        ("= =", "="),
        ("<= =", "<="),
        ("= <=", "<="),
        ("<= <", "<"),
        ("< = <=", "<"),
        ("< <", "<"),
        ("= <", "<"),
    ],
)
def test_a_chain_says_what_its_links_say_together(relations, whole):
    steps = [step(x + place, order, "", relation=each) for place, each in enumerate(relations.split())]
    claim = derive(x, *steps).claim
    assert (claim.left, claim.relation, claim.right) == (x, whole, steps[-1].to)


def test_a_step_to_a_claim_is_an_equivalence_and_to_a_term_an_equation():
    assert step(equal(x, y), algebra, "").relation == "iff"
    assert step(x, algebra, "").relation == "="


def test_a_chain_does_not_go_from_a_term_to_a_claim():
    with pytest.raises(TypeError, match="a claim with 'iff' relates two Claims, not x"):
        _ = derive(x, step(equal(x, y), algebra, "")).links


def test_the_claim_of_a_part_is_that_of_its_chain():
    assert TRUE.claim == equal(2 * y, x + 3 * x)


# Checking ----------------------------------------------------------------------------------------------------------


def test_a_chain_of_true_steps_is_proved():
    checked = check(TRUE)
    assert is_proved(checked.verdict)
    assert checked.verdict.claim == TRUE.claim
    assert checked.verdict.evidence == (Evidence("chain", "2 steps, each proved twice"),)
    assert checked.first_failure is None


def test_a_chain_with_a_false_step_is_not_proved_and_not_refuted():
    """The step is false; what the whole chain claims may still be true."""
    checked = check(FALSE_STEP)
    assert isinstance(checked.steps[1], Refuted)
    assert isinstance(checked.verdict, Undecided)
    assert checked.verdict.reason == "a step is false: 4*x = 5*x"
    assert checked.first_failure == 1


def test_after_a_false_step_the_others_are_still_judged_on_their_own():
    verdicts = check(FALSE_STEP).steps
    assert [isinstance(each, Proved) for each in verdicts] == [True, False, True]


def test_a_chain_with_a_step_that_is_not_seen_says_why():
    verdict = check(NOT_SEEN).verdict
    assert isinstance(verdict, Undecided)
    assert verdict.reason.startswith("a step is not proved: log(x**2) = 2*log(x): log of x")


def test_a_circular_detour_does_not_prove_a_lie():
    detour = part(x, step(x + 1, algebra, ""), step(x, algebra, ""), step(x + 1, algebra, ""))
    assert not is_proved(check(detour).verdict)


def test_a_part_is_checked_once():
    assert check(TRUE) is check(TRUE)


def test_a_rule_that_is_not_of_the_kernel_proves_nothing():
    gullible = Rule("algebra", lambda claim, setting: Accepted((Evidence("a", ""), Evidence("b", ""))), True)
    verdict = check_step(equal(x, x + 1), step(x + 1, gullible, "trust me"), setting)
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "'algebra' is not a rule of the kernel"


def test_what_is_not_a_term_is_undecided_not_an_error():
    verdict = check_step(equal(abs(x), x), step(x, algebra, ""), setting)
    assert isinstance(verdict, Undecided)
    assert "is not part of the formal language" in verdict.reason


def test_a_lookalike_of_a_part_is_refused():
    class Friendly(Part):
        @property
        def claim(self):
            return equal(Integer(0), Integer(1))

    with pytest.raises(TypeError, match="a Part with a Derivation, not a subclass or a lookalike"):
        check(Friendly("friendly", "", setting, TRUE.derivation))


def test_the_reason_of_a_step_for_a_person_proves_nothing():
    liar = part(x, step(x + 1, algebra, "everybody knows"))
    assert not is_proved(check(liar).verdict)


# Citing ------------------------------------------------------------------------------------------------------------


def test_a_proved_part_may_be_cited():
    citing = part(2 * y + 1, step(4 * x + 1, lemma, "the part before", part=TRUE))
    assert is_proved(check(citing).verdict)


def test_a_part_that_is_not_proved_may_not_be_cited():
    verdict = check(part(2 * y, step(x * 5, lemma, "the part before", part=FALSE_STEP))).steps[0]
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the cited part 'part' is not proved"


def test_a_part_may_not_be_cited_without_its_hypotheses():
    elsewhere = part(2 * y, step(4 * x, lemma, "", part=TRUE), given=setting.without(DOUBLE))
    verdict = check(elsewhere).steps[0]
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the lemma needs a hypothesis that is not available here: y is twice x"


def test_what_a_step_cites_is_in_one_order():
    assert step(x, equivalence, "", factor=q) == Step("=", x, equivalence, "", (("factor", q),))
    assert step(x, lemma, "", b=1, a=2).cites == (("a", 2), ("b", 1))


# Theorems ----------------------------------------------------------------------------------------------------------

AT_ONE = part(
    y, step(2 * x, definition, ""), step(Integer(2), given, "", equation=ONE), given=setting.having(ONE, UNUSED)
)
theorem = Theorem("doubling", "Doubling", "twice", (TRUE, AT_ONE), ("folklore",))


def test_the_hypotheses_of_a_theorem_are_those_of_its_parts_once_each():
    assert theorem.hypotheses == (DOUBLE, ONE, UNUSED)


def test_all_parts_of_a_theorem_are_checked_in_order():
    assert [checked.part for checked in check_theorem(theorem)] == [TRUE, AT_ONE]
    assert all(is_proved(checked.verdict) for checked in check_theorem(theorem))


def test_the_ledger_shows_the_step_that_fails_without_a_hypothesis():
    definition_dropped, assumption_dropped, _ = ledger(theorem)
    assert (definition_dropped.hypothesis, definition_dropped.part) == (DOUBLE, TRUE)
    assert definition_dropped.failure.residual == 2 * y - 4 * x
    assert (assumption_dropped.hypothesis, assumption_dropped.part) == (ONE, AT_ONE)
    assert assumption_dropped.failure.reason == "the setting does not assume the equation x = 1"


def test_the_ledger_shows_a_hypothesis_that_is_never_used():
    unused = ledger(theorem)[2]
    assert (unused.hypothesis, unused.part, unused.failure) == (UNUSED, None, None)


def test_an_inequality_and_an_equation_chain_to_an_inequality():
    growing = part(
        2 * x * c,
        step(x**2 + c**2, order, "a square", relation="<=", gap=(x - c) ** 2),
        step((x - c) ** 2 + 2 * x * c, algebra, "expand"),
        step((x - c) ** 2 + 2 * x * c + exp(x), order, "positive", relation="<", gap=exp(x)),
    )
    assert is_proved(check(growing).verdict)
    assert growing.claim.relation == "<"


def test_a_sum_over_every_size_is_proved_at_once():
    sums = part(total(z[k] + x, k, n), step(total(z[i], i, n) + n * x, algebra, "n equal terms"))
    assert is_proved(check(sums).verdict)
    assert isinstance(check(sums), type(check(TRUE)))
    assert isinstance(sums.derivation, Derivation)
