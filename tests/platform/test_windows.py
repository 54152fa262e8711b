"""Files on Windows: what is asked of its libraries, by a fake of them, and what is made of it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from systems import fake_windows
from systems.fake_windows import CREATE_ALWAYS, GONE_WHEN_CLOSED, READ, WRITE, Kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its fake is of Linux")


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


@pytest.fixture
def windows(kernel: Kernel) -> Iterator[Any]:
    with fake_windows.loaded(kernel) as modules:
        yield modules.windows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"0123456789")
    return tmp_path / "file"


@pytest.fixture
def fd(windows: Any, path: Path) -> Iterator[int]:
    found = windows.open_own(path)
    yield found
    os.close(found)


def test_what_is_open_can_be_renamed_and_removed_by_others(
    windows: Any, kernel: Kernel, path: Path
) -> None:
    """All three kinds of sharing, as files are elsewhere."""
    for opened in (windows.open_to_read, windows.open_own, windows.open_to_change):
        os.close(opened(path))
    os.close(windows.open_new(path.with_name("new")))
    assert {share for _, share, _, _ in kernel.opened} == {7}
    assert [access for access, *_ in kernel.opened] == [READ] + [READ | WRITE] * 3


def test_a_new_file_is_none_that_is_there(windows: Any, path: Path) -> None:
    with pytest.raises(FileExistsError) as caught:
        windows.open_new(path)
    assert caught.value.filename == str(path)
    with pytest.raises(FileNotFoundError):
        windows.open_to_read(path.with_name("missing"))


def test_a_file_of_ours_is_not_reached_by_a_link(windows: Any, path: Path) -> None:
    path.with_name("link").symlink_to("file")
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is looked at
        windows.open_own(path.with_name("link"))
    assert caught.value.errno == errno.ELOOP
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_file_is_read_and_written_at_any_byte(windows: Any, fd: int, path: Path) -> None:
    buffer = memoryview(bytearray(4))
    assert windows.read_at(fd, buffer, 3) == 4
    assert bytes(buffer) == b"3456"
    assert windows.read_at(fd, buffer, 8) == 2
    assert windows.read_at(fd, buffer, 10) == 0  # the end is no error
    assert windows.bytes_at(fd, 4, 8) == b"89"
    assert windows.bytes_at(fd, 4, 20) == b""
    assert windows.write_at(fd, memoryview(b"ab"), 9) == 2
    assert path.read_bytes() == b"012345678ab"


def test_places_are_of_64_bits(windows: Any, fd: int, path: Path) -> None:
    at = (5 << 32) + 7
    assert windows.write_at(fd, memoryview(b"far"), at) == 3
    assert path.stat().st_size == at + 3
    assert windows.bytes_at(fd, 9, at) == b"far"


def test_parts_are_written_until_one_is_short(
    windows: Any, kernel: Kernel, fd: int, path: Path
) -> None:
    parts = [memoryview(each) for each in (b"abc", b"d", b"efgh")]
    assert windows.write_parts(fd, parts, 1) == 8
    assert path.read_bytes() == b"0abcdefgh9"
    kernel.part = 3
    assert windows.write_parts(fd, [memoryview(b"wxyz"), memoryview(b"!")], 0) == 3
    assert path.read_bytes() == b"wxycdefgh9"


@pytest.mark.parametrize("code", [5, 112])
def test_what_fails_is_an_error(windows: Any, kernel: Kernel, fd: int, code: int) -> None:
    for act in (
        lambda: windows.read_at(fd, memoryview(bytearray(4)), 0),
        lambda: windows.write_at(fd, memoryview(b"x"), 0),
        lambda: windows.resize(fd, 3),
        lambda: windows.allocated(fd),
        lambda: windows.lock(fd),
        windows.memory,
    ):
        kernel.fails_with = code
        with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is looked at
            act()
        assert caught.value.winerror == code  # type: ignore[attr-defined]


def test_a_file_gets_another_size(windows: Any, fd: int, path: Path) -> None:
    windows.resize(fd, 3)
    windows.resize(fd, 5)
    assert path.read_bytes() == b"012\0\0"
    assert windows.device_size(fd) == 5
    assert windows.allocated(path) == path.stat().st_blocks * 512
    assert windows.allocated(path.parent) == 0


def test_a_lock_keeps_nobody_from_reading(windows: Any, kernel: Kernel, fd: int) -> None:
    """It is of one byte far beyond the end of any file, and is not waited for."""
    windows.lock(fd)
    windows.lock(fd, shared=True)
    assert kernel.locks == [(3, 1 << 62), (1, 1 << 62)]


def test_a_folder_is_held_by_a_file_that_ends_with_its_process(
    windows: Any, kernel: Kernel, tmp_path: Path
) -> None:
    os.close(windows.hold_folder(tmp_path))
    assert kernel.opened[-1] == (READ | WRITE, 0, CREATE_ALWAYS, GONE_WHEN_CLOSED)
    kernel.fails_with = fake_windows.SHARING_VIOLATION
    with pytest.raises(BlockingIOError):
        windows.hold_folder(tmp_path)
    kernel.fails_with = 5
    with pytest.raises(OSError, match="error 5"):
        windows.hold_folder(tmp_path)


def test_memory_is_that_of_the_computer(windows: Any) -> None:
    assert (windows.memory(), windows.free_memory()) == (8 << 30, 3 << 30)


def test_what_windows_cannot_do_is_said_or_left(windows: Any, path: Path) -> None:
    for refused in (windows.open_device, windows.open_pipe):
        with pytest.raises(OSError, match=str(path)):
            refused(path)
    assert not windows.clone(0, 0, 0, 0, 1)
    assert not windows.zero(0, 0, 1)
    assert windows.waiting_threads() is None
    assert windows.means_no_file("NUL")
