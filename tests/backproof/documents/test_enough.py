"""How large something has to be, held against the inequality or the bound before it."""

import pytest

from backproof.documents.check import check_document

GRID = r"""# Step networks

Cut [-B, B] into N pieces, $\Delta = \frac{2B}{N}$. Use steps $\sigma(x) = 1$ for $x > 0$ and 0 otherwise.

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"$$\frac{2 B M}{N} \leq \varepsilon \iff N \geq \frac{2 B M}{\varepsilon}$$",
            r"$$\frac{2 B M}{N} \leq \varepsilon \iff N \leq \frac{2 B M}{\varepsilon}$$",
        ),
        (
            r"The error is $|f(x) - \hat f(x)| \leq M \Delta$. We need $N \geq \frac{2 B M}{\varepsilon}$.",
            r"The error is $|f(x) - \hat f(x)| \leq M \Delta$. We need $N \geq \frac{B M}{\varepsilon}$.",
        ),
        (
            r"We want $K h^2 < \tau$, that is $h < \sqrt{\tau / K}$.",
            r"We want $K h^2 < \tau$, that is $h > \sqrt{\tau / K}$.",
        ),
    ],
)
def test_what_is_enough_follows_from_what_is_asked_for(right, wrong):
    found = [check_document(GRID + each).claims[-1].verdict for each in (right, wrong)]
    assert found == ["proved", "refuted"]


def test_more_than_enough_is_not_wrong():
    page = GRID + r"The error is $|f(x) - \hat f(x)| \leq M \Delta$. We need $N \geq \frac{5 B M}{\varepsilon}$."
    assert check_document(page).claims[-1].verdict != "refuted"


def test_a_number_chosen_for_one_bound_may_have_to_be_larger_for_another():
    page = GRID + (
        r"Choose $N = \frac{2 B M}{\varepsilon}$."
        "\n\n"
        r"In $d$ dimensions $|f(x) - \hat f(x)| \leq \frac{2BM\sqrt{d}}{N}$. Need $N \geq \frac{2BM\sqrt{d}}{\varepsilon}$."
    )
    assert check_document(page).claims[-1].verdict == "proved"


BOUND = GRID + r"The error is $|f(x) - \hat f(x)| \leq M \Delta$. "


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (r"For an error $\epsilon$ take $\Delta = \epsilon / M$.", "conditional"),
        (r"For an error $\epsilon$ take $\Delta = \epsilon / (3 M)$.", "conditional"),  # more than enough
        (r"For an error $\epsilon$ take $\Delta = 2 \epsilon / M$.", "refuted"),
        (r"For an error $\epsilon$ take $\Delta = M \epsilon$.", "refuted"),
        (r"For an error $\epsilon$ take $\Delta = \epsilon / M$, so $N = \frac{2 B M}{\epsilon}$.", "definition"),
        (r"For an error $\epsilon$ take $\Delta = \epsilon / M$, so $N = \frac{B M}{\epsilon}$.", "refuted"),
        (r"For an error $\epsilon$ take $\Delta = \epsilon / M$, so $N = 2 B / \Delta$.", "proved"),
        (r"It is at most $\epsilon$ when $\Delta = \epsilon / M$, i.e. $N = 2 B M / \epsilon$.", "proved"),
        (r"It is at most $\epsilon$ when $\Delta = \epsilon / M$, i.e. $N = B M / \epsilon$.", "refuted"),
    ],
)
def test_a_width_is_set_for_a_tolerance(page, verdict):
    assert check_document(BOUND + page).claims[-1].verdict == verdict
