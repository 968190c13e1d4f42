r"""Gradients with an upright d, \mathrm{d}W_2, beside differentials that are none; entries of names in brackets."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.upright_d import with_plain_d

slow = pytest.mark.slow

_PAGE = r"""# Columns, in bold

WORDS The samples are the columns of $\mathbf{X} \in \mathbb{R}^{9 \times 16}$, $m = 16$, and
$\mathbf{Y} \in \mathbb{R}^{4 \times 16}$ has one-hot columns.

$$\mathbf{Z}_1 = \mathbf{W}_1 \mathbf{X} + \mathbf{b}_1 \mathbf{1}^\top, \quad \mathbf{A}_1 = \tanh(\mathbf{Z}_1), \quad
\mathbf{Z}_2 = \mathbf{W}_2 \mathbf{A}_1 + \mathbf{b}_2 \mathbf{1}^\top$$

with $\mathbf{W}_1 \in \mathbb{R}^{6 \times 9}$, $\mathbf{W}_2 \in \mathbb{R}^{4 \times 6}$ and
$\mathcal{L} = \frac{1}{2m} \|\mathbf{Z}_2 - \mathbf{Y}\|_F^2$.

$$\mathrm{d}\mathbf{Z}_2 = \frac{1}{m} (\mathbf{Z}_2 - \mathbf{Y})$$

$$CLAIM$$
"""
_ANNOUNCED = r"We write $\mathrm{d}\mathbf{A}$ for $\partial \mathcal{L} / \partial \mathbf{A}$."


def _said(claim, words=_ANNOUNCED):
    return check_document(_PAGE.replace("CLAIM", claim).replace("WORDS", words)).claims[-1]


_RIGHT = r"\mathrm{d}\mathbf{W}_2 = \mathrm{d}\mathbf{Z}_2 \mathbf{A}_1^\top"
_TWICE = r"\mathrm{d}\mathbf{W}_2 = \frac{1}{m} \mathrm{d}\mathbf{Z}_2 \mathbf{A}_1^\top"
_SLOPE = (
    r"\mathrm{d}\mathbf{Z}_1 = (\mathbf{W}_2^\top \mathrm{d}\mathbf{Z}_2) \odot (1 - \mathbf{A}_1 \odot \mathbf{A}_1)"
)
_NO_SLOPE = r"\mathrm{d}\mathbf{Z}_1 = \mathbf{W}_2^\top \mathrm{d}\mathbf{Z}_2"
_TURNED = r"\mathrm{d}\mathbf{W}_2 = \mathbf{A}_1 \mathrm{d}\mathbf{Z}_2^\top"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (_RIGHT, "proved"),
        pytest.param(_TWICE, "refuted", marks=slow),
        (_SLOPE, "proved"),
        pytest.param(_NO_SLOPE, "refuted", marks=slow),
        (_TURNED, "refuted"),
        (r"\mathrm{d}\mathbf{b}_2 = \mathrm{d}\mathbf{Z}_2 \mathbf{1}", "proved"),
        (r"(\mathrm{d}\mathbf{b}_2)_i = \sum_n (\mathrm{d}\mathbf{Z}_2)_{in}", "proved"),
        pytest.param(
            r"(\mathrm{d}\mathbf{b}_2)_i = \frac{1}{m} \sum_n (\mathrm{d}\mathbf{Z}_2)_{in}", "refuted", marks=slow
        ),
        (r"(\mathrm{d}\mathbf{W}_2)_{ij} = \sum_n (\mathrm{d}\mathbf{Z}_2)_{in} (\mathbf{A}_1)_{jn}", "proved"),
        pytest.param(
            r"(\mathrm{d}\mathbf{W}_2)_{ij} = \sum_n (\mathrm{d}\mathbf{Z}_2)_{jn} (\mathbf{A}_1)_{in}",
            "refuted",
            marks=slow,
        ),
        (r"(\mathbf{Z}_2)_{in} = \sum_j (\mathbf{W}_2)_{ij} (\mathbf{A}_1)_{jn} + (\mathbf{b}_2)_i", "proved"),
        (r"(\mathbf{Z}_2)_{in} = \sum_j (\mathbf{W}_2)_{ji} (\mathbf{A}_1)_{jn} + (\mathbf{b}_2)_i", "refuted"),
    ],
)
def test_gradients_with_an_upright_d_are_judged(claim, verdict):
    assert _said(claim).verdict == verdict


def test_an_equation_for_that_of_a_parameter_shows_that_it_names_gradients():
    assert _said(_RIGHT, "").verdict == "proved"
    assert _said(_TURNED, "").verdict == "refuted"


def test_claims_are_shown_as_they_are_written():
    assert _said(_RIGHT).latex == _RIGHT
    assert _said(_TURNED).latex == _TURNED


@pytest.mark.parametrize(
    "text",
    [
        r"The differential is $\mathrm{d}Z = X \,\mathrm{d}W$.",
        r"$\mathrm{d}Z = X \,\mathrm{d}W + \mathrm{d}X\, W$ and $\mathrm{d}L = \operatorname{tr}(G^\top \mathrm{d}W)$.",
        r"$\frac{\mathrm{d}L}{\mathrm{d}W} = X^\top G$ and $\int_0^1 x\, \mathrm{d}x = 1/2$.",
    ],
)
def test_differentials_are_no_gradients(text):
    assert with_plain_d(text, text) == (text, {})


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{\mathrm{d}L}{\mathrm{d}W}",
        r"\mathrm{d}L/\mathrm{d}W",
        r"\int x\, \mathrm{d}x",
        r"\frac{\mathrm{d}}{\mathrm{d} z} g",
    ],
)
def test_quotients_and_integrals_are_left_beside_gradients(formula):
    text = rf"I write $\mathrm{{d}}A = \partial L / \partial A$. Then ${formula}$ is something else."
    plain, _ = with_plain_d(text, text)
    assert formula in plain
    assert r"$         dA = \partial L" in plain
    assert len(plain) == len(text)
