r"""Networks of steps on a grid: their values in a cell and at the points, and two forms of one sum."""

import pytest

from backproof.documents.check import check_document

BOXES = r"""
Let $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. Cut $[-B, B]$ into N pieces of width $\Delta = 2B/N$, with the points
$x_k = -B + k \Delta$, $k = 0, \dots, N$.

$$\hat f(x) = \sum_{k=0}^{N-1} f(x_k) (\sigma(x - x_k) - \sigma(x - x_{k+1}))$$

"""
RISES = r"""
Let $H(u) = 1$ if $u \geq 0$ and 0 otherwise. Let $f$ be an arbitrary function and $t_j = a + j w$ with $w = L/m$.

$$s(x) = f(t_0) + \sum_{j=1}^{m-1} (f(t_j) - f(t_{j-1})) H(x - t_j)$$

"""
HEIGHTS = r"""
Let $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. The points are $p_i = c + (i - 1) d$ and

$$y(x) = \sum_{i=1}^{n} h_i (\sigma(x - p_i) - \sigma(x - p_{i+1}))$$

"""
TELESCOPED = r"\hat f(x) = f(x_0) \sigma(x - x_0) + \sum_{k=1}^{N-1} (f(x_k) - f(x_{k-1})) \sigma(x - x_k)"


def last(text):
    return check_document(text).claims[-1]


@pytest.mark.parametrize(
    ("page", "claim", "verdict", "exceptions"),
    [
        (BOXES, r"For $x_k < x < x_{k+1}$ we get $\hat f(x) = f(x_k)$.", "proved", ()),
        (BOXES, r"Inside the piece $[x_k, x_{k+1}]$ it is $\hat f(x) = f(x_k)$.", "proved", ("x = x_k",)),
        (BOXES, r"Inside the piece $(x_k, x_{k+1})$ it is $\hat f(x) = f(x_{k+1})$.", "refuted", ()),
        (BOXES, r"At the points $\hat f(x_k) = f(x_{k-1})$.", "proved", ("x = x_0",)),
        (BOXES, r"At the points $\hat f(x_k) = f(x_k)$.", "refuted", ()),
        (BOXES, rf"So ${TELESCOPED} - f(x_{{N-1}}) \sigma(x - x_N)$.", "proved", ()),
        (BOXES, rf"So ${TELESCOPED}$.", "conditional", ()),
        (BOXES, rf"So ${TELESCOPED.replace(') - f', ') + f')}$.", "refuted", ()),
        (BOXES, r"So $\hat f(x) = f(x_k)$.", "undecided", ()),
        (RISES, r"For $t_i \leq x < t_{i+1}$ it is $s(x) = f(t_i)$.", "proved", ()),
        (RISES, r"For $t_i \leq x \leq t_{i+1}$ it is $s(x) = f(t_i)$.", "proved", ("x = t_(i + 1)",)),
        (RISES, r"For $t_i \leq x < t_{i+1}$ it is $s(x) = f(t_{i-1})$.", "refuted", ()),
        (RISES, r"So $f(t_0) + \sum_{j=1}^{i} (f(t_j) - f(t_{j-1})) = f(t_i)$.", "proved", ()),
        (RISES, r"So $\sum_{j=0}^{i-1} (f(t_{j+1}) - f(t_j)) = f(t_i)$.", "refuted", ()),
        (HEIGHTS, r"On the interval $(p_i, p_{i+1}]$ it is $y(x) = h_i$.", "proved", ()),
        (HEIGHTS, r"On the interval $(p_i, p_{i+1}]$ it is $y(x) = h_{i-1}$.", "refuted", ()),
        (HEIGHTS, r"$y(x) = \sum_{i=1}^{n} h_i \sigma(x - p_i) - \sum_{i=2}^{n+1} h_{i-1} \sigma(x - p_i)$", "proved", ()),
        (HEIGHTS, r"$y(x) = \sum_{i=1}^{n} h_i \sigma(x - p_i) - \sum_{i=2}^{n+1} h_i \sigma(x - p_i)$", "refuted", ()),
    ],
)  # fmt: skip
def test_a_claim_about_a_network_of_steps(page, claim, verdict, exceptions):
    found = last(page + claim)
    assert (found.verdict, found.exceptions) == (verdict, exceptions)


