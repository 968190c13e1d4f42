"""The hypothesis ledger: without any one of its hypotheses, a theorem loses a step or meets a counterexample."""

from collections.abc import Iterator
from functools import cache

import pytest

from proofs.book import theorems
from proofs.kernel.derivations import Part, Theorem
from proofs.kernel.hypotheses import Hypothesis
from proofs.kernel.judging import judge
from proofs.kernel.ledger import ledger
from proofs.kernel.verdicts import Proved, Refuted, Verdict

book_ledger = cache(ledger)  # each theorem is taken apart once

EVERY = 3  # of the cases that the judge decides, one in three runs by default, all of them with -m "slow or not slow"
CASES = [
    pytest.param(theorem, hypothesis, marks=[pytest.mark.slow] if number % EVERY else [])
    for number, (theorem, hypothesis) in enumerate(
        (theorem, hypothesis) for theorem in theorems().values() for hypothesis in theorem.hypotheses
    )
]


@cache
def judged_without(hypothesis: Hypothesis, part: Part, known: tuple[Part, ...]) -> Verdict:
    return judge(part.claim, part.setting.without(hypothesis), known)


def verdicts_without(hypothesis: Hypothesis, theorem: Theorem) -> Iterator[Verdict]:
    """The claims that assume it, judged one by one: who has seen enough stops."""
    touched = (part for part in theorem.parts if hypothesis in part.setting.hypotheses)
    return (judged_without(hypothesis, part, theorem.parts) for part in touched)


# Backpropagation takes as long as ten others.
@pytest.mark.parametrize(
    "theorem",
    [
        pytest.param(each, marks=pytest.mark.slow if name == "backpropagation" else (), id=name)
        for name, each in theorems().items()
    ],
)
def test_no_hypothesis_is_superfluous(theorem: Theorem) -> None:
    for dropped in book_ledger(theorem):
        assert dropped.failure is not None, dropped.hypothesis.words


@pytest.mark.parametrize(
    ("theorem", "hypothesis"), CASES, ids=lambda each: getattr(each, "words", getattr(each, "name", ""))
)
def test_without_the_hypothesis_a_claim_fails_or_is_left_open(theorem: Theorem, hypothesis: Hypothesis) -> None:
    assert not all(isinstance(each, Proved) for each in verdicts_without(hypothesis, theorem))


@pytest.mark.parametrize(
    ("theorem", "words", "residual"),
    [
        ("linear-layer-variance", "weights have mean zero", "E(w[j, _1])*E(w[j, _2])"),
        ("linear-layer-variance", "inputs have mean zero", "E(x[_1])**2"),
        ("linear-layer-variance", "different weights are uncorrelated", "E(w[j, _1]*w[j, _2])"),
        ("linear-layer-variance", "weights are independent of inputs", "E(w[j, _1]*w[j, _2]*x[_1]*x[_2])"),
        ("xavier-rule", "output gradients have mean zero", "E(u[_1])**2"),
    ],
)
def test_the_residual_shows_what_was_assumed(theorem: str, words: str, residual: str) -> None:
    dropped = next(each for each in book_ledger(theorems()[theorem]) if each.hypothesis.words == words)
    assert residual in str(dropped.failure.residual if dropped.failure else None)


@pytest.mark.parametrize(
    ("theorem", "words"),
    [
        ("softmax-jacobian", "y is the softmax of z"),
        ("cross-entropy-gradient", "the targets sum to 1"),
        ("linear-layer-variance", "weights have mean zero"),
        ("linear-layer-variance", "different weights are uncorrelated"),
        ("linear-layer-variance", "weights are independent of inputs"),
        ("linear-layer-variance", "inputs have mean zero"),
        ("relu-factor", "pre-activations are normal with mean 0 and variance `s^2`"),
        ("xavier-rule", "output gradients have mean zero"),
        ("xavier-rule", "weights are independent of the output gradients"),
    ],
)
def test_dropping_it_yields_a_certified_counterexample(theorem: str, words: str) -> None:
    hypothesis = next(each for each in theorems()[theorem].hypotheses if each.words == words)
    assert any(isinstance(each, Refuted) for each in verdicts_without(hypothesis, theorems()[theorem]))
