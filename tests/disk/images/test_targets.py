"""Raw files and block devices: holes where nothing is, zeros where something was, errors told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disk.copied import KIB, MIB, copied, raw_disk
from refusals import refused

from engine.disk.images import targets
from engine.disk.images.targets import BlockDevice, RawFile

SIZE = 9 * MIB + 512
HELD = {0: 4 * KIB, 3 * MIB + 512: 70 * KIB, 8 * MIB - 512: 1024, 9 * MIB: 512}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return raw_disk(tmp_path / "source", SIZE, HELD)


class FileAsDevice(BlockDevice):
    """A file in a device's stead: all of it is written, and no device makes zeros of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = os.open(path, os.O_RDWR)


def test_zeros_are_holes_in_a_file(source: Path, tmp_path: Path) -> None:
    image = copied(source, RawFile(tmp_path / "image", SIZE), tmp_path / "log")
    assert image.read_bytes() == source.read_bytes()
    assert image.stat().st_blocks * 512 < MIB


def test_a_device_holds_nothing_old(source: Path, tmp_path: Path) -> None:
    """Before, between and behind what is written; what lies beyond the disk is left alone."""
    device = tmp_path / "device"
    device.write_bytes(b"old!" * (SIZE // 4 + 100))
    copied(source, FileAsDevice(device), tmp_path / "log")
    content = device.read_bytes()
    assert content[:SIZE] == source.read_bytes()
    assert content[SIZE:] == (b"old!" * (SIZE // 4 + 100))[SIZE:]


def test_what_is_no_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(SIZE))
    for path in (tmp_path / "file", tmp_path / "missing", Path("/dev/null")):
        assert refused(lambda: BlockDevice(path, 512)) == "E408"  # noqa: B023


def test_a_file_is_new_or_the_one_that_is_resumed(tmp_path: Path) -> None:
    path = tmp_path / "image"
    assert refused(lambda: RawFile(path, SIZE, resume=True)) == "E404"
    RawFile(path, SIZE).close()
    assert refused(lambda: RawFile(path, SIZE)) == "E402"
    with path.open("r+b") as file:
        file.write(b"begun")
    RawFile(path, SIZE, resume=True).close()
    assert path.read_bytes()[:5] == b"begun"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to("elsewhere")
    assert refused(lambda: RawFile(path, SIZE, resume=True)) == "E417"
    assert refused(lambda: RawFile(path, SIZE)) == "E417"


def test_a_size_that_no_file_has_is_refused_and_nothing_left_open(tmp_path: Path) -> None:
    before = sorted(Path("/proc/self/fd").iterdir())
    assert refused(lambda: RawFile(tmp_path / "image", (1 << 63) - 1)) == "E403"
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_a_write_that_fails_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"")
    fd = os.open(path, os.O_RDONLY)
    try:
        assert refused(lambda: targets.write_at(fd, path, memoryview(b"x"), 0)) == "E403"
    finally:
        os.close(fd)
    assert refused(lambda: targets.sync(fd, path)) == "E403"  # it is closed


def test_what_is_written_in_part_is_written_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a signal: the system writes less than it is asked to."""
    path, real = tmp_path / "image", os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real(fd, data[:3], at))
    fd = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        targets.write_at(fd, path, memoryview(b"0123456789"), 5)
    finally:
        os.close(fd)
    assert path.read_bytes() == bytes(5) + b"0123456789"
