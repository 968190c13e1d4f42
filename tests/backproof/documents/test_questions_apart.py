r"""What one question says of a letter beside another, and words that restrict, or set, what comes next."""

import pytest

from backproof.documents.check import check_document


def last(page):
    return check_document(page).claims[-1].verdict


POINTED = r"""1. (4 points) Expressivity. The step activation is $\sigma(u) = 1$ for u > 0 and 0 otherwise.

Two neurons give the box $f(x) = h \sigma(x) - h \sigma(x - \delta)$.

2. (4 points) Choosing the right scale of initialization. A linear layer with $n_{in}$ inputs, weights $N(0, \sigma^2)$, inputs
independent with zero mean and $\text{var}(x_i) = v^2$.

$$a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$$

We get $\text{var}(a_j) = CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"n_{in} \sigma^2 v^2", "proved"),
        (r"n_{in} \sigma v^2", "refuted"),
        (r"\sigma^2 v^2", "refuted"),
    ],
)
def test_questions_with_points_are_apart(claim, expected):
    report = check_document(POINTED.replace("CLAIM", claim))
    assert [each.setting for each in report.sections] == ["step-networks", "initialization"]
    assert report.claims[-1].verdict == expected


@pytest.mark.parametrize(
    ("claim", "expected"), [(r"\sigma^2", "proved"), (r"2 \sigma^2", "refuted"), (r"v^2", "refuted")]
)
def test_a_square_of_sigma_is_a_number_beside_a_function_of_that_letter(claim, expected):
    page = rf"""Let $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. The box is $f(x) = \sigma(x) - \sigma(x - 1)$.

The weights of a layer with $n_{{in}}$ inputs are initialized from $N(0, \sigma^2)$, the inputs have mean zero and
$\text{{var}}(x_i) = v^2$. Then $E[w_{{ji}}^2] = {claim}$."""
    assert last(page) == expected


@pytest.mark.parametrize("words", ["for i = j", "for $i = j$", "on the diagonal"])
@pytest.mark.parametrize(("sign", "expected"), [("-", "proved"), ("", "refuted")])
def test_the_other_case_of_a_sentence(words, sign, expected):
    page = rf"""# Softmax

Let $S = \sum_{{k=1}}^K e^{{z_k}}$, so $p_i = e^{{z_i}} / S$. With the quotient rule, {words}

$$\frac{{\partial p_i}}{{\partial z_i}} = p_i (1 - p_i)$$

and for $i \neq j$

$$\frac{{\partial p_i}}{{\partial z_j}} = {sign} \frac{{e^{{z_i}} e^{{z_j}}}}{{S^2}}$$"""
    assert last(page) == expected


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        (r"with $N \delta = 2B$", r"N^d = (2B/\delta)^d", "proved"),
        (r"with $N \delta = 2B$", r"N^d = (B/\delta)^d", "refuted"),
        (r"with $N \delta = 2B$", r"M \delta = \frac{MB}{N}", "refuted"),
        (r"so the points have $N \delta = B$", r"N^d = (2B/\delta)^d", "undecided"),
    ],
)
def test_a_product_that_words_set_says_what_a_width_is(words, claim, expected):
    page = rf"""# Staircases of step activations

We take a grid $t_k = -B + k \delta$, $k = 0, \dots, N$ {words}. In $d$ dimensions, with slopes of at most $M > 0$, ${claim}$."""
    found = last(page)
    assert found == expected if expected != "undecided" else found != "proved"


def test_one_unit_of_a_layer_that_is_read_as_one_of_several_refutes_nothing():
    page = r"""# Back-propagation

$z^{(1)} = W^{(1)} x + b^{(1)}$, $h = \varphi(z^{(1)})$, $z^{(2)} = W^{(2)} h + b^{(2)}$, $\hat{y} = \varphi(z^{(2)})$, the sigmoid.
Here $W^{(2)} \in \mathbb{R}^{100 \times 1}$ and $h \in \mathbb{R}^{100}$. So $z^{(2)} = \sum_j W^{(2)}_{1j} h_j + b^{(2)}$."""
    assert last(page) != "refuted"
    assert last(page.replace("W^{(2)}_{1j}", "W^{(2)}_{ij} 2").replace("So $z^{(2)}", "So $z^{(2)}_i")) != "proved"


@pytest.mark.parametrize(("slope", "expected"), [(r"\frac{1}{T}", "proved"), ("T", "refuted")])
def test_what_an_if_divides_by_a_temperature_is_another_output(slope, expected):
    page = rf"""# Softmax

$y_i = \exp(z_i) / \sum_k \exp(z_k)$. If the logits are first divided by a temperature T > 0, that is
$y_i = \exp(z_i / T) / \sum_k \exp(z_k / T)$, only a constant changes, $\frac{{\partial y_i}}{{\partial z_j}} = {slope} \, y_i (\delta_{{ij}} - y_j)$."""
    found = check_document(page).claims
    assert [each.verdict for each in found[-2:]] == ["definition", expected]
