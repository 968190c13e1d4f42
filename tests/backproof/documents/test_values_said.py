"""Values that words give to a formula where x lies in a range."""

import pytest

from backproof.documents.check import check_document

STEPS = r"""# Steps

The step activation is $\sigma(u) = 1$ for u > 0 and 0 otherwise. A unit is $s(x) = \sigma(d - x)$ with $d > 0$.

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"$\sigma(x - a) + \sigma(b - x) - 1$ is 1 for a < x < b and 0 otherwise.",
            r"$\sigma(x + a) + \sigma(b - x) - 1$ is 1 for a < x < b and 0 otherwise.",
        ),
        (r"$s(x)$ is 1 if $x < d$ and $0$ otherwise.", r"$s(x)$ is 1 if $x > d$ and $0$ otherwise."),
        (
            r"$\sigma(x) + s(x)$ equals 2 when $0 < x < d$, and 1 for $x \geq d$.",
            r"$\sigma(x) + s(x)$ equals 2 when $0 < x < d$, and 0 for $x \geq d$.",
        ),
        (r"$s(x)$ is 0 for $x \geq d$.", r"$s(x)$ is 1 for $x \geq d$."),
        (r"$s(x)$ is on exactly for $x < d$.", r"$s(x)$ is on exactly for $x > d$."),
        (
            r"It should be on exactly for $x < d$, so its weight is -1 and its bias is $d$.",
            r"It should be on exactly for $x < d$, so its weight is -1 and its bias is $-d$.",
        ),
        (
            r"It must be switched on precisely if $x > d$: take weight 1 and bias $-d$.",
            r"It must be switched on precisely if $x > d$: take weight -1 and bias $-d$.",
        ),
    ],
)
def test_words_say_the_values_of_a_formula(right, wrong):
    assert [check_document(STEPS + each).claims[-1].verdict for each in (right, wrong)] == ["proved", "refuted"]


def test_what_words_say_of_a_new_name_or_function_is_a_definition():
    page = "# Steps\n\n" + (
        r"The step activation $\sigma(u)$ is 1 for $u > 0$ and 0 otherwise. "
        r"Unit $h_1$ is 1 for $x > 2$ and 0 otherwise, so $h_1 = \sigma(x - 2)$ and $h_1 = \sigma(2 - x)$."
    )
    assert [each.verdict for each in check_document(page).claims] == ["definition", "definition", "proved", "refuted"]


def test_an_inequality_with_its_terms_on_other_sides_is_the_same():
    page = STEPS + r"It is on exactly when $x < d$, which is the same as $_ > 0$."
    assert [check_document(page.replace("_", each)).claims[-1].verdict for each in ("d - x", "x - d")] == [
        "proved",
        "refuted",
    ]


def test_points_of_a_grid_are_left_to_others():
    page = (
        STEPS
        + r"Let $t_k = k d$. Then $\sigma(x - t_k) - \sigma(x - t_{k+1})$ is 1 for $t_k < x \leq t_{k+1}$ and 0 otherwise."
    )
    assert not {"refuted", "unreadable"} & {each.verdict for each in check_document(page).claims}


def test_a_prediction_of_a_classifier_is_no_step():
    page = (
        r"# Classes"
        + "\n\n"
        + r"Let $y = \frac{1}{1 + e^{-z}}$, trained with one gradient step. Here $y$ is 1 if $z > 0$ and 0 otherwise."
    )
    assert [each.verdict for each in check_document(page).claims] == ["definition"]
