"""Lies first: what must never be called equal, and what must never be called different."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest

import backproof
from backproof.answers.given import BadGiven
from backproof.answers.judge import equal

ODDS = {"p": "in (0,1)", "y": "real"}
REAL = {"x": "real"}
BOX = {"x": "real", "d": "positive", "h": "positive", "H": "step"}
BACK = {"h": "vector(3) in (0,1)", "w": "array(3,3) real", "delta": "vector(3) real", "j": "index(3)"}

LIES = [
    ("|x|", "x", REAL),
    ("|x|", "sqrt(x)^2", REAL),
    ("|x|", "x^2/|x|", REAL),
    ("x", "x^2/x", REAL),
    ("x", "exp(log(x))", REAL),
    ("2*log(|x|)", "2*log(x)", {"x": "nonzero"}),
    ("log(x)", "log(-x)", {"x": "nonzero"}),
    ("x + y", "(x^2 - y^2)/(x - y)", {"x": "real", "y": "real"}),
    ("x", "x + 0*(1/0)", REAL),
    ("x", "x + 0*sqrt(-1)", REAL),
    ("x", "x + 0*log(x - x - 1)", REAL),
    ("x", "x if 1/0 > 0 else x", REAL),
    ("x", "x*x^0 - 1/10^40", REAL),
    ("sqrt(2/pi)", "0.797884560803", {}),
    ("4*sqrt(2)", "4", {}),
    ("4*sqrt(2)", "5.65685424949238019520676489684", {}),
    ("c", "c*tanh(20)", {"c": "real"}),
    ("c", "c/(1 + exp(-1000))", {"c": "real"}),
    ("|x|", "sqrt(x^2 + 10^-60)", REAL),
    ("max(0, x)", "x if x > 10^-20 else 0", REAL),
    ("max(0, x) - x", "max(0, -x) + 1e-300", REAL),
    ("x*(1 - x)", "x - x^2 + sin(1000000*pi*x)*1e-30", REAL),
    ("floor(n/2)", "(n - 1)/2", {"n": "integer >= 1"}),
    ("n", "n + floor(1/n)", {"n": "integer >= 1"}),
    ("1 - b^t", "(1 - b)*Sum(b^i, (i, 0, t))", {"b": "in (0,1)", "t": "integer >= 2"}),
    ("Sum(abs(k - 2), (k, 1, n))", "abs(Sum(k - 2, (k, 1, n)))", {"n": "integer >= 1"}),
    ("p - y", "p - y^2", ODDS),
    ("y", "y^2", {"y": "in [0,1]"}),
    ("A*B", "B*A", {"A": "matrix(2,2)", "B": "matrix(2,2)"}),
    ("A @ B", "B @ A", {"A": "matrix(2,2)", "B": "matrix(2,2)"}),
    ("H(x)", "1 - H(x)", {"x": "real", "H": "step"}),
    ("x", "x if x != 0 else 1", REAL),
    ("1", "p_1 + p_2", {"p": "simplex(3)"}),
    ("1", "y_1 + y_2 + y_3", {"y": "vector(3) in (0,1)"}),
]


@pytest.mark.parametrize(("gold", "candidate", "given"), LIES)
def test_a_lie_is_never_equal(gold: str, candidate: str, given: dict[str, str]) -> None:
    assert equal(gold, candidate, given, format="text").verdict != "equal"


CERTAIN_LIES = [lie for lie in LIES if not any(word in lie[1] for word in ("sin(", "A*B", "B*A", "10^-20"))]


@pytest.mark.parametrize(("gold", "candidate", "given"), CERTAIN_LIES)
def test_a_lie_is_refuted_with_a_counterexample(gold: str, candidate: str, given: dict[str, str]) -> None:
    verdict = equal(gold, candidate, given, format="text")
    assert verdict.verdict == "different"
    found = verdict.counterexample
    assert found is not None
    assert found.gold != found.candidate
    assert all(Fraction(value) is not None for value in found.point.values())


TRUTHS = [
    ("x", "x", REAL),
    ("|x|", "max(x, -x)", REAL),
    ("|x|", "sqrt(x^2)", REAL),
    ("x", "sqrt(x)^2", {"x": "positive"}),
    ("x", "exp(log(x))", {"x": "positive"}),
    ("1/x", "x/x^2", REAL),
    ("log(x)", "2*log(sqrt(x))", REAL),
    ("log(a*b)", "log(a) + log(b)", {"a": "positive", "b": "positive"}),
    ("(a^2)^(b/2)", "a^b", {"a": "positive", "b": "real"}),
    ("sqrt(8)", "2*sqrt(2)", {}),
    ("1/(1 + sqrt(2))", "sqrt(2) - 1", {}),
    ("tanh(x)", "2/(1 + exp(-2*x)) - 1", REAL),
    ("cos(x)^2", "1 - sin(x)^2", REAL),
    ("arsinh(x)", "log(x + sqrt(x^2 + 1))", REAL),
    ("n*(n + 1)*(2*n + 1)/6", "Sum(k^2, (k, 1, n))", {"n": "integer >= 1"}),
    ("(1 - r^n)/(1 - r)", "Sum(r^k, (k, 0, n - 1))", {"r": "in (0,1)", "n": "integer >= 1"}),
    ("y", "y^2", {"y": "in {0,1}"}),
    ("1", "p_1 + p_2 + p_3", {"p": "simplex(3)"}),
    ("ceil(n/s)", "floor((n + s - 1)/s)", {"n": "integer >= 1", "s": "integer in 1..4"}),
    ("clip(x, -1, 1)", "max(-1, min(1, x))", REAL),
    ("(A @ B).T", "B.T @ A.T", {"A": "matrix(2,2)", "B": "matrix(2,2)"}),
    ("inv(A) @ A @ b", "b", {"A": "matrix(2,2)", "b": "column(2)"}),
    ("max(a, b)", "(a + b + |a - b|)/2", {"a": "real", "b": "real"}),
]


@pytest.mark.parametrize(("gold", "candidate", "given"), TRUTHS)
def test_a_truth_is_proved(gold: str, candidate: str, given: dict[str, str]) -> None:
    verdict = equal(gold, candidate, given, format="text")
    if "inv(A)" in gold:  # where A has no inverse the reference says nothing
        assert verdict.verdict == "equal"
    assert verdict.verdict == "equal"
    assert verdict.exceptions is None


def test_swapped_indices_are_different() -> None:
    verdict = equal(r"\sum_{k=1}^3 w_{kj}\delta_k", r"\sum_{k=1}^3 w_{jk}\delta_k", BACK)
    assert verdict.verdict == "different"
    assert verdict.counterexample is not None
    assert "j" in verdict.counterexample.point


def test_the_counterexample_uses_small_numbers_and_exact_rationals() -> None:
    verdict = equal("p - y", "y - p", ODDS)
    assert verdict.counterexample is not None
    assert verdict.counterexample.as_json() == {"point": {"p": "1/2", "y": "2"}, "gold": "-3/2", "candidate": "3/2"}


def test_an_undefined_answer_says_so() -> None:
    verdict = equal("p - y", "p - y + 0*(1/0)", ODDS)
    assert verdict.verdict == "different"
    assert verdict.counterexample is not None
    assert verdict.counterexample.candidate == "undefined (division by zero)"


@pytest.mark.parametrize(
    ("candidate", "exceptions"),
    [("h if 0 < x <= d else 0", None), ("h if 0 <= x < d else 0", "x = 0, x = d"), ("h*(0 < x)*(x < d)", "x = d")],
)
def test_answers_that_differ_at_a_jump_only_are_equal_except_there(candidate: str, exceptions: str | None) -> None:
    verdict = equal("h*(H(x) - H(x - d))", candidate, BOX, format="text")
    assert verdict.verdict == "equal"
    assert set((verdict.exceptions or "").split(", ")) == set((exceptions or "").split(", "))


def test_the_zero_of_an_equation_is_not_a_jump() -> None:
    assert equal("x", "x if x != 2 else 5", REAL).verdict == "different"


def test_two_readings_that_disagree_leave_the_answer_undecided() -> None:
    verdict = equal("x/(2*y)", "x/2y", {"x": "real", "y": "positive"}, format="text")
    assert verdict.verdict == "undecided"
    assert verdict.reason.startswith("this can be read as ")
    assert verdict.reason.endswith(": add brackets")


def test_the_right_hand_side_is_judged_and_a_contradicting_left_side_is_refused() -> None:
    assert equal("p - y", "dL/dz = p - y", ODDS).verdict == "equal"
    assert equal("p - y", "-(y - p) = p - y", ODDS).verdict == "equal"
    verdict = equal("p - y", "p + y = p - y", ODDS)
    assert (verdict.verdict, verdict.reason) == ("unreadable", "the two sides of this equation are not equal")


def test_an_unreadable_reference_is_said_to_be_the_reference() -> None:
    assert equal("p - (", "p", ODDS).reason.startswith("the reference cannot be read: ")


def test_verdicts_do_not_depend_on_order_or_threads() -> None:
    pairs = [(g, c, dict(d)) for g, c, d in (LIES + TRUTHS)[::3]]
    first = [equal(*pair, format="text") for pair in pairs]
    again = [equal(*pair, format="text") for pair in reversed(pairs)][::-1]
    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(lambda pair: equal(*pair, format="text"), pairs))
    assert first == again == threaded


def test_the_library_function_is_the_package_attribute() -> None:
    assert backproof.equal is equal


def test_bad_declarations_are_refused_by_name() -> None:
    with pytest.raises(BadGiven, match=r"'p' is declared as 'prob', which is not a domain"):
        equal("p", "p", {"p": "prob"})
    with pytest.raises(BadGiven, match="setting: 'softmx' is not known"):
        equal("p", "p", setting="softmx")


def test_a_setting_declares_its_names() -> None:
    assert equal(r"\sigma(z)(1-\sigma(z))", r"\sigma'(z)", setting="logistic").verdict == "equal"
    assert equal(r"n_{in}\sigma^2v^2", r"(\sigma v)^2n_{in}", setting="initialization").verdict == "equal"


NOTATIONS = [
    ("latex", r"W^\top v", [r"W'v", r"W^{\!\top}v", r"(v^TW)^T", r"\mathbf{W}^{\mathsf T}\mathbf{v}"]),
    ("text", "W.T @ v", ["W.T.dot(v)", "np.dot(W.T, v)", "Wᵀv", "(W^T) v", "W' v"]),
    (
        "text",
        "x*(x>0)",
        ["Piecewise((x, Gt(x, 0)), (0, True))", "x if x >= 0 and x == x else 0", "xH(x)", "where(x>0, x, 0)"],
    ),
    ("text", "x/sqrt(2*pi)", ["x/√(2π)", "x (2π)^(-½)", "(1/√(2π)) x", "x/√2/√π"]),
]


@pytest.mark.parametrize(("fmt", "gold", "answers"), NOTATIONS)
def test_notations_of_one_thing_are_equal(fmt: str, gold: str, answers: list[str]) -> None:
    given = {"W": "matrix(3,3)", "v": "column(3)", "x": "real", "H": "step"}
    for answer in answers:
        assert equal(gold, answer, given, format=fmt).verdict == "equal", answer  # type: ignore[arg-type]


def test_an_elementwise_reading_is_taken_where_a_matrix_product_has_no_meaning() -> None:
    given = {"a": "vector(3) real", "b": "vector(3) real"}
    assert equal("Sum(a_k*b_k, (k, 1, 3))", "sum(a*b)", given, format="text").verdict == "equal"


@pytest.mark.parametrize(
    ("gold", "candidate", "expected"),
    [
        (r"a^T b", r"a \cdot b", "equal"),
        (r"a^T b", r"2 a \cdot b", "different"),
        (r"(a^T b)^2", r"(a \cdot b) \cdot (a \cdot b)", "equal"),
        (r"a \odot b", r"a \cdot b", "different"),
        (r"A B", r"A \cdot B", "equal"),
        (r"A \odot B", r"A \cdot B", "different"),
        (r"s a", r"s \cdot a", "equal"),
    ],
)
def test_a_dot_between_columns_is_the_inner_product(gold: str, candidate: str, expected: str) -> None:
    given = {"a": "column(3)", "b": "column(3)", "A": "matrix(2,2)", "B": "matrix(2,2)", "s": "real"}
    assert equal(gold, candidate, given, format="latex").verdict == expected


def test_an_inverse_of_tanh_is_artanh() -> None:
    given = {"x": "in (0,1)"}
    assert equal(r"2\tanh^{-1}x", r"\log\frac{1+x}{1-x}", given).verdict == "equal"
    assert equal(r"2\tanh^{-1}x", r"\frac{2}{\tanh x}", given).verdict == "different"


def test_an_exponent_with_a_long_decimal_is_one_atom() -> None:
    given = {"x": "real"}
    assert equal("x*sigma(1.702*x)", "x/(1+exp(-851*x/500))", {**given, "sigma": "sigmoid"}).verdict == "equal"
    assert equal("exp(1.702*x)", "exp(1.703*x)", given).verdict == "different"


@pytest.mark.parametrize(
    ("gold", "candidate", "expected"),
    [
        (r"\sin 2x", "2*sin(x)*cos(x)", "equal"),
        ("cos(2x)", "1-2sin(x)^2", "equal"),
        ("cos(2x)", "2sin(x)^2-1", "different"),
        ("sin(x+y)", "sin x cos y + cos x sin y", "equal"),
        ("cos(x-y)", "cos x cos y - sin x sin y", "different"),
        ("sin(x/2)^2", "(1-cos x)/2", "equal"),
        ("sin(x+pi)", "-sin x", "equal"),
        ("cos(x+pi/2)", "-sin x", "equal"),
        ("cos(x+3pi/2)", "-sin x", "different"),
        ("sin(100x)", "sin(99x+x)", "equal"),
        ("sin(pi/6)", "1/2", "undecided"),
    ],
)
def test_addition_theorems(gold: str, candidate: str, expected: str) -> None:
    assert equal(gold, candidate, {"x": "real", "y": "real"}).verdict == expected
