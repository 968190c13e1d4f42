r"""Functions with kinks: by cases that words say, as a maximum, and their slopes on each side."""

import pytest

from backproof.documents.check import check_document

LEAKY = r"With $0 < \alpha < 1$ let $f(r) = r$ for $r > 0$ and $f(r) = \alpha r$ for $r \le 0$. "
MAXIMUM = r"Let $f(r) = \max(r, \alpha r)$ with $0 < \alpha < 1$. "


def _last(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize("letter", ["f", r"\ell", r"\varphi"])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$f(r) = \max(r, \alpha r)$", "proved"),
        (r"$f(r) = \min(r, \alpha r)$", "refuted"),
        (r"$f(f(r)) = \alpha^2 r$ for $r < 0$", "proved"),
        (r"$f(f(r)) = \alpha r$ for $r < 0$", "refuted"),
    ],
)
def test_two_cases_in_words_define_a_function(letter, claim, verdict):
    """Whatever its letter is, and whatever is said of its parameter."""
    assert _last((LEAKY + "Then " + claim + ".").replace("f(", letter + "(")) == verdict


@pytest.mark.parametrize("page", [LEAKY, MAXIMUM])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("$f'(r) = 1$ for $r > 0$", "proved"),
        (r"$f'(r) = \alpha$ for $r < 0$", "proved"),
        (r"$f'(r) = \alpha$ for $r > 0$", "refuted"),
        ("$f'(r) = 1$", "refuted"),
        (r"$f'(-3) = \alpha$", "proved"),
    ],
)
def test_slopes_on_both_sides_of_a_kink(page, claim, verdict):
    assert _last(page + "Then " + claim + ".") == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), [("$h'(x) = -1$ for $x < 0$", "proved"), ("$h'(x) = 1$ for $x < 0$", "refuted")]
)
def test_the_slope_of_an_absolute_value(claim, verdict):
    assert _last("Let $h(x) = |x|$. Then " + claim + ".") == verdict


@pytest.mark.parametrize("first", ["$2 r = r + r$ for $r > 0$. ", "Let $T > 0$. ", ""])
@pytest.mark.parametrize("letter", ["r", "T"])
def test_a_case_is_said_of_one_claim_alone(first, letter):
    """Of a number that is positive nothing can be shown where it is negative, and r > 0 is one case of two."""
    assert _last(f"Some numbers. {first}Then $2 {letter} = 3 {letter}$ for ${letter} < 0$.") != "proved"


def test_slopes_in_two_cases_leave_the_kink_open():
    page = LEAKY + r"The slopes are $f'(r) = 1$ for $r > 0$ and $f'(r) = \alpha$ for $r < 0$."
    assert [each.verdict for each in check_document(page).claims[-2:]] == ["proved", "proved"]
