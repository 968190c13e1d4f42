"""The rules: each accepts a true step, refuses a false one, and refuses a step whose side condition is open.

A line of a table is a step: what is claimed, in which setting, what it cites.
"""

import re

import pytest
from sympy import Expr, Integer, Integral, Rational, Sum, Symbol, erf, exp, log, oo, pi, sqrt, tanh

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check_step, step
from proofs.kernel.enclosures import enclosure
from proofs.kernel.hypotheses import Assume, Independent, Mean, Normal, Symmetric, Uncorrelated, Uniform, Variance
from proofs.kernel.normal_form import residual
from proofs.kernel.rule import RULES
from proofs.kernel.rules import (
    algebra,
    antiderivative,
    declared_moments,
    definition,
    density,
    derivative,
    equivalence,
    given,
    independence,
    lemma,
    linearity,
    log_derivative,
    order,
    sign_cases,
    split_at_zero,
    symmetry,
    variance,
)
from proofs.kernel.settings import Setting
from proofs.kernel.sums import first_term, last_term
from proofs.kernel.terms import D, E, Var, delta, family, index, positive, real, relu, size, total
from proofs.kernel.verdicts import Evidence, Proved, Refuted, Undecided
from proofs.softmax import SOFTMAX
from proofs.softmax import jacobian as PROVED
from proofs.softmax import setting as softmax

n, m = size("n"), size("m")
i, j, k, l = index("i"), index("j"), index("k"), index("l")
z, y, w, u = family("z", n), family("y", n), family("w", n), family("u", n)
x, c, d = real("x"), real("c"), real("d")
q, r, s = positive("q"), positive("r"), positive("s")
t = Symbol("t", real=True)
NOTHING = Integer(0)

numbers = Setting("numbers", ((x, ""), (c, ""), (d, ""), (q, ""), (r, "")), ())
families = Setting("families", ((n, ""), (z[i], ""), (x, ""), (c, "")), ((i, n), (j, n)))

MEAN, VARIANCE = Mean(w[i], Integer(0), "mean zero"), Variance(w[i], s**2, "variance s^2")
UNCORRELATED = Uncorrelated(w[i], w[j], "uncorrelated")
APART = Independent((w, u), "w and u are independent")
weights = Setting(
    "weights",
    ((n, ""), (w[i], ""), (u[i], ""), (z[i], ""), (c, ""), (s, "")),
    ((i, n), (j, n)),
    (MEAN, VARIANCE, UNCORRELATED, APART),
    (w, u),
)

SYMMETRIC = Symmetric(c, "c has the distribution of -c")
chance = Setting("chance", ((c, ""), (d, ""), (x, "")), (), (), (c, d))
symmetric = chance.having(SYMMETRIC)

bells = Setting("bells", weights.alphabet, weights.ranges, (Normal(w[i], NOTHING, s**2, "w is normal"),), (w,))

NORMAL = Normal(c, Integer(0), s**2, "c is normal")
normal = Setting("normal", ((c, ""), (s, ""), (x, "")), (), (NORMAL,), (c,))
UNIFORM = Uniform(c, -s, s, "c is uniform")
uniform = Setting("uniform", ((c, ""), (s, "")), (), (UNIFORM,), (c,))
spread = Setting("spread", ((s, ""), (x, "")), ())
bell = exp(-(t**2) / (2 * s**2)) / sqrt(2 * pi * s**2)

TARGETS = Assume(equal(total(z[k], k, n), Integer(1)), "the targets sum to 1")
targets = families.having(TARGETS)
BELOW = Assume(Claim(x, "<=", c), "x is at most c")
below = numbers.having(BELOW)

jacobian = {"part": PROVED}


def whole(body):
    return Integral(body, (t, -oo, oo))


def submitted(rule, claim, setting, cites):
    """The verdict on one step."""
    return check_step(claim, step(claim.right, rule, "because", relation=claim.relation, **cites), setting)


