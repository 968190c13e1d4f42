"""The letters of one sample are numbers, also where the page writes the numbers of all samples in the same letter."""

from backproof.documents.check import check_document

_PAGE = r"""# One output

## Model

The samples are the rows, $X \in \mathbb{R}^{M \times 30}$ and $y \in \mathbb{R}^{M \times 1}$.

$$P = \varphi(X W_1 + \mathbf{1} b_1)$$

## Activation

$$\varphi(z) = \frac{1}{1 + e^{-z}}$$

## Loss

With $p_i = \varphi(z_i)$ the loss of a sample is

$$\ell_i = -y_i \log p_i - (1 - y_i) \log(1 - p_i), \qquad L = \frac{1}{M} \sum_{i=1}^M \ell_i.$$

"""
_SLOPES = r"""
$$\ell = \log(1 + e^z) - y z$$

## Slopes

"""


def _said(claim: str, page: str = _PAGE) -> str:
    return check_document(page + claim).claims[-1].verdict


def test_the_loss_in_terms_of_the_logit_is_held_against_that_of_a_sample():
    assert _said(r"So $\ell = \log(1 + e^z) - y z$") == "proved"
    assert _said(r"So $\ell = \log(1 + e^{-z}) - y z$") != "proved"


def test_the_slopes_of_one_sample_are_those_of_numbers():
    page = _PAGE + _SLOPES
    behind = r", and $D = X^T (P - y) \odot 1$"  # the section writes arrays, too
    for right, wrong in (
        (r"\frac{\partial \ell}{\partial p} = \frac{p - y}{p (1 - p)}", r"\frac{\partial \ell}{\partial p} = p - y"),
        (r"\frac{\partial p}{\partial z} = p (1 - p)", r"\frac{\partial p}{\partial z} = p (1 + p)"),
        (r"\frac{\partial \ell}{\partial z} = p - y", r"\frac{\partial \ell}{\partial z} = y - p"),
    ):
        for claim, verdict in ((right, "proved"), (wrong, "refuted")):
            claims = check_document(page + f"With $p_i$ as before ${claim}${behind}.").claims
            assert next(each for each in claims if each.latex == claim).verdict == verdict, claim


def test_a_vector_of_each_sample_stays_one():
    page = r"The labels are $y_i \in \mathbb{R}^{K}$ and $y \in \mathbb{R}^{K}$, $L = \frac{1}{M} \sum_{i=1}^M \ell_i$."
    assert check_document(page + r" Then $\nabla_y (y^T y) = 2 y$.").claims[-1].verdict == "proved"
    assert check_document(page + r" Then $\nabla_y (y^T y) = y$.").claims[-1].verdict == "refuted"


def test_a_standard_deviation_is_no_function():
    page = r"# Sigmoid" "\n\n" r"The weights have standard deviation $\sigma = \frac{1}{\sqrt{400}} = \frac{1}{20}$."
    claims = check_document(page + r" So $\sigma^2 \sum_k x_k^2 = \frac{\|x\|^2}{400}$.", setting="logistic").claims
    assert [each.verdict for each in claims] == ["definition", "proved", "proved"]
    claims = check_document(page + r" So $\sigma^2 \sum_k x_k^2 = \frac{\|x\|^2}{20}$.", setting="logistic").claims
    assert claims[-1].verdict == "refuted"


def test_what_holds_of_all_numbers_holds_of_random_ones_and_what_fails_may_hold_of_these():
    page = r"Let $\text{var}(z_j) = s^2$. Then $\log(1 + e^z) = \max(z, 0) + \log(1 + e^{%s|z|})$."
    assert check_document(page % "-", setting="logistic").claims[-1].verdict == "proved"
    assert check_document(page % "", setting="logistic").claims[-1].verdict != "proved"
