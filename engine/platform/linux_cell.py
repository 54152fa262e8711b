"""A cell on Linux: what this process has no use for, it cannot do any more.

Landlock (kernel 5.13, linux/landlock.h) keeps files from it, libseccomp all system calls but those
that Python and libraries need to compute. Neither can be taken back, also not by root. Of files
without a name (memfd_create) it can make as many as its memory allows.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

# -- files

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
#: How many rights each version of Landlock knows; a later one knows those of the last here too.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS, linux/prctl.h
#: Where the linker finds shared libraries.
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")


class _Beneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def keep_files(readable: Iterable[str]) -> bool:
    """Whether no file can be opened from now on, but to read ``readable``, Python and libraries."""
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    version = _libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    handled = ctypes.c_uint64((1 << _RIGHTS.get(version, _RIGHTS[max(_RIGHTS)])) - 1)
    rules = _libc.syscall(_CREATE_RULESET, ctypes.byref(handled), ctypes.sizeof(handled), 0)
    if rules < 0:
        return False
    try:
        for place in {*_loaded(), *readable}:
            _allow(rules, place)
        return bool(_libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _loaded() -> Iterable[str]:
    """Places that modules and shared libraries are loaded from, also later on."""
    linker = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    own = Path(sys.base_prefix, "lib")
    return filter(None, {*sys.path, *_LIBRARIES, *linker, str(own)})


def _allow(rules: int, place: str) -> None:
    try:
        fd = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # it is not there
        return
    rights = _READ_FILE | _READ_FOLDER if Path(place).is_dir() else _READ_FILE
    rule = _Beneath(rights, fd)
    _libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(fd)


# -- system calls

#: What is left: memory, reading, the files that are open, its own signals and clocks.
_CALLS = (
    "brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "memfd_create", "open", "openat",
    "close", "read", "pread64", "readv", "preadv", "write", "pwrite64", "writev", "lseek",
    "ftruncate", "stat", "fstat", "lstat", "newfstatat", "statx", "access", "faccessat",
    "faccessat2", "readlink", "readlinkat", "getdents64", "getcwd", "fcntl", "dup", "dup2",
    "dup3", "poll", "ppoll", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "restart_syscall", "setitimer", "getitimer", "clock_gettime", "clock_getres",
    "clock_nanosleep", "nanosleep", "gettimeofday", "times", "getrusage", "wait4", "getpid",
    "gettid", "getuid", "geteuid", "getgid", "getegid", "getrandom", "uname", "sysinfo",
    "sched_yield", "sched_getaffinity", "futex", "set_robust_list", "rseq", "exit",
    "exit_group",
)  # fmt: skip
_ALLOW = 0x7FFF0000  # SCMP_ACT_ALLOW, seccomp.h
_DENY = 0x00050000 | errno.EPERM  # SCMP_ACT_ERRNO
_EQUAL = 4  # SCMP_CMP_EQ


class _Argument(ctypes.Structure):
    """struct scmp_arg_cmp: argument ``number`` of a call is ``value``."""

    _fields_ = (
        ("number", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("value", ctypes.c_uint64),
        ("mask", ctypes.c_uint64),
    )


def keep_calls() -> bool:
    """Whether from now on there is no network for this process, and no other process."""
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_DENY)))
    if not rules:
        return False

    def allow(name: str, *arguments: tuple[int, int]) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        given = (_Argument * len(arguments))(
            *(_Argument(at, _EQUAL, value) for at, value in arguments)
        )
        action = ctypes.c_uint32(_ALLOW)
        library.seccomp_rule_add_array(rules, action, number, len(arguments), given)

    for name in _CALLS:
        allow(name)
    allow("tgkill", (0, os.getpid()))  # abort()
    allow("prlimit64", (0, 0), (2, 0))  # to ask, not to set
    try:
        return bool(library.seccomp_load(rules) == 0)
    finally:
        library.seccomp_release(rules)
