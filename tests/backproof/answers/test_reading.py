"""What is read, as the judge read it, and what is refused, with place, piece and hint."""

import pytest

from backproof.answers.given import declare
from backproof.answers.printing import plain
from backproof.answers.reading import read
from backproof.answers.tokens import Unreadable

GIVEN = declare(
    {
        "p": "in (0,1)",
        "y": "vector(3) real",
        "n_in": "integer >= 1",
        "sigma": "sigmoid",
        "z": "real",
        "x": "real",
        "w": "array(3,3) real",
        "i": "index(3)",
        "j": "index(3)",
        "delta": "kronecker",
        "h": "real",
        "yhat": "real",
        "a^(1)": "real",
        "a^(2)": "real",
        "d": "positive",
        "H": "step",
        "y'": "real",
        "xbar": "real",
        "w_2": "real",
        "W": "matrix(3,3)",
        "v": "column(3)",
    }
)

LATEX = [
    (r"n_{in}", "n_in"),
    (r"n_{\text{in}}", "n_in"),
    (r"n_\mathrm{in}", "n_in"),
    (r"n_{\rm in}", "n_in"),
    (r"\frac12", "1/2"),
    (r"\frac1{2p}", "1/(2*p)"),
    (r"2^{-1}", "2^(-1)"),
    (r"-p^2", "-p^2"),
    (r"\sqrt2x", "sqrt(2)*x"),
    (r"\log p", "log(p)"),
    (r"\sin 2x", "sin(2*x)"),
    (r"\log 1+e^z", "log(1) + exp(1)^z"),
    (r"\log(p)x", "log(p)*x"),
    (r"\tanh^2(z)", "tanh(z)^2"),
    (r"\tanh(z)^2", "tanh(z)^2"),
    (r"\sigma^2(z)", "sigmoid(z)^2"),
    (r"h(x+1)", "h*(x + 1)"),
    (r"w_{ij}", "w[i, j]"),
    (r"w_{ji}", "w[j, i]"),
    (r"w_{i,j}", "w[i, j]"),
    (r"w_{1j}", "w[1, j]"),
    (r"\hat y", "yhat"),
    (r"\bar{x}", "xbar"),
    (r"y'", "y'"),
    (r"a^{(2)}", "a^(2)"),
    (r"\left(a^{(2)}\right)^2", "a^(2)^2"),
    (r"\delta_{ij}", "kronecker(i, j)"),
    (r"\mathbf 1[x>0]", "[x > 0]"),
    (r"\mathbb{1}_{x>0}", "[x > 0]"),
    (r"\mathbf{1}_{\{0\le x<d\}}", "[0 <= x and x < d]"),
    (r"\mathbf 1_{[0,d)}(x)", "[0 <= x and x < d]"),
    (r"\lfloor x\rfloor", "floor(x)"),
    (r"|x|p", "abs(x)*p"),
    (r"\left|x\right|", "abs(x)"),
    (r"\sum_{k=1}^{3}y_k", "sum(y[k], k = 1..3)"),
    (r"\sum_k y_k", "sum(y[k], k)"),
    (r"\max_k y_k", "max(y[k], k)"),
    (r"\begin{cases}x&x>0\\0&\text{otherwise}\end{cases}", "{x if x > 0; 0 otherwise}"),
    (r"W^\top v", "W^T*v"),
    (r"\mathbf{W}^{\mathsf T}\mathbf v", "W^T*v"),
    (r"\|v\|_2^2", "norm(v)^2"),
    (r"\exp\left\{-z\right\}", "exp(-z)"),
    (r"\bigl(1+z\bigr)^{-1}", "(1 + z)^(-1)"),
    (r"\left.x\middle/(1-p)\right.", "x/(1 - p)"),
    (r"\boxed{p}", "p"),
    (r"$p$", "p"),
    (r"p.", "p"),
    (r"z \leftarrow z-p", "z - p"),
    (r"\log_2 x", "log(x)/log(2)"),
    (r"0.25x", "(1/4)*x"),
    (r"x\,\cdot\,p", "x*p"),
    (r"\mathcal U[-x,x]", "uniform(-x, x)"),
    (r"{W}^{T}", "W^T"),
]


@pytest.mark.parametrize(("written", "meant"), LATEX)
def test_latex_is_read_as_meant(written: str, meant: str) -> None:
    assert [plain(r) for r in read(written, GIVEN, "latex").readings] == [meant]


