r"""A page that leaves out the layer of its logit, $-\log g = \log(1 + e^{-z})$, speaks of the same network still."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# A network

$$z^{(1)} = W^{(1)} x + b^{(1)}, \quad a^{(1)} = \sigma(z^{(1)}), \quad z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}, \quad g = \sigma(z^{(2)})$$

with $W^{(1)} \in \mathbb{R}^{50 \times 20}$, $W^{(2)} \in \mathbb{R}^{1 \times 50}$, $b^{(2)} \in \mathbb{R}$, $x \in \mathbb{R}^{20}$ and
$\sigma(z) = 1/(1 + e^{-z})$.

## Start

At first $g \approx \frac{1}{2}$, because the weights are small.

## Loss

$$\ell_i = -t_i \log g_i - (1 - t_i) \log (1 - g_i), \qquad L = \frac{1}{N} \sum_{i=1}^N \ell_i$$

LOGIT

$$\ell = t \log(1 + e^{-z}) + (1 - t) (z + \log(1 + e^{-z}))$$

## Gradients

$$\delta_i^{(2)} = \frac{\partial \ell_i}{\partial z_i^{(2)}} = g_i - t_i$$

RECURSION

$$\frac{\partial \ell_i}{\partial W^{(1)}} = \delta_i^{(1)} x_i^T$$

$$\frac{\partial \ell_i}{\partial W^{(1)}} = 2 \delta_i^{(1)} x_i^T$$
"""
RIGHT = r"$$\delta_i^{(1)} = W^{(2)T} \delta_i^{(2)} \odot \sigma'(z_i^{(1)})$$"


def verdicts(logit: str, recursion: str) -> list[str]:
    claims = check_document(PAGE.replace("LOGIT", logit).replace("RECURSION", recursion)).claims
    line = next(n for n, text in enumerate(PAGE.split("\n"), 1) if text == "LOGIT")
    gradients = ["delta_i^{(1)} =", "= \\delta_i^{(1)} x_i", "2 "]
    said = [next(each.verdict for each in claims if each.line == line)]
    return said + [next(each.verdict for each in claims if part in each.latex) for part in gradients]


@pytest.mark.parametrize(
    ("logit", "recursion", "expected"),
    [
        pytest.param(
            r"$-\log g = \log(1 + e^{-z})$.",
            RIGHT,
            ["proved", "definition", "proved", "refuted"],
            marks=pytest.mark.slow,
        ),
        (
            r"$-\log g = \log(1 + e^{z})$.",
            RIGHT.replace("(z_", "(a_"),  # the slope at the wrong place: what follows is judged by the gradient
            ["refuted", "refuted", "proved", "refuted"],
        ),
    ],
)
def test_a_logit_without_its_layer_changes_no_meaning(logit: str, recursion: str, expected: list[str]) -> None:
    assert verdicts(logit, recursion) == expected


@pytest.mark.slow
def test_whether_labels_of_all_samples_are_a_row_is_not_guessed() -> None:
    page = PAGE.replace("LOGIT", "").replace("RECURSION", RIGHT)
    page += (
        "\nLet $D$ be the $1 \\times N$ row of the $\\delta_i^{(2)}$, and $G = (g_1, \\dots, g_N)$. Then $D = G - t$.\n"
    )
    assert "refuted" not in [each.verdict for each in check_document(page).claims if each.latex == "D = G - t"]
