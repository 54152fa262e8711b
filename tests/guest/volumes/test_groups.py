"""What reaches over several disks, told by the labels on one of them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fixtures import lvm, partitioned
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run

from engine.guest.inspect import Guest, inspect, look
from engine.guest.partitions import read
from engine.guest.volumes.groups import Group, find

MIB = 1 << 20


def found(disk: Path) -> list[tuple[str, str, int, int]]:
    groups = look(RawDisk(disk)).groups
    return [(each.kind, each.name, each.count, each.held) for each in groups]


def put(data: bytearray, offset: int, piece: bytes) -> None:
    data[offset : offset + len(piece)] = piece


def test_volume_group(tmp_path: Path) -> None:
    volumes = [tmp_path / f"pv{number}" for number in range(3)]
    lvm.build(volumes, [2, 2, 2], "data", {"all": [(0, 0, 1), (1, 0, 1), (2, 0, 1)]})
    parts = [Part(9 * MIB, "8e", volume) for volume in volumes]
    partitioned.build(tmp_path / "one", parts[:1])
    assert found(tmp_path / "one") == [("lvm", "data", 3, 1)]
    partitioned.build(tmp_path / "two", parts[1:])
    assert found(tmp_path / "two") == [("lvm", "data", 3, 2)]
    partitioned.build(tmp_path / "whole", parts)
    assert found(tmp_path / "whole") == []


def test_it_comes_out_of_the_process_that_looks(tmp_path: Path) -> None:
    lvm.build([tmp_path / "pv", tmp_path / "gone"], [2, 2], "vg", {"a": [(0, 0, 1)]})
    guest = inspect(RawDisk(tmp_path / "pv"))
    assert [each.name for each in guest.groups] == ["vg"]
    assert Guest.unpacked(guest.packed()) == guest
    assert str(guest.groups[0].words) == "the volume group vg"


def test_btrfs(tmp_path: Path) -> None:
    disks = [tmp_path / "a", tmp_path / "b"]
    for disk in disks:
        disk.write_bytes(b"")
        with disk.open("r+b") as file:
            file.truncate(128 * MIB)
    run("mkfs.btrfs", "-q", "-L", "pool", "-d", "single", *disks)
    assert [found(disk) for disk in disks] == [[("btrfs", "pool", 2, 1)]] * 2


@pytest.mark.parametrize(("level", "expected"), [(5, 3), (0, 3), (1, 0), (-1, 3)])
def test_array(level: int, expected: int) -> None:
    """The superblock of md 1.2; each disk of a mirror is whole."""
    data = bytearray(8 * MIB)
    block = struct.pack("<IIII16s32s", 0xA92B4EFC, 1, 0, 0, b"\x01" * 16, b"host:0")
    block = block.ljust(72, b"\0") + struct.pack("<iIQII", level, 0, 1000, 128, 3)
    put(data, 4096, block)
    disk = Memory(bytes(data))
    groups = find(disk, read(disk))
    assert [(each.kind, each.name, each.count) for each in groups] == (
        [("md", "host:0", expected)] if expected else []
    )


@pytest.mark.parametrize("disks", [1, 2])
def test_dynamic_disk(disks: int) -> None:
    """The private header in sector 6, and the database of the disk group at the end."""
    data = bytearray(4 * MIB)
    config = (4 * MIB - MIB) // 512
    put(data, 446, struct.pack("<B3xB3xII", 0x80, 0x42, 63, 4000))
    put(data, 510, b"\x55\xaa")
    header = bytearray(512)
    header[:8] = b"PRIVHEAD"
    header[0xB0:0xB4], header[0xF0:0xF9] = b"guid", b"HOST1Dg0\0"
    struct.pack_into(">Q", header, 0x12B, config)
    put(data, 6 * 512, bytes(header))
    toc = bytearray(512)
    toc[:8] = b"TOCBLOCK"
    struct.pack_into(">Q", toc, 0x2E, 17)
    put(data, (config + 1) * 512, bytes(toc))
    database = bytearray(512)
    database[:4] = b"VMDB"
    struct.pack_into(">I", database, 0x91, disks)
    put(data, (config + 17) * 512, bytes(database))
    disk = Memory(bytes(data))
    groups = find(disk, read(disk))
    assert groups == ((Group("ldm", "guid", "HOST1Dg0", 2),) if disks == 2 else ())