ACCEPTED = [
    (definition, equal(log(y[i]), z[i] - log(total(exp(z[k]), k, n))), softmax, {}),
    (definition, equal(total(y[k], k, n), Integer(1)), softmax, {}),
    (definition, equal(z[i] + x, x + z[i]), families, {}),
    (algebra, equal(total(z[k] + x, k, n), total(z[k], k, n) + n * x), families, {}),
    (algebra, equal(total(delta(k, j) * z[k], k, n), z[j]), families, {}),
    (algebra, equal(exp(x + c), exp(x) * exp(c)), numbers, {}),
    (last_term, equal(total(z[k], k, n), Sum(z[k], (k, 1, n - 1)) + z[n]), families, {"of": total(z[k], k, n)}),
    (first_term, equal(total(z[k], k, n), z[1] + Sum(z[k], (k, 2, n))), families, {"of": total(z[k], k, n)}),
    (algebra, equal(Sum(z[k], (k, 2, 1)), Integer(0)), families, {}),
    (algebra, equal(sqrt(q * r), sqrt(q) * sqrt(r)), numbers, {}),
    (algebra, Claim(equal(2 * x, c + c), "iff", equal(x + x, 2 * c)), numbers, {}),
    (derivative, equal(D(log(total(exp(z[k]), k, n)), z[j]), exp(z[j]) / total(exp(z[k]), k, n)), families, {}),
    (derivative, equal(D(z[i] ** 2, z[j]), 2 * z[j] * delta(i, j)), families, {}),
    (derivative, equal(D(tanh(x), x), 1 - tanh(x) ** 2), numbers, {}),
    (log_derivative, equal(D(y[i], z[j]), y[i] * D(log(y[i]), z[j])), softmax, {}),
    (log_derivative, equal(D(exp(x), x), exp(x) * D(log(exp(x) * 1), x)), numbers, {}),
    (variance, equal(Var(w[i] + c), E((w[i] + c) ** 2) - E(w[i] + c) ** 2), weights, {}),
    (linearity, equal(E(2 * w[i] + c), 2 * E(w[i]) + c), weights, {}),
    (linearity, equal(E(total(z[k] * w[k], k, n)), total(z[k] * E(w[k]), k, n)), weights, {}),
    (independence, equal(E(w[i] * u[j]), E(w[i]) * E(u[j])), weights, {}),
    (independence, equal(E(w[i] * w[j] * u[i]), E(w[i] * w[j]) * E(u[i])), weights, {}),
    (declared_moments, equal(E(w[i] * w[j]), s**2 * delta(i, j)), weights, {}),
    (declared_moments, equal(E(total(w[k], k, n) ** 2), n * s**2), weights, {}),
    (declared_moments, equal(E(c**2), Var(c)), normal, {}),
    (symmetry, equal(E(relu(c) ** 2), E(relu(-c) ** 2)), symmetric, {}),
    (symmetry, equal(x * E(relu(c) * c), x * E(-relu(-c) * c)), symmetric, {}),
    (sign_cases, equal(relu(x) - relu(-x), x), numbers, {"of": x}),
    (sign_cases, equal(2 * E(relu(c) ** 2 + relu(-c) ** 2), 2 * E(c**2)), chance, {"of": c}),
    (split_at_zero, equal(whole(relu(t) ** 2 * bell), Integral(t**2 * bell, (t, 0, oo))), spread, {}),
    (
        split_at_zero,
        equal(whole(t**2 * bell), Integral(t**2 * bell, (t, -oo, 0)) + Integral(t**2 * bell, (t, 0, oo))),
        spread,
        {},
    ),
    (density, equal(E(relu(c)), whole(relu(t) * bell)), normal, {"of": c, "variable": t}),
    (density, equal(E(c**2), Integral(t**2 / (2 * s), (t, -s, s))), uniform, {"of": c, "variable": t}),
    (
        antiderivative,
        equal(Integral(t**2 / (2 * s), (t, -s, s)), s**2 / 3),
        spread,
        {"antiderivative": t**3 / (6 * s), "variable": t},
    ),
    (
        antiderivative,
        equal(Integral(t * bell, (t, 0, oo)), s / sqrt(2 * pi)),
        spread,
        {"antiderivative": -(s**2) * bell, "variable": t},
    ),
    (
        antiderivative,
        equal(whole(bell), Integer(1)),
        spread,
        {"antiderivative": erf(t / (sqrt(2) * s)) / 2, "variable": t},
    ),
    (given, equal(x * total(z[k], k, n), x), targets, {"equation": TARGETS}),
    (lemma, equal(2 * D(y[j], z[i]), 2 * y[j] * (delta(i, j) - y[i])), softmax, jacobian),
    (lemma, equal(total(D(y[k], z[j]), k, n), total(y[k] * (delta(k, j) - y[j]), k, n)), softmax, jacobian),
    (order, Claim(2 * x * c, "<=", x**2 + c**2), numbers, {"gap": (x - c) ** 2}),
    (order, Claim(Integer(0), "<", exp(x)), numbers, {"gap": exp(x)}),
    (order, Claim(x / q, "<=", c / q), below, {"gap": (c - x) / q}),
    (equivalence, Claim(equal(2 * x, 2 * c), "iff", equal(x, c)), numbers, {"factor": Integer(2)}),
    (equivalence, Claim(equal(q * x, q), "iff", equal(x, Integer(1))), numbers, {"factor": q}),
    (
        equivalence,
        Claim(equal(2 * x * c, x**2 + c**2), "iff", equal(x, c)),
        numbers,
        {"factor": Integer(-1), "power": 2},
    ),
    (equivalence, Claim(equal(x**3, NOTHING), "iff", equal(x, NOTHING)), numbers, {"factor": Integer(1), "power": 3}),
    (lemma, equal(y[j] * (delta(i, j) - y[i]), D(y[j], z[i])), softmax, jacobian),
]

