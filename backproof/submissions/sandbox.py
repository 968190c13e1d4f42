"""The sandbox: one zygote, as many locked-down workers as needed, and an honest word about how strong the walls are."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from backproof.submissions.channel import Budget, WorkerClient
from backproof.submissions.worker.lockdown import Limits

_START_SECONDS = 30.0
_BOOT = (
    "import sys; sys.path[:0] = sys.argv[3:]; "
    "from backproof.submissions.worker.zygote import main; main(int(sys.argv[1]), sys.argv[2])"
)


class InfrastructureError(Exception):
    """The grader itself cannot work. Never a verdict about a submission, never zero points."""


class Tier(Enum):
    """How strong the isolation is, found out by trying it."""

    NAMESPACES = "namespaces, landlock, seccomp, limits"
    KERNEL = "seccomp and limits, with landlock or an empty root"
    PROCESS = "a process with deadlines only: not for untrusted code"

    @property
    def isolates(self) -> bool:
        """Whether untrusted code may be graded under this tier."""
        return self is not Tier.PROCESS


@dataclass(frozen=True)
class Isolation:
    """The tier in force, and what this system does not offer."""

    tier: Tier
    missing: tuple[str, ...]

    def sentence(self) -> str:
        """One line for a person."""
        gaps = f" (not available here: {'; '.join(self.missing)})" if self.missing else ""
        return f"isolation: {self.tier.value}{gaps}"


class Sandbox:
    """Starts workers. A context manager: when it is left, no process of a submission is left either."""

    def __init__(
        self, *, limits: Limits | None = None, require_isolation: bool = False, namespaces: bool = True
    ) -> None:
        self.limits = limits or Limits()
        self._require, self._want_namespaces = require_isolation, namespaces
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder = ""
        self._isolation: Isolation | None = None
        self.zygote_modules: frozenset[str] = frozenset()

    def __enter__(self) -> "Sandbox":
        try:
            self._start()
            self._isolation = self._assess()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def isolation(self) -> Isolation:
        """What isolates the workers."""
        if self._isolation is None:
            raise InfrastructureError("the sandbox is not started: use it in a `with` block")
        return self._isolation

    def _start(self) -> None:
        kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        self._folder = tempfile.mkdtemp(prefix="backproof-")
        empty, staging = Path(self._folder, "empty"), Path(self._folder, "root")
        empty.mkdir()
        staging.mkdir()
        roots = [str(Path(np.__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", "-B", "-c", _BOOT, str(theirs.fileno())),
                str(staging) if self._want_namespaces and sys.platform == "linux" else "",
                *roots,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_clean_environment(),
            cwd=empty,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        ours.settimeout(_START_SECONDS)
        self._control = ours
        try:
            report = ours.recv(1 << 20)
        except OSError:
            report = b""
        if not report:
            raise InfrastructureError(f"the grading process did not start: {self._last_words()}")
        described = json.loads(report)
        self.zygote_modules = frozenset(described["modules"])
        self._missing = tuple(described["missing"])

    def _last_words(self) -> str:
        if self._process is None or self._process.stderr is None:
            return "no message"
        self._process.kill()
        text = self._process.stderr.read().decode("utf-8", "replace").strip()
        return text.splitlines()[-1] if text else "no message"

    def _assess(self) -> Isolation:
        """Choose the tier by trying, inside a worker, what it must not be able to do."""
        with self.spawn(Budget(total=10.0, call=10.0)) as worker:
            holes = worker.self_test()
        missing = list(self._missing)
        if holes:
            tier = Tier.PROCESS
            missing += [f"protection against {hole}" for hole in holes]
        elif missing or not self._want_namespaces:
            tier = Tier.KERNEL
        else:
            tier = Tier.NAMESPACES
        isolation = Isolation(tier, tuple(missing))
        if self._require and not tier.isolates:
            raise InfrastructureError(
                f"isolation is required and this system does not give it: {'; '.join(missing)}. "
                "Run the grader in a Linux container (see the container recipe in the README)."
            )
        return isolation

    def spawn(self, budget: Budget) -> WorkerClient:
        """A fresh worker, locked down before this returns."""
        if self._control is None:
            raise InfrastructureError("the sandbox is not started: use it in a `with` block")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        reading, writing = os.pipe()
        try:
            socket.send_fds(self._control, [json.dumps(asdict(self.limits)).encode()], [theirs.fileno(), writing])
            answer, descriptors, _, _ = socket.recv_fds(self._control, 4096, 1)
            described: dict[str, Any] = json.loads(answer)
            worker = WorkerClient(ours, reading, described["pid"], descriptors[0] if descriptors else -1, budget)
        except (OSError, ValueError) as error:
            ours.close()
            os.close(reading)
            raise InfrastructureError(f"no worker could be started: {error}") from error
        finally:
            theirs.close()
            os.close(writing)
        if not worker.wait_until_ready(_START_SECONDS):
            worker.close()
            raise InfrastructureError("a worker could not be locked down; nothing of the submission was run")
        return worker

    def close(self) -> None:
        """End the zygote and every worker, and remove the throw-away folder."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
            self._process = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""


def _clean_environment() -> dict[str, str]:
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    return {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **dict.fromkeys(threads, "1")}
