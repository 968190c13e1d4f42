"""Attacks on what a setting says: names that look the same, hypotheses that contradict each other or say too little.

Q vanishes at every size at which the second engine looks, so that the first engine has to see the falsehood alone.
"""

from math import prod
from typing import Any

import pytest
from sympy import Expr, Integer, Integral, Rational, Sum, Symbol, exp, log, oo, pi, sqrt

from proofs.kernel.cases import cases
from proofs.kernel.claims import Claim, equal
from proofs.kernel.declarations import Declarations
from proofs.kernel.derivations import Part, check, check_step, derive, step
from proofs.kernel.enumeration import points
from proofs.kernel.hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Variance,
)
from proofs.kernel.induction import hypothesis, induction, instance
from proofs.kernel.laws import Recursion
from proofs.kernel.layers import recursion
from proofs.kernel.rule import Rule
from proofs.kernel.rules import (
    algebra,
    antiderivative,
    declared_moments,
    density,
    derivative,
    equivalence,
    given,
    independence,
    lemma,
    order,
    sign_cases,
    symmetry,
)
from proofs.kernel.settings import Setting
from proofs.kernel.sums import last_term
from proofs.kernel.terms import (
    LAYER,
    D,
    E,
    Var,
    dependent_family,
    family,
    function,
    heaviside,
    index,
    natural,
    positive,
    real,
    relu,
    size,
    total,
    widths,
)
from proofs.kernel.verdicts import Proved, Refuted

n, m = size("n"), size("m")
N, l, r = natural("N"), natural("l"), natural("r")
g, h, i, j, k = map(index, "ghijk")
q, y, c, v = map(real, "qycv")
a, s = positive("a"), positive("s")
t = Symbol("t", real=True)
x, u, w, z = family("x", n), family("u", n), family("w", m, n), family("z", m, n)
Q = prod(n - size for size in range(1, 8))

plain = Setting("plain", ((n, ""), (x[i], ""), (u[i], ""), (q, ""), (a, "")), ((i, n), (k, n)))
bare = Setting("bare", ((q, ""), (y, ""), (a, "")), ())
counting = Setting("counting", ((N, ""),), ())
even = Setting("even", ((x[i], ""), (n, "")), ((i, n), (k, n)), (Symmetric(x[i], "symmetric"),), (x,))
normal = Setting("normal", ((c, ""), (s, "")), (), (Normal(c, Integer(0), s**2, "normal"),), (c,))
CENTERED = Mean(v, Integer(0), "mean 0")
beside = Setting("beside", ((a, ""), (v, "")), (), (CENTERED, Independent((a, v), "independent")), (a, v))
gaussian = exp(-(t**2) / (2 * s**2)) / sqrt(2 * pi * s**2)

HERE = Assume(equal(x[i], Integer(0)), "x is 0 at i", fixed=(i,))
NOT_BELOW = Assume(Claim(Integer(0), "<=", x[i]), "x is not negative at i", fixed=(i,))
ELSEWHERE = Assume(equal(x[i], Integer(0)), "x is 0 up to m", for_all=((i, m),))
ONE = Assume(equal(q, Integer(1)), "q is 1")
ABSURD = Assume(Claim(Integer(1), "<=", Integer(0)), "absurd")
BELOW_0 = Assume(Claim(a, "<=", Integer(-1)), "a positive number below 0")
at_i, not_below, up_to_m = plain.having(HERE), plain.having(NOT_BELOW), plain.having(ELSEWHERE).having_variable(m)
at_one = Part("one", "", bare.having(ONE), derive(q, step(Integer(1), given, "", equation=ONE)))