#: The residual is left - right of the step, after the rewriting of the rule.
FALSE = [
    (definition, equal(log(y[i]), z[i]), softmax, {}, -log(total(exp(z[k]), k, n))),
    (definition, equal(y[i], y[j]), softmax, {}, (exp(z[i]) - exp(z[j])) / total(exp(z[k]), k, n)),
    (algebra, equal((x + c) ** 2, x**2 + c**2), numbers, {}, 2 * x * c),
    (algebra, equal(total(z[k], k, n) ** 2, total(z[k] ** 2, k, n)), families, {}, None),
    (algebra, equal(total(x, k, n), x), families, {}, n * x - x),
    (last_term, equal(total(k, k, n), Sum(k, (k, 1, n - 1))), families, {"of": total(k, k, n)}, n),
    (first_term, equal(total(k, k, n), Sum(k, (k, 2, n))), families, {"of": total(k, k, n)}, Integer(1)),
    (algebra, equal(delta(i, j) * z[i], z[i]), families, {}, -z[i]),
    (derivative, equal(D(z[i], z[j]), Integer(1)), families, {}, Integer(-1)),
    (derivative, equal(D(tanh(x), x), 1 - tanh(x)), numbers, {}, tanh(x) - tanh(x) ** 2),
    (derivative, equal(D(total(z[k] ** 2, k, n), z[j]), 2 * total(z[k], k, n)), families, {}, None),
    (log_derivative, equal(D(y[i], z[j]), D(log(y[i]), z[j])), softmax, {}, None),
    (variance, equal(Var(w[i]), E(w[i] ** 2) + E(w[i]) ** 2), weights.without(MEAN), {}, -2 * E(w[i]) ** 2),
    (variance, equal(Var(w[i]), E(w[i]) ** 2 - E(w[i] ** 2)), weights, {}, 2 * (E(w[i] ** 2) - E(w[i]) ** 2)),
    (linearity, equal(E(w[i] ** 2), E(w[i]) ** 2), weights, {}, E(w[i] ** 2) - E(w[i]) ** 2),
    (linearity, equal(E(total(w[k], k, n)), E(w[i])), weights.without(MEAN), {}, total(E(w[k]), k, n) - E(w[i])),
    (independence, equal(E(w[i] * w[j]), E(w[i]) * E(w[j])), weights, {}, E(w[i] * w[j]) - E(w[i]) * E(w[j])),
    (declared_moments, equal(E(total(w[k], k, n) ** 2), n**2 * s**2), weights, {}, (n - n**2) * s**2),
    (declared_moments, equal(E(w[i] * w[j]), s**2), weights, {}, -(s**2)),
    (declared_moments, equal(E(w[i] ** 2), 2 * s**2), weights, {}, -(s**2)),
    (symmetry, equal(E(relu(c) ** 2), E(c**2)), symmetric, {}, E(relu(-c) ** 2) - E(c**2)),
    (sign_cases, equal(relu(x), x), numbers, {"of": x}, -x),
    (sign_cases, equal(relu(x) + relu(-x), x), numbers, {"of": x}, -2 * x),
    (sign_cases, equal(relu(x) + 1, relu(x)), numbers, {"of": x}, Integer(1)),
    (sign_cases, equal(E(relu(c) ** 2), E(c**2)), chance, {"of": c}, -(c**2)),
    (split_at_zero, equal(whole(relu(t) * bell), Integral(t * bell, (t, -oo, 0))), spread, {}, None),
    (split_at_zero, equal(whole(t**2 * bell), 3 * Integral(t**2 * bell, (t, 0, oo))), spread, {}, None),
    (density, equal(E(relu(c)), whole(t * bell)), normal, {"of": c, "variable": t}, None),
    (density, equal(E(c**2), Integral(t**2 / s, (t, -s, s))), uniform, {"of": c, "variable": t}, None),
    (
        antiderivative,
        equal(Integral(t**2 / (2 * s), (t, -s, s)), s**2 / 2),
        spread,
        {"antiderivative": t**3 / (6 * s), "variable": t},
        -(s**2) / 6,
    ),
    (given, equal(total(z[k] ** 2, k, n), Integer(1)), targets, {"equation": TARGETS}, total(z[k] ** 2, k, n) - 1),
    (lemma, equal(D(y[j], z[i]), y[j] * (1 - y[i])), softmax, jacobian, None),
    (order, Claim(x, "<=", x**2), numbers, {"gap": x**2}, -x),
    (order, Claim(exp(x), "<", Integer(0)), numbers, {"gap": exp(x)}, -2 * exp(x)),
    (equivalence, Claim(equal(2 * x, c), "iff", equal(x, c)), numbers, {"factor": Integer(2)}, c),
    (equivalence, Claim(equal(x**2, c**2), "iff", equal(x, c)), numbers, {"factor": Integer(1), "power": 2}, None),
]

