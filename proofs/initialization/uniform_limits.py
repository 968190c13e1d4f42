"""The limits of uniform weights: what r must be for U[-r, r] to have the variance that a rule asks for.

Var(U[-r, r]) = r^2/3         r = sqrt(3/n_in)  LeCun         r = sqrt(6/n_in)  He
"""

from sympy import Expr, sqrt

from ..kernel.claims import equal
from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.rules import equivalence, lemma
from ..kernel.terms import Var
from .weights import n_in, n_out
from .xavier import c, r, uniform, uniform_variance


def limit_for(name: str, words: str, variance: Expr, limit: Expr) -> Part:
    """`Var(c) = variance` exactly if r is the limit."""
    return Part(
        name=name,
        words=words,
        setting=uniform,
        derivation=derive(
            equal(Var(c), variance),
            step(equal(r**2 / 3, variance), lemma, "the variance of a uniform weight", part=uniform_variance),
            step(equal(r, limit), equivalence, "r > 0, so the negative root is excluded", factor=(r + limit) / 3),
        ),
    )


lecun_limit = limit_for("lecun-limit", "the limits for the fan-in rule", 1 / n_in, sqrt(3 / n_in))
he_limit = limit_for("he-limit", "the limits of the uniform He initialization", 2 / n_in, sqrt(6 / n_in))
backward_limit = limit_for("backward-limit", "the limits for the fan-out rule", 1 / n_out, sqrt(3 / n_out))

uniform_limits = Theorem(
    name="uniform-limits",
    title="The limits of uniform weights",
    idea=(
        "A uniform weight between `-r` and r has the variance `r^2/3`, so a rule for the variance fixes the limit: "
        "three times the variance, under a root. The factor 2 of ReLU makes 3 a 6."
    ),
    parts=(lecun_limit, he_limit, backward_limit),
    sources=("K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2",),
)
