"""Names that take a few values: coins, signs and dropout masks, in words and in formulas."""

import pytest

from backproof.documents.check import check_document


def _verdicts(said: str, *claims: str) -> list[str]:
    """The verdicts of claims after what is said of a name."""
    page = f"# Variances\n\n{said}\n\n" + "\n\n".join(f"${each}$" for each in claims)
    return [each.verdict for each in check_document(page).claims if each.line > 3]


@pytest.mark.parametrize(
    "said",
    [
        r"Let a be 1 or -1 with probability 1/2 each.",
        r"Let $a$ be $\pm 1$ with equal probability.",
        r"The sign $a$ is $1$ with probability $1/2$ and $-1$ otherwise.",
        r"Suppose $a$ takes the values $-1$ and $1$ with equal probability.",
        r"The coin $a$ is -1 with probability 1/2 and 1 with probability 1/2.",
    ],
)
def test_a_sign_is_a_coin(said: str) -> None:
    right = (r"\mathbb{E}[a^4] = 1", r"\text{Var}(\text{ReLU}(a)) = \frac14", r"\text{ReLU}(\mathbb{E}[a]) = 0")
    wrong = (r"\mathbb{E}[a^4] = 3", r"\text{Var}(\text{ReLU}(a)) = \frac12", r"\mathbb{E}[\text{ReLU}(a)] = 0")
    assert _verdicts(said, *right) == ["proved"] * 3
    assert _verdicts(said, *wrong) == ["refuted"] * 3


@pytest.mark.parametrize(
    "said",
    [
        r"Dropout: $r_i = \frac{m_i}{q} h_i$ with $m_i \sim \text{Bernoulli}(q)$ for fixed $h_i$.",
        r"Dropout: $r_i = \frac{m_i}{q} h_i$, where $m_i$ is 1 with probability $q$ and 0 otherwise, for fixed $h_i$.",
    ],
)
def test_a_dropout_mask_keeps_the_mean_and_not_the_second_moment(said: str) -> None:
    claims = {
        r"\mathbb{E}[r_i] = h_i": "proved",
        r"\text{Var}(r_i) = \frac{1-q}{q} h_i^2": "proved",
        r"\text{Var}(r_i) = \frac{h_i^2}{q}": "refuted",
        r"\mathbb{E}[r_i] = q h_i": "refuted",
    }
    assert _verdicts(said, *claims) == list(claims.values())


def test_a_name_that_is_drawn_anew_is_no_coin_any_more() -> None:
    said = r"Let a be 1 or -1 with probability 1/2 each. Now let $a \sim N(0, 1)$."
    assert _verdicts(
        said, r"\mathbb{E}[\text{ReLU}(a)] = \frac12", r"\mathbb{E}[\text{ReLU}(a)] = \frac{1}{\sqrt{2\pi}}"
    ) == ["refuted", "proved"]


def test_probabilities_that_are_not_equal_are_not_taken_for_equal() -> None:
    said = "Let a be 1 or -1 with probability 1/3."
    assert "proved" not in _verdicts(said, r"\mathbb{E}[a] = 0")
