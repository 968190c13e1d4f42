r"""What words behind an equation say of a network of steps, in one dimension and in d."""

import pytest

from backproof.documents.check import check_document

STEPS = "# Steps\n\n" + r"The step activation is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise, and $w > 0$." + "\n\n"
BITS = r"[\sigma(x_i) + \sigma(w - x_i)]"
IN_ALL = r" $$g(x) = {}$$ is equal to $c$ when all $0 < x_i < w$ and $0$ otherwise."
IN_ONE = r" $$g(x) = {}$$ It is $c$ for $p < x < q$ and $0$ otherwise."


def _verdicts(page: str) -> list[str]:
    return [each.verdict for each in check_document(STEPS + page).claims][2:]


@pytest.mark.parametrize(
    ("network", "verdict"),
    [
        (rf"c \, \sigma\left( \sum_{{i=1}}^d {BITS} - 2d + \frac12 \right)", "proved"),
        (rf"c \, \sigma\left( \sum_{{i=1}}^d {BITS} - 2d + 1 \right)", "proved"),
        (r"c \prod_{i=1}^d [\sigma(x_i) + \sigma(w - x_i) - 1]", "proved"),
        (r"c \sum_{i=1}^d [\sigma(x_i) - \sigma(x_i - w)]", "refuted"),
        (rf"c \, \sigma\left( \sum_{{i=1}}^d {BITS} - d + \frac12 \right)", "refuted"),
        (rf"c \, \sigma\left( \sum_{{i=1}}^d {BITS} - 2d \right)", "refuted"),
        (rf"c \, \sigma\left( \sum_{{i=1}}^d {BITS} - \frac72 \right)", "refuted"),
    ],
)
def test_words_behind_a_network_are_held_against_it_in_d_dimensions(network: str, verdict: str) -> None:
    page = r"For inputs with $d$ coordinates, the function" + IN_ALL.replace("{}", network)
    assert _verdicts(page)[-1] == verdict


def test_coordinates_are_no_points_of_a_grid() -> None:
    page = r"Take the points $x_k = -B + k w$ with $w = 2B/N$. With $d$ coordinates, the function" + IN_ALL
    for network, verdict in (("\\prod", "proved"), ("\\sum", "refuted")):
        box = rf"c {network}_{{i=1}}^d [\sigma(x_i) + \sigma(w - x_i) - 1]"
        assert _verdicts(page.replace("{}", box))[-1] == verdict


def test_other_words_for_all_coordinates() -> None:
    network = r"$$g(x) = \sum_{i=1}^d [\sigma(x_i) + \sigma(w - x_i)],$$ "
    for words in (
        "which is $2$ for $0 < x_i < w$ for all $i$, and $0$ otherwise.",
        "which is $2$ if all coordinates satisfy $0 < x_i < w$ and $0$ elsewhere.",
    ):
        assert _verdicts(r"For inputs with $d$ coordinates, let " + network + words)[-1] == "refuted"


def test_in_one_dimension_too() -> None:
    right, wrong = (rf"c \sigma(x - p) + c \sigma(q - x) {sign} c" for sign in "-+")
    assert _verdicts("The function" + IN_ONE.replace("{}", right))[-1] == "proved"
    assert _verdicts("The function" + IN_ONE.replace("{}", wrong))[-1] == "refuted"


def test_what_words_show_to_be_wrong_defines_nothing() -> None:
    right, wrong = (rf"c \sigma(x) {sign} c \sigma(x - w)" for sign in "-+")
    page = "".join(
        f"The function $$g(x) = {each}$$ is equal to $c$ for $0 < x < w$ and $0$ otherwise.\n\n"
        for each in (wrong, right)
    )
    assert _verdicts(page) == ["refuted", "refuted", "definition", "proved"]


def test_a_step_is_not_to_blame_for_words_that_place_it_elsewhere() -> None:
    page = r"The function $$g(x) = \sigma(x - w)$$ is equal to $1$ for $x > 0$ and $0$ otherwise."
    assert _verdicts(page) == ["definition", "refuted"]


def test_a_neuron_without_a_name_may_be_said_to_be_on_in_all_coordinates() -> None:
    neuron = r"For inputs with $d$ coordinates, the unit $\sigma\left(\sum_{i=1}^{d} [\sigma(x_i) + \sigma(w - x_i)] - _\right)$"
    words = r" is 1 if all $0 < x_i < w$ and 0 otherwise."
    for threshold, verdict in ((r"2d + \frac12", "proved"), (r"d + \frac12", "refuted")):
        assert _verdicts(neuron.replace("_\\right", threshold + r"\right") + words)[-1] == verdict
