r"""Where a step neuron switches, in words."""

import pytest

from backproof.documents.check import check_document

STEP = r"The step neuron is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. "


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (r"The neuron $\sigma(k x - d)$ switches at $x = d/k$, then.", ["proved"]),
        (r"The neuron $\sigma(k x - d)$ switches at $x = k d$, then.", ["refuted"]),
        (r"The unit $y = \sigma(q - 2x)$ jumps at $x = q/2$, then.", ["definition", "proved"]),
        (r"The unit $y = \sigma(q - 2x)$ jumps at $x = -q/2$, then.", ["definition", "refuted"]),
        (r"It is on when $c - x > 0$, that is when $x < c$, then.", ["proved", "proved"]),
        (r"It is on when $c - x > 0$, that is when $x > c$, then.", ["proved", "refuted"]),
        (r"It is on when $x + c > 0$, so when $x > c$, then.", ["refuted", "proved"]),
    ],
)
def test_a_neuron_switches_where_its_argument_is_zero(words: str, verdicts: list[str]) -> None:
    claims = check_document(STEP + words).claims
    assert [each.verdict for each in claims][-len(verdicts) :] == verdicts


@pytest.mark.parametrize(
    "words",
    [
        r"The neuron $\sigma(k x - d)$ does not switch at $x = k d$, then.",
        r"It is on when $w x + b > 0$, that is when $x > -b/w$, but for negative weights.",
    ],
)
def test_what_is_denied_or_needs_a_sign_is_not_called_wrong(words: str) -> None:
    assert "refuted" not in [each.verdict for each in check_document(STEP + words).claims]
