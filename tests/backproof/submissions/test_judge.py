from collections.abc import Callable
from pathlib import Path

import pytest

from backproof.submissions.assignment import parse
from backproof.submissions.contracts import finite_difference
from backproof.submissions.judge import Grading
from backproof.submissions.results import FunctionResult, Report, Verdict
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.search import UnfinishedSearch, search
from backproof.submissions.sources import Source

Grade = Callable[..., dict[str, FunctionResult]]
SOFTMAX = '[limits]\ncall = 0.5\ntotal = 4\n[[function]]\nname = "softmax"\ncontract = "softmax"\npoints = 4\n'


def test_a_right_function_gets_its_points(grade: Grade) -> None:
    found = grade("import numpy as np\ndef softmax(x):\n    e = np.exp(x - x.max()); return e / e.sum()", SOFTMAX)
    assert found["softmax"].verdict is Verdict.CORRECT
    assert found["softmax"].points == 4
    assert found["softmax"].counterexample is None


def test_an_edge_costs_what_the_assignment_says(grade: Grade) -> None:
    naive = "import numpy as np\ndef softmax(x): return np.exp(x) / np.exp(x).sum()"
    for cost, points in ((0.25, 3.0), (0, 4.0), (1, 0.0)):
        found = grade(naive, SOFTMAX + f"edge_cost = {cost}\n")["softmax"]
        assert found.verdict is Verdict.EDGE
        assert found.points == points
        assert found.diagnosis == "overflow at large |z|"


def test_an_edge_that_is_wrong_in_another_way_is_not_explained_by_guessing(grade: Grade) -> None:
    text = "import numpy as np\ndef softmax(x):\n    if np.abs(x).max() > 100: return np.ones(len(x))\n    return np.exp(x) / np.exp(x).sum()"
    found = grade(text, SOFTMAX)["softmax"]
    assert found.verdict is Verdict.EDGE
    assert found.diagnosis == "a wrong value at the edge: stability"


def test_a_one_sided_difference_is_shown_as_an_edge_with_its_step(grade: Grade) -> None:
    text = "import numpy as np\ndef finite_difference_checker(f, x, k):\n    e = np.zeros_like(x); e[k] = 1e-6\n    return (f(x + e)[0] - f(x)[0]) / 1e-6"
    task = '[[function]]\nname = "finite_difference_checker"\ncontract = "finite-difference"\npoints = 4\n'
    found = grade(text, task)["finite_difference_checker"]
    assert found.verdict is Verdict.EDGE
    assert found.diagnosis.startswith("a wrong value (step 1e-06, error allowed ")


def test_a_counterexample_is_small_enough_to_follow_by_hand(grade: Grade) -> None:
    found = grade(
        "import numpy as np\ndef softmax(x): return np.exp(x) / np.exp(x).sum() + (len(x) > 1) * 0.1", SOFTMAX
    )
    shown = found["softmax"].counterexample
    assert shown is not None
    assert shown["call"] == "softmax([0.0, 0.0])"
    assert shown["expected"] == [0.5, 0.5]
    assert shown["got"] == [0.6, 0.6]


def test_a_changed_argument_is_wrong_at_the_price_that_the_assignment_names(grade: Grade) -> None:
    found = grade("import numpy as np\ndef softmax(x):\n    x -= x.max(); return np.exp(x) / np.exp(x).sum()", SOFTMAX)
    assert found["softmax"].verdict is Verdict.WRONG
    assert found["softmax"].points == 3.0
    assert found["softmax"].diagnosis == "the values are right, but the function changes its argument 1; work on a copy"


@pytest.mark.parametrize("changes", ["len(x) > 4 and x[4] > 1", "calls[0] == 60"])
def test_an_argument_that_is_changed_seldom_is_found_too(grade: Grade, changes: str) -> None:
    text = f"import numpy as np\ncalls = [0]\ndef softmax(x):\n    calls[0] += 1; e = np.exp(x - x.max())\n    if {changes}: x -= 1\n    return e / e.sum()"
    found = grade(text, SOFTMAX)["softmax"]
    assert (found.verdict, found.points) == (Verdict.WRONG, 3.0)
    assert found.diagnosis.startswith("the values are right, but the function changes its argument 1")


def test_an_argument_that_is_clipped_in_place_at_an_edge_is_found_too(grade: Grade) -> None:
    text = "import numpy as np\ndef sigmoid(x): return 1 / (1 + np.exp(-np.clip(x, -500, 500, out=np.asarray(x))))"
    task = '[[function]]\nname = "sigmoid"\ncontract = "sigmoid"\npoints = 4\n'
    found = grade(text, task)["sigmoid"]
    assert (found.verdict, found.points) == (Verdict.WRONG, 3.0)
    assert found.diagnosis.startswith("the values are right, but the function changes its argument 1")


