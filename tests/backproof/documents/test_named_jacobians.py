r"""A name for the matrix of the derivatives that stand before it."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = (
    r"Let $q_i = \frac{e^{z_i}}{\sum_{k=1}^n e^{z_k}}$. "
    r"Then $\frac{\partial q_i}{\partial z_j} = q_i (\delta_{ij} - q_j)$.WORDS "
)


@pytest.mark.parametrize(
    ("words", "matrix", "verdict"),
    [
        ("In matrix form", r"\text{diag}(q) - q q^T", "proved"),
        ("With $q$ as a column vector the Jacobian is", r"\text{diag}(q) - q q^T", "proved"),
        ("With $q$ as a column vector the Jacobian is", r"\text{diag}(q) - q^T q", "refuted"),
        ("In matrix notation this is", r"\text{diag}(q) + q q^T", "refuted"),
        ("With $q$ as a row vector the Jacobian is", r"\text{diag}(q) - q^T q", "definition"),
        ("Later we use", r"\text{diag}(q) - q^T q", "definition"),
    ],
)
def test_the_matrix_is_that_of_the_derivatives(words, matrix, verdict):
    found = check_document(SOFTMAX.replace("WORDS", " " + words) + f"$J = {matrix}$.").claims[-1]
    assert found.verdict == verdict


@pytest.mark.parametrize(("matrix", "verdict"), [(r"q q^T", "proved"), (r"q^T q", "refuted")])
def test_rows_of_the_jacobian_are_no_row_vectors_and_what_is_right_of_it_stays_right(matrix, verdict):
    text = (
        SOFTMAX.replace("WORDS", " With $q$ as a column vector the Jacobian is")
        + rf"$J = \text{{diag}}(q) - {matrix}$."
    )
    found = check_document(text + " Each row sums to zero. It is symmetric, $J = J^T$.").claims[-2:]
    assert found[0].verdict == verdict
    assert found[1].verdict != "refuted"
