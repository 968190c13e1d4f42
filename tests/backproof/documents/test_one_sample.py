"""Logistic regression over samples: what has the index of the sample only is a number, or a column, of any sample."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Logistic regression

The data is $(\mathbf{x}_i, y_i)$ with labels 0 or 1. We model $p_i = \varphi(z_i)$ with $z_i = \mathbf{w}^T \mathbf{x}_i + b$
and $\varphi(z) = \frac{1}{1 + e^{-z}}$. The loss is

$$Loss_i = - y_i \log p_i - (1 - y_i) \log (1 - p_i), \qquad Loss = \frac{1}{N} \sum_{i=1}^N Loss_i.$$

Claim:

"""


def _verdicts(claim):
    report = check_document(PAGE + claim + "\n")
    return [each.verdict for each in report.claims if each.line > 9]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$$\frac{\partial Loss_i}{\partial z_i} = p_i - y_i$$", "proved"),
        (r"$$\frac{\partial Loss_i}{\partial z_i} = y_i - p_i$$", "refuted"),
        (r"$$\nabla_{\mathbf{w}} Loss = \frac{1}{N} \sum_{i=1}^N (p_i - y_i) \mathbf{x}_i$$", "proved"),
        (r"$$\nabla_{\mathbf{w}} Loss = \sum_{i=1}^N (p_i - y_i) \mathbf{x}_i$$", "refuted"),
        (r"$$\frac{\partial Loss}{\partial b} = \frac{1}{N} \sum_{i=1}^N (y_i - p_i)$$", "refuted"),
        (r"The odds are $\frac{p}{1 - p} = e^{z}$.", "proved"),
        (r"The odds are $\frac{p}{1 - p} = e^{-z}$.", "refuted"),
        (r"$$Loss_i = \log(1 + e^{-(2 y_i - 1) z_i})$$", "proved"),  # for labels 0 and 1 only
        (r"$$Loss_i = \log(1 + e^{(2 y_i - 1) z_i})$$", "refuted"),
    ],
)
def test_a_claim_about_samples(claim, verdict):
    assert _verdicts(claim) == [verdict]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"$\text{ReLU}'(z) = 1$ if z > 0 and 0 if z < 0", "proved"),
        (r"$\text{ReLU}'(z) = 0$ if z > 0 and 1 if z < 0", "refuted"),
        (r"$\text{ReLU}(z) = z$ if z >= 0", "proved"),
        (r"$\text{ReLU}(z) = z$ if z < 0", "refuted"),
        (r"$\text{ReLU}(z) = z$ when the neuron is active", "undecided"),
        (r"$\text{ReLU}(z) = z$ as we know", "refuted"),
    ],
)
def test_plain_words_restrict(words, verdict):
    report = check_document(f"# Activations\n\nWe have {words}.\n")
    assert [each.verdict for each in report.claims] == [verdict]


def test_a_bound_of_a_uniform_law_is_a_parameter_and_no_activation():
    page = (
        "# Initialization\n\nWith $z_j = \\sum_{i=1}^n w_{ji} x_i$ the weights are drawn from $U[-a, a]$."
        " We need $\\frac{n a^2}{3} = 1$.\n"
    )
    assert check_document(page).claims[-1].verdict == "conditional"


def test_what_words_say_anew_of_a_letter_is_not_judged_by_what_it_was():
    page = "# Initialization\n\n{} Then $\\text{{Var}}(a) = 1$ and $\\mathbb{{E}}[\\text{{ReLU}}(a)] = 1$.\n"
    said = check_document(page.format("Let a be random, as in the exercise."))
    assert "refuted" not in [each.verdict for each in said.claims]
    read = check_document(page.format("Let a be 1 or -1 with probability 1/2 each."))
    assert [each.verdict for each in read.claims] == ["proved", "refuted"]
