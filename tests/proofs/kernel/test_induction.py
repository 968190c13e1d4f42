"""Induction over a natural number: what it proves, and what it says when it does not."""

import re
from typing import Any

import pytest
from sympy import Integer, Rational

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, Theorem, check, derive, step
from proofs.kernel.hypotheses import Assume
from proofs.kernel.induction import at_first, at_next, hypothesis, induction
from proofs.kernel.ledger import ledger
from proofs.kernel.rules import algebra, given, order
from proofs.kernel.settings import Setting
from proofs.kernel.sums import last_term
from proofs.kernel.terms import index, natural, real, size, total, with_canonical_binders
from proofs.kernel.verdicts import Proved, Refuted, Undecided

L, n, k = natural("L"), size("n"), index("k")
r = real("r")

NOT_NEGATIVE = Assume(Claim(Integer(0), "<=", r), "r is not negative")
ratio = Setting("ratio", ((r, "ratio"), (L, "depth")), (), (NOT_NEGATIVE,))
BERNOULLI = Claim(1 + L * (r - 1), "<=", r**L)

bernoulli_base = Part(
    "base", "", ratio, derive(Integer(1), step(Integer(1), order, "both are 1", relation="<=", gap=Integer(0)))
)
bernoulli_step = Part(
    "step",
    "",
    ratio.having(hypothesis(BERNOULLI)),
    derive(
        1 + (L + 1) * (r - 1),
        step((1 + L * (r - 1)) * r, order, "a square", relation="<=", gap=L * (r - 1) ** 2),
        step(r**L * r, order, "the hypothesis", relation="<=", gap=r * (r**L - (1 + L * (r - 1)))),
        step(r ** (L + 1), algebra, "one more factor"),
    ),
)

counting = Setting("counting", ((n, "how many"),), ())
GAUSS = equal(total(k, k, n), n * (n + 1) / 2)
gauss_base = Part("base", "", counting, derive(total(k, k, 1), step(Integer(1), algebra, "one term")))
gauss_step = Part(
    "step",
    "",
    counting.having(hypothesis(GAUSS)),
    derive(
        total(k, k, n + 1),
        step(total(k, k, n) + n + 1, last_term, "the last term is n + 1", of=total(k, k, n + 1)),
        step(n * (n + 1) / 2 + n + 1, given, "the hypothesis", equation=hypothesis(GAUSS)),
        step((n + 1) * (n + 2) / 2, algebra, "take out n + 1"),
    ),
)


def by_induction(claim: Claim, setting: Setting, **cites: Any) -> Part:
    chain = derive(claim.left, step(claim.right, induction, "", relation=claim.relation, **cites))
    return Part("whole", "", setting, chain)


bernoulli = by_induction(BERNOULLI, ratio, over=L, base=bernoulli_base, step=bernoulli_step)
gauss = by_induction(GAUSS, counting, over=n, base=gauss_base, step=gauss_step)


@pytest.mark.parametrize("part", [bernoulli, gauss], ids=["bernoulli", "gauss"])
def test_base_and_step_prove_the_claim_for_every_integer(part: Part) -> None:
    (verdict,) = check(part).steps
    assert isinstance(verdict, Proved), verdict
    assert verdict.evidence[0].finding == "base and step proved"
    assert "4 values" in verdict.evidence[1].finding


def test_the_base_begins_at_the_least_value_of_the_variable() -> None:
    assert at_first(BERNOULLI, L).terms == (1, 1)
    assert [with_canonical_binders(each) for each in at_first(GAUSS, n).terms] == [
        with_canonical_binders(total(k, k, Integer(1))),
        1,
    ]
    assert at_next(BERNOULLI, L) == Claim(1 + (L + 1) * (r - 1), "<=", r ** (L + 1))


def test_an_equation_is_enough_for_an_inequality() -> None:
    claim = Claim(Integer(0), "<=", Integer(1) * L - L)
    assert claim.terms == (0, 0)  # does not mention L, so it is no claim about L
    verdict = check(by_induction(claim, ratio, over=L, base=bernoulli_base, step=bernoulli_step)).verdict
    assert isinstance(verdict, Undecided)


@pytest.mark.parametrize(
    ("claim", "cites", "message"),
    [
        (BERNOULLI, {"base": bernoulli_step}, "the base proves .* instead of 1 <= 1"),
        (BERNOULLI, {"step": bernoulli_base}, "the step proves 1 <= 1 instead of"),
        (BERNOULLI, {"over": r}, "not over r"),
        (Claim(L * (r - 1), "<=", r**L), {}, "instead of 0 <= 1"),
        (Claim(1 + L * (r - 1), "<", r**L), {}, "the base proves 1 <= 1 instead of 1 < 1"),
    ],
)
def test_what_does_not_fit_is_named(claim: Claim, cites: dict[str, Any], message: str) -> None:
    usual = {"over": L, "base": bernoulli_base, "step": bernoulli_step}
    verdict = check(by_induction(claim, ratio, **(usual | cites))).steps[0]
    assert isinstance(verdict, Undecided | Refuted)
    assert re.search(message, verdict.reason), verdict.reason


def test_a_false_claim_is_refuted_with_the_depth() -> None:
    false = Claim(1 + L * r, "<=", r**L)
    verdict = check(by_induction(false, ratio, over=L, base=bernoulli_base, step=bernoulli_step)).steps[0]
    assert isinstance(verdict, Refuted)
    assert ("L", "1") in verdict.counterexample.where


def test_a_step_that_is_not_proved_is_not_used() -> None:
    wrong = Part(
        "step", "", bernoulli_step.setting, derive(at_next(BERNOULLI, L).left, bernoulli_step.derivation.steps[0])
    )
    verdict = check(by_induction(BERNOULLI, ratio, over=L, base=bernoulli_base, step=wrong)).verdict
    assert isinstance(verdict, Undecided)


def test_dropping_a_hypothesis_breaks_the_step_where_it_is_used() -> None:
    theorem = Theorem("bernoulli", "", "", (bernoulli,), ())
    (dropped,) = ledger(theorem)
    assert dropped.hypothesis == NOT_NEGATIVE
    assert dropped.part is not None
    assert dropped.part.name == "step"
    assert isinstance(dropped.failure, Undecided)
    assert "not seen to be nonnegative" in dropped.failure.reason


def test_half_a_power_is_no_natural_power() -> None:
    chain = derive(r ** (L * Rational(1, 2)), step(r ** (L * Rational(1, 2)) * 1, algebra, ""))
    assert not isinstance(check(Part("half", "", ratio, chain)).verdict, Proved)
