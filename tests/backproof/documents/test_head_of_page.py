"""What stands before all questions, the form of a neuron, points of the line, spreads that nobody gave."""

import pytest

from backproof.documents.check import check_document

HEAD = r"""# Answers

Notation: $H(u)$ is the step function, $H(u)=1$ if $u>0$, $H(u)=0$ if $u\le 0$. I write $m$ for the fan-in of a layer.

## Problem 1

### (a)

A box begins at 0 and the box ends at $\delta > 0$. The hidden units are $u_1 = H(x)$ and $u_2 = H(\delta - x)$. For $0 < x < \delta$, CLAIM.

## Problem 2

The variance: $a_j = \sum_{i=1}^m W_{ji} x_i$.
"""

NEURON = r"""# Question 1

The form of a single neuron is $y = \sigma(\langle w, x \rangle + b)$, where $\sigma$ is the step activation: $\sigma(u) = 1$ for u > 0 and 0 otherwise.

The first one switches on at $x = 0$ and the second one switches on at $x = \delta$:

$$z_1 = \sigma(w_1 x + b_1), \quad w_1 = 1, \quad b_1 = 0$$

$$z_2 = \sigma(w_2 x + b_2), \quad w_2 = 1, \quad b_2 = -\delta$$

The output has the weights h and -h, therefore

$$y = h z_1 - h z_2$$

- For $x \leq 0$: $\sigma(x) = 0$ and $\sigma(x - \delta) = 0$, so CLAIM.
"""

SPREADS = r"""# Initialization

Everything is independent and $E[W_{ji}] = 0$, $E[x_i] = 0$. Neuron $j$: $a_j = \sum_{i=1}^m W_{ji} x_i$.

$$\operatorname{Var}(a_j) = CLAIM$$
"""


def last(page: str, claim: str, part: str):
    return [each for each in check_document(page.replace("CLAIM", claim)).claims if part in each.latex][-1]


@pytest.mark.parametrize(("claim", "verdict"), [("$u_1 + u_2 = 2$", "proved"), ("$u_1 + u_2 = 1$", "refuted")])
def test_a_function_of_the_head_is_known_in_every_question(claim, verdict):
    assert last(HEAD, claim, "u_1 +").verdict == verdict


@pytest.mark.parametrize(("claim", "verdict"), [("$y = 0$", "proved"), ("$y = h$", "refuted")])
def test_the_output_of_a_network_is_no_single_neuron(claim, verdict):
    """That the second neuron switches on at d says nothing of x in the equations that follow."""
    assert last(NEURON, claim, claim.strip("$")).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), [("m s^2 v^2", "conditional"), ("m^2 s^2 v^2", "refuted"), ("m s v^2", "refuted")]
)
def test_letters_may_be_the_spreads_that_nobody_gave(claim, verdict):
    found = last(SPREADS, claim, "Var}(a_j)")
    assert found.verdict == verdict
    if verdict == "conditional":
        assert set(found.missing) == {"Var(W) = s^2", "Var(x) = v^2"}


def test_points_of_a_line_are_no_definitions():
    page = "$f = 3$ for $a < x < b$. It jumps at $x = a$ and $x = b$, which we leave out."
    assert [each.verdict for each in check_document(page).claims[1:]] == ["out-of-scope", "out-of-scope"]


def test_what_holds_inside_of_something_is_not_refuted_outside_of_it():
    page = HEAD.replace("For $0 < x < \\delta$, CLAIM.", "Outside of the box CLAIM")
    claim = "$u_1 + u_2 = 1$ and inside of it $u_1 + u_2 = 2$."
    assert {each.verdict for each in check_document(page.replace("CLAIM", claim)).claims if "u_1 +" in each.latex} == {
        "undecided"
    }
