"""Numerical differentiation: what a gradient check measures, and how far it is from the derivative.

    forward   (f(x + h) - f(x))/h             off by at most  h M_2/2
    central   (f(x + h) - f(x - h))/(2 h)     off by at most  h^2 M_3/6,  exact for quadratics
    complex   Im f(x + i h)/h                 off by at most  h^2 M_3/6,  and without a difference

M_2 and M_3 bound the second and the third derivative near x.  Taylor's theorem with the remainder in Lagrange's form is
taken from analysis: it says that u, v below are values of a derivative of f, and nothing else is used of f.
"""

from sympy import Expr

from .kernel.claims import Claim, equal
from .kernel.derivations import Part, Theorem, derive, step
from .kernel.hypotheses import Assume, Definition
from .kernel.rules import algebra, definition, derivative, equivalence, order
from .kernel.settings import Setting
from .kernel.terms import D, positive, real

x = real("x")  # where the derivative is wanted
h = positive("h")  # the step
f0, f1, f2 = real("f_0"), real("f_1"), real("f_2")  # f, f', f'' at x
u, v = real("u"), real("v")  # values of the next derivative between x and x + h, and between x - h and x
p, m = real("p"), real("m")  # f(x + h), f(x - h)
M = positive("M")  # bounds the absolute value of that derivative
a, b = real("a"), real("b")  # rounding errors of the two values of f
eps = positive("epsilon")  # bounds them

VALUES = (
    (h, "step, positive"),
    (f0, "value of f at x"),
    (f1, "derivative of f at x"),
    (f2, "second derivative of f at x"),
    (u, "a value of the next derivative between x and x + h"),
    (v, "a value of the next derivative between x - h and x"),
)
U_ABOVE = Assume(Claim(u, "<=", M), "M bounds that derivative from above, at u")
V_ABOVE = Assume(Claim(v, "<=", M), "M bounds that derivative from above, at v")
U_BELOW = Assume(Claim(-M, "<=", u), "-M bounds that derivative from below, at u")
V_BELOW = Assume(Claim(-M, "<=", v), "-M bounds that derivative from below, at v")
BOUND = (M, "bound of that derivative, positive")


# Theorem.  The forward difference is off by h u/2, at most h M/2.

FORWARD_VALUE = Definition(p, f0 + h * f1 + h**2 / 2 * u, "Taylor: p is `f(x + h)`, and u a value of `f''`")
once = Setting("differentiation", (*VALUES[:3], VALUES[4], (p, "value of f at x + h")), (), (FORWARD_VALUE,))

forward_error = Part(
    name="forward-error",
    words="the error of the forward difference",
    setting=once,
    derivation=derive(
        (p - f0) / h - f1,
        step(h * u / 2, definition, "`f(x)` and `h f'(x)` cancel; one power of h is left"),
    ),
)
forward_above = Part(
    name="forward-above",
    words="it is at most `h M/2`",
    setting=Setting("differentiation", (VALUES[0], VALUES[4], BOUND), (), (U_ABOVE,)),
    derivation=derive(
        h * u / 2,
        step(h * M / 2, order, "`u <= M`", relation="<=", gap=h * (M - u) / 2),
    ),
)
forward_below = Part(
    name="forward-below",
    words="and at least `-h M/2`",
    setting=Setting("differentiation", (VALUES[0], VALUES[4], BOUND), (), (U_BELOW,)),
    derivation=derive(
        -h * M / 2,
        step(h * u / 2, order, "`-M <= u`", relation="<=", gap=h * (u + M) / 2),
    ),
)
forward_difference = Theorem(
    name="forward-difference",
    title="The forward difference",
    idea=(
        "A one-sided difference sees the curvature: its error is of the first order in the step. Halving the step "
        "halves the error, and costs a digit of cancellation."
    ),
    parts=(forward_error, forward_above, forward_below),
    sources=("J. Nocedal, S. J. Wright, Numerical Optimization, 2006, section 8.1, eq. (8.1)",),
)


# Theorem.  The central difference is off by h^2 (u + v)/12, at most h^2 M/6; with rounding, epsilon/h more.

PLUS = Definition(p, f0 + h * f1 + h**2 / 2 * f2 + h**3 / 6 * u, "Taylor: p is `f(x + h)`, and u a value of `f'''`")
MINUS = Definition(m, f0 - h * f1 + h**2 / 2 * f2 - h**3 / 6 * v, "Taylor: m is `f(x - h)`, and v a value of `f'''`")
twice = Setting("differentiation", (*VALUES, (p, "value of f at x + h"), (m, "value of f at x - h")), (), (PLUS, MINUS))
bounded = Setting("differentiation", (VALUES[0], *VALUES[4:], BOUND), (), ())