def test_a_changed_argument_is_shown_on_a_small_case(grade: Grade) -> None:
    found = grade("import numpy as np\ndef softmax(x):\n    x -= x.max(); return np.exp(x) / np.exp(x).sum()", SOFTMAX)
    shown = found["softmax"].counterexample
    assert shown is not None
    assert len(shown["expected"]) < 9


def test_a_wrong_function_that_also_changes_its_argument_is_wrong(grade: Grade) -> None:
    text = "import numpy as np\ndef sigmoid(x):\n    x *= 1.0; x += 1; x -= 1.5; x += 0.5; return x"
    task = '[[function]]\nname = "sigmoid"\ncontract = "sigmoid"\npoints = 1\n'
    assert grade(text, task)["sigmoid"].verdict is Verdict.WRONG


def test_a_changed_argument_does_not_hide_that_the_answer_depends_on_what_was_called_before(grade: Grade) -> None:
    text = "import numpy as np\nn = [0]\ndef softmax(x):\n    n[0] += 1; e = np.exp(x - x.max()); x -= 1\n    return e / e.sum() if n[0] > 4 else e / e.sum() + (len(x) > 2 and n[0] < 3)"
    found = grade(text, SOFTMAX)["softmax"]
    assert (found.verdict, found.points) == (Verdict.WRONG, 0.0)


STATEFUL = """
import numpy as np
def logistic_loss(g, y):
    y = y.reshape(-1, 1)
    return np.mean(np.where(y == 1, -np.log(g), -np.log1p(-g))), (g - y) / (g - g * g) / len(y)
def layer_forward(x, W, b, f):
    out, grad = f(x @ W + b)
    return out, (x, W, grad)
caches = []
def forward_pass(X, weights, biases, fs):
    for W, b, f in zip(weights, biases, fs):
        X, cache = layer_forward(X, W, b, f); caches.append(cache)
    return X, caches
def backward_pass(d, caches):
    gW, gb = [], []
    for x, W, grad in caches[::-1]:
        d = d * grad; gW.insert(0, x.T @ d); gb.insert(0, d.sum(axis=0)); d = d @ W.T
    return gW, gb
"""


def test_a_function_of_which_little_is_asked_says_so(grade: Grade) -> None:
    base = "import numpy as np\nweights = [np.zeros(s) for s in ((784, 32), (32, 32), (32, 10))]\nbiases = [np.zeros(n) for n in (32, 32, 10)]\n"
    found = grade(base + "def feed_forward_dataset(x, y): pass", _reduced("feed_forward_dataset"))
    assert found["feed_forward_dataset"].verdict is Verdict.CORRECT
    assert found["feed_forward_dataset"].diagnosis == "it runs: what it prints is not read"


def _reduced(*names: str) -> str:
    entry = '[[function]]\nname = "{}"\ncontract = "{}"\npoints = 1\n'
    return "".join(entry.format(name, name.replace("_", "-")) for name in names)


@pytest.mark.slow
def test_caches_that_grow_are_forward_pass_s_fault_and_not_backward_pass_s(grade: Grade) -> None:
    found = grade(STATEFUL, _reduced("logistic_loss", "forward_pass", "backward_pass"))
    assert found["forward_pass"].verdict is Verdict.WRONG
    assert found["forward_pass"].counterexample is not None
    assert found["forward_pass"].counterexample["reason"].endswith("something is kept between calls")
    assert found["backward_pass"].verdict is Verdict.CORRECT


@pytest.mark.slow
def test_a_mean_whose_slope_lacks_the_share_of_a_sample_is_wrong_where_nobody_else_divides(grade: Grade) -> None:
    text = STATEFUL.replace("caches = []\n", "").replace("    for W, b, f", "    caches = []\n    for W, b, f")
    undivided = text.replace(" / len(y)", "")
    averaging = undivided.replace("x.T @ d)", "x.T @ d / len(d))").replace("d.sum(axis=0)", "d.mean(axis=0)")
    for source, loss in ((text, Verdict.CORRECT), (undivided, Verdict.WRONG), (averaging, Verdict.CORRECT)):
        found = grade(source, _reduced("logistic_loss", "backward_pass"))
        assert found["logistic_loss"].verdict is loss
        assert found["backward_pass"].verdict is Verdict.CORRECT


def test_hidden_state_is_found(grade: Grade) -> None:
    text = "import numpy as np\nseen = []\ndef softmax(x):\n    seen.append(1); e = np.exp(x - x.max())\n    return e / e.sum() if len(seen) > 3 else x"
    found = grade(text, SOFTMAX)["softmax"]
    assert found.verdict is Verdict.WRONG
    assert found.points == 0


