"""The setting of the chapter: a standard normal pre-activation, its density, and two ways to integrate against it."""

from sympy import Expr, Integer, Integral, Symbol, erf, exp, oo, pi, sqrt

from ..kernel.derivations import Derivation, derive, step
from ..kernel.hypotheses import Normal
from ..kernel.rules import antiderivative, density, split_at_zero
from ..kernel.settings import Setting
from ..kernel.terms import E, real

z = real("z")  # the pre-activation
t = Symbol("t", real=True)  # a variable of integration

STANDARD = Normal(z, Integer(0), Integer(1), "the pre-activation is normal with mean 0 and variance 1")
Z = (z, "pre-activation, random")

standard = Setting("activations", (Z,), (), (STANDARD,), random=(z,))
bell = exp(-(t**2) / 2) / sqrt(2 * pi)  # the density of N(0, 1)
bell_moment = -t * bell + erf(t / sqrt(2)) / 2  # an antiderivative of t^2 times the density


def Phi(x: Expr) -> Expr:
    """The distribution function of N(0, 1)."""
    return (1 + erf(x / sqrt(2))) / 2


def by_antiderivative(f: Expr, found: Expr, value: Expr, why: str) -> Derivation:
    """E[f(z)] as an integral over the line, by one antiderivative."""
    return derive(
        E(f),
        step(Integral(f.subs(z, t) * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(value, antiderivative, why, antiderivative=found, variable=t),
    )


def one_side(f: Expr, cut: Expr, value: Expr, found: Expr, why: str) -> Derivation:
    """E[f(z)] for an f that is 0 on one side."""
    return derive(
        E(f),
        step(Integral(f.subs(z, t) * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(cut, split_at_zero, "one of the two sides is 0"),
        step(value, antiderivative, why, antiderivative=found, variable=t),
    )
