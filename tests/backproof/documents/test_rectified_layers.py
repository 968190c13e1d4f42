"""Second moments of layers that end in ReLU, and the variance that is taken for one of them."""

import pytest

from backproof.documents.check import check_document

WEIGHTS = (
    "# Depth\n\nAll layers have width n, weights $w \\sim \\mathcal{N}(0, \\sigma^2)$ and inputs of variance $v^2$. "
)
WRITTEN = {
    "brackets": (r"x^{(l)} = \text{ReLU}(z^{(l)})", "x^{(%s)}", "z^{(%s)}"),
    "maximum": (r"h^{(l)} = \max(0, a^{(l)})", "h^{(%s)}", "a^{(%s)}"),
    "entries": (r"y_i^{(l)} = \operatorname{ReLU}(s_i^{(l)})", "y_i^{(%s)}", "s_i^{(%s)}"),
    "ell": (r"x^{(\ell)} = \mathrm{ReLU}\left(u^{(\ell)}\right)", "x^{(%s)}", "u^{(%s)}"),
    "below": (r"h_l = \text{ReLU}(a_l)", "h_{%s}", "a_{%s}"),
}


def _verdict(claim: str, said: str, head: str = WEIGHTS) -> str:
    report = check_document(f"{head}With ReLU, ${said}$, we get\n\n$${claim}$$\n")
    return report.claims[-1].verdict


@pytest.mark.parametrize("written", WRITTEN)
def test_relu_halves_second_moments_from_layer_to_layer(written: str) -> None:
    said, out, into = WRITTEN[written]
    x, before, first, last, z = out % "l", out % "l-1", out % "0", out % "L", into % "l"
    right = (
        rf"\mathbb{{E}}[({x})^2] = \frac12 \mathbb{{E}}[({z})^2]",
        rf"\text{{Var}}({z}) = n\sigma^2 \mathbb{{E}}[({before})^2]",
        rf"\mathbb{{E}}[({last})^2] = (n\sigma^2/2)^L \mathbb{{E}}[({first})^2]",
    )
    wrong = (
        rf"\text{{Var}}({z}) = \frac12 n\sigma^2 \mathbb{{E}}[({before})^2]",
        rf"\mathbb{{E}}[({last})^2] = (n\sigma^2/2)^{{L-1}} \mathbb{{E}}[({first})^2]",
        rf"\text{{Var}}({z}) = n\sigma^2 \text{{Var}}({before})",
    )
    assert [_verdict(each, said) for each in right] == ["proved"] * 3
    assert [_verdict(each, said) for each in wrong] == ["refuted"] * 3


def test_the_mean_of_the_outputs_is_named_where_a_page_forgets_it() -> None:
    report = check_document(
        rf"{WEIGHTS}With $x^{{(l)}} = \text{{ReLU}}(z^{{(l)}})$, $\text{{Var}}(z^{{(l)}}) = n \sigma^2 \text{{Var}}(x^{{(l-1)}})$."
    )
    found = report.claims[-1]
    assert "positive mean" in found.reason
    assert found.counterexample is not None


def test_weights_of_which_no_symmetry_is_said_have_it_named() -> None:
    head = "# Initialization\n\nAll layers have width n, weights with mean 0 and variance $\\sigma^2$, inputs of variance $v^2$. "
    claim = r"\mathbb{E}[(x^{(l)})^2] = \frac12 \text{Var}(z^{(l)})"
    assert _verdict(claim, r"x^{(l)} = \text{ReLU}(z^{(l)})", head) == "conditional"


def test_layers_that_are_called_linear_are_judged_so_whatever_comes_before_and_after() -> None:
    page = (
        "# Initialization\n\nFor ReLU networks one takes $\\sigma^2 = 2/n$. Weights are Gaussian.\n\n# Depth\n\n"
        "All layers have width n.\n\n(a) Without activation function we repeat the layer. Taking logarithms, "
        "$\\log \\text{Var}(x^{(L)}) = L \\log(n\\sigma^2) + \\log v^2$ and "
        "$\\log \\text{Var}(x^{(L)}) = \\log(n\\sigma^2) + L \\log v^2$.\n\n"
        "(b) Now $x^{(l)} = \\text{ReLU}(z^{(l)})$ and $\\text{Var}(x^{(L)}) = (n\\sigma^2)^L v^2$.\n"
    )
    verdicts = [each.verdict for each in check_document(page).claims if "Var" in each.latex]
    assert verdicts[:2] == ["proved", "refuted"]
    assert verdicts[2] != "proved"
