"""What an editor does besides putting files: the second copy of SYSTEM, and who owns new files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fixtures import guests, hive_proof
from fixtures.guest_proof import Guest
from fixtures.ntfs_proof import File

from engine.disk.edits.overlay import Overlay
from engine.guest import fit
from engine.guest.helper.helper_process import Native
from engine.guest.inspect import look
from engine.guest.volumes import ntfs
from engine.guest.wishes import Wishes

START = 63 * 512
CONFIG = r"\WINNT\system32\config"
KIND = slice(28, 32)  #: of a hive's header: what kind of file it is


class Memory:
    """A disk in memory."""

    def __init__(self, content: bytes) -> None:
        self.content, self.size = content, len(content)

    def pread(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]


def guest_of(overlay: Overlay) -> Guest:
    return Guest(overlay.pread(0, overlay.size), START, "ntfs")


@pytest.fixture
def disk(tmp_path: Path) -> Memory:
    guests.build(tmp_path / "disk", "windows2000")
    return Memory((tmp_path / "disk").read_bytes())


def with_second_copy(disk: Memory) -> tuple[Overlay, bytes]:
    """A guest with SYSTEM.ALT, which says of itself that it is the alternate file."""
    overlay = Overlay(disk)
    with Native() as native, ntfs.edit(native, overlay, START, disk.size - START) as files:
        copy = bytearray(files.read(rf"{CONFIG}\SYSTEM"))
        copy[KIND] = b"\2\0\0\0"
        copy[508] ^= 2
        files.create(rf"{CONFIG}\SYSTEM.ALT", bytes(copy), like=rf"{CONFIG}\SYSTEM")
    return overlay, bytes(copy)


def test_the_second_copy_of_system_follows(disk: Memory) -> None:
    base, copy = with_second_copy(disk)
    fitting = fit.prepare(base, look(base), Wishes(bus="ide"))
    after = Overlay(base)
    after.adopt(fitting.edit)
    guest = guest_of(after)
    guest.assert_sound()
    first = guest.read("/WINNT/system32/config/SYSTEM")
    second = guest.read("/WINNT/system32/config/SYSTEM.ALT")
    assert second[KIND] == copy[KIND] == b"\2\0\0\0"
    assert second[4096:] == first[4096:]
    assert not hive_proof.diff(first, second)
    header = io.BytesIO(second[:508])
    checksum = 0
    while word := header.read(4):
        checksum ^= int.from_bytes(word, "little")
    assert int.from_bytes(second[508:512], "little") == checksum
    assert any(str(each).startswith(rf"{CONFIG}\SYSTEM.ALT") for each in fitting.changes)
    assert not fit.prepare(after, look(after), Wishes(bus="ide")).edit.pages


def test_an_empty_second_copy_is_left_alone(disk: Memory) -> None:
    base = Overlay(disk)
    with Native() as native, ntfs.edit(native, base, START, disk.size - START) as files:
        files.create(rf"{CONFIG}\SYSTEM.ALT", b"", like=rf"{CONFIG}\SYSTEM")
    fitting = fit.prepare(base, look(base), Wishes(bus="ide"))
    after = Overlay(base)
    after.adopt(fitting.edit)
    assert guest_of(after).read("/WINNT/system32/config/SYSTEM.ALT") == b""


def test_new_files_have_the_rights_of_their_neighbours(disk: Memory) -> None:
    fitting = fit.prepare(disk, look(disk), Wishes(bus="ide", trials=("hal",)))
    after = Overlay(disk)
    after.adopt(fitting.edit)
    files = guest_of(after).files

    def rights(name: str) -> tuple[int, int]:
        file = files[f"/WINNT/system32/{name}"]
        assert isinstance(file, File)
        return file.security, file.attributes

    assert rights("drivers/atapi.sys") == rights("drivers/disk.sys")
    assert rights("halstd.dll") == rights("hal.dll")
