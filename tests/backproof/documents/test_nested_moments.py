"""Means inside means, and names that are called independent without dollars."""

from backproof.documents.check import check_document

CLAIMS = {
    r"\operatorname{var}(X) = \mathbb{E}[(X - \mathbb{E}[X])^2]": "proved",
    r"\mathbb{E}[(X - \mathbb{E}[X])^2] = \mathbb{E}[X^2] - \mathbb{E}[X]^2": "proved",
    r"\mathbb{E}[(X - \mathbb{E}[X])^2] = \mathbb{E}[X^2] + \mathbb{E}[X]^2": "refuted",
    r"\mathbb{E}[X - \mathbb{E}[X]] = \mathbb{E}[X]": "refuted",
    r"\operatorname{var}(X - Y) = \operatorname{var}(X) + \operatorname{var}(Y)": "proved",
    r"\operatorname{var}(X - Y) = \operatorname{var}(X) - \operatorname{var}(Y)": "refuted",
}


def _verdicts(said: str) -> list[str]:
    page = f"# Variances\n\n{said}\n\n" + "\n\n".join(f"${each}$" for each in CLAIMS)
    return [each.verdict for each in check_document(page).claims if each.line > 3]


def test_a_mean_inside_a_mean_is_a_number() -> None:
    assert _verdicts("Let X, Y be independent random variables.") == list(CLAIMS.values())


def test_without_independence_it_is_the_condition() -> None:
    assert _verdicts("Let X, Y be random variables.")[4:] == ["conditional", "undecided"]
