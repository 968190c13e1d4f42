r"""Examples with lists of numbers: (1, 2) is a column on most pages and a row on some; values after a step of descent."""

import pytest

from backproof.documents.check import check_document

JACOBIAN = r"""
Let $q = \operatorname{softmax}(u)$, and $J = \operatorname{diag}(q) - q q^\top$. Check with $q = (0.5, 0.3, 0.2)$:

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            r"J = \begin{pmatrix} 0.25 & -0.15 & -0.1 \\ -0.15 & 0.21 & -0.06 \\ -0.1 & -0.06 & 0.16 \end{pmatrix}",
            "proved",
        ),
        (
            r"J = \begin{pmatrix} 0.25 & 0.15 & -0.1 \\ 0.15 & 0.21 & -0.06 \\ -0.1 & -0.06 & 0.16 \end{pmatrix}",
            "refuted",
        ),
        (r"\operatorname{tr} J = 0.62", "proved"),
        (r"\operatorname{tr} J = 0.38", "refuted"),
    ],
)
def test_a_list_times_its_transpose_is_a_matrix(claim, expected):
    assert check_document(JACOBIAN.replace("CLAIM", claim)).claims[-1].verdict == expected


ROWS = r"""
With rows, $y = x W$, $x = (1, 2)$ and $W = \begin{pmatrix} 1 & 0 & 2 \\ 3 & 1 & 0 \end{pmatrix}$: $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"), [("y = (7, 2, 2)", "proved"), ("y = (7, 2, 1)", "refuted"), ("x x^T = 5", "proved")]
)
def test_a_list_may_be_a_row(claim, expected):
    assert check_document(ROWS.replace("CLAIM", claim)).claims[-1].verdict == expected


SOFTMAX = r"""
Let $q_k = \frac{e^{u_k}}{\sum_c e^{u_c}}$ and $L = -\sum_k t_k \log q_k$. For $u = (2, 1, 0)$ and $t = (0, 1, 0)$ the
gradient is CLAIM.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$\nabla_u L \approx (0.665,\ -0.755,\ 0.090)$", "proved"),
        (r"$\nabla_u L \approx (0.665,\ 0.245,\ 0.090)$", "refuted"),
    ],
)
def test_entries_with_spaces_between_them(claim, expected):
    assert check_document(SOFTMAX.replace("CLAIM", claim)).claims[-1].verdict == expected


STEP = r"""
Let $v = w^\top x + b$, $p = \sigma(v)$ with $\sigma(v) = 1/(1 + e^{-v})$, and $\ell = -y \log p - (1 - y) \log(1 - p)$.

With $w = (1, -2)$, $b = 0.5$, $x = (2, 1)$, $y = 0$: $v = 2 - 2 + 0.5 = 0.5$ and CLAIM.
One step with $\eta = 0.1$ gives $w \approx (0.876, -2.062)$, $b \approx BIAS$ and then $v \approx AFTER$.
"""


@pytest.mark.parametrize(
    ("claim", "bias", "after", "expected"),
    [
        (r"\ell = -\log(1 - p)", "0.438", "0.127", ["conditional", "proved", "proved", "proved"]),
        (r"\ell = -\log(1 - p)", "0.562", "0.127", ["conditional", "proved", "refuted"]),
        (r"\ell = -\log(1 - p)", "0.438", "0.327", ["conditional", "proved", "proved", "refuted"]),
    ],
)
def test_values_after_a_step(claim, bias, after, expected):
    page = STEP.replace("CLAIM", f"${claim}$").replace("BIAS", bias).replace("AFTER", after)
    found = [each.verdict for each in check_document(page).claims][-4:]
    assert found[: len(expected)] == expected


RESIDUAL = r"""
A network $u_h = \sum_d V_{hd} x_d$, $s_h = \tanh(u_h)$, $o = \sum_h c_h s_h$ with residuals $e^{(n)} = o^{(n)} - y^{(n)}$.

One sample: $x = 2$, $y = 1$, $V = 0.5$, $c = 2$, $s \approx 0.7616$, $o \approx 1.5232$, $e = 0.5$. Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"e\, s \approx 0.381", "proved"),
        (r"e\, s \approx 2.07", "refuted"),
        (r"\frac12 e^2 = 0.125", "proved"),
        (r"\frac12 e^2 = 0.25", "refuted"),
    ],
)
def test_a_residual_called_e_is_no_exponential(claim, expected):
    assert check_document(RESIDUAL.replace("CLAIM", claim)).claims[-1].verdict == expected