@pytest.mark.parametrize(
    ("text", "verdict", "says"),
    [
        ("x = 1", Verdict.MISSING, "no function softmax is defined"),
        ("softmax = 3", Verdict.MISSING, "no function softmax is defined"),
        ("def softmax(x): raise KeyError('k')", Verdict.ERROR, "it raised KeyError: 'k' (line 1: def softmax(x): raise KeyError('k'))"),
        ("def softmax(): return 1", Verdict.ERROR, "takes 0 positional arguments but 1 was given"),
        ("import os\ndef softmax(x): os._exit(0)", Verdict.ERROR, "it ended without an answer"),
        ("import time\ndef softmax(x): time.sleep(60)", Verdict.TIMEOUT, "no answer within 0.5 s"),
        ("def softmax(x): return None", Verdict.WRONG, ""),
        ("def softmax(x:", Verdict.MISSING, "no function softmax is defined"),
    ],
)  # fmt: skip
def test_every_verdict_has_its_reason(grade: Grade, text: str, verdict: Verdict, says: str) -> None:
    found = grade(text, SOFTMAX)["softmax"]
    assert found.verdict is verdict
    assert says in found.diagnosis
    assert found.points == 0


def test_problems_while_loading_are_notes(report: Callable[..., Report]) -> None:
    notes = report("def softmax(x:\n", SOFTMAX).notes
    assert notes == ("while loading: submission, line 1: SyntaxError: '(' was never closed",)


def test_the_same_seed_gives_the_same_counterexample(sandbox: Sandbox) -> None:
    source = Source(
        "a.py", ["import numpy as np\ndef softmax(x): return np.exp(x) / np.exp(x).sum() * (1 + (x[0] > 3))"], False
    )
    reports = [Grading(sandbox, parse(SOFTMAX, "t"), source, seed=5).run() for _ in range(2)]
    assert reports[0].functions[0].counterexample == reports[1].functions[0].counterexample


def test_a_search_that_decides_nothing_is_not_a_pass() -> None:
    prop = finite_difference.FINITE_DIFFERENCE.properties[0]

    class Confused:
        convention = None

        def __getattr__(self, name: str) -> object:
            raise UnfinishedSearch(name)

    with pytest.raises(UnfinishedSearch):
        search(Confused(), prop, 0)  # type: ignore[arg-type]


BOTH_PARTS = [
    "import numpy as np\nsigmoid = lambda Z: np.exp(-np.logaddexp(0, -Z))\ndef GD(p, g, lr): return [a - lr * b for a, b in zip(p, g)]",
    "def CrossEntropyLoss(Y, P): return -np.mean(np.log(np.where(Y == 1, P, 1 - P)))",
    "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]\n    return sigmoid(Z2), [X, Z1, Y1, Z2]",
    "def softmax(Z): e = np.exp(Z - Z.max(axis=0)); return e / e.sum(axis=0)",
    "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]\n    return softmax(Z2), [X, Z1, Y1, Z2]",
]


def test_a_notebook_with_both_parts_is_graded_part_by_part(grade: Grade) -> None:
    cells = [{"cell_type": "code", "source": text} for text in BOTH_PARTS]
    found = grade(cells, "two-layer")
    assert found["binary.forward"].verdict is Verdict.CORRECT
    assert found["multiclass.forward"].verdict is Verdict.CORRECT
    assert found["binary.backward"].verdict is Verdict.MISSING
    assert found["sigmoid"].verdict is Verdict.CORRECT


def test_a_helper_whose_import_failed_is_lent_for_no_points(grade: Grade) -> None:
    text = "import numpy as np\nfrom part_one import sigmoid\n" + "\n".join(BOTH_PARTS[1:3])
    found = grade(text, "two-layer")
    assert found["forward"].verdict is Verdict.CORRECT
    assert found["sigmoid"].verdict is Verdict.MISSING


def test_the_modules_of_a_folder_can_be_imported(sandbox: Sandbox) -> None:
    source = Source(
        "d",
        ["from mine import softmax"],
        False,
        {"mine": "import numpy as np\ndef softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()"},
    )
    assert Grading(sandbox, parse(SOFTMAX, "t"), source).run().score == 4


def test_a_file_beside_the_submission_cannot_be_imported(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("def softmax(x): return 1")
    source = Source(
        str(tmp_path / "a.py"),
        [f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom neighbour import softmax"],
        False,
    )
    report = Grading(sandbox, parse(SOFTMAX, "t"), source).run()
    assert report.functions[0].verdict is Verdict.MISSING
