r"""A line that misleads is blamed once: what follows is judged by what the rest of the page says."""

import pytest

from backproof.documents.check import check_document

SHAPE = r"""
# Initialization

Write the layer as $\mathbf{a} = W \mathbf{x}$ with $\mathbf{x} \in \mathbb{R}^{n_{in}}$, $\mathbf{a} \in \mathbb{R}^{n_{out}}$
and $W \in \mathbb{R}^{SHAPE}$. The weights are independent with mean zero and variance $\sigma^2$, the inputs have mean zero
and variance $v^2$, and $a_j = \sum_{i=1}^{n_{in}} W_{ji} x_i$.

$$\text{var}(a_j) = CLAIM$$
"""
STABLE = r"""
# Softmax

The output $\mathbf{p}$ is the softmax of $\mathbf{z}$. I subtract the maximum $m$ for a stable form:

$$\mathbf{p}_c = \frac{\exp(\mathbf{z}_c - m)}{DENOMINATOR}$$

Let $S = \sum_k \exp(\mathbf{z}_k)$. The quotient rule gives

$$\frac{\partial \mathbf{p}_i}{\partial \mathbf{z}_i} = \frac{\exp(\mathbf{z}_i) S - \exp(\mathbf{z}_i) \exp(\mathbf{z}_i)}{S^2} = \mathbf{p}_i (1 - \mathbf{p}_i)$$

and $p_i = \frac{\exp(\mathbf{z}_i)}{S}$.
"""
SLIP, RIGHT = r"\sum_{k=1}^K \exp(\mathbf{z}_k) - m", r"\sum_{k=1}^K \exp(\mathbf{z}_k - m)"


@pytest.mark.parametrize(
    ("shape", "claim", "verdicts"),
    [
        (r"n_{in} \times n_{out}", r"n_{in} \sigma^2 v^2", ("refuted", "proved")),
        (r"n_{in} \times n_{out}", r"n_{out} \sigma^2 v^2", ("refuted", "refuted")),
        (r"n_{out} \times n_{in}", r"n_{in} \sigma^2 v^2", ("definition", "proved")),
        (r"n_{out} \times n_{in}", r"n_{out} \sigma^2 v^2", ("definition", "refuted")),
    ],
)
def test_a_refuted_shape_counts_no_more(shape: str, claim: str, verdicts: tuple[str, str]) -> None:
    found = check_document(SHAPE.replace("SHAPE", shape).replace("CLAIM", claim)).claims
    declared = next(each.verdict for each in found if each.latex.startswith("W"))
    assert (declared, found[-1].verdict) == verdicts


@pytest.mark.parametrize(
    ("denominator", "verdicts"),
    [
        (SLIP, ["refuted", "definition", "proved", "proved", "definition"]),
        (RIGHT, ["definition", "definition", "proved", "proved", "proved"]),
    ],
)
def test_what_the_rest_of_the_page_contradicts_is_wrong_itself(denominator: str, verdicts: list[str]) -> None:
    found = check_document(STABLE.replace("DENOMINATOR", denominator)).claims
    assert [each.verdict for each in found] == verdicts


BACKWARDS = r"""
# Backpropagation

Let $\mathbf{z}^{(1)} = \mathbf{W}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)})$,
$z^{(2)} = \mathbf{W}^{(2)} \mathbf{y}^{(1)} + b^{(2)}$ with $\mathbf{x} \in \mathbb{R}^{784}$,
$\mathbf{y}^{(1)} \in \mathbb{R}^{256}$, $\mathbf{W}^{(2)} \in \mathbb{R}^{1 \times 256}$ and
$\delta^{(2)} = \nabla_{z^{(2)}} L$.

$$\boldsymbol{\delta}^{(1)} = FACTOR \delta^{(2)} \odot \varphi'(\mathbf{z}^{(1)})$$

Here $\boldsymbol{\delta}^{(1)} \in \mathbb{R}^{256}$ and $\nabla_{\mathbf{W}^{(1)}} L = \boldsymbol{\delta}^{(1)} \mathbf{x}^T$.
"""


