"""What words without dollar signs say: conditions, values, which function a letter is, which matrix is symmetric."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document
from backproof.documents.plainly import said_plainly


def verdicts(text: str, latex: str) -> list[str]:
    """The verdicts of the claims that are written so."""
    found = [each.verdict for each in check_document(text).claims if each.latex == latex]
    assert found, f"{latex} is no claim of the page"
    return found


STEP = "# Steps\n\n$H(u) = 1$ for $u \\geq 0$ and $0$ otherwise.\n\n"
BOX = STEP + "A box on $[p, q)$ with p < q. $b(x) = \\beta H(x - p) - \\beta H(x - q)$\n\n"


@pytest.mark.parametrize(
    ("text", "latex", "verdict"),
    [
        (STEP + "- for c > 0 we have $H(c u) = H(u)$.", "H(c u) = H(u)", "proved"),
        (STEP + "- for c < 0 we have $H(c u) = H(u)$.", "H(c u) = H(u)", "refuted"),
        (STEP + "Here $H(x) + H(3 - x) = 2$.", "H(x) + H(3 - x) = 2", "refuted"),
        (STEP + "Here $H(x) + H(3 - x) = 2$ inside of the box.", "H(x) + H(3 - x) = 2", "undecided"),
        (STEP + "Here $H(x) + H(3 - x) = 1$ everywhere outside.", "H(x) + H(3 - x) = 1", "undecided"),
        (STEP + "- for c > 0 it is easy, and in general $H(c u) = H(u)$.", "H(c u) = H(u)", "refuted"),
        (BOX + "p \\leq x < q : only the first one is on, so $b(x) = \\beta$.", r"b(x) = \beta", "proved"),
        (BOX + "x > q : both are on, so $b(x) = \\beta$.", r"b(x) = \beta", "refuted"),
        (BOX.replace(" with p < q", "") + "p \\leq x : $b(x) = \\beta$.", r"b(x) = \beta", "refuted"),
        ("Variance: with m = 512 : for $\\tau = 0.1$ we get $m \\tau^2 = 5.12$.", r"m \tau^2 = 5.12", "proved"),
        ("Variance: with m = 100 : for $\\tau = 0.1$ we get $m \\tau^2 = 5.12$.", r"m \tau^2 = 5.12", "refuted"),
        ("The widths are equal for $m = n$. $\\frac{m + n}{2 m n} \\leq \\frac{2}{m + n}$",
         r"\frac{m + n}{2 m n} \leq \frac{2}{m + n}", "refuted"),
    ],
)  # fmt: skip
def test_conditions_in_plain_text_hold_where_they_are_said(text: str, latex: str, verdict: str) -> None:
    assert verdicts(text, latex) == [verdict]


@pytest.mark.parametrize("letter", ["A", "M", "C"])
@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("For a square matrix {} (not necessarily symmetric)", "refuted"),
        ("For a symmetric matrix ${}$", "proved"),
        ("Where ${0} = {0}^\\top$,", "proved"),
        ("With this, where the distribution is symmetric,", "conditional"),
    ],
)
def test_the_gradient_of_a_quadratic_form_needs_a_symmetric_matrix(letter: str, words: str, verdict: str) -> None:
    latex = rf"\nabla_x (x^T {letter} x) = 2 {letter} x"
    assert verdicts(f"# Steps\n\n{words.format(letter)} ${latex}$.", latex) == [verdict]


def test_a_matrix_between_columns_is_no_number() -> None:
    assert verdicts("$\\nabla_x (b^T C x) = C b$.", r"\nabla_x (b^T C x) = C b") != ["proved"]


def test_no_matrix_of_weights_is_taken_to_be_symmetric() -> None:
    page = (
        "$z = W x$ with $x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{n \\times n}$, $L = v^T z$. $\\nabla_x L = W v$."
    )
    assert verdicts(page, r"\nabla_x L = W v") != ["conditional"]


TEMPERED = "Softmax with $$y_i(T) = \\frac{e^{o_i / T}}{\\sum_l e^{o_l / T}}, \\qquad T > 0$$ so "


@pytest.mark.parametrize(("factor", "verdict"), [(r"\frac{1}{T} ", "proved"), ("", "refuted")])
def test_an_entry_that_is_written_with_what_it_depends_on(factor: str, verdict: str) -> None:
    latex = rf"\frac{{\partial y_i(T)}}{{\partial o_j}} = {factor}y_i(T) (\delta_{{ij}} - y_j(T))"
    assert verdicts(f"{TEMPERED} $${latex}$$", latex) == [verdict]


SIGNS = (
    "Labels $y \\in \\{0, 1\\}$, $p = \\sigma(u)$ with the sigmoid, $\\ell = -y \\log p - (1 - y) \\log(1 - p)$.\n\n"
    "Let $m = 2y - 1$, so $m \\in \\{-1, 1\\}$. Both cases in one formula: "
)


@pytest.mark.parametrize(("sign", "verdict"), [("", "proved"), ("-", "refuted")])
def test_a_label_that_is_made_of_another_takes_the_values_that_it_takes(sign: str, verdict: str) -> None:
    latex = rf"\ell = -\log \sigma({sign}m u)"
    assert verdicts(f"{SIGNS} ${latex}$", latex) == [verdict]


VALUE = "Label $c \\in \\{0, 1\\}$, $p = \\sigma(a)$ with the sigmoid. $q = \\frac{1}{2} (p - c)^2$. "


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("For $c = 1$ this is $\\frac{1}{2}(1 - p)^2$. Derive:", "conditional"), ("In general", "refuted")],
)
def test_a_value_of_which_the_page_speaks_before(words: str, verdict: str) -> None:
    latex = r"\frac{\partial q}{\partial a} = -p (1 - p)^2"
    assert verdicts(f"{VALUE}{words} ${latex}$", latex) == [verdict]


def test_a_letter_is_the_function_that_words_name() -> None:
    page = "Step networks and tanh and ReLU.\n\n# One layer\n\n$h = \\sigma(r)$ (sigma is the logistic sigmoid). "
    latex = r"\frac{\partial h}{\partial r} = h (1 - h)"
    assert verdicts(f"{page}${latex}$", latex) == ["proved"]
    assert verdicts(f"{page.replace('logistic sigmoid', 'tanh')}${latex}$", latex) != ["proved"]


WEIGHTS = (
    "Initialization: {} inputs $x_i$ i.i.d. with mean 0 and variance $v^2$. $s_j = \\sum_{{i=1}}^{{n}} w_{{ji}} x_i$, "
)


@pytest.mark.parametrize(
    ("said", "value", "verdict"),
    [
        ("Choose the variance $\\tau^2$ of zero-mean weights;", r"n \tau^2 v^2", "proved"),
        ("Choose the variance $\\tau^2$ of zero-mean weights;", r"n \tau v^2", "refuted"),
        ("The weights are random;", r"n \tau^2 v^2", "undecided"),
    ],
)
def test_weights_have_the_variance_that_words_give_them(said: str, value: str, verdict: str) -> None:
    latex = rf"\mathrm{{var}}(s_j) = {value}"
    assert verdicts(WEIGHTS.format(said) + f"${latex}$", latex) == [verdict]


def test_an_equation_that_determines_a_letter_asks_for_it() -> None:
    page = "Weights of variance $\\sigma^2$ at initialization: for the uniform version $\\frac{r^2}{3} = \\frac{2}{m + n}$."
    assert verdicts(page, r"\frac{r^2}{3} = \frac{2}{m + n}") == ["conditional"]
    wrong = "Weights of variance $\\sigma^2$ at initialization: the mean is $\\frac{m + n}{2 m n} = \\frac{2}{m + n}$."
    assert verdicts(wrong, r"\frac{m + n}{2 m n} = \frac{2}{m + n}") == ["refuted"]


def test_a_value_beside_a_value_in_plain_text_is_no_claim() -> None:
    page = STEP + "Say with B = 1, $\\delta = 0.1$ there are $\\frac{2 B}{\\delta} = 20$ boxes."
    assert verdicts(page, r"\delta = 0.1") != ["refuted"]


def test_a_matrix_in_bold_is_no_loss() -> None:
    page = "Softmax $y_i = e^{o_i}/\\sum_k e^{o_k}$, $E = -\\sum_k t_k \\log y_k$. "
    assert verdicts(page + "$\\nabla_{\\mathbf{o}} E = \\mathbf{J} \\nabla_{\\mathbf{y}} E$",
                    r"\nabla_{\mathbf{o}} E = \mathbf{J} \nabla_{\mathbf{y}} E") != ["refuted"]  # fmt: skip


def test_an_order_of_two_letters_binds_no_claim_about_other_numbers() -> None:
    page = (
        "A bump of height $h$ on $(a, b)$, with $a < b$.\n\n## Variances\n\nAll is independent. If"
        " $a = \\sum_{i=1}^{n} w_i x_i$ with $\\operatorname{var}(w_i) = \\sigma^2$ and if the inputs have mean $\\mu$ and"
        " variance $v^2$, then $\\operatorname{var}(a) = n \\sigma^2 (v^2 - \\mu^2)$.\n"
    )
    assert check_document(page).claims[-1].verdict == "refuted"


PENALTY = "Let $w \\in \\mathbb{{R}}^d$ and $\\lambda > 0$. ${}$"


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\nabla_w \lambda \|w\|^2 = 2 \lambda w", "proved"),
        (r"\nabla_w \lambda \|w\|^2 = \lambda w", "refuted"),
        (r"\nabla_w \frac{\lambda}{2} \|w\|_2^2 = \lambda w", "proved"),
    ],
)
def test_the_gradient_of_a_penalty(latex: str, verdict: str) -> None:
    assert verdicts(PENALTY.format(latex), latex) == [verdict]


MARKED = (
    "$X \\in \\mathbb{R}^{N \\times d}$, $U \\in \\mathbb{R}^{d \\times p}$, $F = X U$, $G = \\tanh(F)$, $L$ is any loss of G. "
    "I write $\\Delta_Z = \\frac{\\partial L}{\\partial Z}$ for any matrix Z. "
)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(r"\Delta_G \odot (1 - G \odot G)", "proved"), (r"\Delta_G \odot (1 - F \odot F)", "refuted")],
)
def test_a_mark_that_makes_the_gradient_of_any_name(value: str, verdict: str) -> None:
    latex = rf"\Delta_F = {value}"
    assert verdicts(MARKED + f"${latex}$", latex) == [verdict]


def test_a_letter_that_words_call_the_step() -> None:
    page = "# Box of height h\n\nI use the step activation, I will call it u.\n\n$f = h u(x) - h u(x - \\delta)$. "
    assert verdicts(page + "If $x \\le 0$ then $f = 0$.", "f = 0") == ["proved"]
    assert verdicts(page + "If $x > \\delta$ then $f = h$.", "f = h") == ["refuted"]


LAYER = (
    "$o = U h$ with $U \\in \\mathbb{R}^{n \\times m}$, $h \\in \\mathbb{R}^m$, $L$ is any loss of $o$.\n\n"
    "## Part 2\n\nWe define $\\delta_o = \\nabla_o L$. "
)


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\nabla_U L = \delta_o h^T", "proved"),
        (r"\nabla_h L = U^T \delta_o", "proved"),
        (r"\nabla_h L = U \delta_o", "refuted"),
    ],
)
def test_a_delta_by_a_name_is_a_name_and_parts_of_a_question_share_their_network(latex: str, verdict: str) -> None:
    assert verdicts(LAYER + f"${latex}$", latex) == [verdict]


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (r"We choose $p < q$. For $x \geq q$ we have $f(x) = 0$.", "proved"),
        (r"It is a box on $[p, q)$. For $x \geq q$ we have $f(x) = 0$.", "proved"),
        (r"It is a box on $[p, q)$, another is on $[q, p)$. For $x \geq q$ we have $f(x) = 0$.", "refuted"),
        (r"For $x \geq q$ we have $f(x) = 0$.", "refuted"),
        (r"We choose $p < q$. If $q < p$, then $f(x) = 7 h$.", "refuted"),  # the sentence speaks of the other case
        (r"If $x > 1$ and $x < 0$, then $f(x) = 7 h$.", "undecided"),  # nothing follows from a contradiction
    ],
)
def test_an_order_of_two_letters_binds_a_function_made_of_them(lines: str, verdict: str) -> None:
    page = (
        r"Step network: $\sigma(x) = 1$ for $x \geq 0$ and $0$ otherwise. $f(x) = h \sigma(x - p) - h \sigma(x - q)$. "
    )
    assert check_document(page + lines).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("If i is not equal to j, the numerator is constant:", r"i \neq j"),
        ("If $i$ does not equal $j$ we get", r"i \neq j"),
        ("When i and j are different, then", r"i \neq j"),
        ("When $k$ equals $l$ we get", "k = l"),
    ],
)
def test_conditions_in_words_alone(words, condition):
    text = f"{words} $$D = 0$$"
    (found,) = said_plainly(text, text.index("$$") + 2)
    assert found.split() == condition.split()


def test_a_formula_far_above_that_is_cut_in_two_says_no_condition():
    page = (
        r"""# Box

