"""Laws that a page gives in words, and cases of indices between displays."""

import pytest

from backproof.documents.check import check_document

LAYER = r"Let $s_j = \sum_{i=1}^{n} W_{ij} x_i$. "
RIGHT = [
    r"The W's are iid with mean 0 and variance $\tau^2$, the x's are iid, mean zero, variance $\rho^2$.",
    r"The weights $W_{ij}$ are i.i.d., zero-mean, with variance $\tau^2$. The inputs $x_i$ have mean zero and variance $\rho^2$.",
]


def verdicts(text: str) -> dict[str, str]:
    """The last verdict on each claim."""
    return {claim.latex: claim.verdict for claim in check_document(text).claims}


@pytest.mark.parametrize("words", RIGHT)
def test_a_law_in_words_is_the_law(words: str) -> None:
    page = LAYER + words + r" All are independent. Then $\text{Var}(s_j) = n \tau^2 \rho^2$."
    assert verdicts(page)[r"\text{Var}(s_j) = n \tau^2 \rho^2"] == "proved"
    wrong = LAYER + words + r" All are independent. Then $\text{Var}(s_j) = n \tau \rho^2$."
    assert verdicts(wrong)[r"\text{Var}(s_j) = n \tau \rho^2"] == "refuted"


def test_words_that_may_say_more_give_no_law() -> None:
    page = LAYER + r"The $W_{ij}$ are not random, but unlike them the noise has variance $\tau^2$."
    assert not any("Var" in latex for latex in verdicts(page))


def test_the_variance_of_a_sum_in_words_is_a_claim_not_a_law() -> None:
    page = LAYER + RIGHT[0] + r" All are independent. So the $s_j$ have mean zero and variance $n^2 \tau^2 \rho^2$."
    assert verdicts(page)[r"\operatorname{Var}(s_j) = n^2 \tau^2 \rho^2"] == "refuted"


@pytest.mark.parametrize(("case", "verdict"), [(r"For $i \neq k$", "proved"), ("Always", "refuted")])
def test_a_case_of_the_indices_begins_with_its_sentence(case: str, verdict: str) -> None:
    claim = r"\mathbb{E}[W_{ij}W_{kj}] = 0"
    page = LAYER + RIGHT[0] + f"\n\n{case} we have ${claim}$."
    assert verdicts(page)[claim] == verdict


def test_a_square_is_no_layer_where_layers_stand_in_brackets() -> None:
    page = r"The W's are iid with mean 0 and variance $\tau^2$. Then $\mathbb{E}[W_{ij}^2] = \tau^2$, and $a^{(1)} = W^{(1)} x$."
    assert verdicts(page)[r"\mathbb{E}[W_{ij}^2] = \tau^2"] == "proved"


def test_a_function_may_be_called_as_the_derivative_is() -> None:
    page = r"Let $f(\theta) = \theta^3$ and $D(h) = \frac{f(\theta+h) - f(\theta-h)}{2h}$. Then $D(h) = 3\theta^2 + h^2$. No: $D(h) = 3\theta^2 + 2h^2$."
    found = verdicts(page)
    assert found["D(h) = 3\\theta^2 + h^2"] == "proved"
    assert found["D(h) = 3\\theta^2 + 2h^2"] == "refuted"


def test_a_page_from_a_scanner_sets_letters_apart() -> None:
    page = r"With $w _ { i } \sim N ( 0 , \sigma ^ { 2 } )$ it is $\mathrm { v a r } ( 2 w _ { i } ) = 4 \sigma ^ { 2 }$ and $\mathrm { v a r } ( 3 w _ { i } ) = 3 \sigma ^ { 2 }$."
    assert [claim.verdict for claim in check_document(page).claims] == ["definition", "proved", "refuted"]


def test_the_letter_ell_is_one_index() -> None:
    (claim,) = check_document(r"So $\sigma_\ell + n_\ell = n_\ell + \sigma_\ell$.").claims
    assert (claim.verdict, claim.read) == ("proved", "sigma[ell] + n[ell] = n[ell] + sigma[ell]")


@pytest.mark.parametrize(("factor", "verdict"), [(r"\frac{1}{T}", "proved"), ("T", "refuted")])
def test_a_temperature_that_is_said_to_be_positive_stays_so(factor: str, verdict: str) -> None:
    page = r"Softmax: let $p_i = \frac{e^{z_i/T}}{\sum_k e^{z_k/T}}$ with $T > 0$. "
    claim = rf"\frac{{\partial p_i}}{{\partial z_j}} = {factor} p_i (\delta_{{ij}} - p_j)"
    assert verdicts(page + f"Then ${claim}$.")[claim] == verdict


def test_a_layer_may_be_raised_as_a_letter_and_squares_stay_squares() -> None:
    page = (
        r"The variance of $z_j^\ell = \sum_i W_{ji}^\ell z_i^{\ell-1}$ with $W_{ji}^\ell \sim N(0, \sigma_\ell^2)$ and $z^0 = x$, $E[x_i] = 0$. "
        r"We need $\sigma_\ell^2 = 1/n_\ell$. For $s > 0$ and $z \sim N(0, s^2)$ it is $E[z^2] = s^2$."
    )
    found = verdicts(page)
    assert found["E[x_i] = 0"] == "definition"
    assert found[r"\sigma_\ell^2 = 1/n_\ell"] == "conditional"
    assert found["E[z^2] = s^2"] == "proved"


