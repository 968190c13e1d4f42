r"""What one lettered part defines anew, the next ones do not mean."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Let $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$.

(a) With an inverse temperature $\beta > 0$ we use $p_i = \frac{e^{\beta x_i}}{\sum_k e^{\beta x_k}}$.
Then $\log p_i = \beta x_i - \log \sum_k e^{\beta x_k}$, or $\log p_i = x_i - \log \sum_k e^{x_k}$.

(b) Here $\log p_i = x_i - \log \sum_k e^{x_k}$, or $\log p_i = x_i - \log \sum_k e^{x_i}$.

(c) Again $\log p_i = \beta x_i - \log \sum_k e^{\beta x_k}$.
"""


def test_a_new_parameter_defines_a_name_anew_until_the_part_ends():
    verdicts = [each.verdict for each in check_document(PAGE).claims if each.latex != r"\beta > 0"]
    assert verdicts == ["definition", "definition", "proved", "refuted", "proved", "refuted", "proved"]


RANDOM = r"""
# Initialization

(a) A layer $a_j = \sum_{i=1}^{m} W_{ji} x_i$ with independent $\mathbb{E}[W_{ji}] = 0$, $\mathbb{E}[W_{ji}^2] = \sigma^2$,
$\mathbb{E}[x_i] = 0$ and $\mathbb{E}[x_i^2] = v^2$.

(b) We draw $G_{ji} \sim \mathcal{N}(0, 1)$ and scale it, $W = cG$. Then CLAIM_B.

(c) Now CLAIM_C.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$\text{Var}(W_{ji}) = c^2 \text{Var}(G_{ji})$", "proved"),
        (r"$\text{Var}(W_{ji}) = c \text{Var}(G_{ji})$", "refuted"),
    ],
)
def test_a_scaled_random_matrix_is_scaled_entry_by_entry(claim: str, verdict: str) -> None:
    page = RANDOM.replace("CLAIM_B", claim).partition("(c)")[0]
    assert check_document(page).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$\text{Var}(a_j) = m \sigma^2 \mathbb{E}[x_i^2]$", "proved"),
        (r"$\text{Var}(a_j) = \sigma^2 \mathbb{E}[x_i^2]$", "refuted"),
    ],
)
def test_what_was_random_before_a_part_is_so_behind_it(claim: str, verdict: str) -> None:
    page = RANDOM.replace("CLAIM_B", r"$c = 1/\sqrt{m}$").replace("CLAIM_C", claim)
    assert check_document(page).claims[-1].verdict == verdict


@pytest.mark.parametrize(("entries", "verdict"), [("ji", "proved"), ("ij", "refuted")])
def test_what_the_setting_defines_in_another_section_is_not_random_behind_a_part(entries: str, verdict: str) -> None:
    page = (
        r"a. A layer $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ has independent weights of variance $\sigma^2$."
        "\n\n# Initialization\n\n$$E[a_j] = 0$$\n\nd. Backwards $g^{in} = W^T g^{out}$, so "
    )
    claim = rf"$g^{{in}}_i = \sum_{{j=1}}^{{n_{{out}}}} w_{{{entries}}} g^{{out}}_j$."
    assert check_document(page + claim).claims[-1].verdict == verdict
