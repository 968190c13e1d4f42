"""What words say beside formulas: a list of cases, an equivalence, a penalty left out, a network of another question."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization

$a_j = \sum_i w_{ji} x_i$ , $w_{ji} \sim N(0, \sigma^2)$ iid, $x_i$ independent of $w$ , $E[x_i] = 0$ ,
$E[x_i x_k] = v^2 \delta_{ik}$ .

"""


@pytest.mark.parametrize(("factor", "verdict"), [("", "proved"), ("2 ", "refuted")])
def test_sums_that_run_over_the_same_indices(factor: str, verdict: str) -> None:
    claim = r"$$\sum_{i,k} E[w_{ji} w_{jk}] E[x_i x_k] = FACTOR\sum_{i,k} \sigma^2 \delta_{ik} \, v^2 \delta_{ik}$$"
    assert check_document(LAYER + claim.replace("FACTOR", factor)).claims[-1].verdict == verdict


def test_cases_of_a_gain() -> None:
    words = r"Gain per layer $\rho = n_{in} \sigma^2$ . $\rho < 1$ : vanishes, $\rho > 1$ : explodes."
    assert all(each.verdict != "refuted" for each in check_document(LAYER + words).claims)


def test_equivalence() -> None:
    page = r"""# Softmax

The softmax is $P_{nc} = \frac{\exp(S_{nc})}{\sum_k \exp(S_{nk})}$. It is monotone: $P_{nc} > P_{nk}$ iff $S_{nc} > S_{nk}$.
"""
    assert all(each.verdict != "refuted" for each in check_document(page).claims)


@pytest.mark.parametrize(("power", "verdict"), [("6", "proved"), ("2", "refuted")])
def test_cells_in_a_product_of_dimensions(power: str, verdict: str) -> None:
    page = r"""# Boxes in d dimensions

Step functions $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. With only 10 pieces in every direction and
$d = 2 \cdot 3 = 6$ we would have $10^{POWER}$ cubes."""
    assert check_document(page.replace("POWER", power)).claims[-1].verdict == verdict


TEMPERATURE = r"""# Softmax

$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$, $L = -\sum_i y_i \log p_i$ with a one-hot vector $y$.

*Temperature.* Now $\mathbf{p} = \text{softmax}(\mathbf{z} / T)$ . The inner derivative gives one more factor, so

$$\frac{\partial p_i}{\partial z_j} = \frac{1}{T} p_i (\delta_{ij} - p_j).$$

**3.3** Consider the network with one hidden layer.

$$\begin{aligned} \mathbf{a} &= \mathbf{W}_1 \mathbf{x} + \mathbf{b}_1 \\ \mathbf{h} &= \tanh(\mathbf{a}) \\
\mathbf{z} &= \mathbf{W}_2 \mathbf{h} + \mathbf{b}_2 \\ \mathbf{p} &= \text{softmax}(\mathbf{z}) \end{aligned}$$
"""


def test_network_of_another_question() -> None:
    claims = check_document(TEMPERATURE).claims
    assert all(each.verdict != "refuted" for each in claims)
    wrong = TEMPERATURE.replace(r"\frac{1}{T} p_i", r"T p_i")
    assert [each.verdict for each in check_document(wrong).claims].count("refuted") == 1


ROWS = r"""# Rows

- $X \in \mathbb{R}^{B \times D}$ the batch, $T \in \{0,1\}^{B \times C}$ LABELS

$$S = X W + \mathbf{1}_B b, \qquad P_{nc} = \frac{\exp(S_{nc})}{\sum_k \exp(S_{nk})}$$

with $W \in \mathbb{R}^{D \times C}$ and $b \in \mathbb{R}^{1 \times C}$. One sample: $\ell_n = -\sum_c T_{nc} \log P_{nc}$ ,

$$\ell_n = -\sum_c T_{nc} S_{nc} + \log \sum_k \exp(S_{nk})$$
"""


def test_labels_in_a_set() -> None:
    assert check_document(ROWS.replace("LABELS", "the one-hot labels")).claims[-1].verdict == "proved"
    assert check_document(ROWS.replace("LABELS", "the labels")).claims[-1].verdict != "proved"


