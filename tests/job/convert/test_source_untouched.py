"""The source is read and nothing else: by what the kernel is asked for, and by what is there after.

``strace`` follows a whole command and its helpers. Of all calls that name a file of the machine, or
a number under which one is open, only those may occur that change nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

import pytest
from fixtures import guests, linux, linux_vmware, machine

STRACE = shutil.which("strace")
#: Calls that change nothing whatever they are given.
HARMLESS = {
    "stat", "lstat", "newfstatat", "statx", "fstat", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "statfs", "fstatfs", "getxattr", "lgetxattr", "fgetxattr",
    "read", "pread64", "readv", "preadv", "preadv2", "lseek", "getdents64", "fadvise64", "close",
    "readahead", "fcntl", "flock", "execve",
}  # fmt: skip
#: Those that change nothing where their arguments are such.
ONLY_WITH = {
    "open": r"^(?!.*O_(WRONLY|RDWR|CREAT|TRUNC))",
    "openat": r"^(?!.*O_(WRONLY|RDWR|CREAT|TRUNC))",
    "copy_file_range": r"^\d+<{folder}",
    "mmap": r"^(?!.*PROT_WRITE.*MAP_SHARED)",
    "ioctl": r"FS_IOC_FIEMAP|^\d+<(?!{folder}).*FICLONE|TCGETS",
}
CALL = re.compile(r"^\d+ +(\w+)\((.*)$")

pytestmark = pytest.mark.skipif(
    STRACE is None or subprocess.run([STRACE, "-qq", "true"], capture_output=True).returncode != 0,
    reason="strace is not installed, or may not trace here",
)


class State(NamedTuple):
    """What can be seen of a file: its content and times; also when it was read last."""

    digest: str
    size: int
    modified: int
    changed: int
    read: int
    inode: int
    mode: int


def states(folder: Path) -> dict[str, State]:
    found = {}
    for path in sorted(folder.iterdir()):
        at = path.stat()
        fd = os.open(path, os.O_RDONLY | os.O_NOATIME)
        with open(fd, "rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        times = at.st_mtime_ns, at.st_ctime_ns, at.st_atime_ns
        found[path.name] = State(digest, at.st_size, *times, at.st_ino, at.st_mode)
    return found


def traced(folder: Path, *arguments: object) -> list[tuple[str, str]]:
    """The calls of a command, and of all processes that it starts: name and arguments."""
    log = folder / "trace"
    assert STRACE is not None
    command = [STRACE, "-f", "-y", "-s", "0", "-o", str(log), sys.executable, "-m", "gui.launch"]
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = [CALL.match(line) for line in log.read_text("utf-8", "replace").splitlines()]
    return [(match[1], match[2]) for match in found if match]


def changing(calls: list[tuple[str, str]], folder: Path) -> Iterator[str]:
    """Those calls that could change something in ``folder``."""
    for name, arguments in calls:
        if str(folder) in arguments and name not in HARMLESS:
            wanted = ONLY_WITH.get(name, r"$^").replace("{folder}", re.escape(str(folder)))
            if not re.search(wanted, arguments):
                yield f"{name}({arguments}"


def windows(folder: Path) -> Path:
    guests.build(
        folder / "raw", "windowsxp", hal="halaacpi", file_system="fat32", size=guests.SMALL
    )
    return machine.build(folder / "vm", image=folder / "raw", snapshots=2).vmx


def with_linux(folder: Path) -> Path:
    linux.ext4(folder / "raw", linux_vmware.tree(folder / "tree"), size=16 << 20)
    return machine.build(folder / "vm", image=folder / "raw", layout="twoGbMaxExtentSparse").vmx


@pytest.mark.parametrize("make", [windows, with_linux], ids=["windows", "linux"])
def test_a_conversion_only_reads(make: object, tmp_path: Path) -> None:
    assert callable(make)
    vmx: Path = make(tmp_path)
    before = states(vmx.parent)
    calls = traced(tmp_path, "convert", vmx, "-o", tmp_path / "out")
    assert list(changing(calls, vmx.parent)) == []
    assert states(vmx.parent) == before
    opened = [each for name, each in calls if name == "openat" and f'"{vmx.parent}/' in each]
    assert {name for name in before if any(f'/{name}"' in each for each in opened)} == set(before)
    assert all("O_NOATIME" in each for each in opened)
    assert sum(name == "execve" for name, _ in calls) > 1  # helpers, too


def test_a_second_pass_and_a_flattened_disk_only_read(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", size=6 << 20, snapshots=2)
    before = states(built.vmx.parent)
    out = ("-o", tmp_path / "out")
    for arguments in (
        ("convert", built.vmx, *out, "--snapshot", 1),
        ("convert", built.vmx, *out, "--update"),
        ("flatten", built.disk, tmp_path / "flat.vmdk"),
        ("inspect", built.vmx),
    ):
        assert list(changing(traced(tmp_path, *arguments), built.vmx.parent)) == []
        assert states(built.vmx.parent) == before


def test_what_would_change_something_is_seen(tmp_path: Path) -> None:
    """The sieve itself: each of these calls is one that it stops."""
    path = f"{tmp_path}/vm.vmdk"
    calls = [
        ("openat", f'AT_FDCWD, "{path}", O_RDWR|O_CLOEXEC) = 3'),
        ("openat", f'AT_FDCWD, "{path}", O_RDONLY|O_CREAT, 0644) = 3'),
        ("pwrite64", f'3<{path}>, "x", 1, 0) = 1'),
        ("ftruncate", f"3<{path}>, 0) = 0"),
        ("utimensat", f'AT_FDCWD, "{path}", NULL, 0) = 0'),
        ("rename", f'"{path}", "/x") = 0'),
        ("unlink", f'"{path}") = 0'),
        ("chmod", f'"{path}", 0600) = 0'),
        ("copy_file_range", f"4</x>, NULL, 3<{path}>, NULL, 9, 0) = 9"),
        ("mmap", f"NULL, 9, PROT_READ|PROT_WRITE, MAP_SHARED, 3<{path}>, 0) = 0x7"),
        ("ioctl", f"3<{path}>, FS_IOC_SETFLAGS, 0x7) = 0"),
    ]
    assert len(list(changing(calls, tmp_path))) == len(calls)
    harmless = [
        ("openat", f'AT_FDCWD, "{path}", O_RDONLY|O_NOATIME|O_CLOEXEC) = 3'),
        ("pread64", f'3<{path}>, "x", 1, 0) = 1'),
        ("copy_file_range", f"3<{path}>, NULL, 4</x>, NULL, 9, 0) = 9"),
    ]
    assert list(changing(harmless, tmp_path)) == []