#: The promised counterexample is missing: an integral without a value of its own, an equivalence, a lemma.
WITHOUT_COUNTEREXAMPLE = {equivalence}

MAYBE_EMPTY = Sum(c, (k, 1, n - 1))
REFUSED = [
    # a last or first term of a sum that may have none, or of what is no sum
    (last_term, equal(MAYBE_EMPTY, Sum(c, (k, 1, n - 2)) + c), families, {"of": MAYBE_EMPTY}, "may have no term"),
    (last_term, equal(MAYBE_EMPTY, MAYBE_EMPTY), families, {"of": MAYBE_EMPTY}, "may have no term"),
    (first_term, equal(MAYBE_EMPTY, c + Sum(c, (k, 2, n - 1))), families, {"of": MAYBE_EMPTY}, "may have no term"),
    (first_term, equal(c, c + 0), families, {"of": c}, "split off a sum, not off c"),
    # a zero denominator
    (algebra, equal(x / x**2 + 1, 1 + x ** (-1)), numbers, {}, "the denominator x is not seen to be nonzero"),
    (
        algebra,
        equal((x**2 - c**2) / (x - c), x + c),
        numbers,
        {},
        r"the denominator (x - c|-c \+ x) is not seen to be nonzero",
    ),
    (algebra, equal(log(x**2), 2 * log(x)), numbers, {}, r"log of .*, which is not seen to be positive"),
    (algebra, equal(sqrt(x), sqrt(x) + 0 * x), numbers, {}, "the root of x is not seen to be real"),
    (
        definition,
        equal(1 / y[i] / z[i], 1 / (y[i] * z[i])),
        softmax,
        {},
        r"the denominator .* is not seen to be nonzero",
    ),
    (derivative, equal(D(log(x), x), 1 / x), numbers, {}, "the derivative is not defined everywhere"),
    (given, equal(x / total(z[k], k, n), x), families.having(TARGETS), {"equation": TARGETS}, "the denominator Sum"),
    # an unknown sign
    (
        log_derivative,
        equal(D(x, x), x * D(log(x), x)),
        numbers,
        {},
        "x is not seen to be positive, so its logarithm may not",
    ),
    (log_derivative, equal(D(z[i], z[j]), z[i] * D(log(z[i]), z[j])), softmax, {}, "is not seen to be positive"),
    (order, Claim(c, "<=", c + x), numbers, {"gap": x}, "x is not seen to be nonnegative"),
    (order, Claim(c, "<", c + x**2), numbers, {"gap": x**2}, r"x\*\*2 is not seen to be positive"),
    (order, Claim(x, "<", c), below, {"gap": c - x}, "is not seen to be positive"),
    (order, Claim(c, "<=", x), below, {"gap": x - c}, "is not seen to be nonnegative"),
    # a factor that may be zero
    (
        equivalence,
        Claim(equal(x * c, x * d), "iff", equal(c, d)),
        numbers,
        {"factor": x},
        "x is not seen to be nonzero",
    ),
    (
        equivalence,
        Claim(equal(NOTHING * x, NOTHING), "iff", equal(x, c)),
        numbers,
        {"factor": NOTHING},
        "0 is not seen to be",
    ),
    # a hypothesis that is missing
    (definition, equal(y[i], exp(z[i]) / total(exp(z[k]), k, n)), softmax.without(SOFTMAX), {}, "the two sides differ"),
    (independence, equal(E(w[i] * u[j]), E(w[i]) * E(u[j])), weights.without(APART), {}, "the two sides differ"),
    (declared_moments, equal(E(w[i]), NOTHING), weights.without(MEAN), {}, "the two sides differ"),
    (declared_moments, equal(Var(w[i]), s**2), weights.without(VARIANCE), {}, "the two sides differ"),
    (
        declared_moments,
        equal(E(w[i] * w[j]), s**2 * delta(i, j)),
        weights.without(UNCORRELATED),
        {},
        "the two sides differ",
    ),
    (symmetry, equal(E(relu(c) ** 2), E(relu(-c) ** 2)), chance, {}, "the two sides differ"),
    (
        density,
        equal(E(c), whole(t * bell)),
        normal.without(NORMAL),
        {"of": c, "variable": t},
        "declares no density of c",
    ),
    (given, equal(total(z[k], k, n), Integer(1)), families, {"equation": TARGETS}, "the setting does not assume"),
    (given, equal(x, c), below, {"equation": BELOW}, "the setting does not assume the equation x <= c"),
    (
        lemma,
        equal(D(y[i], z[j]), y[i] * (delta(i, j) - y[j])),
        softmax.without(SOFTMAX),
        jacobian,
        "y is the softmax of z",
    ),
    # a name that is not fresh, or not the only one
    (
        density,
        equal(E(c), whole(t * bell)),
        normal.having_variable(t),
        {"of": c, "variable": t},
        "t must be fresh, but the setting 'normal' declares it",
    ),
    (
        antiderivative,
        equal(Integral(x * t, (t, 0, 1)), Rational(1, 3)),
        spread,
        {"antiderivative": x**3 / 3, "variable": x},
        "x must be fresh, but the setting 'spread' declares it",
    ),
    (
        antiderivative,
        equal(Integral(t**-2, (t, -1, 1)), Integer(-2)),
        spread,
        {"antiderivative": -1 / r, "variable": r},
        "a variable of integration must be a real symbol without a sign, not r",
    ),
    (
        split_at_zero,
        equal(whole(relu(t) * bell), Integral(t * bell, (t, 0, oo))),
        spread.having_variable(t),
        {},
        "t must be fresh",
    ),
    # a citation that does not fit
    (algebra, equal(x, x), numbers, {"gap": x}, "the rule 'algebra' is cited wrongly: got an unexpected keyword"),
    (order, Claim(x, "<=", x), numbers, {}, "the rule 'order' is cited wrongly: missing a required argument: 'gap'"),
    (lemma, equal(x, c), numbers, {"proved": equal(x, c), "holds_in": numbers}, "a claim alone proves nothing"),
    (lemma, equal(x, c), numbers, {"part": equal(x, c)}, "the cited part .* is not proved"),
    (density, equal(E(w[i] * w[j]), NOTHING), bells, {"of": w[i], "variable": t}, "depends on more than"),
    (
        density,
        equal(E(c), NOTHING),
        chance.having(Normal(c, NOTHING, x, "")),
        {"of": c, "variable": t},
        "the variance x is not",
    ),
    (
        density,
        equal(E(c), NOTHING),
        chance.having(Uniform(c, x, Integer(1), "")),
        {"of": c, "variable": t},
        "x is not seen to be less than 1",
    ),
    # a definition that would be overlooked
    (
        derivative,
        equal(D(y[i], z[j]), NOTHING),
        softmax,
        {},
        "contains a defined name: unfold it before differentiating",
    ),
    # an index out of its range
    (
        lemma,
        equal(D(y[l], z[j]), y[l] * (delta(l, j) - y[j])),
        softmax,
        jacobian,
        "the index l of .* is neither declared",
    ),
    (
        lemma,
        equal(D(y[l], z[j]), y[l] * (delta(l, j) - y[j])),
        Setting("other range", softmax.alphabet, (*softmax.ranges, (l, m)), (SOFTMAX,)),
        jacobian,
        "the index l of .* runs to m, its place to n",
    ),
    (
        algebra,
        equal(total(z[k + 1], k, n), total(z[k], k, n)),
        families,
        {},
        "the index k \\+ 1 of .* runs to n \\+ 1, its place to n",
    ),
    # an antiderivative with a jump or a pole, or of something else
    (
        antiderivative,
        equal(Integral(t**-2, (t, -1, 1)), Integer(-2)),
        spread,
        {"antiderivative": -1 / t, "variable": t},
        "the antiderivative is not defined everywhere: the denominator t",
    ),
    (
        antiderivative,
        equal(Integral(1 / (1 + t**2), (t, -1, 1)), NOTHING),
        spread,
        {"antiderivative": log(t), "variable": t},
        "the antiderivative is not defined everywhere: log of t",
    ),
    (
        antiderivative,
        equal(Integral(t, (t, 0, 1)), Integer(1)),
        spread,
        {"antiderivative": t**2, "variable": t},
        r"the derivative of t\*\*2 differs from t by t",
    ),
    (
        antiderivative,
        equal(Integral(t * bell, (t, -oo, oo)) + Integral(exp(t), (t, -oo, 0)), Integer(1)),
        spread,
        {"antiderivative": exp(t), "variable": t},
        "differs from",
    ),
    (
        antiderivative,
        equal(Integral(exp(t), (t, -oo, 0)), Integer(1)),
        spread,
        {"antiderivative": exp(t), "variable": t},
        r"no limit of exp\(t\) at -oo is in the table",
    ),
    # a sign that decides nothing
    (sign_cases, equal(relu(x - 1), x - 1), numbers, {"of": x}, "the sign of x - 1 is not decided by that of x"),
    (sign_cases, equal(c * E(relu(c)), c * E(c)), chance, {"of": c}, "is not a constant times one expectation"),
    (split_at_zero, equal(whole(relu(t - 1) * bell), NOTHING), spread, {}, "the sign of t - 1 is not decided"),
    # a claim of the wrong kind
    *(
        (rule, Claim(x, "<=", x), numbers, {}, "this rule proves equations between terms, not x <= x")
        for rule in (
            definition,
            algebra,
            derivative,
            log_derivative,
            variance,
            linearity,
            independence,
            declared_moments,
            symmetry,
        )
    ),
    (order, equal(x, x), numbers, {"gap": NOTHING}, "x = x is not an inequality"),
    *(
        (
            equivalence,
            Claim(equal(x, c), "iff", equal(x, c)),
            numbers,
            {"factor": Integer(1), "power": power},
            "the power of an equivalence is a whole number from 1 to 8",
        )
        for power in (0, -1, 9, True, Rational(1, 2), Integer(2))
    ),
    (equivalence, equal(x, x), numbers, {"factor": Integer(1)}, "x = x is not an equivalence"),
    (
        equivalence,
        Claim(Claim(x, "<=", c), "iff", Claim(x, "<=", c)),
        numbers,
        {"factor": Integer(1)},
        "proves equations",
    ),
    (log_derivative, equal(exp(x), exp(x)), numbers, {}, "the left side must be a derivative"),
]


