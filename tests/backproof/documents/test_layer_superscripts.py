r"""Layers as superscripts without brackets, z^{l} = W^{l} a^{l-1}, and errors that are given entry by entry."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.macros import expanded, macros_of

RECURSION = r"$\mathbf{z}^{l} = W^{l} \mathbf{a}^{l-1} + \mathbf{b}^{l}$, $\mathbf{a}^{l} = \varphi(\mathbf{z}^{l})$. "


@pytest.mark.parametrize(
    ("latex", "read"),
    [
        (r"w_{jk}^{l+1} a_k^{l}", r"w_{jk}^{(l+1)} a_k^{(l)}"),
        (r"(W^{l+1})^{T}", r"(W^{(l+1)})^{T}"),
        (r"W^2 \mathbf{a}^{1}", r"W^{(2)} \mathbf{a}^{(1)}"),
        (r"E[a^2] v^{2} (1/4)^{L}", r"E[a^2] v^{2} (1/4)^{L}"),
    ],
)
def test_superscripts_are_layers_where_one_layer_follows_from_another_so(latex, read):
    page = RECURSION + r"$w_{jk}^{l}$"
    assert expanded(latex, macros_of(page)) == read
    assert expanded(latex, macros_of(r"$v = W a$")) == latex


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\boldsymbol{\delta}^{l} = (W^{l+1})^{T} \boldsymbol{\delta}^{l+1} \odot \varphi'(\mathbf{z}^{l})", "proved"),
        (r"\boldsymbol{\delta}^{l} = W^{l+1} \boldsymbol{\delta}^{l+1} \odot \varphi'(\mathbf{z}^{l})", "refuted"),
        (r"\nabla_{W^{l}} C = \boldsymbol{\delta}^{l} (\mathbf{a}^{l-1})^{T}", "proved"),
        (r"\nabla_{W^{l}} C = \boldsymbol{\delta}^{l} (\mathbf{a}^{l})^{T}", "refuted"),
    ],
)
def test_the_error_of_a_layer_given_entry_by_entry(claim, said):
    error = (
        r"The error is $\delta_{j}^{l} = \partial C / \partial z_{j}^{l}$, and $\boldsymbol{\delta}^{1}$ is the first. "
    )
    report = check_document(
        rf"For $l = 1, \dots, L$ {RECURSION}{error}$\mathbf{{a}}^{{L}}$ is the output. So ${claim}$."
    )
    assert report.claims[-1].verdict == said


def test_the_number_of_an_equation_with_a_letter_is_no_part_of_it():
    report = check_document(r"$$a = \frac{1}{2} b. \quad (\text{A}.1)$$")
    assert [each.verdict for each in report.claims] == ["definition"]
