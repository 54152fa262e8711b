"""Files as Linux and macOS have them: opened without waiting, read with their holes."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")

if sys.platform != "win32":
    from engine.platform import posix

BLOCK = 1 << 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"0123456789")
    return tmp_path / "file"


def closed(fd: int) -> None:
    os.close(fd)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    closed(posix.open_to_read(tmp_path / "pipe"))


def test_reading_is_not_noted_in_the_file(path: Path) -> None:
    os.utime(path, (1, 2))
    fd = posix.open_to_read(path)
    assert posix.bytes_at(fd, 4, 0) == b"0123"
    closed(fd)
    if hasattr(os, "O_NOATIME"):
        assert path.stat().st_atime == 1


def test_a_new_file_is_none_that_a_link_leads_to(path: Path) -> None:
    path.with_name("dangling").symlink_to("nowhere")
    path.with_name("link").symlink_to("file")
    for name in ("file", "link", "dangling"):
        with pytest.raises(FileExistsError):
            posix.open_new(path.with_name(name))
    fd = posix.open_new(path.with_name("new"))
    assert posix.write_at(fd, memoryview(b"abc"), 2) == 3
    assert posix.bytes_at(fd, 9, 0) == b"\0\0abc"
    closed(fd)


def test_a_file_of_ours_is_not_reached_by_a_link(path: Path) -> None:
    path.with_name("link").symlink_to("file")
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is looked at
        posix.open_own(path.with_name("link"))
    assert caught.value.errno == errno.ELOOP
    fd = posix.open_to_change(path.with_name("link"))
    posix.write_at(fd, memoryview(b"x"), 0)
    closed(fd)
    assert path.read_bytes() == b"x123456789"


def test_parts_are_read_and_written_at_their_places(path: Path) -> None:
    fd = posix.open_own(path)
    parts = [memoryview(each) for each in (b"ab", b"", b"cde")]
    assert posix.write_parts(fd, parts, 3) == 5
    buffer = memoryview(bytearray(6))
    assert posix.read_at(fd, buffer, 2) == 6
    assert bytes(buffer) == b"2abcde"
    assert posix.read_at(fd, buffer, 8) == 2
    assert posix.read_at(fd, buffer, 10) == 0
    posix.resize(fd, 3)
    posix.resize(fd, 5)
    closed(fd)
    assert path.read_bytes() == b"012\0\0"


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """Data in the second and the fourth of six MiB; skips where holes are not told."""
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        for number in (1, 3):
            file.seek(number * BLOCK)
            file.write(b"x" * BLOCK)
        file.truncate(6 * BLOCK)
    fd = posix.open_to_read(path)
    told = posix.data_stretches(fd, 0, 6 * BLOCK, 99)
    closed(fd)
    if told == [(0, 6 * BLOCK)]:
        pytest.skip("this file system tells no holes")
    return path


@pytest.mark.parametrize(
    ("start", "stop", "limit", "expected"),
    [
        (0, 6, 9, [(1, 2), (3, 4)]),
        (0, 6, 1, [(1, 2), (2, 6)]),
        (0, 6, 2, [(1, 2), (3, 4), (4, 6)]),
        (0, 1, 9, []),
        (4, 6, 9, []),
        (1.5, 3.5, 9, [(1.5, 2), (3, 3.5)]),
        (3, 3, 9, []),
        (2, 3, 9, []),
    ],
)
def test_holes_are_told(
    sparse: Path, start: float, stop: float, limit: int, expected: list[tuple[float, float]]
) -> None:
    """After the limit all the rest counts as data."""
    fd = posix.open_to_read(sparse)
    found = posix.data_stretches(fd, int(start * BLOCK), int(stop * BLOCK), limit)
    closed(fd)
    assert [(low / BLOCK, high / BLOCK) for low, high in found] == expected


def test_where_holes_are_not_known_all_is_data(path: Path) -> None:
    reading, writing = os.pipe()
    assert posix.data_stretches(reading, 5, 90, 9) == [(5, 90)]
    closed(reading)
    closed(writing)


def test_holes_take_no_room(sparse: Path) -> None:
    assert 2 * BLOCK <= posix.allocated(sparse) < 3 * BLOCK
    fd = posix.open_to_read(sparse)
    assert posix.allocated(fd) == posix.allocated(sparse)
    closed(fd)


def test_a_file_is_held_by_one_or_shared_by_several(path: Path) -> None:
    one, two, three = (posix.open_own(path) for _ in range(3))
    posix.lock(one, shared=True)
    posix.lock(two, shared=True)
    with pytest.raises(OSError):  # noqa: PT011 - whichever
        posix.lock(three)
    closed(one)
    closed(two)
    posix.lock(three)
    closed(three)


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    held = posix.hold_folder(tmp_path)
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208
    with pytest.raises(BlockingIOError):
        posix.hold_folder(tmp_path)
    assert len(os.listdir("/dev/fd")) == before  # noqa: PTH208
    closed(held)
    closed(posix.hold_folder(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        posix.hold_folder(tmp_path / "file")
    posix.sync_folder(tmp_path)


def test_a_pipe_is_for_this_user_alone(tmp_path: Path) -> None:
    fd = posix.open_pipe(tmp_path / "pipe")
    os.write(fd, b"x")
    assert os.read(fd, 1) == b"x"
    assert (tmp_path / "pipe").stat().st_mode & 0o777 == 0o600
    closed(fd)


def test_the_memory_of_the_computer() -> None:
    assert posix.memory() > 1 << 28
    assert not posix.means_no_file("NUL")


def test_the_number_of_a_device_is_its_own_and_of_a_file_that_of_its_volume(tmp_path: Path) -> None:
    assert posix.device_number(tmp_path.stat()) == tmp_path.stat().st_dev
    devices = [path for path in Path("/dev").iterdir() if path.is_block_device()]
    if not devices:
        pytest.skip("there is no block device in /dev")
    assert posix.device_number(devices[0].stat()) == devices[0].stat().st_rdev
