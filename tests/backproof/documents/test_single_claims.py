"""Claims one by one: what stands against a verdict about arrays on a page stands against it here."""

import pytest

from backproof.documents.check import check_claim


@pytest.mark.parametrize(
    ("lie", "previous"),
    [
        (r"\mathbf{1}^\top \mathbf{1} = 1", None),
        (r"(A x)^\top = A x", None),
        (r"A^T x = x^T A", None),
        (r"\nabla_w L = z x^\top", r"z = w^\top x, L = \frac12 z^2"),
        (r"\operatorname{tr}(A B) = \operatorname{tr}(A) \operatorname{tr}(B)", None),
        (r"(A B)^T = A^T B^T", None),
        (r"\frac{\partial L}{\partial X} = W^T \frac{\partial L}{\partial Y}", "Y = X W"),
    ],
)
def test_a_lie_about_arrays_is_not_proved(lie: str, previous: str | None) -> None:
    assert check_claim(lie, previous=previous).verdict in ("undecided", "refuted")


@pytest.mark.parametrize(
    ("claim", "previous"),
    [
        (r"X^T X w - X^T y = X^T (Xw - y)", None),
        (r"(A B)^T = B^T A^T", None),
        (r"\operatorname{tr}(A B) = \operatorname{tr}(B A)", None),
        (r"\|W x\|^2 = x^T W^T W x", None),
        (r"\nabla_w L = z x", r"z = w^\top x, L = \frac12 z^2"),
        (r"\frac{\partial L}{\partial W} = X^T \frac{\partial L}{\partial Y}", "Y = X W"),
    ],
)
def test_what_is_right_about_arrays_is_proved(claim: str, previous: str | None) -> None:
    assert check_claim(claim, previous=previous).verdict == "proved"