def named(rows):
    return [f"{rule.name}: {claim}" for rule, claim, *_ in rows]


@pytest.mark.parametrize(("rule", "claim", "setting", "cites"), ACCEPTED, ids=named(ACCEPTED))
def test_a_true_step_is_accepted_by_two_engines(rule, claim, setting, cites):
    verdict = submitted(rule, claim, setting, cites)
    assert isinstance(verdict, Proved), verdict
    assert verdict.claim == claim
    assert len({each.engine for each in verdict.evidence}) == 2


@pytest.mark.parametrize(("rule", "claim", "setting", "cites", "rest"), FALSE, ids=named(FALSE))
def test_a_false_step_is_refused_and_its_residual_shown(rule, claim, setting, cites, rest):
    verdict = submitted(rule, claim, setting, cites)
    assert isinstance(verdict, Refuted | Undecided)
    assert verdict.reason == "the two sides differ"
    assert verdict.residual != 0
    if rest is not None:
        assert residual(verdict.residual, rest, setting.range_of) == 0


@pytest.mark.parametrize(
    ("rule", "claim", "setting", "cites"),
    [row[:4] for row in FALSE if row[0] not in WITHOUT_COUNTEREXAMPLE],
    ids=named([row for row in FALSE if row[0] not in WITHOUT_COUNTEREXAMPLE]),
)
def test_a_false_step_gets_a_counterexample(rule, claim, setting, cites):
    verdict = submitted(rule, claim, setting, cites)
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.left != verdict.counterexample.right


