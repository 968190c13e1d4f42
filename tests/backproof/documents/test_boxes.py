r"""Boxes in words against networks of steps, cases with equations in their rows, and labels -1 and 1."""

import pytest

from backproof.documents.check import check_document

STEP = r"$\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. "
BOX = r"A box is the function f(x) = h for $0 < x < \delta$ and 0 otherwise, with $\delta > 0$. "
LOSS = (
    r"For labels $y \in \{0, 1\}$ and $p = \sigma(z) = \frac{1}{1 + e^{-z}}$ the loss is"
    r" $L = -y \log p - (1 - y) \log(1 - p)$. "
)


def verdicts(text):
    return [each.verdict for each in check_document(text).claims]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"A box of height $h$ on the interval $(s, t)$ is $\text{box}(x) = h \sigma(x - s) - h \sigma(x - t)$.", "proved"),
        (r"A box of height c on (a, b) is $\text{box}_{a,b}(x) = c \sigma(x - a) - c \sigma(x - b)$.", "proved"),
        (r"With height $h$, if it starts at $s$ and has width $w$, $\text{box}_s(x) = h\sigma(x - s) - h\sigma(x - s - w)$.",
         "proved"),
        (r"With height $h$, if it starts at $s$ and has width $w$, $\text{box}_s(x) = h\sigma(x - s) - h\sigma(x - s + w)$.",
         "refuted"),
        (r"A box of height $h$ on the interval $(s, t)$ is $\text{box}_{s,t}(x) = h \sigma(x - s) - \sigma(x - t)$.", "refuted"),
        (BOX + r"The network is $y = h \sigma(x) - h \sigma(x - \delta)$, hence $y = f(x)$.", "proved"),
        (BOX + r"The network is $y = h \sigma(x) + h \sigma(x - \delta)$, hence $y = f(x)$.", "refuted"),
        (r"A box of height $h$ on $[a, a+d]$ is then $$g_a(x) = h \sigma(x - a) - h \sigma(x - a - d).$$", "proved"),
        (r"A box of height $h$ on $[a, a+d]$ is then $$g_a(x) = h \sigma(x - a) - h \sigma(x - a + d).$$", "refuted"),
        (r"Moved to $(a, b)$, the box with height $c$ is $y = c \sigma(x - a) - c \sigma(x - b)$.", "proved"),
        (r"Moved to $(a, b)$, the box with height $c$ is $y = c \sigma(x - b) - c \sigma(x - a)$.", "refuted"),
        (r"For the box on $(a, b)$ the first unit is $u(x) = \sigma(x - a)$.", "definition"),
        (r"The box on $(a, b)$ is $y = \sigma(x - a) - \sigma(x - b)$, and it begins with $v(x) = \sigma(x - a)$.", "definition"),
        (r"The two boxes on $(a, b)$ are told apart by $y = \sigma(x - b)$.", "definition"),
    ],
)  # fmt: skip
def test_a_box_in_words_is_what_a_network_is_held_against(claim, verdict):
    assert verdicts(STEP + claim)[-1] == verdict


def test_where_a_box_and_a_network_differ_at_a_jump_only_it_is_said():
    found = check_document(STEP + BOX + r"Let $y = h \sigma(x) - h \sigma(x - \delta)$. Then $y = f(x)$.").claims[-1]
    assert (found.verdict, found.exceptions) == ("proved", ("delta = x",))


@pytest.mark.parametrize(
    ("last", "expected"),
    [("h - h = 0", ["proved", "proved"]), ("h - h = h", ["proved", "refuted"]), ("h + h = 2h", ["refuted", "proved"])],
)
def test_equations_in_the_rows_of_cases_are_links_of_a_chain(last, expected):
    page = STEP + r"Let $y(x) = h \sigma(x) - h \sigma(x - d)$ with $d > 0$. Then $$y(x) = \left\{ \begin{array}{ll}"
    rows = rf"h \cdot 0 - 0 = 0 & x \leq 0 \\ h & 0 < x \leq d \\ {last} & x > d \end{{array}} \right.$$"
    assert verdicts(page + rows)[-2:] == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"With $t = 2y - 1$, $t \in \{-1, 1\}$, it is $L = \log(1 + e^{-tz})$.", ["proved"]),
        (r"With $t = 2y - 1$, $t \in \{-1, 1\}$, it is $L = \log(1 + e^{tz})$.", ["refuted"]),
        (r"With labels $t \in \{-1, 1\}$ it is $L = \log(1 + e^{-tz})$ and $\frac{dL}{dz} = -t \sigma(-tz)$.",
         ["conditional", "proved"]),
        (r"With labels $s \in \{-1, 1\}$ it is $L = \log(1 + e^{-sz})$ and $\frac{dL}{dz} = -s \sigma(sz)$.",
         ["conditional", "refuted"]),
        (r"With labels $t \in \{-1, 1\}$ it is $L = \log(1 + e^{tz})$ and $\frac{dL}{dz} = -t \sigma(-tz)$.",
         ["undecided", "undecided"]),
    ],
)  # fmt: skip
def test_a_loss_with_signed_labels(claim, expected):
    assert verdicts(LOSS + claim)[-len(expected) :] == expected


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"L = \max(z, 0) - zy + \log(1 + e^{-|z|})", "proved"),
        (r"L = \max(z, 0) + zy + \log(1 + e^{-|z|})", "refuted"),
        (r"L = \max(z, 0) - zy + \log(1 + e^{|z|})", "refuted"),
    ],
)
def test_what_holds_for_any_number_holds_for_the_sum_that_it_is(claim, verdict):
    page = r"Let $z = \sum_{j=1}^n w_j x_j + b$. " + LOSS + f"Then ${claim}$."
    assert verdicts(page)[-1] == verdict


@pytest.mark.parametrize(
    ("network", "verdict"),
    [
        (r"h \sigma(x - q) - h \sigma(x - q - \delta)", "proved"),
        (r"h \sigma(x - q) - h \sigma(x - q + \delta)", "refuted"),
        (r"h \sigma(x - q) + h \sigma(q + \delta - x) - h", "proved"),
        (r"h \sigma(x - q) + h \sigma(q - x) - h", "refuted"),
    ],
)
def test_a_box_that_starts_elsewhere_has_the_width_of_the_page(network, verdict):
    page = STEP + r"A box function with height h and width $\delta$ is wanted. "
    words = r"A box that starts at some point $q$ instead of 0 is the difference of two steps, "
    assert verdicts(page + words + f"${network}$, then.")[-1] == verdict
    grid = network.replace("q", "q_k")
    assert verdicts(page + words.replace("$q$", "$q_k$") + f"${grid}$, then.")[-1] == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_a_box_between_two_places(sign, verdict):
    words = rf"The box between $p$ and $q$ is $h \sigma(x - p) {sign} h \sigma(x - q)$, then."
    assert verdicts(STEP + words)[-1] == verdict


@pytest.mark.parametrize(
    ("place", "end"),
    [("and ends at $p$", "p"), (r"with width $2\delta$", r"q - 2\delta"), ("and is twice as wide", "q - 2d")],
)
def test_a_box_of_another_width_is_not_called_wrong(place, end):
    page = STEP + r"A box function with height h and width $\delta$ is wanted. "
    words = rf"A box that starts at $q$ {place} is $h \sigma(x - q) - h \sigma(x - {end})$, then."
    assert "refuted" not in verdicts(page + words)
