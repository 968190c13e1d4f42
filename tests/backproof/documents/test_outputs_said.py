r"""What words say that a network of steps gives, and of the weight and the bias of its neurons."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Question 1

The step activation is $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. The neurons are $z_1 = \sigma(x)$ and
$z_2 = \sigma(x - d)$ with $d > 0$. The network is $f(x) = q z_1 - q z_2$.

"""


def verdicts(words: str) -> list[str]:
    return [each.verdict for each in check_document(PAGE + words).claims][5:]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (r"For x between 0 and $d$ the output is $q \cdot 1 - q \cdot 0 = q$, then.", ["proved", "proved"]),
        (r"For $x > d$ both are on and the output is $q - q = 0$.", ["proved", "proved"]),
        (r"For $x > d$ both are on and the output is $q + q = 2q$.", ["refuted", "proved"]),
        (r"If $x < 0$ then the output is $q$ already.", ["refuted"]),
    ],
)
def test_the_output_is_what_the_network_gives_there(words: str, said: list[str]) -> None:
    assert verdicts(words) == said


@pytest.mark.parametrize(
    "words",
    [
        r"If $d > 1$ the output is $q$ in the middle.",
        r"For x outside of $(0, d)$ the output is $0$.",
        r"For $x > 0$ the output is $q$ as long as $x < d$.",
    ],
)
def test_an_output_elsewhere_is_not_called_wrong(words: str) -> None:
    assert "refuted" not in verdicts(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (r"The first one has bias 0, the second has weight 1 and bias $-d$.", ["proved", "proved", "proved"]),
        (r"The first neuron has bias $d$.", ["refuted"]),
        (r"The second unit has bias $d$.", ["refuted"]),
        (r"If the second had another sign, the second would get bias $d$.", []),
    ],
)
def test_the_bias_of_a_neuron_in_words(words: str, said: list[str]) -> None:
    assert verdicts(words) == said


def test_in_other_words_speaks_of_no_others() -> None:
    assert verdicts(r"In other words, for $x > d$ we have $f(x) = q$.") == ["refuted"]


@pytest.mark.parametrize(("sign", "verdict"), [("+", "proved"), ("-", "refuted")])
def test_what_follows_from_a_mean_that_is_supposed_is_a_claim(sign: str, verdict: str) -> None:
    page = r"""# Initialization

The weights $w_i$ are drawn from $N(0, \sigma^2)$, the inputs are independent, zero-mean with $\text{Var}(x_i) = v^2$, and
$a = \sum_{i=1}^{n} w_i x_i$. If the inputs had a mean $\mu$ we would have """
    claim = rf"$\text{{Var}}(a) = n \sigma^2 (v^2 {sign} \mu^2)$."
    assert check_document(page + claim).claims[-1].verdict == verdict
