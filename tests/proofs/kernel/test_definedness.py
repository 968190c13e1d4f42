"""Definedness: every denominator, logarithm and root has to be seen to be harmless."""

import re

import pytest
from sympy import Integer, Rational, exp, log, nan, sqrt, zoo

from proofs.kernel.claims import Claim, equal
from proofs.kernel.definedness import undefined_part
from proofs.kernel.hypotheses import Assume, Definition
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, family, index, positive, real, size, total

n = size("n")
i, k = index("i"), index("k")
z, y = family("z", n), family("y", n)
x, c, d = real("x"), real("c"), real("d")
q, r = positive("q"), positive("r")

setting = Setting(
    "definedness",
    ((n, ""), (z[i], ""), (y[i], ""), (x, ""), (c, ""), (d, ""), (q, ""), (r, "")),
    ((i, n),),
    (Definition(y[i], exp(z[i]) / total(exp(z[k]), k, n), ""), Definition(c, q - r, "")),
)


@pytest.mark.parametrize(
    "term",
    [
        x,
        1 / q,
        1 / (1 + x**2),
        1 / (x**2 + x + 1),
        1 / total(exp(z[k]), k, n),
        log(q),
        log(y[i]),
        log(total(exp(z[k]), k, n)),
        sqrt(q),
        sqrt(x**2 + 1),
        sqrt(total(z[k] ** 2, k, n)),
        1 / sqrt(q),
        q**x,
        q**n,
        total(1 / n, k, n),
        E(x) / n,
    ],
    ids=str,
)
def test_a_term_that_is_seen_to_be_defined(term):
    assert undefined_part(term, setting) is None


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (1 / x, "the denominator x is not seen to be nonzero"),
        (1 / (q - r), "the denominator q - r is not seen to be nonzero"),
        (1 / c, "the denominator q - r is not seen to be nonzero"),
        (x**-2, "the denominator x is not seen to be nonzero"),
        (1 / (x**2 - 1), r"the denominator x\*\*2 - 1 is not seen to be nonzero"),
        (1 / total(z[k], k, n), r"the denominator Sum\(z\[k\], \(k, 1, n\)\) is not seen to be nonzero"),
        (total(1 / z[k], k, n), r"the denominator z\[k\] is not seen to be nonzero"),
        (exp(1 / x), "the denominator x is not seen to be nonzero"),
        (E(1 / x), "the denominator x is not seen to be nonzero"),
        (D(1 / x, x), "the denominator x is not seen to be nonzero"),
        (log(x), "log of x, which is not seen to be positive"),
        (log(x**2), r"log of x\*\*2, which is not seen to be positive"),
        (log(c), "log of q - r, which is not seen to be positive"),
        (sqrt(x), "the root of x is not seen to be real"),
        (x ** Rational(1, 3), "the root of x is not seen to be real"),
        (1 / sqrt(x**2 + z[i] ** 2), r"the root of .* is not seen to be real"),
        (sqrt(q - r), "the root of q - r is not seen to be real"),
        (x**d, "x to the power d is not seen to be real"),
        (nan, "nan is not a number"),
        (zoo + Integer(1), "zoo is not a number"),
    ],
    ids=str,
)
def test_a_term_that_may_be_undefined_names_the_part(term, message):
    assert re.search(message, undefined_part(term, setting) or "nothing")


@pytest.mark.parametrize("assumed", [Claim(Integer(0), "<", x), Claim(x, "<", Integer(0)), equal(x, q)], ids=str)
def test_a_hypothesis_makes_a_denominator_harmless(assumed):
    hypothesis = Assume(assumed, "x is not 0")
    assert undefined_part(1 / x, setting) is not None
    assert undefined_part(1 / x, setting.having(hypothesis)) is None


@pytest.mark.parametrize("assumed", [Claim(Integer(0), "<=", x), equal(x, x), Claim(x, "<", q)], ids=str)
def test_a_hypothesis_that_allows_zero_does_not(assumed):
    assert undefined_part(1 / x, setting.having(Assume(assumed, "x may be 0"))) is not None
