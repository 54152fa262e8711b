"""Records of a table of files, written by hand: their runs, and damage of each part."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from engine.guest.free_blocks import mft_records
from engine.guest.free_blocks.free_spans import NotProvenError

CHECK = b"\x07\x00"


def attribute(packed: bytes, outside: int = 1, length: int = 0) -> bytes:
    """An attribute whose list of runs is ``packed``; one that is in the record has none."""
    own = 64 + len(packed)
    own += -own % 8
    head = struct.pack("<IIBB6x", 0x80, length or own, outside, 0)
    return (head.ljust(32, b"\0") + struct.pack("<H", 64)).ljust(64, b"\0") + packed.ljust(
        own - 64, b"\0"
    )


def record(*attributes: bytes, in_use: int = 1, magic: bytes = b"FILE") -> bytearray:
    body = b"".join(attributes) + b"\xff\xff\xff\xff\0\0\0\0"
    own = bytearray(1024)
    own[:4] = magic
    struct.pack_into("<HH", own, 4, 48, 3)
    struct.pack_into("<HHI", own, 20, 56, in_use, 56 + len(body))
    own[56 : 56 + len(body)] = body
    own[48:50] = CHECK
    for number, end in enumerate((510, 1022), 1):
        own[48 + 2 * number : 50 + 2 * number] = own[end : end + 2]
        own[end : end + 2] = CHECK
    return own


def runs(*records: bytes | bytearray) -> list[tuple[int, int]]:
    rows = np.frombuffer(b"".join(records), np.uint8).reshape(-1, 1024).copy()
    start, length = mft_records.clusters(rows)
    return list(zip(start.tolist(), length.tolist(), strict=True))


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        (b"\0", []),
        (b"\x11\x02\x05\0", [(5, 2)]),
        (b"\x11\x02\x05\x11\x01\xfd\0", [(5, 2), (2, 1)]),
        (b"\x01\x09\x11\x01\x07\0", [(7, 1)]),  # a hole
        (b"\x32\x00\x01\x00\x00\x10\0", [(0x100000, 256)]),
        (b"\x18" + b"\x01".ljust(8, b"\0") + b"\x05\0", [(5, 1)]),
    ],
)
def test_runs_of_a_record(packed: bytes, expected: list[tuple[int, int]]) -> None:
    assert runs(record(attribute(packed))) == expected


def test_records_together_are_as_if_alone() -> None:
    one = record(attribute(b"\x11\x02\x05\0"), attribute(b"\x11\x01\x63\0"))
    other = record(attribute(b"\x11\x04\x20\0"), attribute(b"whatever", outside=0))
    free = record(attribute(b"\x11\x01\x33\0"), in_use=0)
    odd = record(attribute(b"\x11\x01\x33\0"), magic=b"BAAD")
    assert sorted(runs(one, free, other, odd, record())) == [(5, 2), (32, 4), (99, 1)]
    assert runs(free, odd) == []
    assert runs() == []


def test_the_ends_of_sectors_are_put_back() -> None:
    """A list of runs across the end of the first sector."""
    filler = attribute(b"", outside=0, length=0)
    count = (510 - 56 - 64) // 64
    packed = b"\x11\x01\x05" * 40 + b"\0"
    own = record(*[filler] * count, attribute(packed))
    assert own[510:512] == CHECK
    found = runs(own)
    assert len(found) == 40
    assert found[-1] == (200, 1)


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (6, b"\2\0"),  # too few checks
        (4, b"\xff\1"),  # beyond the sector
        (510, b"\0\0"),  # a write that was cut
        (1022, b"\0\0"),
        (20, b"\xff\xff"),  # attributes beyond the record
        (24, b"\x40\0\0\0"),  # the record ends before its attributes do
        (60, b"\x08\0\0\0"),  # an attribute of eight bytes
        (60, b"\xff\xff\0\0"),
        (56 + 32, b"\xff\xff"),  # runs beyond the attribute
        (56 + 64, b"\x19"),  # a length of nine bytes
        (56 + 64, b"\x91"),
        (56 + 64, b"\x10"),  # no length
        (56 + 65, b"\0"),  # a length of nothing
        (56 + 66, b"\xff"),  # before the volume
        (56 + 67, b"\x11"),  # no end
    ],
)
def test_damage_proves_nothing(at: int, data: bytes) -> None:
    own = record(attribute(b"\x11\x02\x05\0\0\0\0\0"))
    own[at : at + len(data)] = data
    with pytest.raises(NotProvenError):
        runs(own)
