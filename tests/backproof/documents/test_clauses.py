"""What the words around formulas make of them: conditions, cases, examples, choices."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.report import FAULT

STEP = r"The step activation is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. Take $h_1(x) = \sigma(x)$ and $h_2(x) = \sigma(x - \delta)$, the threshold $\delta > 0$. The network is $f(x) = h \cdot h_1(x) - h \cdot h_2(x)$."
LAYER = r"Xavier initialization. Let $w_{ij}$ have $\mathbb{E}[w_{ij}] = 0$ and $\text{Var}(w_{ij}) = \sigma^2$, and $\text{Var}(x_i) = v^2$, $\mathbb{E}[x_i] = 0$, all independent, and $a_j = \sum_{i=1}^{n_{in}} w_{ij} x_i$."


def verdicts(text: str, among: str = "") -> list[str]:
    return [each.verdict for each in check_document(text).claims if among in each.latex]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"if $x \le 0$: $f(x) = 0$", "proved"),
        (r"if $x \le 0$: $f(x) = h$", "refuted"),
        (r"- if $0 < x < \delta$: the first is on, so $f(x) = h$", "proved"),
        (r"For $x > \delta$ we have $f(x) = h$.", "refuted"),
        (r"Whenever $x > 0$ and $x < \delta$ we get $f(x) = h$.", "proved"),
        (r"We have $f(x) = h$ for $0 < x < \delta$ and $0$ otherwise.", "proved"),
        (r"We have $f(x) = h$ for $x > 0$ and $0$ otherwise.", "refuted"),
    ],
)
def test_a_condition_reaches_to_the_end_of_its_sentence(sentence, verdict):
    assert verdicts(f"{STEP}\n\n{sentence}\n", "f(x) = ")[1:] == [verdict]


def test_a_condition_ends_with_its_sentence():
    assert verdicts(rf"{STEP} For $0 < x < \delta$ it is on. Then $f(x) = h$.", "f(x) = ")[1:] == ["undecided"]


def test_true_except_at_a_point_says_so():
    claim = check_document(rf"{STEP} If $x \geq \delta$, then $f(x) = 0$.").claims[-1]
    assert (claim.verdict, bool(claim.exceptions)) == ("proved", True)


def test_a_condition_in_prose_is_no_claim():
    text = rf"{LAYER} For $n_{{in}}\sigma^2 < 1$ it vanishes and for $n_{{in}}\sigma^2 > 1$ it explodes."
    assert verdicts(text, "in}}\\sigma^2 <") == verdicts(text, "in}}\\sigma^2 >") == []


def test_a_choice_is_a_claim_and_a_condition():
    text = rf"{LAYER} With $\sigma^2 = \frac{{1}}{{n_{{in}}}}$ we have $\text{{Var}}(a_j) = v^2$."
    assert verdicts(text)[-2:] == ["conditional", "proved"]
    wrong = rf"{LAYER} With $\sigma^2 = \frac{{2}}{{n_{{in}}}}$ we have $\text{{Var}}(a_j) = v^2$."
    assert verdicts(wrong)[-1] == "refuted"


@pytest.mark.parametrize(("claim", "verdict"), [(r"-\log p", "proved"), (r"-\log(1-p)", "refuted")])
def test_a_number_in_a_condition_takes_the_place_of_its_name(claim, verdict):
    text = rf"Logistic loss. For $y = 1$ the loss is $-y\log p - (1-y)\log(1-p) = {claim}$."
    assert verdicts(text)[-1] == verdict


def test_two_classes_are_two_entries():
    text = r"Softmax: $p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$. For $K = 2$ we get $p_1 = \frac{1}{1 + e^{-(z_1 - z_2)}}$."
    assert verdicts(text)[-1] == "proved"
    assert verdicts(text.replace("z_1 - z_2", "z_2 - z_1"))[-1] == "refuted"


def test_an_example_is_another_function():
    assert verdicts(rf"{STEP} For $f(x) = x^2$ it is different.", "x^2") == ["definition"]


def test_a_range_is_no_claim():
    assert verdicts(r"Softmax: $p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}}$ for $c = 1, \dots, K$.") == ["definition"]


def test_slope_of_relu_is_nothing_at_zero():
    claims = check_document(
        r"$\text{ReLU}'(z) = 1$ for $z > 0$; $\text{ReLU}'(z) = 1$ for $z \ge 0$; $\text{ReLU}'(z) = 0$ for $z > 0$"
    ).claims
    assert [(each.verdict, bool(each.exceptions)) for each in claims] == [
        ("proved", False),
        ("proved", True),
        ("refuted", False),
    ]


HIDDEN = r"""The step is $\sigma(u) = 1$ for $u > 0$ and $\sigma(u) = 0$ for $u \le 0$. With $\delta > 0$ the hidden units of
the box function are $h_1 = \sigma(x)$ and $h_2 = \sigma(x - \delta)$, and $y = h h_1 - h h_2$.

