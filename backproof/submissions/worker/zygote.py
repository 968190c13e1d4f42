"""The zygote: a process that has loaded NumPy and nothing that knows an answer, and forks one worker a request.

It is started with a clean environment, talks to the judge over one socket (`spawn` with the worker's channel and
its output pipe as file descriptors; back comes a pidfd), and never reads a submission itself.
"""

import fcntl
import gc
import json
import os
import random
import signal
import socket
import sys
import warnings
from typing import NoReturn

import numpy as np

from backproof.submissions.worker import lockdown, namespaces, preload, session
from backproof.submissions.worker.lockdown import Limits, Lockdown

CHANNEL, RULES = 3, 4  # the worker's only connection besides its captured output; its landlock rule set


def main(control_number: int, staging: str) -> None:
    """Prepare the lockdown, report what is missing, then serve spawn requests until the judge hangs up.

    `staging` is an empty directory to build a new root in; without one, no namespace is entered.
    """
    control = socket.socket(fileno=control_number)
    os.set_inheritable(control_number, False)
    preload.warm_up()
    prepared, missing = lockdown.prepare()
    if staging:
        missing += _enter_namespaces(staging)
    # The modules are loaded: nothing beside the standard library is importable from here on.
    readable, _ = lockdown.view()
    sys.path[:] = [path for path in sys.path if os.path.realpath(path).startswith(readable[0])]
    sys.path_importer_cache.clear()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps; the judge watches pidfds
    control.sendall(json.dumps({"missing": missing, "modules": sorted(sys.modules)}).encode())
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        if not message:
            return
        _spawn(control, json.loads(message), descriptors, prepared)


def _enter_namespaces(staging: str) -> list[str]:
    """Move into namespaces; the process that continues is process 1 inside, its parent only waits for it."""
    readable, hidden = lockdown.view()
    if refusal := _try_in_a_child():
        return [f"namespaces ({os.strerror(refusal)})"]
    namespaces.enter()
    child = os.fork()
    if child:
        os.closerange(3, 1024)
        os.waitpid(child, 0)
        os._exit(0)
    lockdown.die_with_parent()
    try:
        namespaces.empty_root(readable, hidden, staging)
    except OSError as error:
        return [f"an empty root ({error.strerror})"]
    return []


def _try_in_a_child() -> int:
    """The error number with which the kernel refuses namespaces, 0 if it does not: there is no way back from half."""
    child = os.fork()
    if child == 0:
        try:
            namespaces.enter()
        except OSError as error:
            os._exit(min(error.errno or 1, 255))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _spawn(control: socket.socket, request: dict[str, int], descriptors: list[int], prepared: Lockdown) -> None:
    try:
        child = os.fork()
    except OSError as error:
        control.sendall(f"fork failed: {error.strerror}".encode())
        for number in descriptors:
            os.close(number)
        return
    if child == 0:
        _become_worker(Limits(**request), descriptors, prepared)
    for number in descriptors:
        os.close(number)
    pidfd = os.pidfd_open(child) if hasattr(os, "pidfd_open") else -1
    answer = json.dumps({"pid": child}).encode()
    if pidfd >= 0:
        socket.send_fds(control, [answer], [pidfd])
        os.close(pidfd)
    else:
        control.sendall(answer)


def _become_worker(limits: Limits, descriptors: list[int], prepared: Lockdown) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _arrange_descriptors(descriptors[0], descriptors[1], prepared.landlock_rules)
        os.setsid()
        random.seed(os.urandom(16))
        np.random.seed(int.from_bytes(os.urandom(4), "little"))  # noqa: NPY002  the submission's global state
        warnings.simplefilter("ignore")
        prepared.apply(limits, RULES)
        session.serve(CHANNEL)
    except BaseException:  # whatever it was, this process ends here and the judge sees the channel close
        os._exit(70)
    os._exit(0)


def _arrange_descriptors(channel: int, output: int, rules: int | None) -> None:
    """0: nothing to read; 1, 2: captured output; 3: the channel; 4: the rule set if there is one; nothing else."""
    channel, output = fcntl.fcntl(channel, fcntl.F_DUPFD, 100), fcntl.fcntl(output, fcntl.F_DUPFD, 100)
    if rules is not None:
        rules = fcntl.fcntl(rules, fcntl.F_DUPFD, 100)
    nothing, writing = os.pipe()
    os.close(writing)
    for number, target in ((nothing, 0), (output, 1), (output, 2), (channel, CHANNEL), (rules, RULES)):
        if number is not None:
            os.dup2(number, target)
    os.closerange(CHANNEL + 1 if rules is None else RULES + 1, 1024)
