r"""Networks that a page writes out by samples: $z_{nh} = \tanh(a_{nh})$, with a loss $\ell_n$ and the mean of these."""

import pytest

from backproof.documents.check import check_document

CLASSES = r"""
For sample $s$ the units are $u_{sj} = \sum_i A_{ji} x_{si} + b_j$ and $g_{sj} = \tanh(u_{sj})$, the outputs are
$r_{sc} = \sum_j G_{cj} g_{sj} + d_c$ and $q_{sc} = e^{r_{sc}} / \sum_k e^{r_{sk}}$, and the labels $t_{sc}$ are one-hot.

With $\ell_s = -\sum_c t_{sc} \log q_{sc}$ we minimise $J = \frac{1}{S} \sum_{s=1}^S \ell_s$.

$$\delta_{sc} = \frac{\partial \ell_s}{\partial r_{sc}}$$

$$CLAIM$$
"""

NUMBERS = r"""
Let $a^{(n)}_m = \sum_d w_{md} x^{(n)}_d + b_m$, $h^{(n)}_m = \sigma(a^{(n)}_m)$ with $\sigma(a) = 1/(1 + e^{-a})$, and
$o^{(n)} = \sum_m v_m h^{(n)}_m + c$, where $x^{(n)} \in \mathbb{R}^D$.

The loss is $E = \frac{1}{2N} \sum_{n=1}^N (o^{(n)} - t^{(n)})^2$, and $\delta^{(n)} = o^{(n)} - t^{(n)}$.

$$CLAIM$$
"""

SAME_LETTER = r"""
$$u_{ip} = \sum_q A_{pq} x_{iq} + b_p, \qquad s_{ip} = \tanh(u_{ip}), \qquad o_{ir} = \sum_p B_{rp} s_{ip}$$

$$C_i = \frac12 \sum_r (o_{ir} - y_{ir})^2, \qquad C = \frac1m \sum_{i=1}^m C_i$$

$$CLAIM$$
"""


def _last(page: str, claim: str) -> str:
    return check_document(page.replace("CLAIM", claim)).claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\delta_{sc} = q_{sc} - t_{sc}", "proved"),
        (r"\delta_{sc} = t_{sc} - q_{sc}", "refuted"),
        (r"\frac{\partial J}{\partial G_{cj}} = \frac1S \sum_s \delta_{sc} g_{sj}", "proved"),
        (r"\frac{\partial J}{\partial G_{cj}} = \sum_s \delta_{sc} g_{sj}", "refuted"),
        (r"\frac{\partial J}{\partial G_{cj}} = \frac1S \sum_s \delta_{sc} u_{sj}", "refuted"),
        (r"\frac{\partial J}{\partial d_c} = \frac1S \sum_s \delta_{sc}", "proved"),
        (r"\frac{\partial \ell_s}{\partial u_{sj}} = (1 - g_{sj}^2) \sum_c G_{cj} \delta_{sc}", "proved"),
        (r"\frac{\partial \ell_s}{\partial u_{sj}} = \sum_c G_{cj} \delta_{sc}", "refuted"),
    ],
)
def test_a_loss_of_each_sample_and_their_mean(claim, expected):
    assert _last(CLASSES, claim) == expected


def test_a_delta_with_the_index_of_a_sample_is_defined_by_its_equation():
    page = CLASSES.replace("$$CLAIM$$", "")
    assert check_document(page).claims[-1].verdict == "definition"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial E}{\partial o^{(n)}} = \frac1N \delta^{(n)}", "proved"),
        (r"\frac{\partial E}{\partial o^{(n)}} = \delta^{(n)}", "refuted"),
        (r"\frac{\partial E}{\partial v_m} = \frac1N \sum_{n=1}^N \delta^{(n)} h^{(n)}_m", "proved"),
        (r"\frac{\partial E}{\partial v_m} = \frac2N \sum_{n=1}^N \delta^{(n)} h^{(n)}_m", "refuted"),
    ],
)
def test_samples_in_brackets_above_entries(claim, expected):
    assert _last(NUMBERS, claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial C_i}{\partial B_{rp}} = (o_{ir} - y_{ir}) s_{ip}", "proved"),
        (r"\frac{\partial C_i}{\partial B_{rp}} = (o_{ip} - y_{ip}) s_{ir}", "refuted"),
        (r"\frac{\partial C}{\partial B_{rp}} = \frac1m \sum_i (o_{ir} - y_{ir}) s_{ip}", "proved"),
        (r"\frac{\partial C}{\partial B_{rp}} = \frac1m \sum_r (o_{ir} - y_{ir}) s_{ip}", "undecided"),  # of no sample
    ],
)
def test_the_loss_of_a_sample_has_the_letter_of_their_mean(claim, expected):
    assert _last(SAME_LETTER, claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial z_i}{\partial z_j} = \delta_{ij}", "proved"),
        (r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)", "proved"),
        (r"\frac{\partial p_i}{\partial z_j} = p_i (p_j - \delta_{ij})", "refuted"),
    ],
)
def test_a_delta_that_no_equation_defines_is_that_of_kronecker(claim, expected):
    page = r"With the Kronecker delta and $p_i = e^{z_i} / \sum_k e^{z_k}$ we have $CLAIM$."
    assert _last(page, claim) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (r"where $\sum_c y_{sc} = 1$", "proved"),
        (r"where $\sum_s y_{sc} = 1$", "conditional"),  # over the samples
        (r"where $\sum_c q_{sc} = 1$", "conditional"),  # of the outputs it is no news
    ],
)
def test_targets_add_up_where_the_page_says_so_of_each_sample(said, expected):
    page = r"""
$$r_{sc} = \sum_j G_{cj} x_{sj} + d_c, \qquad q_{sc} = \frac{e^{r_{sc}}}{\sum_k e^{r_{sk}}}$$

The cost of sample $s$ is $C_s = -\sum_c y_{sc} \log q_{sc}$, SAID, and $C = \frac1S \sum_s C_s$.

$$\frac{\partial C_s}{\partial r_{sc}} = q_{sc} - y_{sc}$$
"""
    assert _last(page.replace("SAID", said), "") == expected
