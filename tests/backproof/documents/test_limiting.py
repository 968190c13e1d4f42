r"""Limits are found by rules, each of which is a theorem; a wrong one is refuted with its value."""

from fractions import Fraction

import pytest

from backproof.answers.syntax import ONE, Add, Call, Div, Mul, Num, Pow, Sym
from backproof.documents.asymptotics import INFINITY, Growth, NoLimit
from backproof.documents.check import check_document

T, Z, TWO = Sym("t"), Sym("z"), Num(Fraction(2))
LOGISTIC = r"Logistic sigmoid $\sigma(z) = \frac{1}{1+e^{-z}}$."
SOFTMAX = r"Softmax $p_i = \frac{e^{z_i/\tau}}{\sum_{k=1}^K e^{z_k/\tau}}$ with temperature $\tau > 0$."


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (LOGISTIC, r"\lim_{z\to\infty}\sigma(z) = 1", "proved"),
        (LOGISTIC, r"\lim_{z\to-\infty}\sigma(z) = 1", "refuted"),
        (LOGISTIC, r"\lim_{z\to\infty}\sigma'(z) = 0", "proved"),
        (LOGISTIC, r"\lim_{z\to 0}\sigma(z) = \frac12", "proved"),
        (LOGISTIC, r"\lim_{z\to\infty} (\ln(1 + e^z) - z) = 0", "proved"),
        (LOGISTIC, r"\lim_{z\to\infty} (\ln(1 + e^z) - 2z) = 0", "refuted"),
        (LOGISTIC, r"\lim_{t\to\infty}\frac1t\ln(1+e^{tz}) = \max(z,0)", "proved"),
        (LOGISTIC, r"\lim_{t\to\infty}\sigma(tz) = \mathbb{1}[z > 0]", "refuted"),
        (LOGISTIC, r"\lim_{z\to 0} \frac1z = \infty", "undecided"),
        (SOFTMAX, r"\lim_{\tau\to\infty} p_i = \frac1K", "proved"),
        (SOFTMAX, r"\lim_{\tau\to\infty} p_i = 1", "refuted"),
        (r"Softmax $p_i = e^{z_i/T} / \sum_k e^{z_k/T}$ with $T > 0$.", r"\lim_{T\to\infty} p_i = 1/K", "proved"),
    ],
)  # fmt: skip
def test_a_limit_is_what_it_is(page, claim, verdict):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("sentence", "verdicts"),
    [
        (r"$\sigma(z) \to 1$ as $z \to \infty$ and $\sigma(z) \to 0$ for $z \to -\infty$.", ["proved", "proved"]),
        (r"As $z \to -\infty$, $\tanh(z) \to -1$ and $\sigma(z) \to 1$.", ["proved", "refuted"]),
        (r"We have $\sigma(z) \to 1 \text{ as } z \to \infty$.", ["proved"]),
        (r"For large $z$ we have $1 - \sigma(z) \approx e^{-z}$.", ["proved"]),
        (r"For large $z$ we have $1 - \sigma(z) \approx e^{-2z}$.", ["undecided"]),
    ],
)
def test_an_arrow_is_a_limit(sentence, verdicts):
    assert [each.verdict for each in check_document(f"{LOGISTIC} {sentence}").claims][1:] == verdicts


def test_what_cancels_to_a_remainder_has_no_limit_here():
    exact = Add((Call("exp", (T,)), Mul((Num(Fraction(-1)), Call("exp", (T,))))))
    assert Growth(frozenset()).limit(exact, "t", INFINITY, 1) == Num(Fraction(0))
    square = Pow(Add((ONE, Div(ONE, T))), TWO)
    lost = Mul((Pow(T, TWO), Add((Div(ONE, square), Num(Fraction(-1)), Div(TWO, T)))))  # 3, which needs a third term
    with pytest.raises(NoLimit):
        Growth(frozenset()).limit(lost, "t", INFINITY, 1)


def test_rates_that_cannot_be_compared_have_no_limit_here():
    mixed = Div(Call("exp", (T,)), Call("exp", (Mul((T, Z)),)))
    with pytest.raises(NoLimit, match="compared"):
        Growth(frozenset({"z"})).limit(mixed, "t", INFINITY, 1)


def test_a_sign_that_is_not_seen_decides_nothing():
    with pytest.raises(NoLimit):
        Growth(frozenset()).limit(Mul((T, Z)), "t", INFINITY, 1)


@pytest.mark.parametrize(("body", "verdict"), [("w x + b", "refuted"), ("w^2", "undecided")])
def test_a_number_that_takes_every_value_is_free(body, verdict):
    text = rf"{LOGISTIC} Let $z = {body}$. Then $\lim_{{t\to\infty}}\sigma(tz) = \mathbb{{1}}[z > 0]$."
    assert check_document(text).claims[-1].verdict == verdict


@pytest.mark.parametrize(("limit", "verdict"), [("0", "proved"), ("c", "refuted")])
def test_an_arrow_at_the_end_of_a_chain_is_a_limit_of_what_stands_before_it(limit: str, verdict: str) -> None:
    page = rf"Let $w = \frac{{3}}{{n}}$. Then $$\frac{{c w}}{{3}} = \frac{{c}}{{n}} \to {limit} \quad \text{{as }} n \to \infty.$$"
    assert [each.verdict for each in check_document(page).claims] == ["definition", "proved", verdict]
