"""Pages on which pi is the output of a softmax, and no half of a turn; and words that name the class of a target."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Softmax regression

The scores are $\mathbf{u} \in \mathbb{R}^{K}$ and $\boldsymbol{\pi}=\operatorname{softmax}(\mathbf{u})$, that is
$\pi_{k}=\frac{e^{u_{k}}}{\sum_{j=1}^{K} e^{u_{j}}}$. The target $\mathbf{t}$ is one-hot SAID. All vectors are columns.

The loss is $\mathcal{L}=-\sum_{k} t_{k} \log \pi_{k}$.

"""
NAMED = r"with $t_{c}=1$ for the true class $c$"


def verdict(page: str) -> str:
    return str(check_document(page).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_{\mathbf{u}} \mathcal{L} = \boldsymbol{\pi}-\mathbf{t}", "proved"),
        (r"\nabla_{\mathbf{u}} \mathcal{L} = \mathbf{t}-\boldsymbol{\pi}", "refuted"),
        (r"\frac{\partial \boldsymbol{\pi}}{\partial \mathbf{u}}=\operatorname{diag}(\boldsymbol{\pi})"
         r"-\boldsymbol{\pi} \boldsymbol{\pi}^{\top}", "proved"),
        (r"\frac{\partial \boldsymbol{\pi}}{\partial \mathbf{u}}=\operatorname{diag}(\boldsymbol{\pi})"
         r"+\boldsymbol{\pi} \boldsymbol{\pi}^{\top}", "refuted"),
    ],
)  # fmt: skip
def test_pi_is_the_output(claim: str, expected: str) -> None:
    assert verdict(PAGE.replace("SAID", "") + f"Then ${claim}$.") == expected


def test_pi_is_a_number_where_it_is_one() -> None:
    page = r"For $v \sim N(0, 1)$ the mean is $E[\max(0, v)] = \frac{1}{\sqrt{2\pi}}$."
    assert verdict("# Initialization\n\n" + page) == "proved"
    assert verdict("# Initialization\n\n" + page.replace(r"\sqrt{2\pi}", r"2\pi")) == "refuted"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathcal{L} = -\log \pi_{c}", "proved"),
        (r"\mathcal{L} = -u_{c}+\log \sum_{j} e^{u_{j}}", "proved"),
        (r"\mathcal{L} = u_{c}-\log \sum_{j} e^{u_{j}}", "refuted"),
    ],
)
@pytest.mark.parametrize(
    "said", [NAMED, r"with $t_{c}=1$, where $c$ is the correct class", r"and $t_{c}=1$ for the true class $c$"]
)
def test_words_name_the_class(said: str, claim: str, expected: str) -> None:
    assert verdict(PAGE.replace("SAID", said) + f"So ${claim}$.") == expected


def test_without_words_an_index_is_no_class() -> None:
    claim = r"So $\mathcal{L} = -\log \pi_{c}$."
    assert verdict(PAGE.replace("SAID", "") + claim) != "proved"
