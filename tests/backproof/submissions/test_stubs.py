"""What an empty hand-in earns: nothing, in every shipped assignment, whatever its functions return."""

from collections.abc import Callable

import pytest

from backproof.submissions import assignment
from backproof.submissions.results import Report, Verdict

BODIES = {
    "nothing": "return None",
    "its first argument": "return a[0] if a else None",
    "zero": "return 0.0",
    "one": "return 1.0",
    "its arguments": "return a",
    "a list of its first argument": "return [a[0]] * 4",
    "zeros": "return np.zeros_like(a[0]) if a and isinstance(a[0], np.ndarray) else 0",
    "two zeros": "return 0.0, 0",
    "empty lists": "return [], []",
    "pairs of zeros": "return np.zeros_like(np.asarray(a[0], float)), np.zeros_like(np.asarray(a[0], float))",
    "random numbers": "return np.random.rand(*np.shape(a[0]))",
    "an exception": "raise NotImplementedError",
}


# By default one assignment; `-m slow` runs the others.
TASKS = [
    each if each == "backprop-from-scratch" else pytest.param(each, marks=pytest.mark.slow)
    for each in assignment.SHIPPED
]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(
    "body", [body if k < 1 else pytest.param(body, marks=pytest.mark.slow) for k, body in enumerate(BODIES)]
)
def test_a_stub_earns_nothing(report: Callable[..., Report], task: str, body: str) -> None:
    functions = sorted({function.name for function in assignment.load(task).functions})
    text = "import numpy as np\nweights = [np.zeros((784, 32)), np.zeros((32, 32)), np.zeros((32, 10))]\nbiases = [np.zeros(32), np.zeros(32), np.zeros(10)]\n"
    text += "\n".join(f"def {name}(*a, **k): {BODIES[body]}" for name in functions)
    graded = report(text, task)
    earned = [result.name for result in graded.functions if result.points]
    assert graded.score == 0, earned
    assert all(result.verdict is not Verdict.EDGE for result in graded.functions)


@pytest.mark.parametrize("task", assignment.SHIPPED)
def test_an_empty_file_earns_nothing(report: Callable[..., Report], task: str) -> None:
    graded = report("", task)
    assert graded.score == 0
    assert {result.verdict for result in graded.functions} <= {Verdict.MISSING, Verdict.ERROR}