@pytest.mark.parametrize(("rule", "claim", "setting", "cites", "reason"), REFUSED, ids=named(REFUSED))
def test_a_step_with_an_open_side_condition_is_refused(rule, claim, setting, cites, reason):
    verdict = submitted(rule, claim, setting, cites)
    assert not isinstance(verdict, Proved)
    assert re.search(reason, verdict.reason), verdict.reason


# The list of rules -------------------------------------------------------------------------------------------------


# in test_induction, test_layers, test_cases, test_enclosures, test_odd
ELSEWHERE = {
    "induction",
    "instance",
    "recursion",
    "chain-rule",
    "distinct",
    "cases",
    "enclosure",
    "odd",
    "derivative-on-each-side",
}


def test_every_rule_accepts_a_truth_and_refuses_a_lie():
    """A rule without a line in each table is a rule that nobody has tried to fool."""
    for table in (ACCEPTED, FALSE, REFUSED):
        tried = {row[0].name for row in table}
        untried = set(RULES) - tried - ELSEWHERE
        assert untried - ({"variance", "linearity"} if table is REFUSED else set()) == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_draws_its_premises_over_a_line(rule):
    above, line, below_the_line = re.split(r"\n[ ]*(-{5,})\n", "\n" + rule.drawing + "\n")[:3]
    assert set(line) == {"-"}
    assert below_the_line.strip()
    assert above.strip() or rule is variance  # a definition has no premise


