r"""Examples in numbers: what a page gives, computes and rounds is decided exactly, and a slip is found."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.numeric.literals import Literal, marked

NETWORK = r"""
A network with two tanh units and a linear output has $\mathbf{x} = (1, -1)^T$,
$$W = \begin{pmatrix} 0.2 & 0.4 \\ -0.3 & 0.1 \end{pmatrix}, \quad \mathbf{b} = \begin{pmatrix} 0.1 \\ 0 \end{pmatrix},
\quad \mathbf{v} = \begin{pmatrix} 0.5 & -1 \end{pmatrix}, \quad t = 1, \quad \eta = 0.5$$
and $E = \frac{1}{2}(y - t)^2$. Forward: $\mathbf{z} = W \mathbf{x} + \mathbf{b} = \begin{pmatrix} -0.1 \\ -0.4
\end{pmatrix}$, $\mathbf{h} = \tanh(\mathbf{z})$ and $y = \mathbf{v} \mathbf{h} \approx 0.3301$, so
$\frac{\partial E}{\partial y} \approx -0.6699$.

"""


def verdict(page: str, claim: str) -> str:
    """What is said of the claim that stands last on a page."""
    return check_document(page + f"\n\nSo ${claim}$.").claims[-1].verdict


@pytest.mark.parametrize(
    ("latex", "literal"),
    [
        (r"\begin{bmatrix} 1 & -2 \\ 0.5 & x \end{bmatrix}", Literal((("1", "-2"), ("0.5", "x")))),
        (r"\left[ \begin{array}{cc} 1 & 2 \end{array} \right]", Literal((("1", "2"),))),
        (r"(1, -2)^T", Literal((("1",), ("-2",)))),
        (r"[1, 2, 3]", Literal((("1", "2", "3"),), listed=True)),
        (r"[[1, 2], [3, 4]]", Literal((("1", "2"), ("3", "4")))),
        (r"\left( \frac{1}{2}, 0 \right)^{\top}", Literal(((r"\frac{1}{2}",), ("0",)))),
    ],
)
def test_literal_arrays_are_read(latex, literal):
    assert [found for _, found in marked(latex).literals] == [literal]


@pytest.mark.parametrize("latex", [r"f(1, 2)", r"\max(0, x)", r"(x + 1)", r"\begin{bmatrix} a & \dots \end{bmatrix}"])
def test_arguments_and_arrays_with_dots_are_no_literals(latex):
    assert marked(latex).literals == ()


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\mathbf{h} \approx (-0.0997, -0.3799)^T", "proved"),
        (r"\mathbf{h} \approx (-0.0997, 0.3799)^T", "refuted"),
        (r"\mathbf{h} \approx (-0.0997, -0.3779)^T", "refuted"),
        (r"E = \frac{1}{2}(0.3301 - 1)^2", "conditional"),
        (r"E = \frac{1}{2}(0.3301 + 1)^2", "refuted"),
        (r"\frac{\partial E}{\partial \mathbf{h}} \approx \begin{pmatrix} -0.3350 \\ 0.6699 \end{pmatrix}", "proved"),
        (
            r"\frac{\partial E}{\partial W} \approx \begin{pmatrix} -0.3316 & 0.3316 \\ 0.5732 & -0.5732 \end{pmatrix}",
            "proved",
        ),
        (
            r"\frac{\partial E}{\partial W} \approx \begin{pmatrix} -0.3316 & 0.5732 \\ 0.3316 & -0.5732 \end{pmatrix}",
            "refuted",
        ),
        (r"\frac{\partial E}{\partial \mathbf{v}} = (y + t) \mathbf{h}^T", "refuted"),
        (r"\frac{\partial E}{\partial \mathbf{v}} = (y - t) \mathbf{h}^T", "proved"),
        (r"\mathbf{b} \leftarrow (0.2658, -0.2866)^T", "proved"),
        (r"\mathbf{b} \leftarrow (-0.0658, 0.2866)^T", "refuted"),
        (r"\mathbf{b}^{\text{new}} = (0.1, 0)^T - 0.5 \cdot (-0.3316, 0.5732)^T", "proved"),
    ],
)
def test_a_forward_and_a_backward_pass(claim, said):
    assert verdict(NETWORK, claim) == said


def test_a_transposed_gradient_is_called_so_and_the_right_one_is_given():
    page = NETWORK + r"So $\frac{\partial E}{\partial W} = \begin{pmatrix} -0.33 & 0.57 \\ 0.33 & -0.57 \end{pmatrix}$."
    found = check_document(page).claims[-1]
    assert (found.verdict, found.misconception) == ("refuted", "transposed")
    assert found.correction == "[[-0.331615, 0.331615], [0.57318, -0.57318]]"


SOFTMAX = r"""
Let $p_i = \frac{e^{a_i}}{\sum_j e^{a_j}}$ and $C = -\sum_i t_i \log p_i$. Example: $\mathbf{a} = (2, 1, 0)^T$ and
$\mathbf{t} = (0, 1, 0)^T$.
"""


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\mathbf{p} \approx (0.665, 0.245, 0.090)^T", "proved"),
        (r"\mathbf{p} \approx (0.665, 0.254, 0.090)^T", "refuted"),
        (r"C = -\log 0.2447 \approx 1.408", "proved"),
        (r"\mathbf{p} - \mathbf{t} \approx (0.665, -0.755, 0.090)^T", "proved"),
        (r"\mathbf{p} - \mathbf{t} \approx (0.665, 0.755, 0.090)^T", "refuted"),
        (r"\frac{\partial p_1}{\partial a_2} \approx -0.163", "proved"),
        (r"\frac{\partial p_1}{\partial a_2} \approx 0.163", "refuted"),
    ],
)
def test_a_softmax_of_three_classes(claim, said):
    assert verdict(SOFTMAX, claim) == said


def test_step_neurons_at_every_input_and_descent_on_a_line():
    page = r"""