"""


@pytest.mark.parametrize(
    ("item", "verdict"),
    [(r"If $x \leq 0$ then $y = 0$.", "proved"), (r"If $x \leq 0$ then $y = 1$.", "refuted"), (r"If $x > \delta$ then $y = 0$.", "proved")],
)  # fmt: skip
def test_a_number_under_a_condition_is_a_claim_about_a_name_that_is_defined(item, verdict):
    assert check_document(HIDDEN + "- " + item).claims[-1].verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("1", "refuted"), ("0", "proved")])
def test_what_ends_a_sentence_is_its_claim_and_no_condition(value, verdict):
    (claim,) = check_document(HIDDEN + rf"For $x > \delta$, $y = {value}$.").claims[-1:]
    assert (claim.latex, claim.verdict) == (f"y = {value}", verdict)


def test_a_number_for_an_example_is_forgotten_for_the_next_one():
    page = HIDDEN + r"For $d = 3$ there are many cubes, and an image ($d = 784$) has more."
    assert check_document(page).claims[-1].verdict == "definition"


@pytest.mark.parametrize("at", ["walk.at_last_layer", "check.walker_of"])
def test_a_fault_of_ours_leaves_a_claim_open(monkeypatch, at):
    def fails(*_):
        raise IndexError

    monkeypatch.setattr(f"backproof.documents.{at}", fails)
    (claim,) = check_document("So $1 + 1 = 2$.").claims
    assert (claim.verdict, FAULT in claim.reason) == ("undecided", True)


def test_i_and_j_differ_after_for():
    text = r"Softmax $p_i = e^{z_i} / \sum_{k=1}^K e^{z_k}$. For $i = j$ we have $\frac{\partial p_i}{\partial z_i} = p_i(1 - p_i)$ and for $i \neq j$ the term is missing: $\frac{\partial p_i}{\partial z_j} = -p_i p_j$."
    assert verdicts(text)[-1] == "proved"


@pytest.mark.parametrize(("value", "verdicts"), [("h", {"proved"}), ("0", {"refuted"})])
def test_at_a_step_the_value_there_counts(value, verdicts):
    page = HIDDEN + rf"At $x = \delta$ the second neuron is not on, so $y = {value}$."
    claims = check_document(page).claims
    assert claims[-1].verdict in verdicts
    assert not any(each.latex == r"x = \delta" for each in claims)


def test_what_a_question_supposes_holds_in_the_answers():
    page = r"""Let $p = \text{softmax}(z)$ with one-hot labels $y$ and $L = -\sum_i y_i \log p_i$.

(a) Give the gradients of the weights if $\mathbf{z} = W\mathbf{h} + \mathbf{b}$.

