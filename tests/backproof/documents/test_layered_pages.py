"""A network of L layers, from the shapes of its first lines to the gradients of a batch: what is right, and its lies."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.shape_products import judge_shapes

PAGE = r"""
# Network

There are $L = 3$ layers of the sizes $n_0 = 30$, $n_1 = 12$, $n_2 = 9$ and $n_3 = 5$:

$$
\begin{aligned}
\mathbf{u}^{(l)} &= V^{(l)} \mathbf{r}^{(l-1)} + \mathbf{c}^{(l)}, \quad l = 1, \dots, L \\
\mathbf{r}^{(l)} &= g(\mathbf{u}^{(l)}), \quad l = 1, \dots, L-1 \\
\mathbf{q} &= \mathbf{r}^{(L)} = \text{softmax}(\mathbf{u}^{(L)})
\end{aligned}
$$

with $g(u) = \max(0, u)$ and $\mathbf{r}^{(0)} = \mathbf{x}$. In general $V^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}$ and
$\mathbf{c}^{(l)} \in \mathbb{R}^{n_l}$, so

- $V^{(1)} \in \mathbb{R}^{12 \times 30}$, $\mathbf{c}^{(1)} \in \mathbb{R}^{12}$
- $V^{(2)} \in \mathbb{R}^{9 \times 12}$, $\mathbf{c}^{(2)} \in \mathbb{R}^{DECLARED}$
- $V^{(3)} \in \mathbb{R}^{5 \times 9}$, $\mathbf{c}^{(3)} \in \mathbb{R}^{5}$

The label $\mathbf{t}$ is one-hot. The loss of sample i and that of a batch are
$E_i = -\sum_{k=1}^5 t_k \log q_k$ and $E = \frac{1}{B} \sum_{i=1}^B E_i$.

# Gradients

Let $\delta^{(l)} = \nabla_{\mathbf{u}^{(l)}} E_i$.

ONE

The samples are columns, $R^{(0)} = X \in \mathbb{R}^{30 \times B}$, and

$$ U^{(l)} = V^{(l)} R^{(l-1)} + \mathbf{c}^{(l)} \mathbf{1}^T, \quad R^{(l)} = g(U^{(l)}) $$

MANY

With $D = \frac{\beta}{2} \sum_l \|V^{(l)}\|_F^2$ the weights decay.

DECAY
"""
ONE = (
    (r"\delta^{(L)} = \mathbf{q} - \mathbf{t}", r"\delta^{(L)} = \mathbf{t} - \mathbf{q}"),
    (
        r"\delta^{(l)} = \left( V^{(l+1)T} \delta^{(l+1)} \right) \odot g'(\mathbf{u}^{(l)})",
        r"\delta^{(l)} = \left( V^{(l)T} \delta^{(l+1)} \right) \odot g'(\mathbf{u}^{(l)})",
    ),
    (
        r"\delta^{(1)} = V^{(2)T} \delta^{(2)} \odot g'(\mathbf{u}^{(1)})",
        r"\delta^{(1)} = V^{(2)T} \delta^{(2)} \odot g'(\mathbf{u}^{(2)})",
    ),
    (
        r"\nabla_{V^{(l)}} E_i = \delta^{(l)} \mathbf{r}^{(l-1)T}",
        r"\nabla_{V^{(l)}} E_i = \mathbf{r}^{(l-1)} \delta^{(l)T}",
    ),
    (
        r"\frac{\partial E_i}{\partial V^{(l)}_{jk}} = \delta_j^{(l)} r_k^{(l-1)}",
        r"\frac{\partial E_i}{\partial V^{(l)}_{jk}} = \delta_k^{(l)} r_j^{(l-1)}",
    ),
    (r"\arg\max_k q_k = \arg\max_k u_k^{(L)}", r"\arg\max_k q_k = \arg\min_k u_k^{(L)}"),
)
MANY = (
    (r"\Delta^{(L)} = Q - T", r"\Delta^{(L)} = T - Q"),
    (
        r"\Delta^{(l)} = \left( V^{(l+1)T} \Delta^{(l+1)} \right) \odot g'(U^{(l)})",
        r"\Delta^{(l)} = \left( V^{(l+1)} \Delta^{(l+1)} \right) \odot g'(U^{(l)})",
    ),
    (r"\Delta^{(1)} \in \mathbb{R}^{12 \times B}", r"\Delta^{(1)} \in \mathbb{R}^{12 \times 30}"),
    (r"\nabla_{V^{(l)}} E = \frac{1}{B} \Delta^{(l)} R^{(l-1)T}", r"\nabla_{V^{(l)}} E = \Delta^{(l)} R^{(l-1)T}"),
    (
        r"\nabla_{\mathbf{c}^{(l)}} E = \frac{1}{B} \Delta^{(l)} \mathbf{1}",
        r"\nabla_{\mathbf{c}^{(l)}} E = \Delta^{(l)} \mathbf{1}",
    ),
)
DECAY = ((r"\nabla_{V^{(l)}} D = \beta V^{(l)}", r"\nabla_{V^{(l)}} D = \frac{\beta}{2} V^{(l)}"),)


def checked(wrong: bool) -> dict[str, str]:
    text = PAGE.replace("DECLARED", "12" if wrong else "9")
    for name, pairs in (("ONE", ONE), ("MANY", MANY), ("DECAY", DECAY)):
        text = text.replace(name, "\n\n".join(f"${pair[wrong]}$" for pair in pairs), 1)
    return {each.latex: each.verdict for each in check_document(text).claims}


@pytest.mark.slow
def test_what_is_right_on_the_page_is_proved() -> None:
    found = checked(wrong=False)
    assert {right: found[right] for right, _ in (*ONE, *MANY, *DECAY)} == dict.fromkeys(
        (right for right, _ in (*ONE, *MANY, *DECAY)), "proved"
    )
    assert found[r"\mathbf{c}^{(2)} \in \mathbb{R}^{9}"] == "definition"
    assert not {latex for latex, verdict in found.items() if verdict in ("refuted", "undecided", "unreadable")}


@pytest.mark.slow
def test_every_lie_is_refuted() -> None:
    found = checked(wrong=True)
    assert {lie: found[lie] for _, lie in (*ONE, *MANY, *DECAY)} == dict.fromkeys(
        (lie for _, lie in (*ONE, *MANY, *DECAY)), "refuted"
    )
    assert found[r"\mathbf{c}^{(2)} \in \mathbb{R}^{12}"] == "refuted"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"(128 \times N)(N \times 784)", r"128 \times 784", "proved"),
        (r"(128 \times N)(N \times 784)", r"784 \times 128", "refuted"),
        (r"(128 \times N)(784 \times N)", r"128 \times 784", "refuted"),
        (r"(d \times m) \cdot (m \times k)(k \times 1)", r"(d \times 1)", "proved"),
        (r"m \times 1", r"\left(m \times n_0\right)\left(n_0 \times 1\right)", "proved"),
        (r"128 \times 784", r"100352", None),
        (r"(a + b)(a - b)", r"a \times b", None),
    ],
)
def test_products_of_shapes(left: str, right: str, verdict: str | None) -> None:
    found = judge_shapes(left, right)
    assert (None if found is None else found.verdict) == verdict