$$h_1 = \theta(x_1 + x_2 - 0.5), \quad h_2 = \theta(x_1 + x_2 - 1.5), \quad y = \theta(h_1 - h_2 - 0.5)$$
with the step function $\theta$.

- For $x_1 = 0$ and $x_2 = 1$: $h_1 = 1$, $h_2 = 0$, $y = 1$.
- For $x_1 = 1$ and $x_2 = 1$: $h_1 = 1$, $h_2 = 0$, $y = 0$.

Let $f(w) = (w - 3)^2$, $w_0 = 0$ and $\eta = 0.1$. Then $w_1 = w_0 - \eta f'(w_0) = 0.6$ and
$w_2 = w_1 - \eta f'(w_1) = 1.18$.
"""
    said = {each.latex: each.verdict for each in check_document(page).claims}
    inputs = [each.verdict for each in check_document(page).claims if each.latex in ("h_1 = 1", "h_2 = 0", "y = 0")]
    assert inputs == ["proved", "proved", "proved", "refuted", "proved"]
    assert said["w_0 - \\eta f'(w_0) = 0.6"] == "proved"
    assert said["w_1 - \\eta f'(w_1) = 1.18"] == "refuted"


def test_general_claims_are_not_proved_by_an_example():
    page = SOFTMAX + "\n\n" + r"In general $\frac{\partial C}{\partial a_j} = p_j + t_j - 2 t_j^2$."
    assert check_document(page).claims[-1].verdict != "proved"


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (r"p_1 p_2 \begin{bmatrix} 1 & -1 \\ -1 & 1 \end{bmatrix}", "proved"),
        (r"p_1 p_2 \begin{bmatrix} 1 & -1 \\ 1 & 1 \end{bmatrix}", "refuted"),
        (r"\begin{pmatrix} p_1 (1 - p_1) & -p_1 p_2 \\ -p_1 p_2 & p_2 (1 - p_2) \end{pmatrix}", "proved"),
        (r"\begin{pmatrix} p_1 (1 - p_1) & p_1 p_2 \\ p_1 p_2 & p_2 (1 - p_2) \end{pmatrix}", "refuted"),
    ],
)
def test_a_matrix_of_two_classes_is_judged_entry_by_entry(matrix, said):
    page = r"The softmax $p_i = \frac{e^{a_i}}{\sum_k e^{a_k}}$ has $J = \text{diag}(p) - p p^T$. For two classes"
    assert check_document(f"{page} $J = {matrix}$.").claims[-1].verdict == said


@pytest.mark.parametrize(("value", "verdict"), [("300", "proved"), ("30", "refuted")])
def test_a_number_that_gets_another_value_is_not_held_against_its_old_one(value, verdict):
    page = (
        r"Example B = 1, M = 3, $\varepsilon = 0.01$: $N = \frac{2 \cdot 1 \cdot 3}{0.01} = 600$ pieces are enough. "
        rf"With midpoints half: $N = \frac{{M B}}{{\varepsilon}} = {value}$."
    )
    claims = check_document(page).claims
    assert claims[-1].verdict == verdict
    assert claims[-2].verdict != "refuted"


SCORES = r"""
The softmax is $p_c = \frac{\exp(z_c)}{\sum_{k=1}^K \exp(z_k)}$ for any $C > 0$, and
$p_c = \frac{\exp(z_c - m)}{\sum_{k=1}^K \exp(z_k)}$ with $m = \max_k z_k$. Let $\mathbf{z} = (0, \log 2, \log 5)$.
"""


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\sum_k e^{z_k} = 1 + 2 + 5", "proved"),
        (r"\sum_k e^{z_k} = 1 + 2 + 4", "refuted"),
        (r"\mathbf{p} = (1/8,\ 1/4,\ 5/8)", "proved"),
        (r"\mathbf{p} = (1/8,\ 1/2,\ 3/8)", "refuted"),
        (r"\frac{\partial p_2}{\partial z_3} = - \frac{1}{4} \cdot \frac{5}{8}", "proved"),
        (r"\frac{\partial p_2}{\partial z_3} = \frac{1}{4} \cdot \frac{5}{8}", "refuted"),
    ],
)
def test_the_exponential_of_a_logarithm_is_exact_and_no_wrong_formula_is_put_in(claim, said):
    assert verdict(SCORES, claim) == said


@pytest.mark.parametrize(("value", "said"), [(r"\frac{3}{4}", "proved"), (r"\frac{3}{5}", "refuted")])
def test_large_numbers_that_cancel_are_left_to_the_kernel(value, said):
    page = r"The softmax is $q_i = \frac{e^{s_i}}{\sum_r e^{s_r}}$. "
    report = check_document(rf"{page}With $s = (1000, 1000 + \ln 3)$ we have $q_2 = {value}$.")
    assert report.claims[-1].verdict == said


def test_a_unit_has_another_value_outside():
    page = (
        "# Steps\n\n"
        r"The step activation is $\sigma(u) = 1$ for u > 0 and 0 otherwise; $u = \sigma(\sum_{i=1}^{d} z_i - d + 0.5)$."
        " An example is $B = 1$, $M = 2$ and $c = 0.5$. Inside all are on and $u = \\sigma(0.5) = 1$. _ the sum is smaller and $u = \\sigma(-0.5) = 0$."
    )
    found = [check_document(page.replace("_ the", f"{each} the")).claims for each in ("Outside", "So")]
    assert ["refuted" in {one.verdict for one in claims} for claims in found] == [False, True]


def test_what_speaks_of_numbers_alone_is_wrong_under_any_condition():
    page = r"Let $p = \text{softmax}(z)$ with $L = -\sum_i y_i \log p_i$. For $z = (0, 0, 0)$ the loss is $\log 3 \approx {}$."
    assert check_document(page.replace("{}", "1.0986")).claims[-1].verdict == "proved"
    assert check_document(page.replace("{}", "1.1986")).claims[-1].verdict == "refuted"


def test_a_size_over_a_sum_that_begins_with_it_is_no_derivative():
    page = r"Let $d > 0$ and $m > 0$. Then $1 - \frac{d}{d + m} = {}$."
    assert check_document(page.replace("{}", r"\frac{m}{d + m}")).claims[-1].verdict == "proved"
    assert check_document(page.replace("{}", r"\frac{m}{d - m}")).claims[-1].verdict == "refuted"
