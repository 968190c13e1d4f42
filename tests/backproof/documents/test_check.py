"""Single claims: right ones are proved for every size, wrong ones refuted, and what is not known is not guessed."""

import pytest

from backproof.documents.check import check_claim, check_document

PROVED = [
    ("softmax", r"\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} - y_j)"),
    ("softmax", r"\frac{\partial p_i}{\partial x_j} = p_i (\mathbb{1}[i=j] - p_j)"),
    ("softmax", r"\nabla_z L = y - t"),
    ("softmax", r"\frac{e^{z_i - \max_k z_k}}{\sum_j e^{z_j - \max_k z_k}} = y_i"),
    ("logistic", r"\sigma' = \sigma (1 - \sigma)"),
    ("logistic", r"\frac{\partial L}{\partial z} = g - y"),
    ("initialization", r"\text{Var}(a_j) = n_{in} \sigma^2 v^2"),
    ("initialization", r"\mathbb{E}[w^2 x^2] = \sigma^2 v^2"),
    ("backpropagation", r"\nabla_{W^{(l)}} L = \delta^{(l)} a^{(l-1)T}"),
    ("backpropagation", r"\delta^{(l)} = W^{(l+1)T} \delta^{(l+1)} \odot \sigma'(z^{(l)})"),
    ("backpropagation", r"\delta^{(l-1)} = W^{(l)T} \delta^{(l)} \odot f'(z^{(l-1)})"),  # for any f, and l > 1
    ("general", r"(AB)^T = B^T A^T"),
]
REFUTED = [
    ("softmax", r"\frac{\partial y_i}{\partial z_j} = y_i (1 - y_i)"),
    ("softmax", r"\frac{\partial L}{\partial z_j} = \frac{\partial L}{\partial y_j} \frac{\partial y_j}{\partial z_j}"),
    ("softmax", r"\frac{\partial y_i}{\partial z_j} = y_i y_j \text{ for } i \neq j"),
    ("logistic", r"\frac{\partial L}{\partial g} = \frac{y - g}{g - g^2}"),
    ("initialization", r"\text{Var}(a_j) = n_{out} \sigma^2 v^2"),
    ("initialization", r"\text{Var}(\sum_{i=1}^{n} w_i x_i) = n^2 \sigma^2 v^2"),
    ("initialization", r"\text{Var}(x + x) = 2 v^2"),
    ("initialization", r"\text{Var}(\text{ReLU}(a_j)) = \frac{1}{2} \text{Var}(a_j)"),
    ("backpropagation", r"\delta^{(l)} = W^{(l+1)T} \delta^{(l+1)}"),
    ("backpropagation", r"\nabla_{W^{(l)}} L = a^{(l-1)} \delta^{(l)T}"),
    ("backpropagation", r"\nabla_{W^{(l)}} J = \delta^{(l)} a^{(L-1)T}"),  # true for l = L alone
    ("general", r"(AB)^T = A^T B^T"),
]
CONDITIONAL = [
    ("initialization", r"n_{in} \sigma^2 v^2 = v^2", "sigma^2 = 1/n_in"),
    ("initialization", r"E[\text{ReLU}(a_j)^2] = \frac{1}{2} \text{Var}(a_j)", "a is normal"),
    ("initialization", r"\text{Var}(\sum_{j=1}^{n_{out}} w_{ji} \delta_j) = n_{out} \sigma^2 g^2", "E[delta] = 0"),
    ("general", r"E[XY] = E[X] E[Y]", "X, Y are independent"),
    ("initialization", r"\text{Var}(u - v) = \text{Var}(u) + \text{Var}(v)", "u, v are independent"),
]
VANISHING = "(n-1)(n-2)(n-3)(n-4)(n-5)(n-6)(n-7)"  # no instance that is looked at shows that this is not 0
OPEN = [
    ("general", r"\sum_{i=0}^{n} x_i = \sum_{i=1}^{n} x_i"),  # n + 1 terms are not n terms
    ("general", r"\max_k z_k = \max_k x_k"),  # two maxima are two numbers
    ("initialization", r"\text{Var}(q_j) = n_{in} \sigma^2 v^2"),  # nobody says what q is
    ("backpropagation", r"\delta^{(l)} = W^{(l+1)T} \delta^{(L)} \odot \sigma'(z^{(l)})"),  # true in two layers
    ("softmax", rf"\sum_{{k=1}}^n y_k = 1 + {VANISHING}"),
    ("softmax", rf"\frac{{\partial y_i}}{{\partial z_j}} = y_i (\delta_{{ij}} - y_j) + {VANISHING}"),
    ("softmax", rf"y_i \leq 1 + {VANISHING}"),
    ("general", rf"\sum_{{i=1}}^n x_i = \sum_{{i=1}}^n x_i + {VANISHING}"),
    ("initialization", r"\text{Var}(u + v) = \text{Var}(u) - \text{Var}(v)"),  # v is random here, and no scale
    ("initialization", r"\text{Var}(a + b) = \text{Var}(a) - \text{Var}(b)"),  # nor is b a constant
    ("softmax", r"\frac{\partial q}{\partial z_j} = 0"),  # nobody says that q does not depend on z
]


