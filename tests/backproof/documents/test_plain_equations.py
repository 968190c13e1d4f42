r"""Equations in plain text, on lines of their own and behind a colon."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.extraction import extract
from backproof.documents.plain_equations import latex_of, plain_equations


def read(text: str) -> list[str]:
    return [" = ".join(side.latex for side in each.sides) for each, _ in plain_equations(extract(text))]


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("E[s] = sum_i E[w_ji] E[x_i]", r"E[s] = \sum_i  E[w_{ji}] E[x_i]"),
        ("dL/dW_ij = delta_i*x_j", r"\frac{\partial L}{\partial W_{ij}} = \delta_i \cdot x_j"),
        ("sigma = sqrt(2/n_in)", r"\sigma  = \sqrt{2/n_{in}}"),
        ("var(a) = n sigma^2 v^2", r"\text{var}(a) = n \sigma ^2 v^2"),
        ("q = c^10", "q = c^{10}"),
        ("s = p_i (1{i=j} - p_j)", r"s = p_i (1\{i=j\} - p_j)"),
    ],
)
def test_plain_text_becomes_latex(plain, latex):
    assert latex_of(plain) == latex


def test_where_equations_stand():
    assert read("z_1 = u(x)\n\nOutput: y = h z_1 - h.") == ["z_1 = u(x)", "y = h z_1 - h"]
    assert read("So w_1 = 1, b_1 = -d, both weights are h.") == ["w_1 = 1", "b_1 = -d"]
    assert read("Backward: dL/dy = y - t =: r") == [r"\frac{\partial L}{\partial y} = y - t = r"]


@pytest.mark.parametrize(
    "text",
    [
        "The loss is a = b + c for most images.",  # words
        "a = b + c if x > 0",
        "y = b + c, if x > 0",
        "If x > 0: y = b + c",
        "x = np.zeros(3)",
        "p = 3",  # a value of an example
        "Forward: z1 = W1 x + b1",  # code
        "```\ny = a + b\n```",
        "| y = a + b |",
        "$y$ = a + b",
        "# y = a + b",
        "dL/dc = e\n\ns = 1/(1 + $e^{-a}$)",  # which e?
    ],
)
def test_what_is_not_read(text):
    assert read(text) == []


LAYER = """# Initialization

All $w_{ji}$ and $x_i$ are independent with mean 0 and variances $\\sigma^2$ and $v^2$.

a_j = sum_{i=1}^n w_ji x_i

"""


@pytest.mark.parametrize(("claim", "verdict"), [("n sigma^2 v^2", "proved"), ("n^2 sigma^2 v^2", "refuted")])
def test_plain_equations_are_checked(claim, verdict):
    found = check_document(LAYER + f"var(a_j) = {claim}").claims[-1]
    assert (found.verdict, found.line) == (verdict, 7)


BOX = """# Box

Notation: u(s) = 1 for s > 0 , u(s) = 0 for s <= 0. Two step neurons:

r = u(x)

z = u(d - x)

with d > 0. Output: y = h r + h z - h.

