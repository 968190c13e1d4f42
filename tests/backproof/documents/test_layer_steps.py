"""What each layer does to a variance by the page's own words, and how many layers there are from one to another."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Initialization of deep networks

A deep network with ReLU units and zero biases, $a^{(l)} = W^{(l)} h^{(l-1)}$. The weights are drawn from $N(0, \sigma^2)$.

SAID $CLAIM$.
"""
HALF = r"every step halves: $\operatorname{Var}(a^{(l+1)}) = \tfrac12 \operatorname{Var}(a^{(l)})$." + "\n\n"


def verdict(said: str, claim: str) -> str:
    return check_document(PAGE.replace("SAID", said).replace("CLAIM", claim), "initialization").claims[-1].verdict


@pytest.mark.parametrize(
    ("said", "factor", "expected"),
    [
        (HALF, r"2^{-(L-1)}", "conditional"),
        (HALF, r"\left(\frac12\right)^{L-1}", "conditional"),
        (HALF, r"2^{-L}", "refuted"),
        (HALF, r"2^{L-1}", "refuted"),
        (r"Every layer after the first one multiplies the variance by $\frac12$, hence", r"2^{1-L}", "conditional"),
        (r"Every layer after the first one multiplies the variance by $\frac12$, hence", r"2^{-L}", "refuted"),
        (r"Each layer then doubles the variance, so", r"2^{L-1}", "conditional"),
        (r"Each layer then doubles the variance, so", r"2^{L}", "refuted"),
        (r"Each layer then doubles the standard deviation, so", r"2^{L-1}", "undecided"),
        (r"Each layer doubles the variance. With another choice", r"3^{L-1}", "undecided"),
        (r"Nothing is said of the layers.", r"2^{-L}", "undecided"),
    ],
)
def test_from_the_first_layer_to_the_last_there_is_a_step_less_than_layers(
    said: str, factor: str, expected: str
) -> None:
    claim = rf"\operatorname{{Var}}(a^{{(L)}}) = {factor} \operatorname{{Var}}(a^{{(1)}})"
    assert verdict(said, claim) == expected


@pytest.mark.parametrize(("power", "expected"), [(20, "conditional"), (21, "refuted"), (19, "refuted")])
def test_layers_with_numbers(power: int, expected: str) -> None:
    claim = rf"\operatorname{{Var}}(a^{{(21)}}) = 2^{{-{power}}} \operatorname{{Var}}(a^{{(1)}})"
    assert verdict(HALF, claim) == expected


@pytest.mark.parametrize(("power", "expected"), [("L-1", "conditional"), ("L", "refuted")])
def test_gradients_go_back(power: str, expected: str) -> None:
    said = r"$\operatorname{Var}(\delta^{(l)}) = 3 \operatorname{Var}(\delta^{(l+1)})$." + "\n\n"
    claim = rf"\operatorname{{Var}}(\delta^{{(1)}}) = 3^{{{power}}} \operatorname{{Var}}(\delta^{{(L)}})"
    assert verdict(said, claim) == expected
