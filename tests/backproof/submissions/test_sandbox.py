import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from backproof.submissions import frames
from backproof.submissions.channel import (
    PATIENCE,
    Budget,
    Clock,
    Deadline,
    Died,
    Loaded,
    Misbehaved,
    Raised,
    TimedOut,
    WorkerClient,
)  # fmt: skip
from backproof.submissions.frames import Definition
from backproof.submissions.sandbox import InfrastructureError, Isolation, Sandbox, Tier


def _load(worker: WorkerClient, text: str) -> Loaded:
    return worker.load([text], notebook=False, companions={}, skip=(), lends={}, callbacks={})


def test_the_zygote_has_no_oracle_in_memory(sandbox: Sandbox) -> None:
    allowed = {"backproof", "backproof.submissions", "backproof.submissions.frames", "backproof.submissions.worker"}
    ours = {name for name in sandbox.zygote_modules if name.split(".")[0] in ("backproof", "numerics", "proofs")}
    assert {name for name in ours if not name.startswith("backproof.submissions.worker.")} <= allowed
    assert not {"hypothesis", "sympy", "typer", "rich"} & sandbox.zygote_modules


def test_untrusted_code_is_isolated_here(sandbox: Sandbox) -> None:
    assert sandbox.isolation.tier.isolates
    assert sandbox.isolation.sentence().startswith("isolation: ")


def test_the_tier_without_namespaces_isolates_too() -> None:
    with Sandbox(namespaces=False, require_isolation=True) as sandbox, sandbox.spawn(Budget(5, 5)) as worker:
        assert sandbox.isolation.tier is Tier.KERNEL
        assert worker.self_test() == []


_UNSHARE, _LANDLOCK = {"x86_64": 272, "aarch64": 97}[os.uname().machine], 444
_REFUSE = """
import sys
from backproof.submissions.worker import seccomp
code = [seccomp._statement(0x20, 0)]
for number in map(int, sys.argv[1:]):
    code += [seccomp._statement(0x15, number, jf=1), seccomp._statement(6, 0x00050001)]
seccomp.no_new_privileges()
seccomp.install(b"".join([*code, seccomp._statement(6, 0x7FFF0000)]))
from backproof.submissions.sandbox import Sandbox
with Sandbox() as sandbox:
    print(sandbox.isolation.tier.name, sandbox.isolation.sentence())
"""


@pytest.mark.parametrize(
    ("refused", "tier", "said"),
    [
        ([_UNSHARE], "KERNEL", "(not available here: namespaces (Operation not permitted))"),
        ([_LANDLOCK], "KERNEL", "(not available here: landlock (the kernel does not offer it))"),
        ([_UNSHARE, _LANDLOCK], "PROCESS", "not for untrusted code (not available here: landlock"),
    ],
)
def test_where_the_kernel_refuses_something_the_tier_says_so(
    tmp_path: Path, refused: list[int], tier: str, said: str
) -> None:
    """As in a container whose profile refuses unshare, or landlock_create_ruleset, or both."""
    command = [sys.executable, "-c", _REFUSE, *map(str, refused)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith(tier), done.stderr
    assert list(tmp_path.iterdir()) == []
    assert ("writing into /tmp" in done.stdout) == (tier == "PROCESS")
    assert said in done.stdout


def test_what_is_missing_is_said_once() -> None:
    isolation = Isolation(Tier.PROCESS, ("landlock (the kernel does not offer it)",))
    assert isolation.sentence() == (
        "isolation: a process with deadlines only: not for untrusted code "
        "(not available here: landlock (the kernel does not offer it))"
    )


def test_required_isolation_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkerClient, "self_test", lambda self: ["opening a socket"])
    with (
        pytest.raises(InfrastructureError, match=r"isolation is required .* protection against opening a socket"),
        Sandbox(require_isolation=True),
    ):
        pass


def test_a_sandbox_must_be_started() -> None:
    with pytest.raises(InfrastructureError, match="use it in a `with` block"):
        Sandbox().spawn(Budget(1, 1))


