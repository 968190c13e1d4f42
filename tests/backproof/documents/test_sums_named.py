r"""What words say a sum is, antiderivatives between their ends, conditions that say what a number is."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = r"$$q_i = \frac{e^{u_i}}{\sum_{k=1}^n e^{u_k}}$$ "


def last(text):
    return check_document(text).claims[-1].verdict


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("Write S for the denominator.", r"\frac{\partial q_i}{\partial u_i} = \frac{e^{u_i} S - e^{2 u_i}}{S^2}", "proved"),
        ("Let $Z$ denote the normalizer.", r"\frac{\partial Z}{\partial u_i} = e^{u_i}", "proved"),
        ("$T$ is the sum of all exponentials.", r"q_i = e^{u_i} / T", "proved"),
        ("Write S for the denominator.", r"\frac{\partial q_i}{\partial u_i} = \frac{e^{u_i} S - e^{2 u_i}}{S}", "refuted"),
        ("Call the denominator $Z$.", r"\frac{\partial Z}{\partial u_i} = Z", "refuted"),
        ("Write S for the numerator.", r"q_i = S^2", "undecided"),
    ],
)  # fmt: skip
def test_words_name_the_denominator(words, claim, verdict):
    assert last(f"{SOFTMAX}\n{words} Then ${claim}$.") == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\int_{-a}^{a} \frac{w^2}{2a} dw = \left[ \frac{w^3}{6a} \right]_{-a}^{a}", "proved"),
        (r"\frac{1}{2r} \left. \frac{v^3}{3} \right|_{-r}^{r} = \frac{r^2}{3}", "proved"),
        (r"\Big[ \frac{x^2}{2} \Big]_0^2 = 2", "proved"),
        (r"\int_0^b t^3 dt = \left[ \frac{t^4}{3} \right]_0^b", "refuted"),
        (r"\left[ w^2 \right]_{-a}^{a} = 2 a^2", "refuted"),
        (r"\left[ c w \right]_0^1 = c", "unreadable"),
    ],
)
def test_an_antiderivative_between_its_ends(claim, verdict):
    assert last(f"Then ${claim}$.") == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"if $p = \sigma(z)$ then $z = \log \frac{p}{1 - p}$.", "proved"),
        (r"if $r = \sigma(u)$ then $e^u = \frac{r}{1 - r}$.", "proved"),
        (r"if $p = \sigma(z)$ then $z = \log \frac{1 - p}{p}$.", "refuted"),
        (r"if $r = \sigma(u)$ then $e^{-u} = \frac{r}{1 - r}$.", "refuted"),
    ],
)
def test_a_condition_says_what_a_number_is(words, verdict):
    assert last(r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$. Inverse: " + words) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sigma'(z) \leq \frac{1}{4}", "proved"),
        (r"\frac{(e^z - e^{-z})(e^z - e^{-z})}{(e^z + e^{-z})^2} = \tanh^2(z)", "proved"),
        (r"\sigma'(z) \leq \frac{1}{5}", "undecided"),
        (r"\frac{(e^z - e^{-z})(e^z - e^{-z})}{(e^z + e^{-z})^2} = 1 - \tanh(z)", "refuted"),
    ],
)
def test_a_vector_may_stand_for_any_of_its_entries(claim, verdict):
    page = rf"$z \in \mathbb{{R}}^K$ and $\sigma(u) = \frac{{1}}{{1 + e^{{-u}}}}$. {SOFTMAX} Then ${claim}$."
    assert last(page) == verdict


def test_other_letters_than_i_and_j_make_a_case():
    page = (
        r"$$q_a = \frac{e^{u_a}}{\sum_b e^{u_b}}$$ For $a \neq c$: $\frac{\partial q_a}{\partial u_c} = " + "{}" + "$."
    )
    assert last(page.replace("{}", "-q_a q_c")) == "proved"
    assert last(page.replace("{}", "q_a q_c")) == "refuted"