$$\begin{aligned}
x \leq 0: &\quad f(x) = 0 \\
x \geq d: &\quad f(x) = 0
\end{aligned}$$

"""
        + ("So it is the box, and it is one for every $d$ with the same neurons. " * 7)
        + "Then, $$"
    )
    for start in range(len(page) - 30, len(page)):
        assert "x" not in "".join(said_plainly(page + "q = 1 + 1$$", start))


STEPS = r"""# Steps

$H(u) = 1$ for $u > 0$ and $0$ otherwise. The net is $g(x) = k H(x) - k H(x - d)$ with $d > 0$.

"""


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("When x is negative or zero, both units are off, and", "0", "k"),
        ("When $x$ is positive and", "k - k H(x - d)", "0"),
        ("If $x$ is larger than $d$, both are on:", "0", "k"),
        ("If $x$ is greater than or equal to $d$:", "k - k H(x - d)", "2 k"),
        ("For $x$ strictly between $0$ and $d$ we have", "k", "0"),
        ("Once x exceeds d, the second one fires and", "0", "k"),
        ("For x between 0 and d we have", "k", "2 k"),
        ("If x is at most 0 then", "0", "k"),
    ],
)
def test_numbers_that_words_compare(words: str, right: str, wrong: str) -> None:
    assert verdicts(f"{STEPS}{words} $g(x) = {right}$.", f"g(x) = {right}") == ["proved"]
    assert verdicts(f"{STEPS}{words} $g(x) = {wrong}$.", f"g(x) = {wrong}") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("When x is larger than , both are on and", "undecided"),  # a scan has lost the symbol
        ("When x is not larger than d, the second is off:", "undecided"),
        ("When x is larger than , both are on, but in general", "refuted"),
        ("We see that", "refuted"),
    ],
)
def test_a_place_that_is_not_known(words: str, verdict: str) -> None:
    assert verdicts(f"{STEPS}{words} $g(x) = k - k$.", "g(x) = k - k") == [verdict]


def test_points_of_a_grid_with_calculated_indices() -> None:
    page = r"""# Staircase