@pytest.mark.parametrize(
    ("factor", "verdict"), [(r"\mathbf{W}^{(2)T}", "definition"), (r"\mathbf{W}^{(2)}", "refuted")]
)
def test_a_refuted_equation_makes_nothing_else_wrong(factor: str, verdict: str) -> None:
    found = [each.verdict for each in check_document(BACKWARDS.replace("FACTOR", factor)).claims][-3:]
    assert found[0] in (verdict, "proved" if verdict == "definition" else verdict)
    assert "refuted" not in found[1:]


CONSISTENTLY_WRONG = r"""
Let $f(x) = x^2 + 1$ for all real $x$.

Then $f(x) = EXPANDED$.

So $f(1) = FIRST$. And $f(2) = SECOND$.
"""


@pytest.mark.parametrize(
    ("values", "verdict"), [(("(x+1)^2", "4", "9"), "refuted"), (("(x+1)^2 - 2x", "2", "5"), "proved")]
)
def test_a_mistake_that_goes_on_is_no_definition(values: tuple[str, str, str], verdict: str) -> None:
    page = CONSISTENTLY_WRONG
    for name, value in zip(("EXPANDED", "FIRST", "SECOND"), values, strict=True):
        page = page.replace(name, value)
    assert [each.verdict for each in check_document(page).claims] == ["definition", verdict, verdict, verdict]


FORGOTTEN_MEAN = r"""
Let $y = \sum_{i=1}^n w_i x_i$, where the $w_i$ are i.i.d. with mean $0$ and variance $\sigma^2$, and $x_i$ are i.i.d.
with mean $\mu$ and variance $\tau^2$.

$\mathbb{E}[y] = n \mu$.

$\mathbb{E}[x_i^2] = \tau^2$.

$\mathrm{Var}(w_i x_i) = \sigma^2 \tau^2$.
"""


def test_a_mean_that_is_forgotten_all_along_is_given_still() -> None:
    found = [each.verdict for each in check_document(FORGOTTEN_MEAN).claims]
    assert found == ["definition"] * 5 + ["refuted"] * 3


TEMPERATURE = r"""
## Softmax

Let $p_k = e^{z_k}/\sum_j e^{z_j}$ and $L = -\sum_k y_k \log p_k$.

Now with temperature $T$ we use $p_k = e^{z_k/T}/\sum_j e^{z_j/T}$ instead.

Then $\frac{\partial p_k}{\partial z_k} = p_k(1-p_k)$.

And $\frac{\partial L}{\partial z_k} = p_k - y_k$.
"""


@pytest.mark.parametrize(
    "words", ["Now with temperature $T$ we use", "With temperature $T$:", "With a temperature $T > 0$,"]
)
def test_another_meaning_that_words_announce_is_no_slip(words: str) -> None:
    page = TEMPERATURE.replace("Now with temperature $T$ we use", words).replace(" instead", "")
    assert [each.verdict for each in check_document(page).claims][-3:] == ["definition", "refuted", "refuted"]


SHIFTED = r"""# Softmax

The output is $\mathbf{p} = \text{softmax}(\mathbf{z})$, so $\mathbf{p}_c = \frac{\exp(\mathbf{z}_c)}{\sum_{k=1}^K \exp(\mathbf{z}_k)}$.

## Stable softmax

We can subtract $m = \max_k \mathbf{z}_k$ without changing the result:

$$\mathbf{p}_c = \frac{\exp(\mathbf{z}_c - m)}{SUM}$$

## Derivative

Let $S = \sum_k \exp(\mathbf{z}_k)$. For $i = j$ the quotient rule gives

$$\frac{\exp(\mathbf{z}_i) S - \exp(\mathbf{z}_i) \exp(\mathbf{z}_i)}{S^2} = \mathbf{p}_i (1 - \mathbf{p}_i)$$
"""


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        (r"\sum_{k=1}^K \exp(\mathbf{z}_k - m)", "proved"),
        (r"\sum_{k=1}^K \exp(\mathbf{z}_k) - m", "refuted"),
    ],
)
def test_a_name_made_of_what_it_was_made_of_is_not_another_one(total: str, verdict: str) -> None:
    claims = check_document(SHIFTED.replace("SUM", total)).claims
    (shifted,) = [each for each in claims if "- m" in each.latex]
    assert (shifted.verdict, claims[-1].verdict) == (verdict, "proved")