def test_what_holds_for_any_function_is_not_refuted_for_that_of_the_page():
    page = BOXES.replace("Cut", "The box is $f(x) = h$ for $0 < x < d$ and $0$ otherwise. Cut")
    assert last(page + r"For $x_k < x < x_{k+1}$ we get $\hat f(x) = f(x_k)$.").verdict == "proved"
    assert last(page + r"At the points $\hat f(x_k) = f(x_k)$.").verdict != "refuted"


def test_a_counterexample_names_the_cells_and_the_function():
    found = last(BOXES + r"For $x_k < x < x_{k+1}$ it is $\hat f(x) = 2 f(x_k)$.").counterexample
    assert found is not None
    assert found.where == (("N", "4"), ("k", "2"), ("x", "x_2 < x < x_3"), ("f(x_2)", "1"))


VALUES = r"""
Let $H(u) = 1$ if $u > 0$ and 0 otherwise. Let $f$ be continuous on $[0, 1]$ and $t_i = i \delta$ with $\delta = 1/n$.
We take its values in the middles, $f_i = f\left(\frac{t_i + t_{i+1}}{2}\right)$, and

$$F(x) = f_0 H(x - t_0) + \sum_{i=1}^{n-1} (f_i - f_{i-1}) H(x - t_i).$$

For $t_j < x \leq t_{j+1}$ we get $F(x) = \sum_{i=1}^{j} (f_i - f_{i-1}) + f_0 = VALUE$.
"""


def test_values_of_a_function_under_its_own_letter_are_defined_and_no_multiples_of_a_number():
    assert last(VALUES.partition(", and")[0] + ".").verdict == "definition"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("f_j", "proved"),
        ("f_{j+1}", "refuted"),
        (r"f\left(t_j + \frac{\delta}{2}\right)", "proved"),
        ("f(t_j)", "refuted"),
    ],
)
def test_values_of_a_function_are_found_in_the_cells_of_its_staircase(value, verdict):
    assert last(VALUES.replace("VALUE", value)).verdict == verdict


def test_values_of_a_function_are_defined_once():
    page = VALUES.partition("For $t_j")[0]
    assert last(page + r"Here $f_i = f(t_i + \frac{\delta}{2})$.").verdict == "proved"
    assert last(page + r"Here $f_i = f(t_i)$.").verdict == "refuted"


GRID = r"""# Staircase

Divide $[-B, B]$ into N pieces of width $\Delta = \frac{2B}{N}$ with $x_0 = -B$ and $x_k = x_0 + k \Delta$. With steps,

$$F(x) = f(x_0) \sigma(x - x_0) + \sum_{k=1}^{N-1} \left( f(x_k) - f(x_{k-1}) \right) \sigma(x - x_k).$$

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"For $x_m < x \leq x_{m+1}$ this is $F(x) = f(x_m)$.", "proved"),
        (r"For $x_m < x \leq x_{m+1}$ this is $F(x) = f(x_{m+1})$.", "refuted"),
        ("The last point is $x_N = B$.", "proved"),
        ("The last point is $x_N = 2B$.", "refuted"),
    ],
)
def test_a_grid_may_go_on_from_its_first_point(claim, verdict):
    assert last(GRID + claim).verdict == verdict
    assert check_document(GRID).claims[1].verdict == "proved"  # x_0, of its formula


def test_another_first_point_than_that_of_the_formula_is_wrong():
    assert check_document(GRID.replace("= x_0 + k", "= -2B + k")).claims[1].verdict == "refuted"


HEIGHT = r"""# Staircase

For the box $f = 0$. Let $x_k = -B + k \Delta$ and $\Delta = 2B/n$. With steps,

$$g(x) = \sum_{k=1}^{n} f(x_k) \left( \sigma(x - x_{k-1}) - \sigma(x - x_k) \right).$$

