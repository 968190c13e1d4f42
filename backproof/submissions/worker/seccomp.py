"""A seccomp allow-list as a hand-assembled BPF program: what a computation with NumPy needs, and nothing else.

No process is made, no program started, no socket opened, no signal sent, no file written. A refused call returns
an error (EPERM), which Python turns into an ordinary exception, so honest code that asks for too much is told so.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2

_LD_ABS, _JEQ, _JGE, _RET = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NR, _ARCH = 0, 4


@dataclass(frozen=True)
class Machine:
    """The audit number of an architecture and its system call numbers."""

    audit: int
    calls: dict[str, int]


_X86_64 = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16,
    "pread64": 17, "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38,
    "getpid": 39, "exit": 60, "uname": 63, "fcntl": 72, "getcwd": 79, "readlink": 89, "gettimeofday": 96,
    "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107,
    "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "openat": 257, "newfstatat": 262, "readlinkat": 267, "faccessat": 269,
    "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "dup3": 292, "prlimit64": 302, "getcpu": 309,
    "getrandom": 318, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip
_AARCH64 = {
    "getcwd": 17, "dup": 23, "dup3": 24, "fcntl": 25, "ioctl": 29, "faccessat": 48, "openat": 56, "close": 57,
    "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "pselect6": 72,
    "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
    "set_robust_list": 99, "nanosleep": 101, "getitimer": 102, "setitimer": 103, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153, "uname": 160,
    "getrlimit": 163, "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172, "getppid": 173,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179, "brk": 214,
    "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233, "prlimit64": 261, "getrandom": 278,
    "statx": 291, "rseq": 293, "faccessat2": 439,
}  # fmt: skip
MACHINES = {"x86_64": Machine(0xC000003E, _X86_64), "aarch64": Machine(0xC00000B7, _AARCH64)}

# Calls that are allowed for some arguments only: (argument index, allowed values of its low word).
_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_SETFL, _F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
_RESTRICTED = {
    "fcntl": (1, (_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_SETFL, _F_DUPFD_CLOEXEC)),  # never F_SETOWN, F_SETSIG
    "prlimit64": (0, (0,)),  # its own limits only
    "ioctl": (1, ()),  # no request at all; "not a terminal" is what Python expects to hear
}


def _statement(code: int, k: int, jt: int = 0, jf: int = 0) -> bytes:
    return struct.pack("<HBBI", code, jt, jf, k)


def program(machine: Machine) -> bytes:
    """The filter: kill under a foreign architecture, allow the listed calls, refuse all others with EPERM."""
    refuse, out = _statement(_RET, _ERRNO | errno.EPERM), []
    out += [_statement(_LD_ABS, _ARCH), _statement(_JEQ, machine.audit, jt=1), _statement(_RET, _KILL)]
    out.append(_statement(_LD_ABS, _NR))
    out += [_statement(_JGE, 0x40000000, jf=1), refuse]  # the x32 calls alias the table below
    for name, number in machine.calls.items():
        if name not in _RESTRICTED:
            out += [_statement(_JEQ, number, jf=1), _statement(_RET, _ALLOW)]
    for name, (index, values) in _RESTRICTED.items():
        # Only the low word is read: the kernel takes these arguments as 32-bit integers.
        error = errno.ENOTTY if name == "ioctl" else errno.EPERM
        block = [_statement(_LD_ABS, 16 + 8 * index)]
        for value in values:
            block += [_statement(_JEQ, value, jf=1), _statement(_RET, _ALLOW)]
        block.append(_statement(_RET, _ERRNO | error))
        out += [_statement(_JEQ, machine.calls[name], jf=len(block)), *block]
    out.append(refuse)
    return b"".join(out)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def supported() -> bool:
    """Whether this machine's calls are in the table."""
    return platform.system() == "Linux" and platform.machine() in MACHINES


def no_new_privileges() -> None:
    """Give up, for good, gaining privileges by starting a program."""
    if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS) failed")


def install(code: bytes) -> None:
    """Put this process under the filter. There is no way back."""
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_program = _Program(len(code) // 8, ctypes.addressof(buffer))
    if LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter_program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_SECCOMP) failed")