central_error = Part(
    name="central-error",
    words="the error of the central difference",
    setting=twice,
    derivation=derive(
        (p - m) / (2 * h) - f1,
        step(h**2 * (u + v) / 12, definition, "`f(x)` and `f''(x)` cancel, since they are even in h"),
    ),
)
central_above = Part(
    name="central-above",
    words="it is at most `h^2 M/6`",
    setting=bounded.having(U_ABOVE).having(V_ABOVE),
    derivation=derive(
        h**2 * (u + v) / 12,
        step(h**2 * (M + v) / 12, order, "`u <= M`", relation="<=", gap=h**2 * (M - u) / 12),
        step(h**2 * M / 6, order, "`v <= M`", relation="<=", gap=h**2 * (M - v) / 12),
    ),
)
central_below = Part(
    name="central-below",
    words="and at least `-h^2 M/6`",
    setting=bounded.having(U_BELOW).having(V_BELOW),
    derivation=derive(
        -(h**2) * M / 6,
        step(h**2 * (u - M) / 12, order, "`-M <= u`", relation="<=", gap=h**2 * (u + M) / 12),
        step(h**2 * (u + v) / 12, order, "`-M <= v`", relation="<=", gap=h**2 * (v + M) / 12),
    ),
)
A_ABOVE = Assume(Claim(a, "<=", eps), "the rounding error of `f(x + h)` is at most epsilon")
B_BELOW = Assume(Claim(-eps, "<=", b), "the rounding error of `f(x - h)` is at least -epsilon")
A_BELOW = Assume(Claim(-eps, "<=", a), "the rounding error of `f(x + h)` is at least -epsilon")
B_ABOVE = Assume(Claim(b, "<=", eps), "the rounding error of `f(x - h)` is at most epsilon")
ROUNDING = ((a, "rounding error of p"), (b, "rounding error of m"), (eps, "bounds them, positive"))
with_rounding = Part(
    name="with-rounding",
    words="rounded values of f add at most `epsilon/h`",
    setting=Setting(
        "differentiation",
        (VALUES[0], *VALUES[4:], BOUND, *ROUNDING),
        (),
        (U_ABOVE, V_ABOVE, A_ABOVE, B_BELOW),
    ),
    derivation=derive(
        h**2 * (u + v) / 12 + (a - b) / (2 * h),
        step(h**2 * (M + v) / 12 + (a - b) / (2 * h), order, "`u <= M`", relation="<=", gap=h**2 * (M - u) / 12),
        step(h**2 * M / 6 + (a - b) / (2 * h), order, "`v <= M`", relation="<=", gap=h**2 * (M - v) / 12),
        step(h**2 * M / 6 + (eps - b) / (2 * h), order, "`a <= epsilon`", relation="<=", gap=(eps - a) / (2 * h)),
        step(h**2 * M / 6 + eps / h, order, "`-epsilon <= b`", relation="<=", gap=(b + eps) / (2 * h)),
    ),
)

rounded_below = Part(
    name="rounded-below",
    words="and take away at most as much",
    setting=Setting(
        "differentiation",
        (VALUES[0], *VALUES[4:], BOUND, *ROUNDING),
        (),
        (U_BELOW, V_BELOW, A_BELOW, B_ABOVE),
    ),
    derivation=derive(
        -(h**2) * M / 6 - eps / h,
        step(h**2 * (u - M) / 12 - eps / h, order, "`-M <= u`", relation="<=", gap=h**2 * (u + M) / 12),
        step(h**2 * (u + v) / 12 - eps / h, order, "`-M <= v`", relation="<=", gap=h**2 * (v + M) / 12),
        step(
            h**2 * (u + v) / 12 + (a - eps) / (2 * h), order, "`-epsilon <= a`", relation="<=", gap=(a + eps) / (2 * h)
        ),
        step(h**2 * (u + v) / 12 + (a - b) / (2 * h), order, "`b <= epsilon`", relation="<=", gap=(eps - b) / (2 * h)),
    ),
)

c0, c1, c2, c3 = (real(f"c_{n}") for n in range(4))  # coefficients of a cubic
COEFFICIENTS = tuple((c, f"coefficient of the power {n} of x") for n, c in enumerate((c0, c1, c2, c3)))
cubic_at = Setting("differentiation", ((x, "point, real"), VALUES[0], *COEFFICIENTS), (), ())


