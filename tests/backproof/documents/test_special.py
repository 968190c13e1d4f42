r"""Special cases that words make: they speak of what is known, and define nothing anew."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = (
    r"Let $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$ and $L = -\sum_k y_k \log p_k$ with a one-hot label y." "\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"If the true class is c then $L = -\log p_c$.", "proved"),
        (r"If the true class is c then $L = \log p_c$.", "refuted"),
        (r"If all logits are zero then $p_i = 1/K$.", "proved"),
        (r"If all scores are equal then $L = -\log K$.", "refuted"),
    ],
)
def test_a_special_case_is_judged(sentence, verdict):
    assert check_document(SOFTMAX + sentence).claims[-1].verdict == verdict


def test_a_special_case_ends_with_its_sentence():
    text = (
        SOFTMAX
        + r"If all logits are zero then $p_i = 1/K$. In general $\frac{\partial p_i}{\partial x_i} = p_i (1 - p_i)$."
    )
    assert [each.verdict for each in check_document(text).claims[-2:]] == ["proved", "proved"]
    assert (
        check_document(SOFTMAX + r"If the true class is c then nothing. We have $L = -\log p_c$.").claims[-1].verdict
        != "proved"
    )


LAYER = (
    r"$z_k = \sum_j w_{kj} x_j + b_k$, $y_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$ and $L = -\sum_i t_i \log y_i$"
    r" with $\sum_i t_i = 1$. "
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"At the start all classes are equally likely, so $L \approx \log K$.", "proved"),
        (r"At the start of training all outputs are nearly uniform, so $L \approx \log K$.", "proved"),
        (r"At the start all classes are equally likely, so $L \approx \log (K - 1)$.", "undecided"),
        (r"In the data all classes are equally likely, so $L \approx \log K$.", "undecided"),
        (r"At the start all classes are equally likely. In general $L \approx \log K$.", "undecided"),
        (r"At the start all classes are equally likely. Now $\frac{\partial L}{\partial w_{kj}} = (y_k - t_k) x_j$.", "proved"),
    ],
)  # fmt: skip
def test_at_the_start_a_softmax_knows_nothing(claim, verdict):
    assert check_document(LAYER + claim).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"For the correct class $c$ it is $\frac{\partial C}{\partial z_c} = y_c - 1$; for the others $\frac{\partial C}{\partial z_j} = y_j$", "proved"),
        (r"If $c$ is the true class, $\frac{\partial C}{\partial z_j} = y_j$ for all other $j$", "proved"),
        (r"If $c$ is the true class, then for all other classes $j$ we have $\frac{\partial C}{\partial z_j} = -y_j$", "refuted"),
        (r"If $c$ is the true class, $\frac{\partial C}{\partial z_j} = y_j$ for all $j$", "refuted"),
    ],
)  # fmt: skip
def test_the_other_classes(sentence, verdict):
    page = r"Softmax $y_i = e^{z_i} / \sum_{k=1}^n e^{z_k}$ with one-hot $t$ and loss $C = -\sum_i t_i \log y_i$."
    assert check_document(f"{page} {sentence}.").claims[-1].verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("0", "refuted"), ("2 p^2 (1 - p)^2", "proved")])
def test_numbers_that_are_equal_under_a_hypothesis_are_no_case_and_no_definition(value: str, verdict: str) -> None:
    page = r"$p = \sigma(z)$ with $\sigma(z) = \frac{1}{1 + e^{-z}}$, and $L = (p - t)^2$. If $t = p$ then "
    found = check_document(page + rf"$\frac{{\partial^2 L}}{{\partial z^2}} = {value}$.").claims
    assert (len(found), found[-1].verdict) == (4, verdict)


def test_two_places_of_a_line_are_no_definition_of_one_another() -> None:
    page = "$f = 3$ for $a < x < b$. Also at $x = a$ and $x = b$ we get $f = 0$."
    verdicts = {each.latex: each.verdict for each in check_document(page).claims}
    assert verdicts.get("x = b") != "definition"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (r"a one-hot target $\tau$", "proved"),
        (r"a target $\boldsymbol{\tau}$, which is given, and $\tau$ is one-hot,", "proved"),
        (r"a target $\tau$ and a one-hot vector $v$", "conditional"),
        (r"a target $\tau$", "conditional"),
    ],
)
def test_the_letter_that_is_called_one_hot_is(words, said):
    page = rf"$q_i = e^{{s_i}} / \sum_r e^{{s_r}}$. With {words} we have $L = -\sum_k \tau_k \log q_k$. "
    report = check_document(page + r"So $q_j \sum_k \tau_k - \tau_j = q_j - \tau_j$.")
    assert report.claims[-1].verdict == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"L = -\log p_y", "proved"),
        (r"L = z_y - \log \sum_k e^{z_k}", "refuted"),
        (r"\frac{\partial L}{\partial z_y} = p_y - 1", "proved"),
        (r"\frac{\partial L}{\partial z_j} = p_j - 1", "refuted"),
    ],
)
def test_an_equation_names_the_class_for_the_rest_of_the_answer(claim, said):
    page = r"$p_c = \frac{\exp(z_c)}{\sum_k \exp(z_k)}$, $\mathbf{t}$ is one-hot and $t_y = 1$. "
    report = check_document(page + rf"Then $L = -\sum_c t_c \log p_c$. Another sentence. So ${claim}$.")
    assert report.claims[-1].verdict == said


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"$\frac{\partial L}{\partial x_i} = p_i - 1$ for $i = c$ and $\frac{\partial L}{\partial x_i} = p_i$ for the others", "proved"),
        (r"$\frac{\partial L}{\partial x_i} = p_i - 1$ for $i = c$ and $\frac{\partial L}{\partial x_i} = -p_i$ for the others", "refuted"),
        (r"$\frac{\partial L}{\partial x_i} = p_i$ for the others", "proved"),  # than the class of the loss
        (r"$\frac{\partial L}{\partial x_i} = -p_i$ for the others", "refuted"),
        (r"$\frac{\partial L}{\partial x_i} = p_i - 1$ for $i = c$ and $\frac{\partial L}{\partial x_i} = p_i$ for all $i$", "refuted"),
    ],
)  # fmt: skip
def test_the_others_are_those_beside_the_case_of_the_sentence(words: str, verdict: str) -> None:
    page = r"Softmax $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$, and the loss is $L = -\log p_c$. We get "
    assert check_document(f"{page}{words}.").claims[-1].verdict == verdict


ONE_HOT = r"""
# Softmax

