r"""Tables of cases: each cell is a claim under the condition of its row."""

import pytest

from backproof.documents.case_tables import case_tables
from backproof.documents.check import check_document

slow = pytest.mark.slow
PAGE = r"""# Step networks

Let $H(u) = 1$ for $u > 0$ and 0 otherwise, and $d > 0$. The network is $r = H(x)$, $s = H(d - x)$, $y = h r + h s - h$.

| where | $r$ | $s$ | r + s | y |
|---|:-:|---|---|---|
| $x \le 0$ | 0 | 1 | 1 | 0 |
| 0 < x < d | 1 | FIRST | 2 | SECOND |
| $x \ge d$ | 1 | 0 | 1 | $0$ |

"""


def _wrong(first: str, second: str, below: str = "") -> list[str]:
    found = check_document(PAGE.replace("FIRST", first).replace("SECOND", second) + below).claims
    assert all(each.verdict in ("proved", "refuted", "definition") for each in found)
    return [each.latex for each in found if each.verdict == "refuted"]


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("1", "h + h - h = h", []),
        ("0", "$h$", ["s = 0"]),
        pytest.param("1", "h + h - h = 2h", ["h + h - h = 2h"], marks=slow),
    ],
)
def test_every_cell_is_a_claim_about_its_row(first, second, wrong):
    assert _wrong(first, second) == wrong


@pytest.mark.parametrize(("label", "wrong"), [("Middle row", []), ("Second row", []), ("Last row", ["y = h + h - h"])])
def test_words_name_a_row_below_the_table(label, wrong):
    assert _wrong("1", "h", f"{label}: $y = h + h - h$.") == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Middle row: $y = h + h - h$. Others: $y = h - h = 0$.", []),
        ("Middle row: $y = h + h - h$. Others: $r = 0$.", ["r = 0"]),
        ("Outside of the box $r + s = 1$ and inside of it $r + s = 2$.", []),
        pytest.param("Outside of it $r + s = 2$, inside of it $r + s = 1$.", ["r + s = 2", "r + s = 1"], marks=slow),
    ],
)
def test_words_name_the_other_rows(words, wrong):
    assert _wrong("1", "h", words) == wrong


def test_a_table_of_numbers_has_no_cases():
    assert case_tables("| epoch | loss |\n|---|---|\n| 1 | 0.3 |\n") == []
    assert case_tables("| $x$ | 1 | 2 |\n|---|---|---|\n| $x = 0$ | 3 | 4 |\n") == []
    assert case_tables("| $x > 0$ | the first one |\n|---|---|\n| $x < 1$ | is on |\n") == []


def test_a_cell_defines_nothing():
    found = check_document(PAGE.replace("r + s", "z_1").replace("FIRST", "1").replace("SECOND", "h")).claims
    assert [each.verdict for each in found if each.latex.startswith("z_1")] == ["undecided"] * 3


UNORDERED = r"""# Step networks

Let $H(u) = 1$ for $u > 0$ and 0 otherwise. The network is $y = H(x - p) - H(x - q)$.

| $x$ | $y$ |
|---|---|
| $x \le p$ | 0 |
| $p < x < q$ | 1 |
| $x > q$ | 0 |

Last row: $y = LAST$.
"""


@pytest.mark.parametrize(("last", "verdict"), [("0", "proved"), ("1", "refuted")])
def test_the_rows_are_parts_of_the_line(last, verdict):
    found = check_document(UNORDERED.replace("LAST", last)).claims
    assert [each.verdict for each in found[-4:]] == ["proved", "proved", "proved", verdict]