FALSE_STEPS: dict[str, tuple[Expr | Claim, Rule, Setting, dict[str, Any]]] = {
    "x at i is 0, so every x is": (equal(Q * total(x[i], i, n), Integer(0)), given, at_i, {"equation": HERE}),
    "the same under a factor": (equal(Q * total(u[i] * x[i], i, n), Integer(0)), given, at_i, {"equation": HERE}),
    "x is 0 in another range": (equal(Q * total(x[i], i, n), Integer(0)), given, up_to_m, {"equation": ELSEWHERE}),
    "x is 0 in another range, one entry": (equal(Q * x[i], Integer(0)), given, up_to_m, {"equation": ELSEWHERE}),
    "x_i changes its sign, the sum that contains it does not": (
        equal(Q * E(x[i] * total(x[i], i, n)), -Q * E(x[i] * total(x[i], i, n))),
        symmetry,
        even,
        {},
    ),
    "x at k is not negative either": (Claim(Integer(0), "<=", x[k]), order, not_below, {"gap": x[k]}),
    "nor is the sum": (Claim(Integer(0), "<=", total(x[i], i, n)), order, not_below, {"gap": total(x[i], i, n)}),
    "from the absurd, by order": (
        Claim(Integer(1), "<=", Integer(0)),
        order,
        plain.having(ABSURD),
        {"gap": Integer(-1)},
    ),
    "from a contradiction of signs, by order": (
        Claim(a + 1, "<=", Integer(0)),
        order,
        plain.having(BELOW_0),
        {"gap": -1 - a},
    ),
    "from a contradiction, by algebra": (equal(1 / q - 1 / q, 0 / q), algebra, plain.having(BELOW_0), {}),
    "from a contradiction, by equivalence": (
        Claim(equal(q, Integer(0)), "iff", equal(q / a, Integer(0))),
        equivalence,
        bare.having(BELOW_0),
        {"factor": a},
    ),
    "from a contradiction, by cases": (equal(q, y), cases, bare.having(BELOW_0), {"of": (q,)}),
    "a mean that does not exist": (equal(E(v * log(a)), Integer(0)), declared_moments, beside, {}),
    "a mean within a mean": (
        equal(E(c * E(c)), Integral(t * E(t) * gaussian, (t, -oo, oo))),
        density,
        normal,
        {"of": c, "variable": t},
    ),
    "a variance within a mean": (
        equal(E(c * Var(c)), Integral(t * Var(t) * gaussian, (t, -oo, oo))),
        density,
        normal,
        {"of": c, "variable": t},
    ),
    "two steps with the same value at 0 add up to 1": (
        equal(heaviside(q, Integer(0)) + heaviside(-q, Integer(0)), Integer(1)),
        cases,
        bare,
        {"of": (q,)},
    ),
    "the value at 0 does not matter": (
        equal(heaviside(q, Integer(0)), heaviside(q, Integer(1))),
        algebra,
        bare,
        {},
    ),
    "nor after scaling": (
        equal(heaviside(q - y, Integer(0)), heaviside(2 * q - 2 * y, Integer(1))),
        cases,
        bare,
        {"of": (q - y, 2 * q - 2 * y)},
    ),
    "a step with any value at 0 is its square": (
        equal(heaviside(q, y) ** 2, heaviside(q, y)),
        cases,
        bare,
        {"of": (q,)},
    ),
    "the cases of another form": (
        equal(heaviside(q, Integer(0)) * heaviside(y, Integer(0)), heaviside(q, Integer(0))),
        cases,
        bare,
        {"of": (q,)},
    ),
    "a step is kept when relu is opened": (
        equal(E(relu(c) * heaviside(-c, Integer(0))), E(c * heaviside(-c, Integer(0)))),
        sign_cases,
        normal,
        {"of": c},
    ),
    "a step as an antiderivative": (
        equal(Integral(0 * t, (t, -1, 1)), Integer(1)),
        antiderivative,
        bare,
        {"antiderivative": heaviside(t, Integer(0)), "variable": t},
    ),
    "the last term of no terms": (
        equal(Sum(k, (k, 1, N)), Sum(k, (k, 1, N - 1)) + N),
        last_term,
        counting,
        {"of": Sum(k, (k, 1, N))},
    ),
    "a lemma without its hypothesis": (equal(q, Integer(1)), lemma, bare, {"part": at_one}),
    "a lemma whose hypothesis is only said to be the same": (
        equal(q, Integer(1)),
        lemma,
        bare.having(Assume(equal(y, Integer(1)), ONE.words)),
        {"part": at_one},
    ),
    "the derivative sees one term of the sum over its index": (
        equal(Q * D(total(x[k] * x[i], i, n), x[i]), Q * x[i]),
        derivative,
        plain,
        {},
    ),
    "independent of itself": (equal(Q * E(x[i] * x[k]), Q * E(x[i]) * E(x[k])), independence, even, {}),
}


@pytest.mark.parametrize("name", FALSE_STEPS)
def test_the_step_is_not_proved_and_the_engines_do_not_disagree(name: str) -> None:
    claim, rule, setting, cites = FALSE_STEPS[name]
    assert isinstance(claim, Claim)
    verdict = check_step(claim, step(claim.right, rule, "", relation=claim.relation, **cites), setting)
    assert not isinstance(verdict, Proved), verdict


@pytest.mark.parametrize(
    ("claim", "rule", "setting", "cites"),
    [
        (equal(total(x[i], i, n), Integer(0)), given, at_i, {"equation": HERE}),
        (equal(E(x[i] * total(x[i], i, n)), -E(x[i] * total(x[i], i, n))), symmetry, even, {}),
    ],
)
def test_without_a_factor_that_hides_it_the_falsehood_is_refuted(
    claim: Claim, rule: Rule, setting: Setting, cites: dict[str, Any]
) -> None:
    assert isinstance(check_step(claim, step(claim.right, rule, "", **cites), setting), Refuted)


def test_what_holds_at_one_index_is_used_there() -> None:
    claim = equal(u[i] * x[i] + x[k], x[k])
    assert isinstance(check_step(claim, step(x[k], given, "", equation=HERE), at_i), Proved)
    square = equal(Q * E(x[i] ** 3), -Q * E(x[i] ** 3))
    assert isinstance(check_step(square, step(square.right, symmetry, ""), even), Proved)


