"""What Linux does otherwise: room found beforehand, names given in one step, devices."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="on Linux alone")

if sys.platform == "linux":
    from engine.platform import linux

MIB = 1 << 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"content")
    return tmp_path / "file"


def test_room_is_found_and_the_size_stays(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    linux.reserve(fd, 0, 3 * MIB)
    assert os.fstat(fd).st_size == 7
    if os.fstat(fd).st_blocks < 8:
        pytest.skip("this file system finds no room beforehand")
    assert os.fstat(fd).st_blocks * 512 >= 3 * MIB
    os.close(fd)


def test_only_a_full_disk_is_an_error(path: Path, file_system_of: Callable[[int], Path]) -> None:
    """Whatever else keeps the system from it, the write will say."""
    fd = os.open(path, os.O_RDONLY)
    linux.reserve(fd, 0, MIB)
    os.close(fd)
    fd = os.open(file_system_of(2) / "file", os.O_RDWR | os.O_CREAT)
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is looked at
        linux.reserve(fd, 0, 3 * MIB)
    assert caught.value.errno == errno.ENOSPC
    os.close(fd)


def test_a_name_is_given_if_nothing_has_it(path: Path) -> None:
    final = path.with_name("final")
    assert linux.rename_new(path, final)
    assert final.read_bytes() == b"content"
    path.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        linux.rename_new(path, final)
    assert (path.read_bytes(), final.read_bytes()) == (b"other", b"content")
    with pytest.raises(FileNotFoundError):
        linux.rename_new(path.with_name("missing"), path.with_name("b"))
    path.with_name("dangling").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        linux.rename_new(path, path.with_name("dangling"))


def test_a_file_is_no_device(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    assert not linux.zero(fd, 0, 4)
    assert not linux.is_read_only(fd)
    assert linux.device_size(fd) == 7
    assert os.pread(fd, 7, 0) == b"content"
    os.close(fd)


def test_a_device_is_made_zero_and_may_be_read_only(tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.write_bytes(b"x" * MIB)
    for options, read_only in (((), False), (("--read-only",), True)):
        command = ["losetup", *options, "--find", "--show", str(image)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if os.getuid() or done.returncode:
            pytest.skip("a loop device needs root")
        device = done.stdout.strip()
        try:
            fd = os.open(device, os.O_RDONLY if read_only else os.O_RDWR)
            assert linux.device_size(fd) == MIB
            assert linux.is_read_only(fd) == read_only
            if not read_only:
                assert linux.zero(fd, 4096, 8192)
                assert os.pread(fd, 12288, 0) == b"x" * 4096 + bytes(8192)
            os.close(fd)
        finally:
            subprocess.run(["losetup", "--detach", device], check=True)


def test_blocks_are_shared_where_the_file_system_can(path: Path) -> None:
    """Here it most likely cannot: then nothing is changed, and nothing is raised."""
    target = path.with_name("target")
    target.write_bytes(bytes(8192))
    path.write_bytes(b"y" * 8192)
    reading, writing = os.open(path, os.O_RDONLY), os.open(target, os.O_RDWR)
    shared = linux.clone(reading, 0, writing, 4096, 4096)
    assert os.pread(writing, 8192, 0) == bytes(4096) + (b"y" if shared else b"\0") * 4096
    os.close(reading)
    os.close(writing)


def test_the_kind_of_a_file_system() -> None:
    assert linux.file_system(Path("/proc")) == "proc"
    assert linux.file_system(Path("/sys")) == "sysfs"


def test_memory_of_our_own_begins_on_a_page() -> None:
    found = linux.room(MIB + 5)
    found[MIB + 4 : MIB + 5] = b"x"
    assert found[:2] == b"\0\0"
    assert len(found) == MIB + 5
    found.close()
    free = linux.free_memory()
    assert free is not None
    assert 0 < free < 1 << 50


def test_what_is_written_is_waited_for_and_let_go_of(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    for wait in (linux.sync, linux.sync_data, linux.forget):
        wait(fd)
    os.close(fd)
    for wait in (linux.sync, linux.sync_data, linux.forget):
        with pytest.raises(OSError, match="Bad file"):
            wait(fd)
