"""Namespaces, where the kernel allows them: no network, no other process in sight, an empty read-only root."""

import contextlib
import ctypes
import os
from collections.abc import Iterable

from backproof.submissions.worker.seccomp import LIBC

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (1 << k for k in (17, 26, 27, 28, 29, 30))
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_MNT_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def _checked(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what} failed: {os.strerror(ctypes.get_errno())}")


def enter() -> None:
    """Leave for new user, mount, pid, network, IPC and UTS namespaces. The next fork is process 1 of the new tree."""
    user, group = os.geteuid(), os.getegid()
    _checked(LIBC.unshare(_NEWUSER | _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS), "unshare")
    with contextlib.suppress(FileNotFoundError):
        _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _checked(LIBC.mount(*encoded[:3], ctypes.c_ulong(flags), encoded[3]), f"mount({target})")


def empty_root(readable: Iterable[str], hidden: Iterable[str], staging: str) -> None:
    """Swap the root for an empty read-only one that shows only `readable` (without what is in `hidden`)."""
    flags = _MS_NOSUID | _MS_NODEV
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", staging, "tmpfs", flags, "size=1m,mode=0755")
    for path in readable:
        inside = staging + path
        if os.path.isdir(path):
            os.makedirs(inside, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(inside), exist_ok=True)
            with open(inside, "w"):
                pass
        _mount(path, inside, None, _MS_BIND | _MS_REC)
        with contextlib.suppress(OSError):  # a locked mount cannot lose flags; landlock refuses writing anyway
            _mount(None, inside, None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | flags)
    for path in hidden:
        if os.path.isdir(staging + path):
            _mount("tmpfs", staging + path, "tmpfs", flags | _MS_RDONLY, "size=4k,mode=0555")
    os.makedirs(staging + "/empty", exist_ok=True)
    os.makedirs(staging + "/old", exist_ok=True)
    _checked(LIBC.syscall(_PIVOT_ROOT[os.uname().machine], staging.encode(), (staging + "/old").encode()), "pivot_root")
    os.chdir("/")
    _checked(LIBC.umount2(b"/old", _MNT_DETACH), "umount2(/old)")
    os.rmdir("/old")
    _mount(None, "/", None, _MS_REMOUNT | _MS_RDONLY | flags)
