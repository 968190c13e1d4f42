"""What one sentence supposes of a distribution, and what the page has said again after it."""

import pytest

from backproof.documents.check import check_document

HEAD = (
    "# Initialization\n\nLet $a_j = \\sum_{i=1}^{n} w_{ji} x_i$, independent weights with mean 0 and variance $\\sigma^2$,"
    " inputs with mean 0 and variance $v^2$.\n\n"
)


def _verdicts(*lines: str, head: str = HEAD) -> list[list[str]]:
    """The verdicts of the claims of each line."""
    report = check_document(head + "\n\n".join(lines))
    first = head.count("\n") + 1
    return [[each.verdict for each in report.claims if each.line == first + 2 * n] for n in range(len(lines))]


@pytest.mark.slow
def test_a_mean_that_is_supposed_counts_until_the_sentence_ends() -> None:
    lines = {
        r"If the inputs have mean $\mu$ and variance $v^2$, then $\text{Var}(a_j) = n\sigma^2(v^2 + \mu^2)$.": [
            "proved"
        ],
        r"If the inputs have mean $\mu$ and variance $v^2$, then $\text{Var}(a_j) = n\sigma^2(v^2 - \mu^2)$.": [
            "refuted"
        ],
        r"When the inputs have a non-zero mean $m$, we get $\text{Var}(a_j) = n \sigma^2 v^2$.": ["refuted"],
        r"Suppose the $x_i$ had mean $\mu$. Then $\text{Var}(a_j) = n \sigma^2 v^2$.": ["refuted"],
        r"If the weights had mean $c$, $\text{Var}(a_j) = n (\sigma^2 + c^2) v^2$ and $\text{Var}(a_j) = n \sigma^2 v^2$.": [
            "proved",
            "refuted",
        ],
        r"As it is, $\text{Var}(a_j) = n \sigma^2 v^2$.": ["proved"],
    }
    assert _verdicts(*lines) == list(lines.values())


def test_a_mean_that_is_said_counts_from_there_on() -> None:
    head = "# Initialization\n\nLet $z = \\sum_{i=1}^{n} w_i x_i$, all independent. The inputs $x_i$ have mean $\\mu$ and variance $\\tau^2$.\n\n"
    lines = {
        r"$\text{Var}(z) = n \sigma^2 (\tau^2 + \mu^2)$": ["proved"],
        r"$\text{Var}(z) = n \sigma^2 \tau^2$": ["refuted"],
        r"$\mathbb{E}[x_i^2] = \tau^2$": ["refuted"],
    }
    assert _verdicts(*lines, head=head) == list(lines.values())


def test_a_uniform_law_in_words_is_that_of_the_weights_of_its_sentence() -> None:
    lines = {
        r"For uniform weights on $[-r, r]$ the variance is $\text{Var}(w) = r^2/3$.": ["proved"],
        r"With weights uniform on $[-b, b]$, $\mathbb{E}[w^2] = b^2/12$.": ["refuted"],
        r"For $U(-c, c)$ we need $\text{Var}(w) = \frac{c^2}{3} = \frac{2}{n}$, so $c = \sqrt{6/n}$.": [
            "proved",
            "conditional",
            "conditional",
        ],
        r"For $U(-d, d)$ we need $\text{Var}(w) = \frac{d^2}{3} = \frac{2}{n}$, so $d = \sqrt{3/n}$.": [
            "proved",
            "conditional",
            "refuted",
        ],
        r"If someone takes $U[0, h]$, then $\text{Var}(w_{ji}) = h^2/12$ and $\mathbb{E}[w_{ji}^2] = h^2/12$.": [
            "proved",
            "refuted",
        ],
        r"As it is, $\text{Var}(a_j) = n \sigma^2 v^2$.": ["proved"],
    }
    assert _verdicts(*lines) == list(lines.values())


