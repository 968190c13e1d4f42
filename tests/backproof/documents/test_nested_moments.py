"""Means inside means, and names that are called independent without dollars."""

import pytest

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


@pytest.mark.parametrize(("factor", "said"), [(r"n \sigma^2", "proved"), (r"n \sigma^2 v^2", "refuted")])
def test_a_ratio_of_variances(factor, said):
    page = (
        r"The $w_{ji}$ are independent with mean 0 and variance $\sigma^2$, the $x_i$ with mean 0 and variance $v^2$, "
        r"and $a_j = \sum_{i=1}^n w_{ji} x_i$. "
    )
    report = check_document(page + rf"So $\frac{{\text{{Var}}(a_j)}}{{\text{{Var}}(x_i)}} = {factor}$.")
    assert report.claims[-1].verdict == said
