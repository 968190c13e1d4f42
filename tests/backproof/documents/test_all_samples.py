"""Networks with numbered layers and one output, for one sample and for all of them: what is right, and its lies."""

import pytest

from backproof.documents.check import check_document

ROWS = r"""
# 3 Network

The data are $X \in \mathbb{R}^{M \times P}$ (rows are samples) and $t \in \{0, 1\}^{M \times 1}$.

$$ S_1 = X W_1 + \mathbf{1} c_1, \quad A_1 = \tanh(S_1), \quad s_2 = A_1 w_2 + \mathbf{1} c_2, \quad q = \sigma(s_2) $$

where $\sigma$ is the sigmoid, $W_1 \in \mathbb{R}^{P \times Q}$, $c_1 \in \mathbb{R}^{1 \times Q}$ and $w_2 \in SHAPE$.

$$ \mathcal{L} = -\frac{1}{M} \sum_{m=0}^{M-1} \left[ t_m \ln q_m + (1 - t_m) \ln(1 - q_m) \right] $$

One sample: $\frac{\partial \ell_m}{\partial s_{2,m}} = q_m - t_m$. With $\Delta_2 = \frac{1}{M} (q - t)$ we get

CLAIM
"""
COLUMNS = r"""
# 2 Network

$$ \mathbf{z}_1 = \mathbf{W}_1 \mathbf{x} + \mathbf{b}_1, \quad \mathbf{a} = \sigma(\mathbf{z}_1), \quad
z_2 = \mathbf{w}_2^T \mathbf{a} + b_2, \quad \hat{y} = \sigma(z_2) $$

with $\mathbf{x} \in \mathbb{R}^{9}, \mathbf{W}_1 \in \mathbb{R}^{5 \times 9}, \mathbf{w}_2 \in \mathbb{R}^{5}, b_2 \in \mathbb{R}$
and the sigmoid $\sigma$. The loss of a sample is $\ell = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})$, and
$J = \frac{1}{N} \sum_{n=1}^N \ell_n$.

The samples are columns: $\mathbf{X} \in \mathbb{R}^{9 \times N}, \mathbf{A} \in \mathbb{R}^{5 \times N},
\hat{\mathbf{y}} \in \mathbb{R}^{1 \times N}$. With
$\boldsymbol{\Delta}_1 = \mathbf{w}_2 (\hat{\mathbf{y}} - \mathbf{y}) \odot \mathbf{A} \odot (1 - \mathbf{A})$

CLAIM

$\nabla_{\mathbf{W}_1} J = \frac{1}{N} \boldsymbol{\Delta}_1 \mathbf{X}^T$
"""
BY_ROWS = (
    (r"\nabla_{w_2} \mathcal{L} = A_1^T \Delta_2", r"\nabla_{w_2} \mathcal{L} = \frac1M A_1^T \Delta_2"),
    (r"\nabla_{c_2} \mathcal{L} = \mathbf{1}^T \Delta_2", r"\nabla_{c_2} \mathcal{L} = \mathbf{1}^T (q - t)"),
    (
        r"\nabla_{W_1} \mathcal{L} = X^T \left[ (\Delta_2 w_2^T) \odot (1 - A_1 \odot A_1) \right]",
        r"\nabla_{W_1} \mathcal{L} = \left[ (\Delta_2 w_2^T) \odot (1 - A_1 \odot A_1) \right]^T X",
    ),
)
BY_COLUMNS = (
    (
        r"\frac{\partial \ell}{\partial W_{1,kj}} = (\hat{y} - y) \, w_{2,k} \, a_k (1 - a_k) \, x_j",
        r"\frac{\partial \ell}{\partial W_{1,kj}} = (\hat{y} - y) \, w_{2,j} \, a_k (1 - a_k) \, x_j",
    ),
    (
        r"\nabla_{\mathbf{w}_2} J = \frac{1}{N} \mathbf{A} (\hat{\mathbf{y}} - \mathbf{y})^T",
        r"\nabla_{\mathbf{w}_2} J = \mathbf{A} (\hat{\mathbf{y}} - \mathbf{y})^T",
    ),
    (r"\boldsymbol{\Delta}_1 \in \mathbb{R}^{5 \times N}", r"\boldsymbol{\Delta}_1 \in \mathbb{R}^{9 \times N}"),
)


def verdicts(text: str) -> dict[str, str]:
    """The verdict on each claim of a page."""
    return {each.latex: each.verdict for each in check_document(text).claims}


def of_pairs(page: str, pairs) -> list[tuple[str, str]]:
    """The verdicts on right claims and their lies, all on one page."""
    found = verdicts(page.replace("CLAIM", "\n\n".join(f"${right}$\n\n${wrong}$" for right, wrong in pairs)))
    return [(found[right], found[wrong]) for right, wrong in pairs]


@pytest.mark.parametrize("pairs", [BY_ROWS[1:2], pytest.param(BY_ROWS, marks=pytest.mark.slow)])
def test_samples_in_rows_and_a_loss_written_out(pairs):
    page = ROWS.replace("SHAPE", r"\mathbb{R}^{Q \times 1}")
    assert of_pairs(page, pairs) == [("proved", "refuted")] * len(pairs)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [BY_COLUMNS])
def test_samples_in_columns_and_numbers_of_one_sample(pairs):
    assert of_pairs(COLUMNS, pairs) == [("proved", "refuted")] * len(pairs)


def test_a_declared_shape_that_fits_no_equation_is_wrong_and_the_rest_is_judged_with_the_right_one():
    right = r"\nabla_{w_2} \mathcal{L} = A_1^T \Delta_2"
    claims = check_document(ROWS.replace("SHAPE", r"\mathbb{R}^{1 \times Q}").replace("CLAIM", f"${right}$")).claims
    by_latex = {each.latex: each for each in claims}
    assert by_latex[right].verdict == "proved"
    shape = by_latex[r"w_2 \in \mathbb{R}^{1 \times Q}"]
    assert shape.verdict == "refuted"
    assert shape.correction == "Q x 1"


def test_a_wrong_delta_is_to_blame_and_not_the_shape_that_is_declared():
    delta = r"\Delta_1 = (w_2^T \Delta_2) \odot (1 - A_1 \odot A_1)"
    page = ROWS.replace("SHAPE", r"\mathbb{R}^{Q \times 1}").replace("CLAIM", f"${delta}$")
    claims = verdicts(page)
    assert claims[r"w_2 \in \mathbb{R}^{Q \times 1}"] == "definition"
    assert claims[delta] not in ("proved", "definition")


def test_a_gradient_by_weights_that_start_at_zero_is_no_claim_about_all_weights():
    special = r"If all weights start at zero, then $\nabla_{c_2} \mathcal{L} = 0$ in the first step."
    page = ROWS.replace("SHAPE", r"\mathbb{R}^{Q \times 1}").replace("CLAIM", special)
    assert verdicts(page)[r"\nabla_{c_2} \mathcal{L} = 0"] == "undecided"


def test_a_gradient_is_not_refuted_for_a_loss_that_only_words_name():
    page = r"""
Let $g = \sigma(z)$, $L = \frac{1}{2} (g - y)^2$ where $\sigma$ is the sigmoid.

# Batch

$$u_2 = G_1 v_2 + b_2, \quad r_2 = \sigma(u_2)$$ The cost is $J = \frac{1}{N} \sum_{n=1}^{N} L_n$ with another loss.
$$\frac{\partial J}{\partial u_2} = \frac{1}{N} (r_2 - y)$$
"""
    assert verdicts(page)[r"\frac{\partial J}{\partial u_2} = \frac{1}{N} (r_2 - y)"] == "undecided"
