"""Sheets of short answers: questions in bold, values that are asked for, hypotheses, shapes in passing."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.extraction import extract


def _verdicts(page):
    return [each.verdict for each in check_document(page).claims]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("**Q1. Variances (6 pts)**", "Q1. Variances (6 pts)"),
        ("*B.2 Compute the gradient.*", "B.2 Compute the gradient."),
        ("Part B. Logistic regression [15 pts]", "Part B. Logistic regression [15 pts]"),
        ("**Note** this is important.", ""),
        ("**Answer**", ""),
    ],
)
def test_a_question_in_bold_is_a_heading(line, title):
    assert extract(f"Text.\n\n{line}\n\nMore text, with a comma.\n").parts[-1].title == title


def test_each_question_has_its_own_names():
    page = (
        "**Q1. Initialisation**\n\nThe variance of the weights is $\\sigma^2$ and $n_{in} \\sigma^2 = 1$.\n\n"
        "**Q2. Sigmoid**\n\n$\\sigma(-z) = 1 - \\sigma(z)$ for the sigmoid, and $\\sigma(-z) = \\sigma(z)$.\n"
    )
    assert _verdicts(page)[-2:] == ["proved", "refuted"]


UNIFORM = (
    "# Initialisation\n\nThe uniform distribution on [-a, a] has the variance $\\frac{a^2}{3}$. We need"
    " $\\frac{n_{in} a^2}{3} = 1 \\Rightarrow a = %s$. (the default $a = 1/\\sqrt{n_{in}}$ is smaller.)\n\n"
    "With ReLU we need $\\frac{a^2}{3} = \\frac{2}{n_{in}}$ so $a = %s$.\n"
)


def test_the_solution_of_what_is_asked_for_defines_nothing():
    right = _verdicts(UNIFORM % (r"\sqrt{\frac{3}{n_{in}}}", r"\sqrt{\frac{6}{n_{in}}}"))
    assert right == ["proved", "conditional", "conditional", "definition", "conditional", "conditional"]
    wrong = _verdicts(UNIFORM % (r"\sqrt{\frac{3}{n_{in}}}", r"\sqrt{\frac{2}{3 n_{in}}}"))
    assert wrong == ["proved", "conditional", "conditional", "definition", "conditional", "refuted"]


def test_what_follows_from_a_hypothesis_is_no_definition():
    page = "# Logistic\n\nWith $\\sigma(z) = \\frac{1}{1+e^{-z}}$: if $p = \\sigma(z)$ then $z = \\log \\frac{1 - p}{p}$.\n"
    assert _verdicts(page)[-1] in ("refuted", "undecided")


def test_a_chain_that_is_right_in_itself_shows_what_is_right():
    page = "# Activations\n\n$$\\tanh'(z) = 2 (1 - \\tanh^2(z)) = 1 - \\tanh^2(z)$$\n"
    first, second = check_document(page).claims
    assert (first.verdict, second.verdict) == ("refuted", "proved")
    assert second.latex == r"\tanh'(z) = 1 - \tanh^2(z)"


def test_targets_of_which_a_page_says_so_add_up_to_one():
    page = "# Numbers\n\n$- %s_k + p_k \\sum_c %s_c = p_k - %s_k$%s\n"
    since = " since $\\sum_c %s_c = 1$."
    assert _verdicts(page % ("y", "y", "y", since % "y"))[0] == "proved"
    assert _verdicts(page % ("y", "y", "y", "."))[0] != "proved"
    assert _verdicts(page % ("y", "y", "y", since % "p"))[0] != "proved"