ALPHABET = ((w[j, i], ""), (z[j, i], ""), (u[k], ""), (q, ""), (n, ""), (m, ""))
RANGES = ((i, n), (k, n), (j, m), (h, m))


@pytest.mark.parametrize(
    ("hypothesis", "message"),
    [
        (Uncorrelated(w[j, i], z[h, k], "w and z"), "of two families"),
        (Mean(w[j, i], u[k], "loose"), "loose indices"),
        (Variance(w[j, i], u[k] ** 2, "loose"), "loose indices"),
        (Normal(w[j, i], Integer(0), 1 + u[k] ** 2, "loose"), "loose indices"),
        (Definition(q, total(w[j, i], i, n), "loose"), "loose indices"),
    ],
)
def test_a_hypothesis_that_would_be_read_in_another_way_is_refused(hypothesis: Hypothesis, message: str) -> None:
    random = () if isinstance(hypothesis, Definition) else (w, z)
    with pytest.raises(ValueError, match=message):
        Setting("two families", ALPHABET, RANGES, (hypothesis,), random)


def test_contradictory_hypotheses_have_no_points_and_prove_no_true_claim_either() -> None:
    for absurd in (ABSURD, BELOW_0):
        setting = bare.having(absurd)
        assert not list(points(setting, False))
        for claim, rule, cites in (
            (equal(q + q, 2 * q), algebra, {}),
            (Claim(Integer(0), "<=", q**2), order, {"gap": q**2}),
        ):
            each = step(claim.right, rule, "", relation=claim.relation, **cites)
            assert not isinstance(check_step(claim, each, setting), Proved)
            assert isinstance(check_step(claim, each, bare), Proved)


# Recursions, instances and inductions.

b = widths("b")
W, Z, X = family("W", oo, b[LAYER], b[LAYER - 1]), dependent_family("Z", oo, b[LAYER]), family("X", b[0])


def recursive(width: Expr, units: Expr) -> tuple[Setting, Recursion]:
    """A linear network whose recursion sums over `width` units; j numbers `units`."""
    law = Recursion(Z[r, i], X[i], total(W[r + 1, i, h] * Z[r, h], h, width), "the layers")
    alphabet = ((b[r], ""), (W[r, i, k], ""), (X[i], ""), (Z[r, i], ""), (l, ""))
    return Setting("network", alphabet, ((j, units),), (law,)), law


@pytest.mark.parametrize(
    ("width", "units", "holds"),
    [(b[r], b[l + 1], True), (b[r + 1], b[l + 1], False), (b[r], b[l], False)],
    ids=["right", "the recursion sums over too many units", "the unit is numbered by another layer"],
)
def test_a_recursion_is_used_only_where_the_widths_fit(width: Expr, units: Expr, holds: bool) -> None:
    setting, law = recursive(width, units)
    following = total(W[l + 1, j, h] * Z[l, h], h, b[l + 1] if width == b[r + 1] else b[l])
    verdict = check_step(equal(Z[l + 1, j], following), step(following, recursion, "", law=law, layer=l + 1), setting)
    assert isinstance(verdict, Proved) == holds


def test_a_base_at_1_does_not_begin_an_induction_from_0() -> None:
    claim = Claim(Integer(1), "<=", N)
    base = Part("base", "", counting, derive(Integer(1), step(Integer(1), algebra, "")))
    after = Part(
        "step",
        "",
        counting.having(hypothesis(claim)),
        derive(
            Integer(1),
            step(N, order, "", relation="<=", gap=N - 1),
            step(N + 1, order, "", relation="<=", gap=Integer(1)),
        ),
    )
    assert isinstance(check(after).verdict, Proved)
    inductive = step(N, induction, "", relation="<=", over=N, base=base, step=after)
    assert isinstance(check_step(claim, inductive, counting), Refuted)


@pytest.mark.parametrize("value", [N - 1, -N, N / 2, Rational(1, 2), q])
def test_an_instance_is_a_natural_number(value: Expr) -> None:
    setting = Setting("counting", ((N, ""), (q, "")), ())
    known = Part("known", "", setting, derive(Integer(0), step(N**2 + N, order, "", relation="<=", gap=N**2 + N)))
    assert isinstance(check(known).verdict, Proved)
    claim = Claim(Integer(0), "<=", value**2 + value)
    attack = step(claim.right, instance, "", relation="<=", part=known, name=N, value=value)
    assert not isinstance(check_step(claim, attack, setting), Proved)


def test_a_hypothesis_up_to_a_layer_is_about_that_layer() -> None:
    f = function("f")
    up_to = Assume(equal(f(g), Integer(0)), "f is 0 up to the width of layer l", for_all=((g, b[l]),))
    setting = Setting("widths", ((f, ""), (b[r], ""), (l, "")), (), (up_to,))
    assert l in setting.free_names(up_to)  # so an instance at l + 1 needs more than this hypothesis


def test_declarations_that_nobody_checks_are_not_made():
    with pytest.raises(TypeError, match="declare a Setting"):
        Declarations("unchecked", (), ())