def test_a_worker_starts_fast(sandbox: Sandbox) -> None:
    times = []
    for _ in range(15):
        started = time.perf_counter()
        sandbox.spawn(Budget(5, 5)).close()
        times.append(time.perf_counter() - started)
    # 2.3 ms when this was written, the goal is 5 ms; ten times that still tells a fork from a start. The least of many
    # is what a busy machine changes least.
    assert min(times) < 0.05


def test_calls_values_and_globals(sandbox: Sandbox) -> None:
    with sandbox.spawn(Budget(5, 5)) as worker:
        loaded = _load(
            worker, "import numpy as np\nw = [np.zeros(2)]\nalias = w[0]\ndef f(x, y): return x + y, {'a': w}"
        )
        assert loaded.defined["f"] == ["x", "y"]
        worker.assign(["w", 0], np.array([3.0, 4.0]))
        assert worker.read_global(["alias"]).tolist() == [3.0, 4.0]
        total, extra = worker.call(Definition("f"), [np.ones(2), 2.0])
        assert total.tolist() == [3.0, 3.0]
        assert extra["a"][0].tolist() == [3.0, 4.0]


def test_a_stub_of_the_judge_can_be_called(sandbox: Sandbox) -> None:
    with sandbox.spawn(Budget(5, 5)) as worker:
        _load(worker, "def f(g): return g(2.0) + 1")
        assert worker.call(Definition("f"), [frames.Remote(1)], callbacks={1: lambda given: given[0] * 10}) == 21.0


def test_faults_have_names(sandbox: Sandbox) -> None:
    text = "import os, time\ndef e(): return 1 / 0\ndef q(): os._exit(0)\ndef s(): time.sleep(9)\ndef w(): os.write(3, b'\\xff' * 9)"
    for name, fault, message in (
        ("e", Raised, r"ZeroDivisionError: division by zero \(line 2: def e\(\): return 1 / 0\)"),
        ("q", Died, "it ended without an answer"),
        ("s", TimedOut, "no answer within 0.2 s"),
        ("w", Misbehaved, "its answer is not a frame: a frame announces 4294967295 bytes"),
    ):
        with sandbox.spawn(Budget(5, 5)) as worker:
            _load(worker, text)
            worker.budget = Budget(5, 0.2)
            with pytest.raises(fault, match=message):
                worker.call(Definition(name), [])


def test_time_in_which_other_processes_held_the_processor_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(-1)
    monkeypatch.setattr(clock, "starved", lambda: 2.5)
    now = time.monotonic()
    assert Deadline(now - 2.0, 1.0, 0.5, clock).remaining() == pytest.approx(1.0, abs=0.05)
    assert Deadline(now - 3.5, 1.0, 0.5, clock).remaining() == 0
    monkeypatch.setattr(clock, "starved", lambda: 1e9)
    assert Deadline(now - PATIENCE - 0.1, 1.0, 0.0, clock).remaining() == 0


def test_a_sleeping_worker_is_given_nothing_back(sandbox: Sandbox) -> None:
    with sandbox.spawn(Budget(5, 5)) as worker:
        _load(worker, "import time\ndef s(): time.sleep(9)")
        worker.budget = Budget(5, 0.3)
        started = time.monotonic()
        with pytest.raises(TimedOut):
            worker.call(Definition("s"), [])
        assert time.monotonic() - started < 0.3 * PATIENCE
        assert worker.budget.total < 5


def test_nothing_is_left_when_the_sandbox_closes() -> None:
    with Sandbox() as sandbox:
        worker = sandbox.spawn(Budget(5, 5))
        folder = Path(sandbox._folder)
        assert folder.exists()
        pid = sandbox._process.pid if sandbox._process else 0
    worker.close()
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_two_workers_do_not_share_random_numbers(sandbox: Sandbox) -> None:
    drawn = []
    for _ in range(2):
        with sandbox.spawn(Budget(5, 5)) as worker:
            _load(worker, "import numpy as np, random\ndef f(): return np.random.rand(), random.random()")
            drawn.append(worker.call(Definition("f"), []))
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] != drawn[1][1]
