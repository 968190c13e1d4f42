"""A formula is taken apart into sides, relations, conditions and connectives."""

import pytest

from backproof.documents.statements import statements


def shape(latex):
    return [([side.latex for side in each.sides], list(each.relations)) for each in statements(latex, 0)]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("a = b = c", [(["a", "b", "c"], ["=", "="])]),
        (r"\begin{aligned} a &= b \\ &= c. \end{aligned}", [(["a", "b", "c"], ["=", "="])]),
        (r"a = b,\quad c = d", [(["a", "b"], ["="]), (["c", "d"], ["="])]),
        (r"w \sim N(0, 1/n)", [(["w", "N(0, 1/n)"], ["~"])]),
        (r"W \in \mathbb{R}^{2 \times 3}", [(["W", r"\mathbb{R}^{2 \times 3}"], ["in"])]),
        (
            r"z = W x, \quad W \in \mathbb{R}^{2 \times 3}",
            [(["z", "W x"], ["="]), (["W", r"\mathbb{R}^{2 \times 3}"], ["in"])],
        ),
        (r"z = W x \quad (x \in \mathbb{R}^3)", [(["z", "W x"], ["="]), (["x", r"\mathbb{R}^3"], ["in"])]),
        (r"z = W x \text{ with } x \in \mathbb{R}^3", [(["z", "W x"], ["="]), (["x", r"\mathbb{R}^3"], ["in"])]),
        (r"x \approx y", [(["x", "y"], ["approx"])]),
        (r"f(x = 1) = 2", [(["f(x = 1)", "2"], ["="])]),
        (r"a = b \tag{3}", [(["a", "b"], ["="])]),
        (r"a = b \qquad (3)", [(["a", "b"], ["="])]),
        (r"a = \frac {b}{c}. \tag {3}", [(["a", r"\frac {b}{c}"], ["="])]),
        (r"a = b \; . \eqno (3 a)", [(["a", "b"], ["="])]),
        (r"a = b . \hspace {1cm} (3)", [(["a", "b"], ["="])]),
        (r"a = f (3)", [(["a", "f (3)"], ["="])]),
        (r"\text {v a r} (x) = b", [([r"\text {var  } (x)", "b"], ["="])]),
        (r"\begin {array} {r l} a & = b, \tag {1} \\ & = c. \end {array}", [(["a", "b", "c"], ["=", "="])]),
        (r"W \leftarrow W - g", [(["W", "W - g"], ["<-"])]),
    ],
)
def test_sides_and_relations(latex, expected):
    assert shape(latex) == expected


def test_an_arrow_between_equations_connects_them():
    first, second = statements(r"n s = 1 \implies s = 1/n", 0)
    assert (first.connective, second.connective) == ("", "implies")


@pytest.mark.parametrize(
    ("latex", "condition"),
    [
        (r"a = b \text{ for } x > 0", "x > 0"),
        (r"a = b, \quad i \neq j", r"i \neq j"),
        (r"a = b \quad \text{if } i = j", "i = j"),
        (r"a = b, \quad x \in \mathbb{R}_+", r"x \in \mathbb{R}_+"),
        (r"a = b, \quad x \in \mathbb{R}^+", r"x \in \mathbb{R}^+"),
        (r"a = b, \quad y \in \{0, 1\}", r"y \in \{0, 1\}"),
    ],
)
def test_conditions_are_kept_apart(latex, condition):
    (statement,) = statements(latex, 0)
    assert statement.conditions == (condition,)
    assert [side.latex for side in statement.sides] == ["a", "b"]


def test_a_cases_environment_is_one_side():
    latex = r"d = \begin{cases} a & i = j \\ b & i \neq j. \end{cases}"
    (statement,) = statements(latex, 0)
    assert statement.relations == ("=",)
    assert statement.sides[1].latex.startswith(r"\begin{cases} a & i = j")


def test_offsets_point_into_the_source():
    text = "see $a = b + c$"
    (statement,) = statements("a = b + c", 5)
    assert [text[side.start : side.end] for side in statement.sides] == ["a", "b + c"]


@pytest.mark.parametrize(
    ("latex", "condition"),
    [
        (r"D = - q_i q_j \quad (i \neq j)", r"i \neq j"),
        (r"D = - q_i q_j \ (i \not= j) . \tag{2}", r"i \not= j"),
        (r"D = - q_i q_j (i = j)", r"i = j"),
        (r"D = q_i \quad i = j", r"i = j"),
        (r"D = q_i \qquad i \ne j", r"i \ne j"),
    ],
)
def test_a_case_of_the_indices_behind_an_equation_is_a_condition(latex, condition):
    (found,) = statements(latex, 0)
    assert found.relations == ("=",)
    assert found.conditions == (condition,)


@pytest.mark.parametrize("latex", [r"D = q_i 1(i = j)", r"D = q_i \mathbb{1} (i = j)", r"D = P (i = j)"])
def test_an_indicator_or_a_probability_is_no_condition(latex):
    (found,) = statements(latex, 0)
    assert found.conditions == ()


def test_a_gap_parts_two_equations():
    assert [len(each.relations) for each in statements(r"a = b \quad c = d", 0)] == [1, 1]


@pytest.mark.parametrize(
    ("rows", "equations"),
    [
        (r"a &= b & c &= d \\ e &= f & g &= h", ["a = b", "c = d", "e = f", "g = h"]),
        (r"a &= b & c &= d \\ &= e & &= f", ["a = b = e", "c = d = f"]),
        (r"a &= b, &\quad c &= d \\ e &= f, && g &= h", ["a = b", "c = d", "e = f", "g = h"]),
        (r"A &= B & W &\in \mathbb{R}^{3 \times 2}", ["A = B", r"W in \mathbb{R}^{3 \times 2}"]),
        (r"V &= A^T Z && (64 \times m)(m \times 10) \\ b &= c && 1 \times 10", ["V = A^T Z", "b = c"]),
        (r"a &=& b \\ &=& c", ["a = b = c"]),
        (r"W: & 784 \times 128 & = 100352", [r"W:   784 \times 128 = 100352"]),
    ],
)
def test_equations_side_by_side_are_apart(rows, equations):
    found = statements(rf"\begin{{aligned}} {rows} \end{{aligned}}", 0)
    written = [" = ".join(side.latex for side in each.sides) for each in found if each.relations != ("in",)]
    written += [" in ".join(side.latex for side in each.sides) for each in found if each.relations == ("in",)]
    assert written == equations