def cubic(at: Expr) -> Expr:
    """The cubic polynomial at a point."""
    return c0 + c1 * at + c2 * at**2 + c3 * at**3


for_cubics = Part(
    name="for-cubics",
    words="for a cubic the error is exactly `h^2 f'''/6`; for a quadratic there is none",
    setting=cubic_at,
    derivation=derive(
        (cubic(x + h) - cubic(x - h)) / (2 * h),
        step(c1 + 2 * c2 * x + 3 * c3 * x**2 + c3 * h**2, algebra, "the even powers of h cancel"),
        step(D(cubic(x), x) + c3 * h**2, derivative, "the derivative of the cubic; `c_3 = f'''/6`"),
    ),
)
central_difference = Theorem(
    name="central-difference",
    title="The central difference",
    idea=(
        "What is even in the step cancels, so the error begins with the third derivative. Rounding, divided by the "
        "step, grows as the step shrinks: no step makes both small."
    ),
    parts=(central_error, central_above, central_below, with_rounding, rounded_below, for_cubics),
    sources=("J. Nocedal, S. J. Wright, Numerical Optimization, 2006, section 8.1, eq. (8.6)-(8.7)",),
    remarks=("Cubics attain the bound `h^2 M/6`, so no smaller constant holds.",),
)


# Theorem.  h^2 M/6 + epsilon/h is smallest at s with M s^3 = 3 epsilon, where it is M s^2/2.

s = positive("s")  # the best step
BEST = Definition(eps, M * s**3 / 3, "s is the step at which `M s^3 = 3 epsilon`")
steps = Setting("differentiation", (VALUES[0], BOUND, ROUNDING[2], (s, "the best step, positive")), (), (BEST,))


def error_bound(at: Expr) -> Expr:
    """Truncation plus rounding."""
    return at**2 * M / 6 + eps / at


best_step = Part(
    name="best-step",
    words="no other step has a smaller bound",
    setting=steps,
    derivation=derive(
        error_bound(s),
        step(M * s**2 / 2, definition, "`M s^2/6 + M s^2/3`: rounding is twice the truncation"),
        step(
            h**2 * M / 6 + M * s**3 / (3 * h),
            order,
            "`h^3 - 3 s^2 h + 2 s^3 = (h - s)^2 (h + 2 s)`",
            relation="<=",
            gap=M * (h - s) ** 2 * (h + 2 * s) / (6 * h),
        ),
        step(error_bound(h), definition, "`M s^3/3` is epsilon"),
    ),
)
value_at_best = Part(
    name="value-at-best",
    words="the bound at the best step",
    setting=steps,
    derivation=derive(error_bound(s), step(M * s**2 / 2, definition, "`M s^2/6 + M s^2/3`")),
)
only_best = Part(
    name="only-best",
    words="and every other step has a larger one",
    setting=steps,
    derivation=derive(
        equal(error_bound(h), error_bound(s)),
        step(equal(h**2 * M / 6 + M * s**3 / (3 * h), M * s**2 / 2), definition, "`M s^3/3` is epsilon"),
        step(
            equal(h, s),
            equivalence,
            "the difference is `(h - s)^2` times something positive",
            factor=M * (h + 2 * s) / (6 * h),
            power=2,
        ),
    ),
)
best_step_size = Theorem(
    name="best-step-size",
    title="The best step of a central difference",
    idea=(
        "The bound falls with the step until rounding takes over; the two meet at the cube root of `3 epsilon/M`. "
        "For epsilon near 1e-16 that is a step near 1e-5, and about ten digits are right, not sixteen."
    ),
    parts=(best_step, value_at_best, only_best),
    sources=("J. Nocedal, S. J. Wright, Numerical Optimization, 2006, section 8.1",),
)


# Theorem.  Im f(x + i h)/h is off by -h^2 u/6, at most h^2 M/6: the same order, without a difference.
#
# y -> Im f(x + i y) is a real function of y, with derivatives f'(x), 0 at 0 and -Re f''' at x + i y: Taylor for it.

