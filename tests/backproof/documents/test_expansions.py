r"""Taylor expansions and finite differences, for any smooth function."""

import pytest

from backproof.documents.check import check_document


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"f'(x) \approx \frac{f(x+h) - f(x-h)}{2h}", "proved"),
        (r"f'(x) \approx \frac{f(x+h) - f(x-h)}{h}", "refuted"),
        (r"f(x \pm h) = f(x) \pm h f'(x) + \frac{h^2}{2} f''(x) \pm \frac{h^3}{6} f'''(x) + O(h^4)", "proved"),
        (r"f(x \pm h) = f(x) \pm h f'(x) - \frac{h^2}{2} f''(x) + O(h^3)", "refuted"),
        (r"f(x+h) - f(x-h) = 2h f'(x) + \frac{h^3}{3} f'''(x) + O(h^5)", "proved"),
        (r"\frac{f(x+h)-f(x)}{h} = f'(x) + O(h)", "proved"),
        (r"\frac{f(x+h)-f(x)}{h} = f'(x) + O(h^2)", "refuted"),
        (r"\frac{f(x+h)-f(x-h)}{2h} = \frac{2 h f'(x) + O(h^3)}{2h}", "undecided"),
        (r"f''(x) \approx \frac{f(x+h) - 2f(x) + f(x-h)}{h^2}", "proved"),
        (r"f(x+h) \approx f(x) + 2 h f'(x)", "refuted"),
    ],
)
def test_an_expansion_is_right_to_its_order(claim, verdict):
    assert check_document(f"Numerical differentiation: ${claim}$.").claims[-1].verdict == verdict


def test_a_wrong_term_is_shown_by_a_power():
    claim = check_document(r"Here $\frac{f(x+h)-f(x-h)}{2h} = f'(x) + \frac{h^2}{3} f'''(x) + O(h^4)$.").claims[-1]
    assert claim.counterexample is not None
    assert dict(claim.counterexample.where)["f(x)"] == "x^3/3!"
    assert (claim.counterexample.left, claim.counterexample.right) == ("1/6 h^2", "1/3 h^2")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{L(\theta + \epsilon) - L(\theta - \epsilon)}{2\epsilon} = L'(\theta) + O(\epsilon^2)", "proved"),
        (r"\frac{\mathcal{L}(w + h) - \mathcal{L}(w)}{h} = \mathcal{L}'(w) + O(h)", "proved"),
        (r"L(\theta \pm \epsilon) = L(\theta) \pm \epsilon L'(\theta) + O(\epsilon^2)", "proved"),
        (r"\frac{L(\theta + \epsilon) - L(\theta - \epsilon)}{\epsilon} = L'(\theta) + O(\epsilon^2)", "refuted"),
        (r"\frac{L(w + h) - L(w)}{h} = L'(w) + O(h^2)", "refuted"),
        (r"\frac{L(z + h) - L(z)}{h} = L'(z) + O(h^2)", "undecided"),  # of this L, the page says how it depends on z
    ],
)
def test_a_loss_is_a_smooth_function_of_one_parameter(claim, verdict):
    page = rf"Let $L = \frac{{1}}{{2}} (z - t)^2$. For one parameter, numerically: ${claim}$."
    assert check_document(page).claims[-1].verdict == verdict