def test_a_rule_is_listed_under_its_name():
    assert all(rule.name == name for name, rule in RULES.items())
    assert repr(algebra) == "<rule algebra>"


def test_rules_about_inequalities_and_equivalences_are_not_equational():
    assert {rule.name for rule in RULES.values() if not rule.equational} == {
        "order",
        "equivalence",
        "induction",
        "instance",
        enclosure.name,
    }


# What the rules share ----------------------------------------------------------------------------------------------


def test_an_equivalence_of_equations_is_accepted_side_by_side():
    same = Claim(equal((x + c) ** 2, q), "iff", equal(x**2 + 2 * x * c + c**2, q))
    left_differs = Claim(equal((x + c) ** 2, q), "iff", equal(x**2 + c**2, q))
    right_differs = Claim(equal(x, q + r), "iff", equal(x, q - r))
    assert isinstance(submitted(algebra, same, numbers, {}), Proved)
    assert not isinstance(submitted(algebra, left_differs, numbers, {}), Proved)
    assert not isinstance(submitted(algebra, right_differs, numbers, {}), Proved)


def test_an_equivalence_is_not_read_crosswise():
    """x = c iff c = x is true, but this rule only matches left with left."""
    assert not isinstance(submitted(algebra, Claim(equal(x, c), "iff", equal(c, x)), numbers, {}), Proved)


