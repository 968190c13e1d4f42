"""Landlock: the worker may read the standard library and NumPy, and no other file; it may write none.

The rule set is built once in the zygote; each worker only has to put itself under it.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from backproof.submissions.worker.seccomp import LIBC

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_QUERY, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_RIGHTS, _SCOPES = 3, 3  # bind and connect (ABI 4); abstract sockets and signals (ABI 6)


def abi() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    return max(0, int(LIBC.syscall(_CREATE_RULESET, None, 0, _VERSION_QUERY)))


def _checked(result: int, what: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what} failed")
    return result


def ruleset(readable: Iterable[str], listable: str) -> int:
    """A rule set's file descriptor: reading beneath `readable`, listing beneath `listable`, nothing else."""
    version = abi()
    attributes = struct.pack(
        "<QQQ",
        _RIGHTS_BY_ABI[min(version, 5)],
        _TCP_RIGHTS if version >= 4 else 0,
        _SCOPES if version >= 6 else 0,
    )[: 24 if version >= 6 else 16 if version >= 4 else 8]
    rules = _checked(LIBC.syscall(_CREATE_RULESET, attributes, len(attributes), 0), "landlock_create_ruleset")
    for path in [listable, *readable]:
        flags = os.O_PATH | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            handle = os.open(path, flags)
        except OSError:
            continue  # a path that is gone grants nothing
        rights = _READ_DIR if path == listable else _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0)
        rule = struct.pack("<Qi", rights, handle)
        try:
            _checked(LIBC.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0), f"landlock_add_rule({path})")
        finally:
            os.close(handle)
    return rules


def restrict(rules: int) -> None:
    """Put this process under the rule set. There is no way back."""
    _checked(LIBC.syscall(_RESTRICT_SELF, rules, 0), "landlock_restrict_self")