@pytest.mark.parametrize(("setting", "claim"), PROVED)
def test_what_is_right_is_proved(setting, claim):
    assert check_claim(claim, setting).verdict == "proved"


@pytest.mark.parametrize(("setting", "claim"), REFUTED)
def test_what_is_wrong_is_refuted_by_two_values(setting, claim):
    found = check_claim(claim, setting)
    assert found.verdict == "refuted"
    assert found.counterexample is not None
    assert found.counterexample.left != found.counterexample.right


@pytest.mark.parametrize(("setting", "claim", "condition"), CONDITIONAL)
def test_what_holds_under_a_condition_names_it(setting, claim, condition):
    found = check_claim(claim, setting)
    assert (found.verdict, found.condition) == ("conditional", condition)


@pytest.mark.parametrize(("setting", "claim"), OPEN)
def test_what_is_not_known_is_not_guessed(setting, claim):
    assert check_claim(claim, setting).verdict == "undecided"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("y^2 = y", "proved"), (r"\ell = \log(1 + e^{-sz})", "proved"), (r"\ell = \log(1 + e^{sz})", "refuted")],
)
def test_a_label_takes_the_values_that_the_page_gives_it_and_no_others(claim, verdict):
    page = (
        r"The label is $y \in \{0, 1\}$, the sigmoid $p = \frac{1}{1 + e^{-z}}$, $s = 2 y - 1$ and"
        r" $\ell = -y \log p - (1 - y) \log(1 - p)$. Then"
    )
    found = check_document(f"{page}\n\n$${claim}$$\n", "logistic").claims[-1]
    assert found.verdict == verdict
    if verdict == "refuted":
        assert dict(found.counterexample.where)["y"] in ("0", "1")


def test_a_bound_holds_also_where_an_exponent_is_a_sum():
    page = r"Let $z = \sum_{k=1}^n w_k x_k + b$ and $p = \frac{1}{1 + e^{-z}}$. Then $p (1 - p) \leq \frac{1}{4}$."
    assert check_document(page, "logistic").claims[-1].verdict == "proved"


@pytest.mark.parametrize(
    ("activation", "slope", "verdict", "condition"),
    [
        pytest.param("the tanh activation", r"(1 - a^{(l)} \odot a^{(l)})", "proved", None, marks=pytest.mark.slow),
        pytest.param("the tanh activation", r"a^{(l)} \odot (1 - a^{(l)})", "refuted", None, marks=pytest.mark.slow),
        ("an activation", r"a^{(l)} \odot (1 - a^{(l)})", "conditional", "f is the sigmoid"),
    ],
)
def test_an_activation_is_what_the_page_says_and_else_any_function(activation, slope, verdict, condition):
    page = (
        rf"Backpropagation with {activation} $f$: $z^{{(l)}} = W^{{(l)}} a^{{(l-1)}} + b^{{(l)}}$ and"
        r" $a^{(l)} = f(z^{(l)})$. Let $\delta^{(l)} = \nabla_{z^{(l)}} J$."
    )
    claim = rf"\delta^{{(l)}} = W^{{(l+1)T}} \delta^{{(l+1)}} \odot {slope}"
    found = check_document(f"{page}\n\n$${claim}$$\n").claims[-1]
    assert (found.verdict, found.condition) == (verdict, condition)


def test_instances_alone_prove_nothing():
    found = check_claim(r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}", "general")
    assert found.verdict == "undecided"
    assert "holds for n = 1..4" in found.reason


def test_a_solution_must_follow_from_the_equation_before():
    previous = r"n_{in} \sigma^2 v^2 = v^2"
    right = check_claim(r"\sigma^2 = 1/n_{in}", "initialization", previous)
    wrong = check_claim(r"\sigma^2 = 1/n_{out}", "initialization", previous)
    assert (right.verdict, right.step.verdict) == ("conditional", "follows")
    assert (wrong.verdict, wrong.step.verdict) == ("refuted", "does not follow")