def test_a_moment_by_a_macro_of_the_page_is_a_moment() -> None:
    page = r"\newcommand{\Var}{\operatorname{Var}} Let $\Var(w) = s^2$ and $E[w] = 0$. Then $\Var(3 w) = 3 s^2$."
    assert verdicts(page)[r"\Var(3 w) = 3 s^2"] == "refuted"


@pytest.mark.parametrize(
    ("slope", "verdict"), [(r"\varphi(a)(1 - \varphi(a))", "proved"), (r"1 - \varphi(a)", "refuted")]
)
def test_a_sentence_that_names_an_activation_speaks_of_it(slope: str, verdict: str) -> None:
    page = r"Backpropagation: $h = \varphi(a)$, $\delta = \nabla_a L$. For any $\varphi$ it is $\nabla_a L = \nabla_h L \odot \varphi'(a)$."
    claim = rf"\varphi'(a) = {slope}"
    assert verdicts(page + f" For the sigmoid ${claim}$.")[claim] == verdict


def test_another_formula_for_a_known_name_is_another_meaning_where_the_words_say_so() -> None:
    page = (
        r"Softmax: $s_i = e^{x_i} / \sum_j e^{x_j}$. With $T > 0$ we use $s_i = e^{x_i / T} / \sum_j e^{x_j / T}$, and "
    )
    claim = r"\frac{\partial s_i}{\partial x_j} = s_i (\delta_{ij} - s_j)"
    found = check_document(page + f"${claim}$.").claims
    assert [each.verdict for each in found if each.latex.startswith("s_i")] == ["definition", "definition"]
    assert found[-1].verdict == "refuted"
    constant = r"Softmax: $s_i = e^{x_i} / \sum_j e^{x_j}$. So $s_i = C e^{x_i} / \sum_j e^{x_j}$."
    assert check_document(constant).claims[-1].verdict == "undecided"  # it is not said what C stands for


def test_what_holds_elsewhere_is_not_refuted_here() -> None:
    page = (
        r"The step is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. The box function is $f = h \sigma(x - a) + h \sigma(b - x) - h$. "
        r"For $a < x < b$ we get $f = h$. Outside exactly one of the neurons is on and $f = h - h$."
    )
    assert verdicts(page)["f = h - h"] == "undecided"


def test_an_equation_of_a_later_paragraph_is_not_what_was_meant_before() -> None:
    page = LAYER.replace("s_j", "a_j") + RIGHT[0] + (
        r" All are independent. Then $\text{Var}(a_j) = n \tau^2 \rho^2$." "\n\n" r"With ReLU the next input is $x_j = \max(0, u_j)$."
    )  # fmt: skip
    assert verdicts(page)[r"\text{Var}(a_j) = n \tau^2 \rho^2"] == "proved"


@pytest.mark.parametrize(
    ("gradient", "verdict"),
    [
        (r"\mathbf{p} - \mathbf{y}", "proved"),
        pytest.param(r"\mathbf{y} - \mathbf{p}", "refuted", marks=pytest.mark.slow),
    ],
)
def test_a_one_hot_label_adds_up_to_one_in_the_next_section_too(gradient: str, verdict: str) -> None:
    page = (
        "# Loss\n\n"
        r"Let $\mathbf{z} = W \mathbf{x} + \mathbf{b}$ and $p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}}$. With the one-hot label "
        r"$\mathbf{y}$ the loss is $L = -\sum_{c=1}^K y_c \log p_c$, and $\nabla_{\mathbf{z}} L$ is back-propagated."
        "\n\n# Parameters\n\n" r"Back-propagation: $\nabla_{\mathbf{b}} L = " + gradient + "$."
    )  # fmt: skip
    assert check_document(page).claims[-1].verdict == verdict


COUNTED = "# Initialization\n\nA layer with $p$ inputs and $k$ outputs has weights of variance $s^2$. "


def test_a_number_of_outputs_has_no_variance() -> None:
    said = verdicts(COUNTED + "We want $p s^2 = 1$ and $k s^2 = 1$. Add them: $(p+k) s^2 = 2$, so $s^2 = 2/(p+k)$.")
    assert said == dict.fromkeys(("p s^2 = 1", "k s^2 = 1", "(p+k) s^2 = 2", "s^2 = 2/(p+k)"), "conditional")
    wrong = verdicts(COUNTED + "We want $(p+k) s^2 = 2$, so $s^2 = 1/(p+k)$.")
    assert wrong["s^2 = 1/(p+k)"] == "refuted"


def test_a_letter_without_dollars_that_a_sentence_introduces_has_the_law_of_that_sentence() -> None:
    page = (
        "# Initialization\n\nThe weights $w_{ji}$ have mean 0 and variance $\\sigma^2$ and are independent of the gradients."
        " Let u be the vector of gradients at the outputs, with zero mean and variance $u_0^2$ per entry.\n\n"
        "$$r_i = \\sum_{j=1}^{n_{out}} w_{ji} u_j$$\n\n"
    )
    found = verdicts(page + r"$$\text{Var}(r_i) = n_{out} \sigma^2 u_0^2$$")
    assert found[r"\text{Var}(r_i) = n_{out} \sigma^2 u_0^2"] == "proved"
    wrong = verdicts(page + r"$$\text{Var}(r_i) = n_{out} \sigma^2 u_0$$")
    assert wrong[r"\text{Var}(r_i) = n_{out} \sigma^2 u_0"] == "refuted"