Merged it is $g(x) = \sum_{k=1}^{n} f(x_k) \sigma(x - x_{k-1})$.
"""


def test_a_letter_that_was_a_number_before_proves_nothing_of_the_function():
    assert last(HEIGHT).verdict in ("undecided", "refuted")
    assert last(HEIGHT.replace("For the box $f = 0$. ", "")).verdict == "refuted"


CHAIN = r"""# Staircase of boxes

Let $t_k = -B + k \delta$ with $\delta = 2B/K$.

$$\begin{aligned} F(x) &= \sum_{k=0}^{K-1} f_k [\sigma(x - t_k) + \sigma(t_{k+1} - x) - 1] \\
&= \sum_{k=0}^{K-1} f_k [\sigma(x - t_k) + \sigma(t_{k+1} - x)] - \sum_{k=START}^{K-1} f_k \end{aligned}$$
"""


@pytest.mark.parametrize(("start", "verdict"), [("0", "proved"), ("1", "refuted")])
def test_a_link_of_a_chain_is_about_the_variable_with_which_it_begins(start, verdict):
    assert last(CHAIN.replace("START", start)).verdict == verdict


ENDS = r"""# Boxes

Let $H(u) = 1$ for $u > 0$ and 0 otherwise. Piece k goes from $p_k = -B + (k - 1) w$ to $q_k = -B + k w$ with
$w = 2B/K$ and has the middle $m_k = -B + (k - \frac{1}{2}) w$.

$$F(x) = \sum_{k=1}^{K} f(m_k) \left( H(x - p_k) + H(q_k - x) - 1 \right)$$

"""


@pytest.mark.parametrize(
    ("claim", "verdicts"),
    [
        (r"For $p_j < x < q_j$ it is $F(x) = f(m_j)$.", ("proved",)),
        (r"For $p_j < x < q_j$ it is $F(x) = f(m_{j+1})$.", ("refuted",)),
        (r"At the ends $F(q_k) = f(m_k)$.", ("refuted",)),  # both boxes are open there
        (r"$$F(x) = f(m_1) H(x - p_1) + \sum_{k=2}^{K} (f(m_k) - f(m_{k-1})) H(x - q_k)$$", ("refuted",)),
        (
            r"$$F(x) = f(m_1) H(x - p_1) + \sum_{k=2}^{K} (f(m_k) - f(m_{k-1})) H(x - p_k)$$",
            ("undecided", "conditional"),
        ),
    ],
)
def test_left_ends_and_right_ends_are_points_of_one_grid(claim, verdicts):
    assert last(ENDS + claim).verdict in verdicts


def test_ends_that_lie_apart_are_no_grid():
    apart = ENDS.replace("q_k = -B + k w", "q_k = -B + k w - c")
    assert last(apart + r"For $p_j < x < q_j$ it is $F(x) = f(m_j)$.").verdict != "proved"


def test_a_bound_on_a_slope_restricts_no_equation_between_numbers():
    page = (
        r"# Steps: a staircase\n\nLet $\delta = 2B/K$. If $|f'| \leq L$ on $[-B, B]$: $L \delta / 2 = \frac{L B}{%s}$."
    )
    assert [last((page % size).replace(r"\n", "\n")).verdict for size in ("K", "2 K")] == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"Take x between $x_k$ and $x_{k+1}$. There the network gives $\hat f(x) = f(x_k)$.", "proved"),
        (r"Take x between $x_k$ and $x_{k+1}$. There the network gives $\hat f(x) = f(x_{k+1})$.", "refuted"),
        (r"For x in the piece i (not on its ends) we have $\hat f(x) = f(x_i)$.", "proved"),
        (r"For x inside the $i$-th piece we have $\hat f(x) = f(x_{i+1})$.", "refuted"),
    ],
)
def test_words_say_in_which_cell_x_lies(words, verdict):
    assert last(BOXES + words).verdict == verdict


def test_a_bound_on_the_slope_is_an_assumption_where_its_letter_is_new():
    bound = r"This network of step neurons is near $f$ as the slope is bounded, say $|f'(x)| \leq M$."
    assert last(BOXES + bound).verdict == "definition"
    assert last(BOXES + r"Let $f(x) = 2x$ and $M = 1$. " + bound).verdict != "definition"