ENTRIES = r"""# Initialization

i, k run over the inputs, $E[w_{ji} w_{lk}] = \sigma^2 \delta_{jl} \delta_{ik}$, $E[x_i x_k] = v^2 \delta_{ik}$, and
$a_j = \sum_i w_{ji} x_i$.

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sum_i \sum_k \sigma^2 \delta_{ik} \, v^2 \delta_{ik} = \sum_i \sigma^2 v^2", "proved"),
        (r"\sum_i \sum_k \sigma^2 \delta_{ik} \, v^2 \delta_{ik} = \sum_i \sum_k \sigma^2 v^2", "refuted"),
        (r"\sum_i \sigma^2 v^2 = n_{in} \sigma^2 v^2", "proved"),
        (r"\sum_i \sigma^2 v^2 = n_{out} \sigma^2 v^2", "refuted"),  # i runs over inputs
    ],
)
def test_sums_of_what_is_the_same_for_every_index(claim: str, verdict: str) -> None:
    assert check_document(f"{ENTRIES}${claim}$\n").claims[-1].verdict == verdict


GIVEN = r"""# Initialization

The $w_{ji}$ have mean 0 and variance $\tau^2$. WORDS and $a_j = \sum_{i=1}^n w_{ji} x_i$.

$$\text{Var}(a_j) = CLAIM$$
"""


@pytest.mark.parametrize("words", ["The inputs are standardized, so $E[x_i^2] = 1$", "We assume $E[x_i^2] = 1$"])
@pytest.mark.parametrize(("claim", "verdict"), [(r"n \tau^2", "proved"), (r"2 n \tau^2", "refuted")])
def test_second_moments_are_given(words: str, claim: str, verdict: str) -> None:
    claims = check_document(GIVEN.replace("WORDS", words).replace("CLAIM", claim)).claims
    assert [each.verdict for each in claims if each.latex == "E[x_i^2] = 1"] == ["definition"]
    assert claims[-1].verdict == verdict


def test_second_moments_are_asserted_where_the_variance_is_known() -> None:
    words = r"The inputs have mean 0 and variance $v^2$, so $E[x_i^2] = v$"
    claims = check_document(GIVEN.replace("WORDS", words)).claims
    assert [each.verdict for each in claims if each.latex == "E[x_i^2] = v"] == ["refuted"]


JACOBIAN = r"""# Softmax

$y_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$, $J_{ij} = \frac{\partial y_i}{\partial z_j}$.

Diagonal: $J_{ii} = y_i (1 - y_i)$. LABEL $J_{ij} = CLAIM$.
"""


@pytest.mark.parametrize("label", ["Off diagonal:", "Off-diagonal:", "Off the diagonal:"])
@pytest.mark.parametrize(("claim", "verdict"), [("-y_i y_j", "proved"), ("y_i y_j", "refuted")])
def test_entries_off_the_diagonal(label: str, claim: str, verdict: str) -> None:
    page = JACOBIAN.replace("LABEL", label).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == verdict


LOSS = r"""# Loss

Shirts (target $t = 0$) against coats (target $t = 1$). With $o = \frac{1}{1+e^{-s}}$ the loss is

$$\ell = -t \log o - (1-t)\log(1-o) .$$

Remark: with the labels $y = 2t-1$ the same loss is $\ell = \log(1+e^{SIGN ys})$ .

# Gradient

$$\frac{\partial \ell}{\partial s} = CLAIM$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("", "refuted")])
def test_targets_of_two_classes(sign: str, verdict: str) -> None:
    claims = check_document(LOSS.replace("SIGN", sign).replace("CLAIM", "o - t")).claims
    assert [each.verdict for each in claims][-2:] == [verdict, "proved"]


def test_after_a_remark_names_are_what_they_were() -> None:
    page = LOSS.replace(r"\log(1+e^{SIGN ys})", r"\frac{(s - t)^2}{c}")
    right, wrong = (check_document(page.replace("CLAIM", each)).claims[-1].verdict for each in ("o - t", "t - o"))
    assert (right in ("proved", "conditional"), wrong) == (True, "refuted")
