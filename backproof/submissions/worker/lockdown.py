"""Everything that a worker gives up before it sees a byte of a submission, and the test that it really did."""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import struct
import sys
import sysconfig
from dataclasses import dataclass

import numpy as np

from backproof.submissions.worker import landlock, seccomp

_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_DUMPABLE = 1, 24, 4
_HIDDEN = ("site-packages", "dist-packages", "test", "idlelib", "ensurepip")


@dataclass(frozen=True)
class Limits:
    """What one worker may use. Sizes in bytes, times in seconds."""

    cpu_seconds: int = 20
    memory: int = 1 << 30
    open_files: int = 32


def view() -> tuple[list[str], list[str]]:
    """The directories a submission may read (standard library, NumPy), and what is cut out of them again."""
    library = os.path.realpath(sysconfig.get_paths()["stdlib"])
    numpy_folder = os.path.dirname(os.path.realpath(np.__file__))
    readable = [library, numpy_folder]
    bundled = os.path.join(os.path.dirname(numpy_folder), "numpy.libs")
    if os.path.isdir(bundled):
        readable.append(bundled)
    return readable, [os.path.join(library, name) for name in _HIDDEN]


def landlock_paths() -> list[str]:
    """The same view for landlock, which can only add: the standard library's entries one by one."""
    readable, hidden = view()
    library, *others = readable
    entries = sorted(os.path.join(library, name) for name in os.listdir(library))
    return [path for path in entries if path not in hidden] + others


@dataclass(frozen=True)
class Lockdown:
    """What the zygote prepared once: the seccomp program and the landlock rule set, where the kernel has them."""

    seccomp_program: bytes | None
    landlock_rules: int | None

    def apply(self, limits: Limits, rules: int) -> None:
        """Give everything up, in the order in which it can still be given up (`rules`: the rule set's descriptor)."""
        os.umask(0o077)
        _limit(limits)
        if sys.platform == "linux":
            die_with_parent()
            _drop_capabilities()
            seccomp.no_new_privileges()
        if self.landlock_rules is not None:
            landlock.restrict(rules)
            os.close(rules)
        if self.seccomp_program is not None:
            seccomp.install(self.seccomp_program)


def prepare() -> tuple[Lockdown, list[str]]:
    """Build what the kernel offers, and say what it does not."""
    missing: list[str] = []
    program = None
    if seccomp.supported():
        program = seccomp.program(seccomp.MACHINES[os.uname().machine])
    else:
        missing.append("seccomp (no table of system calls for this machine)")
    rules = None
    if sys.platform == "linux" and landlock.abi() > 0:
        rules = landlock.ruleset(landlock_paths(), view()[0][0])
    else:
        missing.append("landlock (the kernel does not offer it)")
    return Lockdown(program, rules), missing


def die_with_parent() -> None:
    """Be killed when the parent is: no orphan survives."""
    if sys.platform == "linux":
        seccomp.LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _limit(limits: Limits) -> None:
    def cap(what: int, value: int) -> None:
        # A system may refuse one limit (macOS refuses RLIMIT_AS); the deadlines and the kill still hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))

    cap(resource.RLIMIT_CORE, 0)
    cap(resource.RLIMIT_FSIZE, 0)
    cap(resource.RLIMIT_CPU, limits.cpu_seconds)
    cap(resource.RLIMIT_NOFILE, limits.open_files)
    cap(resource.RLIMIT_AS, limits.memory)
    for name in ("RLIMIT_NPROC", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE"):
        if hasattr(resource, name):
            cap(getattr(resource, name), 0)


def _drop_capabilities() -> None:
    for capability in range(64):
        seccomp.LIBC.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("<Ii", 0x20080522, 0)
    seccomp.LIBC.capset(ctypes.c_char_p(header), ctypes.c_char_p(b"\0" * 24))
    seccomp.LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def holes() -> list[str]:
    """Try, from inside, what must not be possible. Returns what was; a locked-down worker returns nothing."""
    found: list[str] = []
    probes = {
        "reading /etc/passwd": lambda: open("/etc/passwd").close(),
        "reading /proc/self/environ": lambda: open("/proc/self/environ").close(),
        "listing /": lambda: os.listdir("/proc"),
        "opening a socket": lambda: socket.socket().close(),
        "signalling its parent": lambda: os.kill(os.getppid(), 0),
        "starting a process": _fork_and_return,
    }
    for what, attempt in probes.items():
        try:
            attempt()
        except OSError:
            continue
        found.append(what)
    # A file without a name: where writing is possible, the test leaves nothing that it may not remove again.
    nameless = getattr(os, "O_TMPFILE", 0) | os.O_WRONLY
    for folder in ("/tmp", "/dev/shm", os.getcwd()) if nameless != os.O_WRONLY else ():
        with contextlib.suppress(OSError):
            os.close(os.open(folder, nameless))
            found.append(f"writing into {folder}")
    return found


def _fork_and_return() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