def test_what_only_one_engine_sees_is_refused():
    inner = D(D(x**4, x), x)
    verdict = submitted(derivative, equal(D(inner, x), 24 * x), numbers, {})
    assert isinstance(verdict, Undecided)
    assert "only one engine sees it: evaluation says: could not be evaluated" in verdict.reason


def test_a_refused_step_says_what_both_engines_found():
    verdict = submitted(linearity, equal(E(w[i] * u[i]), E(w[i]) * E(u[i])), weights, {})
    assert isinstance(verdict, Undecided)
    first, second = verdict.evidence
    assert first == Evidence("linearity of E", f"left - right is {verdict.residual}")
    assert second.engine == "evaluation"
    assert second.finding.startswith("exactly equal at")


def test_a_true_equation_that_a_rule_may_not_use_is_not_refuted():
    """E[w u] = E[w] E[u] is true here, but linearity alone does not say so."""
    claim: Claim = equal(E(w[i] * u[i]), E(w[i]) * E(u[i]))
    assert isinstance(submitted(linearity, claim, weights, {}), Undecided)
    assert isinstance(submitted(independence, claim, weights, {}), Proved)


def test_a_lemma_is_not_applied_to_a_bound_index_of_another_range():
    elsewhere = equal(
        total(D(y[k], z[j]), k, m),
        total(y[k] * (delta(k, j) - y[j]), k, m),
    )
    verdict = submitted(lemma, elsewhere, softmax, jacobian)
    assert not isinstance(verdict, Proved)


def test_a_lemma_is_not_applied_to_an_explicit_index():
    first: Expr = D(y[Integer(1)], z[j])
    assert not isinstance(
        submitted(lemma, equal(first, y[Integer(1)] * (delta(1, j) - y[j])), softmax, jacobian), Proved
    )


def test_rewriting_with_an_equation_ignores_the_name_of_its_bound_index():
    claim = equal(x + total(z[l], l, n), x + 1)
    assert isinstance(submitted(given, claim, targets, {"equation": TARGETS}), Proved)


def test_an_equation_is_not_rewritten_for_another_range():
    claim = equal(
        total(z[k], k, n) / 2 + Rational(1, 2) * total(z[k] ** 2, k, n), Rational(1, 2) + total(z[k], k, n) / 2
    )
    assert isinstance(submitted(given, claim, targets, {"equation": TARGETS}), Refuted)