| x | r | z | y |
|---|---|---|---|
| x <= 0 | 0 | 1 | 0 |
| x >= d | 1 | END | 0 |
"""


@pytest.mark.parametrize(("end", "wrong"), [("0", []), ("1", ["z = 1"])])
def test_a_page_without_dollar_signs(end, wrong):
    found = check_document(BOX.replace("END", end)).claims
    assert [each.latex for each in found if each.verdict == "refuted"] == wrong
    assert len([each for each in found if each.verdict == "proved"]) == 6 - len(wrong)


def test_a_function_that_nobody_has_named_refutes_no_cell():
    page = BOX.replace("u(s) = 1 for s > 0 , u(s) = 0 for s <= 0", "u is what we had in class")
    assert not [each for each in check_document(page).claims if each.verdict == "refuted"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("It means y = b + c and no more.", ["y = b + c"]),
        ("- Add the two: (n + m) s^2 = 2 so it is known", ["(n + m) s^2 = 2"]),
        (r"Then n\_in s^2 = 1 -> done, so E[wx] = E[w] E[x].", ["E[w x] = E[w] E[x]"]),
        ("- dL/du = (y - t) h = (-2, -4)", [r"\frac{\partial L}{\partial u} = (y - t) h = (-2, -4)"]),
        (
            "Backward:\n\n- dL/dy = y - t\n- dL/dc = -2",
            [r"\frac{\partial L}{\partial y} = y - t", r"\frac{\partial L}{\partial c} = -2"],
        ),
        (r"Rule: n\_in s^2 = 1 -> $s = 1$", ["n_{in} s^2 = 1"]),
        ("The loss is (so b_2 = d).", ["b_2 = d"]),
        ("We have y = b + c times 3.", []),
        ("The variance of x = v^2.", []),
        ("Each neuron has a x = 2*b.", []),
        ("So x = 3 y < 5*b.", []),
        ("We get y = b_1\n+ c*d.", []),
        ("If not, we get y = b*c.", []),
        ("With two layers we get y = b*c.", []),
        ("We get y = ( L(b + eps) - c ).", []),
        ("So it is y = 3*b = 12.", []),  # by which values?
    ],
)
def test_equations_behind_words_are_read_as_a_whole_or_not_at_all(text, read_as):
    assert read(text) == read_as


SIZES = "An example: n = 50, sigma = 0.2 and v = 3 give var(a_j) = 50 * 0.04 * 9 = "


@pytest.mark.parametrize(("value", "verdicts"), [("18", ["proved", "proved"]), ("20", ["proved", "refuted"])])
def test_the_values_of_the_sentence_are_made_use_of(value, verdicts):
    found = check_document(LAYER + "var(a_j) = n sigma^2 v^2\n\n" + SIZES + value + ".").claims[-2:]
    assert [each.verdict for each in found] == verdicts


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"For $n = 400$ and $\sigma = 0.5$ we get $\text{Var}(a_j) = 100 v^2$.", "proved"),
        (r"For $n = 400$ and $\sigma = 0.5$ we get $\text{Var}(a_j) = 200 v^2$.", "refuted"),
        (r"For $n = 400$ we get $\text{Var}(a_j) = 100 v^2$.", "undecided"),
        (r"For $n = 50$, sigma = 0.2 and v = 3 we get $\text{Var}(a_j) = 18$.", "undecided"),
    ],
)
def test_a_variance_at_values_of_its_sizes(claim, verdict):
    assert check_document(LAYER + claim).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), [("var(x) = E[x^2] - E[x]^2", "proved"), ("E[x^2] = var(x) - E[x]^2", "conditional")]
)
def test_a_definition_is_one_for_any_mean(claim, verdict):
    page = LAYER + f"We have E[x] = 0. From the definition we get {claim}, and with mean zero E[x^2] = v^2."
    found = next(each for each in check_document(page).claims if "\\text{var}(x)" in each.latex)
    assert found.verdict == verdict


def test_numbers_behind_letters_are_indices_and_greek_letters_are_read_where_formulas_have_them():
    page = r"""# Box

I call the step activation "step". The first neuron has output u1 = step(x), the second has output u2 = step(x - δ).

$$y = h u_1 - h u_2$$

For $0 < x < \\delta$ we get $y = h$.
"""

    def said(text):
        return [each.verdict for each in check_document(text.replace(r"\\", "\\")).claims]

    assert said(page) == ["definition"] * 3 + ["proved"]
    assert said(page.replace("step(x - δ)", "step(x + δ)"))[-1] == "refuted"
    assert said(page.replace("$y = h$", "$y = 0$"))[-1] == "refuted"
    assert len(said(page.replace("u_1 - h u_2", "v - h w"))) == 2  # u1 may be a name of code
