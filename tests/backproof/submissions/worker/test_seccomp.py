import pytest

from backproof.submissions.worker import seccomp

NEVER = {"fork", "vfork", "clone", "clone3", "execve", "execveat", "socket", "kill", "tgkill", "ptrace", "memfd_create",
         "process_vm_readv", "unlink", "symlink", "link", "rename", "truncate", "io_uring_setup", "mount", "setns"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(seccomp.MACHINES))
def test_the_allow_list_has_nothing_that_reaches_out(name: str) -> None:
    assert not NEVER & set(seccomp.MACHINES[name].calls)


@pytest.mark.parametrize("name", sorted(seccomp.MACHINES))
def test_numbers_are_distinct_and_the_program_is_well_formed(name: str) -> None:
    machine = seccomp.MACHINES[name]
    assert len(set(machine.calls.values())) == len(machine.calls)
    code = seccomp.program(machine)
    assert len(code) % 8 == 0
    assert len(code) // 8 < 4096