y = real("y")  # Im f(x + i h)
IMAGINARY = Definition(
    y, h * f1 - h**3 / 6 * u, "Taylor: y is `Im f(x + i h)`, and u a value of `Re f'''` between x and x + i h"
)
OF_COMPLEX = (u, "a value of the real part of the third derivative between x and x + i h")
complex_error = Part(
    name="complex-error",
    words="the error of the complex step",
    setting=Setting(
        "differentiation",
        (VALUES[0], VALUES[2], OF_COMPLEX, (y, "imaginary part of f at x + i h")),
        (),
        (IMAGINARY,),
    ),
    derivation=derive(
        y / h - f1,
        step(-(h**2) * u / 6, definition, "the first term is `h f'(x)`; nothing was subtracted from it"),
    ),
)
along = Setting("differentiation", (VALUES[0], OF_COMPLEX, BOUND), (), ())
complex_above = Part(
    name="complex-above",
    words="it is at most `h^2 M/6`",
    setting=along.having(U_BELOW),
    derivation=derive(
        -(h**2) * u / 6,
        step(h**2 * M / 6, order, "`-M <= u`", relation="<=", gap=h**2 * (u + M) / 6),
    ),
)
complex_below = Part(
    name="complex-below",
    words="and at least `-h^2 M/6`",
    setting=along.having(U_ABOVE),
    derivation=derive(
        -(h**2) * M / 6,
        step(-(h**2) * u / 6, order, "`u <= M`", relation="<=", gap=h**2 * (M - u) / 6),
    ),
)

# For a cubic u is 6 c_3 everywhere, and no theorem of analysis is needed.

s2, i2, s3, i3 = real("r_2"), real("i_2"), real("r_3"), real("i_3")  # real and imaginary parts of (x + i h)^2 and ^3
SQUARE = (
    Definition(s2, x * x - h * h, "`r_2` is the real part of `(x + i h)^2`"),
    Definition(i2, 2 * x * h, "`i_2` is its imaginary part"),
)
CUBE = (
    Definition(s3, x * s2 - h * i2, "`r_3` is the real part of `(x + i h)^2 (x + i h)`"),
    Definition(i3, x * i2 + h * s2, "`i_3` is its imaginary part"),
)
complex_plane = Setting(
    "differentiation",
    (
        (x, "point, real"),
        VALUES[0],
        *COEFFICIENTS[1:],
        (s2, "real part of the square of x + i h"),
        (i2, "its imaginary part"),
        (i3, "imaginary part of the cube of x + i h"),
    ),
    (),
    (*SQUARE, CUBE[1]),
)
complex_step = Part(
    name="complex-step",
    words="for a cubic the error is exactly `-c_3 h^2`",
    setting=complex_plane,
    derivation=derive(
        (c1 * h + c2 * i2 + c3 * i3) / h,
        step(c1 + 2 * c2 * x + 3 * c3 * x**2 - c3 * h**2, definition, "`i_3 = 3 x^2 h - h^3`"),
        step(D(c1 * x + c2 * x**2 + c3 * x**3, x) - c3 * h**2, derivative, "the derivative of the cubic"),
    ),
)
complex_step_error = Theorem(
    name="complex-step",
    title="The complex step",
    idea=(
        "Multiplying by i turns the sign of the `h^2` term: the error is that of the central difference with the other "
        "sign. But nothing is subtracted, so the step can be so small that the error is below rounding."
    ),
    parts=(complex_error, complex_above, complex_below, complex_step),
    sources=(
        "W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40, 1998",
    ),
)


# Theorem.  Writing /2*h multiplies by h where it should divide.

q = real("q")  # the central difference
QUOTIENT = Definition(q, (p - m) / (2 * h), "q is the central difference")
parenthesis = Part(
    name="parenthesis",
    words="dividing by 2 and then multiplying by h gives the central difference times `h^2`",
    setting=Setting(
        "differentiation",
        (VALUES[0], (p, "value of f at x + h"), (m, "value of f at x - h"), (q, "central difference")),
        (),
        (QUOTIENT,),
    ),
    derivation=derive(
        (p - m) / 2 * h,
        step(h**2 * q, definition, "it was multiplied by h, and should have been divided by it"),
    ),
)
missing_parenthesis = Theorem(
    name="missing-parenthesis",
    title="The central difference without its parentheses",
    idea=(
        "In a program /2*h divides by 2 and multiplies by h. With h = 1e-4 the gradient looks like zero, and a check "
        "against zero passes."
    ),
    parts=(parenthesis,),
    sources=("The Python Language Reference, section 6.17: / and * associate to the left",),
)

THEOREMS = (forward_difference, central_difference, best_step_size, complex_step_error, missing_parenthesis)