$$q_c = \frac{e^{u_c}}{\sum_{k=1}^{K} e^{u_k}}$$

The label $y$ is one-hot, $y_c = 1$ for the correct class $c = t$.

$$\ell = - \sum_c y_c \log q_c = FIRST$$

$$\ell = SECOND$$

In general we have the chain rule.

$$\frac{\partial \ell}{\partial u_j} = - \sum_c \frac{y_c}{q_c} \frac{\partial q_c}{\partial u_j} = THIRD$$
"""
RIGHT = (r"- \log q_t", r"- u_t + \log \sum_k e^{u_k}", "q_j - y_j")


@pytest.mark.parametrize("n", range(3))
def test_a_letter_that_runs_over_the_classes_is_not_the_class(n):
    def verdicts(claims):
        page = ONE_HOT
        for place, claim in zip(("FIRST", "SECOND", "THIRD"), claims, strict=True):
            page = page.replace(place, claim)
        found = check_document(page).claims
        return [each.verdict for each in (found[-4], found[-3], found[-1])]

    wrong = (r"- 2 \log q_t", r"u_t + \log \sum_k e^{u_k}", "q_j + y_j")[n]
    assert verdicts(RIGHT) == ["proved", "proved", "proved"]
    assert verdicts((*RIGHT[:n], wrong, *RIGHT[n + 1 :]))[n] == "refuted"


def test_the_class_that_words_call_t() -> None:
    page = r"""# Softmax
$$\mathbf{p}_c = \frac{\exp(\mathbf{z}_c)}{\sum_k \exp(\mathbf{z}_k)}, \qquad Loss_i = - \sum_c \mathbf{1}(y_i = c) \log \mathbf{p}_c$$

Call the true class t. Only $c = t$ survives in the sum. For $j = t$ we get
$\frac{\partial \text{Loss}_i}{\partial \mathbf{z}_t} = -\frac{1}{\mathbf{p}_t} \mathbf{p}_t (1 - \mathbf{p}_t)$ and for $j \neq t$

$$\frac{\partial \text{Loss}_i}{\partial \mathbf{z}_j} = -\frac{1}{\mathbf{p}_t} (-\mathbf{p}_t \mathbf{p}_j).$$

So $\frac{\partial \text{Loss}_i}{\partial \mathbf{z}_t} = \mathbf{p}_t$.
"""
    found = [each.verdict for each in check_document(page).claims if "partial" in each.latex]
    assert found == ["proved", "proved", "refuted"]
