"""Gates of named bits, and gates that count bits, in tables and items."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

ONE_AT_0 = (
    r"Step neurons: $s(v) = \begin{cases} 1 & v \ge 0 \\ 0 & v < 0 \end{cases}$, inputs $u_i \in \{0, 1\}$." + "\n\n"
)
ZERO_AT_0 = (
    r"Step neurons: $s(v) = \begin{cases} 1 & v > 0 \\ 0 & v \le 0 \end{cases}$, inputs $u_i \in \{0, 1\}$." + "\n\n"
)
TABLE = "| gate | unit |\n|---|---|\n"


def verdicts(page: str) -> list[str]:
    return [each.verdict for each in check_document(page).claims][2:]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (r"| $u_1$ AND $u_2$ | $y = s(u_1 + u_2 - 2)$ |", "proved"),
        (r"| $u_1$ AND $u_2$ | $y = s(u_1 + u_2 - 1)$ |", "refuted"),
        (r"| $u_1$ AND NOT $u_2$ | $y = s(u_1 - u_2 - 1)$ |", "proved"),
        (r"| $u_1$ AND NOT $u_2$ | $y = s(u_1 - u_2)$ |", "refuted"),
        (r"| $u_1 \Rightarrow u_2$ | $y = s(u_2 - u_1)$ |", "proved"),
        (r"| $u_1 \Rightarrow u_2$ | $y = s(u_1 - u_2)$ |", "refuted"),
        (r"| NOT $u_1$ | $y = s(0.5 - u_1)$ |", "proved"),
        (r"| NOT $u_1$ | $y = s(1 - u_1)$ |", "refuted"),
        (r"| NAND | $y = s(1.5 - u_1 - u_2)$ |", "proved"),
        (r"| NAND | $y = s(u_1 + u_2 - 1.5)$ |", "refuted"),
        (r"| NOR | $y = s(1 - u_1 - u_2)$ |", "refuted"),
        (r"| OR of $n$ inputs | $y = s(\sum_{i=1}^n u_i - 0.5)$ |", "proved"),
        (r"| OR of $n$ inputs | $y = s(\sum_{i=1}^n u_i)$ |", "refuted"),
        (r"| at least $k$ of $n$ inputs | $y = s(\sum_{i=1}^n u_i - k)$ |", "proved"),
        (r"| more than $k$ of $n$ inputs | $y = s(3 \sum_{i=1}^n u_i - 3k)$ |", "refuted"),
        (r"| more than $k$ of $n$ inputs | $y = s(2 \sum_{i=1}^n u_i - 2k - 1)$ |", "proved"),
        (r"| at most $k$ of $n$ inputs | $y = s(k - \sum_{i=1}^n u_i)$ |", "proved"),
        (r"| fewer than $k$ of $n$ inputs | $y = s(k - \sum_{i=1}^n u_i)$ |", "refuted"),
        (r"| majority of 3 | $y = s(u_1 + u_2 + u_3 - 1.5)$ |", "proved"),
        (r"| majority of 5 | $y = s(u_1 + u_2 + u_3 + u_4 + u_5 - 2)$ |", "refuted"),
    ],
)
def test_the_row_of_a_table_names_the_gate(row: str, expected: str) -> None:
    assert verdicts(ONE_AT_0 + TABLE + row + "\n") == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (r"| at least $k$ of $n$ inputs | $y = s(\sum_{i=1}^n u_i - k)$ |", "refuted"),
        (r"| more than $k$ of $n$ inputs | $y = s(\sum_{i=1}^n u_i - k)$ |", "proved"),
        (r"| $u_1 \Rightarrow u_2$ | $y = s(u_2 - u_1)$ |", "refuted"),
        (r"| $u_1 \Rightarrow u_2$ | $y = s(u_2 - u_1 + 1)$ |", "proved"),
    ],
)
def test_a_gate_rests_on_the_step_at_its_jump(row: str, expected: str) -> None:
    assert verdicts(ZERO_AT_0 + TABLE + row + "\n") == [expected]


def test_a_bit_that_stands_twice_is_no_majority() -> None:
    assert "proved" not in verdicts(ONE_AT_0 + TABLE + "| majority of 3 | $y = s(u_1 + u_1 + u_2 - 1.5)$ |\n")


def test_a_sum_over_fewer_bits_is_not_the_and_of_all() -> None:
    assert "proved" not in verdicts(
        ONE_AT_0 + TABLE + r"| AND of $n$ inputs | $y = s(\sum_{i=1}^{n-1} u_i - n + 1.5)$ |"
    )


def test_rows_with_the_same_name_are_units_of_their_own() -> None:
    rows = "| $u_1$ AND $u_2$ | $y = s(u_1 + u_2 - 1.5)$ |\n| the converse | $y = s(u_1 - u_2 + 0.5)$ |\n"
    assert verdicts(ONE_AT_0 + TABLE + rows)[1] not in ("refuted", "proved")


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$u_1 \vee u_2 = s(u_1 + u_2 - 1)$", "proved"),
        (r"$u_1 \wedge \neg u_2 = s(u_1 - u_2 - 0.5)$", "proved"),
        (r"$u_1 \oplus u_2 = s(u_1 + u_2 - 0.5)$", "refuted"),
        (r"$u_1 \oplus u_2 = s(p_{\text{or}} - p_{\text{and}} - 0.5)$", "proved"),
        (r"$u_1 \oplus u_2 = s(p_{\text{or}} + p_{\text{and}} - 0.5)$", "refuted"),
    ],
)
def test_signs_of_logic_name_the_gate(claim: str, expected: str) -> None:
    known = r"$p_{\text{or}} = s(u_1 + u_2 - 0.5)$ and $p_{\text{and}} = s(u_1 + u_2 - 1.5)$. Then "
    assert verdicts(ONE_AT_0 + known + claim + ".")[-1] == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\text{AND}(x_1, x_2) = s(x_1 + x_2 - 1.5)", "proved"),
        (r"\text{AND}(x_1, x_2) = s(x_1 + x_2 - 0.5)", "refuted"),
        (r"\mathrm{OR}(x_1, x_2) = s(x_1 + x_2 - 0.5)", "proved"),
        (r"\mathrm{OR}(x_1, x_2) = s(x_1 + x_2)", "refuted"),
        (r"\text{NOT}(x_1) = s(0.5 - x_1)", "proved"),
        (r"\text{NAND}(x_1, x_2) = s(1.5 - x_1 - x_2)", "proved"),
        (r"\text{NAND}(x_1, x_2) = s(x_1 + x_2 - 1.5)", "refuted"),
        (r"\text{NOR}(x_1, x_2) = s(0.5 - x_1 - x_2)", "proved"),
        (r"\text{XOR}(x_1, x_2) = s(x_1 + x_2 - 0.5) - s(x_1 + x_2 - 1.5)", "proved"),
        (r"\text{XOR}(x_1, x_2) = s(x_1 + x_2 - 0.5) + s(x_1 + x_2 - 1.5)", "refuted"),
        (r"\text{AND}(x_1, x_2, x_3) = s(x_1 + x_2 + x_3 - 2.5)", "proved"),
        (r"\text{AND}(x_1, x_2, x_3) = s(x_1 + x_2 + x_3 - 1.5)", "refuted"),
        (r"\text{AND}(x_1, \dots, x_n) = s(x_1 + \cdots + x_n - n + 0.5)", "proved"),
        (r"\text{AND}(x_1, \dots, x_n) = s(\sum_i x_i - n + 1)", "refuted"),
        (r"\text{OR}(x_1, \ldots, x_n) = s(\sum_{i=1}^n x_i - \frac12)", "proved"),
        (r"\text{OR}(x_1, \ldots, x_n) = s(x_1 + \cdots + x_n)", "refuted"),
        (r"\text{OR}(x) = s(\sum_i x_i - \frac12)", "proved"),
        (r"\text{AND}(x) = s(\sum_i x_i - d - \frac12)", "refuted"),
    ],
)
def test_a_gate_written_as_a_function(claim, expected):
    page = ONE_AT_0 + f"For $d$ binary inputs we need one neuron:\n\n$${claim}$$\n"
    assert verdicts(page)[-1] == expected


def test_bits_of_a_gate_are_no_points_of_a_grid():
    page = ONE_AT_0 + "The grid is $x_k = k/n$.\n\n$$\\text{AND}(x_1, \\dots, x_n) = s(\\sum_{i=1}^n x_i - n + 0.5)$$\n"
    assert verdicts(page)[-1] == "proved"


@pytest.mark.parametrize(
    "claim", [r"\text{AND}(x_1, x_2) = s(x_1 + x_2 - 1.5)", r"\text{OR}(x_1, x_2) = s(x_1 + x_2 + 1)"]
)
def test_signs_are_no_bits(claim):
    step = r"Step neurons: $s(v) = \begin{cases} 1 & v \ge 0 \\ 0 & v < 0 \end{cases}$, inputs $x_i \in \{-1, 1\}$."
    found = check_document(f"{step}\n\n$${claim}$$\n").claims[-1]
    assert found.verdict not in ("proved", "refuted")