def test_a_wrong_line_is_blamed_once_and_a_right_result_after_it_is_proved():
    chain = (
        r"$$\begin{aligned} \frac{dg}{dz} &= \frac{e^{-z}}{(1+e^{-z})^2} \\ &= g^2 (1-g) \\ &= g (1-g) \end{aligned}$$"
    )
    report = check_document("Let $g = \\frac{1}{1+e^{-z}}$ be the sigmoid.\n\n" + chain, "logistic")
    assert [each.verdict for each in report.claims] == ["definition", "proved", "refuted", "proved"]
    assert [each.step and each.step.verdict for each in report.claims[2:]] == ["does not follow"] * 2


def test_the_definitions_of_the_page_come_before_those_of_the_setting():
    text = "Let $y_i = \\frac{e^{2 z_i}}{\\sum_k e^{2 z_k}}$.\n\n"
    text += "Then $\\frac{\\partial y_i}{\\partial z_j} = %s y_i (\\delta_{ij} - y_j)$."
    for factor, verdict in (("2", "proved"), ("", "refuted")):
        assert check_document(text % factor, "softmax").claims[-1].verdict == verdict


def test_each_section_is_read_in_its_own_setting():
    text = (
        "# The sigmoid\n\nThe derivative of the sigmoid is $\\sigma'(z) = \\sigma(z) (1 - \\sigma(z))$.\n\n"
        "# Problem 2: initialization\n\nThe variance of a weight is $\\text{Var}(w) = \\sigma^2$ with fan-in $n_{in}$, "
        "so $\\text{Var}(2 w) = 4 \\sigma^2$."
    )
    report = check_document(text)
    assert [each.setting for each in report.sections] == ["logistic", "initialization"]
    assert [each.verdict for each in report.claims] == ["proved", "definition", "proved"]


def test_cases_of_the_indices_hold_for_what_follows_them():
    text = "The softmax $y_i = \\frac{e^{z_i}}{\\sum_k e^{z_k}}$. "
    text += "If $i \\neq j$: $\\frac{\\partial y_i}{\\partial z_j} = %s y_i y_j$."
    for sign, verdict in (("-", "proved"), ("", "refuted")):
        assert check_document(text % sign, "softmax").claims[-1].verdict == verdict


def test_a_wrong_shape_is_refuted_at_its_line():
    text = (
        "Backpropagation:\n$$z^{(1)} = W^{(1)} x + b^{(1)}$$\nwhere $W^{(1)} \\in \\mathbb{R}^{3 \\times 5}$,\n"
        "$x \\in \\mathbb{R}^{5}$, $b^{(1)} \\in \\mathbb{R}^{3}$, $z^{(1)} \\in \\mathbb{R}^4$"
    )
    refuted = [each for each in check_document(text, "backpropagation").claims if each.verdict == "refuted"]
    assert [(each.line, each.correction) for each in refuted] == [(4, "z^(1) in R^3")]


@pytest.mark.parametrize(
    "text", ["", "no formulas", "$", "$$", "$=$", "$a=$", "$=b$", r"\begin{align}", "$" + "{" * 500 + "$"]
)
def test_odd_documents_are_survived(text):
    assert check_document(text).exit_status in (2, 3)


def test_an_unknown_setting_is_named():
    with pytest.raises(ValueError, match="softmax, logistic"):
        check_claim("a = a", "softmx")


def test_a_moment_given_in_the_second_link_of_a_chain_is_reported_as_that_link():
    claims = check_document(r"Let $w$ be random with $m = \mathbb{E}[w] = 0$.").claims
    assert [each.latex for each in claims] == [r"m = \mathbb{E}[w]", r"\mathbb{E}[w] = 0"]


def test_what_is_asked_for_outlasts_a_definition():
    page = r"""Weights $w_i$ with mean $0$ and variance $\sigma^2$, inputs $x_i$ with mean 0 and variance $v^2$.

    $$a = \sum_{i=1}^n w_i x_i$$ We need $\mathrm{Var}(a) = v^2$. Let $$q = n \sigma^2 v^2$$ $$\Rightarrow SOLUTION$$
    """
    right = check_document(page.replace("SOLUTION", r"n \sigma^2 = 1")).claims[-1]
    wrong = check_document(page.replace("SOLUTION", r"n \sigma^2 = 2")).claims[-1]
    assert (right.verdict, right.step.verdict) == ("conditional", "follows")
    assert (wrong.verdict, wrong.step.verdict) == ("refuted", "does not follow")
