"""What Z3 is asked: a model counts only where exact evaluation confirms it, and its word alone is no proof."""

import pytest
from sympy import Integer, Rational, sqrt

from backproof.mutation.bounds import asked_of_z3
from backproof.mutation.kills import kill
from backproof.mutation.variants import Variant
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, Theorem, derive, step
from proofs.kernel.hypotheses import Assume, Definition
from proofs.kernel.rules import order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import positive, real, size, total
from proofs.softmax import k, losses, t

u, d = real("u"), real("d")
h, M = positive("h"), positive("M")
n = size("n")
BELOW = Assume(Claim(-M, "<=", u), "u is at least -M")
setting = Setting("bounds", ((u, ""), (h, ""), (M, ""), (n, ""), (d, "")), (), (BELOW, Definition(d, u + M, "")))


@pytest.mark.parametrize(
    "claim",
    [
        Claim(-M * h / 2, "<=", h * u / 4),
        Claim(Integer(0), "<=", d),
        Claim(1 / n, "<=", Integer(1)),
        Claim(-2 * M, "<", u),
    ],
    ids=str,
)
def test_what_follows_is_true_by_the_word_of_z3(claim: Claim) -> None:
    assert asked_of_z3(claim, setting)[0] == "true"


@pytest.mark.parametrize(
    "claim",
    [
        Claim(-h / 2, "<=", h * u / 2),
        Claim(-M, "<", u),
        Claim(Integer(0), "<=", u),
        Claim(d, "<=", M),
        Claim(sqrt(M), "<=", M),
    ],
    ids=str,
)
def test_what_is_false_comes_with_a_point(claim: Claim) -> None:
    answer, where = asked_of_z3(claim, setting)
    assert answer == "false"
    assert where.startswith("at ")


def test_a_model_that_is_no_point_of_the_setting_is_no_counterexample() -> None:
    between = Claim((n - 1) * (2 - n), "<=", Integer(0))  # fails for 1 < n < 2, where no size is
    assert asked_of_z3(between, setting)[0] == "unknown"


def test_what_is_undefined_is_not_decided() -> None:
    assert asked_of_z3(Claim(1 / u, "<=", M), setting)[0] == "unknown"


def test_families_are_not_asked_about() -> None:
    assert (
        asked_of_z3(Claim(total(t[k] ** 2, k, losses.range_of[losses.ranges[0][0]]), "<=", n), losses)[0] == "unknown"
    )


def test_the_word_of_z3_is_called_one_engine_and_a_certified_model_a_refutation() -> None:
    part = Part(
        "below",
        "a bound",
        setting,
        derive(-h * M / 2, step(h * u / 2, order, "`-M <= u`", relation="<=", gap=h * (u + M) / 2)),
    )
    theorem = Theorem("bound", "A bound", "It is so.", (part,), ())
    chained = kill(Variant(theorem, part, "by hand", Claim(-h * M / 2, "<=", h * u / 3)))
    assert chained.kernel == "proved"
    signed = kill(Variant(theorem, part, "by hand", Claim(Integer(0), "<=", u**2 + u * M + M**2)))
    assert signed.kernel == "proved"  # in each case of signs, by Z3 and by exact evaluation
    weaker = kill(Variant(theorem, part, "by hand", Claim(Integer(0), "<=", u**2 + sqrt(2) * u * M + M**2)))
    assert weaker.kernel == "one engine"  # a root has no exact value
    false = kill(Variant(theorem, part, "by hand", Claim(-h / 2, "<=", h * u * Rational(1, 2))))
    assert false.kernel == "refuted"