$\nabla_W L = (\mathbf{p} - \mathbf{y}) \mathbf{h}^T$ and $\nabla_W L = \mathbf{h} (\mathbf{p} - \mathbf{y})^T$"""
    assert [each.verdict for each in check_document(page).claims[2:]] == ["definition", "proved", "refuted"]


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_the_last_side_of_a_chain_has_cases(sign, verdict):
    page = r"Step network: $\sigma(x) = 1$ if $x \geq 0$ and $0$ otherwise. Let $p < q$."
    chain = rf" So $f(x) = h \sigma(x - p) {sign} h \sigma(x - q) = h$ for $p \leq x < q$ and $0$ otherwise."
    assert check_document(page + chain).claims[-1].verdict == verdict


def test_of_a_kind_of_numbers_that_is_not_read_nothing_is_refuted():
    page = r"Initialization. We have $E[\text{ReLU}(u)^2] = \frac{1}{2} \text{Var}(u)$"
    assert [check_document(page + each).claims[-1].verdict for each in (" for symmetric $u$.", ".")] == [
        "undecided",
        "refuted",
    ]


def test_the_next_case_does_not_restrict_the_one_before():
    page = r"Step network: $\sigma(x) = 1$ for $x > 0$ and $0$ otherwise. $f(x) = \sigma(x) - \sigma(x - 1)$. "
    cases = r"For $x \leq 0$ we have $f(x) = {}$, for $0 < x \leq 1$ we have $f(x) = 1$."
    found = [check_document(page + cases.format(value)).claims[-2:] for value in "01"]
    assert [[each.verdict for each in pair] for pair in found] == [["proved", "proved"], ["refuted", "proved"]]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (r"So $\frac{\partial p_k}{\partial z_m} = -p_k p_m$ off the diagonal.", "proved"),
        (r"So $\frac{\partial p_k}{\partial z_m} = p_k p_m$ off the diagonal.", "refuted"),
        (r"So $\frac{\partial p_k}{\partial z_m} = p_k (1 - p_m)$ on the diagonal.", "proved"),
        (r"So $\frac{\partial p_k}{\partial z_m} = -p_k p_m$ on the diagonal.", "refuted"),
        ("For $k = m$: $$D = D$$\n\nfor $k \\neq m$: $\\frac{\\partial p_k}{\\partial z_m} = -p_k p_m$.", "proved"),
        ("For $k = m$: $$D = D$$\n\nfor $k \\neq m$: $\\frac{\\partial p_k}{\\partial z_m} = p_k p_m$.", "refuted"),
    ],
)
def test_on_and_off_the_diagonal(sentence, said):
    report = check_document(r"$p_i = \frac{e^{z_i}}{\sum_r e^{z_r}}$. " + sentence)
    assert report.claims[-1].verdict == said


@pytest.mark.parametrize(("bound", "verdict"), [(r"2MB/\varepsilon", "proved"), (r"MB/\varepsilon", "refuted")])
def test_how_many_pieces_it_takes_is_no_condition_on_what_follows(bound, verdict):
    page = r"With step neurons and $|f'(x)| \leq M$ the error is $|f(x) - s(x)| \leq \frac{2MB}{n}$. "
    words = rf"For error at most $\varepsilon$ take $n \geq {bound}$. That is all."
    assert verdicts(page + words, "varepsilon") == [verdict]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"To the right of the box, $x \ge w$, only one unit is on and $g(x) = c + 0 - c = 0$.", "proved"),
        (r"In the middle, $0 < x < w$, we get $g(x) = c$.", "proved"),
        (r"In the middle, $0 < x < w$, we get $g(x) = 2c$.", "refuted"),
        (r"On the left, $x \le 0$, we get $g(x) = c$.", "refuted"),
    ],
)
def test_a_range_beside_the_words_for_it_is_a_condition(words, verdict):
    page = (
        r"The step activation is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. "
        r"The network is $g(x) = c \sigma(x) + c \sigma(w - x) - c$ with $w > 0$. "
    )
    assert check_document(page + words).claims[-1].verdict == verdict


def test_a_part_in_bold_ends_the_condition_before_it() -> None:
    page = r"""# Initialization
Let $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with weights of mean 0 and variance $\sigma^2$. The variance stays the same only if

$$n \sigma^2 = 1.$$

**(c)** Let $r_j = \max(0, a_j)$ and $s^2 = \text{Var}(a_j)$, where $a_j$ is normal. Then $\text{Var}(r_j) = \frac{s^2}{2} - VALUE$.
"""
    values = (r"\frac{s^2}{2\pi}", r"\frac{s^2}{\pi}")
    found = [check_document(page.replace("VALUE", each)).claims[-1].verdict for each in values]
    assert found in (["proved", "refuted"], ["conditional", "refuted"])


def test_what_is_the_same_as_a_condition_is_no_claim() -> None:
    network = r"We have $z = w^T x + b$ and $p = \sigma(z)$ with the sigmoid."
    claims = check_document(rf"{network} We predict 1 if $p \geq 0.5$, this is the same as $z \geq 0$.").claims
    assert claims[-1].verdict != "refuted"
