"""Names of which it is said what they are in words, or in a formula, that is not read."""

from backproof.documents.check import check_document


def verdicts(page):
    return [each.verdict for each in check_document(page).claims]


def test_otherwise_belongs_to_the_function_before_it():
    page = r"""# Steps

We use the step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, and the two units

$$z_1 = \sigma(x), \quad z_2 = \sigma(d - x).$$

- $x \leq 0$: $z_1 = 0$, $z_2 = 1$.
- $0 < x < d$: $z_1 = z_2 = 0$.
"""
    assert verdicts(page) == ["definition"] * 3 + ["proved"] * 3 + ["refuted"]


def test_nothing_is_wrong_about_a_name_whose_equation_is_not_read():
    page = r"""# Steps

We use the step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, and the unit

$$z_1 = \sigma(x \text{ or so}).$$

The output is

$$y = h z_1.$$

- $x \leq 0$: $z_1 = 0$, $y = h$.
- $x > 0$: $z_1 = 1$, $y = h$.
"""
    assert verdicts(page)[-4:] == ["undecided"] * 3 + ["conditional"]  # h z_1 is h, with the z_1 = 1 of the sentence


def test_what_goes_on_in_a_formula_is_no_heading():
    page = "# Steps\n\nWe have $b = 2$.\n\nThe output of the unit is\n\n$$y = 2 b.$$\n\nThe Rest\n\nIt is $b = 2$."
    assert [each.title for each in check_document(page).sections] == ["Steps", "The Rest"]


def test_nor_about_an_entry():
    page = """# Units

The unit is $h_1 = \\sigma(x \\text{ or so})$.

- $x \\leq 0$: $h_1 = 0$.
- $x > 0$: $2 h_1 = 1$.
"""
    assert "refuted" not in verdicts(page)


def test_numbered_units_stay_names_beside_a_family_of_pairs():
    page = r"""# Steps

We use the step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, and $z_1 = \sigma(x)$, $z_2 = \sigma(d - x)$.

For $x \leq 0$ we have $z_1 = 0$, for $x \geq d$ we have $z_2 = 1$.

With such $z_{i1}$ for each coordinate, take $u = \sigma\left(\sum_{i=1}^{n} z_{i1} - n + \frac{1}{2}\right)$.
"""
    assert verdicts(page)[1:5] == ["definition", "definition", "proved", "refuted"]


_COLUMN = r"""# Initialization

The layer is $\mathbf{a} = W \mathbf{x}$ with $W \in \mathbb{R}^{m \times d}$. The entries of $W$ are i.i.d.
$\mathcal{N}(0, \sigma^2)$, the entries of x are independent with mean 0 and variance $v^2$, so
$\text{Var}(a_j) = d \sigma^2 v^2$.

With weights from $U(-a, a)$ the variance is $\frac{a^2}{3}$ and we want $\sigma^2 = \frac{2}{d + m}$, so
$a = \sqrt{\frac{6}{d + m}}$.
"""


def test_the_bound_of_a_uniform_law_may_share_the_letter_of_a_column_in_bold():
    assert verdicts(_COLUMN) == ["definition", "definition", "proved", "conditional", "conditional"]
    assert verdicts(_COLUMN.replace(r"{6}{d", r"{3}{d"))[-1] == "refuted"
    assert verdicts(_COLUMN.replace(r"= d \sigma^2 v^2", r"= m \sigma^2 v^2"))[2] == "refuted"
    assert "refuted" in verdicts(_COLUMN.replace(r"W \mathbf{x}", r"W^T \mathbf{x}"))


_HEIGHT = r"""# Box

Let $u(x) = 1$ for $x > 0$ and $u(x) = 0$ for $x \le 0$. The two units are $p = u(x)$ and $q = u(w - x)$, where w > 0 is
the width of the box, and the output is $f(x) = H p + H q - H = H (p + q - 1)$.

For $x \le 0$ we have $f(x) = 0$.

For $0 < x < w$ we have $f(x) = H$.
"""


def test_the_height_of_a_box_is_called_h_where_the_page_has_a_step_of_its_own():
    assert verdicts(_HEIGHT)[-4:] == ["definition", "proved", "proved", "proved"]
    assert verdicts(_HEIGHT.replace("H (p + q - 1)", "H (p + q)"))[-3] == "refuted"
    assert verdicts(_HEIGHT.replace("$f(x) = H$", "$f(x) = 2 H$"))[-1] == "refuted"
    assert verdicts(_HEIGHT.replace("q = u(w - x)", "q = u(x + w)"))[-2] == "refuted"
