import pytest
from sympy import Dummy, Integral, Matrix, Rational, Symbol, exp, log, oo, pi, sqrt

from backproof.pages.formulas import Latex, Text, claim_text, term_text
from proofs.kernel.claims import Claim, equal
from proofs.kernel.terms import (
    D,
    E,
    NotATerm,
    Var,
    delta,
    family,
    function,
    index,
    natural,
    positive,
    relu,
    size,
    total,
)

n_in, n, sigma, s = size("n_in"), size("n"), positive("sigma"), positive("s")
i, j, k = index("i"), index("j"), index("k")
z, y, w = family("z", n), family("y", n), family("w", n, n_in)
t = Symbol("t", real=True)
L, f = natural("L"), function("f")
a = family("a", oo, n)


@pytest.mark.parametrize(
    ("term", "text", "latex"),
    [
        (n_in * sigma**2, "n_in sigma^2", r"n_{\mathrm{in}}\, \sigma^{2}"),
        (y[i] * (delta(i, j) - y[j]), "y_i (delta_ij - y_j)", r"y_{i}\, \left(\delta_{ij} - y_{j}\right)"),
        (D(y[i], z[j]), "dy_i/dz_j", r"\frac{\partial y_{i}}{\partial z_{j}}"),
        (s / sqrt(2 * pi), "s/sqrt(2 pi)", r"\frac{s}{\sqrt{2\, \pi}}"),
        (sqrt(6 / (n + n_in)), "sqrt(6/(n + n_in))", r"\sqrt{\frac{6}{n + n_{\mathrm{in}}}}"),
        (E(w[j, i] ** 2), "E[w_ji^2]", r"\mathrm{E}\left[w_{ji}^{2}\right]"),
        (Var(relu(z[i])), "Var(relu(z_i))", r"\mathrm{Var}\left(\mathrm{relu}\left(z_{i}\right)\right)"),
        (total(z[k], k, n), "sum_{k=1}^{n} z_k", r"\sum_{k=1}^{n} z_{k}"),
        (-(z[i] ** 2), "-z_i^2", r"-z_{i}^{2}"),
        ((-z[i]) ** 3 / 2, "-z_i^3/2", r"-\frac{z_{i}^{3}}{2}"),
        (Rational(1, 2) * s**2, "s^2/2", r"\frac{s^{2}}{2}"),
        (exp(-(t**2)), "e^(-t^2)", r"e^{-t^{2}}"),
        (log(y[i]), "log(y_i)", r"\log\left(y_{i}\right)"),
        (Integral(t**2, (t, -oo, oo)), "int_{-oo}^{oo} t^2 dt", r"\int_{-\infty}^{\infty} t^{2} \, dt"),
        (1 / (z[i] + 1), "1/(z_i + 1)", r"\frac{1}{z_{i} + 1}"),
        ((z[i] + 1) ** 2, "(z_i + 1)^2", r"\left(z_{i} + 1\right)^{2}"),
        (a[L + 1, i], "a_{L+1,i}", r"{a^{(L + 1)}_{i}}"),
        (a[L, i] ** 2, "a_Li^2", r"{a^{(L)}_{i}}^{2}"),
        (D(a[L + 1, i], a[L, j]), "da_{L+1,i}/da_Lj", r"\frac{\partial {a^{(L + 1)}_{i}}}{\partial {a^{(L)}_{j}}}"),
        (f(L, z[i]) * f.slope(z[i]), "f_L(z_i) f'(z_i)", r"f_{L}\left(z_{i}\right)\, f'\left(z_{i}\right)"),
        (s**L / s ** (L + 1), "s^L/s^(L + 1)", r"\frac{s^{L}}{s^{L + 1}}"),
        (s ** (L + 1), "s^(L + 1)", r"s^{L + 1}"),
        (s ** (-L), "1/s^L", r"\frac{1}{s^{L}}"),
    ],
)
def test_a_term_is_written_as_on_a_blackboard(term, text: str, latex: str) -> None:  # type: ignore[no-untyped-def]
    assert term_text(term, Text()) == text
    assert term_text(term, Latex()) == latex


def test_indices_keep_their_order() -> None:
    assert term_text(w[j, i], Text()) != term_text(w[i, j], Text())


def test_a_sum_in_a_product_is_parenthesized() -> None:
    assert term_text(total(z[k] + 1, k, n), Text()) == "sum_{k=1}^{n} (z_k + 1)"


def test_an_equivalence_shows_both_equations() -> None:
    claim = Claim(equal(sigma**2, s), "iff", equal(sigma, sqrt(s)))
    assert claim_text(claim, Text()) == "sigma^2 = s iff sigma = sqrt(s)"


def test_what_is_not_a_term_is_refused_not_guessed() -> None:
    with pytest.raises(NotATerm, match="not part of the formal language"):
        term_text(Matrix([[1, 2]]), Text())


def test_a_bound_variable_of_the_kernel_has_a_name_that_is_free_and_no_underscore() -> None:
    own = Dummy("k", integer=True, positive=True)
    assert term_text(total(z[own], own, n), Text()) == "sum_{k=1}^{n} z_k"
    assert term_text(total(w[own, k], own, n), Text()) == "sum_{a=1}^{n} w_ak"
    assert term_text(total(total(w[own, k], k, n), own, n), Text()) == "sum_{a=1}^{n} sum_{k=1}^{n} w_ak"