Let $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, $x_k = -B + k \Delta$, $\Delta = 2B/n$ and
$\hat{f}(x) = f(x_0) + \sum_{k=1}^{n} \left( f(x_k) - f(x_{k-1}) \right) \sigma(x - x_k)$.

When x is between $x_m$ and $x_{m+1}$ , the sum telescopes and $\hat{f}(x) = VALUE$.
"""
    right, wrong = (check_document(page.replace("VALUE", f"f({each})")).claims[-1] for each in ("x_m", "x_{m+1}"))
    assert [right.verdict, wrong.verdict] == ["proved", "refuted"]


def test_greek_letters_without_a_backslash_and_the_point_of_an_exception() -> None:
    page = r"""# Box
Let $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. The output is $y = h\sigma(x) - h\sigma(x - \delta)$ with $\delta > 0$.

- 0 < x <= delta: the first is on, y = h - 0 = h.
- x > delta: both are on, y = h - h = VALUE.

It differs in the single point $x = \delta$ , where the network gives $y = h$.
"""
    claims = check_document(page.replace("VALUE", "0")).claims[3:]
    assert {each.verdict for each in claims} <= {"proved", "out-of-scope", "definition"}
    wrong = check_document(page.replace("> delta: both", "> delta: none").replace("h - h = VALUE", "h - 0 = h")).claims
    assert "refuted" in [each.verdict for each in wrong]
