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
    assert verdicts(page)[-4:] == ["undecided"] * 4


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
