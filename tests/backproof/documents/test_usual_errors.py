"""Errors of a layer of which the page does not say what they are."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Multiclass classification

The layers are $\mathbf{z}^{(1)} = W^{(1)}\mathbf{x}$, $\mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)})$, $\varphi(u) = 1/(1+e^{-u})$,
and $\mathbf{z}^{(2)} = W^{(2)} \mathbf{y}^{(1)}$. The output is $\mathbf{p}_c = e^{\mathbf{z}_c} / \sum_k e^{\mathbf{z}_k}$ and the
loss is $Loss_i = - \sum_c \mathbf{1}(y_i = c) \log \mathbf{p}_c$.

For the last layer WORDS

$$\delta^{(2)} = CLAIM$$

and then $\delta^{(1)} = W^{(2)T} \delta^{(2)} \odot \mathbf{y}^{(1)} \odot (1 - \mathbf{y}^{(1)})$.
"""
ERROR = r"(\mathbf{p} - \mathbf{1}_{y_i})"


@pytest.mark.parametrize(
    ("words", "error", "expected"),
    [
        ("we get", ERROR, ["proved", "proved"]),
        ("we get", ERROR + r" \odot \mathbf{p} \odot (1 - \mathbf{p})", ["refuted", "proved"]),
        ("we get", r"\mathbf{1}_{y_i} - \mathbf{p}", ["definition", "proved"]),  # the other sign may be meant
        ("we define", r"2 " + ERROR, ["definition", "proved"]),
    ],
)
def test_errors_at_a_softmax(words: str, error: str, expected: list[str]) -> None:
    claims = check_document(PAGE.replace("WORDS", words).replace("CLAIM", error)).claims
    assert [each.verdict for each in claims[-2:]] == expected


def test_the_next_error_is_judged_whatever_the_last_one_is() -> None:
    page = PAGE.replace("WORDS", "we get").replace("CLAIM", ERROR).replace(r" \mathbf{y}^{(1)} \odot (1", " (1")
    assert [each.verdict for each in check_document(page).claims[-2:]] == ["proved", "refuted"]


@pytest.mark.parametrize(("case", "expected"), [("If $y_i = 1$ then", False), ("Further", True)])
def test_an_error_in_one_case_is_no_gradient_for_every_label(case, expected):
    page = (
        r"With $\hat{y}_i = \varphi(z_i^{(2)})$, $\varphi(u) = 1/(1+e^{-u})$ and $z_i^{(2)} = W^{(2)} h_i + b^{(2)}$ the loss is "
        r"$Loss_i = -y_i \log \hat{y}_i - (1 - y_i) \log(1 - \hat{y}_i)$. By the chain rule "
        r"$\delta_i^{(2)} = \frac{\partial Loss_i}{\partial \hat{y}_i} \varphi'(z_i^{(2)})$." + "\n\n"
    )
    claims = check_document(page + case + r" $\delta_i^{(2)} = \hat{y}_i - 1$.").claims
    assert (claims[-1].verdict == "refuted") == expected
