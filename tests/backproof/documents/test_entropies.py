"""Entropies are sums: what their names mean, and what is wrong of them."""

from backproof.documents.check import check_document
from backproof.documents.entropies import with_entropies


def test_entropies_stand_for_their_sums() -> None:
    lines = {
        r"$H(p) = -\sum_{i=1}^n p_i \log p_i$": "proved",
        r"$D_{KL}(p \| q) = \sum_{i=1}^n p_i \log \frac{p_i}{q_i}$": "proved",
        r"$H(p,q) = H(p) + \mathrm{KL}(p\,\|\,q)$": "proved",
        r"$H(p) = \sum_{i=1}^n p_i \log p_i$": "refuted",
        r"$D_{\text{KL}}(p || q) = \sum_{i=1}^n p_i \log \frac{q_i}{p_i}$": "refuted",
        r"$H(p,q) = H(p) - D_{KL}(p\|q)$": "refuted",
        r"$D_{KL}(p\|q) = D_{KL}(q\|p)$": "refuted",
    }
    found = check_document("# Cross-entropy of probabilities\n\n" + "\n\n".join(lines)).claims
    assert [each.verdict for each in found] == list(lines.values())


def test_other_functions_called_h_are_left_alone() -> None:
    for latex in ("H(x) - H(x - d)", "H(z)", r"\hat H(p, q)", "H_1(p)", "D(x)"):
        assert with_entropies(latex, frozenset("pq")) == latex


def test_the_entropy_of_two_classes_is_a_function_of_a_number() -> None:
    page = "# Binary entropy\n\nThe entropy is $H(p) = -p \\log p - (1-p) \\log(1-p)$."
    assert [each.verdict for each in check_document(page).claims] == ["definition"]


def test_h_is_an_entropy_of_what_the_words_say() -> None:
    page = (
        r"Let $y_i = e^{z_i} / \sum_l e^{z_l}$ be the softmax, $\ell(y, t) = -\sum_i t_i \log y_i$. "
        r"The entropy $H(t)$ is fixed. We see that $KL(t \| y) = \ell(y, t) %s H(t)$."
    )
    for sign, verdict in {"-": "proved", "+": "refuted"}.items():
        assert check_document(page % sign).claims[-1].verdict == verdict
