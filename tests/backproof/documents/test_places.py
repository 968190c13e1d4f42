"""A place on the line, x = d: a condition on what is said there, which defines no x for the rest of the page."""

import pytest

from backproof.documents.check import check_document

BOX = r"""Let $H(x) = 1$ for $x > 0$ and $H(x) = 0$ for $x \le 0$. For $h > 0$ and $d > 0$ the box is
$b(x) = h(H(x) - H(x-d))$.

"""


def verdicts(page: str, claim: str = "b(x) =") -> list[str]:
    return [each.verdict for each in check_document(BOX + page).claims if each.latex.startswith(claim)][1:]


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("For $x = d$ we have $b(x) = %s$.", "h", "0"),
        ("For $x = 0$ we have $b(x) = %s$.", "0", "h"),
        ("We have $b(x) = %s$ for $x = d$.", "h", "0"),
        ("We have $b(x) = %s$ at $x = d$.", "h", "0"),
        ("- $x = d$: $b(x) = %s$", "h", "0"),
        ("Case 2: $x = 2d$. We get $b(x) = %s$.", "0", "h"),
        ("Let $x = d$. Then $b(x) = %s$.", "h", "0"),
        ("At $x = 0$ and $x = 2d$ we have $b(x) = %s$.", "0", "h"),
        ("For $x = 0$ or $x = 2d$ we have $b(x) = %s$.", "0", "h"),
        ("For $x < 0$ or $x > d$ we have $b(x) = %s$.", "0", "h"),
        ("We have $b(x) = %s$ for $x < 0$ and for $x > d$.", "0", "h"),
    ],
)
def test_what_is_said_at_a_place_is_judged_there(sentence, right, wrong):
    assert verdicts(sentence % right) == ["proved"]
    assert verdicts(sentence % wrong) == ["refuted"]


def test_what_is_wrong_at_one_of_two_places_is_wrong():
    assert verdicts("At $x = 0$ and $x = d$ we have $b(x) = 0$.") == ["refuted"]


@pytest.mark.parametrize("place", ["For $x = d$ we have $b(x) = h$.", "Let $x = d$. Then $b(x) = h$."])
def test_a_place_says_nothing_of_the_rest_of_the_page(place):
    page = place + "\n\nWe see that $b(x) = h$ for $0 < x < %sd$. For $x = 0$ we have $b(x) = %s$."
    assert verdicts(page % ("", "0")) == ["proved"] * 3
    assert verdicts(page % ("2", "h")) == ["proved", "refuted", "refuted"]


def test_what_holds_at_a_value_of_another_sentence_saves_no_claim_about_its_own_place():
    assert verdicts("At $x = 0$ we have $b(x) = 0$.\n\nFor $x > d/2$ we have $b(x) = 0$.") == ["proved", "refuted"]


@pytest.mark.parametrize(("side", "value"), [("To the right of $x = d$", "0"), ("Left of $x = 0$ we have", "0")])
def test_a_side_of_a_place_is_a_condition(side, value):
    assert verdicts(f"{side}, $b(x) = {value}$.") == ["proved"]
    assert verdicts(f"{side}, $b(x) = h$.") == ["refuted"]


def test_a_side_of_the_box_in_words_is_a_condition_that_is_not_read():
    assert verdicts("Left of the box, $b(x) = 0$.") == ["undecided"]


def test_a_value_behind_a_formula_is_said_of_that_formula_alone():
    assert verdicts("We have $b(x) = 0$ for $x = 0$.\n\nIt is $b(x) = 0$.") == ["proved", "refuted"]


def test_each_item_of_a_list_says_what_holds_of_its_own_place():
    assert verdicts("- For $x = 0$ it is $b(x) = 0$\n- It is $b(x) = 0$") == ["proved", "refuted"]


GRID = r"""A function on $[-B, B]$ is approximated by a staircase of $N$ steps with the thresholds $x_k = -B + k w$ and
the width $w = 2B/N$. """


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("x_{k+1} - x_k = w", "proved"),
        ("x_{k+1} - x_k = 2w", "refuted"),
        ("x_0 = -B", "proved"),
        ("x_0 = 0", "refuted"),
    ],
)
def test_the_ends_and_the_points_of_a_grid_are_any(claim, verdict):
    assert check_document(GRID + f"Then ${claim}$.").claims[-1].verdict == verdict
