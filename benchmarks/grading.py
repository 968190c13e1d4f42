"""How long grading takes: a locked-down worker, a cold grade, shrinking, the worst of the attacks.

Seconds by the clock, and processor seconds in brackets, which a busy machine changes less: those of this process and of
what it waited for; a submission's own process, which is killed, is not in them.

    python benchmarks/grading.py
"""

import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from backproof.submissions import reports
from backproof.submissions.assignment import parse
from backproof.submissions.channel import Budget
from backproof.submissions.judge import Grading
from backproof.submissions.results import Report
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.sources import Source

TESTS = Path(__file__).parents[1] / "tests/backproof/submissions"
SOFTMAX = '[[function]]\nname = "softmax"\ncontract = "softmax"\npoints = 1\n'
RIGHT = """
import numpy as np
def sigmoid(x): return np.exp(-np.logaddexp(0, -x))
def dsigmoid(x): return sigmoid(x) * sigmoid(-x)
"""
COLD = "".join(f'[[function]]\nname = "{name}"\ncontract = "{name}"\npoints = 1\n' for name in ("sigmoid", "dsigmoid"))
WRONG = "import numpy as np\ndef softmax(x): return np.exp(x) / np.exp(x).sum() * (1 + (len(x) > 3 and x[3] > 3))"


def processor() -> float:
    """Processor seconds of this process and of the children that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    wall, own = time.perf_counter(), processor()
    action()
    return time.perf_counter() - wall, processor() - own


def shown(name: str, seconds: tuple[float, float], goal: str) -> None:
    """One line."""
    print(f"{name:<48} {seconds[0]:7.3f} s [{seconds[1]:.3f} s]   goal {goal}", flush=True)


def attacks() -> ModuleType:
    """The suite of attacks, from the tests."""
    spec = importlib.util.spec_from_file_location("attacks", TESTS / "test_attacks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cold() -> None:
    """`backproof grade` from nothing, with more than 120 generated checks."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "hw.py").write_text(RIGHT)
        (Path(folder) / "task.toml").write_text(COLD)
        command = [sys.executable, "-c", "from backproof.cli import main; main()", "grade", f"{folder}/hw.py"]
        subprocess.run([*command, "--assignment", f"{folder}/task.toml", "--json"], check=True, capture_output=True)


def graded(sandbox: Sandbox, task: str, text: str) -> tuple[Report, tuple[float, float]]:
    """The report of a text, and how long it took."""
    found: list[Report] = []
    grading = Grading(sandbox, parse(task, "task"), Source("a.py", [text], notebook=False))
    seconds = timed(lambda: found.append(grading.run()))
    return found[0], seconds


def main() -> None:
    """Print the table."""
    runs = sorted(timed(cold) for _ in range(5))
    shown("cold grade of two functions, > 110 checks", runs[2], "1 s")
    with Sandbox() as sandbox:
        starts = [1000 * timed(lambda: sandbox.spawn(Budget(5, 5)).close())[0] for _ in range(100)]
        median, best = statistics.median(starts), min(starts)
        print(f"{'a locked-down worker, median of 100':<48} {median:7.2f} ms (best {best:.2f} ms)   goal 5 ms")
        _, seconds = graded(sandbox, SOFTMAX, WRONG)
        shown("a wrong function found, shrunk and explained", seconds, "2 s")
        suite, slowest, largest = attacks(), ("", (0.0, 0.0)), ("", 0)
        for name, text in {**suite.SLOW, **suite.STRANGERS}.items():
            report, seconds = graded(sandbox, suite.TASK, suite.STUBS + text)
            slowest = max(slowest, (name, seconds), key=lambda item: item[1][0])
            largest = max(largest, (name, len(json.dumps(reports.gradescope(report)))), key=lambda item: item[1])
        shown(f"slowest attack: {slowest[0]}"[:48], slowest[1], "15 s")
        print(f"{'largest results.json: ' + largest[0]:<48.48} {largest[1] / 1000:7.1f} kB   goal 256 kB")


if __name__ == "__main__":
    main()
