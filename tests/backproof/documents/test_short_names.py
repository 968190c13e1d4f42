"""A letter that stands for a number of a layer means that number."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Two layers: $\mathbf{z}^{(1)} = \mathbf{W}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{h}^{(1)} = \varphi(\mathbf{z}^{(1)})$,
$z^{(2)} = \mathbf{W}^{(2)} \mathbf{h}^{(1)} + b^{(2)}$ and $y^{(2)} = \varphi(z^{(2)})$, where
$\mathbf{W}^{(2)} \in \mathbb{R}^{1 \times 30}$ and $b^{(2)} \in \mathbb{R}$, with the sigmoid

$$\varphi(s) = \frac{1}{1 + e^{-s}}$$

and the cross entropy

$$Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)}).$$

"""


def last(text: str) -> str:
    return check_document(PAGE + text).claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial Loss_i}{\partial u} = \varphi(u) - y_i", "proved"),
        (r"\frac{\partial Loss_i}{\partial u} = y_i - \varphi(u)", "refuted"),
        (r"Loss_i = \log(1 + e^{-u}) + (1 - y_i) u", "proved"),
        (r"Loss_i = \log(1 + e^{-u}) - (1 - y_i) u", "refuted"),
    ],
)
@pytest.mark.parametrize("words", ["Write $u = z_i^{(2)}$. Then", "With $u = z_i^{(2)}$ we have"])
def test_a_short_name_stands_for_the_number(words: str, claim: str, verdict: str) -> None:
    assert last(f"{words}\n\n$${claim}.$$") == verdict


@pytest.mark.parametrize(
    ("slope", "verdict"), [(r"\varphi'(\mathbf{z})", "proved"), (r"\varphi(\mathbf{z})", "refuted")]
)
def test_a_letter_that_gets_its_meaning_below_is_that_of_the_layer(slope: str, verdict: str) -> None:
    claim = rf"$$\nabla_{{z^{{(2)}}}} Loss_i = \nabla_{{y^{{(2)}}}} Loss_i \odot {slope}$$"
    page = check_document(PAGE + claim + "\n\nso that, with $z = z_i^{(2)}$, it is $\\varphi(z) - y_i$.")
    assert next(each.verdict for each in page.claims if "odot" in each.latex) == verdict


def test_what_is_known_of_a_loss_is_no_definition_of_it() -> None:
    assert last(r"With $u = v_i^{(2)}$ we have $Loss_i = \log(1 + e^{-u}) - (1 - y_i) u$.") != "definition"
