"""Names of families inside moments: any entry is meant."""

import pytest

from backproof.answers.syntax import Sym
from backproof.documents.check import check_document
from backproof.documents.dimensions import Dimensions

PAGE = (
    "# Initialization\n\nLet $a_j = \\sum_{i=1}^{n} w_{ji} x_i$ with independent weights, $\\mathbb{E}[w] = 0$,"
    " $\\text{Var}(w) = \\sigma^2$.\n\n"
)


def verdicts(words: str) -> list[str]:
    """The verdicts of what stands behind the page's definitions."""
    return [each.verdict for each in check_document(PAGE + words).claims if each.line > 4]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\text{Var}(a) = n \text{Var}(w) \text{Var}(x)", "proved"),
        (r"\text{Var}(a) = n^2 \text{Var}(w) \text{Var}(x)", "refuted"),
        (r"\text{Var}(wx) = \mathbb{E}[w^2]\mathbb{E}[x^2] - (\mathbb{E}w)^2 (\mathbb{E}x)^2", "proved"),
        (r"\text{Var}(wx) = \mathbb{E}[w^2]\mathbb{E}[x^2] + (\mathbb{E}w)^2 - \text{Var}(x)", "refuted"),
    ],
)
def test_a_bare_name_is_any_entry_and_a_moment_needs_no_bracket(claim: str, verdict: str) -> None:
    assert verdicts(f"\n${claim}$.") == [verdict]


def test_what_is_asked_of_a_bare_name_is_solved_and_a_wrong_solution_is_found() -> None:
    wanted = "\nWe want $\\text{Var}(a) = \\text{Var}(x)$, so "
    assert verdicts(wanted + "$n\\sigma^2 = 1$.") == ["conditional", "conditional"]
    assert verdicts(wanted + "$n\\sigma^2 = 2$.") == ["conditional", "refuted"]


def test_a_uniform_law_is_solved_for_its_end() -> None:
    wanted = "\nFor $u \\sim U[-b, b]$ we want $\\text{Var}(u) = 1/n$, so "
    assert verdicts(wanted + "$b = \\sqrt{\\frac{3}{n}}$.") == ["definition", "conditional", "conditional"]
    assert verdicts(wanted + "$b = \\sqrt{\\frac{6}{n}}$.") == ["definition", "conditional", "refuted"]


def test_the_inverse_of_a_defined_name_is_a_claim_about_it() -> None:
    page = "# Logistic\n\nLet $\\sigma(z) = \\frac{1}{1+e^{-z}}$ and $p = \\sigma(z)$.\n\nThe inverse is $z = "
    inverse = [r"\log\frac{p}{1-p}", r"\log\frac{1-p}{p}"]
    found = [check_document(f"{page}{each}$, and $\\sigma'(z) = p(1-p)$.").claims for each in inverse]
    assert [[each.verdict for each in claims][-2:] for claims in found] == [["proved", "proved"], ["refuted", "proved"]]


def test_a_name_alone_is_judged_as_before() -> None:
    integral = "= \\int_{-c}^{c} \\frac{u^2}{2c} \\, du$."
    assert (
        verdicts("\nLet $c_j = \\sum_{i=1}^n W_{ji}$ with $W_{ji} \\sim U[-c, c]$. $\\text{Var}(W) " + integral)[-1]
        == "proved"
    )


def test_a_declared_size_counts_where_nothing_else_says_and_declarations_agree() -> None:
    dims = Dimensions()
    free, said, torn = (dims.place(name, 1, 0) for name in ("free", "said", "torn"))
    other = dims.place("other", 1, 0)
    dims.give(said, Sym("m"))
    dims.join(torn, other)
    dims.declare([(free, Sym("n")), (said, Sym("n")), (torn, Sym("n")), (other, Sym("m"))])
    assert [dims.size(each) for each in (free, said, torn)] == [Sym("n"), Sym("m"), None]


RECTIFIED = r"""# Initialization

A layer is $\mathbf{a} = W \mathbf{x}$, where $\mathbf{x} \in \mathbb{R}^n$ and $W \in \mathbb{R}^{m \times n}$.

(b) Let $a \sim N(0, s^2)$ and $r = \max(0, a)$. Then """


@pytest.mark.slow
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\text{Var}(r) = \frac{s^2}{2} - \frac{s^2}{2\pi}", "proved"),
        (r"\text{Var}(r) = \frac{s^2}{2}", "refuted"),
        (r"\mathbb{E}[r] = \frac{s}{\sqrt{2\pi}}", "proved"),
        (r"\mathbb{E}[r] = 0", "refuted"),
        (r"\mathbb{E}[r^T r] = \frac{s^2}{2}", "refuted"),  # the sum over all entries
    ],
)
def test_what_is_made_of_random_entries_has_the_moments_of_an_entry(claim: str, verdict: str) -> None:
    assert check_document(f"{RECTIFIED}${claim}$.").claims[-1].verdict == verdict


def test_what_is_defined_by_a_bare_name_is_made_of_any_entry_and_no_constant() -> None:
    relu = "\nLet $r = \\max(0, a)$. Then ${}$.\n\nIn the next layer $\\text{{Var}}(a') = 3 \\mathbb{{E}}[r^2]$."
    found = [
        verdicts(relu.format(claim))[1]
        for claim in (
            r"\text{Var}(r) = \frac{1}{2} \text{Var}(a)",
            r"\mathbb{E}[r^2] = \frac{1}{2} \mathbb{E}[a^2]",
            r"\mathbb{E}[r^2] = \frac{1}{3} \mathbb{E}[a^2]",
        )
    ]
    assert found == ["refuted", "conditional", "refuted"]
    twice = "\nLet $q = 2 a$. Then $\\text{{Var}}(q) = {} \\text{{Var}}(a)$; $\\text{{Var}}(a'_j) = 1$."
    assert [verdicts(twice.format(factor))[1] for factor in (2, 4)] == ["refuted", "proved"]


def test_a_number_called_like_a_family_is_no_constant_in_a_moment() -> None:
    """Its variance is not 0: equations between such moments were proved as 0 = 0."""
    page = "\nLet $d_j = 3 a_j$ and $q = a + d$. Then $\\text{Var}(q) = 5 \\text{Var}(a)$; $\\text{Var}(a'_j) = 1$."
    assert verdicts(page)[2] == "undecided"