def test_gradients_and_their_standard_deviation_may_have_one_letter() -> None:
    head = (
        "# Initialization\n\nIndependent weights $w_{ji} \\sim N(0, \\sigma^2)$. Denote by $g_j$ the gradients at the output, with"
        " zero mean and variance $g^2$. The gradient at input i is $(W^T g)_i = \\sum_{j=1}^{n_{out}} w_{ji} g_j$.\n\n"
    )
    lines = {
        r"$\text{Var}((W^T g)_i) = \sum_{j=1}^{n_{out}} \mathbb{E}[w_{ji}^2] \mathbb{E}[g_j^2] = n_{out} \sigma^2 g^2$": [
            "proved"
        ]
        * 2,
        r"$\text{Var}((W^T g)_i) = n_{in} \sigma^2 g^2$": ["refuted"],
        r"$\text{Var}((W^T g)_i) = n_{out} \sigma^2 g$": ["refuted"],
    }
    assert _verdicts(*lines, head=head) == list(lines.values())
    without = head.replace("with zero mean and", "with")
    assert _verdicts(r"$\text{Var}((W^T g)_i) = n_{out} \sigma^2 g^2$", head=without) == [["conditional"]]


WEIGHTS = "# Initialization\n\nLet $w$ and $x$ be independent with $E[w] = 0$. "
LINEAR = "# Initialization\n\nLet $z = \\sum_{i=1}^n w_i x_i$ with $w_i \\sim N(0, \\frac{1}{n})$. "


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (WEIGHTS, r"$\text{Var}(wx) = \text{Var}(w) E[x^2]$", "proved"),
        (WEIGHTS, r"$\text{Var}(wx) = \text{Var}(w) \text{Var}(x)$", "conditional"),
        (WEIGHTS + "The inputs are centered. ", r"$\text{Var}(wx) = \text{Var}(w) \text{Var}(x)$", "proved"),
        (LINEAR + "Inputs are independent with mean 0 and variance 1. ", r"$\text{Var}(z) = 1$", "proved"),
        (LINEAR + "Inputs are independent with mean 0 and variance 1. ", r"$\text{Var}(z) = n$", "refuted"),
    ],
)
def test_what_a_page_says_of_its_inputs(page: str, claim: str, verdict: str) -> None:
    assert check_document(page + claim).claims[-1].verdict == verdict


def test_a_number_of_inputs_is_none_of_outputs() -> None:
    page = "# Xavier\n\n$a_j = \\sum_i w_{ji} x_i$ with $E[w_{ji}] = 0$, and $E[\\delta_j] = 0$, all independent. "
    claim = r"$\text{{Var}}(\frac{{\partial L}}{{\partial x_i}}) = n_{{{0}}} \sigma^2 g^2$"
    verdicts = [check_document(page + claim.format(each)).claims[-1].verdict for each in ("out", "in")]
    assert verdicts == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words",
    [
        r"If the inputs were not centered but had the mean $\mu$, we would get",
        r"If the inputs did not have mean zero but mean $\mu$, we would get",
        r"If $E[x_i] = \mu \neq 0$, then",
        r"If $\mu = E[x_i]$ is not zero, then",
    ],
)
def test_a_mean_that_is_supposed_is_not_the_one_that_was_given(words):
    page = (
        "# Initialization\n\n"
        r"Let $E[w_i] = E[x_i] = 0$, $\text{Var}(w_i) = \sigma^2$, $\text{Var}(x_i) = v^2$, $a = \sum_{i=1}^{n} w_i x_i$."
        "\n\n"
        rf"{words} $\text{{Var}}(a) = n \sigma^2 (v^2 _ \mu^2)$."
    )
    assert [check_document(page.replace("2 _", f"2 {sign}")).claims[-1].verdict for sign in "+-"] == [
        "proved",
        "refuted",
    ]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("n s^2 v^2", "undecided"), ("n \\sigma^2 v^2", "proved"), ("n \\sigma v^2", "refuted")],  # what is s?
)
def test_a_mean_that_the_setting_has_given_comes_back_after_a_remark(claim, verdict):
    page = (
        r"Here $a_j = \sum_{i=1}^n w_{ji} x_i$, all independent, $E[w_{ji}] = E[x_i] = 0$, $\text{Var}(w_{ji}) = \sigma^2$."
        "\n\nRemark. If the inputs are not centred, $E[x_i] = \\mu$, then $E[x_i^2] = v^2 + \\mu^2$."
    )
    found = check_document(f"# Initialization\n\n{page}\n\nThe layer has $\\text{{Var}}(a_j) = {claim}$.").claims
    assert [each.verdict for each in found[-2:]] == ["proved", verdict]
