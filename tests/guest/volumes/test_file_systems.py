"""File systems told by their first bytes: as the tools make them, and bytes of chance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from fixtures import lvm, ntfs
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest.volumes.file_systems import FileSystem, identify

MIB = 1 << 20
UUID = "2f1b0c7e-5d3a-4b6c-8e9f-001122334455"

MADE: list[tuple[Sequence[str], int, FileSystem]] = [
    (("mke2fs", "-q", "-t", "ext2", "-U", UUID, "-L", "boot"), 8, FileSystem("ext2", UUID, "boot")),
    (("mke2fs", "-q", "-t", "ext3", "-U", UUID), 16, FileSystem("ext3", UUID)),
    (("mke2fs", "-q", "-t", "ext4", "-U", UUID), 16, FileSystem("ext4", UUID)),
    (("mkfs.btrfs", "-q", "-U", UUID, "-L", "data"), 160, FileSystem("btrfs", UUID, "data")),
    (("mkfs.xfs", "-q", "-m", f"uuid={UUID}", "-L", "x"), 320, FileSystem("xfs", UUID, "x")),
    (("mkswap", "-U", UUID, "-L", "swap"), 8, FileSystem("swap", UUID, "swap")),
    (("mkfs.fat", "-F", "12", "-i", "12AB34CD"), 2, FileSystem("fat12", "12AB-34CD")),
    (("mkfs.fat", "-F", "16", "-i", "12AB34CD"), 16, FileSystem("fat16", "12AB-34CD")),
    (
        ("mkfs.fat", "-F", "32", "-s", "1", "-i", "12AB34CD", "-n", "C"),
        40,
        FileSystem("fat32", "12AB-34CD", "C"),
    ),
]


@pytest.mark.parametrize(("command", "size", "expected"), MADE, ids=lambda each: str(each)[:30])
def test_made_by_its_tool(
    tmp_path: Path, command: Sequence[str], size: int, expected: FileSystem
) -> None:
    path = tmp_path / "volume"
    with path.open("wb") as file:
        file.truncate(size * MIB)
    run(*command, path)
    assert identify(RawDisk(path), 0, size * MIB) == expected
    moved = Memory(bytes(3 * 512) + path.read_bytes()[: 2 * MIB])
    assert identify(moved, 3 * 512, 2 * MIB) == expected


def test_ntfs_and_its_serial_number(tmp_path: Path) -> None:
    path = tmp_path / "volume"
    ntfs.build(path, [], sectors=16384, serial=0x12AB34CD56EF7890)
    assert identify(RawDisk(path), 0, 8 * MIB) == FileSystem("ntfs", "12AB34CD56EF7890")


def test_physical_volume(tmp_path: Path) -> None:
    lvm.build([tmp_path / "pv"], [2], "vg", {"root": [(0, 0, 1)]})
    assert identify(RawDisk(tmp_path / "pv"), 0, MIB).kind == "lvm"


SIGNATURES = {
    "bitlocker": (3, b"-FVE-FS-"),
    "exfat": (3, b"EXFAT   "),
    "refs": (3, b"ReFS\0\0\0\0\0\0\0\0\0FSRS"),
    "luks": (0, b"LUKS\xba\xbe\0\2"),
    "md": (4096, b"\xfc\x4e\x2b\xa9"),
    "jfs": (32768, b"JFS1"),
    "reiserfs": (65536 + 52, b"ReIsEr2Fs"),
}


@pytest.mark.parametrize("kind", SIGNATURES)
def test_named_by_their_signature(kind: str) -> None:
    offset, magic = SIGNATURES[kind]
    content = bytearray(MIB)
    content[offset : offset + len(magic)] = magic
    assert identify(Memory(bytes(content)), 0, MIB).kind == kind


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_bytes_are_told_or_unknown(data: st.DataObject) -> None:
    """Boot sectors that look right up to a point, with the rest of chance."""
    head = bytearray(data.draw(st.binary(min_size=512, max_size=512)))
    for at, magic in data.draw(
        st.lists(
            st.sampled_from(
                [(510, b"\x55\xaa"), (0, b"\xeb\x3c\x90"), (3, b"NTFS    "), (11, b"\0\2\1")]
            )
        )
    ):
        head[at : at + len(magic)] = magic
    size = data.draw(st.integers(0, 2048))
    assert isinstance(identify(Memory(bytes(head)), 0, size), FileSystem)