TEXT = [
    ("p**2", "p^2"),
    ("p^(2)", "p^2"),
    ("p²", "p^2"),
    ("2p x", "2*p*x"),
    ("px", "p*x"),
    ("w_2h", "w_2*h"),
    ("w_ij", "w[i, j]"),
    ("y_1", "y[1]"),
    ("y₁", "y[1]"),
    ("yᵢ", "y[i]"),
    ("ŷ", "yhat"),
    ("σ(z)", "sigmoid(z)"),
    ("e^-z", "exp(1)^(-z)"),
    ("√6/p", "sqrt(6)/p"),
    ("½x", "(1/2)*x"),
    ("x if x > 0 else 0", "{x if x > 0; 0 otherwise}"),
    ("1[0 ≤ x < d]", "1*[0 <= x and x < d]"),
    ("x*(x>0)", "x*[x > 0]"),
    ("Sum(y_k, (k, 1, 3))", "sum(y[k], k = 1..3)"),
    ("sum_{k=1}^{3} y_k", "sum(y[k], k = 1..3)"),
    ("Σ_k y_k", "sum(y[k], k)"),
    ("Piecewise((x, x > 0), (0, True))", "{x if x > 0; 0 otherwise}"),
    ("W.T @ v", "W^T*v"),
    ("Wᵀv", "W^T*v"),
    ("a^(2)*a^(1)", "a^(2)*a^(1)"),
    ("p^(2)", "p^2"),
    ("1e-3", "1/1000"),
    ("log(x, 2)", "log(x)/log(2)"),
    ("log_2(x)", "log(x)/log(2)"),
    ("tanh²(z)", "tanh(z)^2"),
    ("np.exp(z)", "exp(z)"),
    ("[x - p]/[p (1 - p)]", "(x - p)/(p*(1 - p))"),
    ("U[-x, x]", "uniform(-x, x)"),
    ("z <- z - p", "z - p"),
    ("ln x²", "log(x^2)"),
    ("(x)//(p)", "floor(x/p)"),
]


@pytest.mark.parametrize(("written", "meant"), TEXT)
def test_text_is_read_as_meant(written: str, meant: str) -> None:
    assert [plain(r) for r in read(written, GIVEN, "text").readings] == [meant]


REFUSED = [
    ("latex", "", "nothing is written", 0, ""),
    ("latex", r"\frac{x}{1-x", "a brace is not closed", 8, "{"),
    ("latex", r"\frac{x}}{1-x}}", "an argument is missing", 8, "}"),
    ("latex", r"\input{/etc/passwd}", r"\input is not known", 0, r"\input"),
    ("latex", r"\def\q{x}\q", r"\def is not known", 0, r"\def"),
    ("latex", "x^10", "a script of several digits without braces", 2, "1"),
    ("latex", r"x\pm p", "this stands for two values", 1, r"\pm"),
    ("latex", r"y_1+\dots+y_3", "dots leave out what is meant", 4, r"\dots"),
    ("latex", r"p^{(2)}", "a superscript in brackets on p", 1, "^{(2)}"),
    ("latex", r"1\frac12", "a number before a fraction can be read as a sum or as a product", 1, r"\frac12"),
    ("latex", "1e-12", "a power of ten, or a product with e?", 0, "1"),
    ("latex", r"\sum_{k=1}^3 y_k - x_k", "x_k is not declared", 19, "x_k"),
    ("latex", "p\u200b", "an invisible character (ZERO WIDTH SPACE)", 1, "\\u200b"),
    ("latex", "q", "q is not declared", 0, "q"),
    ("latex", r"y_4", "y has no entry 4", 0, "y_4"),
    ("text", "p*(1-p", "a bracket is not closed", 6, ""),
    ("text", "p*(1-p))", "a bracket is closed that was not opened", 7, ")"),
    ("text", "p**(1-*p)", "this does not fit here", 6, "*"),
    ("text", "p - x == p - x", "a comparison stands here", 6, "=="),
    ("text", "2/n in", "n is not declared", 2, "n"),
    ("text", "__import__('os').system('ls')", "an index stands on its own", 0, "_"),
    ("text", "open('f','w').write('x')", "open is not declared", 0, "open"),
    ("text", "sigma", "sigmoid is a function here and has no argument", 0, "sigma"),
    ("text", "nan", "nan is not declared", 0, "nan"),
    ("text", r"\frac{x}{p}", "this looks like LaTeX", 0, r"\frac{x}{p"),
    ("text", "x2", "x2 is not declared", 0, "x2"),
    ("text", "2 3", "a number directly after a factor", 2, "3"),
    ("text", "(" * 60 + "x" + ")" * 60, "nested too deep", 40, "("),
    ("text", "+".join(["x"] * 20_000), "too long", 20_000, "x+x+x+x+x+x+x+x+x+x+"),
]


@pytest.mark.parametrize(("fmt", "written", "reason", "position", "piece"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(
    fmt: str, written: str, reason: str, position: int, piece: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(written, GIVEN, fmt)  # type: ignore[arg-type]
    error = caught.value
    assert (error.reason, error.position, error.piece) == (reason, position, piece)


def test_a_torn_name_is_put_together_in_the_hint() -> None:
    with pytest.raises(Unreadable) as caught:
        read("2/n in", GIVEN, "text")
    assert caught.value.hint == "read as n * in: did you mean n_in?"


def test_an_index_outside_its_sum_is_refused() -> None:
    with pytest.raises(Unreadable, match="k is used outside the sum that binds it"):
        read("Sum(y_k, (k, 1, 3)) + y_k", GIVEN, "text")


def test_a_run_of_letters_with_two_cuts_is_refused() -> None:
    given = declare({"a": "real", "ab": "real", "b": "real", "ba": "real"})
    with pytest.raises(Unreadable, match="can be cut into names in several ways"):
        read("aba", given, "text")
