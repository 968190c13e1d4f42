"""Random answers: the reader never crashes, and the judge never contradicts what was built to be equal or different.

An expression is built with a value of its own (exact fractions); its rewriting by true identities must not be refuted,
and its mutation, different at a known point, must not be proved.
"""

import random
import time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backproof.answers.judge import equal

GIVEN = {"p": "in (0,1)", "x": "real", "s": "positive", "n": "integer >= 1", "y": "vector(3) in (0,1)", "i": "index(3)"}
WORDS = [
    *[
        "E[",
        "Var(",
        r"\cdot",
        "p",
        "x",
        "s",
        "n",
        "y",
        "i",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "+",
        "-",
        "*",
        "/",
        "^",
        "**",
        "_",
        ",",
        ".",
        "'",
        "|",
        "=",
        "<",
        ">",
        "!",
        "@",
        "1",
        "2",
        "0",
        "0.5",
        "1e-3",
        "e",
        "pi",
    ],
    *[
        r"\frac",
        r"\sqrt",
        r"\sum_{k=1}^{3}",
        r"\log",
        r"\exp",
        r"\left(",
        r"\right)",
        r"\cdot",
        r"\begin{cases}",
        r"\end{cases}",
        r"\\",
        r"&",
        r"\text{if}",
        r"\hat",
    ],
    *[
        "σ",
        "√",
        "²",
        "₁",
        "½",
        "−",
        "·",
        "≤",
        "∑",
        "y_i",
        "y_k",
        "exp",
        "log",
        "max(",
        "if",
        "else",
        "Sum(",
        ",(k,1,3))",
        "Piecewise((",
        "True",
        "and",
        "not",
        "abs(",
        "1[",
        "\x00",
        "\u200b",
    ],
]


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["latex", "text"]), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_any_tokens_get_a_verdict(words: list[str], fmt: str, blank: str) -> None:
    assert equal("p - x", blank.join(words), GIVEN, format=fmt).verdict  # type: ignore[arg-type]


@given(st.text(max_size=60), st.sampled_from(["latex", "text"]))
@settings(max_examples=300, deadline=None)
def test_any_characters_get_a_verdict(answer: str, fmt: str) -> None:
    assert equal("p - x", answer, GIVEN, format=fmt).verdict  # type: ignore[arg-type]


# -- expressions with their rewritings

LEAVES = ["p", "x", "s", "n", "2", "3", "(1/2)"]
POSITIVE = {"p", "s", "n", "2", "3", "(1/2)"}


def positive(rng: random.Random, depth: int) -> str:
    """An expression that is positive on the domain."""
    if depth == 0:
        return rng.choice(sorted(POSITIVE))
    a, b = positive(rng, depth - 1), expression(rng, depth - 1)
    return rng.choice(
        [f"({a} + {positive(rng, depth - 1)})", f"({a})*({a})", f"exp({b})", f"(1 + ({b})^2)", f"sqrt({a})"]
    )


def expression(rng: random.Random, depth: int) -> str:
    """An expression that is defined on the whole domain."""
    if depth == 0:
        return rng.choice(LEAVES)
    a, b, c = expression(rng, depth - 1), expression(rng, depth - 1), positive(rng, depth - 1)
    return rng.choice(
        [
            f"({a} + {b})", f"({a} - {b})", f"({a})*({b})", f"({a})/({c})", f"log({c})", f"tanh({a})", f"abs({a})",
            f"max({a}, {b})", f"({a} if {b} > 0 else {a} - {b})", f"-({a})", f"sqrt({c})", f"sigmoid({a})",
        ]
    )  # fmt: skip


def rewritten(rng: random.Random, text: str) -> str:
    """An expression with the same values at the same points."""
    return rng.choice(
        [
            f"(2*({text}) - ({text}))", f"(({text})*s/s)", f"(({text}) + p - p)", f"-(-({text}))",
            f"(({text})*exp(x)*exp(-x))", f"(({text})*(sqrt(s))^2/s)", f"(({text}) + log(s*p) - log(s) - log(p))",
            f"(({text})*(tanh(p) + 1)/(2*sigmoid(2*p)))", f"((({text}) + abs(({text})))/2 - max(0, -({text})))",
            f"({text} if x > 0 else {text})", f"(({text}) + max(x, p) - p - max(x - p, 0))", f"(({text})*2^n*(1/2)^n)",
        ]
    )  # fmt: skip


def mutated(rng: random.Random, text: str) -> str:
    """An expression with other values almost everywhere."""
    return rng.choice(
        [
            f"(({text}) + 1/10^{rng.randint(3, 40)})", f"(({text}) + p)", f"(({text}) + x^2 + 1)",
            f"(({text}) - sigmoid(x))",
            f"(({text}) + 1/(n + 10^6))", f"(({text}) + exp(-50*s))", f"(({text}) + max(x - 2, 0))",
            f"(({text}) + (1 if x > 3 else 0))", f"(({text}) + 0/(x - 1))", f"(({text}) + 0*log(p - 1/2))",
        ]
    )  # fmt: skip


def check_one(seed: int) -> tuple[str, str]:
    """One expression, one rewriting and one mutation; the two words of the judge."""
    rng = random.Random(seed)
    text = expression(rng, rng.randint(1, 3))
    same, other = rewritten(rng, text), mutated(rng, rewritten(rng, text))
    first, second = equal(text, same, GIVEN, format="text"), equal(text, other, GIVEN, format="text")
    assert first.verdict in ("equal", "undecided"), (text, same, first)
    assert second.verdict in ("different", "undecided"), (text, other, second)
    if second.counterexample is not None:
        assert all(Fraction(v) is not None for v in second.counterexample.point.values())
    return first.verdict, second.verdict


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_judge_agrees_with_the_construction(seed: int) -> None:
    check_one(seed)


def test_most_constructed_pairs_are_decided() -> None:
    decided = [check_one(seed) for seed in range(60)]
    assert sum(first == "equal" for first, _ in decided) >= 48
    assert sum(second == "different" for _, second in decided) >= 54


@pytest.mark.slow
def test_ten_minutes_of_random_answers_find_nothing() -> None:
    end, seed = time.monotonic() + 600, 0
    rng = random.Random(2026)
    while time.monotonic() < end:
        seed += 1
        started = time.process_time()
        if seed % 2:
            check_one(seed)
        else:
            words = [rng.choice(WORDS) for _ in range(rng.randint(1, 60))]
            equal("p - x", rng.choice(["", " "]).join(words), GIVEN, format=rng.choice(["latex", "text"]))
        assert time.process_time() - started < 4, seed
