"""The gate: what is not a term of the setting reaches no rule."""

import pytest
from sympy import (
    Add,
    Function,
    I,
    Integer,
    Integral,
    KroneckerDelta,
    Rational,
    Sum,
    Symbol,
    exp,
    log,
    nan,
    oo,
    sin,
    sqrt,
    zoo,
)

from proofs.kernel.claims import Claim, equal
from proofs.kernel.hypotheses import Definition
from proofs.kernel.judging import judge
from proofs.kernel.language import require_claim, require_fresh, require_term
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, NotATerm, Var, delta, family, index, positive, real, relu, size, total
from proofs.kernel.verdicts import Refuted, Undecided

n, m = size("n"), size("m")
i, j, k = index("i"), index("j"), index("k")
x, y, d = real("x"), real("y"), real("d")
s = positive("s")
z, w = family("z", n), family("w", m, n)
t = Symbol("t", real=True)

setting = Setting(
    "gate",
    ((n, ""), (m, ""), (x, ""), (y, ""), (s, ""), (d, ""), (z[i], ""), (w[j, i], "")),
    ((i, n), (j, m)),
    (Definition(d, x**2 + 1, "d is a square and 1"),),
)

many = [real(f"x{number}") for number in range(40)]
wide = Setting("wide", tuple((each, "") for each in many), ())


@pytest.mark.parametrize(
    "term",
    [
        Integer(0),
        Rational(1, 3),
        x,
        d,
        z[i],
        z[1],
        w[j, i],
        total(z[k], k, n),
        total(w[j, k] * z[k], k, n),
        total(total(w[k, i], i, n), k, m),
        exp(x) + log(s) + sqrt(s) + relu(x),
        delta(i, j),
        E(x) + Var(z[i]),
        D(x**2, x),
        D(total(z[k], k, n), z[i]),
        Integral(exp(-(t**2)), (t, -oo, oo)),
        x**64,
    ],
    ids=str,
)
def test_a_term_of_the_setting_passes(term) -> None:  # type: ignore[no-untyped-def]
    require_term(term, setting)


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (real("u"), "u is not declared in the setting 'gate'"),
        (family("u", n)[i], "u is not declared in the setting 'gate'"),
        (Symbol("x"), "x is not declared real"),
        (Symbol("_1", real=True), "names do not begin with an underscore"),
        (Symbol("q", negative=True), "sign other than positive"),
        (z[k], "the index k of "),
        (z[j], "the index j of z\\[j\\] runs to m, its place to n"),
        (w[i, j], "the index i of w\\[i, j\\] runs to n, its place to m"),
        (z[0], "the index 0 of "),
        (total(z[k], k, m), "the index k of z\\[k\\] runs to m, its place to n"),
        (total(x, s, n), "needs an integer variable"),
        (total(n, n, m), "hides a name of the setting"),
        (Sum(k, (k, 0, n)), "declared positive, begins at 0"),
        (Sum(x, (k, 1, 200)), "more than 100 explicit terms"),
        (Sum(x, (k, 1, real("u"))), "bound that is no size of the setting: u"),
        (sin(x), "sin\\(x\\) .* is not part of the formal language"),
        (Function("f")(x), "is not part of the formal language"),
        (I * x, "is not part of the formal language"),
        (nan, "is not part of the formal language"),
        (zoo, "is not part of the formal language"),
        (KroneckerDelta(x, 1), "compares what are not integers"),
        (x**65, "the exponent 65 is larger than 64"),
        (x ** Rational(1, 65), "the exponent 1/65 is larger than 64"),
        (Integer(10) ** 41, "more than 40 digits"),
        (D(x, n), "nothing is differentiated with respect to n"),
        (D(x, x + y), "nothing is differentiated with respect to"),
        (D(x, d), "d is defined, so nothing is differentiated with respect to it"),
        (Integral(x, (x, 0, 1)), "x must be fresh, but the setting 'gate' declares it"),
        (Integral(s, (Symbol("q", positive=True), 0, 1)), "a real symbol without a sign"),
        (x + exp(total(real("u"), k, n)), "u is not declared"),
    ],
    ids=str,
)
def test_anything_else_is_refused_and_named(term, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotATerm, match=why):
        require_term(term, setting)


def test_what_a_definition_hides_is_read_too() -> None:
    hiding = Setting("hiding", ((x, ""), (d, "")), (), (Definition(d, sin(x), ""),))
    with pytest.raises(NotATerm, match="not part of the formal language"):
        require_term(d, hiding)


def test_a_power_that_would_fill_the_memory_is_refused_before_it_is_multiplied_out() -> None:
    with pytest.raises(NotATerm, match="too many terms when it is multiplied out"):
        require_term(Add(*many) ** 20, wide)
    require_term(Add(*many) ** 2, wide)


def test_what_is_too_large_to_be_proved_can_be_refuted_at_a_point() -> None:
    large = Add(*many) ** 20
    found = judge(equal(large, 2 * large), wide)
    assert isinstance(found, Refuted)
    assert "too many terms" in found.reason
    assert isinstance(judge(equal(large, large * 1), wide), Undecided)


def test_what_is_no_term_is_never_refuted_however_large_it_is() -> None:
    assert isinstance(judge(equal(Add(*many) ** 20, real("u")), wide), Undecided)


def test_both_sides_of_a_claim_and_both_claims_of_an_equivalence_are_read() -> None:
    wrong = real("u")
    fine = equal(x, y)
    require_claim(Claim(fine, "iff", fine), setting)
    for claim in (
        equal(wrong, x),
        equal(x, wrong),
        Claim(fine, "iff", equal(x, wrong)),
        Claim(equal(wrong, x), "iff", fine),
    ):
        with pytest.raises(NotATerm, match="u is not declared"):
            require_claim(claim, setting)


def test_a_variable_of_integration_is_fresh_and_has_no_sign() -> None:
    require_fresh(t, setting)
    for each in (x, s, n, Symbol("u"), x + y):
        with pytest.raises(NotATerm):
            require_fresh(each, setting)
