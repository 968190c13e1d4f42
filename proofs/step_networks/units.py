"""The alphabet of the chapter: H_a(u) is the step whose value at 0 is a; a unit computes H_a(w x + b)."""

from sympy import Expr, Integer, Rational

from ..kernel.terms import heaviside, positive, real, relu

CYBENKO = "G. Cybenko, Approximation by superpositions of a sigmoidal function, 1989"
NIELSEN = "M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 4"
HALF, ZERO, ONE = Rational(1, 2), Integer(0), Integer(1)
x, y, u, v, h, a = real("x"), real("y"), real("u"), real("v"), real("h"), real("a")
d = positive("d")


def H(u: Expr, at_zero: Expr = a) -> Expr:
    """The step."""
    return heaviside(u, at_zero)


def at(u: Expr) -> Expr:
    """1 where u = 0, else 0."""
    return H(u, ONE) - H(u, ZERO)


def absolute(u: Expr) -> Expr:
    """The absolute value."""
    return relu(u) + relu(-u)
